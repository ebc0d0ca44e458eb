import {type ServerLock, targetOfLock} from '../../domain/act/server-lock.ts';
import type {Lock, LockSource} from '../../domain/lock.ts';
import {byText} from '../../domain/order.ts';
import type {LocksValue} from '../../wire/topics.ts';
import {actUnderWay} from '../memory/known-act.ts';
import type {Memory} from '../memory/memory.ts';

/** The locks as the status tells them, joined with those that the master holds; of stopped tasks only it tells. */
export function locksValue(memory: Memory): LocksValue {
	const {locks, ...rest} = joinedLocks(memory);
	return {locks: locks.map(lock => withAct(lock, memory)), ...rest};
}

function withAct(lock: Lock, {acts}: Memory): Lock {
	const operation = acts.length === 0 ? null : actUnderWay(acts, it => it.lock !== null && it.lock === lock.id);
	return operation === null ? lock : {...lock, operation};
}

function joinedLocks(memory: Memory): LocksValue {
	const {serverLocks} = memory;
	const told = allLocks(memory);
	if (serverLocks === null) return {locks: told};
	const byId = new Map(serverLocks.locks.map(lock => [lock.id, lock]));
	const joined = told.map(lock => {
		const held = lock.id === null ? undefined : byId.get(lock.id);
		if (held !== undefined) return {...lock, held: heldOf(held, memory)};
		// Before DM has a lock it has a group, of which the master knows nothing yet.
		return serverLocks.note === null && lock.exists && lock.id !== null ? {...lock, held: null} : lock;
	});
	const ids = new Set(told.map(({id}) => id));
	const others = serverLocks.locks.filter(({id}) => !ids.has(id)).map(lock => onlyHeld(lock, memory));
	return {locks: [...joined, ...others], heldNote: serverLocks.note};
}

/** The locks and groups of all tasks, the longest first. */
export function allLocks(memory: Memory): readonly Lock[] {
	return [...memory.tasks.values()]
		.filter(({task}) => task.goneAtMs === null)
		.flatMap(known => known.locks)
		.sort((a, b) => (a.seenSinceMs ?? 0) - (b.seenSinceMs ?? 0) || byText(a.task, b.task));
}

/** A lock as the master holds it, by sources, also where DM 1.0 names workers. */
function heldOf({owner, synced, unsynced}: ServerLock, memory: Memory): NonNullable<Lock['held']> {
	const named = namesOf(memory);
	return {owner: owner === null ? null : named(owner), synced: synced.map(named), unsynced: unsynced.map(named)};
}

function namesOf({shape, sources}: Memory): (name: string) => string {
	if (shape !== 'workers') return name => name;
	const byWorker = new Map([...sources.values()].map(({worker, source}) => [worker, source]));
	return name => byWorker.get(name) ?? name;
}

/** A lock of which the status tells nothing: left over where its task is not listed. */
function onlyHeld(lock: ServerLock, memory: Memory): Lock {
	const held = heldOf(lock, memory);
	const known = memory.tasks.get(lock.task)?.task;
	const isLeftOver = known === undefined || known.goneAtMs !== null;
	const part = (source: string, state: LockSource['state']): LockSource => ({
		...{source, worker: memory.sources.get(source)?.worker ?? null, state},
		...{synced: [], unsynced: [], first: null, gapBytes: null, lagSeconds: null},
	});
	const isPessimistic = lock.mode === 'pessimistic';
	return {
		task: lock.task,
		target: targetOfLock(lock),
		mode: lock.mode,
		id: lock.id,
		ddls: lock.ddls,
		exists: true,
		isNamedOnly: false,
		conflict: null,
		owner: lock.owner,
		seenSinceMs: memory.serverLocks?.sinceMs.get(lock.id) ?? null,
		sources: isPessimistic
			? [...held.synced.map(source => part(source, 'waiting')), ...held.unsynced.map(source => part(source, 'unknown'))]
			: [],
		held,
		...(isLeftOver && {isLeftOver: true as const}),
	};
}
