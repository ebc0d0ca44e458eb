/**
 * What came from the terminal: a key by its name, a pasted text, or anything else, such as the terminal's answer to a
 * question: that does nothing, but what came together with it did not come alone.
 */
export type Input =
	| {readonly type: 'key'; readonly name: string}
	| {readonly type: 'paste'; readonly text: string}
	| MouseInput
	| {readonly type: 'other'};

/** The first button pressed at a place of the screen, counted from 0, or a step of the wheel there. */
export type MouseInput = {
	readonly type: 'mouse';
	readonly what: 'press' | 'wheel-up' | 'wheel-down';
	readonly column: number;
	readonly row: number;
};

/** What came together, in its order, and when the first of it came. */
export type Chunk = {readonly inputs: readonly Input[]; readonly atMs: number};

/** Calls back later: at the end of this turn, or after a while. */
export type Later = (work: () => void, wait: 'turn' | 'moment') => void;

/**
 * Puts together what came together. What the terminal sends at once comes in one turn of the event loop; while `isAsking`,
 * what comes within a moment counts as one chunk as well: a paste that is cut in two on its way is no key press.
 */
export function createChunks(options: {
	readonly onChunk: (chunk: Chunk) => void;
	readonly isAsking: () => boolean;
	readonly later: Later;
	readonly now: () => number;
}): {readonly add: (inputs: readonly Input[]) => void} {
	const {onChunk, isAsking, later, now} = options;
	let open: {readonly inputs: Input[]; readonly atMs: number} | null = null;

	function close() {
		const chunk = open;
		open = null;
		if (chunk !== null) onChunk(chunk);
	}

	return {
		add(inputs) {
			if (inputs.length === 0) return;
			if (open === null) {
				open = {inputs: [], atMs: now()};
				later(close, isAsking() ? 'moment' : 'turn');
			}
			open.inputs.push(...inputs);
		},
	};
}
