import type {Overview} from '../../wire/topics.ts';
import {fitColumns, rowLine, titleLine} from '../../words/columns.ts';
import {painter} from '../../words/theme.ts';
import {cut} from '../../words/width.ts';
import {nothingShownText} from '../find/look-text.ts';
import {shownTasks} from '../find/rows.ts';
import {freshness, gatewayNow, viewerTime} from '../freshness.ts';
import {listHeight, noteRows} from '../layout.ts';
import {marksOf} from '../operate/marks.ts';
import type {Layout, Model, View} from '../state.ts';
import {eventLines} from './events.ts';
import {banner, countsLine, titleBar} from './header.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {fill, line, listRule, rule} from './pieces/pieces.ts';
import {previewLines} from './preview.ts';
import {type RowContext, rowPrefix, taskColumns} from './task-columns.ts';

/** The task list: one line per task, worst first, and below it why the selected one is as it is. */
export function tasksLines(
	model: Model,
	view: Extract<View, {type: 'tasks'}>,
	overview: Overview,
	layout: Layout,
): readonly string[] {
	const {columns} = model.size;
	const paint = painter(model.colours);
	const context = rowContext(model, view.cursor.id);
	const fitted = fitColumns(taskColumns(overview.tasks, context.shape), columns - prefixColumns);
	const tasks = shownTasks(model, view);
	const marks = marksOf(model, view);
	const rows = tasks.slice(view.cursor.top, view.cursor.top + listHeight(model, view)).map(row => {
		const isSelected = row.name === view.cursor.id;
		const prefix = line(rowPrefix(row, isSelected, context.nowMs, marks.has(row.name)), prefixColumns, paint);
		const cells = rowLine(fitted, row, context, paint);
		return prefix + cells;
	});
	const notes = [...overview.notes, ...overview.remarks]
		.slice(0, noteRows(model))
		.map(note => cut(` ${note}`, columns));
	const selectedRow = tasks.find(row => row.name === view.cursor.id);
	return [
		titleBar(model),
		banner(model) ?? countsLine(model, overview.tasks, view),
		`${' '.repeat(prefixColumns)}${titleLine(fitted)}`,
		listRule(columns, view.cursor.top, listHeight(model, view), tasks.length),
		...fill(
			[...(rows.length === 0 ? [nothingShownText(model, view) ?? emptyText(overview, columns)] : rows), ...notes],
			layout.body,
		),
		...fill(layout.pane === 0 ? [] : previewLines(model, selectedRow, layout.pane), layout.pane),
		...fill(layout.events === 0 ? [] : bottomLines(overview, model, layout.events), layout.events),
	];
}

/** The newest events; while the data is not live, why it is not. */
function bottomLines(overview: Overview, model: Model, rows: number): readonly string[] {
	const fresh = freshness(model);
	const {columns} = model.size;
	if (fresh.type !== 'lost') return eventLines(overview.events, model, rows);
	return [rule(columns), ...fitParagraphs([fresh.message], columns, rows - 1)];
}

/** What all rows share now. */
export function rowContext(model: Model, selected: string | null): RowContext {
	return {
		nowMs: gatewayNow(model),
		shape: model.overview?.cluster.shape ?? null,
		lost: freshness(model).type === 'lost',
		absoluteTimes: model.absoluteTimes,
		wallShiftMs: viewerTime(model, 0),
		firstAnswerAtMs: model.overview?.cluster.firstAnswerAtMs ?? null,
		selected,
	};
}

/** The marker, the letter and the mark of change before each row. */
export const prefixColumns = 3;

function emptyText(overview: Overview, columns: number): string {
	const {master} = overview.cluster;
	// What is told below it is why an empty list proves nothing.
	if (overview.notes.length > 0) return cut('   No task is listed, but not everything answers:', columns);
	return cut(`   No tasks: ${master ?? 'the dm-master'} answers well and lists none.`, columns);
}
