import {width} from '../../words/width.ts';
import type {Size} from '../state.ts';
import {type Cells, cellsOfLine} from './cells.ts';

/**
 * What draws a whole frame over whatever a terminal shows. Each line goes to its own row, and the rest of the row and the
 * rows below are emptied; the screen is not cleared, so nothing flickers.
 */
export function paintWhole(lines: readonly string[], {columns, rows}: Size): string {
	const below = lines.length < rows ? `${toCell(lines.length, 0)}\u001B[J` : '';
	return `${plain}${lines.map((line, row) => wholeLine(cellsOfLine(line), row, columns)).join('')}${below}`;
}

/**
 * What makes one frame out of another of as many lines, nothing where they are the same. Only the cells that changed are
 * written, each at its own row and column, wherever the cursor is. What stands from the first character on that not every
 * terminal counts alike is written anew as a whole, if anything of it changes.
 */
export function paintChanges(before: readonly string[], after: readonly string[]): string {
	return after
		.map((line, row) => {
			const old = before[row] ?? '';
			return line === old ? '' : changedLine(cellsOfLine(old), cellsOfLine(line), row);
		})
		.join('');
}

/** Whether no line is wider than the terminal, as those of a frame from before it shrank are. */
export function fits(lines: readonly string[], columns: number): boolean {
	return lines.every(line => width(line.replaceAll(styles, '')) <= columns);
}

const styles = /\u001B\[[\d;]*m/g;

function wholeLine(line: Cells, row: number, columns: number): string {
	const {text, style} = written(line, 0, line.text.length, '');
	const shown = `${text}${ended(style)}`;
	if (line.rest !== '') return `${toCell(row, 0)}${eraseRest}${shown}${restOf(line)}`;
	// In the last column erasing would take away the last character.
	return `${toCell(row, 0)}${shown}${line.text.length < columns ? eraseRest : ''}`;
}

function changedLine(before: Cells, after: Cells, row: number): string {
	const [end, rest] = changedRest(before, after, row);
	let text = '';
	let style = '';
	/** The column behind what has been written. */
	let at = -1;
	for (let column = nextChange(before, after, 0, end); column < end; ) {
		text += at < 0 ? toCell(row, column) : over(column - at);
		if (rest === '' && column >= after.text.length) return `${text}${ended(style)}${eraseRest}`;
		const to = endOfRun(before, after, column, rest === '' ? Math.min(end, after.text.length) : end);
		const run = written(after, column, to, style);
		text += run.text;
		style = run.style;
		at = to;
		column = nextChange(before, after, to, end);
	}
	return `${text}${ended(style)}${rest}`;
}

/** Up to which column the cells are compared, and what writes all that stands from there on; empty where it is the same. */
function changedRest(before: Cells, after: Cells, row: number): readonly [number, string] {
	const {length} = after.text;
	if (before.rest === '' && after.rest === '') return [Math.max(before.text.length, length), ''];
	if (before.rest === after.rest && before.text.length === length) return [length, ''];
	// What is erased anyway needs no blanks.
	const from = before.rest === '' ? length : Math.min(before.text.length, length);
	const {text, style} = written(after, from, length, '');
	return [from, `${toCell(row, from)}${eraseRest}${text}${ended(style)}${restOf(after)}`];
}

function restOf({rest}: Cells): string {
	return rest.includes('\u001B') ? `${rest}${unstyled}` : rest;
}

/** The first column from here on whose cell is another one; `end` where none is. */
function nextChange(before: Cells, after: Cells, from: number, end: number): number {
	let column = from;
	while (column < end && isSame(before, after, column)) column++;
	return column;
}

/** Behind the last changed cell of a run: what lies between two changes is written again where that is shorter. */
function endOfRun(before: Cells, after: Cells, from: number, end: number): number {
	let to = from + 1;
	for (let column = to; column < end && column - to < leastSkipped; column++) {
		if (!isSame(before, after, column)) to = column + 1;
	}
	return to;
}

/** To go over so many columns takes as many bytes as they have. */
const leastSkipped = 4;

function isSame(before: Cells, after: Cells, column: number): boolean {
	return (
		(before.text[column] ?? ' ') === (after.text[column] ?? ' ') &&
		(before.styles[column] ?? '') === (after.styles[column] ?? '')
	);
}

/** The cells from one column to another, after what left this style behind; and the style that they leave behind. */
function written(
	{text, styles}: Cells,
	from: number,
	to: number,
	before: string,
): {readonly text: string; readonly style: string} {
	let written = '';
	let style = before;
	for (let column = from; column < to; column++) {
		const cell = text[column] ?? ' ';
		const next = styles[column] ?? '';
		if (next !== style && !(cell === ' ' && next === '' && isUnseenOnBlanks(style))) {
			written += next === '' ? unstyled : `\u001B[${style === '' ? '' : '0;'}${next}m`;
			style = next;
		}
		written += cell;
	}
	return {text: written, style};
}

/** Whether a blank looks the same in this style: it is neither reversed nor underlined, and has no ground. */
function isUnseenOnBlanks(style: string): boolean {
	return !/(?:^|;)(?:4|7|4\d|10\d)(?:;|$)/.test(style);
}

function ended(style: string): string {
	return style === '' ? '' : unstyled;
}

const unstyled = '\u001B[m';
/** No style, and no wrapping at the end of a row. */
const plain = '\u001B[m\u001B[?7l';
const eraseRest = '\u001B[K';

function toCell(row: number, column: number): string {
	return `\u001B[${row + 1};${column + 1}H`;
}

/** So many columns to the right. */
function over(columns: number): string {
	return columns === 0 ? '' : `\u001B[${columns}C`;
}
