import type {ClusterEvent} from '../../domain/event.ts';
import type {Span} from '../../domain/report/window-report.ts';
import type {Database, Row} from './database.ts';
import {eventOf, measuredOf} from './row-values.ts';

/** What a gateway has kept of a window of time, in the time of the clock on the wall. */
export type KeptWindow = {
	/** When it wrote last; null where it never did. */
	readonly savedAtMs: number | null;
	/** Of when the oldest is that is kept at all: what was before nobody knows. Null where there is nothing. */
	readonly oldestAtMs: number | null;
	/** Oldest first. */
	readonly events: readonly ClusterEvent[];
	readonly spans: readonly Span[];
	/** False where there were more spans than were asked for: then none is told. */
	readonly isMeasured: boolean;
};

/**
 * Reads what a file of this form holds since then: at most so many events and spans. Where there are more minutes it is
 * told by ten of them.
 */
export function windowRows(
	database: Pick<Database, 'all'>,
	fromMs: number,
	most = Number.POSITIVE_INFINITY,
): KeptWindow {
	const first = (sql: string, values: readonly number[] = []) =>
		Object.values(database.all(sql, [...values])[0] ?? {})[0] ?? null;
	const events = database
		.all('SELECT * FROM event WHERE at_ms >= ? ORDER BY first_at_ms DESC, id DESC LIMIT ?', [
			fromMs,
			Number.isFinite(most) ? most : -1,
		])
		.toReversed()
		.map(eventOf);
	const fromS = Math.floor(fromMs / 1000);
	// The minutes are kept for a day; what is older is told by ten of them, and all but the newest where there are too many.
	const isFew = (table: string) => Number(first(`SELECT count(*) FROM ${table} WHERE at_s >= ?`, [fromS])) <= most;
	const newestS = Number(first('SELECT max(at_s) FROM ten_minutes') ?? 0);
	const minutesFromS = isFew('minute')
		? Number(first('SELECT min(at_s) FROM minute') ?? Number.MAX_SAFE_INTEGER)
		: newestS + 600;
	const areTold = isFew('ten_minutes');
	const tens = areTold
		? database.all('SELECT * FROM history_30_days WHERE at_s >= ? AND at_s + 600 <= ?', [fromS, minutesFromS])
		: [];
	const minutes = areTold
		? database.all('SELECT * FROM history WHERE at_s >= ? ORDER BY at_s', [Math.max(fromS, minutesFromS)])
		: [];
	const saved = first('SELECT at_ms FROM saved');
	const oldest = [
		first('SELECT min(first_at_ms) FROM event'),
		first('SELECT 1000 * min(at_s) FROM minute'),
		first('SELECT 1000 * min(at_s) FROM ten_minutes'),
	].filter(value => typeof value === 'number');
	return {
		savedAtMs: typeof saved === 'number' ? saved : null,
		oldestAtMs: oldest.length === 0 ? null : Math.min(...oldest),
		events,
		isMeasured: areTold,
		spans: [...tens.map(row => spanOf(row, 600)), ...minutes.map(row => spanOf(row, 60))],
	};
}

function spanOf(row: Row, seconds: number): Span {
	return {...measuredOf(row), seconds};
}
