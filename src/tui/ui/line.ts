import {type Cell, textOfCell} from '../../words/columns.ts';
import type {Paint} from '../../words/theme.ts';
import {cut, width} from '../../words/width.ts';
import {type Table, tableText} from './table.ts';

/** One line of the screen: a text without a style, or cells from left to right. Never wider than the terminal. */
export type Line = string | readonly Cell[];

/** Lines over a screen, from this row on. */
export type Sheet = {readonly row: number; readonly lines: readonly Line[]};

/** A line of a text page, or a table that stands there. */
export type PageLine = string | Table;

/** The lines of a text page with the text of its tables. */
export function textOf(lines: readonly PageLine[]): readonly string[] {
	return lines.every(isText) ? lines : lines.flatMap(line => (isText(line) ? [line] : tableText(line)));
}

function isText(line: PageLine): line is string {
	return typeof line === 'string';
}

/** A line as text, its tones painted. */
export function paintLine(line: Line, paint: Paint): string {
	if (typeof line === 'string') return line;
	return line.map(cell => (typeof cell === 'string' ? cell : paint(cell.tone, cell.text))).join('');
}

/** Cells on one line of at most `columns` columns; what does not fit is cut off at the end. */
export function line(pieces: readonly Cell[], columns: number): readonly Cell[] {
	let left = columns;
	const cells: Cell[] = [];
	for (const piece of pieces) {
		const whole = textOfCell(piece);
		const fitting = cut(whole, left);
		left -= width(fitting);
		cells.push(typeof piece === 'string' ? fitting : {text: fitting, tone: piece.tone});
		if (fitting !== whole) break;
	}
	return cells;
}

/** Cells on the left and on the right of one line; the right ones are kept whole, the left ones are cut. */
export function spreadLine(left: readonly Cell[], right: readonly Cell[], columns: number): readonly Cell[] {
	const rightWidth = Math.min(columns, cellsWidth(right));
	const room = Math.max(0, columns - rightWidth - 1);
	const leftWidth = Math.min(cellsWidth(left), room);
	const between = ' '.repeat(Math.max(0, columns - leftWidth - rightWidth));
	return [...line(left, room), between, ...line(right, columns)];
}

/** How many columns the cells take together. */
export function cellsWidth(cells: readonly Cell[]): number {
	return cells.reduce((sum, cell) => sum + width(textOfCell(cell)), 0);
}
