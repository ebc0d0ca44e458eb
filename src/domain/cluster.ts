/**
 * What a DM cluster consists of, in DM's own words: sources, workers, relays, tasks, subtasks and their units.
 * Everything that DM did not tell is `null`; nothing here is ever made up. All texts are already cleaned (domain/text.ts).
 */
export type Cluster = {
	/** `workers` for DM 1.0, `sources` from 2.0 on. It decides how operations address a subtask. */
	readonly shape: 'workers' | 'sources';
	/** In the order of the answer; dmctl's task status depends on it. */
	readonly sources: readonly SourceAnswer[];
	/** True where the answer has the key `validation` in a subtask, which DM writes from 6.2 on. */
	readonly tellsValidation: boolean;
};

/** What a dm-master answered for one source (from 2.0 on) or one worker (1.0). */
export type SourceAnswer = {
	/** Null where DM 1.0 names only the worker, because it does not answer. */
	readonly source: string | null;
	/** Null when no worker is bound to the source or DM does not name it. 1.0: the address. */
	readonly worker: string | null;
	/** DM's `result` of the entry: the worker was reached and told its state. */
	readonly answered: boolean;
	/** DM's `msg`; null when empty or the harmless "no sub task started". */
	readonly message: string | null;
	/** The source has no worker at all ("source not bound", "relevant worker-client not found"). */
	readonly unbound: boolean;
	/** Errors of the source itself (`sourceStatus.result.errors`), such as 40071. */
	readonly errors: readonly ProcessError[];
	/** Null when the relay is off or was not told. */
	readonly relay: Relay | null;
	readonly subtasks: readonly Subtask[];
};

/** One task on one source. */
export type Subtask = {
	readonly task: string;
	/** Stages that this program does not know are kept as they are; an absent one is `InvalidStage`. */
	readonly stage: string;
	readonly work: Work;
	/** DM's `result`; 1.0 leaves it out on a user's pause. */
	readonly result: ProcessResult | null;
	/** `unresolvedDDLLockID`; nearly always null from 2.0 on, even while waiting. */
	readonly lockId: string | null;
	readonly validation: Validation | null;
	/** The `msg` that takes the place of a unit's status. */
	readonly message: string | null;
};

/** What the subtask's unit is doing, with the unit's own fields. */
export type Work = Check | Dump | Load | Sync | OtherWork;

export type Check = {
	readonly type: 'Check';
	readonly passed: boolean | null;
	readonly total: number | null;
	readonly successful: number | null;
	readonly failed: number | null;
	readonly warning: number | null;
	/** Decoded from base64. */
	readonly detail: string | null;
};

export type Dump = {
	readonly type: 'Dump';
	readonly totalTables: number | null;
	readonly completedTables: number | null;
	readonly finishedBytes: number | null;
	readonly finishedRows: number | null;
	readonly estimateTotalRows: number | null;
	/** DM's own rate; shown as DM's word, never used for an ETA. */
	readonly bytesPerSecond: number | null;
	/** DM's own text, such as `4.17 %`. */
	readonly progress: string | null;
};

export type Load = {
	readonly type: 'Load';
	readonly finishedBytes: number | null;
	readonly totalBytes: number | null;
	/** DM's own text, such as `27.98 %`; `NaN %` is possible in 1.0. */
	readonly progress: string | null;
	/** Where Sync will start. */
	readonly metaBinlog: Position | null;
	readonly metaBinlogGtid: string | null;
	readonly bytesPerSecond: number | null;
};

export type Sync = {
	readonly type: 'Sync';
	readonly totalEvents: number | null;
	/** DM's own rates, unusable for a reader (dmtop computes its own from totalEvents). */
	readonly totalTps: number | null;
	readonly recentTps: number | null;
	/** `masterBinlog`; null = unknown, the upstream did not answer. */
	readonly upstream: Position | null;
	readonly upstreamGtid: string | null;
	/** `syncerBinlog`: the flushed checkpoint, not what is in memory. */
	readonly checkpoint: Position | null;
	readonly checkpointGtid: string | null;
	readonly blockingDdls: readonly string[];
	readonly groups: readonly ShardingGroup[];
	/** DM's flag; false proves nothing. */
	readonly synced: boolean | null;
	/** `remote` (reads the upstream), `local` (reads the relay), `unknown`; null before 2.0. */
	readonly binlogType: string | null;
	/** Delay of the last event, in seconds; null before 2.0.4. */
	readonly secondsBehindMaster: number | null;
	/** Optimistic sharding, from 6.0 on. */
	readonly blockDdlOwner: string | null;
	readonly conflictMessage: string | null;
	readonly totalRows: number | null;
	readonly totalRps: number | null;
	readonly recentRps: number | null;
	readonly ioTotalBytes: number | null;
	readonly dumpIoTotalBytes: number | null;
};

