import type {SubtaskRow, TaskView} from '../../wire/topics.ts';
import {type Cell, fitColumns, rowLine, titleLine} from '../../words/columns.ts';
import {withoutDmWord} from '../../words/dm-word.ts';
import {etaText, plural} from '../../words/format.ts';
import {painter, verdicts} from '../../words/theme.ts';
import {cut, spread, width} from '../../words/width.ts';
import {nothingShownText} from '../find/look-text.ts';
import {shownSubtasks} from '../find/rows.ts';
import {gatewayNow} from '../freshness.ts';
import {listHeight, tabRows} from '../layout.ts';
import {marksOf} from '../operate/marks.ts';
import type {Layout, Model, TaskTab, View} from '../state.ts';
import {banner, titleBar} from './header.ts';
import {errorLines} from './pieces/error-text.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {fill, line, listRule, rule, spreadLine} from './pieces/pieces.ts';
import {absenceText, verdictText} from './pieces/verdict.ts';
import {reasonParagraphs, sinceText} from './preview.ts';
import {subtaskColumns} from './subtask-columns.ts';
import {tabTitle, taskTabs} from './tabs/tabs.ts';
import {totalsLines} from './tabs/totals.ts';
import {rowPrefix, underWayText} from './task-columns.ts';
import {prefixColumns, rowContext} from './tasks.ts';

/** The page of one task: a line per source, worst first, and below why the selected one is as it is. */
export function taskLines(
	model: Model,
	view: Extract<View, {type: 'task'}>,
	task: TaskView,
	layout: Layout,
): readonly string[] {
	const {columns} = model.size;
	const paint = painter(model.colours);
	const context = rowContext(model, view.cursor.id);
	const fitted = fitColumns(subtaskColumns(task.subtasks, context.shape), columns - prefixColumns);
	const {top, id} = view.cursor;
	const subtasks = shownSubtasks(model, view, view.task);
	const marks = marksOf(model, view);
	const rows = subtasks.slice(top, top + listHeight(model, view)).map(row => {
		const prefix = line(rowPrefix(row, row.source === id, context.nowMs, marks.has(row.source)), prefixColumns, paint);
		return prefix + rowLine(fitted, row, context, paint);
	});
	const selectedRow = subtasks.find(row => row.source === id);
	const empty =
		nothingShownText(model, view) ?? '   DM tells of no subtask of this task, and its configuration is not known.';
	return [
		titleBar(model),
		banner(model) ?? dmLine(task, columns),
		...(model.size.rows < tabRows ? [] : [verdictLine(task, model)]),
		tabLine(task, 'subtasks', columns),
		`${' '.repeat(prefixColumns)}${titleLine(fitted)}`,
		listRule(columns, top, listHeight(model, view), subtasks.length),
		...fill(rows.length === 0 ? [cut(empty, columns)] : rows, layout.body),
		...fill(layout.pane === 0 ? [] : paneLines(task, selectedRow, model, layout.pane), layout.pane),
	];
}

/** What stands between the title bar and the rule on a tab that is a text. */
export function tabHead(model: Model, view: Extract<View, {type: 'tab'}>, layout: Layout): readonly string[] {
	const {columns} = model.size;
	const task = model.tasks.get(view.task)?.task ?? null;
	const tabs = task === null ? rule(columns) : tabLine(task, view.tab, columns);
	const said = banner(model) ?? (task === null ? '' : dmLine(task, columns));
	// On a low terminal there is one line: what is wrong with the data goes first.
	return layout.header > 3 ? [said, tabs] : [banner(model) ?? tabs];
}

/** The tabs of a task's page, the open one in brackets; with numbers where there is room. */
export function tabLine(task: TaskView, open: TaskTab, columns: number): string {
	const inLine = (title: (tab: TaskTab) => string) =>
		` ${taskTabs.map(tab => (tab === open ? `[${title(tab)}]` : title(tab))).join('  ')}`;
	const keys = 'Tab / Shift-Tab ';
	const full = inLine(tab => tabTitle(task, tab));
	if (width(full) + keys.length + 2 <= columns) return spread(full, keys, columns).trimEnd();
	const short = inLine(tab => tabTitle(task, tab).replace(/ .*$/, ''));
	return [full, short].find(text => width(text) <= columns) ?? cut(short, columns);
}

