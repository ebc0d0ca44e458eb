import type {StatusWord} from '../../../domain/status-word.ts';
import {type Column, fitColumns, rowLine, titleLine} from '../../../words/columns.ts';
import {painter} from '../../../words/theme.ts';
import {cut, width} from '../../../words/width.ts';
import type {Model} from '../../state.ts';
import {line} from '../pieces/pieces.ts';
import {type RowContext, rowPrefix} from '../task-columns.ts';
import {prefixColumns, rowContext} from '../tasks.ts';

/** What a list is drawn from, whatever its rows are. */
export type ListPage = {
	/** The lines under the title bar; the first gives way to a banner. */
	readonly summary: readonly string[];
	/** How many rows are shown in all. */
	readonly count: number;
	/** The line of titles, in its columns. */
	readonly titles: string;
	/** The rows of a window, marked and coloured. */
	readonly rows: (from: number, to: number) => readonly string[];
	/** Why there is no row, in a sentence. */
	readonly empty: string;
	/** What is told of the selected row below the list, under a rule with its name; null where none is selected. */
	readonly pane: Pane | null;
};

export type Pane = {
	readonly title: string;
	readonly end: string;
	/** The most important first, none wider than the terminal, in at most so many lines. */
	readonly lines: (rows: number) => readonly string[];
};

/** A list of rows of one kind. */
export type PageOptions<Row> = Pick<ListPage, 'summary' | 'empty' | 'pane'> & {
	readonly rows: readonly Row[];
	readonly id: (row: Row) => string;
	/** All that there is room for under 30 columns. */
	readonly name: (row: Row) => string;
	readonly selected: string | null;
	readonly columns: readonly Column<Row, RowContext>[];
	readonly word: (row: Row) => StatusWord;
	readonly changedAtMs: (row: Row) => number | null;
};

export function listPage<Row>(model: Model, options: PageOptions<Row>): ListPage {
	const {rows, id, name, selected, word, changedAtMs, summary, empty, pane} = options;
	const {columns} = model.size;
	const context = rowContext(model, selected);
	const paint = painter(model.colours);
	const fitted = fitColumns(options.columns, columns - prefixColumns);
	return {
		summary: summary.map(text => cut(text, columns)),
		empty,
		pane,
		count: rows.length,
		titles: cut(' '.repeat(prefixColumns) + titleLine(fitted), columns),
		rows: (from, to) =>
			rows.slice(from, to).map(row => {
				const marks = {word: word(row), changedAtMs: changedAtMs(row)};
				const prefix = line(rowPrefix(marks, id(row) === selected, context.nowMs), prefixColumns, paint);
				// Under 30 columns the name alone tells more than a piece of everything.
				if (columns < 30) return prefix + cut(name(row), Math.max(1, columns - prefixColumns));
				return prefix + rowLine(fitted, row, context, paint);
			}),
	};
}

/** The width of a column for these texts: as much as they need, at most so much. */
export function columnFor(texts: readonly string[], most: number): number {
	return Math.min(
		most,
		texts.reduce((longest, text) => Math.max(longest, width(text)), 0),
	);
}

/** Facts on one line, as many as fit; the first ones matter most. */
export function facts(parts: readonly (string | null)[], columns: number): string {
	return parts
		.filter(part => part !== null && part !== '')
		.reduce<string>((text, part) => {
			const longer = `${text}${text === '' ? ' ' : '   '}${part}`;
			return text === '' || width(longer) <= columns ? longer : text;
		}, '');
}
