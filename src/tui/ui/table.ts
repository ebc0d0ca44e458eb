import {type Column, fitColumns, rowCells, textOfCell} from '../../words/columns.ts';
import {pad} from '../../words/width.ts';

/** A small table: every cell is as wide as its column, so that its text and its drawing are the same. */
export type Table = {
	/** Null for a table whose columns need no names. */
	readonly heading: readonly string[] | null;
	readonly rows: readonly (readonly string[])[];
};

/** The table as lines of text, one blank between its columns. */
export function tableText({heading, rows}: Table): readonly string[] {
	return [...(heading === null ? [] : [heading]), ...rows].map(cells => cells.join(' ').trimEnd());
}

/** A table of these rows, a mark of one column in front of each. Columns leave as in any list. */
export function tableOf<Row>(
	columns: number,
	of: readonly Column<Row, null>[],
	rows: readonly Row[],
	mark: (row: Row) => string,
): Table {
	const fitted = fitColumns(of, columns - 2);
	return {
		heading: [' ', ...fitted.map(({column, width}) => pad(column.title, width, column.align))],
		// A row's line is without the blanks at its end, a table's cell is with them.
		rows: rows.map(row => [
			pad(mark(row), 1),
			...fitted.map(it => pad(rowCells([it], row, null).map(textOfCell).join(''), it.width)),
		]),
	};
}
