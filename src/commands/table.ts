import {unitOf} from '../domain/cluster.ts';
import type {Overview, Phase, SubtaskRow, TaskRow, TaskValue} from '../protocol/topics.ts';
import {count, duration, etaText, lagDuration, shortBytes, shortGap} from '../tui/format.ts';
import {withoutDmWord} from '../tui/listing.ts';
import {verdicts} from '../tui/theme.ts';
import {pad, width} from '../tui/width.ts';

/** The task list as plain text: 120 columns where that suffices, nothing cut, no escapes. */
export function listTable(overview: Overview, nowMs: number): string {
	const {cluster, tasks, notes} = overview;
	const head = `${cluster.master ?? cluster.masters.join(', ')}  DM ${cluster.dmVersion}  ${counts(tasks)}`;
	const none = notes.length === 0 ? 'The cluster has no task.' : 'No answer tells of a task.';
	const lines = tasks.length === 0 ? [none] : table(listColumns, tasks, nowMs);
	const reasons = tasks.flatMap(row => {
		const text = sentences(row.reason, row.outlook);
		return text === '' || quiet.has(row.word) ? [] : [`${verdicts[row.word].letter} ${row.name}: ${text}`];
	});
	return `${[head, '', ...lines, ...block(reasons), ...block(notes)].join('\n')}\n`;
}

/** One task as plain text: a line for each of its subtasks; `notes` say what is not known of it. */
export function taskTable({name, task}: TaskValue, nowMs: number, notes: readonly string[] = []): string {
	if (task === null) return `The cluster lists no task "${name}".\n`;
	const {row, config} = task;
	const about = [config?.mode, config?.shardMode, config?.target && `-> ${config.target}`].filter(Boolean).join(', ');
	const head = `${verdicts[row.word].letter} ${row.name}  ${row.label}${about === '' ? '' : `  (${about})`}`;
	const dm = row.dmStatus === null ? `${withoutDmWord(row, 'it')}.` : `DM says: ${row.dmStatus}`;
	const reasons = task.subtasks.flatMap(subtask => {
		const text = sentences(subtask.reason, subtask.outlook);
		return text === '' ? [] : [`${verdicts[subtask.word].letter} ${text}`];
	});
	return `${[head, dm, '', ...table(subtaskColumns, task.subtasks, nowMs), ...block(reasons), ...block(notes)].join('\n')}\n`;
}

const quiet: ReadonlySet<string> = new Set(['running', 'new', 'finished', 'stopped']);

function block(lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ['', ...lines];
}

function counts(tasks: readonly TaskRow[]): string {
	const letters = tasks.map(({word}) => verdicts[word].letter);
	const each = [...new Set(letters)].map(letter => `${letter}${letters.filter(other => other === letter).length}`);
	return `${tasks.length} task${tasks.length === 1 ? '' : 's'}${each.length === 0 ? '' : `: ${each.join(' ')}`}`;
}

type Column<Row> = {
	readonly title: string;
	readonly least: number;
	readonly align: 'left' | 'right';
	readonly cell: (row: Row, nowMs: number) => string;
};

const listColumns: readonly Column<TaskRow>[] = [
	{title: '', least: 1, align: 'left', cell: row => verdicts[row.word].letter},
	{title: 'TASK', least: 26, align: 'left', cell: row => row.name},
	{title: 'STATUS', least: 24, align: 'left', cell: row => row.label},
	{title: 'SUB', least: 5, align: 'right', cell: row => `${row.good}/${row.expected}`},
	{title: 'PHASE', least: 9, align: 'left', cell: row => phase(row.phase)},
	{title: 'LAG', least: 6, align: 'right', cell: lag},
	{
		title: 'GAP',
		least: 8,
		align: 'right',
		cell: row => (row.gapUnknown ? '?' : row.gap === null ? '-' : shortGap(row.gap)),
	},
	{
		title: 'ROWS/S',
		least: 6,
		align: 'right',
		cell: row => (row.rowsPerSecond === null ? '-' : count(row.rowsPerSecond)),
	},
	{title: 'ETA', least: 6, align: 'right', cell: row => (row.eta === null ? '-' : etaText(row.eta))},
	{title: 'RELAY', least: 7, align: 'left', cell: row => row.relay},
	{title: 'SINCE', least: 6, align: 'right', cell: since},
];

const subtaskColumns: readonly Column<SubtaskRow>[] = [
	{title: '', least: 1, align: 'left', cell: row => verdicts[row.word].letter},
	{title: 'SOURCE', least: 24, align: 'left', cell: row => row.source},
	{title: 'WORKER', least: 16, align: 'left', cell: row => row.worker ?? '-'},
	{title: 'STAGE', least: 9, align: 'left', cell: row => row.stage ?? '?'},
	{title: 'UNIT', least: 6, align: 'left', cell: row => (row.work === null ? '?' : unitOf(row.work))},
	{title: 'LAG', least: 6, align: 'right', cell: lag},
	{title: 'PROGRESS/GAP', least: 14, align: 'right', cell: progress},
	{
		title: 'RELAY',
		least: 8,
		align: 'left',
		cell: row => row.relay?.stage ?? (row.presence.type === 'here' ? 'off' : '?'),
	},
	{title: 'SINCE', least: 6, align: 'right', cell: since},
];

function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], nowMs: number): readonly string[] {
	const cells = rows.map(row => columns.map(column => column.cell(row, nowMs)));
	const widths = columns.map((column, index) =>
		Math.max(column.least, width(column.title), ...cells.map(line => width(line[index] ?? ''))),
	);
	const line = (texts: readonly string[]) =>
		texts
			.map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? 'left'))
			.join(' ')
			.trimEnd();
	return [line(columns.map(({title}) => title)), ...cells.map(line)];
}

function lag(row: TaskRow | SubtaskRow, nowMs: number): string {
	if (row.blockedSinceMs !== null) return duration((nowMs - row.blockedSinceMs) / 1000);
	if (row.lagUnknown) return '?';
	return row.lagSeconds === null ? '-' : lagDuration(row.lagSeconds);
}

function since(row: TaskRow | SubtaskRow, nowMs: number): string {
	return row.sinceMs === null ? '' : duration((nowMs - row.sinceMs) / 1000);
}

function phase({check, dump, load, sync, paused, error, silent}: Phase): string {
	const counted = [
		['C', check],
		['D', dump],
		['L', load],
		['S', sync],
		['=', paused],
		['x', error],
		['?', silent],
	] as const;
	return counted.flatMap(([letter, number]) => (number === 0 ? [] : [`${letter}${number}`])).join(' ') || '-';
}

function progress({work, gap, upstreamUnknown}: SubtaskRow): string {
	if (work?.type === 'Load')
		return work.progress ?? (work.finishedBytes === null ? '-' : shortBytes(work.finishedBytes));
	if (work?.type === 'Dump')
		return work.progress?.trim() || (work.finishedBytes === null ? '-' : shortBytes(work.finishedBytes));
	if (upstreamUnknown) return 'upstream ?';
	return gap === null ? '-' : shortGap(gap);
}

function sentences(...texts: readonly (string | null)[]): string {
	return texts.flatMap(text => (text === null ? [] : [/[.!?]$/.test(text) ? text : `${text}.`])).join(' ');
}
