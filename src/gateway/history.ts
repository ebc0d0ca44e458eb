/** One point of a subtask's short history; null where it was unknown. */
export type Sample = {
	readonly atMs: number;
	readonly lagSeconds: number | null;
	readonly gapBytes: number | null;
	readonly rate: number | null;
	/** Events in Sync, bytes in Dump and Load. */
	readonly counter: number | null;
	/** Rows of a Dump. */
	readonly rows: number | null;
};

/** Samples, oldest first, in one block of numbers: there may be thousands of histories. */
export type History = {readonly data: Float64Array; readonly size: number};

/** How many samples are kept: ten minutes, and an hour of a subtask that somebody watches. */
export const historyLength = 60;
export const watchedLength = 360;

export const emptyHistory: History = {data: new Float64Array(0), size: 0};

/** The history with one more sample, the newest `keep` of all. */
export function appendSample(history: History, sample: Sample, keep: number): History {
	const kept = Math.min(history.size, keep - 1);
	const data = new Float64Array((kept + 1) * width);
	data.set(history.data.subarray((history.size - kept) * width));
	data.set(
		[
			sample.atMs,
			sample.lagSeconds ?? Number.NaN,
			sample.gapBytes ?? Number.NaN,
			sample.rate ?? Number.NaN,
			sample.counter ?? Number.NaN,
			sample.rows ?? Number.NaN,
		],
		kept * width,
	);
	return {data, size: kept + 1};
}

/** The sample at an index, 0 being the oldest; null outside. */
export function sampleAt(history: History, index: number): Sample | null {
	if (index < 0 || index >= history.size) return null;
	const start = index * width;
	return {
		atMs: history.data[start] ?? 0,
		lagSeconds: known(history.data[start + 1]),
		gapBytes: known(history.data[start + 2]),
		rate: known(history.data[start + 3]),
		counter: known(history.data[start + 4]),
		rows: known(history.data[start + 5]),
	};
}

/** All samples, oldest first. */
export function samples(history: History): readonly Sample[] {
	return Array.from({length: history.size}, (_, index) => sampleAt(history, index)).filter(sample => sample !== null);
}

/** At most so many points of a history, each the worst of the samples that it stands for. */
export function condensed(history: History, points: number): readonly Sample[] {
	const all = samples(history);
	const each = Math.ceil(all.length / points);
	if (each <= 1) return all;
	return Array.from({length: Math.ceil(all.length / each)}, (_, index) => {
		const end = all.length - index * each;
		return worst(all.slice(Math.max(0, end - each), end));
	}).reverse();
}

function worst(part: readonly Sample[]): Sample {
	const most = (figure: 'lagSeconds' | 'gapBytes') => {
		const numbers = part.map(sample => sample[figure]).filter(value => value !== null);
		return numbers.length === 0 ? null : Math.max(...numbers);
	};
	const rates = part.map(({rate}) => rate).filter(value => value !== null);
	const rate = rates.length === 0 ? null : rates.reduce((sum, value) => sum + value, 0) / rates.length;
	const {atMs = 0, counter = null, rows = null} = part.at(-1) ?? {};
	return {atMs, counter, rows, rate, lagSeconds: most('lagSeconds'), gapBytes: most('gapBytes')};
}

const width = 6;

function known(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}
