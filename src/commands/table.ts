import {lineText} from '../domain/advice/advice.ts';
import type {Advice} from '../domain/advice/entry.ts';
import {unitOf} from '../domain/cluster.ts';
import type {Lock} from '../domain/lock.ts';
import {commandLine} from '../domain/operation/words.ts';
import {statusWords} from '../domain/status-word.ts';
import {dmVersion} from '../domain/version.ts';
import type {Overview, SubtaskRow, TaskRow, TaskValue} from '../wire/topics.ts';
import {type Around, aboutTask} from '../words/advised.ts';
import {lagText, rateText, shortGapText} from '../words/cells.ts';
import {withoutDmWord} from '../words/dm-word.ts';
import {doubtsOf} from '../words/doubts.ts';
import {duration, etaText, plural, shortBytes, shortGap, withFullStop} from '../words/format.ts';
import {longFrom, statusText} from '../words/headline.ts';
import {verdicts} from '../words/theme.ts';
import {cut, pad, width, wrap} from '../words/width.ts';
import {commandOf, nowSentence, whatToDo} from './now.ts';
import {connectionFlags} from './operating/connection.ts';

/** What the list is printed with: the DDL locks, and the flags that lead dmtop to the same cluster, null for its masters alone. */
type Surroundings = {readonly locks: readonly Lock[]; readonly connection: string | null};

/** When the newest and the first answer came. */
export type Seen = {readonly nowMs: number; readonly firstAnswerAtMs: number | null};

/**
 * The task list as plain text, no escapes: 120 columns where that suffices and nothing cut, or at most as many columns as
 * the terminal has that shows it. Below it the reason of each that is not well, and what to do about those that need a
 * person or tell nothing.
 */
export function listTable(
	overview: Overview,
	nowMs: number,
	columns: number | null = null,
	{locks, connection}: Surroundings = {locks: [], connection: null},
): string {
	const {cluster, tasks, notes, remarks} = overview;
	const seen = {nowMs, firstAnswerAtMs: cluster.firstAnswerAtMs};
	const master = cluster.master ?? cluster.masters.join(', ');
	const head = `${master}   DM ${cluster.dmVersion}  ${plural(tasks.length, 'task')}`;
	const none = notes.length === 0 ? 'The cluster has no task.' : 'No answer tells of a task.';
	const room = columns === null || columns >= longFromColumns ? longFrom : 0;
	const lines = tasks.length === 0 ? [none] : table(listColumns(room), tasks, seen, columns);
	const around = {version: dmVersion(cluster.dmVersion, null), members: null, locks};
	const flags = connection ?? connectionFlags({cluster: null, masters: cluster.masters, workers: [], tls: {}});
	const reasons = tasks.flatMap(row => reasonLines(row, around, {flags, master: cluster.master, columns}));
	const said = [` ${countsText(tasks, (columns ?? usualColumns) - 1)}`, ...lines];
	return printed([head, ...said, ...block(reasons), ...block([...notes, ...remarks])], columns);
}

/** As wide as a page of text where no terminal shows it. */
const usualColumns = 120;

/** In a terminal as wide as this there is room for the long form of STATUS. */
const longFromColumns = 104;

/** Why a row is not well; of what needs a person or tells nothing, what to do now, with the line that does it. */
function reasonLines(row: TaskRow, around: Around, reach: Reach): readonly string[] {
	const {letter} = verdicts[row.word];
	const text = sentences(row.reason, row.outlook);
	if (text === '' || quiet.has(row.word)) return [];
	const advice = whatToDo(aboutTask(row, around));
	if (advice === null) return [`${letter} ${row.name}  ${text}`];
	const short = `   Now: ${nowSentence(advice)}`;
	const now = asksForYou.has(row.word) ? nowLines(advice, row, reach) : [cut(short, reach.columns ?? width(short))];
	return [`${letter} ${row.name}  ${text}`, ...now];
}

/** They have the line that does it too. */
const asksForYou: ReadonlySet<string> = new Set(['error', 'unknown']);

/** The one imperative; in the place of the key that does it stands the line for a shell. */
function nowLines({now}: Advice, {name}: TaskRow, {flags, master}: Reach): readonly string[] {
	const key = now.next ?? now.key;
	const verb = key === null ? undefined : commandOf(key);
	const [first] = now.lines;
	const own = verb === undefined ? null : `dmtop ${commandLine(verb, name, flags)}`;
	const line = own ?? (first === undefined ? null : lineText(first, master));
	const then = own !== null && now.next !== null ? ', then' : '';
	return [`   Now: ${now.text}${then}`, ...(line === null ? [] : [`        ${line}`])];
}

