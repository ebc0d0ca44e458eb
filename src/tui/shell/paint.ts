import {isAscii} from '../../words/width.ts';
import type {Size} from '../state.ts';

/**
 * What draws a whole frame over whatever a terminal shows. Each line goes to its own row, and the rest of the row and the
 * rows below are emptied; the screen is not cleared, so nothing flickers.
 */
export function paintWhole(lines: readonly string[], {columns, rows}: Size): string {
	const below = lines.length < rows ? `${toCell(lines.length, 0)}\u001B[J` : '';
	return `${plain}${lines.map((line, row) => wholeLine(line, row, columns)).join('')}${below}`;
}

/**
 * What makes one frame out of another of as many lines, nothing where they are the same. Each change goes to its own row
 * and column, wherever the cursor is. A line is written anew from its first character on that is not plain ASCII, if not
 * before: a terminal may count the columns of what follows differently.
 */
export function paintChanges(before: readonly string[], after: readonly string[], columns: number): string {
	return after
		.map((line, row) => {
			const old = before[row] ?? '';
			return line === old ? '' : changedLine(old, line, row, columns);
		})
		.join('');
}

function wholeLine(line: string, row: number, columns: number): string {
	const start = toCell(row, 0);
	// In the last column erasing would take away the last character.
	return isShort(line, columns) ? `${start}${line}${eraseRest}` : `${start}${eraseRest}${line}`;
}

function changedLine(before: string, after: string, row: number, columns: number): string {
	const at = sameUpTo(before, after);
	const [kept, rest] = [after.slice(0, at), after.slice(at)];
	const column = textOf(kept).length;
	if (column === 0 || column >= columns) return wholeLine(after, row, columns);
	const [old, now] = [textOf(before.slice(at)), textOf(rest)];
	const start = toCell(row, column) + stylesOf(kept);
	if (!isAscii(old) || !isAscii(now)) return `${start}${eraseRest}${rest}`;
	return `${start}${rest}${now.length < old.length ? eraseRest : ''}`;
}

/** How many characters of both are the same: whole styles, and text whose columns every terminal counts alike. */
function sameUpTo(before: string, after: string): number {
	let at = 0;
	while (at < before.length && at < after.length && before[at] === after[at]) at++;
	// Not into the middle of a style, of either.
	const style = before.lastIndexOf('\u001B', at - 1);
	if (style >= 0 && before.indexOf('m', style) >= at) at = style;
	const odd = after.slice(0, at).search(/[^\u001B -~]/);
	return odd < 0 ? at : odd;
}

/** The styles that hold after this text, each as it was begun. */
function stylesOf(text: string): string {
	const held = new Map<string, string>();
	for (const [style, codes = ''] of text.matchAll(styles)) {
		const code = Number(codes.split(';')[0]);
		const of = kinds.find(kind => kind.begins(code));
		if (of !== undefined) held.set(of.name, style);
		else if (code === 0) held.clear();
		else for (const {name, end} of kinds) if (end === code) held.delete(name);
	}
	return [...held.values()].join('');
}

/** The kinds of style, and the code that ends each. */
const kinds = [
	{name: 'bold', end: 22, begins: code => code === 1},
	{name: 'dim', end: 22, begins: code => code === 2},
	{name: 'italic', end: 23, begins: code => code === 3},
	{name: 'underline', end: 24, begins: code => code === 4},
	{name: 'inverse', end: 27, begins: code => code === 7},
	{name: 'colour', end: 39, begins: code => (code >= 30 && code < 39) || (code >= 90 && code < 98)},
	{name: 'background', end: 49, begins: code => (code >= 40 && code < 49) || (code >= 100 && code < 108)},
] as const satisfies readonly {
	readonly name: string;
	readonly end: number;
	readonly begins: (code: number) => boolean;
}[];

const styles = /\u001B\[([\d;]*)m/g;
/** No style, and no wrapping at the end of a row. */
const plain = '\u001B[m\u001B[?7l';
const eraseRest = '\u001B[K';

function toCell(row: number, column: number): string {
	return `\u001B[${row + 1};${column + 1}H`;
}

function textOf(line: string): string {
	return line.replaceAll(styles, '');
}

/** Whether the cursor stands behind it, not on its last character. */
function isShort(line: string, columns: number): boolean {
	const text = textOf(line);
	return isAscii(text) && text.length < columns;
}
