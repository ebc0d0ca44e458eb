import {hasLock} from '../../../domain/caught-up.ts';
import type {Relay, Subtask, Sync} from '../../../domain/cluster.ts';
import {comparePositions, samePosition} from '../../../domain/position.ts';
import {sourceOfEvents} from '../../../domain/progress.ts';
import type {Still, TaskSubtask} from '../../../domain/task.ts';

/** Since when a Sync stands still, and since when what it reads has gone on without it; null where nothing could be expected. */
export function stillOf(
	known: TaskSubtask | undefined,
	subtask: Subtask,
	relay: Relay | null,
	atMs: number,
	unseen: boolean,
): Still | null {
	const sync = expectedToMove(subtask);
	if (sync === null) return null;
	const {position} = sourceOfEvents(sync, relay);
	const before = known?.still ?? null;
	const last = known?.subtask == null ? null : expectedToMove(known.subtask);
	const stays = last !== null && before !== null && sameProgress(last, sync);
	if (!stays || wentBack(before, sync, relay)) return {sinceMs: atMs, from: position, leftBehindSinceMs: null};
	const goneOn = before.from !== null && position !== null && (comparePositions(position, before.from) ?? 0) !== 0;
	if (!goneOn || samePosition(sync.checkpoint, sync.upstream)) {
		return {sinceMs: before.sinceMs, from: before.from ?? position, leftBehindSinceMs: null};
	}
	// It went on at some time after the answer before this one; where that was long ago, nobody knows when.
	const goneOnMs = unseen ? atMs : (known?.lastSeenAtMs ?? atMs);
	return {...before, leftBehindSinceMs: before.leftBehindSinceMs ?? goneOnMs};
}

/** The unit of a subtask that has to go on with its upstream; null where it does not. */
function expectedToMove({stage, work}: Subtask): Sync | null {
	return stage === 'Running' && work.type === 'Sync' && !hasLock(work) ? work : null;
}

function sameProgress(a: Sync, b: Sync): boolean {
	const stands = a.checkpoint === null ? b.checkpoint === null : samePosition(a.checkpoint, b.checkpoint);
	return stands && a.totalEvents === b.totalEvents;
}

/** What it reads began anew, is another one, or is no longer what it read: nothing can be measured from there. */
function wentBack({from}: Still, sync: Sync, relay: Relay | null): boolean {
	const {position} = sourceOfEvents(sync, relay);
	if (from === null || position === null) return false;
	const went = comparePositions(position, from);
	return went === null || went < 0;
}