/** How a line for a shell reaches the cluster: the flags of dmtop, and whom dmctl is to ask; and how wide lines may be. */
type Reach = {readonly flags: string; readonly master: string | null; readonly columns: number | null};

/** One task as plain text: a line for each of its subtasks, and which figures of DM's are not believed; `notes` say what is not known of it. */
export function taskTable(
	{name, task}: TaskValue,
	seen: Seen,
	{notes = [], columns = null}: {readonly notes?: readonly string[]; readonly columns?: number | null} = {},
): string {
	if (task === null) return printed([`The cluster lists no task "${name}".`], columns);
	const {row, config} = task;
	const about = [config?.mode, config?.shardMode, config?.target && `-> ${config.target}`].filter(Boolean).join(', ');
	const head = `${verdicts[row.word].letter} ${row.name}  ${statusText(row, longFrom)}${about === '' ? '' : `  (${about})`}`;
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

/** How many there are of each status, worst first, with as many of the words as there is room for. */
function countsText(tasks: readonly TaskRow[], room: number): string {
	const present = statusWords.filter(word => tasks.some(row => row.word === word));
	const told = (words: number) =>
		present
			.map((word, index) => {
				const number = tasks.filter(row => row.word === word).length;
				return `${verdicts[word].letter}${number}${index < words ? ` ${verdicts[word].short}` : ''}`;
			})
			.join('  ');
	let words = present.length;
	while (words > 0 && width(told(words)) > room) words--;
	return told(words);
}

type Column<Row> = {
	readonly title: string;
	readonly least: number;
	readonly align: 'left' | 'right';
	/** The column with the lowest number leaves first where the terminal is narrow; absent = it stays. */
	readonly leaves?: number;
	readonly cell: (row: Row, seen: Seen) => string;
};

/** The columns of the list; `room` is that of STATUS, which has a long and a short form. */
function listColumns(room: number): readonly Column<TaskRow>[] {
	return [
		{title: '', least: 3, align: 'left', cell: row => ` ${verdicts[row.word].letter}`},
		{title: 'TASK', least: 14, align: 'left', cell: row => row.name},
		{title: 'STATUS', least: 25, align: 'left', cell: row => statusText(row, room)},
		{title: 'SUB', least: 5, align: 'right', leaves: 5, cell: row => `${row.good}/${row.expected}`},
		{title: 'LAG', least: 5, align: 'right', cell: lagText},
		{title: 'GAP', least: 5, align: 'right', leaves: 6, cell: shortGapText},
		{title: 'ROW/S', least: 5, align: 'right', leaves: 2, cell: rateText},
		{title: 'LEFT', least: 5, align: 'right', leaves: 4, cell: row => (row.eta === null ? '-' : etaText(row.eta))},
		{title: 'RELAY', least: 6, align: 'left', leaves: 1, cell: row => (row.relay === 'unknown' ? '?' : row.relay)},
		{title: 'SINCE', least: 5, align: 'right', cell: since},
	];
}

const subtaskColumns: readonly Column<SubtaskRow>[] = [
	{title: '', least: 1, align: 'left', cell: row => verdicts[row.word].letter},
	{title: 'SOURCE', least: 24, align: 'left', cell: row => row.source},
	{title: 'WORKER', least: 16, align: 'left', leaves: 2, cell: row => row.worker ?? '-'},
	{title: 'STAGE', least: 9, align: 'left', cell: row => row.stage ?? '?'},
	{title: 'UNIT', least: 6, align: 'left', cell: row => (row.work === null ? '?' : unitOf(row.work))},
	{title: 'LAG', least: 6, align: 'right', cell: lagText},
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
	// Where all but the first to leave have their usual width, rows of different terminals look alike.
	const most = all.filter(({column}) => column.leaves !== 1);
	const isRoomy = (some: typeof all) => room === null || total(some.map(({wide}) => wide)) <= room;
	const roomy = isRoomy(all) || isRoomy(most);
	const kept = isRoomy(all) ? all : roomy ? most : room === null ? all : withoutLeaving(all, room);
	const widths = roomy
		? kept.map(({wide}) => wide)
		: narrowed(
				kept.map(({needs}) => needs),
				room ?? Number.POSITIVE_INFINITY,
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
