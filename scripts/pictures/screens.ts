import type {Event, View} from '../../src/tui/state.ts';
import {demoAfter} from './demo.ts';

/** A screen of the demo: what it shows, and the events of the keys that lead to it. */
export type DemoScreen = {readonly title: string; readonly keys: readonly Event[]};

const cursor = {id: null, index: 0, top: 0};
/** Ten minutes fill the graphs. */
const shownAfterSeconds = 615;

/** The moment of the demo at which it is shown. */
export function shownMoment() {
	return demoAfter(shownAfterSeconds);
}

/** The screens that are shown, by name. */
export const demoScreens = {
	list: {title: 'The list of tasks', keys: []},
	task: {title: 'A task behind a DDL lock', keys: [open({type: 'task', task: 'orders_merge', cursor})]},
	sync: {
		title: 'A subtask in Sync that lags',
		keys: [open({type: 'subtask', task: 'payments', source: 'users-01', top: 0})],
	},
	why: {
		title: 'Why a task needs a person, and what to do',
		keys: [open({type: 'why', task: 'billing', source: null, top: 0})],
	},
	pause: {
		title: 'The sheet that asks before a pause',
		keys: [
			...Array.from({length: 4}, (): Event => ({type: 'step', step: 'down'})),
			{
				type: 'operate',
				change: {type: 'ask', operation: 'pause', meant: {targets: [{task: 'payments', sources: null}], hidden: 0}},
			},
		],
	},
} as const satisfies Record<string, DemoScreen>;

function open(view: View): Event {
	return {type: 'open', view};
}
