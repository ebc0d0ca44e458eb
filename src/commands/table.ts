import {unitOf} from '../domain/cluster.ts';
import type {Overview, SubtaskRow, TaskRow, TaskValue} from '../wire/topics.ts';
import {lagText, phaseText, rateText, shortGapText} from '../words/cells.ts';
import {withoutDmWord} from '../words/dm-word.ts';
import {doubtsOf} from '../words/doubts.ts';
import {duration, etaText, plural, shortBytes, shortGap, withFullStop} from '../words/format.ts';
import {verdicts} from '../words/theme.ts';
import {pad, width, wrap} from '../words/width.ts';

/** When the newest and the first answer came. */
export type Seen = {readonly nowMs: number; readonly firstAnswerAtMs: number | null};

/**
 * The task list as plain text, no escapes: 120 columns where that suffices and nothing cut, or at most as many columns as
 * the terminal has that shows it.
 */
export function listTable(overview: Overview, nowMs: number, columns: number | null = null): string {
	const {cluster, tasks, notes, remarks} = overview;
	const seen = {nowMs, firstAnswerAtMs: cluster.firstAnswerAtMs};
	const head = `${cluster.master ?? cluster.masters.join(', ')}  DM ${cluster.dmVersion}  ${counts(tasks)}`;
	const none = notes.length === 0 ? 'The cluster has no task.' : 'No answer tells of a task.';
	const lines = tasks.length === 0 ? [none] : table(listColumns, tasks, seen, columns);
	const reasons = tasks.flatMap(row => {
		const text = sentences(row.reason, row.outlook);
		return text === '' || quiet.has(row.word) ? [] : [`${verdicts[row.word].letter} ${row.name}: ${text}`];
	});
	return printed([head, '', ...lines, ...block(reasons), ...block([...notes, ...remarks])], columns);
}

/** One task as plain text: a line for each of its subtasks, and which figures of DM's are not believed; `notes` say what is not known of it. */
export function taskTable(
	{name, task}: TaskValue,
	seen: Seen,
	{notes = [], columns = null}: {readonly notes?: readonly string[]; readonly columns?: number | null} = {},
): string {
	if (task === null) return printed([`The cluster lists no task "${name}".`], columns);
	const {row, config} = task;
	const about = [config?.mode, config?.shardMode, config?.target && `-> ${config.target}`].filter(Boolean).join(', ');
	const head = `${verdicts[row.word].letter} ${row.name}  ${row.label}${about === '' ? '' : `  (${about})`}`;
	const dm = row.dmStatus === null ? `${withoutDmWord(row, 'it')}.` : `DM says: ${row.dmStatus}`;
	const reasons = task.subtasks.flatMap(subtask => {
		const text = sentences(subtask.reason, subtask.outlook);
		return text === '' ? [] : [`${verdicts[subtask.word].letter} ${text}`];
	});
	const lines = table(subtaskColumns, task.subtasks, seen, columns);
	const doubts = task.subtasks.flatMap(subtask => doubtsOf(subtask).map(text => `${subtask.source}: ${text}`));
	return printed([head, dm, '', ...lines, ...block(reasons), ...block([...doubts, ...notes])], columns);
}

/** What is longer than the terminal is wide goes on below itself. */
function printed(lines: readonly string[], columns: number | null): string {
	const fitted = columns === null ? lines : lines.flatMap(text => wrap(text, Math.max(1, columns), '  '));
	return `${fitted.join('\n')}\n`;
}

const quiet: ReadonlySet<string> = new Set(['running', 'new', 'finished', 'stopped']);

function block(lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ['', ...lines];
}

function counts(tasks: readonly TaskRow[]): string {
	const letters = tasks.map(({word}) => verdicts[word].letter);
	const each = [...new Set(letters)].map(letter => `${letter}${letters.filter(other => other === letter).length}`);
	return `${plural(tasks.length, 'task')}${each.length === 0 ? '' : `: ${each.join(' ')}`}`;
}

type Column<Row> = {
	readonly title: string;
	readonly least: number;
	readonly align: 'left' | 'right';
	/** The column with the lowest number leaves first where the terminal is narrow; absent = it stays. */
	readonly leaves?: number;
	readonly cell: (row: Row, seen: Seen) => string;
};

