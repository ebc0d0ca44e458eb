/** A transition that the gateway saw. The same one, with the same text, within 60 s is one event with a count. */
export type ClusterEvent = {
	/** When it was seen last, in ms since 1970. */
	readonly atMs: number;
	/** When the first of those that are counted was seen: it stays while the count and the time change. */
	readonly firstAtMs: number;
	readonly type: EventType;
	readonly task: string | null;
	readonly source: string | null;
	readonly from: string | null;
	readonly to: string | null;
	/** One line for people. */
	readonly text: string;
	/** How often within 60 s. */
	readonly count: number;
};

export const eventTypes = [
	'subtask-stage',
	'subtask-unit',
	'task-status',
	'task-appeared',
	'task-gone',
	'task-restarted',
	'task-sources',
	'relay-stage',
	'source-silent',
	'source-back',
	'source-appeared',
	'source-left',
	'worker-moved',
	'lock-created',
	'lock-resolved',
	'upstream-unknown',
	'upstream-known',
	'master-lost',
	'master-back',
	'leader-changed',
	'operation',
	/** The gateway did not run for a while. */
	'unwatched',
] as const;

export type EventType = (typeof eventTypes)[number];
