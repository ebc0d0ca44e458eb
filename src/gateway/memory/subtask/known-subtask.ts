import type {Subtask} from '../../../domain/cluster.ts';
import {unitOf} from '../../../domain/cluster.ts';
import {errorKey} from '../../../domain/failure/error-key.ts';
import {lagAfter, lagWhileAbsent} from '../../../domain/lag/lag.ts';
import {firstSeenPast} from '../../../domain/lag/position-history.ts';
import type {Limits} from '../../../domain/limits.ts';
import {gapBetween, isPast} from '../../../domain/position.ts';
import type {Presence, TaskSubtask} from '../../../domain/task.ts';
import type {DmVersion} from '../../../domain/version.ts';
import {held} from '../held.ts';
import type {KnownSource} from '../known-source.ts';
import {blockedOf} from './blocked-since.ts';
import {lacksUnit, withLastUnit} from './busy-worker.ts';
import {retriesOf, unwatchedAfterMs} from './retries.ts';
import {stillOf} from './still.ts';
import {validatorBehindOf} from './validator-behind.ts';

/** What one reading means for a subtask. */
export type Moment = {
	readonly atMs: number;
	/** The first reading, or the first after nobody watched for a while: what has become so has no beginning. */
	readonly first: boolean;
	readonly version: DmVersion;
	readonly limits: Limits;
};

/** A subtask that the newest answer holds. */
export function presentSubtask(
	known: TaskSubtask | undefined,
	told: Subtask,
	source: KnownSource,
	{atMs, first, version, limits}: Moment,
): TaskSubtask {
	const before = known?.subtask ?? null;
	const subtask = withLastUnit(before, told);
	const same = before !== null && isSameState(before, subtask);
	const worker = source.worker;
	const changed = known !== undefined && (!same || known.worker !== worker || known.presence.type !== 'here');
	const work = subtask.work;
	const {blockedSinceMs, lockSinceMs} = blockedOf(known, subtask, atMs);
	const pastUpstream = isPastUpstream(before, subtask);
	const busy = lacksUnit(told);
	const lag = lagAfter(known, subtask, {
		atMs,
		relay: source.relay,
		blocked: blockedSinceMs !== null,
		pastUpstream,
		busy,
		limitSeconds: limits.lagSeconds,
		positions: source.positions,
	});
	const {retry, triedAtMs, importFailedAtMs} = retriesOf(known, subtask, source, {atMs, version});
	return {
		task: subtask.task,
		source: source.source,
		worker,
		subtask,
		presence: here,
		lastSeenAtMs: atMs,
		sinceMs: same ? (known?.sinceMs ?? null) : first || unseen(known, atMs) ? null : atMs,
		seenSinceMs: same ? (known?.seenSinceMs ?? atMs) : atMs,
		changedAtMs: changed ? atMs : (known?.changedAtMs ?? null),
		sourceErrors: source.errors,
		relay: source.relay,
		relayBehindSinceMs: source.relayBehindSinceMs,
		relaySpace: source.relaySpace,
		checker: source.checker,
		retry,
		triedAtMs,
		importFailedAtMs,
		blockedSinceMs,
		lockSinceMs,
		busySinceMs: busy ? (known?.busySinceMs ?? atMs) : null,
		gapSinceMs: work.type === 'Sync' ? firstSeenPast(source.positions, work.checkpoint) : null,
		lag,
		slow: lag.isHigh && known?.worker === worker ? held(known.slow, atMs, slowHoldsMs) : null,
		pastUpstream,
		validatorBehind: validatorBehindOf(known, subtask, atMs, unseen(known, atMs)),
		still: stillOf(known, subtask, source.relay, atMs, unseen(known, atMs)),
	};
}

const here: Presence = {type: 'here'};

/** Who was slow is asked anew more often than that. */
const slowHoldsMs = 60_000;

/** A subtask that is expected and that the newest answer does not hold; its last known state stays. */
export function absentSubtask(
	known: TaskSubtask | undefined,
	task: string,
	name: string,
	source: KnownSource | undefined,
	{atMs}: Moment,
): TaskSubtask {
	const presence = presenceOf(source, known?.presence, atMs);
	const changed = known !== undefined && known.presence.type !== presence.type;
	return {
		task,
		source: name,
		worker: source?.worker ?? known?.worker ?? null,
		subtask: known?.subtask ?? null,
		presence,
		lastSeenAtMs: known?.lastSeenAtMs ?? null,
		sinceMs: known?.sinceMs ?? null,
		seenSinceMs: known?.seenSinceMs ?? atMs,
		changedAtMs: changed ? atMs : (known?.changedAtMs ?? null),
		sourceErrors: source?.errors ?? [],
		relay: source?.relay ?? null,
		relayBehindSinceMs: source?.relayBehindSinceMs ?? null,
		relaySpace: source?.relaySpace ?? null,
		checker: source?.checker ?? known?.checker ?? null,
		retry: known?.retry ?? null,
		triedAtMs: known?.triedAtMs ?? null,
		importFailedAtMs: known?.importFailedAtMs ?? null,
		blockedSinceMs: known?.blockedSinceMs ?? null,
		lockSinceMs: known?.lockSinceMs ?? null,
		busySinceMs: known?.busySinceMs ?? null,
		gapSinceMs: null,
		lag: lagWhileAbsent(known),
		slow: null,
		pastUpstream: known?.pastUpstream ?? false,
		validatorBehind: known?.validatorBehind ?? null,
		still: known?.still ?? null,
	};
}

/**
 * Whether the checkpoint is past the upstream. A worker reads both one after the other, so that a checkpoint that is
 * flushed between the two may be past for one answer: where it was before the upstream at the last one, the next decides.
 */
function isPastUpstream(before: Subtask | null, {work}: Subtask): boolean {
	if (work.type !== 'Sync' || !isPast(work.checkpoint, work.upstream)) return false;
	return before?.work.type !== 'Sync' || gapBetween(before.work.upstream, before.work.checkpoint) === null;
}

function presenceOf(source: KnownSource | undefined, before: Presence | undefined, atMs: number): Presence {
	const since = (type: Presence['type']) => (before?.type === type && 'sinceMs' in before ? before.sinceMs : atMs);
	// A source without a worker is in no answer of 2.0's; the list of sources tells why.
	if (source === undefined || (source.absent && !source.unbound))
		return {type: 'absent', sinceMs: source?.silentSinceMs ?? since('absent')};
	if (source.answered) return {type: 'missing', sinceMs: since('missing')};
	const sinceMs = source.silentSinceMs ?? atMs;
	return {type: source.unbound ? 'unbound' : 'silent', sinceMs, message: source.message};
}

function unseen(known: TaskSubtask | undefined, atMs: number): boolean {
	return known?.lastSeenAtMs != null && atMs - known.lastSeenAtMs > unwatchedAfterMs;
}

function isSameState(a: Subtask, b: Subtask): boolean {
	return a.stage === b.stage && unitOf(a.work) === unitOf(b.work) && errorKey(a.result) === errorKey(b.result);
}