/** dmctl's own word on the left; on the right what the configuration says, or who does not answer. */
function dmLine(task: TaskView, columns: number): string {
	const {row, config} = task;
	const said = row.dmStatus === null ? ` ${withoutDmWord(row, 'this task')}` : ` dmctl: ${row.dmStatus}`;
	const sources = plural(config?.sources.length ?? row.expected, 'source');
	const short = [config?.mode ?? null, config?.shardMode ?? null, sources].filter(fact => fact !== null).join(', ');
	const target = config?.target ?? null;
	const full = target === null ? short : `${short} -> ${target}`;
	const [unheard, unheardShort] = unheardTexts(task.unheard);
	const facts = unheard === null ? [full, short, sources] : [`${sources}; ${unheard}`, unheard, unheardShort];
	// DM's word is never cut for the sake of what the configuration says.
	const fitting = [...facts, ''].find(text => width(said) + width(text) + 2 <= columns) ?? '';
	return spread(said, fitting, columns);
}

/** Who tells nothing of the task and may have a part, in a sentence and in a few words; null where there is nobody. */
function unheardTexts(unheard: TaskView['unheard']): readonly [string, string] | readonly [null, ''] {
	const [first] = unheard;
	if (first === undefined) return [null, ''];
	const what = unheard.every(({who}) => who.startsWith('worker ')) ? 'worker' : 'source';
	const all = plural(unheard.length, what);
	const areSilent = unheard.every(({trouble}) => trouble === first.trouble && trouble === 'does not answer');
	const text =
		unheard.length === 1
			? `${first.who} ${first.trouble} and may have a part of it`
			: `${all} ${areSilent ? 'do not answer' : 'tell nothing'} and may have parts of it`;
	return [text, `${all} silent`];
}

/** Our verdict with its letter, and since when. */
function verdictLine({row}: TaskView, model: Model): string {
	const {letter, tone} = verdicts[row.word];
	const eta = row.eta === null ? '' : `  ETA ${etaText(row.eta)}`;
	const left: readonly Cell[] = [
		' ',
		{text: `${letter} ${row.label}`, tone},
		{text: row.operation === null ? '' : `   ${underWayText(row) ?? ''}`, tone: 'careful'},
		`   ${row.good} of ${row.expected} running or finished${eta}`,
	];
	return spreadLine(left, [sinceText(row, model)], model.size.columns, painter(model.colours));
}

function paneLines(task: TaskView, row: SubtaskRow | undefined, model: Model, rows: number): readonly string[] {
	const {columns} = model.size;
	if (rows < totalsFrom) return rowPane(row, model, rows);
	const totals = [rule(columns, 'the whole task'), ...totalsLines(model, task)];
	return [...totals, ...rowPane(row, model, rows - totals.length)];
}

/** With so many lines there is room for the totals of the task above its selected subtask. */
const totalsFrom = 12;

function rowPane(row: SubtaskRow | undefined, model: Model, rows: number): readonly string[] {
	const {columns} = model.size;
	if (row === undefined) return [rule(columns)];
	const title = row.worker === null ? row.source : `${row.source} / ${row.worker}`;
	const head = rule(columns, title, sinceText(row, model));
	const [reason = '', outlook = ''] = reasonParagraphs(row, model);
	if (rows <= 6) return [head, ...fitParagraphs([reason, outlook], columns, rows - 1)];
	const nowMs = gatewayNow(model);
	const paragraphs = [reason, verdictText(row, nowMs) ?? outlook, absenceText(row, model) ?? ''];
	const errors = errorLines(row, {columns, wrap: true}).map(text => cut(` ${text}`, columns));
	return [head, ...fitParagraphs(paragraphs, columns, rows - 1), '', ...errors];
}
