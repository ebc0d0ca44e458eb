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
	for (const lack of [lackOfAnswer, lackOfSync, lackOfUpstream, lackOfRelay, lackOfLock, lackOfCheckpoint]) {
		const found = lack(part);
		if (found !== null) return found.text;
	}
	return null;
}

/** What a part lacks, in a few words, and whether that is that nobody knows. */
export type Lack = {readonly text: string; readonly isUnknown: boolean};

/** Why nothing is known of a part now; null where the newest answer tells of it. */
export const awayWords = {
	here: null,
	silent: 'its source does not answer',
	unbound: 'no worker is bound to its source',
	absent: 'its source is missing from the answer',
	missing: 'its source does not list it',
} as const satisfies Record<Presence['type'], string | null>;

/** Why the newest answer does not tell of it, or tells of an error of its source. */
export function lackOfAnswer({presence, stage, work, sourceErrors}: CaughtUpPart): Lack | null {
	const away = awayWords[presence.type];
	if (away !== null) return unknown(away);
	if (stage === null || work === null) return unknown('no answer tells of it');
	return sourceErrors.length > 0 ? fault('its source reports an error') : null;
}

/** Why it is not Running in Sync. */
export function lackOfSync({stage, work, busySinceMs}: CaughtUpPart): Lack | null {
	if (work === null) return unknown('no answer tells of it');
	if (work.type !== 'Sync') return fault(work.type === 'Other' ? `its unit is ${work.unit}` : `it is in ${work.type}`);
	if (stage !== 'Running') return fault(`it is ${stage}`);
	return busySinceMs === null ? null : unknown('its worker is busy and tells no figures');
}

/** Why nobody knows where its upstream is. */
export function lackOfUpstream({work}: CaughtUpPart): Lack | null {
	return work?.type === 'Sync' && work.upstream !== null ? null : unknown('its upstream does not tell its position');
}

/** Why its relay, where it has one, does not have all that its upstream has written. */
export function lackOfRelay({relay}: CaughtUpPart): Lack | null {
	if (relay === null) return null;
	if (relay.stage !== 'Running') return fault(`its relay is ${relay.stage}`);
	if (relay.upstream === null || relay.position === null) return unknown('its relay has not caught up');
	return samePosition(relay.position, relay.upstream) ? null : fault('its relay has not caught up');
}

/** Why a shard DDL keeps it from going on, or may. */
export function lackOfLock({work, lockId}: CaughtUpPart): Lack | null {
	if (work?.type === 'Sync' && hasLock(work)) return fault('a shard DDL lock is open');
	return lockId === null ? null : unknown('DM names a DDL lock of it whose state is unknown');
}

/** Why its checkpoint is not where its upstream is, by their positions. */
export function lackOfCheckpoint({work}: CaughtUpPart): Lack | null {
	if (work?.type !== 'Sync') return unknown('it has no checkpoint');
	const {upstream, checkpoint} = work;
	if (isPast(checkpoint, upstream)) return fault('its checkpoint is past the upstream');
	const gap = gapBetween(upstream, checkpoint);
	if (gap === null) return unknown('its checkpoint does not compare with the upstream');
	if (gap.type === 'files') return fault(`its checkpoint is ${binlogFiles(gap.files)} behind`);
	return gap.bytes === 0 ? null : fault(`its checkpoint is ${gap.bytes} bytes behind`);
}

function fault(text: string): Lack {
	return {text, isUnknown: false};
}

function unknown(text: string): Lack {
	return {text, isUnknown: true};
}

/** Whether a shard DDL keeps it from going on, or may. */
export function hasLock({blockingDdls, groups, conflictMessage, blockDdlOwner}: Sync): boolean {
	return blockingDdls.length > 0 || groups.length > 0 || conflictMessage !== null || blockDdlOwner !== null;
}
