import type {IntReader, IntWriter} from './ints.ts';
import {apart, placesIn, together} from './number-text.ts';

/** Something whose parts are told one after another, each by its name as JSON: what differs from the last time is written. */
export type PieceWriter = {
	/** Writes what differs now; a piece that is not among them any more is gone. */
	readonly write: (pieces: Iterable<Piece>, ints: IntWriter, texts: string[]) => void;
	/** Spares the JSON of what never changes. */
	readonly has: (name: string) => boolean;
};

/** A part by its name, which holds no control character but `\x01`; null = as it was the last time. */
export type Piece = readonly [name: string, json: string | null];

type Known = {readonly place: number; frame: string; numbers: readonly number[]; seen: number};

export function createPieceWriter(): PieceWriter {
	const known = new Map<string, Known>();
	/** Parts that are alike have one frame, which is written once. */
	const frames = new Map<string, number>();
	let nextPlace = 0;
	let turn = 0;

	return {
		has: name => known.has(name),
		write(pieces, ints, texts) {
			turn += 1;
			const moved: Told[] = [];
			const framed: (Told & {readonly frame: string})[] = [];
			const added: string[] = [];
			for (const [name, json] of pieces) {
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
			const gone = [...known].filter(([, {seen}]) => seen !== turn);
			for (const [name] of gone) known.delete(name);
			const goneFrom = gone.map(([, it]) => it);
			putPlaces(ints, goneFrom);
			ints.put(added.length);
			texts.push(...added);
			putPlaces(ints, framed);
			for (const {frame} of framed) {
				const number = frames.get(frame);
				ints.put(number ?? frames.size);
				if (number !== undefined) continue;
				frames.set(frame, frames.size);
				texts.push(frame);
			}
			putPlaces(ints, moved);
			// What is the same number of many parts comes together, and is told shorter so.
			for (const parts of [framed, moved]) {
				for (let index = 0, left = parts; left.length > 0; index++) {
					left = left.filter(({numbers}) => index < numbers.length);
					for (const {numbers, from} of left) putNumber(ints, from[index] ?? 0, numbers[index] ?? 0);
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
};

export function createPieceReader(): PieceReader {
	const known: ({readonly name: string; frame: Frame; numbers: number[]} | null)[] = [];
	const frames: Frame[] = [];
	return {
		read(ints, nextText) {
			for (const place of takePlaces(ints)) known[place] = null;
			for (let left = ints.take(); left > 0; left--) known.push({name: nextText(), frame: noFrame, numbers: []});
			const framed = takePlaces(ints);
			for (const place of framed) {
				const number = ints.take();
				if (number === frames.length) {
					const text = nextText();
					frames.push({text, count: placesIn(text)});
				}
				const it = known[place];
				const frame = frames[number];
				if (it == null || frame === undefined) throw new RangeError('a part is told of that is not there');
				it.frame = frame;
			}
			const moved = takePlaces(ints);
			for (const places of [framed, moved]) {
				const parts = places.map(place => {
					const it = known[place];
					if (it == null) throw new RangeError('a part is told of that is not there');
					return it;
				});
				for (let index = 0, left = parts; left.length > 0; index++) {
					left = left.filter(({frame}) => index < frame.count);
					for (const {numbers} of left) numbers[index] = takeNumber(ints, numbers[index] ?? 0);
				}
				for (const {numbers, frame} of parts) numbers.length = frame.count;
			}
		},
		pieces: () =>
			new Map(
				known.flatMap(it =>
					it === null ? [] : [[it.name, together({frame: it.frame.text, numbers: it.numbers})] as const],
				),
			),
	};
}

type Frame = {readonly text: string; readonly count: number};

const noFrame: Frame = {text: '', count: 0};

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
