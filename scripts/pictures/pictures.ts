import {screenOf} from './demo.ts';
import {demoScreens, shownMoment} from './screens.ts';
import {svgOf} from './svg.ts';

const [small, large] = [
	[80, 24],
	[120, 40],
] as const;

/** Every picture, by its name: a screen, and how large the terminal is. */
const shown: Readonly<Record<string, readonly [keyof typeof demoScreens, readonly [columns: number, rows: number]]>> = {
	'list-80x24': ['list', small],
	list: ['list', large],
	task: ['task', large],
	sync: ['sync', large],
	why: ['why', large],
	pause: ['pause', large],
};

/** The pictures of the demo, by the names of their files: the same ones each time, wherever they are made. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
	const moment = shownMoment();
	const made: [string, string][] = [];
	for (const [name, [screen, size]] of Object.entries(shown)) {
		const {title, keys} = demoScreens[screen];
		made.push([`${name}.svg`, await svgOf(title, screenOf(moment, size, keys), size[0])]);
	}
	return Object.fromEntries(made);
}
