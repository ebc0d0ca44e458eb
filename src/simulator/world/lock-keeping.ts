import type {Draft, SimLock, SimTask} from './model.ts';

export function lockIdOf({name, target}: Pick<SimTask, 'name' | 'target'>): string {
	return `${name}-${target}`;
}

/** A source has met the DDL on all its tables: it makes the lock, or joins it. */
export function joinLock(draft: Draft, task: SimTask, source: string, ddl: string): void {
	const id = lockIdOf(task);
	const known = draft.locks.find(lock => lock.id === id);
	const others = task.subtasks.map(subtask => subtask.source).filter(other => other !== source);
	if (known === undefined) {
		const lock: SimLock = {
			id,
			task: task.name,
			mode: 'pessimistic',
			owner: source,
			ddl,
			synced: [source],
			unsynced: others,
		};
		draft.locks = [...draft.locks, lock];
		return;
	}
	if (!known.synced.includes(source)) known.synced = [...known.synced, source];
	known.unsynced = known.unsynced.filter(other => other !== source);
}

export function removeLock(draft: Draft, id: string): void {
	draft.locks = draft.locks.filter(lock => lock.id !== id);
}

/** Two DDLs of an optimistic task contradict each other: the lock names the table of the one that conflicts. */
export function holdConflict(draft: Draft, task: SimTask, source: string): void {
	// 1.0 has no optimistic mode.
	if (draft.dm === '1.0') return;
	const id = lockIdOf(task);
	const tables = task.subtasks.map(subtask => `${subtask.source}-${task.target}`);
	const mine = `${source}-${task.target}`;
	const ddl = `ALTER TABLE ${task.target} ADD COLUMN \`price\` VARCHAR(20)`;
	const unsynced = tables.filter(table => table === mine);
	const synced = tables.filter(table => table !== mine);
	const lock: SimLock = {id, task: task.name, mode: 'optimistic', owner: mine, ddl, synced, unsynced};
	draft.locks = [...draft.locks.filter(each => each.id !== id), lock];
}
