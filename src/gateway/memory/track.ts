import type {Dump, Subtask} from '../../domain/cluster.ts';
import {type Eta, etaFrom, gapBytes, rate} from '../../domain/progress.ts';
import type {Rates} from '../../domain/task.ts';
import {appendSample, emptyHistory, type History, type Sample, sampleAt} from './history.ts';

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

/** So many samples are a minute. */
const minute = 60_000 / sampleEveryMs;

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
	const before = restarted || point === null ? [] : known.recent;
	const recent = point === null ? [] : trimmed([...before, point], atMs);
	const start = restarted || known.start === null ? point : known.start;
	const newest = sampleAt(known.history, known.history.size - 1);
	if (newest !== null && atMs - newest.atMs < sampleEveryMs) return {unit, start, recent, history: known.history};
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

/** How long the subtask's unit will still take: Load by bytes, Dump by rows and by bytes, Sync by how fast its gap shrinks. */
export function etaOf(track: Track | undefined, subtask: Subtask): Eta | null {
	if (track === undefined || subtask.stage !== 'Running') return null;
	const {work} = subtask;
	switch (work.type) {
		case 'Load': {
			if (work.totalBytes === null || work.finishedBytes === null || work.totalBytes <= 0) return null;
			return etaFrom(
				work.totalBytes - work.finishedBytes,
				minuteRates(track, sample => sample.counter, 1),
			);
		}
		case 'Dump':
			return widest(etaByRows(track, work), etaByProgress(track, work));
		case 'Sync': {
			const gap = gapBytes(work.upstream, work.checkpoint);
			return gap === null || gap === 0 ? null : etaFrom(gap, shrinking(track));
		}
		default:
			return null;
	}
}

function etaByRows(track: Track, {estimateTotalRows, finishedRows}: Dump): Eta | null {
	if (estimateTotalRows === null || finishedRows === null) return null;
	return etaFrom(
		estimateTotalRows - finishedRows,
		minuteRates(track, sample => sample.rows, 1),
	);
}

/** By bytes: how many there are in all follows from DM's own percentage. */
function etaByProgress(track: Track, {progress, finishedBytes}: Dump): Eta | null {
	const percent = Number.parseFloat(progress ?? '');
	if (finishedBytes === null || !(percent > 0 && percent <= 100)) return null;
	return etaFrom(
		(finishedBytes * (100 - percent)) / percent,
		minuteRates(track, sample => sample.counter, 1),
	);
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
	return (sampleAt(history, history.size - 1)?.atMs ?? atMs) > atMs;
}

function trimmed(points: readonly Point[], atMs: number): readonly Point[] {
	const first = points.findIndex(point => point.atMs > atMs - rateWindowMs);
	return points.slice(Math.max(0, first - 1));
}

function rateNow(recent: readonly Point[]): number | null {
	const [first] = recent;
	const last = recent.at(-1);
	return first === undefined || last === undefined ? null : rate(first, last);
}

function rateSince(track: Track, last: Point, spanMs: number): number | null {
	let first: Point | null = null;
	for (let index = track.history.size - 1; index >= 0; index--) {
		const sample = sampleAt(track.history, index);
		if (sample === null || sample.atMs < last.atMs - spanMs) break;
		if (sample.counter !== null) first = {atMs: sample.atMs, counter: sample.counter};
	}
	return first === null ? null : rate(first, last);
}

/**
 * The rates over each of the last ten minutes of the history (or over what there is, from 10 s on); `sign` -1 for what
 * shrinks. What nobody watched is no minute.
 */
function minuteRates(track: Track, value: (sample: Sample) => number | null, sign: 1 | -1): readonly number[] {
	const {history} = track;
	const span = Math.min(minute, history.size - 1);
	const rates: number[] = [];
	const first = Math.max(span, history.size - 10 * minute);
	for (let index = first; index < history.size && span > 0; index++) {
		const from = sampleAt(history, index - span);
		const to = sampleAt(history, index);
		const before = from === null ? null : value(from);
		const after = to === null ? null : value(to);
		if (from === null || to === null || before === null || after === null) continue;
		if (to.atMs - from.atMs > longestMinuteMs) continue;
		rates.push((sign * (after - before) * 1000) / (to.atMs - from.atMs));
	}
	return rates;
}

const longestMinuteMs = 120_000;

/** How fast the gap shrinks; nothing unless it has for minutes: each flush of a checkpoint makes it jump. */
function shrinking(track: Track): readonly number[] {
	if (track.history.size <= minute) return [];
	const recent = minuteRates(track, sample => sample.gapBytes, -1).slice(-3 * minute);
	return recent.every(value => value > 0) ? recent : [];
}

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
