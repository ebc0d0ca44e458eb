import {defaultLimits} from '../../domain/limits.ts';
import type {Cell} from '../../words/columns.ts';
import {count, lagDuration, shortBytes} from '../../words/format.ts';
import {braille, symbols} from '../../words/symbols.ts';
import type {Tone} from '../../words/theme.ts';
import {cut, pad, width} from '../../words/width.ts';
import {type Line, line} from './line.ts';
import {quiet} from './rules.ts';

/** A value at a moment of the gateway's clock; null where it was unknown. */
export type Point = {readonly atMs: number; readonly value: number | null};

/** How high a value is drawn. */
export type Scale = {
	/** The scale never ends below this, so that noise stays flat. */
	readonly least: number;
	/** What is too much is marked beside the graph; null where nothing is. */
	readonly limit: number | null;
	/** The scale ends at a round number above the values, counted by 1000 or 1024; null where it ends at their peak. */
	readonly roundBy: 1000 | 1024 | null;
	/** What is above the floor of its scale is looked at. */
	readonly isTrouble: boolean;
	/** A value in at most six columns. */
	readonly label: (value: number) => string;
};

/** How far behind, in seconds. */
export const lagScale: Scale = {
	least: defaultLimits.lagSeconds,
	limit: defaultLimits.lagSeconds,
	roundBy: null,
	isTrouble: true,
	label: lagDuration,
};

/** Bytes of binlog that are still to do. */
export const gapScale: Scale = {least: 1024 ** 2, limit: null, roundBy: null, isTrouble: true, label: shortBytes};

/** Rows per second. */
export const rowsScale: Scale = {least: 10, limit: null, roundBy: 1000, isTrouble: false, label: count};

/** Bytes per second. */
export const speedScale: Scale = {least: 1024, limit: null, roundBy: 1024, isTrouble: false, label: shortBytes};

export type Graph = {
	/** Oldest first. */
	readonly points: readonly Point[];
	/** How far back it reaches. */
	readonly windowMs: number;
	readonly nowMs: number;
	/** The width of all of it, its axis included. */
	readonly columns: number;
	/** In lines. */
	readonly height: number;
	readonly scale: Scale;
};

/**
 * A graph of the points, exactly so many columns wide and lines high: the scale at the left, then two values a cell,
 * each up to four dots a line high. Zero is one dot, what is unknown is blank. It moves by whole cells only.
 */
export function graphLines({points, windowMs, nowMs, columns, height, scale}: Graph): readonly Line[] {
	const cells = Math.max(0, columns - axisColumns(columns));
	const values = steps(points, {windowMs, nowMs, cells});
	const top = topOf(values, scale);
	const dots = values.map(value => dotsOf(value, top, 4 * height));
	const tone = graphTone(values, scale);
	const labels = axisLabels(top, height, scale);
	return Array.from({length: height}, (_, index) => {
		const below = 4 * (height - 1 - index);
		const text = cellsOf(dots.map(it => Math.max(0, Math.min(4, it - below))));
		return line([quiet(axisText(labels.get(index) ?? '', columns)), {text, tone}], columns);
	});
}

/** The line below a graph, exactly so many columns wide: how far back its left end is, and what its right end is. */
export function timeLine(from: string, to: string, columns: number): Line {
	const room = columns - axisColumns(columns);
	const left = cut(from, Math.max(0, room - width(to) - 1));
	const between = ' '.repeat(Math.max(0, room - width(left) - width(to)));
	return line([' '.repeat(columns - room), quiet(left), between, quiet(cut(to, room))], columns);
}

/** A graph of one line without an axis; the values are spread over its columns, two in each. */
export function sparkline(values: readonly (number | null)[], columns: number, scale: Scale): Exclude<Cell, string> {
	const halves = 2 * columns;
	const spread = Array.from({length: halves}, (_, index) => {
		const first = Math.floor((index * values.length) / halves);
		const end = Math.max(first + 1, Math.floor(((index + 1) * values.length) / halves));
		return largest(values.slice(first, end));
	});
	const top = topOf(spread, scale);
	return {text: cellsOf(spread.map(value => dotsOf(value, top, 4))), tone: graphTone(spread, scale)};
}

/**
 * A bar of exactly so many columns. It is full only when all is done; past that it ends in `>`, and what is unknown
 * has a blank one.
 */
export function bar(fraction: number | null, columns: number): readonly [Cell, Cell] {
	if (fraction === null || Number.isNaN(fraction)) return ['', ' '.repeat(columns)];
	const isPast = fraction > 1;
	const most = fraction === 1 ? columns : Math.max(0, columns - 1);
	const done = Math.min(most, Math.floor(Math.max(0, Math.min(1, fraction)) * columns));
	const left = isPast ? '>'.repeat(columns - done) : symbols.barLeft.repeat(columns - done);
	return [
		{text: symbols.barDone.repeat(done), tone: 'strong'},
		{text: left, tone: isPast ? 'strong' : 'quiet'},
	];
}

