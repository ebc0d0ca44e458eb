import type {Cell} from '../../../words/columns.ts';
import type {Paint} from '../../../words/theme.ts';
import {cut, width} from '../../../words/width.ts';

/** Styled pieces on one line of at most `columns` columns; what does not fit is cut off at the end. */
export function line(pieces: readonly Cell[], columns: number, paint: Paint): string {
	let left = columns;
	let text = '';
	for (const piece of pieces) {
		const whole = typeof piece === 'string' ? piece : piece.text;
		const fitting = cut(whole, left);
		left -= width(fitting);
		text += typeof piece === 'string' ? fitting : paint(piece.tone, fitting);
		if (fitting !== whole) break;
	}
	return text;
}

/** Pieces on the left and on the right of one line; the right ones are kept whole, the left ones are cut. */
export function spreadLine(left: readonly Cell[], right: readonly Cell[], columns: number, paint: Paint): string {
	const rightWidth = Math.min(columns, piecesWidth(right));
	const leftText = line(left, Math.max(0, columns - rightWidth - 1), paint);
	const leftWidth = Math.min(piecesWidth(left), Math.max(0, columns - rightWidth - 1));
	return leftText + ' '.repeat(Math.max(0, columns - leftWidth - rightWidth)) + line(right, columns, paint);
}

/** A horizontal rule, with a title where there is one: `-- orders -----`. */
export function rule(columns: number, title = '', end = ''): string {
	if (title === '') return '-'.repeat(columns);
	const tail = end === '' ? '' : ` ${end} --`;
	const head = `-- ${cut(title, Math.max(1, columns - 6 - width(tail)))} `;
	return cut(head + '-'.repeat(Math.max(0, columns - width(head) - width(tail))) + tail, columns);
}

/** The rule above a list; it says which rows are shown where not all are. */
export function listRule(columns: number, top: number, height: number, all: number): string {
	if (all <= height) return rule(columns);
	const text = ` ${top + 1}-${Math.min(all, top + height)} of ${all} --`;
	return cut(rule(Math.max(0, columns - text.length)) + text, columns);
}

/** Exactly so many lines: the first ones, then empty ones. */
export function fill(lines: readonly string[], rows: number): readonly string[] {
	return Array.from({length: Math.max(0, rows)}, (_, index) => lines[index] ?? '');
}

/** How many columns the pieces take together. */
export function piecesWidth(pieces: readonly Cell[]): number {
	return pieces.reduce((sum, piece) => sum + width(typeof piece === 'string' ? piece : piece.text), 0);
}
