import {describe, expect, test} from 'vitest';
import {graphsLines, leastGraphRows, type Shown} from '../../../../src/tui/pages/pieces/graphs.ts';
import {gapScale, lagScale, rowsScale} from '../../../../src/tui/ui/graph.ts';
import {lineText} from '../../../../src/tui/ui/line.ts';
import {width} from '../../../../src/words/width.ts';
import {ago, modelOf} from '../../../support/builder.ts';

const points = (value: number | null, seconds = 300) =>
	Array.from({length: seconds / 10 + 1}, (_, index) => ({atMs: ago(seconds - index * 10), value}));
const lag: Shown = {
	name: 'lag',
	said: ['92s, peak 118s at 14:00, falling', '92s'],
	points: points(92),
	scale: lagScale,
};
const gap: Shown = {name: 'gap', said: ['1.2 MiB'], points: points(1_258_291), scale: gapScale};
const rows: Shown = {name: 'rows/s', said: ['95 now'], points: points(95), scale: rowsScale};
const nothing: Shown = {name: 'gap', said: ['?'], points: points(null), scale: gapScale};

function lines(columns: number, room: number, ...all: readonly Shown[]): readonly string[] {
	return graphsLines(modelOf(columns, 40), all, room).map(lineText);
}

/** On which lines a rule begins, and on which the time stands. */
function shape(of: readonly string[]): {readonly rules: readonly number[]; readonly times: readonly number[]} {
	const at = (sought: RegExp) => of.flatMap((it, index) => (sought.test(it) ? [index] : []));
	return {rules: at(/^─ /), times: at(/10m ago/)};
}

describe('graphs on the lines that are to spare', () => {
	test.each<[string, number, number, readonly Shown[], number, readonly number[], readonly number[]]>([
		['one below the other, what is left over goes to the first', 80, 15, [lag, gap, rows], 15, [0, 6, 10], [14]],
		['never less than three lines each', 80, 2, [lag, gap, rows], 13, [0, 4, 8], [12]],
		['never more than sixteen lines', 80, 60, [lag], 18, [0], [17]],
		['where it is wide, those after the first stand side by side', 120, 21, [lag, gap, rows], 21, [0, 11], [10, 20]],
		['two are one below the other there, too', 120, 17, [lag, gap], 17, [0, 8], [16]],
		['what nothing is known of has none', 80, 10, [nothing, gap], 10, [0], [9]],
	])('%s', (_, columns, room, all, height, rules, times) => {
		const drawn = lines(columns, room, ...all);
		expect(drawn).toHaveLength(height);
		expect(shape(drawn)).toEqual({rules, times});
		for (const it of drawn) expect(width(it)).toBe(columns);
		expect(leastGraphRows(all, columns)).toBe(lines(columns, 0, ...all).length);
	});

	test('none where there is no room for any, or nothing to draw', () => {
		expect(lines(29, 20, lag)).toEqual([]);
		expect(lines(80, 20, nothing)).toEqual([]);
		expect(leastGraphRows([lag], 29)).toBe(0);
	});

	test('a rule says as much as fits', () => {
		expect(lines(80, 5, lag)[0]).toMatch(/^─ lag {2}92s, peak 118s at 14:00, falling ─+ 10 min ─$/);
		expect(lines(40, 5, lag)[0]).toMatch(/^─ lag {2}92s ─+ 10 min ─$/);
	});

	test('an hour is shown where it reaches that far back, and moments where they are wanted', () => {
		const long: Shown = {...lag, points: points(92, 1800)};
		expect(lines(80, 5, long)[0]).toMatch(/ 1 hour ─$/);
		expect(lines(80, 5, long).at(-1)).toMatch(/^ {7}1h ago +now$/);
		const model = {...modelOf(80, 40), absoluteTimes: true};
		expect(lineText(graphsLines(model, [lag], 5).at(-1) ?? '')).toMatch(/^ {7}\d\d:\d\d +\d\d:\d\d$/);
	});
});