const listColumns: readonly Column<TaskRow>[] = [
	{title: '', least: 1, align: 'left', cell: row => verdicts[row.word].letter},
	{title: 'TASK', least: 26, align: 'left', cell: row => row.name},
	{title: 'STATUS', least: 24, align: 'left', cell: row => row.label},
	{title: 'SUB', least: 5, align: 'right', leaves: 5, cell: row => `${row.good}/${row.expected}`},
	{title: 'PHASE', least: 9, align: 'left', leaves: 3, cell: row => phaseText(row.phase)},
	{title: 'LAG', least: 6, align: 'right', cell: lag},
	{title: 'GAP', least: 8, align: 'right', leaves: 6, cell: shortGapText},
	{title: 'ROWS/S', least: 6, align: 'right', leaves: 2, cell: rateText},
	{title: 'ETA', least: 6, align: 'right', leaves: 4, cell: row => (row.eta === null ? '-' : etaText(row.eta))},
	{title: 'RELAY', least: 7, align: 'left', leaves: 1, cell: row => row.relay},
	{title: 'SINCE', least: 6, align: 'right', cell: since},
];

const subtaskColumns: readonly Column<SubtaskRow>[] = [
	{title: '', least: 1, align: 'left', cell: row => verdicts[row.word].letter},
	{title: 'SOURCE', least: 24, align: 'left', cell: row => row.source},
	{title: 'WORKER', least: 16, align: 'left', leaves: 2, cell: row => row.worker ?? '-'},
	{title: 'STAGE', least: 9, align: 'left', cell: row => row.stage ?? '?'},
	{title: 'UNIT', least: 6, align: 'left', cell: row => (row.work === null ? '?' : unitOf(row.work))},
	{title: 'LAG', least: 6, align: 'right', cell: lag},
	{title: 'PROGRESS/GAP', least: 14, align: 'right', cell: progress},
	{
		title: 'RELAY',
		least: 8,
		align: 'left',
		leaves: 1,
		cell: row => row.relay?.stage ?? (row.presence.type === 'here' ? 'off' : '?'),
	},
	{title: 'SINCE', least: 6, align: 'right', cell: since},
];

function table<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	seen: Seen,
	room: number | null,
): readonly string[] {
	const all = columns.map(column => {
		const cells = rows.map(row => column.cell(row, seen));
		const needs = Math.max(width(column.title), ...cells.map(width));
		return {column, cells, needs, wide: Math.max(column.least, needs)};
	});
	const roomy = room === null || total(all.map(({wide}) => wide)) <= room;
	const kept = roomy ? all : withoutLeaving(all, room);
	const widths = roomy
		? kept.map(({wide}) => wide)
		: narrowed(
				kept.map(({needs}) => needs),
				room,
			);
	const line = (texts: readonly string[]) =>
		texts
			.map((text, index) => pad(text, widths[index] ?? 0, kept[index]?.column.align ?? 'left'))
			.join(' ')
			.trimEnd();
	return [
		line(kept.map(({column}) => column.title)),
		...rows.map((_, row) => line(kept.map(({cells}) => cells[row] ?? ''))),
	];
}

function total(widths: readonly number[]): number {
	return widths.reduce((sum, each) => sum + each + 1, -1);
}

type Needing = {readonly column: {readonly leaves?: number}; readonly needs: number};

function withoutLeaving<Each extends Needing>(all: readonly Each[], room: number): readonly Each[] {
	let kept = all;
	while (total(kept.map(({needs}) => needs)) > room) {
		const next = Math.min(...kept.map(({column}) => column.leaves ?? Number.POSITIVE_INFINITY));
		if (next === Number.POSITIVE_INFINITY) return kept;
		kept = kept.filter(({column}) => column.leaves !== next);
	}
	return kept;
}

/** What no column's leaving makes room for is taken from the widest. */
function narrowed(widths: readonly number[], room: number): readonly number[] {
	const fitted = [...widths];
	for (let over = total(fitted) - room; over > 0; over--) {
		const widest = fitted.indexOf(Math.max(...fitted));
		fitted[widest] = Math.max(1, (fitted[widest] ?? 1) - 1);
	}
	return fitted;
}

function lag(row: TaskRow | SubtaskRow, {nowMs, firstAnswerAtMs}: Seen): string {
	return lagText(row, firstAnswerAtMs, sinceMs => duration((nowMs - sinceMs) / 1000));
}

function since(row: TaskRow | SubtaskRow, {nowMs}: Seen): string {
	return row.sinceMs === null ? '' : duration((nowMs - row.sinceMs) / 1000);
}

function progress({work, gap, busySinceMs, upstreamUnknown}: SubtaskRow): string {
	if (work?.type === 'Load')
		return work.progress ?? (work.finishedBytes === null ? '-' : shortBytes(work.finishedBytes));
	if (work?.type === 'Dump')
		return work.progress?.trim() || (work.finishedBytes === null ? '-' : shortBytes(work.finishedBytes));
	if (busySinceMs !== null) return '?';
	if (upstreamUnknown) return 'upstream ?';
	return gap === null ? '-' : shortGap(gap);
}

function sentences(...texts: readonly (string | null)[]): string {
	return texts.flatMap(text => (text === null ? [] : [withFullStop(text)])).join(' ');
}
