import type {Event, View} from '../../src/tui/state.ts';
import {demoAfter, screenOf} from './demo.ts';
import {svgOf} from './svg.ts';

const cursor = {id: null, index: 0, top: 0};
/** Ten minutes fill the graphs. */
const shownAfterSeconds = 615;

const open = (view: View): Event => ({type: 'open', view});

/** Every picture by its name: what it shows, how large the terminal is, and what leads to the screen. */
const screens: Readonly<
	Record<string, readonly [title: string, size: readonly [number, number], ...keys: readonly Event[]]>
> = {
	'list-80x24': ['The list of tasks at 80x24', [80, 24]],
	list: ['The list of tasks', [120, 40]],
	task: ['A task behind a DDL lock', [120, 40], open({type: 'task', task: 'orders_merge', cursor})],
	sync: [
		'A subtask in Sync that lags',
		[120, 40],
		open({type: 'subtask', task: 'payments', source: 'users-01', top: 0}),
	],
	why: [
		'Why a task needs a person, and what to do',
		[120, 40],
		open({type: 'why', task: 'billing', source: null, top: 0}),
	],
	pause: [
		'The sheet that asks before a pause',
		[120, 40],
		...Array.from({length: 4}, (): Event => ({type: 'step', step: 'down'})),
		{
			type: 'operate',
			change: {
				type: 'ask',
				operation: 'pause',
				meant: {targets: [{task: 'payments', sources: null}], hidden: 0},
			},
		},
	],
};

/** The pictures of the demo, by the names of their files: the same ones each time, wherever they are made. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
	const moment = demoAfter(shownAfterSeconds);
	const made: [string, string][] = [];
	for (const [name, [title, size, ...keys]] of Object.entries(screens)) {
		made.push([`${name}.svg`, await svgOf(title, screenOf(moment, size, keys), size[0])]);
	}
	return Object.fromEntries(made);
}
