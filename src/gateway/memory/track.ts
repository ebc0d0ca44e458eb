import type {Dump, Subtask, Sync} from '../../domain/cluster.ts';
import {bytesLeftByTables, type Eta, etaFrom, gapBytes, rate} from '../../domain/progress.ts';
import type {Rates} from '../../domain/task.ts';
import {appendSample, emptyHistory, type Figure, figureAt, type History, newestAtMs, type Sample} from './history.ts';

/** What is measured of one subtask over time: its counters, its rates, and a short history. */
export type Track = {
	/** A counter of another unit starts anew. */
	readonly unit: string;
	readonly start: Point | null;
	/** The points of the last 10 s and the one before, newest last. */
	readonly recent: readonly Point[];
	readonly history: History;
};

type Point = {readonly atMs: number; readonly counter: number};

const rateWindowMs = 10_000;
/** How far apart the points of the history are. */
const sampleEveryMs = 10_000;

/** The track with one more reading of the subtask and its lag as it is shown. */
export function follow(track: Track | undefined, subtask: Subtask, lagSeconds: number | null, atMs: number): Track {
	const unit = subtask.work.type;
	const counter = counterOf(subtask);
	const known =
		track !== undefined && track.unit === unit && !wentBack(track, atMs)
			? track
			: {unit, start: null, recent: [], history: emptyHistory};
	const last = known.recent.at(-1);
	const restarted = counter !== null && last !== undefined && counter < last.counter;
	const point = counter === null ? null : {atMs, counter};
	const recent = point === null ? [] : recentWith(restarted ? [] : known.recent, point);
	const start = restarted || known.start === null ? point : known.start;
	const newestMs = newestAtMs(known.history);
	if (newestMs !== null && atMs - newestMs < sampleEveryMs) return {unit, start, recent, history: known.history};
	const sample = sampleOf(subtask, lagSeconds, atMs, counter, rateNow(recent));
	return {unit, start, recent, history: appendSample(known.history, sample)};
}

/** dmtop's own rates of the track, per second. */
export function ratesOf(track: Track | undefined): Rates {
	if (track === undefined) return {now: null, fiveMinutes: null, sinceStart: null};
	const last = track.recent.at(-1);
	if (last === undefined) return {now: null, fiveMinutes: null, sinceStart: null};
	return {
		now: rateNow(track.recent),
		fiveMinutes: rateSince(track, last, 5 * 60_000),
		sinceStart: track.start === null ? null : rate(track.start, last),
	};
}

/** How long the subtask's unit will still take: Load by bytes, Dump by rows and by bytes or else by tables, Sync by how fast its gap shrinks. */
export function etaOf(track: Track | undefined, subtask: Subtask): Eta | null {
	if (track === undefined || subtask.stage !== 'Running') return null;
	const {work} = subtask;
	switch (work.type) {
		case 'Load': {
			if (work.totalBytes === null || work.finishedBytes === null || work.totalBytes <= 0) return null;
			return etaFrom(work.totalBytes - work.finishedBytes, minuteRates(track, 'counter'));
		}
		case 'Dump':
			return widest(etaByRows(track, work), etaByProgress(track, work)) ?? etaByTables(track, work);
		case 'Sync':
			return etaOfSync(track, work);
		default:
			return null;
	}
}

function etaByRows(track: Track, {estimateTotalRows, finishedRows}: Dump): Eta | null {
	if (estimateTotalRows === null || finishedRows === null) return null;
	return etaFrom(estimateTotalRows - finishedRows, minuteRates(track, 'rows'));
}

/** By bytes: how many there are in all follows from DM's own percentage. */
function etaByProgress(track: Track, {progress, finishedBytes}: Dump): Eta | null {
	const percent = Number.parseFloat(progress ?? '');
	if (finishedBytes === null || !(percent > 0 && percent <= 100)) return null;
	return etaFrom((finishedBytes * (100 - percent)) / percent, minuteRates(track, 'counter'));
}

/** By tables: those that are left are taken to be as large as those that are through. */
function etaByTables(track: Track, work: Dump): Eta | null {
	const left = bytesLeftByTables(work);
	if (left === null) return null;
	const rates = minuteRates(track, 'counter');
	return widest(etaFrom(left.least, rates), etaFrom(left.most, rates));
}

/** Two methods may disagree: then it is a range that holds both. */
function widest(one: Eta | null, other: Eta | null): Eta | null {
	if (one === null || other === null) return one ?? other;
	const [minSeconds, maxSeconds] = [
		Math.min(one.minSeconds, other.minSeconds),
		Math.max(one.maxSeconds, other.maxSeconds),
	];
	return {minSeconds, maxSeconds, steady: one.steady && other.steady && maxSeconds < 1.25 * minSeconds};
}

/** Events in Sync, bytes in Dump and Load; null where DM gives none. */
export function counterOf({work}: Subtask): number | null {
	if (work.type === 'Sync') return work.totalEvents;
	return work.type === 'Dump' || work.type === 'Load' ? work.finishedBytes : null;
}

/** The clock was set back: what was measured by the old one says nothing. */
function wentBack({history}: Track, atMs: number): boolean {
	return (newestAtMs(history) ?? atMs) > atMs;
}

function recentWith(points: readonly Point[], newest: Point): readonly Point[] {
	const first = points.findIndex(({atMs}) => atMs > newest.atMs - rateWindowMs);
	const outside = (first === -1 ? points.length : first) - 1;
	// Not spread: that would leave room for more behind each of thousands of lists.
	return points.slice(Math.max(0, outside)).concat(newest);
}

