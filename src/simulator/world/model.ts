/** The version of DM that a simulated master plays; it decides the shape of answers and what an operation does. */
export type DmVersion = '1.0' | '2.0' | '6.5' | '8.5' | '26.3';

/** A simulated cluster at one moment. It is only ever changed on a copy (see draft.ts). */
export type World = Readonly<Omit<Draft, 'due' | Things>> & {readonly due: readonly Due[]} & DeepReadonly<
		Pick<Draft, Things>
	>;

type Things = 'sources' | 'workers' | 'tasks' | 'locks';

/** A world that is being worked on. */
export type Draft = {
	readonly scenario: string;
	readonly dm: DmVersion;
	readonly rules: Rules;
	readonly script: Script | null;
	/** Time since the world began, always a whole number of ticks. */
	nowMs: number;
	/** Time that was asked for and is less than a tick. */
	leftoverMs: number;
	/** State of the random generator (prng.ts). */
	random: number;
	/** How many happenings of the script have been played, over all its rounds. */
	played: number;
	/** Happenings that follow from others, such as a fail-over. */
	due: Due[];
	sources: SimSource[];
	workers: SimWorker[];
	/** Sorted by name, as DM's answers are. */
	tasks: SimTask[];
	/** The shard DDL locks that the master keeps. */
	locks: SimLock[];
	/** The last log ID that a 1.0 worker has given out. */
	logId: number;
};

/** What holds for a whole world. */
export type Rules = {
	/** The grain of simulated time; a world's life does not depend on how it is cut into steps. */
	readonly tickMs: number;
	/** A task's checkpoint moves this often, and only when events of the task have arrived. */
	readonly flushEveryMs: number;
	/** How long a worker is dead until its source moves to a free one (from 2.0 on). */
	readonly failOverMs: number;
	/** Every so often one subtask changes its stage; null = never. */
	readonly churnEveryMs: number | null;
	/** The delay of every running Sync wanders about, up to this many seconds; 0 = it stays where it is put. */
	readonly wanderSeconds: number;
};

/** A story that is told again and again. */
export type Script = {readonly periodMs: number; readonly lines: readonly ScriptLine[]};

export type ScriptLine = {readonly atMs: number; readonly happening: Happening};

export type Due = {readonly atMs: number; readonly happening: Happening};

/** An upstream, and what the cluster has bound to it. */
export type SimSource = {
	readonly id: string;
	/** Its MySQL address, as it stands in error texts. */
	readonly address: string;
	readonly serverId: number;
	/** Bytes of binlog written since the first file; file and offset follow from it. */
	written: number;
	bytesPerSecond: number;
	up: boolean;
	/** It accepts connections and says nothing. */
	hangs: boolean;
	worker: string | null;
	relay: SimRelay | null;
	/** Its worker says that it serves another source (40071). */
	complains: boolean;
};

export type SimRelay = {
	stage: 'Running' | 'Paused' | 'Stopped';
	/** How far it has read, in bytes like the source's `written`. */
	read: number;
	isCanceled: boolean;
	failure: FailureName | null;
};

export type SimWorker = {
	readonly name: string;
	readonly address: string;
	alive: boolean;
	/** What ListMember believes, which is late. */
	listed: 'free' | 'bound' | 'offline';
};

export type SimTask = {
	readonly name: string;
	readonly mode: 'all' | 'full' | 'incremental';
	readonly shardMode: 'pessimistic' | 'optimistic' | null;
	/** Downstream schema and table, as `` `shop`.`orders` ``. */
	readonly target: string;
	/** The downstream as host:port. */
	readonly downstream: string;
	subtasks: SimSubtask[];
};

export type Stage = 'New' | 'Running' | 'Paused' | 'Stopped' | 'Finished';
export type Unit = 'Dump' | 'Load' | 'Sync';

export type SimSubtask = {
	readonly source: string;
	stage: Stage;
	/** Null while it is New. */
	unit: Unit | null;
	isCanceled: boolean;
	failure: SimFailure | null;
	/** A cause that is still there: it runs, and fails again at that time. */
	relapseAtMs: number | null;
	/** When a New subtask begins. */
	beginsAtMs: number | null;

	/** Size of the data to dump and load; rows follow from it. */
	readonly dataBytes: number;
	readonly dumpMs: number;
	readonly loadMs: number;
	/** Time spent running in the unit it is in. */
	unitMs: number;
	/** Where the dump was taken, and Sync will start. */
	dumpedAt: number;

	events: number;
	eventsPerSecond: number;
	/** Events per second as DM tells them, which is seldom recomputed. */
	toldTps: number;
	/** Time spent running in Sync. */
	syncMs: number;
	/** The flushed checkpoint, in bytes like the source's `written`. */
	checkpoint: number;
	nextFlushMs: number;
	lagSeconds: number;
	lagTarget: number;
	lagPerSecond: number;

	ddl: SimDdl | null;
	conflict: boolean;
	validator: SimValidator | null;
};

