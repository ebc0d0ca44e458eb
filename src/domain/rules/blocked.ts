import type {Subtask, Sync} from '../cluster.ts';
import {essence, firstLine} from '../failure/sentence.ts';
import {conflictOf} from '../lock.ts';
import type {TaskSubtask} from '../task.ts';
import {place, runningSync} from './parts.ts';
import type {Found} from './rule.ts';

export function conflict(it: TaskSubtask): Found | null {
	const found = runningSync(it) === null ? null : conflictOf(it.subtask, it.task);
	if (found === null) return null;
	const {target, ddls, text} = found;
	const where = target === null ? '' : ` on ${target}`;
	return {
		kind: 'conflict',
		label: 'DDL conflict',
		counted: true,
		reason: `${place(it)}: optimistic shard DDL conflict${where}: ${ddls[0] === undefined ? essence(text) : firstLine(ddls[0])}`,
		outlook: 'Needs a decision: the conflicting DDLs have to be made to agree.',
	};
}

export function locked(it: TaskSubtask): Found | null {
	const sync = runningSync(it);
	if (sync === null || it.subtask === null) return null;
	const group = sync.groups[0];
	const waits = sync.blockingDdls.length > 0 || it.subtask.lockId !== null;
	if (group === undefined && !waits) return null;
	if (isNamedOnly(it.subtask, sync)) return named(it, it.subtask.lockId ?? '');
	const target = group?.target ?? 'a table';
	const [ddl] = [...sync.blockingDdls, ...(group?.ddls ?? [])];
	return {
		kind: 'lock',
		label: 'Running (DDL lock)',
		reason: `${place(it)}: ${lockRole(waits, group)} of ${target}${ddl === undefined ? '' : `: ${firstLine(ddl)}`}`,
		outlook: 'It goes on once every source has met the DDL.',
	};
}

/** DM names the ID of a lock and tells nothing else of one: that is no proof that anything waits. */
function isNamedOnly({lockId}: Subtask, {groups, blockingDdls}: Sync): boolean {
	return lockId !== null && groups.length === 0 && blockingDdls.length === 0;
}

function named(it: TaskSubtask, id: string): Found {
	const whose = id.startsWith(`${it.task}-`) ? '' : ' of another task';
	return {
		kind: 'lock-named',
		label: 'DDL lock ?',
		counted: true,
		reason: `${place(it)}: a DDL lock of unknown state: DM names ${id}${whose} and no DDL that waits`,
		outlook: 'It may be left over from one that was resolved; dmctl tells which locks there are.',
	};
}

function lockRole(
	waits: boolean,
	group: {readonly received: boolean; readonly unsynced: readonly string[]} | undefined,
) {
	if (group !== undefined && !group.received) return 'holds up: has not met the shard DDL';
	if (group !== undefined && group.unsynced.length > 0)
		return `holds up: ${group.unsynced.length} of its tables lack the shard DDL`;
	return waits ? 'waits for the shard DDL' : 'has met the shard DDL and waits';
}
