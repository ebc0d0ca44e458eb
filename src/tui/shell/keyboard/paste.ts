import {pasteEnd} from './bytes.ts';

/** A pasted text that has begun. */
export type Paste = {
	/** Its bytes so far, up to as many as any prompt takes. */
	readonly text: readonly number[];
	/** The newest bytes, which may be the beginning of its end. */
	readonly tail: readonly number[];
};

export const emptyPaste: Paste = {text: [], tail: []};

/** The paste with what there is of it from this byte on, whether it is over, and where the bytes go on after it. */
export function readPaste(
	{text, tail}: Paste,
	bytes: Uint8Array,
	from: number,
): {readonly paste: Paste; readonly isOver: boolean; readonly to: number} {
	const more = [...tail, ...bytes.subarray(from)];
	const end = indexOf(more, pasteEnd);
	const kept = end < 0 ? Math.max(0, more.length - pasteEnd.length + 1) : end;
	const whole = text.concat(more.slice(0, Math.max(0, Math.min(kept, longest - text.length))));
	if (end < 0) return {paste: {text: whole, tail: more.slice(kept)}, isOver: false, to: bytes.length};
	return {paste: {text: whole, tail: []}, isOver: true, to: from + end + pasteEnd.length - tail.length};
}

/** What is kept of a paste, in bytes: no prompt takes more. */
const longest = 1 << 16;

function indexOf(bytes: readonly number[], wanted: readonly number[]): number {
	return bytes.findIndex((_, at) => wanted.every((byte, index) => bytes[at + index] === byte));
}