/** Why a subtask is Paused. */
export type SimFailure = {
	readonly name: FailureName;
	/** Where in the binlog it happened. */
	readonly at: number;
	/** When its cause goes away; null = not by itself. */
	repairedAtMs: number | null;
	/** When DM's checker tries next; null where it never will. */
	retryAtMs: number | null;
	tries: number;
};

/** A lock as the master keeps it: it stays when its task is stopped, and goes when it is resolved or unlocked. */
export type SimLock = {
	readonly id: string;
	readonly task: string;
	readonly mode: 'pessimistic' | 'optimistic';
	/** The source whose worker will execute the DDL. */
	readonly owner: string;
	readonly ddl: string;
	synced: string[];
	unsynced: string[];
};

/** A shard DDL that some of the source's tables have met. */
export type SimDdl = {readonly sql: string; readonly tables: readonly string[]; met: number; first: number};

export type SimValidator = {
	inserts: number;
	updates: number;
	deletes: number;
	pending: number;
	errors: number;
	/** A person has stopped it; left out while none has. */
	isStopped?: boolean;
	/** When the last of its errors came: they are listed from the next flush on, five minutes later. */
	errorsAtMs?: number;
	/** Tables that it does not check any more while it runs. */
	stoppedTables?: readonly string[];
};

export type FailureName =
	| 'table-missing'
	| 'duplicate-entry'
	| 'column-missing'
	| 'ddl-unsupported'
	| 'shard-conflict'
	| 'downstream-lost'
	| 'upstream-lost';

/** Something that befalls a cluster. One that does not fit (no such task, not in that stage) does nothing. */
export type Happening =
	| {readonly type: 'paused'; readonly task: string; readonly sources?: readonly string[]}
	| {readonly type: 'resumed'; readonly task: string; readonly sources?: readonly string[]}
	| {readonly type: 'stopped'; readonly task: string; readonly sources?: readonly string[]}
	| {readonly type: 'started'; readonly task: DeepReadonly<SimTask>}
	| {
			readonly type: 'failed';
			readonly task: string;
			readonly sources?: readonly string[];
			readonly failure: FailureName;
			/** How long until the cause is gone; left out = until `repaired`. */
			readonly repairedAfterMs?: number;
	  }
	/** From now on so many bytes are written each second to the upstream; 0 = nobody writes any more. */
	| {readonly type: 'writes'; readonly source: string; readonly bytesPerSecond: number}
	| {readonly type: 'repaired'; readonly task: string; readonly sources?: readonly string[]}
	| {
			readonly type: 'lagging';
			readonly task: string;
			readonly sources?: readonly string[];
			readonly toSeconds: number;
			readonly overMs: number;
	  }
	| {
			readonly type: 'ddl-met';
			readonly task: string;
			readonly source: string;
			readonly sql: string;
			readonly tables: readonly string[];
			/** How many of the tables have met it. When all tables of all sources have, the lock is resolved. */
			readonly met: number;
	  }
	| {readonly type: 'conflict'; readonly task: string; readonly source: string; readonly on: boolean}
	| {readonly type: 'validator-errors'; readonly task: string; readonly errors: number}
	| {readonly type: 'relay-paused'; readonly source: string}
	| {readonly type: 'relay-resumed'; readonly source: string}
	| {readonly type: 'upstream-down'; readonly source: string}
	| {readonly type: 'upstream-up'; readonly source: string}
	| {readonly type: 'source-complains'; readonly source: string; readonly on: boolean}
	/** The named worker, or the one that serves the named source. */
	| {readonly type: 'worker-dies'; readonly worker?: string; readonly source?: string}
	| {readonly type: 'failed-over'; readonly source: string}
	/** The named worker, or all that are dead. */
	| {readonly type: 'worker-returns'; readonly worker?: string};

type DeepReadonly<T> = T extends readonly (infer Item)[]
	? readonly DeepReadonly<Item>[]
	: T extends object
		? {readonly [Key in keyof T]: DeepReadonly<T[Key]>}
		: T;
