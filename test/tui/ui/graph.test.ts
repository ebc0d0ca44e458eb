import {describe, expect, test} from 'vitest';
import {
	bar,
	gapScale,
	graphLines,
	lagScale,
	type Point,
	rowsScale,
	type Scale,
	sparkline,
	speedScale,
	timeLine,
} from '../../../src/tui/ui/graph.ts';
import {type Line, lineText} from '../../../src/tui/ui/line.ts';
import {asciiText} from '../../../src/words/symbols.ts';
import {width} from '../../../src/words/width.ts';

const nowMs = Date.UTC(2026, 10, 20, 14, 0, 0);
const windowMs = 600_000;

/** Values 10 s apart, the last one now. */
function points(...values: readonly (number | null)[]): readonly Point[] {
	return values.map((value, index) => ({atMs: nowMs - (values.length - 1 - index) * 10_000, value}));
}

function graph(scale: Scale, values: readonly Point[], {columns = 67, height = 4, at = nowMs} = {}): readonly string[] {
	return linesOf(graphLines({points: values, windowMs, nowMs: at, columns, height, scale}));
}

function linesOf(lines: readonly Line[]): readonly string[] {
	return lines.map(lineText);
}

const flat = (value: number | null) => Array.from({length: 61}, () => value);

describe('a graph', () => {
	test('has its scale at the left: the top, the limit at its height, 0', () => {
		const lines = graph(lagScale, points(...flat(120)));
		expect(lines.map(it => it.slice(0, 7))).toEqual(['  120s ', '       ', '   60s ', '     0 ']);
		expect(graph(lagScale, points(...flat(60))).map(it => it.slice(0, 7))).toEqual([
			'   60s ',
			'       ',
			'       ',
			'     0 ',
		]);
		// The limit gives way to the zero.
		expect(graph(lagScale, points(...flat(36_000))).map(it => it.slice(0, 7).trim())).toEqual(['10h', '', '', '0']);
	});

	test('draws two values a cell, each up to four dots a line high', () => {
		const at = (value: number) => graph(lagScale, points(...flat(value))).map(it => it.at(-1));
		expect(at(60)).toEqual(['⣿', '⣿', '⣿', '⣿']);
		expect(at(30)).toEqual([' ', ' ', '⣿', '⣿']);
		expect(at(37.5)).toEqual([' ', '⣤', '⣿', '⣿']);
	});

	test('tells zero from unknown', () => {
		expect(graph(lagScale, points(...flat(0))).at(-1)).toBe(`     0 ${'⣀'.repeat(60)}`);
		expect(graph(lagScale, points(...flat(null))).at(-1)).toBe(`     0 ${' '.repeat(60)}`);
		expect(graph(lagScale, points(...flat(Number.NaN))).at(-1)).toBe(`     0 ${' '.repeat(60)}`);
		expect(graph(lagScale, [])).toEqual(['   60s', '', '', '     0'].map(it => it.padEnd(67)));
		expect(graph(lagScale, points(0, 0, 0, null, null, 0)).at(-1)).toMatch(/0 +⣀⣀⣀ {2}⣀$/);
	});

	test('keeps noise flat', () => {
		expect(graph(lagScale, points(0, 1, 0, 1)).join('')).toMatch(/^[ ⢀⡀⣀s0-9]*$/u);
		expect(graph(gapScale, points(0, 9000, 100))[0]).toMatch(/^ {2}1\.0M +$/);
		expect(graph(gapScale, points(0, 2 * 1024 ** 2))[0]).toMatch(/^ {2}2\.0M/);
	});

	test.each<[string, Scale, number, string]>([
		['a lag of noise', lagScale, 9, 'quiet'],
		['a lag', lagScale, 41, 'info'],
		['a gap of noise', gapScale, 100_000, 'quiet'],
		['a gap', gapScale, 1_200_000, 'info'],
		['rows', rowsScale, 1_200_000, 'quiet'],
	])('%s has its tone', (_, scale, value, tone) => {
		const lines = graphLines({points: points(...flat(value)), windowMs, nowMs, columns: 67, height: 9, scale});
		expect(new Set(lines.map(it => (typeof it === 'string' ? it : it.map(cell => Object(cell).tone).join())))).toEqual(
			new Set([`quiet,${tone}`]),
		);
		expect(sparkline(flat(value), 12, scale).tone).toBe(tone);
	});

	test.each<[string, Scale, number, string]>([
		['rows', rowsScale, 1017, '1.2k'],
		['rows', rowsScale, 3, '10'],
		['rows', rowsScale, 890, '1.0k'],
		['bytes', speedScale, 26.1 * 1024 ** 2, '30.0M'],
		['bytes', speedScale, 1, '1.0K'],
		['lags', lagScale, 118, '118s'],
	])('the scale of %s ends above them', (_, scale, peak, top) => {
		expect(
			graph(scale, points(...flat(peak)))[0]
				?.slice(0, 7)
				.trim(),
		).toBe(top);
	});

	test('moves by whole cells only', () => {
		const values = points(...Array.from({length: 61}, (_, index) => index));
		const at = (seconds: number) => graph(lagScale, values, {at: nowMs + seconds * 1000});
		// Sixty cells of ten minutes: a cell is 10 s.
		for (const seconds of [1, 5, 9.9]) expect(at(seconds)).toEqual(at(0));
		const moved = at(10);
		expect(moved.at(-1)?.slice(7, -1)).toBe(at(0).at(-1)?.slice(8));
	});

	test('goes on to the present, and no further than points are apart', () => {
		const values = points(0, 60, 60);
		expect(graph(lagScale, values, {at: nowMs + 9000})[0]?.at(-1)).toBe('⣿');
		expect(graph(lagScale, values, {at: nowMs + 40_000})[0]).toMatch(/⣿ {3,4}$/);
	});

	test('loses no peak where a cell holds several points', () => {
		const values = points(...flat(0).map((_, index) => (index === 30 ? 60 : 0)));
		expect(
			graph(lagScale, values, {columns: 27})
				.join('')
				.match(/[⡇⢸⣿⣇⣸]/gu)?.length,
		).toBe(4);
	});
});

