import {type StatusWord, statusWords} from '../../domain/status-word.ts';
import type {TaskRow} from '../../wire/topics.ts';
import {type Cell, trimmed} from '../../words/columns.ts';
import {lagDuration} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import type {Listing} from '../find/listing.ts';
import {lookText} from '../find/look-text.ts';
import type {Model, View} from '../state.ts';
import {cellsWidth, type Line, spreadLine} from '../ui/line.ts';

/**
 * How many tasks there are of each status, worst first, such as `X1 needs you  ?1 no answer  .6 well`; words leave from
 * the right where there is no room. On a healthy list that all is well, and who is the slowest.
 */
export function countsLine(model: Model, rows: readonly TaskRow[], view: View, listing: Listing): Line {
	const {columns} = model.size;
	if (rows.length === 0) return ' 0 tasks';
	const told = lookText(model, view, listing, Math.max(24, columns - cellsWidth(counts(rows, 0)) - 4));
	const sort: readonly Cell[] = told === '' ? [] : [told];
	const room = columns - cellsWidth(sort) - 1;
	const all = wellText(rows) ?? fittingCounts(rows, room);
	const isWide = told === '' && columns >= 104 && cellsWidth(all) + 16 < columns;
	const right = isWide ? [{text: 'sort: severity', tone: 'quiet'} as const] : sort;
	return right.length === 0 ? trimmed([' ', ...all]) : spreadLine([' ', ...all], right, columns);
}

/** The counts with as many words as fit into less than that room, the first ones. */
export function fittingCounts(rows: readonly TaskRow[], room: number): readonly Cell[] {
	for (let words = statusWords.length; words > 0; words--) {
		const cells = counts(rows, words);
		if (cellsWidth(cells) < room) return cells;
	}
	return counts(rows, 0);
}

/** The counts of rows as cells, the first `words` of them with their words. */
export function counts(rows: readonly TaskRow[], words: number): readonly Cell[] {
	const numbers = new Map<StatusWord, number>();
	for (const row of rows) numbers.set(row.word, (numbers.get(row.word) ?? 0) + 1);
	return countCells(numbers, words);
}

/** The same of what was counted. */
export function countCells(numbers: ReadonlyMap<StatusWord, number>, words: number): readonly Cell[] {
	const shown = statusWords.filter(word => numbers.has(word));
	return shown.flatMap((word, index): readonly Cell[] => {
		const {letter, short, tone} = verdicts[word];
		const count: Cell = {text: `${letter}${numbers.get(word)}`, tone};
		const gap = index === 0 ? '' : words > 0 ? '  ' : ' ';
		const said = index < words ? ` ${short}` : '';
		return [gap, count, tone === 'quiet' && said !== '' ? {text: said, tone} : said];
	});
}

/** That all is well, where it is: nothing is wrong, and everything that runs is at its upstream. */
function wellText(rows: readonly TaskRow[]): readonly Cell[] | null {
	if (!rows.every(({word}) => well.has(word))) return null;
	const running = rows.filter(({word}) => word === 'running').length;
	const done = rows.filter(({word}) => word === 'finished').length;
	const slowest = rows.reduce<TaskRow | null>(
		(most, row) => ((row.lagSeconds ?? 0) > (most?.lagSeconds ?? 0) ? row : most),
		null,
	);
	const slow = slowest === null ? '' : `   the slowest: ${slowest.name} ${lagDuration(slowest.lagSeconds ?? 0)}`;
	return [{text: 'all well', tone: 'good'}, `   ${running} running`, done === 0 ? '' : `   ${done} done`, slow];
}

const well: ReadonlySet<StatusWord> = new Set(['running', 'finished', 'new']);
