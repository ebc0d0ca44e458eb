import type {StatusWord} from '../../../domain/status-word.ts';
import {type Cell, type Column, fitColumns, rowCells, textOfCell, titleLine} from '../../../words/columns.ts';
import {cut, width} from '../../../words/width.ts';
import {marksOf} from '../../find/finding.ts';
import {hasData} from '../../freshness.ts';
import type {ListView, Model} from '../../state.ts';
import {fitted, type Line, line, selectedLine} from '../../ui/line.ts';
import {rule} from '../../ui/rules.ts';
import type {ListBody} from '../page.ts';
import {type RowContext, rowContext} from '../row-context.ts';
import {rowPrefix} from '../task-columns.ts';
import {readingLines, waitingLines} from '../waiting.ts';

/** What is told of the selected row below a list. */
export type Pane = {
	readonly title: string | readonly Cell[];
	readonly end: string;
	/** The most important first, in at most so many lines. */
	readonly lines: (rows: number) => readonly Line[];
};

/** A list of rows of one kind. */
export type ListBodyOptions<Row> = {
	/** The lines under the title bar. */
	readonly summary: readonly Line[];
	/** Why there is no row, in a sentence. */
	readonly empty: string;
	/** Null where no row is selected. */
	readonly pane: Pane | null;
	readonly rows: readonly Row[];
	readonly id: (row: Row) => string;
	/** All that there is room for under 30 columns. */
	readonly name: (row: Row) => string;
	readonly columns: readonly Column<Row, RowContext>[];
	readonly word: (row: Row) => StatusWord;
	readonly changedAtMs: (row: Row) => number | null;
};

/** The parts of a list that is the same on any terminal: its columns leave where it is narrow. */
export function listBody<Row>(model: Model, view: ListView, options: ListBodyOptions<Row>): ListBody {
	const {rows, id, name, word, changedAtMs, empty, pane} = options;
	const {columns} = model.size;
	const context = rowContext(model, view.cursor.id);
	const widths = fitColumns(options.columns, columns - prefixColumns);
	const summary = options.summary.map(text => fitted(text, columns));
	const window = (from: number, to: number) =>
		rows.slice(from, to).map((row): Line => {
			const marks = {word: word(row), changedAtMs: changedAtMs(row)};
			const prefix = line(rowPrefix(marks, id(row) === view.cursor.id, context.nowMs), prefixColumns);
			// Under 30 columns the name alone tells more than a piece of everything.
			if (columns < 30) {
				const short = [...prefix, cut(name(row), Math.max(1, columns - prefixColumns))];
				return id(row) === view.cursor.id ? selectedLine(short, columns) : short;
			}
			const cells = [...prefix, ...rowCells(widths, row, context)];
			return id(row) === view.cursor.id ? selectedLine(cells, columns) : agedCells(cells, context);
		});
	return {
		summary,
		titles: cut(' '.repeat(prefixColumns) + titleLine(widths), columns),
		count: rows.length,
		rows: window,
		empty: `   ${empty}`,
		notes: [],
		pane(height) {
			if (pane === null) return [rule(columns)];
			return [rule(columns, pane.title, pane.end), ...pane.lines(height - 1).map(text => fitted(text, columns))];
		},
		small: {
			second: summary[0] ?? '',
			rows: window,
			empty: [cut(`   ${empty}`, columns)],
			isBare: false,
			pane: height => (pane === null ? [] : pane.lines(height)),
		},
	};
}

/** The rows of a list of tasks or subtasks, each with its mark. */
export function markedRows<Row extends Parameters<typeof rowPrefix>[0]>(
	model: Model,
	view: ListView,
	rows: readonly Row[],
	id: (row: Row) => string,
	all: readonly Column<Row, RowContext>[],
): Pick<ListBody, 'titles' | 'count' | 'rows'> {
	const context = rowContext(model, view.cursor.id);
	const widths = fitColumns(all, model.size.columns - prefixColumns);
	const marks = marksOf(model, view);
	return {
		titles: `${' '.repeat(prefixColumns)}${titleLine(widths)}`,
		count: rows.length,
		rows: (from, to) =>
			rows.slice(from, to).map(row => {
				const isSelected = id(row) === view.cursor.id;
				const prefix = line(rowPrefix(row, isSelected, context.nowMs, marks.has(id(row))), prefixColumns);
				const cells = [...prefix, ...rowCells(widths, row, context)];
				return isSelected ? selectedLine(cells, model.size.columns) : agedCells(cells, context);
			}),
	};
}

/** A row of data that is not live: quiet, but for the letter of what was wrong then. */
function agedCells(cells: readonly Cell[], {lost}: RowContext): readonly Cell[] {
	if (!lost) return cells;
	return cells.map((cell, index): Cell => {
		const wasWrong = index === 1 && typeof cell !== 'string' && cell.tone !== 'quiet';
		return {text: textOfCell(cell), tone: wasWrong ? 'strong' : 'quiet'};
	});
}

/** The marker, the letter and the mark of change before each row. */
const prefixColumns = 4;

/** What stands in a list's place before its rows have come; null once they have. */
export function beforeRows(model: Model, has: boolean, what: string): readonly Line[] | null {
	if (!hasData(model)) return waitingLines(model, null);
	return has ? null : readingLines(model, what);
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
