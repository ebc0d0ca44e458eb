import type {Members, Position, ProcessError, ProcessResult, Relay, Validation, Work} from '../domain/cluster.ts';
import type {ClusterEvent} from '../domain/event.ts';
import type {Checker} from '../domain/failure/checker.ts';
import type {Lock} from '../domain/lock.ts';
import type {OperationUnderWay, Situation} from '../domain/operation/operation.ts';
import type {Gap} from '../domain/position.ts';
import type {Eta} from '../domain/progress.ts';
import type {RelayWord} from '../domain/relay.ts';
import type {StatusWord} from '../domain/status-word.ts';
import type {Presence, Rates} from '../domain/task.ts';

/**
 * The topics that a viewer can read and the type of each one's value. Every message is the full current value of its
 * topic. No value holds the time of the observation, so that an unchanged cluster gives an unchanged value: ages are
 * the reader's, from `…SinceMs` and the heartbeat's clock.
 */
export type TopicValues = {
	readonly overview: Overview;
	readonly sources: SourcesValue;
	readonly locks: LocksValue;
	readonly events: EventsValue;
} & {readonly [name: `task/${string}`]: TaskValue};

export type Topic = 'overview' | 'sources' | 'locks' | 'events' | `task/${string}`;

/** What the task list needs. */
export type Overview = {
	readonly cluster: ClusterView;
	/** Worst first: by severity, then by name. */
	readonly tasks: readonly TaskRow[];
	/** The newest events, newest first. */
	readonly events: readonly ClusterEvent[];
	/** Sentences about what the list cannot show, such as a 1.0 worker that does not answer. */
	readonly notes: readonly string[];
	/** Sentences about how the cluster is asked, such as in parts; none of them is trouble. */
	readonly remarks: readonly string[];
};

export type ClusterView = {
	/** As given on the command line. */
	readonly masters: readonly string[];
	/** The one that answered last; null before the first answer. */
	readonly master: string | null;
	/** Such as `v6.5.0`, or `2.x?` where the master does not say; `?` before the first answer. */
	readonly dmVersion: string;
	/** Null before the first answer. */
	readonly shape: 'workers' | 'sources' | null;
	/** The pace of the polls. */
	readonly everyMs: number;
	/** What has been so since then was so before, and nobody saw it begin. */
	readonly firstAnswerAtMs: number | null;
};

/** One line of the task list. */
export type TaskRow = {
	readonly name: string;
	readonly word: StatusWord;
	/** The STATUS column, such as `Error: subtask 1/16`. */
	readonly label: string;
	/** Why, in a sentence; null for a healthy task. */
	readonly reason: string | null;
	/** What will happen: whether DM resumes it by itself, what keeps running; null where there is nothing to say. */
	readonly outlook: string | null;
	/** The source that the reason speaks of. */
	readonly reasonSource: string | null;
	/** dmctl's own word; null for a task that DM no longer lists. */
	readonly dmStatus: string | null;
	/** Running or Finished subtasks, and expected ones. */
	readonly good: number;
	readonly expected: number;
	readonly phase: Phase;
	/** The largest lag; null = none, or not known. Where it flaps it is the last minute's peak. */
	readonly lagSeconds: number | null;
	/** A part of it should have a lag, and nobody knows it. */
	readonly lagUnknown: boolean;
	/** Since when a lock has been blocking; shown in place of the lag. Null also while nothing is known of a part, or of its upstream. */
	readonly blockedSinceMs: number | null;
	/** An upstream of the task does not answer. */
	readonly upstreamUnknown: boolean;
	/** The largest gap; null = none, or not known. */
	readonly gap: Gap | null;
	/** A part of it should have a gap, and nobody knows it. */
	readonly gapUnknown: boolean;
	readonly gapSinceMs: number | null;
	/** Rows (events) per second of all Sync subtasks, dmtop's own; null in Dump and Load. */
	readonly rowsPerSecond: number | null;
	readonly bytesPerSecond: number | null;
	readonly eta: Eta | null;
	/** The worst relay of its sources. */
	readonly relay: RelayWord;
	readonly sinceMs: number | null;
	readonly seenSinceMs: number;
	/** When status, stage, unit, worker or error last changed before the gateway's eyes. */
	readonly changedAtMs: number | null;
	/** When its oldest subtask was last seen, where it is older than the rest; null = all are fresh. */
	readonly staleSinceMs: number | null;
	readonly goneAtMs: number | null;
	/** Lag (or gap in 1.0) of the last 10 minutes in 12 steps, oldest first; null = unknown. */
	readonly history: readonly (number | null)[];
	/** What was asked for and the cluster does not show yet, of the task or of a part of it; null = nothing. */
	readonly operation: OperationUnderWay | null;
};

/** How many subtasks are in which unit, and how many are paused, in error, silent. */
export type Phase = {
	readonly check: number;
	readonly dump: number;
	readonly load: number;
	readonly sync: number;
	readonly paused: number;
	readonly error: number;
	readonly silent: number;
};

/** What the pages of one task need. */
export type TaskValue = {
	readonly name: string;
	/** Null when the gateway knows no such task (any more): `missing` then says so. */
	readonly task: TaskView | null;
};

