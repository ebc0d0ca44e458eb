import {duration, hourAndMinute} from '../../../words/format.ts';
import {width} from '../../../words/width.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import {graphLines, type Point, type Scale, timeLine} from '../../ui/graph.ts';
import {type Line, line} from '../../ui/line.ts';
import {rule, strong} from '../../ui/rules.ts';
import {known} from './points.ts';

/** A graph and what its rule says. */
export type Shown = {
	readonly name: string;
	/** What is told beside the name: the first that fits. */
	readonly said: readonly string[];
	readonly points: readonly Point[];
	readonly scale: Scale;
};

/**
 * Graphs one below the other with one time axis, on so many lines if they can be; where it is wide, those after the
 * first stand side by side. What nothing is known of has none.
 */
export function graphsLines(model: Model, all: readonly Shown[], rows: number): readonly Line[] {
	const {columns} = model.size;
	const drawn = all.filter(({points}) => known(points).length > 0);
	if (drawn.length === 0 || columns < leastColumns) return [];
	const time = timeOf(model, drawn);
	const bands = bandsOf(drawn, columns);
	const apart = bands.length < drawn.length;
	const lines = bands.length + (apart ? bands.length : 1);
	const heights = shares(rows - lines, bands.length);
	return bands.flatMap((band, index) => {
		const isTimed = apart || index === bands.length - 1;
		const height = heights[index] ?? leastHeight;
		return besides(
			band.map((it, at) => oneGraph(it, time, {columns: part(columns, band.length, at), height, isTimed})),
		);
	});
}

/** How many lines graphs need at least, with their rules and the time below them. */
export function leastGraphRows(all: readonly Shown[], columns: number): number {
	const drawn = all.filter(({points}) => known(points).length > 0);
	if (drawn.length === 0 || columns < leastColumns) return 0;
	const bands = bandsOf(drawn, columns);
	return bands.length * (leastHeight + 1) + (bands.length < drawn.length ? bands.length : 1);
}

const leastColumns = 30;
const leastHeight = 3;
const mostHeight = 16;
const sideBySide = 104;
const gutter = 3;

type Time = {readonly nowMs: number; readonly windowMs: number; readonly from: string; readonly to: string};

/** What stands on the same lines. */
function bandsOf(drawn: readonly Shown[], columns: number): readonly (readonly Shown[])[] {
	const [first, ...others] = drawn;
	if (first === undefined) return [];
	return columns < sideBySide || others.length < 2 ? drawn.map(it => [it]) : [[first], others];
}

/** The lines of each of so many graphs: what is left over is the first one's. */
function shares(rows: number, count: number): readonly number[] {
	const each = Math.max(leastHeight, Math.min(mostHeight, Math.floor(rows / count)));
	const first = Math.max(each, Math.min(mostHeight, rows - each * (count - 1)));
	return Array.from({length: count}, (_, index) => (index === 0 ? first : each));
}

function part(columns: number, count: number, index: number): number {
	const room = columns - gutter * (count - 1);
	return Math.floor(room / count) + (index === count - 1 ? room % count : 0);
}

type Frame = {readonly columns: number; readonly height: number; readonly isTimed: boolean};

function oneGraph({name, said, points, scale}: Shown, time: Time, {columns, height, isTimed}: Frame): readonly Line[] {
	const {windowMs, nowMs, from, to} = time;
	const span = windowMs === hourMs ? '1 hour' : '10 min';
	const room = columns - width(name) - width(span) - 12;
	const text = said.find(it => width(it) <= room) ?? '';
	return [
		rule(columns, [strong(name), text === '' ? '' : `  ${text}`], span),
		...graphLines({points, windowMs, nowMs, columns, height, scale}),
		...(isTimed ? [timeLine(from, to, columns)] : []),
	];
}

/** Blocks of as many lines, side by side. */
function besides(blocks: readonly (readonly Line[])[]): readonly Line[] {
	const [first = [], ...others] = blocks;
	return others.reduce<readonly Line[]>(
		(left, right) =>
			left.map((it, index) => {
				const cells = [...cellsOf(it), ' '.repeat(gutter), ...cellsOf(right[index] ?? '')];
				return line(cells, Number.POSITIVE_INFINITY);
			}),
		first,
	);
}

function cellsOf(it: Line) {
	return typeof it === 'string' ? [it] : it;
}

/** The window of all graphs: ten minutes, or an hour where one reaches that far back. */
function timeOf(model: Model, drawn: readonly Shown[]): Time {
	const nowMs = shownAtMs(model);
	const oldestMs = Math.min(...drawn.map(({points}) => points[0]?.atMs ?? nowMs));
	const windowMs = nowMs - oldestMs <= 11 * minuteMs ? 10 * minuteMs : hourMs;
	const freshMs = Math.max(30_000, 3 * (model.overview?.cluster.everyMs ?? 0));
	const isNow = gatewayNow(model) - nowMs < freshMs && !model.absoluteTimes;
	const clock = (atMs: number) => hourAndMinute(viewerTime(model, atMs));
	if (!isNow) return {nowMs, windowMs, from: clock(nowMs - windowMs), to: clock(nowMs)};
	return {nowMs, windowMs, from: `${duration(windowMs / 1000).replace(/h00m$/, 'h')} ago`, to: 'now'};
}

/** When the newest answer came that is shown: while the data is not live it is not moved on. */
export function shownAtMs(model: Model): number {
	return Math.min(gatewayNow(model), model.heartbeat?.lastGoodAtMs ?? Number.POSITIVE_INFINITY);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
