import type {IntReader, IntWriter} from './ints.ts';
import {apart, around, together} from './number-text.ts';

/** Something whose parts are told one after another, each by its name as JSON: what differs from the last time is written. */
export type PieceWriter = {
	/** Writes what differs now, in turns; a piece that is not among them any more is gone. */
	readonly write: (pieces: Iterable<Piece>, ints: IntWriter, texts: string[]) => Generator<void, void>;
	/** Spares the JSON of what never changes. */
	readonly has: (name: string) => boolean;
	/** The parts whose names begin so. */
	readonly seed: (prefix: string) => readonly Seed[];
};

/** A part that is known on both sides before anything is told. */
export type Seed = {readonly name: string; readonly frame: string; readonly numbers: Iterable<number>};

/** A part by its name, which holds no control character but `\x01`; null = as it was the last time. */
export type Piece = readonly [name: string, json: string | null];

/** About 20 ms of work each. */
const piecesATurn = 2000;
const framesATurn = 10_000;
const numbersATurn = 30_000;

type Known = {readonly place: number; frame: string; numbers: readonly number[]; seen: number};

export function createPieceWriter(seed: readonly Seed[] = []): PieceWriter {
	const known = new Map<string, Known>();
	/** Parts that are alike have one frame, which is written once. */
	const frames = new Map<string, number>();
	let nextPlace = 0;
	let turn = 0;
	for (const {name, frame, numbers} of seed) {
		known.set(name, {place: nextPlace++, frame, numbers: [...numbers], seen: turn});
		if (!frames.has(frame)) frames.set(frame, frames.size);
	}

	return {
		has: name => known.has(name),
		seed: prefix =>
			[...known].flatMap(([name, {frame, numbers}]) => (name.startsWith(prefix) ? [{name, frame, numbers}] : [])),
		*write(pieces, ints, texts) {
			turn += 1;
			const moved: Told[] = [];
			const framed: (Told & {readonly frame: string})[] = [];
			const added: string[] = [];
			let looked = 0;
			for (const [name, json] of pieces) {
				if (++looked % piecesATurn === 0) yield;
				const before = known.get(name);
				if (json === null) {
					if (before !== undefined) before.seen = turn;
					continue;
				}
				const {frame, numbers} = apart(json);
				if (before === undefined) {
					const it = {place: nextPlace++, frame, numbers, seen: turn};
					known.set(name, it);
					added.push(name);
					framed.push({place: it.place, frame, numbers, from: none});
					continue;
				}
				before.seen = turn;
				if (before.frame !== frame) framed.push({place: before.place, frame, numbers, from: before.numbers});
				else if (numbers.some((number, index) => number !== before.numbers[index]))
					moved.push({place: before.place, numbers, from: before.numbers});
				before.frame = frame;
				before.numbers = numbers;
			}
			if (looked > piecesATurn) yield;
			const gone = [...known].filter(([, {seen}]) => seen !== turn);
			for (const [name] of gone) known.delete(name);
			const goneFrom = gone.map(([, it]) => it);
			putPlaces(ints, goneFrom);
			ints.put(added.length);
			texts.push(...added);
			putPlaces(ints, framed);
			if (looked > piecesATurn) yield;
			for (const [index, {frame}] of framed.entries()) {
				if ((index + 1) % framesATurn === 0) yield;
				const number = frames.get(frame);
				ints.put(number ?? frames.size);
				if (number !== undefined) continue;
				frames.set(frame, frames.size);
				texts.push(frame);
			}
			putPlaces(ints, moved);
			let put = 0;
			for (const parts of [framed, moved]) {
				for (const [count, alike] of alikes(parts, ({numbers}) => numbers.length)) {
					for (let index = 0; index < count; index++) {
						for (const {numbers, from} of alike) putNumber(ints, from[index] ?? 0, numbers[index] ?? 0);
						put += alike.length;
						if (put < numbersATurn) continue;
						put = 0;
						yield;
					}
				}
			}
		},
	};
}

/** Numbers of a part, and those from which they are told. */
type Told = {readonly place: number; readonly numbers: readonly number[]; readonly from: readonly number[]};

const none: readonly number[] = [];

/** What a writer has written, in the same order; `pieces` are all that are there then, by name. */
export type PieceReader = {
	readonly read: (ints: IntReader, nextText: () => string) => void;
	readonly pieces: () => ReadonlyMap<string, string>;
	/** The parts whose names begin so, as the writer has them. */
	readonly seed: (prefix: string) => readonly Seed[];
};

