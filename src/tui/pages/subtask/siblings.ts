import {unitOf, type Work} from '../../../domain/cluster.ts';
import {byText} from '../../../domain/order.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import type {Column} from '../../../words/columns.ts';
import {longBytes, plural, shortBytes} from '../../../words/format.ts';
import {verdicts} from '../../../words/theme.ts';
import type {Model} from '../../state.ts';
import {bar} from '../../ui/graph.ts';
import {type Line, lineText, type PageLine} from '../../ui/line.ts';
import {tableOf} from '../../ui/table.ts';
import {labelLines, section, widest} from '../pieces/blocks.ts';
import {sourceColumn} from '../pieces/name-columns.ts';
import {fraction, percentText} from '../pieces/progress-text.ts';
import {etaRange} from './eta.ts';

/** All subtasks of a task that dumps or loads, so that the one that holds up the others is seen: it is the last one. */
export function siblingLines(work: Work, row: SubtaskRow, task: TaskView, model: Model): readonly PageLine[] {
	const {columns, rows} = model.size;
	const all = task.subtasks;
	if ((work.type !== 'Load' && work.type !== 'Dump') || all.length < 2) return [];
	const last = straggler(all, work.type);
	const ordered = all.filter(it => it !== last).sort((a, b) => doneOf(b) - doneOf(a));
	const slowestLast = last === undefined ? ordered : [...ordered, last];
	const most = Math.max(leastShown, Math.min(mostShown, rows - 18));
	const kept = new Set([row, ...slowestLast.slice(1 - most)]);
	const shown = slowestLast.filter(it => kept.has(it));
	const hidden = all.length - shown.length;
	const rest = hidden > 0 ? [` ... ${plural(hidden, 'source')} more, all further on than the slowest shown`] : [];
	const table = tableOf(columns, siblingColumns(shown), shown, it => (it === row ? '>' : ''));
	return section(columns, `all ${all.length} sources`, [table, ...rest], last === undefined ? '' : 'the last one last');
}

/** How far all parts of the task have come together, and which one will be done last. */
export function allLines(task: TaskView, unit: 'Dump' | 'Load', columns: number): readonly Line[] {
	if (task.subtasks.length < 2) return [];
	const last = straggler(task.subtasks, unit);
	const who = last === undefined ? null : `${last.source} is the last to finish`;
	const share = unit === 'Load' ? loadedText(task.subtasks) : null;
	const text = [share, who].filter(it => it !== null).join('; ');
	return text === '' ? [] : labelLines('all', text, columns);
}

/** Null unless all of them tell how much they load, and how much of it is done. */
function loadedText(rows: readonly SubtaskRow[]): string | null {
	const loads = rows.map(({work}) => (work?.type === 'Load' ? work : null));
	let finished = 0;
	let total = 0;
	for (const load of loads) {
		if (load === null || load.finishedBytes === null || load.totalBytes === null) return null;
		finished += load.finishedBytes;
		total += load.totalBytes;
	}
	const share = fraction(finished, total);
	return share === null ? null : `${percentText(share)} of ${longBytes(total)}`;
}

const leastShown = 6;
const mostShown = 24;

function siblingColumns(rows: readonly SubtaskRow[]): readonly Column<SubtaskRow, null>[] {
	const workers = rows.map(({worker}) => worker ?? '-');
	return [
		{title: '', width: 1, align: 'left', cell: ({word}) => verdicts[word].letter},
		sourceColumn(rows),
		{
			title: 'WORKER',
			width: 8,
			most: widest(workers, 8, 20),
			align: 'left',
			leaves: 2,
			cell: ({worker}) => worker ?? '-',
		},
		{title: 'UNIT', width: 5, align: 'left', leaves: 1, cell: ({work}) => (work === null ? '-' : unitOf(work))},
		{title: 'DONE', width: 7, align: 'right', cell: it => doneText(it)},
		{title: 'LEFT', width: 7, most: 9, align: 'right', leaves: 5, cell: it => leftText(it)},
		{title: 'SPEED', width: 6, align: 'right', leaves: 3, cell: it => speedText(it)},
		{
			title: '',
			width: 12,
			most: 60,
			align: 'left',
			leaves: 4,
			cell: (it, _, columns) => lineText(bar(progressOf(it), columns)),
		},
	];
}

function leftText(row: SubtaskRow): string {
	if (row.work?.type === 'Sync' || row.stage === 'Finished' || progressOf(row) === 1) return 'done';
	return etaRange(row.eta);
}

/** How far a Dump or a Load has come; a subtask that is past both is done with them. */
function progressOf({work}: SubtaskRow): number | null {
	switch (work?.type) {
		case 'Load':
			return fraction(work.finishedBytes, work.totalBytes);
		case 'Dump':
			return fraction(work.finishedRows, work.estimateTotalRows) ?? fraction(work.completedTables, work.totalTables);
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
	return (work?.type === 'Load' || work?.type === 'Dump') && rates.now !== null ? shortBytes(rates.now) : '-';
}

const order = {Check: 0, Dump: 1, Load: 2, Sync: 4, Other: 3} as const satisfies Record<Work['type'], number>;

/** For sorting: units one after another, in each the share that is done. */
function doneOf(row: SubtaskRow): number {
	return row.work === null ? 0 : order[row.work.type] + Math.min(0.99, progressOf(row) ?? 0);
}

/** Two that are told alike do not take turns at being the last. */
function minutesLeft({eta}: SubtaskRow): number {
	return Math.floor((eta?.maxSeconds ?? 0) / 60);
}

function percentDone(row: SubtaskRow): number {
	return Math.floor(100 * doneOf(row));
}

/** The one that will be done last: by the longest ETA, else by the smallest share; none where all are done. */
function straggler(rows: readonly SubtaskRow[], unit: Work['type']): SubtaskRow | undefined {
	const open = rows.filter(row => row.work?.type === unit && row.stage !== 'Finished' && (progressOf(row) ?? 0) < 1);
	if (open.length < 2 && rows.length - open.length < 1) return undefined;
	const byEta = open.filter(({eta}) => eta !== null);
	const candidates = byEta.length === open.length ? byEta : open;
	return [...candidates].sort(
		(a, b) => minutesLeft(b) - minutesLeft(a) || percentDone(a) - percentDone(b) || byText(a.source, b.source),
	)[0];
}
