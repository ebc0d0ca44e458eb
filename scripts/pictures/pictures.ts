import type {Event, View} from '../../src/tui/state.ts';
import {demoAfter, screenOf} from './demo.ts';
import {svgOf} from './svg.ts';

const cursor = {id: null, index: 0, top: 0};
/** Ten minutes fill the graphs. */
const shownAfterSeconds = 615;

const open = (view: View): Event => ({type: 'open', view});

/** Every picture by its name: how large the terminal is, and what leads to the screen. */
const screens: Readonly<Record<string, readonly [size: readonly [number, number], ...keys: readonly Event[]]>> = {
	'list-80x24': [[80, 24]],
	list: [[120, 40]],
	task: [[120, 40], open({type: 'task', task: 'orders_merge', cursor})],
	sync: [[120, 40], open({type: 'subtask', task: 'payments', source: 'users-01', top: 0})],
	why: [[120, 40], open({type: 'why', task: 'billing', source: null, top: 0})],
	pause: [
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
	for (const [name, [size, ...keys]] of Object.entries(screens)) {
		made.push([`${name}.svg`, await svgOf(screenOf(moment, size, keys), size[0])]);
	}
	return Object.fromEntries(made);
}
