import type {Paste} from './paste.ts';

/**
 * What has been read of what a terminal sends, up to some byte; it begins with `startKeys`. A terminal sends key presses
 * and answers to questions on one line, in pieces of any size, and the questions may have been another program's.
 */
export type KeyState = {
	readonly mode: Mode;
	/** Whether the terminal was asked to report its mouse; else what looks like a report is none of ours. */
	readonly mouse: boolean;
	/** When the first moment is over, in which only plain keys count. */
	readonly settledAtMs: number;
	/** When the last byte came. */
	readonly atMs: number;
	/** When the newest sequence that is no key was over. */
	readonly answeredAtMs: number;
};

export type Mode =
	| {readonly type: 'ground'}
	/** A character of several bytes has begun. */
	| {readonly type: 'character'; readonly bytes: readonly number[]; readonly length: number; readonly isAlt: boolean}
	/** So many ESC have come, and nothing after them yet. */
	| {readonly type: 'escape'; readonly count: number; readonly waitMs: number}
	/** A lone ESC has acted; the rest of a sequence may come all the same. */
	| {readonly type: 'acted'}
	| {readonly type: 'csi'; readonly text: string; readonly isAlt: boolean}
	| {readonly type: 'ss3'; readonly isAlt: boolean}
	/** ESC and intermediate bytes, which end with one more. */
	| {readonly type: 'intermediate'}
	/** OSC, DCS, APC, PM or SOS, which go on up to BEL or ST. */
	| {readonly type: 'string'; readonly isEightBit: boolean; readonly hasEscape: boolean; readonly length: number}
	/** So many bytes of any value belong to the sequence before them. */
	| {readonly type: 'trailing'; readonly left: number}
	| {readonly type: 'paste'; readonly paste: Paste};

/** As long as a lone ESC waits for the rest of a sequence before it acts as the key. */
export const escapeWaitMs = 100;

/** As long as a sequence that has begun waits for its next byte; also one that began with an ESC that has acted. */
export const holdMs = 500;

/** A paste of which nothing has come for so long is over. */
const pasteSilenceMs = 10_000;

/** In the first moment a terminal answers what was asked before. */
const usualSettleMs = 200;

/** Nothing has been read yet. In the first moment only plain keys count; it is 200 ms long unless told. */
export function startKeys(nowMs: number, settleMs = usualSettleMs, mouse = false): KeyState {
	return {mode: ground, mouse, settledAtMs: nowMs + settleMs, atMs: nowMs, answeredAtMs: Number.NEGATIVE_INFINITY};
}

/** When the time alone brings something; null = never. */
export function wakeAtMs({mode, atMs}: KeyState): number | null {
	const afterMs = patienceMs(mode);
	return afterMs === null ? null : atMs + afterMs + 1;
}

/** How long this waits for the next byte, in ms; null = for ever. */
export function patienceMs(mode: Mode): number | null {
	if (mode.type === 'ground') return null;
	if (mode.type === 'escape') return mode.waitMs;
	return mode.type === 'paste' ? pasteSilenceMs : holdMs;
}

export const ground: Mode = {type: 'ground'};
