import {draftOf} from '../world/draft.ts';
import {findSource, findTask, findWorker, serviceOf} from '../world/find.ts';
import {removeLock} from '../world/lock-keeping.ts';
import type {Draft, World} from '../world/model.ts';
import type {Called} from './relays.ts';

/** The locks of all tasks, or of one; of a task that nobody knows there are none. */
export function showLocks(world: World, task: string): Called {
	const named = (id: string) => (world.dm === '1.0' ? addressOf(draftOf(world), id) : id);
	const locks = world.locks
		.filter(lock => task === '' || lock.task === task)
		.map(({id, owner, ddl, synced, unsynced, ...lock}) => ({
			...lock,
			ID: id,
			owner: named(owner),
			DDLs: [ddl],
			synced: synced.map(named),
			unsynced: unsynced.map(named),
		}));
	return {world, told: {result: true, msg: locks.length === 0 ? 'no DDL lock exists' : '', locks}, afterMs: 4};
}

/** Unlocks a pessimistic lock as each version does. */
export function unlock(world: World, id: string, forceRemove: boolean): Called {
	const draft = draftOf(world);
	const old = world.dm === '1.0';
	const answered = (result: boolean, msg: string, afterMs: number, workers: readonly object[] = []): Called => ({
		world: draft,
		told: old ? {result, msg, workers} : {result, msg},
		afterMs,
	});
	const lock = draft.locks.find(each => each.id === id);
	if (lock === undefined) {
		if (!old && !/-`[^`]+`\.`[^`]+`$/.test(id)) return answered(false, "can't find task name from lock-ID", 55);
		return answered(false, unknownLock(old, id), 7);
	}
	if (lock.mode === 'optimistic') return answered(false, 'optimistic locks should have only one source', 9);
	const task = findTask(draft, lock.task);
	const owner = task?.subtasks.find(({source}) => source === lock.owner);
	if (task === undefined || owner === undefined) {
		if (!old) {
			// DM forces it: nobody is left to execute the DDL, and the lock goes.
			removeLock(draft, id);
			return answered(true, '', 10_025);
		}
		if (forceRemove) removeLock(draft, id);
		const address = addressOf(draft, lock.owner);
		const msg = `[code=40054:class=dm-worker:scope=internal:level=high] sub task with name ${lock.task} not found`;
		return answered(false, ownerFailed(address), 7, [{result: false, worker: address, msg}]);
	}
	const executes = owner.stage === 'Running' && isServed(draft, lock.owner);
	if (!executes && !forceRemove) {
		const msg = old ? ownerFailed(addressOf(draft, lock.owner)) : notDone(lock.owner, id);
		return answered(false, msg, old ? 300 : 10_022);
	}
	// The owner executes, the other synced ones skip, and the unsynced ones are forgotten.
	for (const subtask of task.subtasks) {
		if (subtask === owner && !executes) continue;
		subtask.ddl = null;
	}
	removeLock(draft, id);
	if (!old) return answered(true, '', executes ? 1500 : 11_030);
	const workers = task.subtasks.map(({source}) => {
		const isSynced = lock.synced.includes(source);
		const msg = `[code=40061:class=dm-worker:scope=internal:level=high] DDLLockInfo with ID ${id} not found`;
		return {result: isSynced, worker: addressOf(draft, source), msg: isSynced ? '' : msg};
	});
	const all = workers.every(({result}) => result);
	return answered(
		all,
		all
			? ''
			: `[code=38025:class=dm-master:scope=internal:level=high] DDL lock ${id} owner ExecuteDDL successfully, so DDL lock removed. but some dm-workers ExecuteDDL fail, you should to handle dm-worker directly`,
		282,
		workers,
	);
}

function isServed(draft: Draft, id: string): boolean {
	const source = findSource(draft, id);
	return source !== undefined && serviceOf(draft, source) === 'served';
}

function addressOf(draft: Draft, id: string): string {
	return findWorker(draft, findSource(draft, id)?.worker)?.address ?? id;
}

function ownerFailed(owner: string): string {
	return `[code=38024:class=dm-master:scope=internal:level=high] owner ${owner} ExecuteDDL fail`;
}

function notDone(owner: string, id: string): string {
	return `[code=38024:class=dm-master:scope=internal:level=high], Message: the owner ${owner} of the lock ${id} has not done the operation`;
}

function unknownLock(old: boolean, id: string): string {
	return old
		? `[code=38019:class=dm-master:scope=internal:level=high] lock with ID ${id} not found`
		: `[code=38019:class=dm-master:scope=internal:level=high], Message: lock with ID ${id} not found, Workaround: Please use show-ddl-locks command to see lock id.`;
}
