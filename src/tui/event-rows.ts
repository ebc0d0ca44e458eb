import type {ClusterEvent, EventType} from '../domain/event.ts';
import {severity} from '../domain/status.ts';
import type {EventsValue} from '../wire/topics.ts';
import {wordOf} from './event-word.ts';

/**
 * What was seen of one object at one moment, with a name for the cursor: events have none of their own. `event` says the
 * most of it; `others` came with it.
 */
export type EventRow = {readonly id: string; readonly event: ClusterEvent; readonly others: readonly ClusterEvent[]};

/** The events of one task, or of all, newest first. The same array again for the same value. */
export function eventRows(value: EventsValue | null, task: string | null): readonly EventRow[] {
	if (value === null) return none;
	const all = momentsOf(value.events);
	if (task === null) return all;
	const byTask = ofTasks.get(all) ?? new Map<string, readonly EventRow[]>();
	ofTasks.set(all, byTask);
	const rows = byTask.get(task) ?? all.filter(({event}) => event.task === task);
	byTask.set(task, rows);
	return rows;
}

/** The same events with one row for each object and moment. The same array again for the same events. */
export function momentsOf(events: readonly ClusterEvent[]): readonly EventRow[] {
	const before = known.get(events);
	if (before !== undefined) return before;
	const moments = new Map<string, ClusterEvent[]>();
	for (const event of events) {
		const key = keyOf(event);
		const together = moments.get(key);
		if (together === undefined) moments.set(key, [event]);
		else together.push(event);
	}
	// Of one moment the worst goes first; all that has no worth of its own keeps its order.
	const rows = [...moments.values()]
		.map(rowOf)
		.sort((a, b) => b.event.atMs - a.event.atMs || severity(wordOf(a.event)) - severity(wordOf(b.event)));
	known.set(events, rows);
	return rows;
}

const none: readonly EventRow[] = [];
const known = new WeakMap<readonly ClusterEvent[], readonly EventRow[]>();
const ofTasks = new WeakMap<readonly EventRow[], Map<string, readonly EventRow[]>>();

/** What somebody did is a line of its own, and so is each thing that is of no task and no source. */
function keyOf(event: ClusterEvent): string {
	const {type, task, source, atMs} = event;
	if (type === 'operation') return nameOf(event);
	const object = task === null ? `source\n${source}` : `task\n${task}`;
	return task === null && source === null ? nameOf(event) : `${object}\n${atMs}`;
}

function rowOf(events: readonly ClusterEvent[]): EventRow {
	const [first, ...rest] = [...events].sort(
		(a, b) => worth(a.type) - worth(b.type) || severity(wordOf(a)) - severity(wordOf(b)),
	);
	if (first === undefined) throw new Error('A group of events is never empty.');
	return {id: nameOf(first), event: first, others: rest};
}

/** By what happened and when it happened first: while it is counted up, its time and its count change. */
function nameOf({type, task, source, from, to, text, firstAtMs}: ClusterEvent): string {
	return [type, task, source, from, to, type === 'operation' ? text : '', firstAtMs].join('\n');
}

/** Of several at one moment the one with the lowest says the most. */
function worth(type: EventType): number {
	return mostFirst.indexOf(type);
}

const mostFirst: readonly EventType[] = [
	'operation',
	'task-gone',
	'task-appeared',
	'task-status',
	'lock-created',
	'lock-resolved',
	'task-restarted',
	'task-sources',
	'source-appeared',
	'source-left',
	'source-silent',
	'source-back',
	'worker-moved',
	'relay-stage',
	'subtask-unit',
	'subtask-stage',
	'upstream-unknown',
	'upstream-known',
	'master-lost',
	'master-back',
	'leader-changed',
	'unwatched',
];
