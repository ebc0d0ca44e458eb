import {plainly} from '../../domain/failure/sentence.ts';
import type {SubtaskRow, TaskRow} from '../../wire/topics.ts';
import {type Cell, telling} from '../../words/columns.ts';
import {hourAndMinute} from '../../words/format.ts';
import {painter} from '../../words/theme.ts';
import {cut, cutStart, pad, width, wrap} from '../../words/width.ts';
import {lookText, nothingShownText} from '../find/look-text.ts';
import {isList, shownSubtasks, shownTasks} from '../find/rows.ts';
import {linesOf, markedLines, matchesIn, matchText} from '../find/search.ts';
import {freshness, hasData, wallTime} from '../freshness.ts';
import {listHeight} from '../layout.ts';
import {marksOf} from '../operate/marks.ts';
import {writingText} from '../operate/writing.ts';
import type {Layout, Model, View} from '../state.ts';
import {isText, topView} from '../views.ts';
import {clusterName, counts, crumbs, freshnessCell, retryText} from './header.ts';
import {beforePage, pageRows, plainPage} from './lists/lists.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {fill, line, piecesWidth, rule, spreadLine} from './pieces/pieces.ts';
import {reasonParagraphs} from './preview.ts';
import {lagCell, type RowContext, rowPrefix, sinceCell, underWayText} from './task-columns.ts';
import {rowContext} from './tasks.ts';
import {textLines} from './text.ts';
import {waitingLines} from './waiting.ts';

/** Any view where there is room for one thing only: a short header, then rows of letter, name, status and since. */
export function smallScreen(model: Model, view: View, layout: Layout): readonly string[] {
	const header = layout.header === 1 ? [onlyLine(model)] : [nameLine(model), secondLine(model, view)];
	return [
		...header,
		...fill(bodyLines(model, view, layout), layout.body),
		...fill(reasonLines(model, view, layout), layout.pane),
	];
}

function bodyLines(model: Model, view: View, layout: Layout): readonly string[] {
	if (isText(view)) {
		const {columns} = model.size;
		const lines = textLines(model, view);
		return markedLines(lines, view.top, layout.body, matchesIn(model, view, lines)).map(text => cut(text, columns));
	}
	if (!hasData(model)) return waitingLines(model, null);
	if (view.type !== 'tasks' && view.type !== 'task') {
		const page = plainPage(model, view);
		return page === null ? beforePage(model, view) : pageRows(model, view, page);
	}
	const context = rowContext(model, view.cursor.id);
	const {top, id} = view.cursor;
	const end = top + listHeight(model, view);
	const nothing = nothingShownText(model, view);
	if (nothing !== null) return [cut(nothing.trimStart(), model.size.columns)];
	if (view.type === 'tasks') {
		const rows = shownTasks(model, view);
		if (rows.length === 0) return emptyLines(model);
		const keeps = telling(rows.slice(top, end).map(row => row.name));
		return rows.slice(top, end).map(row => smallRow(row.name, keeps, row, row.name === id, context, model));
	}
	const task = model.tasks.get(view.task)?.task;
	if (!task) return waitingLines(model, view.task);
	const subtasks = shownSubtasks(model, view, view.task).slice(top, end);
	const keeps = telling(subtasks.map(row => row.source));
	return subtasks.map(row => smallRow(row.source, keeps, row, row.source === id, context, model));
}

function emptyLines({overview, size}: Model): readonly string[] {
	const notes = overview?.notes ?? [];
	const texts = notes.length === 0 ? ['No tasks: DM lists none.'] : ['No task is listed, but:', ...notes];
	return texts.flatMap(text => wrap(text, Math.max(1, size.columns - 2)).map(part => ` ${part}`));
}

function smallRow(
	name: string,
	keeps: 'start' | 'end',
	row: TaskRow | SubtaskRow,
	isSelected: boolean,
	context: RowContext,
	model: Model,
): string {
	const {columns} = model.size;
	const isMarked = marksOf(model, topView(model)).has(name);
	const paint = painter(model.colours);
	const prefix = line(rowPrefix(row, isSelected, context.nowMs, isMarked), 3, paint);
	const room = columns - 3;
	// Under 30 columns the name alone tells more than half a name and half a status.
	if (room < 27) return prefix + pad(name, Math.max(1, room), 'left', keeps).trimEnd();
	const since = 6;
	const lag = room >= 44 ? 7 : 0;
	const nameColumns = Math.floor((room - since - lag - 2) * 0.45);
	const statusColumns = room - since - lag - 2 - nameColumns;
	const lagText = lag === 0 ? '' : pad(plainCell(row, context), lag, 'right');
	return `${prefix}${pad(name, nameColumns, 'left', keeps)} ${pad(underWayText(row) ?? row.label, statusColumns)}${lagText} ${pad(sinceCell(row, context), since, 'right')}`;
}

