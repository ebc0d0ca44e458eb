import type {ClusterEvent} from '../../domain/event.ts';
import type {Row} from './database.ts';

/** An event as the table of events holds it. */
export function eventOf(row: Row): ClusterEvent {
	return {
		atMs: Number(row['at_ms']),
		firstAtMs: Number(row['first_at_ms']),
		type: String(row['type']) as ClusterEvent['type'],
		task: textOf(row['task']),
		source: textOf(row['source']),
		from: textOf(row['from_state']),
		to: textOf(row['to_state']),
		text: String(row['text']),
		count: Number(row['count']),
	};
}

/** What a row of a history holds of its subtask, whatever span of time it tells of. */
export function measuredOf(row: Row) {
	return {
		atS: Number(row['at_s']),
		task: String(row['task']),
		source: String(row['source']),
		lagSeconds: figureOf(row['lag_seconds']),
		rate: figureOf(row['rate']),
		progress: figureOf(row['progress']),
	};
}

/** A text of a row; null where there is none. */
export function textOf(value: Row[string] | undefined): string | null {
	return typeof value === 'string' ? value : null;
}

/** A number of a row; null where there is none. */
export function figureOf(value: Row[string] | undefined): number | null {
	return typeof value === 'number' ? value : null;
}
