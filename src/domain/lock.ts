import type {Position, ShardingGroup, Subtask, Sync} from './cluster.ts';
import {failureOf} from './failure/resume.ts';
import {trustedLag} from './lag/lag.ts';
import type {OperationUnderWay} from './operation/under-way.ts';
import {comparePositions} from './position.ts';
import {gapBytes} from './progress.ts';
import type {Task, TaskSubtask} from './task.ts';

/** A shard DDL that waits, derived from the sharding groups of a task's subtasks: DM's status names no lock. */
export type Lock = {
	readonly task: string;
	/** The target table, such as `` `shop`.`orders` ``. */
	readonly target: string;
	readonly mode: 'pessimistic' | 'optimistic';
	/** DM's own ID, in the form that dmctl takes; null where its table is not known. */
	readonly id: string | null;
	readonly ddls: readonly string[];
	/** At least one source is complete; before that DM knows a group but "no DDL lock exists". */
	readonly exists: boolean;
	/** DM names its ID and tells of no group and no DDL: whether it still exists is unknown. */
	readonly isNamedOnly: boolean;
	/** The text of an optimistic conflict. */
	readonly conflict: string | null;
	/** The upstream table whose DDL blocks, with its source: `` mysql-01-`shop_1`.`orders_1` ``. Optimistic only, from 6.0 on. */
	readonly owner: string | null;
	/** When it was first seen; null until the gateway fills it in. */
	readonly seenSinceMs: number | null;
	readonly sources: readonly LockSource[];
	/** As the master itself holds it, by sources; null where it holds no such lock; left out where it was not asked. */
	readonly held?: HeldBy | null;
	/** Its task is not listed any more: the master alone tells of it. */
	readonly isLeftOver?: true;
	/** What was asked for and is watched still; left out where nothing is. */
	readonly operation?: OperationUnderWay;
};

/** Who a lock belongs to and who has met its DDL, as the master says it. Optimistic: upstream tables. */
export type HeldBy = {
	readonly owner: string | null;
	readonly synced: readonly string[];
	readonly unsynced: readonly string[];
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
	/** Where its upstream was when the lock was first seen; left out where it has met the DDL, and where nobody knows. */
	readonly upstreamThen?: Position;
	/** It has read past that and has not met the DDL: by then it had not been run there. Left out where it has not. */
	readonly hasPassed?: true;
};

export const lockStates = [
	/** All its tables have met the DDL; it waits for the others. */
	'waiting',
	/** It executes the resolved DDL. */
	'executing',
	/** It failed to execute it, and all others wait for it. */
	'failed',
	/** Some of its tables have met it. */
	'partly',
	/** "this DM-worker doesn't receive any shard DDL of this group". */
	'not-met',
	/** It says nothing of the group, or does not answer: not the same as synced. */
	'unknown',
	/** It names the lock's ID, and no DDL that waits. */
	'named',
	/** Optimistic: its DDL conflicts. */
	'conflict',
] as const;

export type LockState = (typeof lockStates)[number];

/** The locks and groups of a task, by target, in the order in which its subtasks name them. */
export function locksOf(task: Task): readonly Lock[] {
	const parts = task.subtasks.map(it => ({it, groups: groupsByTarget(it.subtask)}));
	return openIn(task).map(open => lockOf(task, open, parts));
}

/** Something that a subtask names, before all of them are heard. */
type Open = Pick<Lock, 'target' | 'mode' | 'id' | 'isNamedOnly'>;

function openIn(task: Task): readonly Open[] {
	const open = new Map<string, Open>();
	const add = (it: Open) => {
		const known = open.get(it.target);
		if (known === undefined || (known.isNamedOnly && !it.isNamedOnly) || it.mode === 'optimistic')
			open.set(it.target, it);
	};
	const group = (target: string): Open => ({
		target,
		mode: 'pessimistic',
		id: `${task.name}-${target}`,
		isNamedOnly: false,
	});
	for (const {subtask} of task.subtasks) {
		const sync = syncOf(subtask);
		if (subtask === null || sync === null) continue;
		for (const {target} of sync.groups) add(group(target));
		const {lockId} = subtask;
		const told = targetOfId(lockId, task.name);
		const [ddl] = sync.groups.length === 0 ? sync.blockingDdls : [];
		if (ddl !== undefined) add({...group(told ?? tableIn(ddl) ?? unknownTarget), id: lockId});
		else if (lockId !== null) add({...group(told ?? lockId), id: lockId, isNamedOnly: true});
		const conflict = conflictOf(subtask, task.name);
		if (conflict !== null) {
			const {target, isTarget} = conflict;
			add({...group(target ?? unknownTarget), mode: 'optimistic', ...(!isTarget && {id: null})});
		}
	}
	return [...open.values()];
}

const unknownTarget = 'unknown target';

/** A subtask with its groups by their target: a task may have thousands of them. */
type Part = {readonly it: TaskSubtask; readonly groups: ReadonlyMap<string, ShardingGroup>};

/** The groups of a subtask; of several with one target the first. */
function groupsByTarget(subtask: Subtask | null): ReadonlyMap<string, ShardingGroup> {
	return new Map((syncOf(subtask)?.groups ?? []).toReversed().map(group => [group.target, group]));
}

