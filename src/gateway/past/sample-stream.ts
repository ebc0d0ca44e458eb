import {rate} from '../../domain/progress.ts';
import {createFillings, emptyHistory, type Filling, type History, type Sample, sampleAt} from '../memory/history.ts';
import type {KnownTasks} from '../memory/known-task.ts';
import type {IntReader, IntWriter} from './ints.ts';

/** Writes the samples that histories got since the last time. */
export type SampleWriter = {
	/** In turns. */
	readonly write: (tasks: KnownTasks, ints: IntWriter, texts: string[]) => Generator<void, void>;
	/** What is written next is read without what was written before; `goesOn` = its reader has the samples themselves. */
	readonly begin: (goesOn: boolean) => void;
};

/** `gaps` are how many ms lie between two answers of late: rates were measured over such times. */
export function createSampleWriter(gaps: () => readonly number[]): SampleWriter {
	/** How far each history was written. */
	const written = new Map<string, {readonly end: number; readonly atMs: number}>();
	const known = new Map<string, {readonly place: number; last: Sample}>();
	return {
		begin(goesOn) {
			known.clear();
			if (!goesOn) written.clear();
		},
		*write(tasks, ints, texts) {
			const over = createOver(gaps());
			let told = 0;
			for (const [task, {tracks}] of tasks) {
				for (const [source, {history}] of tracks) {
					const name = `${task}\x01${source}`;
					const fresh = freshOf(history, written.get(name));
					if (fresh === 0) continue;
					const it = known.get(name) ?? {place: known.size, last: noSample};
					if (it.place === known.size) {
						known.set(name, it);
						texts.push(name);
					}
					ints.put(it.place);
					ints.put(fresh);
					for (let at = history.size - fresh; at < history.size; at++) {
						const sample = sampleAt(history, at);
						if (sample === null) continue;
						putSample(ints, it.last, sample, over);
						it.last = filled(sample, it.last);
						if (++told % samplesATurn === 0) yield;
					}
					written.set(name, {end: history.end, atMs: it.last.atMs});
				}
			}
			ints.put(-1);
		},
	};
}

/** About 20 ms of work. */
const samplesATurn = 20_000;

/** How many of the newest samples are not written yet: all of a history that was begun anew. */
function freshOf(history: History, before: {readonly end: number; readonly atMs: number} | undefined): number {
	const fresh = history.end - (before?.end ?? 0);
	if (before === undefined || fresh < 0 || fresh >= history.size) return history.size;
	return sampleAt(history, history.size - fresh - 1)?.atMs === before.atMs ? fresh : history.size;
}

/** The samples of each subtask as they were written, the newest last. */
export type SampleReader = {
	readonly read: (ints: IntReader, nextText: () => string) => void;
	readonly historyOf: (task: string, source: string, size: number) => History;
	/** What comes next was written after a `begin` that goes on. */
	readonly begin: () => void;
};

export function createSampleReader(): SampleReader {
	const createFilling = createFillings();
	const fillings = new Map<string, Filling>();
	let known: {readonly filling: Filling; readonly last: Float64Array}[] = [];
	return {
		begin() {
			known = [];
		},
		read(ints, nextText) {
			for (let place = ints.take(); place !== -1; place = ints.take()) {
				if (place === known.length) {
					const name = nextText();
					const filling = fillings.get(name) ?? createFilling();
					fillings.set(name, filling);
					known.push({filling, last: new Float64Array(1 + figures.length)});
				}
				const it = known[place];
				if (it === undefined) throw new RangeError('a sample is told of what is not there');
				for (let left = ints.take(); left > 0; left--) takeSample(ints, it.last, it.filling.add);
			}
		},
		historyOf: (task, source, size) => fillings.get(`${task}\x01${source}`)?.newest(size) ?? emptyHistory,
	};
}

/** What a sample is told by the difference from: where a figure is not known now, by the last one that was. */
function filled(sample: Sample, before: Sample): Sample {
	return {
		...sample,
		lagSeconds: sample.lagSeconds ?? before.lagSeconds,
		gapBytes: sample.gapBytes ?? before.gapBytes,
		counter: sample.counter ?? before.counter,
		rows: sample.rows ?? before.rows,
	};
}

const noSample: Sample = {atMs: 0, lagSeconds: 0, gapBytes: 0, rate: 0, counter: 0, rows: 0};
const figures = ['lagSeconds', 'gapBytes', 'counter', 'rows'] as const satisfies (keyof Sample)[];

/** A bit for each figure that is known, then whether it is no whole number; a rate is most often told by how much came in how long. */
function putSample(ints: IntWriter, before: Sample, sample: Sample, over: Over): void {
	const kinds = figures.map(figure => (sample[figure] === null ? 0 : Number.isSafeInteger(sample[figure]) ? 1 : 2));
	const measured = sample.rate === null ? null : over(sample.rate);
	const rateKind = sample.rate === null ? 0 : measured === null ? 2 : 1;
	ints.put([...kinds, rateKind].reduce((all, kind) => all * 3 + kind, 0));
	ints.put(sample.atMs - before.atMs);
	for (const [index, figure] of figures.entries()) {
		const value = sample[figure] ?? 0;
		if (kinds[index] === 1) ints.put(value - Math.round(before[figure] ?? 0));
		else if (kinds[index] === 2) ints.putFloat(value);
	}
	if (measured !== null) {
		ints.put(measured.difference);
		ints.put(measured.ms);
	} else if (sample.rate !== null) ints.putFloat(sample.rate);
}

/** `last` has the time and the figures of the sample before, as far as they were known. */
function takeSample(ints: IntReader, last: Float64Array, add: Filling['add']): void {
	let told = ints.take();
	const rateKind = told % 3;
	told = (told - rateKind) / 3;
	const atMs = (last[0] ?? 0) + ints.take();
	last[0] = atMs;
	const lagSeconds = takeFigure(ints, last, 1, Math.floor(told / 27));
	const gapBytes = takeFigure(ints, last, 2, Math.floor(told / 9) % 3);
	const counter = takeFigure(ints, last, 3, Math.floor(told / 3) % 3);
	const rows = takeFigure(ints, last, 4, told % 3);
	let perSecond = Number.NaN;
	if (rateKind === 1) {
		const difference = ints.take();
		perSecond = rate({atMs: 0, counter: 0}, {atMs: ints.take(), counter: difference}) ?? Number.NaN;
	} else if (rateKind === 2) perSecond = ints.takeFloat();
	add(atMs, lagSeconds, gapBytes, perSecond, counter, rows);
}

/** NaN where it is not known. */
function takeFigure(ints: IntReader, last: Float64Array, at: number, kind: number): number {
	if (kind === 0) return Number.NaN;
	const value = kind === 1 ? Math.round(last[at] ?? 0) + ints.take() : ints.takeFloat();
	last[at] = value;
	return value;
}

/** How much came in how many ms, so that it makes exactly that rate; null where no time of late does. */
type Over = (perSecond: number) => {readonly difference: number; readonly ms: number} | null;

function createOver(gaps: readonly number[]): Over {
	// All that were measured at one answer were measured over the same time.
	let last: number | null = null;
	const measure = (perSecond: number, ms: number) => {
		const difference = Math.round((perSecond * ms) / 1000);
		return rate({atMs: 0, counter: 0}, {atMs: ms, counter: difference}) === perSecond ? {difference, ms} : null;
	};
	return perSecond => {
		const again = last === null ? null : measure(perSecond, last);
		if (again !== null) return again;
		for (const ms of gaps) {
			const found = measure(perSecond, ms);
			if (found === null) continue;
			last = ms;
			return found;
		}
		return null;
	};
}
