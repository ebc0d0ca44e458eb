import type {Cursor, Step} from './state.ts';
/** The cursor of a list that has not been seen yet. */
export const noCursor: Cursor = {id: null, index: 0, top: 0};

/** The same, on the first row until somebody moves it. */
export const topCursor: Cursor = {...noCursor, followsTop: true};

/** The cursor where it is, whatever becomes the first row. */
export function heldCursor({id, index, top}: Cursor): Cursor {
	return {id, index, top};
}

/** The cursor after a step in a list of these names, in a window of so many rows. */
export function stepCursor(cursor: Cursor, step: Step, ids: readonly string[], height: number): Cursor {
	const here = heldCursor(settleCursor(cursor, ids, height));
	return placeCursor(here, here.index + distance(step, height), ids, height);
}

/**
 * The cursor once the list has these names: it stays with its object wherever that has moved to, goes to the nearest
 * neighbour of one that is gone, and the window follows it.
 */
export function settleCursor(cursor: Cursor, ids: readonly string[], height: number): Cursor {
	if (cursor.followsTop === true) {
		const [first = cursor.id] = ids;
		return first === cursor.id ? cursor : {...topCursor, id: first};
	}
	const found = cursor.id === null ? -1 : ids.indexOf(cursor.id);
	return placeCursor(cursor, found === -1 ? cursor.index : found, ids, height);
}

/** The first line of a text after a step. */
export function stepText(top: number, step: Step, lines: number, height: number): number {
	return clamp(top + distance(step, height), 0, lastTop(lines, height));
}

/** The furthest that a text can be scrolled. */
export function lastTop(lines: number, height: number): number {
	return Math.max(0, lines - height);
}

function placeCursor(cursor: Cursor, wanted: number, ids: readonly string[], height: number): Cursor {
	const index = clamp(wanted, 0, Math.max(0, ids.length - 1));
	const rows = Math.max(1, height);
	const followed = clamp(cursor.top, index - rows + 1, index);
	const top = clamp(followed, 0, Math.max(0, ids.length - rows));
	const id = ids[index] ?? cursor.id;
	return id === cursor.id && index === cursor.index && top === cursor.top ? cursor : {id, index, top};
}

function distance(step: Step, height: number): number {
	const page = Math.max(1, height - 1);
	const half = Math.max(1, Math.floor(height / 2));
	const distances = {
		down: 1,
		up: -1,
		'page-down': page,
		'page-up': -page,
		'half-down': half,
		'half-up': -half,
		top: Number.NEGATIVE_INFINITY,
		bottom: Number.POSITIVE_INFINITY,
	} as const satisfies Record<Step, number>;
	return distances[step];
}

function clamp(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(most, value));
}
