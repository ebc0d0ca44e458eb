import type {Position, ShardingGroup, Subtask, Sync} from './cluster.ts';
import {comparePositions} from './position.ts';
import {gapBytes, trustedLag} from './progress.ts';
import {failureOf} from './resume.ts';
import type {Task, TaskSubtask} from './task.ts';

/** A shard DDL that waits, derived from the sharding groups of a task's subtasks: DM's status names no lock. */
export type Lock = {
	readonly task: string;
	/** The target table, such as `` `shop`.`orders` ``. */
	readonly target: string;
	readonly mode: 'pessimistic' | 'optimistic';
	/** DM's own ID, in the form that dmctl takes. */
	readonly id: string;
	readonly ddls: readonly string[];
	/** At least one source is complete; before that DM knows a group but "no DDL lock exists". */
	readonly exists: boolean;
	/** The text of an optimistic conflict. */
	readonly conflict: string | null;
	/** When it was first seen; null until the gateway fills it in. */
	readonly seenSinceMs: number | null;
	readonly sources: readonly LockSource[];
};

/** How far one source is with the DDL. */
export type LockSource = {
	readonly source: string;
	readonly worker: string | null;
	readonly state: LockState;
	/** Upstream tables that have met the DDL. */
	readonly synced: readonly string[];
	readonly unsynced: readonly string[];
	/** Where the DDL was first met. */
	readonly first: Position | null;
	/** Whether it still has binlog to read, in bytes; null = unknown. */
	readonly gapBytes: number | null;
	readonly lagSeconds: number | null;
};

export type LockState =
	/** All its tables have met the DDL; it waits for the others. */
	| 'waiting'
	/** It executes the resolved DDL. */
	| 'executing'
	/** It failed to execute it, and all others wait for it. */
	| 'failed'
	/** Some of its tables have met it. */
	| 'partly'
	/** "this DM-worker doesn't receive any shard DDL of this group". */
	| 'not-met'
	/** It says nothing of the group, or does not answer: not the same as synced. */
	| 'unknown'
	/** Optimistic: its DDL conflicts. */
	| 'conflict';

/** The locks and groups of a task, by target, in the order in which its subtasks name them. */
export function locksOf(task: Task): readonly Lock[] {
	const targets = new Map<string, Lock['mode']>();
	for (const {subtask} of task.subtasks) {
		const sync = syncOf(subtask);
		if (subtask === null || sync === null) continue;
		for (const group of sync.groups) targets.set(group.target, 'pessimistic');
		const told = targetOfId(subtask.lockId, task.name);
		if (told !== null && !targets.has(told)) targets.set(told, 'pessimistic');
		const conflict = conflictOf(subtask);
		if (conflict !== null) targets.set(targetIn(conflict, task.name) ?? 'unknown target', 'optimistic');
	}
	const parts = task.subtasks.map(it => ({it, groups: groupsByTarget(it.subtask)}));
	return [...targets].map(([target, mode]) => lockOf(task, target, mode, parts));
}

/** A subtask with its groups by their target: a task may have thousands of them. */
type Part = {readonly it: TaskSubtask; readonly groups: ReadonlyMap<string, ShardingGroup>};

/** The groups of a subtask; of several with one target the first. */
function groupsByTarget(subtask: Subtask | null): ReadonlyMap<string, ShardingGroup> {
	return new Map((syncOf(subtask)?.groups ?? []).toReversed().map(group => [group.target, group]));
}

function lockOf(task: Task, target: string, mode: Lock['mode'], parts: readonly Part[]): Lock {
	const sources = parts.map(({it, groups}) => lockSource(task, mode, it, groups.get(target)));
	const syncs = task.subtasks.map(({subtask}) => syncOf(subtask)).filter(sync => sync !== null);
	const ddls = parts.map(({groups}) => groups.get(target)?.ddls ?? []);
	const blocking = syncs.map(sync => sync.blockingDdls);
	const conflicts = mode === 'optimistic' ? task.subtasks.map(({subtask}) => conflictOf(subtask)) : [];
	return {
		task: task.name,
		target,
		mode,
		id: `${task.name}-${target}`,
		ddls: [...ddls, ...blocking].find(list => list.length > 0) ?? [],
		exists: sources.some(({state}) => arrived.has(state)) || mode === 'optimistic',
		conflict: conflicts.find(text => text !== null) ?? null,
		seenSinceMs: null,
		sources,
	};
}