test('the time stands below the graph', () => {
	expect(lineText(timeLine('10m ago', 'now', 40))).toBe(`${' '.repeat(7)}10m ago${' '.repeat(23)}now`);
	expect(lineText(timeLine('10m ago', 'now', 24))).toBe(`${' '.repeat(7)}10m ago       now`);
});

test.each<[readonly (number | null)[], string]>([
	[[0, 0, 1, 3, 0, 0, 2, 0, 0, 0, 0, 1], '⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀'],
	[[null, null, null, null, 0, 0, 0, 0, 0, 0, 0, 0], '    ⣀⣀⣀⣀⣀⣀⣀⣀'],
	[[0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 90, 120], '⣀⣀⣀⣀⣀⣀⣀⣀⣀⣤⣶⣿'],
	[[...Array.from({length: 23}, () => 0), 60], '⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣸'],
	[[...Array.from({length: 47}, () => 0), 60], '⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣸'],
	[[], '            '],
])('the sparkline of %j is %s', (values, expected) => {
	expect(sparkline(values, 12, lagScale).text).toBe(expected);
});

test.each<[number | null, string]>([
	[null, '        '],
	[Number.NaN, '        '],
	[0, '────────'],
	[0.5, '━━━━────'],
	[0.9999, '━━━━━━━─'],
	[1, '━━━━━━━━'],
	[1.2, '━━━━━━━>'],
	[-1, '────────'],
])('the bar of %s is %s', (value, expected) => {
	expect(lineText(bar(value, 8))).toBe(expected);
});

test('whatever the values and the size, all is exactly as wide and as high as asked for, in ASCII too', () => {
	const random = randomOf(7);
	const one = () => {
		const kind = random();
		if (kind < 0.1) return null;
		if (kind < 0.13)
			return [Number.NaN, Number.POSITIVE_INFINITY, -5, Number.MAX_VALUE][Math.floor(random() * 4)] ?? null;
		return 10 ** (random() * 14 - 2);
	};
	for (let round = 0; round < 500; round++) {
		const values = Array.from({length: Math.floor(random() * 80)}, one);
		const columns = 1 + Math.floor(random() * 210);
		const height = 1 + Math.floor(random() * 20);
		const scale = [lagScale, gapScale, rowsScale, speedScale][round % 4] ?? lagScale;
		const at = nowMs + Math.floor((random() - 0.5) * 2 * windowMs);
		const lines = [
			...graph(scale, points(...values), {columns, height, at}),
			lineText(timeLine('10m ago', 'now', columns)),
			sparkline(values, columns, scale).text,
			lineText(bar(values[0] ?? null, columns)),
		];
		expect(lines).toHaveLength(height + 3);
		for (const it of lines) {
			expect(width(it)).toBe(columns);
			expect(asciiText(it, '#')).toMatch(/^[\x20-\x7e]*$/);
			expect(asciiText(it, '#')).toHaveLength(columns);
		}
	}
});

/** The same numbers each time. */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}
