import {expect, test} from 'vitest';
import {createRepair} from '../../../src/tui/shell/repair.ts';

/** When the screen is drawn anew, of what happens at these seconds. */
function check(happens: readonly (readonly [seconds: number, what: 'tick' | 'key'])[], expected: readonly number[]) {
	const painted: number[] = [];
	let nowMs = 0;
	const {onTick, onKey} = createRepair({repaint: () => painted.push(nowMs / 1000), now: () => nowMs});
	for (const [seconds, what] of happens) {
		nowMs = seconds * 1000;
		if (what === 'tick') onTick();
		else onKey();
	}
	expect(painted).toEqual(expected);
}

const ticks = Array.from({length: 181}, (_, seconds) => [seconds, 'tick'] as const);

test.each<[string, Parameters<typeof check>[0], readonly number[]]>([
	['once a minute', ticks, [60, 120, 180]],
	[
		'at the first key after ten seconds of none',
		[
			[4, 'key'],
			[13, 'key'],
			[23, 'key'],
			[24, 'key'],
		],
		[23],
	],
	[
		'a minute after a key has done it',
		[
			[23, 'key'],
			[60, 'tick'],
			[82, 'tick'],
			[83, 'tick'],
		],
		[23, 83],
	],
])('the whole screen is drawn %s', (_, happens, expected) => check(happens, expected));
