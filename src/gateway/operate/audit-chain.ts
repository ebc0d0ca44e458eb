import {createHash} from 'node:crypto';

/** What a line says of its place: its number from the first line on, and the hash of the line before it. */
export type Link = {
	readonly n: number;
	/** SHA-256 of the text of the line before it, in hex; null in the very first line. */
	readonly prev: string | null;
};

/** The SHA-256 of a line without its line break, in hex. */
export function hashOf(line: string): string {
	return createHash('sha256').update(line).digest('hex');
}

/** The link of the line that follows these last ones of a log, the oldest first. */
export function nextLink(last: readonly string[]): Link {
	const before = last.at(-1);
	if (before === undefined) return {n: 1, prev: null};
	// What broke off took a number of its own.
	const back = last.toReversed().findIndex(line => linkOf(entryOf(line)) !== null);
	const linked = back < 0 ? null : linkOf(entryOf(last.at(-1 - back) ?? ''));
	return {n: linked === null ? 1 : linked.n + back + 1, prev: hashOf(before)};
}

/** The link that a line's entry holds; null where it holds none. */
function linkOf(entry: Readonly<Record<string, unknown>> | null): Link | null {
	const {n, prev} = entry ?? {};
	if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 1) return null;
	return prev === null || (typeof prev === 'string' && /^[0-9a-f]{64}$/.test(prev)) ? {n, prev} : null;
}

/** The object that a line is; null where it is none, such as one that broke off. */
export function entryOf(line: string): Readonly<Record<string, unknown>> | null {
	try {
		const entry: unknown = JSON.parse(line);
		return typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? {...entry} : null;
	} catch {
		return null;
	}
}

/** A line of a file, counted from 1. */
export type Place = {readonly file: string; readonly line: number};

export type ChainFile = {readonly file: string; readonly text: string};

export type ChainVerdict = {
	/** How many lines there are. */
	readonly lines: number;
	/** Lines at the beginning that were written before lines had links. */
	readonly unlinked: number;
	/** How many lines before the first one went with the oldest files, which are dropped for room. */
	readonly dropped: number;
	/** Lines that broke off while they were written. */
	readonly brokenOff: readonly Place[];
	/** The first line that does not fit, and why, in a sentence; null where all fit. */
	readonly misfit: (Place & {readonly why: string}) | null;
	/** The last line: whoever has written its number and hash down elsewhere proves that none is missing at the end. */
	readonly head: {readonly n: number; readonly hash: string} | null;
};

/** What a line has to follow; `n` is null where no line before has a number. */
type Before = {readonly hash: string; readonly n: number | null};

/**
 * Whether the lines of a log still are what was written, one after another: the files from the oldest to the newest.
 * `mayBeDropped`: there are as many files as are kept, so that older ones may have been dropped.
 */
export function verifyChain(files: readonly ChainFile[], mayBeDropped: boolean): ChainVerdict {
	const brokenOff: Place[] = [];
	let [lines, unlinked, dropped] = [0, 0, 0];
	/** What the next line has to follow; null before the first line. */
	let before = null as Before | null;
	let misfit: ChainVerdict['misfit'] = null;
	for (const {file, line, text} of linesOf(files)) {
		const entry = entryOf(text);
		const link = linkOf(entry);
		const place = {file, line};
		lines += 1;
		if (entry === null) brokenOff.push(place);
		else if (link === null && (before?.n ?? null) === null) unlinked += 1;
		else {
			const why: string | null =
				link === null
					? 'it has no place in the chain: an older dmtop or something else has written it'
					: before === null
						? whyNoBeginning(link, mayBeDropped)
						: whyNoSuccessor(link, before);
			if (why !== null) {
				misfit = {...place, why};
				break;
			}
			if (before === null && link !== null) dropped = link.n - 1;
		}
		const n: number | null = link?.n ?? (before?.n == null ? null : before.n + 1);
		before = {hash: hashOf(text), n};
	}
	const head = misfit !== null || before?.n == null ? null : {n: before.n, hash: before.hash};
	return {lines, unlinked, dropped, brokenOff, misfit, head};
}

function whyNoBeginning({n, prev}: Link, mayBeDropped: boolean): string | null {
	if (n === 1) return prev === null ? null : 'a line stood before it, and is gone';
	if (mayBeDropped) return null;
	return `${numbers(1, n - 1)} gone, and no file was dropped for room`;
}

function whyNoSuccessor(link: Link, before: Before): string | null {
	const expected = before.n === null ? 1 : before.n + 1;
	if (link.n > expected) return `${numbers(expected, link.n - 1)} missing before it`;
	if (link.n < expected)
		return `it is number ${link.n} of the chain, and ${expected} was due: it stands there a second time, or two programs wrote at once`;
	return link.prev === before.hash ? null : 'the line before it is not the one after which it was written';
}

function numbers(first: number, last: number): string {
	return first === last ? `number ${first} of the chain is` : `numbers ${first} to ${last} of the chain are`;
}

function* linesOf(files: readonly ChainFile[]): Generator<Place & {readonly text: string}> {
	for (const {file, text} of files) {
		const lines = text.split('\n');
		// What follows the last line break is nothing, or a line that broke off.
		if (lines.at(-1) === '') lines.pop();
		for (const [at, line] of lines.entries()) yield {file, line: at + 1, text: line};
	}
}
