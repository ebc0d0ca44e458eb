import type {ClusterEvent} from '../../domain/event.ts';

/** What is written at once, or not at all. Times are of the clock on the wall. */
export type Batch = {
	/** When it was made. */
	readonly atMs: number;
	readonly events: readonly ClusterEvent[];
	readonly minutes: readonly MinuteRow[];
	readonly remembered: readonly RememberedRow[];
};

/** How one subtask was doing in one minute; null where nobody knows. */
export type MinuteRow = {
	readonly task: string;
	readonly source: string;
	/** The beginning of the minute, in seconds since 1970. */
	readonly atS: number;
	/** The largest. */
	readonly lagSeconds: number | null;
	/** The largest. */
	readonly gapBytes: number | null;
	/** The mean, per second: events in Sync, bytes in Dump and Load. */
	readonly rate: number | null;
	/** How much of a Dump or a Load is done, from 0 to 1, at the end. */
	readonly progress: number | null;
	/** Events or bytes counted at the end. */
	readonly counter: number | null;
};

/** A piece of the memory, for the next start. */
export type RememberedRow = {
	readonly kind: 'cluster' | 'task' | 'subtask' | 'source';
	/** The task, the source, or the two with a line break between them. */
	readonly name: string;
	/** JSON; null where it is to be forgotten. */
	readonly value: string | null;
};
