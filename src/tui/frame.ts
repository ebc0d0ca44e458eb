/** One frame of the screen: exactly as many lines as the terminal has rows. */
export type Frame = {readonly rows: number; readonly parts: readonly Part[]};

/** A piece of a frame, from top to bottom. The text of a line is styled and never wider than the terminal. */
export type Part = {readonly type: 'line'; readonly text: string};

/**
 * Remembers the last frame, so that equal lines are the same objects, and a frame of equal lines is the same frame:
 * then React has nothing to do and the terminal gets no byte.
 */
export function createFrameKeeper(): (lines: readonly string[]) => Frame {
	let last: Frame = {rows: 0, parts: []};
	return lines => {
		const parts = lines.map((text, index) => {
			const before = last.parts[index];
			return before?.type === 'line' && before.text === text ? before : ({type: 'line', text} as const);
		});
		const same = parts.length === last.parts.length && parts.every((part, index) => part === last.parts[index]);
		if (!same) last = {rows: lines.length, parts};
		return last;
	};
}
