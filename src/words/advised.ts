import type {About, Kind} from '../domain/advice/entry.ts';
import type {Members, ProcessError, Worker} from '../domain/cluster.ts';
import {blamedError} from '../domain/failure/blamed-error.ts';
import type {Lock} from '../domain/lock.ts';
import type {DmVersion} from '../domain/version.ts';
import type {SourceRow, SubtaskRow, TaskRow} from '../wire/topics.ts';

/** What is known of the cluster beside a row; null where it has not been read. */
export type Around = {
	readonly version: DmVersion;
	readonly members: Members | null;
	/** The locks of the task, or of all tasks. */
	readonly locks: readonly Lock[];
};

/** What advice is wanted about a line of the task list. */
export function aboutTask(row: TaskRow, around: Around): About {
	const {blamed, phase, kind, reasonSource: source} = row;
	const busyIn = phase.load > 0 ? 'Load' : phase.dump > 0 ? 'Dump' : phase.sync > 0 ? 'Sync' : null;
	return {
		...of(kind, around),
		...workerOf(blamed?.worker ?? null, around),
		task: row.name,
		source,
		unit: blamed?.unit ?? busyIn,
		error: blamed === null || blamed.text === null ? null : asError(blamed.code, blamed.text),
		lock: around.locks.find(lock => lock.task === row.name) ?? null,
		falls: isFalling(row.history),
		slow: row.slow,
	};
}

/** What advice is wanted about one source's part of a task. */
export function aboutSubtask(task: string, row: SubtaskRow, around: Around): About {
	const {presence, work, kind, source, samples} = row;
	const isLock = (lock: Lock) => lock.task === task && lock.sources.some(part => part.source === source);
	return {
		...of(kind, around),
		...workerOf(row.worker, around),
		...(kind === 'silent' && {kind: presence.type === 'unbound' || presence.type === 'absent' ? presence.type : kind}),
		task,
		source,
		unit: work === null ? null : work.type === 'Other' ? work.unit : work.type,
		error: blamedError(kind, row),
		checkerOff: row.verdict?.checker?.enabled === false,
		lock: around.locks.find(isLock) ?? null,
		falls: isFalling(samples.map(({lagSeconds}) => lagSeconds)),
		slow: row.slow?.part ?? null,
	};
}

/** What advice is wanted about a DDL lock. */
export function aboutLock(lock: Lock, around: Around): About {
	const kind = lock.isNamedOnly ? 'lock-named' : lock.mode === 'optimistic' ? 'conflict' : 'lock';
	return {...of(kind, around), task: lock.task, lock};
}

/** What advice is wanted about a source and its relay. */
export function aboutSource(row: SourceRow, around: Around): About {
	const {relay, errors, source, worker} = row;
	const error = errors[0] ?? relay?.result?.errors[0] ?? null;
	const kind = sourceKind(row);
	return {
		...of(kind, around),
		...workerOf(worker, around),
		source,
		error,
	};
}

function sourceKind(row: SourceRow): Kind | null {
	const {relay, errors, relayVerdict, unbound, absent, answered, relayBehindSinceMs} = row;
	if (unbound) return 'unbound';
	if (absent) return 'absent';
	if (!answered) return 'silent';
	if (errors.length > 0) return 'source';
	if (relay === null) return null;
	if (relay.stage === 'Running') return relayBehindSinceMs === null ? 'relay-ok' : 'relay-behind';
	if (relay.result === null || relay.result.isCanceled || relay.result.errors.length === 0) return 'relay-halted';
	return relayVerdict?.resumes === true ? 'retry-relay' : 'relay';
}

/** What advice is wanted about a worker; `isSilent` = its source does not answer. */
export function aboutWorker({name, source, stage}: Worker, isSilent: boolean, around: Around): About {
	const isGone = isSilent || stage === 'offline';
	return {
		version: around.version,
		...workerOf(name, around),
		kind: isGone ? 'worker-silent' : stage === 'free' ? 'worker-free' : 'worker-bound',
		source,
	};
}

function of(kind: Kind | null, {version}: Around): Pick<About, 'kind' | 'version' | 'retried'> {
	if (kind === null) return {kind, version, retried: null};
	return {kind, version, retried: isRetried.has(kind) ? true : isLeft.has(kind) ? false : null};
}

/** DM tries these again and again; once their cause is gone it goes on by itself. */
const isRetried: ReadonlySet<Kind> = new Set(['retry-subtask', 'retry-relay', 'in-vain', 'recovering']);

/** These it leaves to a person. */
const isLeft: ReadonlySet<Kind> = new Set(['subtask', 'relay', 'source', 'not-retried']);

function workerOf(worker: string | null, {members, version}: Around): Pick<About, 'worker' | 'address' | 'free'> {
	const workers = members?.workers ?? [];
	return {
		worker,
		// DM 1.0 calls a worker by its address.
		address: workers.find(({name}) => name === worker)?.address ?? (version.newest < 200 ? worker : null),
		free: members === null ? null : workers.filter(({stage}) => stage === 'free').map(({name}) => name),
	};
}

function asError(code: number | null, message: string): ProcessError {
	return {code, class: null, scope: null, level: null, message, rawCause: null, workaround: null};
}

/** Whether the newest of some figures is smaller than those before it; null where too few are known. */
function isFalling(figures: readonly (number | null)[]): boolean | null {
	const known = figures.filter(figure => figure !== null).slice(-seen);
	const [newest, ...before] = known.toReversed();
	if (newest === undefined || before.length === 0) return null;
	return newest < before.reduce((sum, figure) => sum + figure, 0) / before.length;
}

/** So many of the last figures tell where they go. */
const seen = 4;