export type TaskView = {
	readonly row: TaskRow;
	readonly shape: 'workers' | 'sources' | null;
	/** Null in 1.0, or until it has been asked. */
	readonly config: {
		readonly mode: string | null;
		readonly shardMode: string | null;
		readonly target: string | null;
		readonly sources: readonly string[];
		readonly yaml: string;
	} | null;
	/** Why the configuration could not be read when it was last asked for; null where it could, or was not asked for. */
	readonly configNote: string | null;
	/** Worst first, then by source. */
	readonly subtasks: readonly SubtaskRow[];
	/** 1.0 workers that do not answer and never did: nobody knows whether they have a part of the task. */
	readonly namelessWorkers: readonly string[];
	readonly locks: readonly Lock[];
	readonly events: readonly ClusterEvent[];
};

/** One source's part of a task, with all that DM tells of it. */
export type SubtaskRow = {
	readonly source: string;
	readonly worker: string | null;
	readonly presence: Presence;
	/** When an answer last held it; null = in the newest answer, or never (see `presence` and `stage`). */
	readonly lastSeenAtMs: number | null;
	readonly word: StatusWord;
	readonly label: string;
	readonly reason: string | null;
	readonly outlook: string | null;
	/** Null when it was never seen. */
	readonly stage: string | null;
	readonly work: Work | null;
	readonly result: ProcessResult | null;
	readonly lockId: string | null;
	readonly message: string | null;
	readonly validation: Validation | null;
	readonly sourceErrors: readonly ProcessError[];
	/** What its source says beside its subtasks, such as that the upstream does not answer; null = nothing, or silent. */
	readonly sourceMessage: string | null;
	readonly relay: Relay | null;
	/** Whether DM resumes its errors (or its relay's) by itself; null when it has none. */
	readonly verdict: ResumeView | null;
	/** Where it can be true; where it flaps the last minute's peak. */
	readonly lagSeconds: number | null;
	/** It should have a lag, and nobody knows it, or DM's is not believed. */
	readonly lagUnknown: boolean;
	readonly blockedSinceMs: number | null;
	readonly upstreamUnknown: boolean;
	readonly gap: Gap | null;
	readonly gapSinceMs: number | null;
	/** Since when its busy worker has told its stage alone; what is told of its unit is the last known, without figures. */
	readonly busySinceMs: number | null;
	readonly rates: Rates;
	readonly eta: Eta | null;
	/** When `word` began, for what makes it so; null when it was so at the first reading. */
	readonly sinceMs: number | null;
	readonly seenSinceMs: number;
	readonly changedAtMs: number | null;
	/** What an operation would meet; it holds only while `presence` is `here`. */
	readonly situation: Situation;
	/** What was asked for and the cluster does not show yet; null = nothing. */
	readonly operation: OperationUnderWay | null;
	/** Up to 60 points, newest last: of 10 s each, or of up to a minute once somebody has watched for long. */
	readonly samples: readonly {
		readonly atMs: number;
		readonly lagSeconds: number | null;
		readonly gapBytes: number | null;
		readonly rate: number | null;
	}[];
};

/** Will DM resume it by itself? `rule` is the rule that says so, in words. */
export type ResumeView = {
	readonly resumes: boolean;
	/** False where DM resumes it in vain. */
	readonly heals: boolean;
	readonly rule: string;
	readonly of: 'subtask' | 'relay';
	/** Since when it has been failing, and how often it was seen to come back. */
	readonly failingSinceMs: number | null;
	readonly cameBack: number;
	/** Its beginning was seen; else it has been failing for at least so long. */
	readonly fromBeginning: boolean;
	/** How many tries of the same error were seen, and when the last one was. */
	readonly tries: number;
	readonly lastTryMs: number | null;
	/** What the source's configuration says of its checker; null where it is not known. */
	readonly checker: Checker | null;
};

/** Sources, relays and workers. */
export type SourcesValue = {
	/** Worst first, then by source. */
	readonly sources: readonly SourceRow[];
	/** Null in 1.0, or where the master refuses. */
	readonly members: Members | null;
	/** Why there are none, in a sentence. */
	readonly membersNote: string | null;
};

export type SourceRow = {
	/** Null where DM 1.0 names only a worker and it was never seen before. */
	readonly source: string | null;
	readonly worker: string | null;
	readonly word: StatusWord;
	readonly reason: string | null;
	readonly answered: boolean;
	/** The source is missing from the newest answer. */
	readonly absent: boolean;
	readonly unbound: boolean;
	readonly message: string | null;
	readonly errors: readonly ProcessError[];
	readonly silentSinceMs: number | null;
	readonly lastSeenAtMs: number | null;
	readonly relay: Relay | null;
	readonly relaySinceMs: number | null;
	readonly relayBehindSinceMs: number | null;
	readonly relayVerdict: {readonly resumes: boolean; readonly rule: string} | null;
	readonly gap: Gap | null;
	readonly changedAtMs: number | null;
	/** What depends on it. */
	readonly tasks: readonly {
		readonly task: string;
		readonly word: StatusWord;
		readonly label: string;
		readonly stage: string | null;
		readonly unit: string | null;
		readonly binlogType: string | null;
		readonly checkpoint: Position | null;
	}[];
};

export type LocksValue = {readonly locks: readonly Lock[]};

/** Newest first. */
export type EventsValue = {readonly events: readonly ClusterEvent[]};
