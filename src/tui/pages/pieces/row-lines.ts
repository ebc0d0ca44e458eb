import {type Cell, type Column, fitColumns, rowCells, titleLine} from '../../../words/columns.ts';
import {type Line, line} from '../../ui/line.ts';
import {quiet} from '../../ui/rules.ts';

/** A table inside a page: a quiet line of titles, then the rows, each behind a letter. Columns leave as in any list. */
export function rowLines<Row>(
	columns: number,
	of: readonly Column<Row, null>[],
	rows: readonly Row[],
	letter: (row: Row) => Cell,
): readonly Line[] {
	const fitted = fitColumns(of, columns - indent);
	return [
		line([quiet(`${' '.repeat(indent)}${titleLine(fitted)}`)], columns),
		...rows.map(row => line([' ', letter(row), ' ', ...rowCells(fitted, row, null)], columns)),
	];
}

/** A blank, the letter and a blank. */
const indent = 3;