/** The tone of a graph: what is far behind is looked at; noise, and what cannot be too much, is not. */
export function graphTone(values: readonly (number | null)[], {least, isTrouble}: Scale): Tone {
	return isTrouble && values.some(value => dotsOf(value, least, 4) > 1) ? 'info' : 'quiet';
}

/** The columns of the scale's labels, a blank behind them; a graph too narrow for it has none. */
function axisColumns(columns: number): number {
	return columns < 20 ? 0 : labelColumns + 1;
}

const labelColumns = 6;

function axisText(label: string, columns: number): string {
	return axisColumns(columns) === 0 ? '' : `${pad(label, labelColumns, 'right')} `;
}

/** Which label stands on which line, 0 being the uppermost. */
function axisLabels(top: number, height: number, {limit, label}: Scale): ReadonlyMap<number, string> {
	const labels = new Map<number, string>();
	if (limit !== null && limit < top) labels.set(height - Math.ceil((limit / top) * height), label(limit));
	labels.set(height - 1, '0');
	labels.set(0, label(top));
	return labels;
}

/** Where the scale ends. */
function topOf(values: readonly (number | null)[], {least, roundBy}: Scale): number {
	const peak = values.reduce<number>((most, value) => Math.max(most, value ?? 0), least);
	return roundBy === null ? peak : roundedUp(peak, roundBy);
}

/** The next round number; a scale that ends there seldom changes. */
function roundedUp(value: number, base: number): number {
	const unit = base ** Math.floor(Math.log(value) / Math.log(base));
	const ten = 10 ** Math.floor(Math.log10(value / unit));
	const step = roundSteps.find(it => it * ten * unit >= value) ?? 10;
	return step * ten * unit;
}

const roundSteps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/** How many of so many dots high a value is: none where it is unknown, at least one where it is known. */
function dotsOf(value: number | null, top: number, most: number): number {
	return value === null ? 0 : Math.max(1, Math.min(most, Math.round((value / top) * most)));
}

function cellsOf(dots: readonly number[]): string {
	return Array.from({length: dots.length / 2}, (_, index) => {
		const left = dots[2 * index] ?? 0;
		const right = dots[2 * index + 1] ?? 0;
		return left === 0 && right === 0 ? ' ' : braille(left, right);
	}).join('');
}

type Window = {readonly windowMs: number; readonly nowMs: number; readonly cells: number};

/**
 * The value of each half of a cell: the largest of its points, else that of the last point before it, as long as
 * points are apart. Cells begin at multiples of their length, so that between two of them nothing moves.
 */
function steps(points: readonly Point[], {windowMs, nowMs, cells}: Window): readonly (number | null)[] {
	const halfMs = windowMs / Math.max(1, cells) / 2;
	const endMs = (Math.floor(nowMs / halfMs / 2) + 1) * halfMs * 2;
	const startMs = endMs - 2 * cells * halfMs;
	const holdMs = 1.5 * apartMs(points);
	const values: (number | null)[] = [];
	let next = 0;
	let before: Point | undefined;
	for (let index = 0; index < 2 * cells; index++) {
		const fromMs = startMs + index * halfMs;
		const isLast = index === 2 * cells - 1;
		const within: (number | null)[] = [];
		for (let point = points[next]; point !== undefined; point = points[next]) {
			if (point.atMs >= fromMs + halfMs && !isLast) break;
			if (point.atMs >= fromMs) within.push(known(point.value));
			before = point;
			next++;
		}
		const held = before !== undefined && Math.min(fromMs, nowMs) - before.atMs <= holdMs ? known(before.value) : null;
		values.push(within.length > 0 ? largest(within) : held);
	}
	return values;
}

/** How far the points are apart, mostly; at least as far as samples are taken. */
function apartMs(points: readonly Point[]): number {
	const apart = points.slice(1).map((point, index) => point.atMs - (points[index]?.atMs ?? 0));
	apart.sort((a, b) => a - b);
	return Math.max(sampleMs, apart[Math.floor(apart.length / 2)] ?? 0);
}

/** How far samples are apart. */
const sampleMs = 10_000;

/** What is no number is unknown. */
function known(value: number | null): number | null {
	return value === null || !Number.isFinite(value) ? null : Math.max(0, value);
}

function largest(values: readonly (number | null)[]): number | null {
	return values.map(known).reduce((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null);
}
