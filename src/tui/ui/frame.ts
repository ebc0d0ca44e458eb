import {isAscii} from '../../words/width.ts';
import {type Table, tableText} from '../pages/pieces/table.ts';

/** One frame of the screen: its parts fill exactly the rows of the terminal. */
export type Frame = {readonly rows: number; readonly parts: readonly Part[]};

/** A piece of a frame, from top to bottom; `row` is where it begins. Its text is styled and never wider than the terminal. */
export type Part =
	| {readonly type: 'line'; readonly row: number; readonly text: string}
	/** A table that is wholly on the screen; `lines` is its text, line by line. */
	| {readonly type: 'table'; readonly row: number; readonly table: Table; readonly lines: readonly string[]};

/**
 * Remembers the last frame, so that equal parts are the same objects, and a frame of equal parts is the same frame:
 * then React has nothing to do and the terminal gets no byte.
 */
export function createFrameKeeper(): (lines: readonly string[], tables?: readonly Table[]) => Frame {
	let last: Frame = {rows: 0, parts: []};
	return (lines, tables = []) => {
		const parts = partsOf(lines, tables).map((part, index) => {
			const before = last.parts[index];
			return before !== undefined && isSame(before, part) ? before : part;
		});
		const same = parts.length === last.parts.length && parts.every((part, index) => part === last.parts[index]);
		if (!same) last = {rows: lines.length, parts};
		return last;
	};
}

/** A function that is asked again and again for the same value works it out once. */
export function rememberLast<In, Out>(of: (value: In) => Out): (value: In) => Out {
	let last: {readonly value: In; readonly result: Out} | undefined;
	return value => {
		if (last === undefined || last.value !== value) last = {value, result: of(value)};
		return last.result;
	};
}

/** The lines, those of a table as one part where all of it is among them and it is not too dear. */
function partsOf(lines: readonly string[], tables: readonly Table[]): readonly Part[] {
	const found = new Map<number, Part>();
	let cells = 0;
	for (const table of tables) {
		const size = table.rows.reduce((sum, row) => sum + row.length, 0);
		const part = cells + size > mostCells ? null : placed(lines, table);
		if (part === null) continue;
		cells += size;
		found.set(part.row, part);
	}
	const parts: Part[] = [];
	for (let at = 0; at < lines.length; ) {
		const part = found.get(at) ?? {type: 'line' as const, row: at, text: lines[at] ?? ''};
		parts.push(part);
		at += part.type === 'table' ? part.lines.length : 1;
	}
	return parts;
}

/** Each cell of a table is a text of its own: a frame with more of them takes several times as long as one of lines. */
const mostCells = 64;

function placed(lines: readonly string[], table: Table): Part | null {
	const text = tableText(table);
	// The table counts characters, not columns.
	if (!text.every(isAscii)) return null;
	const at = lines.findIndex((_, from) => text.every((line, index) => lines[from + index] === line));
	return at < 0 ? null : {type: 'table', row: at, table, lines: text};
}

function isSame(before: Part, part: Part): boolean {
	if (before.row !== part.row) return false;
	if (before.type === 'line' || part.type === 'line') {
		return before.type === 'line' && part.type === 'line' && before.text === part.text;
	}
	return before.lines.length === part.lines.length && before.lines.every((line, index) => line === part.lines[index]);
}
