import {severity} from '../../domain/status.ts';
import type {Cell} from '../../words/columns.ts';
import {hourAndMinute} from '../../words/format.ts';
import {verdicts} from '../../words/theme.ts';
import {idleSince, toldAwaySince} from '../away.ts';
import {type EventRow, momentsOf} from '../event-rows.ts';
import {wordOf} from '../event-word.ts';
import {wallTime} from '../freshness.ts';
import {keyOf} from '../keys/key-of.ts';
import type {Model} from '../state.ts';
import {cellsWidth, type Line, line} from '../ui/line.ts';

/** What has changed while nobody looked. */
export type Changes = {
	/** The last key before, by the viewer's clock. */
	readonly sinceMs: number;
	/** How many there were at least. */
	readonly count: number;
	/** There may be more than those that are known here. */
	readonly hasMore: boolean;
	/** The newest one of each object, the worst first. */
	readonly rows: readonly EventRow[];
};

/** What has changed since the last key before an absence of ten minutes; null where that is not told any more. */
export function changesSince(model: Model): Changes | null {
	const sinceMs = toldAwaySince(model);
	if (sinceMs === null) return null;
	const events = model.events?.events ?? model.overview?.events ?? [];
	const rows = momentsOf(events);
	// What has come since somebody is back was seen.
	const untilMs = idleSince(model) === null ? model.backAtMs : null;
	const hasMore = events.length >= fewest && rows.every(({event}) => isSince(event.atMs, sinceMs, model));
	const since = rows.filter(
		({event}) => isSince(event.atMs, sinceMs, model) && (untilMs === null || !isSince(event.atMs, untilMs, model)),
	);
	if (since.length === 0) return null;
	const newest = [...new Map(since.toReversed().map(row => [row.event.task ?? row.event.source, row])).values()];
	return {
		sinceMs,
		count: since.length,
		hasMore,
		rows: newest.sort((a, b) => rank(a) - rank(b) || b.event.atMs - a.event.atMs),
	};
}

/** The same on one line: `5 changes since 13:57 (H):  ? risk_ctl  ~ search_idx  ..`; null where there is nothing to tell. */
export function changesLine(model: Model, columns: number): Line | null {
	const changes = changesSince(model);
	if (changes === null) return null;
	const {count, hasMore, rows, sinceMs} = changes;
	const number = `${count}${hasMore ? ' or more' : ''} change${count === 1 && !hasMore ? '' : 's'}`;
	const cells: Cell[] = [
		{text: ` ${number} since ${hourAndMinute(wallTime(model, sinceMs))} (${keyOf(model, 'report')}):`, tone: 'strong'},
	];
	for (const [index, {event}] of rows.entries()) {
		const {letter, tone} = verdicts[wordOf(event)];
		const next: readonly Cell[] = ['  ', {text: letter, tone}, ` ${event.task ?? event.source ?? 'master'}`];
		const after = index === rows.length - 1 ? 0 : 4;
		if (cellsWidth([...cells, ...next]) + after > columns) return line([...cells, '  ..'], columns);
		cells.push(...next);
	}
	return line(cells, columns);
}

/** Whether a moment of the gateway's clock is later than one of the viewer's. */
export function isSince(gatewayMs: number, viewerMs: number, {clockOffsetMs}: Model): boolean {
	return gatewayMs - clockOffsetMs > viewerMs;
}

/** The overview holds so many events where there are more. */
const fewest = 50;

function rank({event}: EventRow): number {
	return severity(wordOf(event));
}
