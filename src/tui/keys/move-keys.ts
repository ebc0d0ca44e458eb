import {backEvent, hasClusters} from '../clusters/back.ts';
import {noCursor} from '../cursor.ts';
import {canUndo, marksOf} from '../find/finding.ts';
import type {PageKey} from '../pages/page.ts';
import {pageKeys} from '../pages/pages.ts';
import {subjectOf} from '../shown.ts';
import type {Hotkey, Model, Step} from '../state.ts';
import {topView} from '../views.ts';
import {keyOf} from './key-of.ts';
import {always, alwaysPossible} from './view-keys.ts';

/** The keys that move, go back, and open the views. */
export const moveKeys: readonly Hotkey[] = [
	move('down', ['j', 'down'], 'down'),
	move('up', ['k', 'up'], 'up', 'down'),
	move('top', ['g', 'home'], 'first'),
	move('bottom', ['G', 'end'], 'last', 'top'),
	move('half-down', ['ctrl-d'], 'half a page'),
	move('half-up', ['ctrl-u'], 'half a page', 'half-down'),
	move('page-down', ['pgdn'], 'a page'),
	move('page-up', ['pgup'], 'a page', 'page-down'),
	{
		id: 'now',
		keys: ['esc'],
		label: 'now',
		help: 'back',
		title: () => 'come back to now',
		group: 'move',
		where: ({past}) => past !== null,
		whyNot: alwaysPossible,
		event: () => ({type: 'past', change: {type: 'return'}}),
	},
	{
		id: 'back',
		keys: ['esc', 'h', 'left'],
		label: 'back',
		help: 'back',
		group: 'move',
		where: always,
		whyNot: model =>
			model.views.length > 1 || hasNewer(model) || hasClusters(model)
				? undefined
				: `nothing is open (${keyOf(model, 'leave')} quits)`,
		event: model => (hasNewer(model) ? {type: 'find', change: {type: 'undo'}} : backEvent(model)),
	},
	{
		id: 'tasks',
		keys: ['1'],
		label: 'tasks',
		help: 'tasks',
		group: 'views',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'home'}),
	},
	...pageKeys.map(listKey),
	{
		id: 'events',
		keys: ['5'],
		label: 'events',
		help: 'events',
		group: 'views',
		where: always,
		whyNot: model => {
			const view = topView(model);
			if (view.type !== 'events' || view.task !== null) return undefined;
			return subjectOf(model, view).task === null ? 'the selected event is of no task, and all are shown' : undefined;
		},
		event: model => {
			const view = topView(model);
			if (view.type !== 'events') return {type: 'open', view: {type: 'events', task: null, cursor: noCursor}};
			const task = view.task === null ? subjectOf(model, view).task : null;
			return {type: 'turn', view: {type: 'events', task, cursor: view.cursor}};
		},
	},
];

/** Whether something was put on the shown view since it was opened: that goes before the view does. */
function hasNewer(model: Model): boolean {
	const view = topView(model);
	return canUndo(model, view) || marksOf(model, view).size > 0;
}

/** `beside` is the key that the help names with it. */
function move(step: Step, keys: readonly string[], help: string, beside?: string): Hotkey {
	return {
		id: step,
		keys,
		label: help,
		help,
		...(beside !== undefined && {beside}),
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'step', step}),
	};
}

/** A key that opens a list of the whole cluster. */
function listKey({key, help, view}: PageKey): Hotkey {
	const {type} = view;
	return {
		id: type,
		keys: [key],
		label: type,
		help,
		group: 'views',
		where: always,
		whyNot: model => (topView(model).type === type ? 'this is it' : undefined),
		event: () => ({type: 'open', view}),
	};
}
