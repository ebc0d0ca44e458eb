import {noCursor} from '../cursor.ts';
import {canUndo, marksOf} from '../find/finding.ts';
import type {PageKey} from '../pages/page.ts';
import {pageKeys} from '../pages/pages.ts';
import {aimOf} from '../shown.ts';
import type {Hotkey, Model, Step} from '../state.ts';
import {topView} from '../views.ts';
import {always, alwaysPossible} from './view-keys.ts';

/** The keys that move, go back, and open the views. */
export const moveKeys: readonly Hotkey[] = [
	move('down', ['j', 'down'], 'down'),
	move('up', ['k', 'up'], 'up'),
	move('top', ['g', 'home'], 'top'),
	move('bottom', ['G', 'end'], 'bottom'),
	move('page-down', ['pgdn'], 'page down'),
	move('page-up', ['pgup'], 'page up'),
	move('half-down', ['ctrl-d'], 'half a page down'),
	move('half-up', ['ctrl-u'], 'half a page up'),
	{
		id: 'back',
		keys: ['esc', 'h', 'left'],
		label: 'back',
		help: 'back',
		group: 'move',
		where: always,
		whyNot: model => (model.views.length > 1 || hasNewer(model) ? undefined : 'nothing is open (q quits)'),
		event: model => (hasNewer(model) ? {type: 'find', change: {type: 'undo'}} : {type: 'back'}),
	},
	{
		id: 'tasks',
		keys: ['1'],
		label: 'tasks',
		help: 'the list of tasks',
		group: 'move',
		where: always,
		whyNot: alwaysPossible,
		event: () => ({type: 'home'}),
	},
	...pageKeys.map(listKey),
	{
		id: 'events',
		keys: ['5'],
		label: 'events',
		help: 'what has changed; of one task',
		group: 'move',
		where: always,
		whyNot: model => {
			const view = topView(model);
			if (view.type !== 'events' || view.task !== null) return undefined;
			return aimOf(model, view).task === null ? 'the selected event is of no task, and all are shown' : undefined;
		},
		event: model => {
			const view = topView(model);
			if (view.type !== 'events') return {type: 'open', view: {type: 'events', task: null, cursor: noCursor}};
			const task = view.task === null ? aimOf(model, view).task : null;
			return {type: 'turn', view: {type: 'events', task, cursor: view.cursor}};
		},
	},
];

/** Whether something was put on the shown view since it was opened: that goes before the view does. */
function hasNewer(model: Model): boolean {
	const view = topView(model);
	return canUndo(model, view) || marksOf(model, view).size > 0;
}

function move(step: Step, keys: readonly string[], help: string): Hotkey {
	return {
		id: step,
		keys,
		label: help,
		help,
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
		group: 'move',
		where: always,
		whyNot: model => (topView(model).type === type ? 'this is it' : undefined),
		event: () => ({type: 'open', view}),
	};
}
