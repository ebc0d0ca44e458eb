import type {Position} from '../../domain/cluster.ts';
import {parsePosition} from '../../domain/position.ts';
import {cleanText} from '../../domain/text.ts';

/** A cleaned text of one line; null when absent or empty. */
export function line(text: string | null): string | null {
	return text ? cleanText(text) : null;
}

/** A cleaned text that keeps its line breaks; null when absent or empty. */
export function lines(text: string | null): string | null {
	return text ? cleanText(text, {newlines: true}) : null;
}

/** Cleaned texts of one line each; none when absent. */
export function eachLine(texts: readonly string[] | null): readonly string[] {
	return texts === null ? [] : texts.map(text => cleanText(text));
}

/** A number, also where the wire has an int64 as text; null when absent. */
export function number(value: string | number | null): number | null {
	return value === null ? null : Number(value);
}

/** A binlog position as DM prints it; null = unknown. */
export function position(text: string | null): Position | null {
	const cleaned = line(text);
	const parsed = cleaned === null ? null : parsePosition(cleaned);
	return parsed === null ? null : {file: sameFile(parsed.file), offset: parsed.offset};
}

/** One text for all mentions of a file: the few that there are stand in thousands of places, and are compared at each poll. */
function sameFile(file: string): string {
	const known = files.get(file);
	if (known !== undefined) return known;
	if (files.size >= filesKnown) files.clear();
	files.set(file, file);
	return file;
}

const files = new Map<string, string>();
const filesKnown = 1000;

/** The name of an enum's value; the number, as text, of one that the sender does not know. */
export function word(value: string | number | null): string | null {
	return value === null ? null : line(String(value));
}

/** A stage in DM's word; an absent one is the enum's first. */
export function stageWord(value: string | number | null): string {
	return word(value) ?? 'InvalidStage';
}

/** The text in a field of bytes, which the wire has in base64; one that is not base64 is taken as it is. */
export function decodedText(bytes: string | null): string | null {
	if (bytes === null || bytes.length % 4 !== 0 || !base64.test(bytes)) return lines(bytes);
	return lines(Buffer.from(bytes, 'base64').toString('utf8'));
}

/**
 * What an absent field means, by the shape of the answer, where the field exists in 1.0 already: 1.0 leaves out every
 * default, so there it **is** the default; from 2.0 on all are written, so there it is unknown.
 */
export const absent = {
	workers: {number: 0, flag: false},
	sources: {number: null, flag: null},
} as const;

/** The shape of an answer: `workers` in 1.0, `sources` from 2.0 on. */
export type Shape = keyof typeof absent;

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
