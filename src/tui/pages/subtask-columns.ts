import {unitOf, type Work} from '../../domain/cluster.ts';
import {relayWordOf} from '../../domain/relay/relay.ts';
import {unreachable} from '../../domain/unreachable.ts';
import type {SubtaskRow} from '../../wire/topics.ts';
import {type Cell, type Column, telling} from '../../words/columns.ts';
import {age, longGap, moment, shortRate} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {width} from '../../words/width.ts';
import {saidProgress} from './pieces/progress-text.ts';
import type {RowContext} from './row-context.ts';
import {lagCell, relayCell, sinceCell, underWayCell} from './task-columns.ts';

/** The columns of a task's subtasks. Those with a number leave when it is narrow, the lowest first. */
export function subtaskColumns(
	rows: readonly SubtaskRow[],
	shape: RowContext['shape'],
): readonly Column<SubtaskRow, RowContext>[] {
	const sources = rows.map(row => row.source);
	const workers = rows.map(row => row.worker ?? '-');
	// DM 1.0 tells no lag: only the time that a lock blocks, and that an upstream is unknown, would stand there.
	const hasLag = shape !== 'workers' || rows.some(row => row.blockedSinceMs !== null || row.upstreamUnknown);
	const longestSource = rows.reduce((longest, row) => Math.max(longest, width(row.source)), 0);
	const longestWorker = rows.reduce((longest, row) => Math.max(longest, width(row.worker ?? '-')), 0);
	const underWay = rows.some(row => row.operation !== null);
	return [
		{
			title: 'SOURCE',
			width: Math.min(16, Math.max(8, longestSource)),
			most: Math.min(40, longestSource),
			align: 'left',
			keeps: telling(sources),
			cell: row => row.source,
		},
		{
			title: 'WORKER',
			width: Math.min(9, Math.max(7, longestWorker)),
			most: Math.min(32, longestWorker),
			align: 'left',
			keeps: telling(workers),
			leaves: 2,
			cell: row => row.worker ?? '-',
		},
		{title: 'STAGE', width: underWay ? 11 : 8, most: 12, align: 'left', cell: stageCell},
		{
			title: 'UNIT',
			width: 5,
			most: 8,
			align: 'left',
			leaves: 4,
			cell: row => (row.work === null ? '-' : unitOf(row.work)),
		},
		...(hasLag ? [lagColumn] : []),
		{title: 'DONE/GAP', width: 9, most: 12, align: 'right', cell: progressCell},
		{title: 'ROW/S', width: 5, align: 'right', leaves: 3, cell: rateCell},
		{title: 'RELAY', width: 6, align: 'left', leaves: 1, cell: row => relayCell(relayWordOf(row))},
		{title: 'SINCE', width: 5, align: 'right', leaves: 6, cell: sinceCell},
	];
}

const lagColumn = {title: 'LAG', width: 5, align: 'right', leaves: 5, cell: lagCell} as const;

/** How far a unit has come, or how far Sync has still to go; for a row that is not fresh, when it was last seen. */
export function progressCell(row: SubtaskRow, context: RowContext): string {
	if (row.lastSeenAtMs !== null) {
		return `seen ${context.absoluteTimes ? moment(row.lastSeenAtMs, context) : age(row.lastSeenAtMs, context.nowMs)}`;
	}
	return row.work === null ? '-' : progressOf(row.work, row);
}

function progressOf(work: Work, row: SubtaskRow): string {
	switch (work.type) {
		case 'Check':
			return work.total === null ? '-' : `${work.successful ?? '?'}/${work.total} ok`;
		case 'Dump':
			return (
				saidProgress(work.progress) ??
				percent(work.finishedRows, work.estimateTotalRows) ??
				percent(work.completedTables, work.totalTables) ??
				'-'
			);
		case 'Load':
			return percent(work.finishedBytes, work.totalBytes) ?? saidProgress(work.progress) ?? '-';
		case 'Sync':
			if (row.busySinceMs !== null) return '?';
			if (row.upstreamUnknown) return 'upstream ?';
			if (row.gap === null) return '-';
			return row.gap.type === 'bytes' && row.gap.bytes === 0 && row.stage === 'Running'
				? 'caught up'
				: longGap(row.gap);
		case 'Other':
			return '-';
		default:
			return unreachable(work);
	}
}

function percent(part: number | null, whole: number | null): string | null {
	return part === null || whole === null || whole <= 0 ? null : `${((part / whole) * 100).toFixed(1)} %`;
}

function stageCell(row: SubtaskRow): Cell {
	const under = underWayCell(row);
	if (under !== null) return under;
	const {tone} = verdicts[row.word];
	const text = row.stage ?? 'never seen';
	return tone === 'bad' ? {text, tone} : text;
}

function rateCell(row: SubtaskRow): string {
	return row.work?.type !== 'Sync' || row.rates.now === null ? '-' : shortRate(row.rates.now);
}
