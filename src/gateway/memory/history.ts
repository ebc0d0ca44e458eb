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

export type Figure = keyof Sample;

/** Where a figure lies among those of its sample. */
const places = {atMs: 0, lagSeconds: 1, gapBytes: 2, rate: 3, counter: 4, rows: 5} as const satisfies Record<
	Figure,
	number
>;
const figures = Object.keys(places) as readonly Figure[];
const width = figures.length;

/** Samples, oldest first, as a window on a block of numbers: there may be thousands of histories, and they live for days. */
export type History = {
	readonly block: Block;
	/** How many samples have ever been added; the newest one's number is one less. */
	readonly end: number;
	readonly size: number;
};

/**
 * Room for some samples, used in a circle. Only the newest history of it adds to it, in place: what the ones before it
 * show stays as it is for a while longer.
 */
type Block = {readonly data: Float64Array; end: number};

/** How many samples are kept: an hour. */
export const historyLength = 360;

export const emptyHistory: History = {block: {data: new Float64Array(0), end: 0}, end: 0, size: 0};

/** Room for the samples of a whole history, to which they are added one by one in place, and the newest of them. */
export type Filling = {
	readonly add: (
		atMs: number,
		lagSeconds: number,
		gapBytes: number,
		rate: number,
		counter: number,
		rows: number,
	) => void;
	readonly newest: (size: number) => History;
};

/** Makes such rooms, of which there may be thousands at once: many small pieces of memory would be dear to have. */
export function createFillings(): () => Filling {
	const length = (historyLength + spare) * width;
	let slab = new Float64Array(0);
	let taken = 0;
	return () => {
		if (taken + length > slab.length) [slab, taken] = [new Float64Array(roomsTogether * length), 0];
		const data = slab.subarray(taken, taken + length);
		taken += length;
		return fillingOf({data, end: 0});
	};
}

const roomsTogether = 32;

function fillingOf(block: Block): Filling {
	return {
		/** What is not known is NaN. */
		add(atMs, lagSeconds, gapBytes, rate, counter, rows) {
			const {data} = block;
			const start = startOf(block, block.end);
			data[start + places.atMs] = atMs;
			data[start + places.lagSeconds] = lagSeconds;
			data[start + places.gapBytes] = gapBytes;
			data[start + places.rate] = rate;
			data[start + places.counter] = counter;
			data[start + places.rows] = rows;
			block.end += 1;
		},
		newest: size => ({block, end: block.end, size: Math.min(size, block.end, historyLength)}),
	};
}

/** The history with one more sample, the newest `keep` of all. */
export function appendSample(history: History, sample: Sample, keep: number = historyLength): History {
	const size = Math.min(history.size, keep - 1) + 1;
	// What begins, or never lives for long, takes little room.
	const room = (size <= firstRoom ? Math.min(keep, firstRoom) : keep) + spare;
	const {block} = history;
	const isOwn = block.end === history.end && block.data.length === room * width;
	const own = isOwn ? block : copied(history, size - 1, room * width);
	const start = startOf(own, history.end);
	for (const figure of figures) own.data[start + places[figure]] = sample[figure] ?? Number.NaN;
	own.end = history.end + 1;
	return {block: own, end: own.end, size};
}

const firstRoom = 60;

/** How many samples more than are kept: so long does a history that is no longer the newest show what it did. */
const spare = 4;

/** The newest samples of a history in a block of its own. */
function copied(history: History, size: number, room: number): Block {
	const block = {data: new Float64Array(room), end: history.end};
	for (let number = history.end - size; number < history.end; number++) {
		const from = startOf(history.block, number);
		block.data.set(history.block.data.subarray(from, from + width), startOf(block, number));
	}
	return block;
}

function startOf({data}: Block, number: number): number {
	return (number * width) % data.length;
}

/** The sample at an index, 0 being the oldest; null outside. */
export function sampleAt(history: History, index: number): Sample | null {
	const atMs = figureAt(history, index, 'atMs');
	if (atMs === null) return null;
	return {
		atMs,
		lagSeconds: figureAt(history, index, 'lagSeconds'),
		gapBytes: figureAt(history, index, 'gapBytes'),
		rate: figureAt(history, index, 'rate'),
		counter: figureAt(history, index, 'counter'),
		rows: figureAt(history, index, 'rows'),
	};
}

/** One figure of the sample at an index, without making the sample; null where it is not known, and outside. */
export function figureAt(history: History, index: number, figure: Figure): number | null {
	if (index < 0 || index >= history.size) return null;
	const value = history.block.data[startOf(history.block, history.end - history.size + index) + places[figure]];
	return value === undefined || Number.isNaN(value) ? null : value;
}

/** When the newest sample was taken; null where there is none. */
export function newestAtMs(history: History): number | null {
	return figureAt(history, history.size - 1, 'atMs');
}

/** All samples, oldest first. */
export function samples(history: History): readonly Sample[] {
	return Array.from({length: history.size}, (_, index) => sampleAt(history, index)).filter(sample => sample !== null);
}

/**
 * At most so many points of a history: the newest three minutes as they are, and of what is older the worst of each span of
 * time. Where there is no sample there is no point.
 */
export function condensed(history: History, points: number): readonly Sample[] {
	const all = samples(history);
	if (all.length <= points) return all;
	const [older, newest] = [all.slice(0, -asTheyAre), all.slice(-asTheyAre)];
	const rangeMs = (older.at(-1)?.atMs ?? 0) - (older[0]?.atMs ?? 0);
	// Spans begin at multiples of their length: one that begins in the middle is one more.
	const spanMs = Math.max(1, Math.ceil(rangeMs / (points - asTheyAre - 1) / stepMs)) * stepMs;
	const spans = new Map<number, Sample[]>();
	for (const sample of older) {
		const span = Math.floor(sample.atMs / spanMs);
		const together = spans.get(span);
		if (together === undefined) spans.set(span, [sample]);
		else together.push(sample);
	}
	return [...[...spans.values()].map(worst), ...newest];
}

const asTheyAre = 18;
const stepMs = 10_000;

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
