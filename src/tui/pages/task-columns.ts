import {doing, type OperationUnderWay} from '../../domain/operation/under-way.ts';
import type {RelayWord} from '../../domain/relay/relay.ts';
import type {TaskRow} from '../../wire/topics.ts';
import {lagText, rateText, shortGapText} from '../../words/cells.ts';
import {type Cell, type Column, telling} from '../../words/columns.ts';
import {etaText, moment, shortAge} from '../../words/format.ts';
import {headline, longFrom} from '../../words/headline.ts';
import {symbols} from '../../words/symbols.ts';
import {type Tone, verdicts} from '../../words/theme.ts';
import {width} from '../../words/width.ts';
import {gapScale, lagScale, sparkline} from '../ui/graph.ts';
import type {RowContext} from './row-context.ts';

/** The columns of the task list for these rows. Those with a number leave when it is narrow, the lowest first. */
export function taskColumns(
	rows: readonly TaskRow[],
	shape: RowContext['shape'],
): readonly Column<TaskRow, RowContext>[] {
	const longestName = rows.reduce((longest, row) => Math.max(longest, width(row.name)), 8);
	const longestCount = rows.reduce((longest, row) => Math.max(longest, 2 * String(row.expected).length + 1), 5);
	const gapOnly = shape === 'workers';
	return [
		{
			title: 'TASK',
			width: Math.min(14, longestName),
			most: Math.min(20, longestName),
			align: 'left',
			keeps: tellingTasks(rows),
			cell: row => row.name,
		},
		{title: 'STATUS', width: 20, most: 300, align: 'left', cell: statusCell},
		{title: 'SUB', width: longestCount, align: 'right', leaves: 5, cell: row => `${row.good}/${row.expected}`},
		...(gapOnly ? [] : [{title: 'LAG', width: 5, align: 'right', cell: lagCell} as const]),
		{
			title: gapOnly ? 'GAP 10m' : 'LAG 10m',
			width: historyColumns,
			align: 'left',
			leaves: 1,
			from: 100,
			cell: row => sparkline(row.history, historyColumns, gapOnly ? gapScale : lagScale),
		},
		{title: 'GAP', width: 5, align: 'right', cell: shortGapText},
		{title: 'ROW/S', width: 5, align: 'right', leaves: 3, cell: rateText},
		{title: 'LEFT', width: 5, align: 'right', leaves: 4, cell: leftCell},
		{title: 'RELAY', width: 6, align: 'left', leaves: 2, from: 84, cell: row => relayCell(row.relay)},
		{title: 'SINCE', width: 5, align: 'right', cell: sinceCell},
	];
}

/** As wide as a sparkline of ten minutes is. */
const historyColumns = 12;

/** There may be thousands of tasks, and each frame asks. */
function tellingTasks(rows: readonly TaskRow[]): 'start' | 'end' {
	const known = tellingOf.get(rows);
	if (known !== undefined) return known;
	const told = telling(rows.map(row => row.name));
	tellingOf.set(rows, told);
	return told;
}

const tellingOf = new WeakMap<readonly TaskRow[], 'start' | 'end'>();

/** Marker, letter, and a mark (somebody's, or of a change): the four columns before a row's cells. */
export function rowPrefix(
	row: Pick<TaskRow, 'word' | 'changedAtMs'>,
	isSelected: boolean,
	nowMs: number,
	isMarked = false,
): readonly Cell[] {
	const {letter, tone} = verdicts[row.word];
	const mark: Cell = isMarked ? {text: symbols.marked, tone: 'strong'} : isRecent(row.changedAtMs, nowMs) ? '*' : ' ';
	return [isSelected ? '>' : ' ', {text: letter, tone}, mark, ' '];
}

/** How long it has been so; blank where it was so already at the first reading. */
export function sinceCell(
	row: Pick<TaskRow, 'sinceMs'> & {readonly goneAtMs?: number | null},
	context: Pick<RowContext, 'nowMs' | 'absoluteTimes' | 'wallShiftMs'>,
): string {
	const atMs = row.goneAtMs ?? row.sinceMs;
	if (atMs === null) return '';
	return context.absoluteTimes ? moment(atMs, context) : shortAge(atMs, context.nowMs);
}

/** The lag, where it is known; with a tone where a lock holds it, nobody knows it, or it is over its limit. */
export function lagCell(row: Pick<TaskRow, 'blockedSinceMs' | 'lagUnknown' | 'lagSeconds' | 'kind'>): Cell {
	const text = lagText(row);
	if (row.blockedSinceMs !== null) return {text, tone: 'info'};
	return row.lagUnknown || row.kind === 'lag' ? {text, tone: 'careful'} : text;
}

/** A row's name; the selected one's is strong, beside the marker before it. */
export function nameCell(name: string, selected: string | null): Cell {
	return name === selected ? {text: name, tone: 'strong'} : name;
}

/** The worst relay, in a word; only what is not well has a tone. */
export function relayCell(word: RelayWord): Cell {
	const tone = relayTones[word];
	const text = word === 'unknown' ? '?' : word;
	return tone === 'plain' ? text : {text, tone};
}

/** A row that changed less than this ago is marked. */
const recentMs = 5000;

/** Whether a change is so young that it is marked. */
export function isRecent(changedAtMs: number | null, nowMs: number): boolean {
	return changedAtMs !== null && nowMs - changedAtMs < recentMs;
}

const relayTones = {
	off: 'plain',
	ok: 'plain',
	behind: 'careful',
	paused: 'careful',
	stopped: 'careful',
	error: 'bad',
	unknown: 'plain',
} as const satisfies Record<RelayWord, Tone>;

/** What it is in the tone of the letter, and with whom. */
function statusCell(row: TaskRow, _: RowContext, columns: number): Cell | readonly Cell[] {
	const under = underWayCell(row);
	if (under !== null) return under;
	const {tone} = verdicts[row.word];
	const {what, who, whoLong} = headline(row);
	const told = columns >= longFrom ? whoLong : who;
	// Each style costs bytes whenever anything on its line changes: what is well has none.
	if (tone === 'quiet' || tone === 'strong') return `${what}${told}`;
	const colon = told.startsWith(':') ? 1 : 0;
	return [{text: `${what}${told.slice(0, colon)}`, tone}, told.slice(colon)];
}

/** `pausing...` while the cluster does not show yet what was asked for; null while nothing is under way. */
export function underWayCell(row: {readonly operation?: OperationUnderWay | null}): Cell | null {
	const text = underWayText(row);
	return text === null ? null : {text, tone: 'careful'};
}

/** The same as a plain text. */
export function underWayText({operation = null}: {readonly operation?: OperationUnderWay | null}): string | null {
	return operation === null ? null : `${doing[operation.operation]}...`;
}

function leftCell(row: TaskRow, {lost}: RowContext): string {
	return row.eta === null || lost ? '-' : etaText(row.eta);
}