/** The states of a source all of whose tables have met the DDL. */
const arrived: ReadonlySet<LockState> = new Set(['waiting', 'executing', 'failed']);

/** Whether all tables of the source have met the DDL. */
export function hasArrived(source: LockSource): boolean {
	return arrived.has(source.state);
}

function lockSource(task: Task, mode: Lock['mode'], it: TaskSubtask, group: ShardingGroup | undefined): LockSource {
	const {subtask} = it;
	const sync = syncOf(subtask);
	return {
		source: it.source,
		worker: it.worker,
		state: mode === 'optimistic' ? optimisticState(it) : pessimisticState(task, it, group),
		synced: group?.synced ?? [],
		unsynced: group?.unsynced ?? [],
		first: group?.first ?? null,
		gapBytes: sync === null ? null : gapBytes(sync.upstream, readTo(sync, group)),
		lagSeconds: subtask === null ? null : trustedLag(subtask, isComplete(group)),
	};
}

/** All tables of the source have met the DDL: it waits, and its lag is the clock's. */
function isComplete(group: ShardingGroup | undefined): boolean {
	return group?.received === true && group.unsynced.length === 0;
}

/** How far it has read, as far as is known: with some of its tables past the DDL its checkpoint stays before it. */
function readTo({checkpoint}: Sync, group: ShardingGroup | undefined): Position | null {
	if (checkpoint === null || !group?.first || group.unsynced.length === 0) return checkpoint;
	return (comparePositions(group.first, checkpoint) ?? 0) > 0 ? group.first : checkpoint;
}

function pessimisticState(task: Task, it: TaskSubtask, group: ShardingGroup | undefined): LockState {
	const {subtask, presence} = it;
	if (subtask === null || presence.type !== 'here') return 'unknown';
	// DM 1.0 has no group at a source that has not met the DDL; from 2.0 on it would have one that says so.
	if (group === undefined) return task.version.newest < 200 && subtask.lockId === null ? 'not-met' : 'unknown';
	if (!group.received) return 'not-met';
	if (group.unsynced.length > 0) return 'partly';
	// From 2.0 on DM names the lock only while the source executes the resolved DDL.
	if (subtask.lockId === null || task.version.newest < 200) return 'waiting';
	return subtask.stage === 'Paused' && failureOf(subtask.result) !== null ? 'failed' : 'executing';
}

function optimisticState({subtask, presence}: TaskSubtask): LockState {
	if (subtask === null || presence.type !== 'here') return 'unknown';
	return conflictOf(subtask) === null ? 'unknown' : 'conflict';
}

function syncOf(subtask: Subtask | null): Sync | null {
	return subtask?.work.type === 'Sync' ? subtask.work : null;
}

/** 6.0 and later tell a conflict beside a Running subtask; before that it is an error, 36062. */
function conflictOf(subtask: Subtask | null): string | null {
	const sync = syncOf(subtask);
	const told = sync?.conflictMessage ?? sync?.blockDdlOwner ?? null;
	return told ?? subtask?.result?.errors.find(({code}) => code === 36062)?.message ?? null;
}

function targetOfId(id: string | null, task: string): string | null {
	return id?.startsWith(`${task}-`) ? id.slice(task.length + 1) : null;
}

function targetIn(text: string, task: string): string | null {
	const start = text.indexOf(`${task}-\``);
	const found = start < 0 ? null : /^`[^`]+`\.`[^`]+`/.exec(text.slice(start + task.length + 1));
	return found?.[0] ?? null;
}