function lockOf(task: Task, open: Open, parts: readonly Part[]): Lock {
	const {target, mode, id, isNamedOnly} = open;
	const naming = isNamedOnly ? parts.filter(({it}) => it.subtask?.lockId === id) : parts;
	const sources = naming.map(({it, groups}) => lockSource(task, open, it, groups.get(target)));
	const syncs = task.subtasks.map(({subtask}) => syncOf(subtask)).filter(sync => sync !== null);
	const conflicts =
		mode === 'optimistic' ? task.subtasks.flatMap(({subtask}) => conflictOf(subtask, task.name) ?? []) : [];
	const conflict = conflicts.find(it => (it.target ?? unknownTarget) === target) ?? null;
	const groups = parts.map(({groups}) => groups.get(target)?.ddls ?? []);
	const told = mode === 'optimistic' ? (conflict?.ddls ?? []) : [];
	const waiting = isNamedOnly ? [] : [...groups, told, ...syncs.map(sync => sync.blockingDdls)];
	return {
		task: task.name,
		target,
		mode,
		id,
		ddls: waiting.find(list => list.length > 0) ?? [],
		exists: !isNamedOnly && (sources.some(({state}) => arrived.has(state)) || mode === 'optimistic'),
		isNamedOnly,
		conflict: conflict?.text ?? null,
		owner: conflict?.owner ?? null,
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

/** Whether the others wait for it: it has not met the DDL, failed to execute it, or nobody knows. */
export function holdsUp({state}: LockSource): boolean {
	return holding.includes(state);
}

/** The sources that the others wait for, those that are known to hold it up before those of which nobody knows. */
export function holdersOf({mode, isNamedOnly, sources}: Lock): readonly LockSource[] {
	if (isNamedOnly) return [];
	const states = mode === 'optimistic' ? holding.slice(0, 1) : holding;
	return states.flatMap(each => sources.filter(({state}) => state === each));
}

/** States of a source that the others wait for, the most certain first. */
const holding: readonly LockState[] = ['conflict', 'failed', 'not-met', 'partly', 'unknown'];

function lockSource(task: Task, open: Open, it: TaskSubtask, group: ShardingGroup | undefined): LockSource {
	const {subtask} = it;
	const sync = syncOf(subtask);
	return {
		source: it.source,
		worker: it.worker,
		state: open.mode === 'optimistic' ? optimisticState(it, task.name) : pessimisticState(task, open, it, group),
		synced: group?.synced ?? [],
		unsynced: group?.unsynced ?? [],
		first: group?.first ?? null,
		gapBytes: sync === null ? null : gapBytes(sync.upstream, readTo(sync, group)),
		lagSeconds: subtask === null ? null : trustedLag(subtask, isComplete(group), it.relay),
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

function pessimisticState(task: Task, open: Open, it: TaskSubtask, group: ShardingGroup | undefined): LockState {
	const {subtask, presence} = it;
	if (subtask === null || presence.type !== 'here') return 'unknown';
	if (open.isNamedOnly) return 'named';
	if (group === undefined && waitsWithoutGroup(syncOf(subtask), open.target)) return 'waiting';
	// DM 1.0 has no group at a source that has not met the DDL; from 2.0 on it would have one that says so.
	if (group === undefined) return task.version.newest < 200 && subtask.lockId === null ? 'not-met' : 'unknown';
	if (!group.received) return 'not-met';
	if (group.unsynced.length > 0) return 'partly';
	// From 2.0 on DM names the lock only while the source executes the resolved DDL.
	if (subtask.lockId === null || task.version.newest < 200) return 'waiting';
	return subtask.stage === 'Paused' && failureOf(subtask.result) !== null ? 'failed' : 'executing';
}

/** DM tells the DDL that it waits with, and of no group. */
function waitsWithoutGroup(sync: Sync | null, target: string): boolean {
	const [ddl] = sync?.groups.length === 0 ? sync.blockingDdls : [];
	return ddl !== undefined && (tableIn(ddl) ?? unknownTarget) === target;
}

function optimisticState({subtask, presence}: TaskSubtask, task: string): LockState {
	if (subtask === null || presence.type !== 'here') return 'unknown';
	return conflictOf(subtask, task) === null ? 'unknown' : 'conflict';
}

function syncOf(subtask: Subtask | null): Sync | null {
	return subtask?.work.type === 'Sync' ? subtask.work : null;
}

/** An optimistic conflict as one subtask tells it. */
export type Conflict = {
	readonly text: string;
	/** The table of the conflict; null where DM names none. */
	readonly target: string | null;
	/** It is the table of the lock; else that of the upstream whose DDL blocks. */
	readonly isTarget: boolean;
	readonly ddls: readonly string[];
	readonly owner: string | null;
};

/** 6.0 and later tell a conflict beside a Running subtask; before that it is an error, 36062. */
export function conflictOf(subtask: Subtask | null, task: string): Conflict | null {
	const sync = syncOf(subtask);
	const owner = sync?.blockDdlOwner ?? null;
	const text =
		sync?.conflictMessage ?? owner ?? subtask?.result?.errors.find(({code}) => code === 36062)?.message ?? null;
	if (text === null) return null;
	const target = targetIn(text, task);
	const ddl = conflictingDdl.exec(text);
	return {
		text,
		target: target ?? (owner === null ? null : tableIn(owner)),
		isTarget: target !== null,
		ddls: [ddl?.[1] ?? ddl?.[2] ?? []].flat(),
		owner,
	};
}

const conflictingDdl =
	/ if DDLs (.{1,20000}?) are applied to the downstream|fail to handle shard ddl \[(.{1,20000}?)\] in optimistic mode/s;

function targetOfId(id: string | null, task: string): string | null {
	return id?.startsWith(`${task}-`) ? id.slice(task.length + 1) : null;
}

function targetIn(text: string, task: string): string | null {
	const start = text.indexOf(`${task}-\``);
	const found = start < 0 ? null : /^`[^`]+`\.`[^`]+`/.exec(text.slice(start + task.length + 1));
	return found?.[0] ?? null;
}

/** The first table that a text names in full. */
function tableIn(text: string): string | null {
	return /`[^`]{1,256}`\.`[^`]{1,256}`/.exec(text)?.[0] ?? null;
}
