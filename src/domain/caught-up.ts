import type {ProcessError, Relay, Sync, Work} from './cluster.ts';
import {binlogFiles, gapBetween, isPast, samePosition} from './position.ts';
import type {Presence, TaskSubtask} from './task.ts';

/** One source's part of a task, as far as it matters to whether it has caught up. */
export type CaughtUpPart = {
	readonly source: string;
	readonly presence: Presence;
	/** Null where no answer ever told of it. */
	readonly stage: string | null;
	readonly work: Work | null;
	readonly lockId: string | null;
	readonly sourceErrors: readonly ProcessError[];
	readonly relay: Relay | null;
	readonly busySinceMs: number | null;
};

/**
 * What this part of a task still lacks to be caught up, in a few words; null where all that its upstream has written is in
 * the target: its source answers, it is Running in Sync without a lock, its relay is off or Running and at the upstream,
 * and its checkpoint is where the upstream is. DM's own lag and flags do not decide.
 */
export function lacksOf(it: TaskSubtask): string | null {
	const {subtask} = it;
	return lacks({...it, stage: subtask?.stage ?? null, work: subtask?.work ?? null, lockId: subtask?.lockId ?? null});
}

/** The same of a part that is told in other words. */
function lacks(part: CaughtUpPart): string | null {
	const {presence, stage, work, lockId, sourceErrors, relay, busySinceMs} = part;
	const away = awayWords[presence.type];
	if (away !== null) return away;
	if (stage === null || work === null) return 'no answer tells of it';
	if (sourceErrors.length > 0) return 'its source reports an error';
	if (work.type !== 'Sync') return work.type === 'Other' ? `its unit is ${work.unit}` : `it is in ${work.type}`;
	if (stage !== 'Running') return `it is ${stage}`;
	if (busySinceMs !== null) return 'its worker is busy and tells no figures';
	if (work.upstream === null) return 'its upstream does not tell its position';
	return lackOfRelay(relay) ?? lackOfSync(work, lockId);
}

/** Why nothing is known of a part now; null where the newest answer tells of it. */
export const awayWords = {
	here: null,
	silent: 'its source does not answer',
	unbound: 'no worker is bound to its source',
	absent: 'its source is missing from the answer',
	missing: 'its source does not list it',
} as const satisfies Record<Presence['type'], string | null>;

function lackOfRelay(relay: Relay | null): string | null {
	if (relay === null) return null;
	if (relay.stage !== 'Running') return `its relay is ${relay.stage}`;
	return samePosition(relay.position, relay.upstream) ? null : 'its relay has not caught up';
}

function lackOfSync(work: Sync, lockId: string | null): string | null {
	const {upstream, checkpoint} = work;
	if (hasLock(work)) return 'a shard DDL lock is open';
	if (lockId !== null) return 'DM names a DDL lock of it whose state is unknown';
	if (isPast(checkpoint, upstream)) return 'its checkpoint is past the upstream';
	const gap = gapBetween(upstream, checkpoint);
	if (gap === null) return 'its checkpoint does not compare with the upstream';
	if (gap.type === 'files') return `its checkpoint is ${binlogFiles(gap.files)} behind`;
	return gap.bytes === 0 ? null : `its checkpoint is ${gap.bytes} bytes behind`;
}

/** Whether a shard DDL keeps it from going on, or may. */
export function hasLock({blockingDdls, groups, conflictMessage, blockDdlOwner}: Sync): boolean {
	return blockingDdls.length > 0 || groups.length > 0 || conflictMessage !== null || blockDdlOwner !== null;
}
