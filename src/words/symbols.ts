import {width} from './width.ts';

/** Each symbol of the screen, as it is where the terminal shows Unicode. All are one column wide. */
export const symbols = {
	rule: '─',
	heavyRule: '━',
	barDone: '━',
	barLeft: '─',
	divider: '¦',
	path: '›',
	marked: '✓',
} as const;

/** A column of a graph, from no dot to eight: two values side by side, each up to four dots high. */
export function braille(left: number, right: number): string {
	return String.fromCodePoint(0x2800 + (leftDots[left] ?? 0) + (rightDots[right] ?? 0));
}

/** The dots of the left half of a cell that is so many dots high, from below. */
const leftDots = [0, 0x40, 0x44, 0x46, 0x47] as const;
const rightDots = [0, 0x80, 0xa0, 0xb0, 0xb8] as const;

/**
 * A text for a terminal that shows ASCII only: each symbol as one character, so that nothing moves, and `?` over the
 * width of what cannot be shown. A heavy rule and the done part of a bar are one symbol, but two characters: `heavy`.
 */
export function asciiText(text: string, heavy: '=' | '#'): string {
	return text.replace(notAscii, part => {
		if (part === symbols.heavyRule) return heavy;
		const code = part.codePointAt(0) ?? 0;
		if (code >= 0x2800 && code <= 0x28ff) return brailleInAscii(code - 0x2800);
		return inAscii[part] ?? '?'.repeat(width(part));
	});
}

const inAscii: Readonly<Record<string, string>> = {
	[symbols.rule]: '-',
	[symbols.divider]: '|',
	[symbols.path]: '>',
	[symbols.marked]: 'v',
};

function brailleInAscii(dots: number): string {
	let count = 0;
	for (let rest = dots; rest > 0; rest >>= 1) count += rest & 1;
	return brailleSteps[count] ?? '#';
}

/** By the number of dots. */
const brailleSteps = ' __.:=+*#';

/** One symbol, or a run of what is none. By their numbers: the built program is read as one byte a character. */
const notAscii =
	/[\u2500\u2501\u00A6\u203A\u2713\u2800-\u28FF]|[^\0-\x7F\u2500\u2501\u00A6\u203A\u2713\u2800-\u28FF]+/gu;
