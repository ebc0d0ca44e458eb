import {hasData} from '../freshness.ts';
import {pageOf} from '../pages/pages.ts';
import {quietInPast} from '../past/present.ts';
import type {Hotkey, Model} from '../state.ts';

import {topView} from '../views.ts';
import {keyOf} from './key-of.ts';
import {always, alwaysPossible, inList} from './view-keys.ts';

/** The keys that change how things look. */
export const lookKeys: readonly Hotkey[] = [
	{
		id: 'wrap',
		keys: ['w'],
		label: 'wrap',
		help: 'wrap',
		title: () => 'wrap and fold, or not',
		group: 'see',
		where: wraps,
		elsewhere: model =>
			`nothing here is wrapped or folded: it is for DM's texts, as of ${keyOf(model, 'why')} and ${keyOf(model, 'raw')}`,
		whyNot: alwaysPossible,
		event: () => ({type: 'toggle', option: 'wrap'}),
	},
	{
		id: 'preview',
		keys: ['v'],
		label: 'preview',
		help: 'preview',
		title: () => 'preview on, off',
		group: 'see',
		where: inList,
		elsewhere: () => 'this page is a text: it is for lists',
		whyNot: alwaysPossible,
		event: () => ({type: 'toggle', option: 'preview'}),
	},
	{
		id: 'times',
		keys: ['t'],
		label: 'times',
		help: 'clock times',
		title: () => 'clock times, or ages',
		group: 'see',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'toggle', option: 'absoluteTimes'}),
	},
	{
		id: 'freeze',
		keys: ['z'],
		label: 'freeze',
		help: 'freeze',
		title: () => 'freeze the screen',
		group: 'see',
		where: model => !isFrozen(model),
		whyNot: model =>
			quietInPast(model, 'the past stands still') ?? (hasData(model) ? undefined : 'there is no data yet'),
		event: () => ({type: 'find', change: {type: 'freeze'}}),
	},
	{
		id: 'go-on',
		keys: ['z'],
		label: 'go on',
		help: 'go on: the screen is frozen',
		group: 'see',
		where: isFrozen,
		whyNot: alwaysPossible,
		event: () => ({type: 'find', change: {type: 'freeze'}}),
	},
];

function isFrozen({finding}: Model): boolean {
	return finding.frozen !== null;
}

/** Whether the text has long lines of DM's, which can be shown as they are. */
function wraps(model: Model): boolean {
	const view = topView(model);
	const page = pageOf(view);
	return page.kind === 'text' && 'top' in view && page.wraps?.(view) === true;
}
