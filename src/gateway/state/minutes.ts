import {amountOf} from '../../domain/progress.ts';
import {appendSample, emptyHistory, type Sample, sampleAt} from '../memory/history.ts';
import type {KnownTask} from '../memory/known-task.ts';
import type {Memory} from '../memory/memory.ts';
import type {Track} from '../memory/track.ts';
import type {MinuteRow} from './batch.ts';

/**
 * What the histories hold of the minutes from one time to another, a row for each subtask and minute in which it was told
 * of. Both times, and those of the memory, are of the gateway's clock; the wall shows `wallAheadMs` more.
 */
export function minuteRows(
	{tasks}: Pick<Memory, 'tasks'>,
	{fromMs, untilMs}: {readonly fromMs: number; readonly untilMs: number},
	wallAheadMs: number,
): readonly MinuteRow[] {
	return [...tasks.values()].flatMap(known => minuteRowsOf(known, {fromMs, untilMs}, wallAheadMs));
}

/** Those of one task. */
export function minuteRowsOf(
	known: KnownTask,
	{fromMs, untilMs}: {readonly fromMs: number; readonly untilMs: number},
	wallAheadMs: number,
): readonly MinuteRow[] {
	return [...known.tracks].flatMap(([source, {history}]) => {
		const minutes = new Map<number, Sample[]>();
		for (let index = history.size - 1; index >= 0; index--) {
			const sample = sampleAt(history, index);
			if (sample === null || sample.atMs < fromMs) break;
			if (sample.atMs >= untilMs) continue;
			const atS = 60 * Math.floor((sample.atMs + wallAheadMs) / minuteMs);
			const together = minutes.get(atS);
			if (together === undefined) minutes.set(atS, [sample]);
			else together.push(sample);
		}
		const newest = Math.max(...minutes.keys());
		return [...minutes].map(([atS, samples]) => ({
			task: known.task.name,
			source,
			atS,
			lagSeconds: most(samples.map(({lagSeconds}) => lagSeconds)),
			gapBytes: most(samples.map(({gapBytes}) => gapBytes)),
			rate: rounded(mean(samples.map(({rate}) => rate))),
			progress: atS === newest ? progressOf(known, source) : null,
			counter: samples[0]?.counter ?? null,
		}));
	});
}

/**
 * The task with the histories that the minutes tell, the oldest first. Where nothing was written nothing is made up: there
 * is a hole. What is counted goes on only in the unit that the subtask was in.
 */
export function withMinutes(known: KnownTask, rows: readonly MinuteRow[], wallAheadMs: number): KnownTask {
	const units = new Map(known.task.subtasks.map(({source, subtask}) => [source, subtask?.work.type ?? null]));
	const tracks = new Map<string, Track>(known.tracks);
	for (const {source, atS, lagSeconds, gapBytes, rate, counter} of rows) {
		const unit = units.get(source) ?? null;
		if (unit === null) continue;
		const track = tracks.get(source) ?? {unit, start: null, recent: [], history: emptyHistory};
		// The figures are those of the end of the minute, or of the worst moment in it.
		const atMs = 1000 * atS + minuteMs - 1 - wallAheadMs;
		const sample = {atMs, lagSeconds, gapBytes, rate, counter, rows: null};
		tracks.set(source, {...track, history: appendSample(track.history, sample)});
	}
	return {...known, tracks};
}

const minuteMs = 60_000;

function most(values: readonly (number | null)[]): number | null {
	return values.reduce((max, value) => (value === null ? max : Math.max(max ?? value, value)), null);
}

function mean(values: readonly (number | null)[]): number | null {
	const known = values.filter(value => value !== null);
	return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** A short number takes less room. */
function rounded(value: number | null): number | null {
	if (value === null) return null;
	return Math.abs(value) >= 100 ? Math.round(value) : Math.round(10 * value) / 10;
}

function progressOf({task}: KnownTask, source: string): number | null {
	const work = task.subtasks.find(it => it.source === source)?.subtask?.work;
	const amount = work === undefined ? null : amountOf(work);
	if (amount === null || amount.total <= 0) return null;
	return Math.round(1e4 * Math.min(1, amount.finished / amount.total)) / 1e4;
}
