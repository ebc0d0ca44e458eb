import type {ClusterEvent} from '../domain/event.ts';
import type {EventsValue} from '../protocol/topics.ts';

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

/**
 * Named by what happened, and by how often that had happened before. Not by the time: an event that happens again
 * within a minute keeps its name while its time and its count change.
 */
function named(events: readonly ClusterEvent[]): readonly EventRow[] {
	const times = new Map<string, number>();
	return events
		.toReversed()
		.map(event => {
			const {type, task, source, from, to} = event;
			const what = [type, task, source, from, to].join('\n');
			const time = (times.get(what) ?? 0) + 1;
			times.set(what, time);
			return {id: `${what}\n${time}`, event};
		})
		.toReversed();
}
