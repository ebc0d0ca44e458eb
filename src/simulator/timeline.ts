import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {isObject, type Json} from './answers/json.ts';
import type {DmVersion} from './world/model.ts';

/** One moment of a recording: what a master answered then, or that it did not. */
export type Moment =
	| {readonly type: 'answer'; readonly atMs: number; readonly status: number; readonly body: Json}
	| {readonly type: 'error'; readonly atMs: number; readonly error: string};

export type Timeline = {
	/** At least one, in the order of their time. */
	readonly moments: readonly [Moment, ...Moment[]];
	/** What was answered to other questions than that for the whole status, by the question: `GET /apis/v1alpha1/members`. */
	readonly asides: ReadonlyMap<string, readonly [Moment, ...Moment[]]>;
	/** The version, told by the shape of the answers. */
	readonly dm: DmVersion;
};

/** A file that is no recorded timeline. The message names the file and the line. */
export class TimelineError extends Error {
	override readonly name = 'TimelineError';
}

/**
 * Reads a recorded timeline, one JSON object a line: `{atMs, status, body}` or `{atMs, error}`; with `asked` it is the answer
 * to another question. What a line has `told` is for people. Throws TimelineError.
 */
export async function readTimeline(file: string): Promise<Timeline> {
	const {size} = await stat(file).catch((error: unknown) => {
		throw new TimelineError(`Cannot read the recording ${file}: ${error instanceof Error ? error.message : error}`);
	});
	if (size > longestFile) {
		throw new TimelineError(`The recording ${file} has ${size} bytes; at most ${longestFile} are read.`);
	}
	const moments: Moment[] = [];
	const asides = new Map<string, [Moment, ...Moment[]]>();
	let number = 0;
	for await (const line of createInterface({input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY})) {
		number += 1;
		if (line.trim() === '') continue;
		const {asked, told, moment} = parse(line, complaint => {
			throw new TimelineError(`${file}, line ${number}: ${complaint}`);
		});
		if (told || moment === null) continue;
		if (asked !== null) {
			const before = asides.get(asked);
			asides.set(asked, before === undefined ? [moment] : [...before, moment]);
			continue;
		}
		const before = moments.at(-1);
		if (before !== undefined && moment.atMs < before.atMs) {
			throw new TimelineError(
				`${file}, line ${number}: atMs ${moment.atMs} lies before ${before.atMs} of the line above.`,
			);
		}
		moments.push(moment);
	}
	const [first, ...rest] = moments;
	if (first === undefined) throw new TimelineError(`The recording ${file} is empty; expected one JSON object a line.`);
	return {moments: [first, ...rest], asides, dm: shapeOf(moments)};
}

/** The moment that holds at that time: the last that is not later, or the first of all. */
export function momentAt(moments: readonly [Moment, ...Moment[]], atMs: number): Moment {
	return moments.findLast(moment => moment.atMs <= atMs) ?? moments[0];
}

const longestFile = 512 * 1024 * 1024;

/** `told`: the line is for people, and no moment. */
type Line = {readonly asked: string | null; readonly told: boolean; readonly moment: Moment | null};

function parse(line: string, refuse: (complaint: string) => never): Line {
	let value: Json;
	try {
		value = JSON.parse(line);
	} catch (error) {
		refuse(`not JSON (${error instanceof Error ? error.message : error}).`);
	}
	if (!isObject(value)) refuse(`expected an object, got ${shorten(line)}.`);
	const {atMs, asked = null, told, status, body, error}: {readonly [key: string]: Json | undefined} = value;
	if (typeof atMs !== 'number' || atMs < 0)
		refuse(`expected atMs as a number from 0 on, got ${shorten(JSON.stringify(atMs))}.`);
	if (told !== undefined) return {asked: null, told: true, moment: null};
	if (asked !== null && typeof asked !== 'string')
		refuse(`expected asked as a text, got ${shorten(JSON.stringify(asked))}.`);
	const of = (moment: Moment): Line => ({asked, told: false, moment});
	if (typeof error === 'string') return of({type: 'error', atMs, error});
	if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
		refuse(`expected an HTTP status or an error, got ${shorten(JSON.stringify(status))}.`);
	}
	if (body === undefined) refuse('expected a body.');
	return of({type: 'answer', atMs, status, body});
}

function shorten(text: string | undefined): string {
	if (text === undefined) return 'nothing';
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function shapeOf(moments: readonly Moment[]): DmVersion {
	const texts = moments.map(moment => (moment.type === 'answer' ? JSON.stringify(moment.body) : ''));
	if (texts.some(text => text.includes('"workers":['))) return '1.0';
	const has = (key: string) => texts.some(text => text.includes(`"${key}":`));
	if (has('ioTotalBytes')) return '26.3';
	if (has('cutoverBinlogPos')) return '8.5';
	return has('validation') ? '6.5' : '2.0';
}
