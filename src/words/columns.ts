import type {Tone} from './theme.ts';
import {pad} from './width.ts';

/** One column of a list, as data. `Context` is what all rows share, such as the clock. */
export type Column<Row, Context> = {
	readonly title: string;
	/** What it needs at least. */
	readonly width: number;
	/** Up to which width it takes of spare room; absent = it stays at its width. */
	readonly most?: number;
	readonly align: 'left' | 'right';
	/** What stays of a text that is cut; absent = its start. */
	readonly keeps?: 'start' | 'end';
	/** The column with the lowest number leaves first when it is narrow; absent = it stays. */
	readonly leaves?: number;
	/** It is there only where all columns together have so much room, whatever the others need; absent = any. */
	readonly from?: number;
	/** `width` is what the column has been given; of several pieces each has its own tone. */
	readonly cell: (row: Row, context: Context, width: number) => Cell | readonly Cell[];
};

/** A text, with a tone where it has one. */
export type Cell = string | {readonly text: string; readonly tone: Tone};

/** A column and the width it has been given. */
export type Fitted<Row, Context> = {readonly column: Column<Row, Context>; readonly width: number};

/**
 * Which end of these names tells them apart where they have to be cut: their start, but where more of them differ in
 * their end, as `mysql-replica-01` and `-02` do. Of an address it is the port.
 */
export function telling(names: readonly string[]): 'start' | 'end' {
	if (names.some(name => address.test(name))) return 'end';
	const starts = new Set(names.map(name => name.slice(0, seen)));
	const ends = new Set(names.map(name => name.slice(-seen)));
	return ends.size > starts.size ? 'end' : 'start';
}

const address = /:\d+$/;
/** So much of a name is left in a narrow column. */
const seen = 8;

/** The columns that fit, with one blank between them; spare room is shared by those that can take it. */
export function fitColumns<Row, Context>(
	columns: readonly Column<Row, Context>[],
	room: number,
): readonly Fitted<Row, Context>[] {
	let kept = columns.filter(({from = 0}) => room >= from);
	while (needed(kept) > room) {
		const next = Math.min(...kept.map(column => column.leaves ?? Number.POSITIVE_INFINITY));
		if (next === Number.POSITIVE_INFINITY) break;
		kept = kept.filter(column => column.leaves !== next);
	}
	const widths = kept.map(column => column.width);
	const limits = kept.map(column => Math.max(column.width, column.most ?? column.width));
	share(widths, limits, room - needed(kept));
	return kept.map((column, index) => ({column, width: widths[index] ?? column.width}));
}

/** The line of titles. */
export function titleLine<Row, Context>(fitted: readonly Fitted<Row, Context>[]): string {
	return fitted
		.map(({column, width}) => pad(column.title, width, column.align))
		.join(' ')
		.trimEnd();
}

/** One row's cells, each padded to its column, without blanks at the end. */
export function rowCells<Row, Context>(
	fitted: readonly Fitted<Row, Context>[],
	row: Row,
	context: Context,
): readonly Cell[] {
	const cells = fitted.flatMap(({column, width}, index): readonly Cell[] => {
		const cell = column.cell(row, context, width);
		const between = index === 0 ? [] : [' '];
		if (isPieces(cell)) return [...between, ...padded(cell, width)];
		if (typeof cell === 'string') return [...between, pad(cell, width, column.align, column.keeps)];
		return [...between, {text: pad(cell.text, width, column.align, column.keeps), tone: cell.tone}];
	});
	return trimmed(cells);
}

function isPieces(cell: Cell | readonly Cell[]): cell is readonly Cell[] {
	return Array.isArray(cell);
}

/** Pieces in exactly so many columns; what does not fit is cut off at the end. */
function padded(pieces: readonly Cell[], columns: number): readonly Cell[] {
	const whole = pieces.map(textOfCell).join('');
	const shown = pad(whole, columns);
	let from = 0;
	const cells = pieces.map((piece, index): Cell => {
		const to = index === pieces.length - 1 ? shown.length : Math.min(shown.length, from + textOfCell(piece).length);
		const text = shown.slice(from, to);
		from = to;
		return typeof piece === 'string' ? text : {text, tone: piece.tone};
	});
	return cells.filter(cell => textOfCell(cell) !== '');
}

/** Cells without blanks at their end. */
export function trimmed(cells: readonly Cell[]): readonly Cell[] {
	const last = cells.at(-1);
	if (last === undefined) return cells;
	const text = textOfCell(last);
	const end = text.trimEnd();
	if (end === text && text !== '') return cells;
	const before = cells.slice(0, -1);
	return end === '' ? trimmed(before) : [...before, typeof last === 'string' ? end : {...last, text: end}];
}

/** What a cell says, without its tone. */
export function textOfCell(cell: Cell): string {
	return typeof cell === 'string' ? cell : cell.text;
}

function needed<Row, Context>(columns: readonly Column<Row, Context>[]): number {
	return columns.reduce((sum, column) => sum + column.width + 1, -1);
}

/** Gives the spare room away column by column, or takes what is missing from the widest. */
function share(widths: number[], limits: readonly number[], spare: number): void {
	let left = spare;
	while (left > 0) {
		const open = widths.findIndex((width, index) => isNarrowest(widths, limits, width, index));
		if (open === -1) return;
		widths[open] = (widths[open] ?? 0) + 1;
		left--;
	}
	while (left < 0) {
		const widest = widths.indexOf(Math.max(...widths));
		if ((widths[widest] ?? 0) <= 1) return;
		widths[widest] = (widths[widest] ?? 0) - 1;
		left++;
	}
}

function isNarrowest(widths: readonly number[], limits: readonly number[], width: number, index: number): boolean {
	if (width >= (limits[index] ?? 0)) return false;
	return widths.every((other, at) => other >= (limits[at] ?? 0) || width <= other);
}
