import {duration, hourAndMinute} from '../../../words/format.ts';
import {cut, pad} from '../../../words/width.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import {isBig} from '../../size.ts';
import type {Model} from '../../state.ts';

/** A value at a moment of the gateway's clock; null where it was unknown. */
export type Point = {readonly atMs: number; readonly value: number | null};

/**
 * A graph of the points over the last 10 minutes (or the last hour, where they reach that far back), with marks of
 * time below. A step without a point is blank, an unknown one is `?`. Empty where there is nothing to draw.
 */
export function graphLines(
	model: Model,
	points: readonly Point[],
	label: (value: number) => string,
): readonly string[] {
	const newestMs = points.at(-1)?.atMs;
	const most = Math.max(0, ...known(points));
	const room = model.size.columns - labelColumns - 3;
	if (newestMs === undefined || most === 0 || room < 20) return [];
	// The present stands beside ten minutes of samples.
	const windowMs = newestMs - (points[0]?.atMs ?? newestMs) <= 11 * minuteMs ? 10 * minuteMs : 60 * minuteMs;
	const steps = room >= stepsOfWindow ? Math.floor(room / stepsOfWindow) * stepsOfWindow : room;
	const height = isBig(model.size) ? 6 : 3;
	const columns = heights(points, {newestMs, windowMs, steps, most, height});
	const rows = Array.from({length: height}, (_, index) => {
		const level = height - index;
		const cells = columns.map(at => (at === null ? unknownCell(level) : at >= level ? '#' : ' '));
		return `${axisLabel(label((most * level) / height))}|${cells.join('')}`.trimEnd();
	});
	return [...rows, `${axisLabel(label(0))}+${axis(steps)}`, timeMarks(model, newestMs, windowMs, steps)];
}

/**
 * The samples with the present value at their end, one step after the newest: samples are seconds apart, and what the
 * graph shows must not contradict what is told beside it. Between two samples it moves by whole steps only.
 */
export function withPresent(samples: readonly Point[], value: number | null, nowMs: number): readonly Point[] {
	const newestMs = samples.at(-1)?.atMs;
	if (newestMs === undefined) return [{atMs: nowMs, value}];
	const steps = Math.max(1, Math.ceil((nowMs - newestMs) / sampleMs));
	return [...samples, {atMs: newestMs + steps * sampleMs, value}];
}

/** Whether a value rises or falls, and how fast per minute; null where there are too few points to say. */
export function trend(points: readonly Point[]): number | null {
	const told = points.flatMap(({atMs, value}) => (value === null ? [] : [{atMs, value}]));
	const third = Math.floor(told.length / 3);
	if (third < 2) return null;
	const first = mean(told.slice(0, third));
	const last = mean(told.slice(-third));
	const minutes = (last.atMs - first.atMs) / minuteMs;
	return minutes < 0.25 ? null : (last.value - first.value) / minutes;
}

/** The trend in words, such as `rising 6s/min`; `steady` where it changes by less than a twentieth of itself. */
export function trendText(points: readonly Point[], text: (value: number) => string): string {
	const perMinute = trend(points);
	if (perMinute === null) return '';
	const most = Math.max(0, ...known(points));
	if (most === 0 || Math.abs(perMinute) < most / 20) return 'steady';
	return `${perMinute > 0 ? 'rising' : 'falling'} ${text(Math.abs(perMinute))}/min`;
}

/** How long the points span, such as `9m`. */
export function spanText(points: readonly Point[]): string {
	const [first] = points;
	const last = points.at(-1);
	return first === undefined || last === undefined ? '0s' : duration((last.atMs - first.atMs) / 1000);
}

export function known(points: readonly Point[]): readonly number[] {
	return points.flatMap(({value}) => (value === null ? [] : [value]));
}

const minuteMs = 60_000;
/** How far samples are apart. */
const sampleMs = 10_000;
const labelColumns = 7;
/** The history has a point each 10 s; a step of the graph is a whole number of them where there is room. */
const stepsOfWindow = 60;
const marks = 5;

type Scale = {
	readonly newestMs: number;
	readonly windowMs: number;
	readonly steps: number;
	readonly most: number;
	readonly height: number;
};

/** For each step how high it is: -1 without a point, null when unknown. Of several points the largest counts. */
function heights(
	points: readonly Point[],
	{newestMs, windowMs, steps, most, height}: Scale,
): readonly (number | null)[] {
	const largest: (number | null | undefined)[] = Array.from({length: steps}, () => undefined);
	const repeat = Math.max(1, Math.floor(steps / stepsOfWindow));
	for (const {atMs, value} of points) {
		const back = Math.floor(((newestMs - atMs) * (steps / repeat)) / windowMs) * repeat;
		for (let offset = 0; offset < repeat; offset++) {
			const index = steps - 1 - back - offset;
			if (index < 0 || index >= steps) continue;
			const before = largest[index];
			largest[index] = value === null ? (before ?? null) : Math.max(before ?? 0, value);
		}
	}
	return largest.map(value =>
		value === undefined ? -1 : value === null ? null : Math.ceil((value / most) * height - 1e-9),
	);
}

function unknownCell(level: number): string {
	return level === 1 ? '?' : ' ';
}

function axis(steps: number): string {
	const every = Math.floor(steps / marks);
	return Array.from({length: steps}, (_, index) => (index > 0 && (steps - index) % every === 0 ? '+' : '-')).join('');
}

function timeMarks(model: Model, newestMs: number, windowMs: number, steps: number): string {
	const every = Math.floor(steps / marks);
	const fresh = Math.max(30_000, 3 * (model.overview?.cluster.everyMs ?? 0));
	const isNow = gatewayNow(model) - newestMs < fresh;
	let text = ' '.repeat(labelColumns + 1);
	for (let mark = marks; mark >= 0; mark--) {
		const atMs = newestMs - (windowMs * mark * every) / steps;
		const clock = model.absoluteTimes || !isNow;
		const label = clock
			? hourAndMinute(viewerTime(model, atMs))
			: mark === 0
				? 'now'
				: `-${duration((newestMs - atMs + 1000) / 1000)}`;
		const at = labelColumns + 1 + Math.max(0, steps - mark * every - (mark === 0 ? label.length : 0));
		if (at < text.length + (mark === marks ? 0 : 1)) continue;
		text = `${pad(text, at)}${label}`;
	}
	return cut(text, model.size.columns);
}

function axisLabel(text: string): string {
	return `${pad(text, labelColumns - 1, 'right')} `;
}

function mean(points: readonly {readonly atMs: number; readonly value: number}[]): {atMs: number; value: number} {
	const sum = points.reduce((total, {atMs, value}) => ({atMs: total.atMs + atMs, value: total.value + value}), {
		atMs: 0,
		value: 0,
	});
	return {atMs: sum.atMs / points.length, value: sum.value / points.length};
}
