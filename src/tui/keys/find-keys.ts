import {lookOf} from '../find/finding.ts';
import {listingOf} from '../shown.ts';
import type {Hotkey, Model} from '../state.ts';
import {topView} from '../views.ts';
import {keyOf} from './key-of.ts';
import {alwaysPossible, ask, inList, inText} from './view-keys.ts';

/** The keys that find rows and text. */
export const findKeys: readonly Hotkey[] = [
	{
		id: 'filter',
		keys: ['/'],
		label: 'filter',
		help: 'filter',
		group: 'see',
		where: inList,
		whyNot: needsRows,
		event: () => ask('filter'),
	},
	{
		id: 'problems',
		keys: ['!'],
		label: 'problems',
		help: 'problems only',
		group: 'see',
		where: inList,
		elsewhere: onLists,
		whyNot: needsRows,
		event: () => ({type: 'find', change: {type: 'problems'}}),
	},
	{
		id: 'sort',
		keys: ['s'],
		label: 'sort',
		help: 'sort',
		group: 'see',
		where: inList,
		elsewhere: onLists,
		whyNot: model =>
			needsRows(model) ??
			((listingOf(model, topView(model))?.sorts.length ?? 0) > 1 ? undefined : 'these rows have one order only'),
		event: () => ask('sort'),
	},
	{
		id: 'reverse',
		keys: ['S'],
		label: 'reverse',
		help: 'sort',
		title: () => 'reverse the order',
		beside: 'sort',
		group: 'see',
		where: inList,
		elsewhere: onLists,
		whyNot: needsRows,
		event: () => ({type: 'find', change: {type: 'reverse'}}),
	},
	{
		id: 'search',
		keys: ['/'],
		label: 'find',
		help: 'find',
		beside: 'filter',
		group: 'see',
		where: inText,
		whyNot: alwaysPossible,
		event: () => ask('search'),
	},
	{
		id: 'next-match',
		keys: ['n'],
		label: 'next',
		help: 'next',
		title: () => 'next match',
		group: 'see',
		where: inText,
		elsewhere: inTexts,
		whyNot: needsSearch,
		event: () => ({type: 'find', change: {type: 'match', by: 1}}),
	},
	{
		id: 'previous-match',
		keys: ['N'],
		label: 'previous',
		help: 'previous match',
		beside: 'next-match',
		group: 'see',
		where: inText,
		elsewhere: inTexts,
		whyNot: needsSearch,
		event: () => ({type: 'find', change: {type: 'match', by: -1}}),
	},
];

function onLists(): string {
	return 'this page is a text: it is for lists';
}

function inTexts(): string {
	return 'this page is a list: it is for what is looked for in a text (/ filters)';
}

function needsRows(model: Model): string | undefined {
	return (listingOf(model, topView(model))?.all ?? 0) > 0 ? undefined : 'there is no row yet';
}

function needsSearch(model: Model): string | undefined {
	return lookOf(model, topView(model)).search === null
		? `nothing is looked for (${keyOf(model, 'search')} finds)`
		: undefined;
}