/** Per second, over the points of the last 10 s. */
export function rateNow(recent: readonly Point[]): number | null {
	const [first] = recent;
	const last = recent.at(-1);
	return first === undefined || last === undefined ? null : rate(first, last);
}

function rateSince({history}: Track, last: Point, spanMs: number): number | null {
	let first: Point | null = null;
	for (let index = history.size - 1; index >= 0; index--) {
		const atMs = figureAt(history, index, 'atMs');
		if (atMs === null || atMs < last.atMs - spanMs) break;
		const counter = figureAt(history, index, 'counter');
		if (counter !== null) first = {atMs, counter};
	}
	return first === null ? null : rate(first, last);
}

/**
 * The rates over each of the last ten minutes of the history (or over what there is, from 10 s on). What nobody watched is
 * no minute. An earlier run of the program left a sample a minute: those count too.
 */
function minuteRates({history}: Track, figure: Figure): readonly number[] {
	return ratesOver(history, figure, minuteMs, tenMinutesMs);
}

/** How much each of the spans that end within the last so many ms has brought, per second; the newest last. */
function ratesOver(history: History, figure: Figure, spanMs: number, withinMs: number): readonly number[] {
	const newestMs = newestAtMs(history);
	if (newestMs === null) return [];
	const timesMs: number[] = [];
	const values: number[] = [];
	for (let index = history.size - 1; index >= 0; index--) {
		const atMs = figureAt(history, index, 'atMs');
		if (atMs === null || newestMs - atMs > withinMs + 2 * spanMs) break;
		const value = figureAt(history, index, figure);
		if (value === null) continue;
		timesMs.push(atMs);
		values.push(value);
	}
	timesMs.reverse();
	values.reverse();
	// What has not been watched for a whole span is one as it is.
	const least = Math.min(spanMs * 0.9, (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0));
	const rates: number[] = [];
	let from = 0;
	for (const [to, toMs] of timesMs.entries()) {
		if (newestMs - toMs > withinMs) continue;
		while (toMs - (timesMs[from + 1] ?? Number.POSITIVE_INFINITY) >= least) from++;
		const spentMs = toMs - (timesMs[from] ?? toMs);
		if (spentMs < Math.max(1, least) || spentMs > spanMs + minuteMs) continue;
		rates.push((((values[to] ?? 0) - (values[from] ?? 0)) * 1000) / spentMs);
	}
	return rates;
}

const minuteMs = 60_000;
const tenMinutesMs = 600_000;
/** Longer than from one flush of a checkpoint to the next but two: each makes the gap jump. */
const slopeMs = 120_000;

/**
 * How long a Sync that catches up will still take, from how fast its gap has shrunk over the last ten minutes; where that
 * lies over several files, from how fast its lag has. Null unless it shrinks now and has on the whole.
 */
function etaOfSync(track: Track, work: Sync): Eta | null {
	const gap = gapBytes(work.upstream, work.checkpoint);
	if (gap === 0) return null;
	const left = gap ?? figureAt(track.history, track.history.size - 1, 'lagSeconds') ?? 0;
	const rates = left <= 0 ? null : fallingRates(track.history, gap === null ? 'lagSeconds' : 'gapBytes');
	return rates === null ? null : etaFrom(left, rates);
}

/** The rates at which it shrinks; null unless it does now and has on the whole. A history takes a sample each 10 s, and is asked at each poll. */
function fallingRates(history: History, figure: 'lagSeconds' | 'gapBytes'): readonly number[] | null {
	const known = falling[figure].get(history);
	if (known !== undefined) return known;
	const rates = fallingRatesOf(history, figure);
	falling[figure].set(history, rates);
	return rates;
}

const falling = {
	lagSeconds: new WeakMap<History, readonly number[] | null>(),
	gapBytes: new WeakMap<History, readonly number[] | null>(),
};

function fallingRatesOf(history: History, figure: 'lagSeconds' | 'gapBytes'): readonly number[] | null {
	const watchedMs = (newestAtMs(history) ?? 0) - (figureAt(history, 0, 'atMs') ?? 0);
	const spanMs = watchedMs < 2 * slopeMs ? minuteMs : slopeMs;
	if (watchedMs < spanMs) return null;
	const rates = ratesOver(history, figure, spanMs, tenMinutesMs);
	const [all] = ratesOver(history, figure, tenMinutesMs, 0);
	const now = rates.at(-1);
	const fell = rates.filter(rate => rate < 0);
	if (now === undefined || now >= 0 || fell.length < rates.length * mostlyFalling) return null;
	if (all !== undefined && all >= 0) return null;
	return [...fell, ...(all === undefined ? [] : [all])].map(rate => -rate);
}

/** A step back of the checkpoint's gap now and then is the upstream's, not the task's. */
const mostlyFalling = 0.8;

function sampleOf(
	subtask: Subtask,
	lagSeconds: number | null,
	atMs: number,
	counter: number | null,
	perSecond: number | null,
): Sample {
	const {work} = subtask;
	return {
		atMs,
		counter,
		rate: perSecond,
		lagSeconds,
		gapBytes: work.type === 'Sync' ? gapBytes(work.upstream, work.checkpoint) : null,
		rows: work.type === 'Dump' ? work.finishedRows : null,
	};
}
