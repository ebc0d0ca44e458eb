import type {Position} from './cluster.ts';

/** How far one position is behind another: bytes where both are in one file, else whole files. */
export type Gap =
	| {readonly type: 'bytes'; readonly bytes: number}
	| {
			readonly type: 'files';
			readonly files: number;
			/** What has been written to the newest file alone; the sizes of the files between are not known. */
			readonly atLeastBytes: number;
	  };

/**
 * Reads a binlog position as DM prints it, `(mysql-bin|000001.000001, 2306009)`, without the relay's `|000001`.
 * Null where DM does not know it: an empty text, a position without a file such as `(, 0)`, or anything else.
 */
export function parsePosition(text: string): Position | null {
	const match = printed.exec(text);
	const name = match?.[1]?.replace(relaySuffix, '');
	return name && match?.[2] ? {file: name, offset: Number(match[2])} : null;
}

/** Reads a place as DM prints it from 2.0 on, `position: (mysql-bin.000001, 2306009), gtid-set: 0-101-82`, or a position alone. */
export function parseLocation(text: string): {readonly position: Position | null; readonly gtid: string | null} {
	const match = printedLocation.exec(text);
	return match === null
		? {position: parsePosition(text), gtid: null}
		: {position: parsePosition(match[1] ?? ''), gtid: match[2]?.trim() || null};
}

/**
 * Negative when `a` is before `b`, 0 when they are the same, positive when it is after.
 * Null where that cannot be said: the files are of different series, or have no number to go by.
 */
export function comparePositions(a: Position, b: Position): number | null {
	if (a.file === b.file) return a.offset - b.offset;
	const files = filesBetween(a, b);
	return files === null || files === 0 ? null : files;
}

/**
 * How far `behind` has still to go to reach `ahead`; null where that cannot be said: they do not compare, or `behind` is
 * past `ahead`, which is no gap of 0.
 */
export function gapBetween(ahead: Position | null, behind: Position | null): Gap | null {
	if (ahead === null || behind === null) return null;
	if (ahead.file === behind.file) {
		const bytes = ahead.offset - behind.offset;
		return bytes < 0 ? null : {type: 'bytes', bytes};
	}
	const files = filesBetween(ahead, behind);
	return files !== null && files > 0 ? {type: 'files', files, atLeastBytes: ahead.offset} : null;
}

/** Whether one gap is smaller than another, as far as can be told: less than a file is less than any number of files. */
export function isSmaller(gap: Gap, than: Gap): boolean {
	if (gap.type === 'files' && than.type === 'files') return gap.files < than.files;
	return gap.type === 'bytes' && (than.type === 'files' || gap.bytes < than.bytes);
}

/** So many whole files of the binlog, in words: `2 binlog files`. */
export function binlogFiles(files: number): string {
	return `${files} binlog file${files === 1 ? '' : 's'}`;
}

/** Whether both are known to be the same place. */
export function samePosition(a: Position | null, b: Position | null): boolean {
	return a !== null && b !== null && comparePositions(a, b) === 0;
}

/** Whether a checkpoint is past its upstream, in the file or in a later one: another server, or a position that wrapped. */
export function isPast(checkpoint: Position | null, upstream: Position | null): boolean {
	return checkpoint !== null && upstream !== null && (comparePositions(checkpoint, upstream) ?? 0) > 0;
}

const printed = /^\s*\(([^,]*), *(\d{1,15})\)\s*$/;
const printedLocation = /^\s*position: (\([^)]*\)), gtid-set:(.*)$/s;
const relaySuffix = /\|\d+(?=\.\d+$)/;
const numberLength = 15;

/** It is asked for thousands of subtasks a poll, each against a history: no pattern, and no new text. */
function filesBetween(a: Position, b: Position): number | null {
	const dot = a.file.lastIndexOf('.');
	if (dot < 1 || b.file.lastIndexOf('.') !== dot) return null;
	for (let index = 0; index < dot; index++) if (a.file.charCodeAt(index) !== b.file.charCodeAt(index)) return null;
	const [numberA, numberB] = [numberBehind(a.file, dot), numberBehind(b.file, dot)];
	return numberA === null || numberB === null ? null : numberA - numberB;
}

/** The number behind a dot; null where something else is there. */
function numberBehind(file: string, dot: number): number | null {
	const digits = file.length - dot - 1;
	if (digits < 1 || digits > numberLength) return null;
	let number = 0;
	for (let index = dot + 1; index < file.length; index++) {
		const digit = file.charCodeAt(index) - 48;
		if (digit < 0 || digit > 9) return null;
		number = number * 10 + digit;
	}
	return number;
}
