import {unitOf} from '../../domain/cluster.ts';
import type {SubtaskRow, TaskView} from '../../wire/topics.ts';
import type {Cell} from '../../words/columns.ts';
import {etaText} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {cut} from '../../words/width.ts';
import type {Traits} from '../find/arrange.ts';
import {isProblemWord} from '../find/arrange.ts';
import {lagOf, texts} from '../find/traits.ts';
import {gatewayNow} from '../freshness.ts';
import {tabRows} from '../size.ts';
import type {ListView, Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {spreadLine} from '../ui/line.ts';
import {rule} from '../ui/rules.ts';
import {listOf} from './lists/list.ts';
import {markedRows} from './lists/list-page.ts';
import {errorLines} from './pieces/error-text.ts';
import {fitParagraphs} from './pieces/paragraphs.ts';
import {absenceText, verdictText} from './pieces/verdict.ts';
import {reasonParagraphs, sinceText} from './preview.ts';
import {smallRows} from './small-rows.ts';
import {subtaskColumns} from './subtask-columns.ts';
import {dmLine, tabLine} from './tabs/tab-line.ts';
import {totalsLines} from './tabs/totals.ts';
import {underWayText} from './task-columns.ts';
import {waitingLines} from './waiting.ts';

type TaskPageView = Extract<ListView, {type: 'task'}>;

/** Subtasks: by their source, worker, stage and unit too. */
const traits: Traits<SubtaskRow> = {
	id: row => row.source,
	text: row =>
		texts(
			row.source,
			row.worker,
			row.stage,
			row.work === null ? null : unitOf(row.work),
			verdicts[row.word].short,
			row.label,
			row.reason,
		),
	isProblem: row => isProblemWord(row.word),
	sorts: {
		name: row => row.source,
		lag: row => lagOf(row),
		rate: row => row.rates.now,
		since: row => row.sinceMs ?? row.seenSinceMs,
	},
};

/** The page of one task: a line per source, worst first, and below why the selected one is as it is. */
export const taskPage = listOf<TaskPageView, SubtaskRow>({
	crumbs: view => [view.task],
	topics: view => [`task/${view.task}`],
	rows: {
		all({tasks}, view) {
			const value = tasks.get(view.task);
			return value === undefined ? null : (value.task?.subtasks ?? []);
		},
		traits,
	},
	noRow: 'there is no subtask to select',
	noTask: 'there is no subtask to select',
	aim: (_, view, row) => ({task: view.task, source: row?.source ?? null}),
	means({task}, {selected, marked}) {
		const sources = marked.length > 0 ? marked : selected === null ? [] : [selected];
		return sources.length === 0 ? 'there is no subtask to select' : [{task, sources}];
	},
	isOfTask: true,
	opens: (_, view, row) => ({type: 'subtask', task: view.task, source: row.source, top: 0}),
	isMarkable: true,
	tabCursor: view => view.cursor,
	headerRows: rows => (rows < tabRows ? 5 : 6),
	paneRows: () => 4,
	before: (model, view) => (model.tasks.get(view.task)?.task ? null : waitingLines(model, view.task)),
	body(model, view, {shown, selected}) {
		const {columns, rows} = model.size;
		const task = model.tasks.get(view.task)?.task;
		const shape = model.overview?.cluster.shape ?? null;
		const label = task?.row;
		return {
			...markedRows(model, view, shown, row => row.source, subtaskColumns(task?.subtasks ?? [], shape)),
			summary: task
				? [
						dmLine(task, columns),
						...(rows < tabRows ? [] : [verdictLine(task, model)]),
						tabLine(task, 'subtasks', columns),
					]
				: [],
			empty: '   DM tells of no subtask of this task, and its configuration is not known.',
			notes: [],
			pane: height => (task ? paneLines(task, selected, model, height) : []),
			small: {
				second: label === undefined ? null : cut(` ${label.label}  ${label.good}/${label.expected}`, columns),
				rows: (from, to) => smallRows(model, view, shown.slice(from, to), row => row.source),
				empty: [],
				isBare: true,
				pane: height =>
					selected === undefined ? [] : fitParagraphs(reasonParagraphs(selected, model), columns, height),
			},
		};
	},
});

/** Our verdict with its letter, and since when. */
function verdictLine({row}: TaskView, model: Model): Line {
	const {letter, tone} = verdicts[row.word];
	const eta = row.eta === null ? '' : `  ETA ${etaText(row.eta)}`;
	const left: readonly Cell[] = [
		' ',
		{text: `${letter} ${row.label}`, tone},
		{text: row.operation === null ? '' : `   ${underWayText(row) ?? ''}`, tone: 'careful'},
		`   ${row.good} of ${row.expected} running or finished${eta}`,
	];
	return spreadLine(left, [sinceText(row, model)], model.size.columns);
}

function paneLines(task: TaskView, row: SubtaskRow | undefined, model: Model, rows: number): readonly Line[] {
	const {columns} = model.size;
	if (rows < totalsFrom) return rowPane(row, model, rows);
	const totals = [rule(columns, 'the whole task'), ...totalsLines(model, task)];
	return [...totals, ...rowPane(row, model, rows - totals.length)];
}

/** With so many lines there is room for the totals of the task above its selected subtask. */
const totalsFrom = 12;

function rowPane(row: SubtaskRow | undefined, model: Model, rows: number): readonly Line[] {
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
