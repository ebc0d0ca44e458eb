import {unitOf, type Work} from '../../../domain/cluster.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import type {Column} from '../../../words/columns.ts';
import {longBytes, plural} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {type Table, tableOf} from '../../ui/table.ts';
import {bar, fraction, percentText} from '../pieces/bars.ts';
import {section} from '../pieces/blocks.ts';
import {sourceColumn} from '../pieces/name-columns.ts';
import {etaRange} from './eta.ts';

/** The same bars for all subtasks of the task, so that the one that holds up the others is seen. */
export function siblingLines(work: Work, row: SubtaskRow, task: TaskView, model: Model): readonly PageLine[] {
	const table = siblingTable(work, row, task, model.size.columns);
	if (table === null) return [];
	const hidden = task.subtasks.length - table.rows.length;
	const rest = hidden > 0 ? [` ... ${plural(hidden, 'subtask')} more, all further on than the slowest shown`] : [];
	const title = `all ${task.subtasks.length} subtasks of this task`;
	return section(model.size.columns, title, [table, ...rest]);
}

/** The subtasks of a task that dumps or loads, the slowest among them; null where there is nothing to compare. */
export function siblingTable(work: Work, row: SubtaskRow, task: TaskView, columns: number): Table | null {
	if ((work.type !== 'Load' && work.type !== 'Dump') || task.subtasks.length < 2) return null;
	const last = straggler(task.subtasks, work.type);
	const slowestFirst = [...task.subtasks].sort((a, b) => doneOf(a) - doneOf(b));
	const kept = new Set([row, ...slowestFirst.slice(0, most - 1)]);
	const shown = task.subtasks.filter(it => kept.has(it));
	return tableOf(columns, siblingColumns(shown, last), shown, it => (it === row ? '>' : ''));
}

const most = 24;

function siblingColumns(
	rows: readonly SubtaskRow[],
	last: SubtaskRow | undefined,
): readonly Column<SubtaskRow, null>[] {
	return [
		sourceColumn(rows),
		{title: 'UNIT', width: 5, align: 'left', leaves: 3, cell: ({work}) => (work === null ? '-' : unitOf(work))},
		{title: 'STAGE', width: 8, align: 'left', leaves: 2, cell: ({stage}) => stage ?? '-'},
		{title: 'PROGRESS', width: 20, most: 32, align: 'left', leaves: 4, cell: it => bar(progressOf(it), 20)},
		{title: 'DONE', width: 8, align: 'right', cell: it => doneText(it)},
		{title: 'SPEED', width: 12, align: 'right', leaves: 1, cell: it => speedText(it)},
		{
			title: 'ETA',
			width: 9,
			most: 18,
			align: 'left',
			leaves: 5,
			cell: it => `${etaRange(it.eta)}${it === last ? ' last one' : ''}`,
		},
	];
}

/** How far a Dump or a Load has come; a subtask that is past both is done with them. */
function progressOf({work}: SubtaskRow): number | null {
	switch (work?.type) {
		case 'Load':
			return fraction(work.finishedBytes, work.totalBytes);
		case 'Dump':
			return fraction(work.finishedRows, work.estimateTotalRows);
		case 'Sync':
			return 1;
		default:
			return null;
	}
}

function doneText(row: SubtaskRow): string {
	return row.work?.type === 'Sync' ? 'in Sync' : percentText(progressOf(row));
}

function speedText({work, rates}: SubtaskRow): string {
	return (work?.type === 'Load' || work?.type === 'Dump') && rates.now !== null ? `${longBytes(rates.now)}/s` : '-';
}

const order = {Check: 0, Dump: 1, Load: 2, Sync: 4, Other: 3} as const satisfies Record<Work['type'], number>;

/** For sorting: units one after another, in each the share that is done. */
function doneOf(row: SubtaskRow): number {
	return row.work === null ? 0 : order[row.work.type] + Math.min(0.99, progressOf(row) ?? 0);
}

/** The one that will be done last: by the longest ETA, else by the smallest share; none where all are done. */
function straggler(rows: readonly SubtaskRow[], unit: Work['type']): SubtaskRow | undefined {
	const open = rows.filter(row => row.work?.type === unit && row.stage !== 'Finished' && (progressOf(row) ?? 0) < 1);
	if (open.length < 2 && rows.length - open.length < 1) return undefined;
	const byEta = open.filter(({eta}) => eta !== null);
	const candidates = byEta.length === open.length ? byEta : open;
	return [...candidates].sort(
		(a, b) => (b.eta?.maxSeconds ?? 0) - (a.eta?.maxSeconds ?? 0) || doneOf(a) - doneOf(b),
	)[0];
}
