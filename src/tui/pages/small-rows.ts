import type {SubtaskRow, TaskRow} from '../../wire/topics.ts';
import {type Cell, telling, textOfCell} from '../../words/columns.ts';
import {statusText} from '../../words/headline.ts';
import {pad} from '../../words/width.ts';
import {marksOf} from '../find/finding.ts';
import type {ListView, Model} from '../state.ts';
import {type Line, line, selectedLine} from '../ui/line.ts';
import {rowContext} from './row-context.ts';
import {lagCell, rowPrefix, sinceCell, underWayText} from './task-columns.ts';

/** Rows of letter, name, status and since, where there is room for nothing else. */
export function smallRows<Row extends TaskRow | SubtaskRow>(
	model: Model,
	view: ListView,
	rows: readonly Row[],
	nameOf: (row: Row) => string,
): readonly Line[] {
	const {columns} = model.size;
	const context = rowContext(model, view.cursor.id);
	const marks = marksOf(model, view);
	const keeps = telling(rows.map(nameOf));
	const room = columns - 3;
	return rows.map(row => {
		const name = nameOf(row);
		const isSelected = name === view.cursor.id;
		const shown = (cells: readonly Cell[]) => (isSelected ? selectedLine(cells, columns) : cells);
		const prefix = line(rowPrefix(row, isSelected, context.nowMs, marks.has(name)), 3);
		// Under 30 columns the name alone tells more than half a name and half a status.
		if (room < 27) return shown([...prefix, pad(name, Math.max(1, room), 'left', keeps).trimEnd()]);
		const since = 6;
		const lag = room >= 44 ? 7 : 0;
		const nameColumns = Math.floor((room - since - lag - 2) * 0.45);
		const statusColumns = room - since - lag - 2 - nameColumns;
		const lagText = lag === 0 ? '' : pad(textOfCell(lagCell(row)), lag, 'right');
		const status = pad(underWayText(row) ?? statusText(row, statusColumns), statusColumns);
		const ended = pad(sinceCell(row, context), since, 'right');
		return shown([...prefix, `${pad(name, nameColumns, 'left', keeps)} ${status}${lagText} ${ended}`]);
	});
}
