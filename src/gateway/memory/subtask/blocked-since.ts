import type {ShardingGroup, Subtask} from '../../../domain/cluster.ts';
import type {TaskSubtask} from '../../../domain/task.ts';

/** Whether a shard DDL holds the subtask back: it has met the DDL and waits for other sources. */
function isBlocked({stage, work, lockId}: Subtask): boolean {
	if (stage !== 'Running' || work.type !== 'Sync') return false;
	// An ID without a group may be left over from a lock that was resolved.
	const named = lockId !== null && work.groups.length > 0;
	return work.blockingDdls.length > 0 || named || work.groups.some(isComplete);
}

/** All tables of the source have met the DDL. */
function isComplete({received, unsynced}: ShardingGroup): boolean {
	return received && unsynced.length === 0;
}

/** Since when a lock blocks it. A pause does not make it shorter, nor the moment after it in which DM meets the DDL anew. */
export function blockedOf(known: TaskSubtask | undefined, subtask: Subtask, atMs: number) {
	const {work} = subtask;
	if (work.type !== 'Sync' || work.groups.length + work.blockingDdls.length === 0) return notBlocked;
	const before = known?.subtask ?? null;
	const waited = known?.lockSinceMs ?? null;
	const goesOn = before !== null && waited !== null && sameGroup(before, subtask);
	if (isBlocked(subtask)) {
		const wasBlocked = before !== null && isBlocked(before);
		const sinceMs = (goesOn || wasBlocked ? waited : null) ?? atMs;
		return {blockedSinceMs: sinceMs, lockSinceMs: sinceMs};
	}
	const lockSinceMs = goesOn ? waited : null;
	const held = subtask.stage === 'Paused' && work.groups.some(isComplete);
	return {blockedSinceMs: held ? lockSinceMs : null, lockSinceMs};
}

const notBlocked = {blockedSinceMs: null, lockSinceMs: null};

/** They have an unresolved group in common: one of its target, with the same DDLs as far as both tell them. */
function sameGroup(a: Subtask, b: Subtask): boolean {
	const before = new Map(groupsOf(a).map(({target, ddls}) => [target, ddls]));
	return groupsOf(b).some(({target, ddls}) => agree(before.get(target) ?? null, ddls));
}

function groupsOf({work}: Subtask): readonly ShardingGroup[] {
	return work.type === 'Sync' ? work.groups : [];
}

function agree(a: readonly string[] | null, b: readonly string[]): boolean {
	if (a === null) return false;
	return a.length === 0 || b.length === 0 || a.join('\n') === b.join('\n');
}
