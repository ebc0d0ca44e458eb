import {type StatusWord, statusWords} from '../../domain/status-word.ts';
import type {TaskRow} from '../../wire/topics.ts';
import type {Cell} from '../../words/columns.ts';
import {plural} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import type {Listing} from '../find/listing.ts';
import {lookText} from '../find/look-text.ts';
import type {Model, View} from '../state.ts';
import {cellsWidth, type Line, spreadLine} from '../ui/line.ts';

/** How many tasks there are of each status, worst first, such as `24 tasks: X1 ~1 .22`; in words where there is room. */
export function countsLine(model: Model, rows: readonly TaskRow[], view: View, listing: Listing): Line {
	const {columns} = model.size;
	if (rows.length === 0) return ' 0 tasks';
	const head = ` ${plural(rows.length, 'task')}: `;
	const told =
		lookText(model, view, listing, Math.max(24, columns - cellsWidth([head, ...counts(rows, false)]) - 2)) ||
		(columns < 60 ? '' : 'sort:severity');
	const sort: readonly Cell[] = told === '' ? [] : [told];
	const inWords = counts(rows, true);
	const fits = cellsWidth([head, ...inWords, ...sort]) < columns;
	return spreadLine([head, ...(fits ? inWords : counts(rows, false))], sort, columns);
}

/** The counts alone, as pieces. */
export function counts(rows: readonly TaskRow[], words: boolean): readonly Cell[] {
	const numbers = new Map<StatusWord, number>();
	for (const row of rows) numbers.set(row.word, (numbers.get(row.word) ?? 0) + 1);
	return statusWords.flatMap(word => {
		const number = numbers.get(word);
		if (number === undefined) return [];
		const {letter, short, tone} = verdicts[word];
		return [{text: words ? `${letter} ${number} ${short}` : `${letter}${number}`, tone}, words ? '   ' : ' '];
	});
}
