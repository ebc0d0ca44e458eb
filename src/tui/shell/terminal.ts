import type {Size} from '../state.ts';
/** The terminal as the full screen has it. */
export type ScreenTerminal = {
	/** Takes it, also where it was taken already and somebody has changed it since. */
	readonly take: () => void;
	/** Gives it back as the shell had it; nothing where it is not taken. */
	readonly giveBack: () => void;
};

/** The terminal of these streams, not taken yet. */
export function screenTerminal(
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream,
	{hasTitle, hasMouse}: {readonly hasTitle: boolean; readonly hasMouse: boolean},
): ScreenTerminal {
	let isTaken = false;
	return {
		take() {
			// First of all: a program in the background is stopped here before it has written anything. Off and on again:
			// Node does not set what it believes to be set.
			if (isTaken) setRaw(false);
			setRaw(true);
			// A title that is put aside twice would come back once.
			const keeps = hasTitle && !isTaken ? keepsTitle : '';
			isTaken = true;
			stdout.write(keeps + takes + (hasMouse ? modes('h', ...mouse) : ''));
		},
		giveBack() {
			if (!isTaken) return;
			isTaken = false;
			stdout.write((hasMouse ? modes('l', ...mouse) : '') + givesBack + (hasTitle ? titleBack : ''));
			setRaw(false);
		},
	};

	/** A terminal that is gone cannot be set, and needs not be. */
	function setRaw(isRaw: boolean) {
		try {
			if (stdin.isTTY) stdin.setRawMode(isRaw);
		} catch {}
	}
}

/** Its size as it was told last. */
export function sizeOf(stdout: NodeJS.WriteStream): Size {
	return {columns: Math.max(1, stdout.columns || 80), rows: Math.max(1, stdout.rows || 24)};
}

function modes(letter: 'h' | 'l', ...numbers: readonly number[]): string {
	return numbers.map(number => `\u001B[?${number}${letter}`).join('');
}

const alternateScreen = 1049;
const cursor = 25;
const wrapping = 7;
const bracketedPaste = 2004;
/** All kinds of mouse and of their reports, and the focus. */
const reports = [9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016];

/** Presses and the wheel, told with numbers of any size. */
const mouse = [1000, 1006];

/** Puts the title of the window aside, and takes it from there again. */
const keepsTitle = '\u001B[22;2t';
const titleBack = '\u001B[23;2t';

/** Without wrapping, a text that the terminal finds wider than we do stays in its row. */
const takes = [
	modes('h', alternateScreen),
	modes('l', cursor, wrapping, ...reports),
	modes('h', bracketedPaste),
	// What a program that died, or a binary file that was printed, may have left: a part of the screen that scrolls by
	// itself, characters that are inserted, lines instead of letters.
	'\u001B[?6l\u001B[r\u001B[4l\u001B(B\u000F',
].join('');

const givesBack = modes('l', bracketedPaste) + modes('h', wrapping, cursor) + modes('l', alternateScreen);