function plainCell(row: TaskRow | SubtaskRow, context: RowContext): string {
	const cell = lagCell(row, context);
	return typeof cell === 'string' ? cell : cell.text;
}

function nameLine(model: Model): string {
	const look = foundText(model, 16);
	const writing = model.armed === null ? '' : `  ${writingText(model)}`;
	const right = [
		look === '' ? '' : `  ${look}`,
		'  ',
		freshnessCell(model),
		`${writing}  ${hourAndMinute(wallTime(model, model.nowMs))}`,
	];
	const view = topView(model);
	return spreadLine(
		[` ${view.type === 'tasks' ? clusterName(model) : nameOf(view)}`],
		right,
		model.size.columns,
		painter(model.colours),
	);
}

/** What the page is about, in as few words as can be. */
function nameOf(view: View): string {
	return view.type === 'why'
		? view.task
		: crumbs(view)
				.slice(view.type === 'subtask' ? -1 : 0)
				.join(' ');
}

function secondLine(model: Model, view: View): string {
	const {columns} = model.size;
	const paint = painter(model.colours);
	const fresh = freshness(model);
	if (fresh.type === 'lost') {
		return line(
			[{text: ` NOT LIVE, ${retryText(fresh.retryAtMs, model.nowMs)}  ${plainly(fresh.message)}`, tone: 'bad'}],
			columns,
			paint,
		);
	}
	if (!isText(view) && view.type !== 'tasks' && view.type !== 'task') {
		return plainPage(model, view)?.summary[0] ?? '';
	}
	if ('task' in view && view.task !== null) {
		const row = model.tasks.get(view.task)?.task?.row;
		if (row !== undefined) return cut(` ${row.label}  ${row.good}/${row.expected}`, columns);
	}
	return line([' ', ...counts(model.overview?.tasks ?? [], false)], columns, paint).trimEnd();
}

/** How many rows a list shows of how many, or which match of a text is meant. */
function foundText(model: Model, columns: number): string {
	const view = topView(model);
	return isList(view) ? lookText(model, view, columns) : matchText(matchesIn(model, view, linesOf(model, view)));
}

/** All that a header of one line can tell: how fresh it is, what page it is, and as many of the counts as fit. */
function onlyLine(model: Model): string {
	const fresh = freshness(model);
	const isLive = fresh.type === 'live' && fresh.ageSeconds === null && model.finding.frozen === null;
	const head = isLive ? '' : ' ';
	const cell = head === '' ? '' : freshnessCell(model);
	const found = foundText(model, 6);
	const {columns} = model.size;
	const before = [found === '' ? '' : `${found} `, cell, head];
	const view = topView(model);
	const numbers = counts(model.overview?.tasks ?? [], false);
	const left = columns - piecesWidth(before);
	// The worst count stays beside the name of the page.
	const name = view.type === 'tasks' ? '' : `${shortName(view, left - piecesWidth(numbers.slice(0, 2)) - 1)} `;
	return line(
		[...before, name, ...wholePieces(numbers, left - width(name))],
		columns,
		painter(model.colours),
	).trimEnd();
}

/** The name of a page in so many columns: its last word, and as much of what is before it as fits. */
function shortName(view: View, columns: number): string {
	const words =
		view.type === 'why' ? [view.task, 'why'] : view.type === 'events' ? crumbs(view).toReversed() : crumbs(view);
	const last = words.at(-1) ?? '';
	const first = words[0] ?? '';
	if (words.length === 1) return cut(last, columns);
	if (view.type === 'subtask' || view.type === 'source' || view.type === 'lock') return cutStart(last, columns);
	return `${cut(first, Math.max(1, columns - width(last) - 1))} ${last}`;
}

/** Half a number would be another one: as many pieces as fit whole. */
function wholePieces(pieces: readonly Cell[], columns: number): readonly Cell[] {
	const end = pieces.findIndex((_, index) => piecesWidth(pieces.slice(0, index + 1)) > columns);
	return end === -1 ? pieces : pieces.slice(0, end);
}

function reasonLines(model: Model, view: View, layout: Layout): readonly string[] {
	if (layout.pane === 0) return [];
	const {columns} = model.size;
	if (!isText(view) && view.type !== 'tasks' && view.type !== 'task') {
		const pane = plainPage(model, view)?.pane ?? null;
		return pane === null ? [] : [rule(columns), ...pane.lines(layout.pane - 1)];
	}
	const row = selectedRow(model, view);
	if (row === undefined) return [];
	return [rule(columns), ...fitParagraphs(reasonParagraphs(row, model), columns, layout.pane - 1)];
}

function selectedRow(model: Model, view: View): TaskRow | SubtaskRow | undefined {
	if (view.type === 'tasks') return model.overview?.tasks.find(row => row.name === view.cursor.id);
	if (view.type !== 'task') return undefined;
	return model.tasks.get(view.task)?.task?.subtasks.find(row => row.source === view.cursor.id);
}
