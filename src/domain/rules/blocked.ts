import {essence, firstLine} from '../sentence.ts';
import type {TaskSubtask} from '../task.ts';
import {place, runningSync} from './parts.ts';
import type {Found} from './rule.ts';

export function conflict(it: TaskSubtask): Found | null {
	const sync = runningSync(it);
	const text = sync?.conflictMessage ?? sync?.blockDdlOwner ?? null;
	if (text === null) return null;
	return {
		kind: 'conflict',
		label: 'DDL conflict',
		counted: true,
		reason: `${place(it)}: optimistic shard DDL conflict: ${essence(text)}`,
		outlook: 'Needs a decision: the conflicting DDLs have to be made to agree.',
	};
}

export function locked(it: TaskSubtask): Found | null {
	const sync = runningSync(it);
	if (sync === null) return null;
	const group = sync.groups[0];
	const waits = sync.blockingDdls.length > 0 || it.subtask?.lockId != null;
	if (group === undefined && !waits) return null;
	const target = group?.target ?? 'a table';
	const [ddl] = [...sync.blockingDdls, ...(group?.ddls ?? [])];
	return {
		kind: 'lock',
		label: 'Running (DDL lock)',
		reason: `${place(it)}: ${lockRole(waits, group)} of ${target}${ddl === undefined ? '' : `: ${firstLine(ddl)}`}`,
		outlook: 'It goes on once every source has met the DDL.',
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
