import {type Cell, textOfCell} from '../../words/columns.ts';
import type {Paint, Tone} from '../../words/theme.ts';
import {cut, width} from '../../words/width.ts';
import {type Table, tableText} from './table.ts';

/** One line of the screen: a text without a style, or cells from left to right. Never wider than the terminal. */
export type Line = string | readonly Cell[];

/** Lines over a screen, from this row on. */
export type Sheet = {readonly row: number; readonly lines: readonly Line[]};

/** A line of a text page, or a table that stands there. */
export type PageLine = Line | Table;

/** Whether a table stands there. */
export function isTable(line: PageLine): line is Table {
	return typeof line === 'object' && 'rows' in line;
}

/** The lines of a text page as text, with the text of its tables. */
export function textOf(lines: readonly PageLine[]): readonly string[] {
	return lines.flatMap(line => (isTable(line) ? tableText(line) : [lineText(line)]));
}

/** What a line says. */
export function lineText(line: Line): string {
	return typeof line === 'string' ? line : line.map(textOfCell).join('');
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

/**
 * The row under the cursor: reversed over its whole width, without colours but for its letter, which is the cell at
 * `letter`.
 */
export function selectedLine(cells: readonly Cell[], columns: number, letter = 1): readonly Cell[] {
	const rest = ' '.repeat(Math.max(0, columns - cellsWidth(cells)));
	const reversed = cells.map((cell, index): Cell => {
		const tone = typeof cell === 'string' ? 'plain' : cell.tone;
		return {text: textOfCell(cell), tone: index === letter ? (selectedTones[tone] ?? 'selected') : 'selected'};
	});
	return rest === '' ? reversed : [...reversed, {text: rest, tone: 'selected'}];
}

const selectedTones: Readonly<Partial<Record<Tone, Tone>>> = {
	bad: 'selected-bad',
	careful: 'selected-careful',
	info: 'selected-info',
	strong: 'selected-strong',
};

/** A line behind what is open over it: without colours, but the row that it is about. */
export function behind(it: Line): Line {
	if (typeof it === 'string') return it === '' ? it : [{text: it, tone: 'quiet'}];
	if (isSelected(it)) return it;
	return it.map(cell => ({text: textOfCell(cell), tone: 'quiet'}));
}

/** Whether it is the row under the cursor. */
export function isSelected(it: Line): boolean {
	return typeof it !== 'string' && it.some(cell => typeof cell !== 'string' && cell.tone.startsWith('selected'));
}

/** How many columns the cells take together. */
export function cellsWidth(cells: readonly Cell[]): number {
	return cells.reduce((sum, cell) => sum + width(textOfCell(cell)), 0);
}

/** A line of at most so many columns. */
export function fitted(it: Line, columns: number): Line {
	return typeof it === 'string' ? cut(it, columns) : line(it, columns);
}
