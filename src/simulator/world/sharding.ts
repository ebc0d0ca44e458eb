import {fail} from '../operate/stages.ts';
import {findSource, findTask} from './find.ts';
import {holdConflict, joinLock, lockIdOf, removeLock} from './lock-keeping.ts';
import type {Draft, Happening, SimSubtask, World} from './model.ts';
import {isSince} from './since.ts';

/** Some tables of one source meet a shard DDL. When all tables of all sources have, the lock is resolved. */
export function meetDdl(draft: Draft, happening: Extract<Happening, {type: 'ddl-met'}>): void {
	const task = findTask(draft, happening.task);
	const subtask = task?.subtasks.find(({source}) => source === happening.source);
	const source = findSource(draft, happening.source);
	if (!task || !source || subtask?.unit !== 'Sync' || subtask.stage !== 'Running') return;
	const first = subtask.ddl?.first ?? source.written;
	subtask.ddl = {sql: happening.sql, tables: happening.tables, met: happening.met, first};
	if (waits(subtask)) joinLock(draft, task, subtask.source, happening.sql);
	if (!task.subtasks.every(waits)) return;
	for (const each of task.subtasks) each.ddl = null;
	removeLock(draft, lockIdOf(task));
}

/** Two DDLs of an optimistic task contradict each other, or no longer do. 2.0 pauses the subtask, later versions only say so. */
export function setConflict(draft: Draft, happening: Extract<Happening, {type: 'conflict'}>): void {
	const task = findTask(draft, happening.task);
	const subtask = task?.subtasks.find(({source}) => source === happening.source);
	const source = findSource(draft, happening.source);
	if (!task || !subtask || !source) return;
	if (happening.on) {
		holdConflict(draft, task, source.id);
		if (isSince('6.5', draft.dm)) subtask.conflict = true;
		else fail(draft, source, subtask, 'shard-conflict', null);
		return;
	}
	subtask.conflict = false;
	removeLock(draft, lockIdOf(task));
	if (subtask.failure?.name !== 'shard-conflict' || subtask.isCanceled) return;
	subtask.failure = null;
	subtask.relapseAtMs = null;
	subtask.stage = 'Running';
}

/** The subtask has met the DDL on all its tables, and waits for the others. */
export function waits({ddl}: Pick<World['tasks'][number]['subtasks'][number] | SimSubtask, 'ddl'>): boolean {
	return ddl !== null && ddl.met >= ddl.tables.length;
}