export function createPieceReader(seed: readonly Seed[] = []): PieceReader {
	const known: ({readonly name: string; frame: Frame; numbers: Float64Array} | null)[] = [];
	const frames: Frame[] = [];
	const seeded = new Map<string, Frame>();
	for (const {name, frame: text, numbers} of seed) {
		const frame = seeded.get(text) ?? frameOf(text);
		if (!seeded.has(text)) frames.push(frame);
		seeded.set(text, frame);
		known.push({name, frame, numbers: Float64Array.from(numbers)});
	}
	return {
		read(ints, nextText) {
			for (const place of takePlaces(ints)) known[place] = null;
			for (let left = ints.take(); left > 0; left--) known.push({name: nextText(), frame: noFrame, numbers: noNumbers});
			const framed = takePlaces(ints);
			for (const place of framed) {
				const number = ints.take();
				if (number === frames.length) frames.push(frameOf(nextText()));
				const it = known[place];
				const frame = frames[number];
				if (it == null || frame === undefined) throw new RangeError('a part is told of that is not there');
				if (it.numbers.length !== frame.count) {
					const numbers = new Float64Array(frame.count);
					numbers.set(it.numbers.subarray(0, frame.count));
					it.numbers = numbers;
				}
				it.frame = frame;
			}
			const moved = takePlaces(ints);
			for (const places of [framed, moved]) {
				const parts = places.map(place => {
					const it = known[place];
					if (it == null) throw new RangeError('a part is told of that is not there');
					return it;
				});
				for (const [count, alike] of alikes(parts, ({frame}) => frame.count)) {
					for (let index = 0; index < count; index++) {
						for (const {numbers} of alike) numbers[index] = takeNumber(ints, numbers[index] ?? 0);
					}
				}
			}
		},
		seed: prefix =>
			known.flatMap(it =>
				it?.name.startsWith(prefix) === true ? [{name: it.name, frame: it.frame.text, numbers: it.numbers}] : [],
			),
		pieces() {
			const all = new Map<string, string>();
			for (const it of known) if (it !== null) all.set(it.name, together(it.frame.texts, it.numbers));
			return all;
		},
	};
}

/** `texts` are what stands around its numbers. */
type Frame = {readonly text: string; readonly texts: readonly string[]; readonly count: number};

function frameOf(text: string): Frame {
	const texts = around(text);
	return {text, texts, count: texts.length - 1};
}

const noFrame = frameOf('');
const noNumbers = new Float64Array(0);

/**
 * Parts with as many numbers are of one kind for the most part, and what is the same number of all of them comes together:
 * it is told shorter so.
 */
function alikes<Part>(parts: readonly Part[], countOf: (part: Part) => number): ReadonlyMap<number, readonly Part[]> {
	const alike = new Map<number, Part[]>();
	for (const part of parts) {
		const count = countOf(part);
		const known = alike.get(count);
		if (known === undefined) alike.set(count, [part]);
		else known.push(part);
	}
	return alike;
}

/** By how much it is more; what is no whole number in sixteenths, or as it is. */
function putNumber(ints: IntWriter, from: number, number: number): void {
	if (number === from) ints.put(0);
	else if (Number.isSafeInteger(number) && Number.isSafeInteger(from)) putDifference(ints, number - from);
	else {
		const [told, before] = [number * parts, Math.round(from * parts)];
		ints.put(other);
		if (Number.isSafeInteger(told) && Number.isSafeInteger(before)) {
			ints.put(inParts);
			ints.put(told - before);
		} else {
			ints.put(asItIs);
			ints.putFloat(number);
		}
	}
}

function takeNumber(ints: IntReader, from: number): number {
	const told = ints.take();
	if (told !== other) return from + (told > other ? told - 1 : told);
	return ints.take() === inParts ? (Math.round(from * parts) + ints.take()) / parts : ints.takeFloat();
}

/** 1 means something else. */
function putDifference(ints: IntWriter, by: number): void {
	ints.put(by > 0 ? by + 1 : by);
}

const parts = 16;
const other = 1;
const inParts = 0;
const asItIs = 1;

function putPlaces(ints: IntWriter, at: readonly {readonly place: number}[]): void {
	ints.put(at.length);
	let last = 0;
	for (const {place} of at) {
		ints.put(place - last);
		last = place;
	}
}

function takePlaces(ints: IntReader): readonly number[] {
	let last = 0;
	return Array.from({length: ints.take()}, () => {
		last += ints.take();
		return last;
	});
}
