import type {
	Cluster,
	Position,
	ProcessError,
	ProcessResult,
	Relay,
	SourceAnswer,
	Subtask,
	Sync,
} from '../../src/domain/cluster.ts';

/** A small cluster in domain words: `answer({'replica-01': {orders: running()}})`. */
export function answer(
	sources: Readonly<Record<string, Readonly<Record<string, Subtask>> | Partial<SourceAnswer>>>,
	shape: Cluster['shape'] = 'sources',
): Cluster {
	return {
		shape,
		tellsValidation: shape === 'sources',
		sources: Object.entries(sources).map(([source, told], index) => ({
			source,
			worker: `worker-${index + 1}`,
			answered: true,
			message: null,
			unbound: false,
			errors: [],
			relay: null,
			subtasks: [],
			...('subtasks' in told || 'answered' in told || 'relay' in told || 'errors' in told
				? (told as Partial<SourceAnswer>)
				: {subtasks: subtasksOf(told as Readonly<Record<string, Subtask>>)}),
		})),
	};
}

/** The subtasks of one source, by task. */
export function subtasksOf(byTask: Readonly<Record<string, Subtask>>): readonly Subtask[] {
	return Object.entries(byTask).map(([task, subtask]) => ({...subtask, task}));
}

/** A Sync subtask that runs and has caught up. */
export function running(sync: Partial<Sync> = {}, more: Partial<Subtask> = {}): Subtask {
	return {
		task: 'orders',
		stage: 'Running',
		work: {...idleSync, ...sync},
		result: null,
		lockId: null,
		validation: null,
		message: null,
		...more,
	};
}

/** Paused: by a person without a code, else with the error of that code. */
export function paused(code: number | null = null, rawCause: string | null = null): Subtask {
	return running({}, {stage: 'Paused', result: result(code, rawCause)});
}

/** How a unit ended; without a code by a person. */
export function result(code: number | null, rawCause: string | null = null): ProcessResult {
	return {isCanceled: code === null, detail: null, errors: code === null ? [] : [error(code, rawCause)]};
}

export function error(code: number, rawCause: string | null = null): ProcessError {
	return {code, class: null, scope: null, level: null, message: `message of ${code}`, rawCause, workaround: null};
}

export function at(offset: number, file = 'mysql-bin.000001'): Position {
	return {file, offset};
}

/** A relay that has caught up. */
export function relay(more: Partial<Relay> = {}): Relay {
	return {
		stage: 'Running',
		upstream: at(1000),
		upstreamGtid: null,
		position: at(1000),
		gtid: null,
		directory: null,
		caughtUp: true,
		result: null,
		...more,
	};
}

const idleSync: Sync = {
	type: 'Sync',
	totalEvents: 100,
	totalTps: null,
	recentTps: null,
	upstream: at(1000),
	upstreamGtid: null,
	checkpoint: at(1000),
	checkpointGtid: null,
	blockingDdls: [],
	groups: [],
	synced: true,
	binlogType: 'local',
	secondsBehindMaster: 0,
	blockDdlOwner: null,
	conflictMessage: null,
	totalRows: null,
	totalRps: null,
	recentRps: null,
	ioTotalBytes: null,
	dumpIoTotalBytes: null,
};
