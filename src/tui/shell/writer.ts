import {fits, paintChanges, paintWhole} from './paint.ts';
import {sizeOf} from './terminal.ts';

/** What begins and ends a frame in Ink's output: synchronized output, on and off. */
const frameBegin = '\u001B[?2026h';
const frameEnd = '\u001B[?2026l';

/** Draws Ink's frames on a terminal. */
export type FrameWriter = {
	/** The terminal as Ink gets it. */
	readonly stream: NodeJS.WriteStream;
	/** Draws the newest frame anew, whatever the terminal shows now. */
	readonly repaint: () => void;
	/** The next frame is drawn whole on a cleared terminal: it has another size now. */
	readonly clear: () => void;
	/** Nothing is written until it goes on: the terminal is another program's. */
	readonly hold: () => void;
	readonly goOn: () => void;
	/** The newest frame is not written any more, nor any other. */
	readonly close: () => void;
};

/**
 * Takes the text of each of Ink's frames and writes what is different, in one write, each change at its own place on the
 * terminal. A terminal that does not read gets no frame until it has read the last one, and then the newest. With
 * `dropSync` the brackets of synchronized output are left out: tmux before 3.7 ignores them, and later ones send the
 * whole pane again at each frame. `onFrame` is called for each frame; what it returns is called once it was written.
 */
export function createFrameWriter(
	out: NodeJS.WriteStream,
	{dropSync, onFrame = () => () => {}}: {readonly dropSync: boolean; readonly onFrame?: () => () => void},
): FrameWriter {
	/** What Ink has written of a frame that it has begun. */
	let pieces: string[] | null = null;
	let newest: {readonly lines: readonly string[]; readonly written: () => void} | null = null;
	/** What the terminal shows; null = unknown. */
	let shown: readonly string[] | null = null;
	/** It was wider than the terminal: what of it is to be seen is not known cell by cell. */
	let isDoubtful = false;
	let isCleared = true;
	let isWriting = false;
	let isClosed = false;
	let isHeld = false;

	function draw() {
		if (newest === null || isWriting || isClosed || isHeld) return;
		const {lines, written} = newest;
		const size = sizeOf(out);
		const isWhole = shown === null || isDoubtful || shown.length !== lines.length;
		const clears = isCleared ? '' : eraseScreen;
		const text = isWhole ? clears + paintWhole(lines, size) : paintChanges(shown ?? [], lines);
		isDoubtful = isWhole && !fits(lines, size.columns);
		shown = lines;
		isCleared = true;
		if (text === '') return written();
		isWriting = true;
		out.write(dropSync ? text : frameBegin + text + frameEnd, () => {
			isWriting = false;
			written();
			if (newest?.lines !== lines || shown === null) draw();
		});
	}

	function endFrame() {
		const ended = pieces ?? [];
		pieces = null;
		const texts = ended.map(piece => piece.replace(erasing, ''));
		// Ink erases its frame where something else goes to the terminal.
		if (ended.some((piece, index) => piece !== '' && texts[index] === '')) shown = null;
		const text = texts.findLast(piece => piece !== '' && !isCursor(piece));
		if (text === undefined) return;
		const lines = text.replace(/\n$/, '').split('\n').slice(0, sizeOf(out).rows);
		newest = {lines, written: onFrame()};
		draw();
	}

	function write(chunk: unknown, ...rest: readonly unknown[]): boolean {
		if (chunk === frameBegin) {
			pieces = [];
			// Ink ends a frame in the same turn; should it throw in between, nothing may stay behind.
			queueMicrotask(() => {
				pieces = null;
			});
			return true;
		}
		if (chunk === frameEnd) {
			endFrame();
			return true;
		}
		if (pieces !== null && typeof chunk === 'string') {
			pieces.push(chunk);
			return true;
		}
		if (typeof chunk === 'string' && chunk !== '' && chunk.replace(erasing, '') === '') {
			shown = null;
			return true;
		}
		// The cursor is nowhere on this screen.
		if (typeof chunk === 'string' && isCursor(chunk)) return true;
		return Reflect.apply(out.write, out, [chunk, ...rest]) as boolean;
	}

	// A proxy, not an heir: listeners added through an heir could not be removed from the stream itself.
	const stream = new Proxy(out, {
		get(target, key) {
			if (key === 'write') return write;
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

	return {
		stream,
		clear() {
			shown = null;
			isCleared = false;
		},
		repaint() {
			shown = null;
			draw();
		},
		hold() {
			isHeld = true;
		},
		goOn() {
			isHeld = false;
		},
		close() {
			isClosed = true;
		},
	};
}

const eraseScreen = '\u001B[2J';

/** How Ink erases a frame of its own before it writes the next one. */
const erasing = /^(?:\u001B\[(?:2K|1A|G|1;1H|J))+/;

/** Shows or hides the cursor. */
function isCursor(text: string): boolean {
	return text === '\u001B[?25l' || text === '\u001B[?25h';
}
