import type {ClusterEvent} from '../domain/event.ts';
import type {EventsValue} from '../wire/topics.ts';

/** An event with a name for the cursor: events have none of their own. */
export type EventRow = {readonly id: string; readonly event: ClusterEvent};

/** The events of one task, or of all, newest first. The same array again for the same value. */
export function eventRows(value: EventsValue | null, task: string | null): readonly EventRow[] {
	if (value === null) return none;
	const byTask = known.get(value) ?? new Map<string | null, readonly EventRow[]>();
	known.set(value, byTask);
	const before = byTask.get(task);
	if (before !== undefined) return before;
	const rows = task === null ? named(value.events) : eventRows(value, null).filter(({event}) => event.task === task);
	byTask.set(task, rows);
	return rows;
}

const none: readonly EventRow[] = [];
const known = new WeakMap<EventsValue, Map<string | null, readonly EventRow[]>>();

/** Named by what happened and when it happened first: while it is counted up, its time and its count change. */
function named(events: readonly ClusterEvent[]): readonly EventRow[] {
	return events.map(event => {
		const {type, task, source, from, to, firstAtMs} = event;
		return {id: [type, task, source, from, to, firstAtMs].join('\n'), event};
	});
}
