import {type ClusterEvent, eventTypes} from '../../domain/event.ts';
import type {Memory} from '../memory/memory.ts';
import {unwatchedAfterMs} from '../memory/subtask/retries.ts';
import type {MinuteRow, RememberedRow} from './batch.ts';
import {withMinutes} from './minutes.ts';
import {memoryOf} from './remembered.ts';

/** What was saved, by the clock on the wall. */
export type Saved = {
	/** When it was still watched. */
	readonly atMs: number;
	/** The newest last. */
	readonly events: readonly ClusterEvent[];
	/** The oldest first. */
	readonly minutes: readonly MinuteRow[];
	readonly remembered: readonly RememberedRow[];
};

/**
 * The memory to begin with in the place of an empty one, its times by the gateway's clock. The time in which nobody
 * watched is an event, and a hole in each history. Where the clock on the wall was set back meanwhile, nothing is later
 * than now.
 */
export function restored(
	saved: Saved,
	empty: Memory,
	{nowMs, wallMs}: {readonly nowMs: number; readonly wallMs: number},
): Memory {
	const aheadMs = Math.max(wallMs, saved.atMs) - nowMs;
	const events = saved.events
		.filter(({type}) => eventTypes.includes(type))
		.map(event => ({...event, atMs: event.atMs - aheadMs, firstAtMs: event.firstAtMs - aheadMs}));
	const memory = memoryOf(saved.remembered, empty, aheadMs);
	if (memory === null) return {...empty, events};
	const minutes = byTask(saved.minutes);
	const tasks = [...memory.tasks].map(
		([name, known]) => [name, withMinutes(known, minutes.get(name) ?? [], aheadMs)] as const,
	);
	const unwatchedMs = Math.max(0, wallMs - saved.atMs);
	const gap = unwatchedMs > unwatchedAfterMs ? [unwatched(unwatchedMs, nowMs)] : [];
	return {...memory, tasks: new Map(tasks), events: [...events, ...gap]};
}

function byTask(rows: readonly MinuteRow[]): ReadonlyMap<string, readonly MinuteRow[]> {
	const tasks = new Map<string, MinuteRow[]>();
	for (const row of rows) {
		const together = tasks.get(row.task);
		if (together === undefined) tasks.set(row.task, [row]);
		else together.push(row);
	}
	return tasks;
}

function unwatched(forMs: number, atMs: number): ClusterEvent {
	const text = `nobody watched for ${span(forMs)} before this: what changed meanwhile is told from here on`;
	return {
		atMs,
		firstAtMs: atMs,
		type: 'unwatched',
		task: null,
		source: null,
		from: 'stopped',
		to: 'watching',
		text,
		count: 1,
	};
}

function span(ms: number): string {
	const [unit, name] = units.find(([unit]) => ms >= 2 * unit) ?? [1000, 's'];
	return `${Math.floor(ms / unit)}${name}`;
}

const units: readonly (readonly [number, string])[] = [
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'm'],
];