/** A unit without fields that this program knows: `InvalidUnit`, or a newer one, by DM's word. */
export type OtherWork = {readonly type: 'Other'; readonly unit: string};

/** A place in the binlog. The file is without the relay's `|000001` part. */
export type Position = {readonly file: string; readonly offset: number};

/** What one source knows of a shard DDL on one target table. */
export type ShardingGroup = {
	/** The target table, such as `` `shop`.`orders` ``. */
	readonly target: string;
	readonly ddls: readonly string[];
	readonly first: Position | null;
	readonly firstGtid: string | null;
	/** Upstream tables that have met the DDL. */
	readonly synced: readonly string[];
	readonly unsynced: readonly string[];
	/** False where DM says "this DM-worker doesn't receive any shard DDL of this group": then both lists are empty. */
	readonly received: boolean;
};

export type Relay = {
	readonly stage: string;
	/** The upstream's position as the relay sees it; null = unknown. */
	readonly upstream: Position | null;
	readonly upstreamGtid: string | null;
	/** How far the relay has read. */
	readonly position: Position | null;
	readonly gtid: string | null;
	readonly directory: string | null;
	readonly caughtUp: boolean | null;
	readonly result: ProcessResult | null;
};

export type Validation = {
	readonly mode: string | null;
	readonly stage: string;
	readonly position: Position | null;
	readonly gtid: string | null;
	readonly cutoverPosition: Position | null;
	readonly cutoverGtid: string | null;
	readonly result: ProcessResult | null;
	readonly processedRows: {readonly insert: number; readonly update: number; readonly delete: number} | null;
	readonly pendingRows: {readonly insert: number; readonly update: number; readonly delete: number} | null;
	readonly errorRows: {readonly new: number; readonly ignored: number; readonly resolved: number} | null;
	/** What DM says in the place of a count that is not plain numbers, such as why it could not be read. */
	readonly said: {readonly processed: string | null; readonly pending: string | null; readonly errors: string | null};
};

/** How a unit or a relay ended or was stopped. */
export type ProcessResult = {
	/** Stopped from outside: a person's pause. With errors: a failure that a person then paused. */
	readonly isCanceled: boolean;
	readonly errors: readonly ProcessError[];
	readonly detail: string | null;
};

/** An error as DM reports it; class, scope and level in words for every version. */
export type ProcessError = {
	readonly code: number | null;
	readonly class: string | null;
	readonly scope: string | null;
	readonly level: string | null;
	readonly message: string | null;
	readonly rawCause: string | null;
	readonly workaround: string | null;
};

/** The members of a cluster, from 2.0 on. */
export type Members = {
	readonly leader: string | null;
	readonly masters: readonly {
		readonly name: string;
		readonly alive: boolean | null;
		readonly addresses: readonly string[];
	}[];
	readonly workers: readonly Worker[];
};

export type Worker = {
	readonly name: string;
	readonly address: string | null;
	/** `offline`, `free`, `bound` or `relay`; a dead worker stays `bound` for up to 30 minutes. */
	readonly stage: string | null;
	readonly source: string | null;
};

/** A source as the cluster lists it when it is shown its sources, from 2.0 on. */
export type ListedSource = {
	readonly source: string;
	/** Null where none is bound to it. */
	readonly worker: string | null;
	/** Why no worker is bound, in DM's words; null where there is nothing to say. */
	readonly message: string | null;
};

/** What a task's configuration says that the status does not, from 2.0 on. */
export type TaskConfig = {
	/** `full`, `incremental` or `all`. */
	readonly mode: string | null;
	/** `pessimistic`, `optimistic`, or null when the task does not merge shards. */
	readonly shardMode: string | null;
	/** The downstream as `host:port`. */
	readonly target: string | null;
	/** The source IDs that must be there. */
	readonly sources: readonly string[];
	/** The configuration as DM prints it, passwords masked. */
	readonly yaml: string;
};

/** The name of the unit; null where DM has none to tell. */
export function knownUnit(work: Work): string | null {
	const unit = unitOf(work);
	return unit === 'InvalidUnit' ? null : unit;
}

/** The name of the unit, as DM says it. */
export function unitOf(work: Work): string {
	return work.type === 'Other' ? work.unit : work.type;
}
