import type {Act, ActTarget} from '../../domain/act/act.ts';
import type {ServerLock} from '../../domain/act/server-lock.ts';
import type {Cluster, ListedSource, Members, TaskConfig} from '../../domain/cluster.ts';
import type {Checker} from '../../domain/failure/checker.ts';
import type {Operation, OperationTarget, TargetOutcome} from '../../domain/operation/operation.ts';
import type {Slow} from '../../domain/slow/slow.ts';
import type {WorkerMetrics} from '../../domain/slow/worker-metrics.ts';
import type {ByName} from '../../domain/task.ts';

/** What came of asking the dm-master once: an answer, or trouble as data. */
export type Reading =
	| StatusReading
	| FailedReading
	| MembersReading
	| SourcesReading
	| ConfigReading
	| UnreadConfigReading
	| SourceConfigReading
	| ByNameReading
	| OperationReading
	| ActReading
	| ServerLocksReading
	| SlowReading
	| RelaySpaceReading;

/** How much of the disk is left that holds the relay of a source, by its worker's metrics; null where they do not tell it. */
export type RelaySpaceReading = {
	readonly type: 'relay-space';
	readonly ok: true;
	readonly atMs: number;
	readonly source: string;
	readonly space: WorkerMetrics['relaySpace'];
};

export type StatusReading = {
	readonly type: 'status';
	readonly ok: true;
	/** When the answer came, in ms since 1970. */
	readonly atMs: number;
	readonly tookMs: number;
	/** The master that answered, as `host:port`. */
	readonly master: string;
	/** What `/status` says; null = nothing usable; undefined = not asked this time, the last one holds. */
	readonly version?: string | null;
	readonly cluster: Cluster;
	/** How it was asked; left out, in one question. */
	readonly asking?: Asking;
	/** How many gateways of this host share what the cluster may be asked, with this one; left out, this one alone. */
	readonly gateways?: number;
};

/** How a cluster is asked for its status. */
export type Asking = {
	/** In how many parts, because one answer would be too large; null = in one question. */
	readonly parts: number | null;
	/** Which sources (1.0: workers) are asked apart from the others, because they answer late or not at all. */
	readonly apart: readonly string[];
	/** How many workers are asked, since somebody named them and a 1.0 cluster names none; null = all that there are. */
	readonly given: number | null;
};

export type FailedReading = {
	readonly type: 'failed';
	readonly ok: false;
	readonly atMs: number;
	/** One sentence: what was asked of whom, and what came back. */
	readonly message: string;
	/** Somebody was there but did not answer in time. */
	readonly timedOut: boolean;
};

/** Null with a note where there are none to be had. */
export type MembersReading = {
	readonly type: 'members';
	readonly ok: true;
	readonly atMs: number;
	readonly members: Members | null;
	readonly note: string | null;
};

/** Every source that the cluster lists, also those of which the status has nothing. */
export type SourcesReading = {
	readonly type: 'sources';
	readonly ok: true;
	readonly atMs: number;
	readonly sources: readonly ListedSource[];
};

/** The configuration of one task. */
export type ConfigReading = {
	readonly type: 'config';
	readonly ok: true;
	readonly atMs: number;
	readonly task: string;
	readonly config: TaskConfig;
};

/** What DM says of a task that no answer lists any more. */
export type ByNameReading = {
	readonly type: 'by-name';
	readonly ok: true;
	readonly atMs: number;
	readonly task: string;
	readonly answer: ByName;
};

/** That the configuration of a task was asked for and could not be read, and why. */
export type UnreadConfigReading = {
	readonly type: 'unread-config';
	readonly ok: true;
	readonly atMs: number;
	readonly task: string;
	readonly why: string;
};

/** What the configuration of one source says of its checker; null where it says nothing. */
export type SourceConfigReading = {
	readonly type: 'source-config';
	readonly ok: true;
	readonly atMs: number;
	readonly source: string;
	readonly checker: Checker | null;
};

/** What becomes of an operation that somebody asked for. */
export type OperationReading = {readonly type: 'operation'; readonly ok: true; readonly atMs: number} & (
	| {
			/** It is about to be sent. */
			readonly step: 'asked';
			readonly operation: Operation;
			readonly target: OperationTarget;
			/** Whose parts are addressed. */
			readonly addressed: readonly string[];
			/** Such as `ops@bastion2`. */
			readonly by: string;
	  }
	| {
			/** The answer has come, or none will. */
			readonly step: 'answered';
			readonly operation: Operation;
			readonly outcome: TargetOutcome;
			/** The sources on which it cannot have had an effect: DM refused before it did anything. */
			readonly untouched: readonly string[];
			/** The source all of whose tasks were meant; left out where this one was. */
			readonly bySource?: string;
	  }
);

/** A reading as whoever has it to tell knows it, without what is alike in all of them. */
export type NewsOf<Of extends Reading> = Of extends Reading ? Omit<Of, 'type' | 'ok' | 'atMs'> : never;

/** What becomes of an act on what is no task. */
export type ActReading = {
	readonly type: 'act';
	readonly ok: true;
	readonly atMs: number;
	readonly act: Act;
	readonly target: ActTarget;
} & (
	| {readonly step: 'asked' /** Such as `ops@bastion2`. */; readonly by: string}
	| {
			readonly step: 'answered';
			readonly outcome: TargetOutcome['outcome'];
			/** A sentence; null where there is nothing to say. */
			readonly message: string | null;
	  }
);

/** The DDL locks that the master itself holds; none, with a note, where it could not be asked. */
export type ServerLocksReading = {
	readonly type: 'server-locks';
	readonly ok: true;
	readonly atMs: number;
	readonly locks: readonly ServerLock[];
	/** Why there are none, in a sentence. */
	readonly note: string | null;
};

/** Who holds up a task on one source, by its worker's metrics; null where they do not tell it. */
export type SlowReading = {
	readonly type: 'slow';
	readonly ok: true;
	readonly atMs: number;
	readonly task: string;
	readonly source: string;
	readonly slow: Slow | null;
};
