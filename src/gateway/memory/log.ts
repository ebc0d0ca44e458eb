import type {ClusterEvent} from '../../domain/event.ts';

/** How many events are kept; of the newest reading all. */
export const eventsKept = 1000;
/** The same within this time is one event with a count. */
const togetherMs = 60_000;

/** The log with more events, newest last; a repetition counts up the one before and takes its place at the end. */
export function logged(log: readonly ClusterEvent[], events: readonly ClusterEvent[]): readonly ClusterEvent[] {
	if (events.length === 0) return log;
	const next: (ClusterEvent | null)[] = [...log];
	const newest = new Map<string, number>();
	for (const [index, event] of log.entries()) newest.set(signature(event), index);
	for (const event of events) {
		// Two operations are two deeds, however alike.
		const key = signature(event);
		const index = event.type === 'operation' ? undefined : newest.get(key);
		const old = index === undefined ? null : (next[index] ?? null);
		const together = old !== null && Math.abs(event.atMs - old.atMs) <= togetherMs;
		if (together && index !== undefined) next[index] = null;
		newest.set(key, next.length);
		next.push(together ? {...event, firstAtMs: old.firstAtMs, count: old.count + 1} : event);
	}
	return next.filter(event => event !== null).slice(-Math.max(eventsKept, events.length));
}

/** The text holds the label, the code and the cause: where they differ, it is another event. */
function signature({type, task, source, from, to, text}: ClusterEvent): string {
	// No cleaned text holds a line break.
	return `${type}\n${task}\n${source}\n${from}\n${to}\n${text}`;
}
