import type {Relay, Subtask, Sync} from '../cluster.ts';
import {samePosition} from '../position.ts';
import type {Lag, TaskSubtask} from '../task.ts';
import {behindBy, type ChosenLag, chosenLag, trailAfter} from './lag-trail.ts';
import type {PositionHistory} from './position-history.ts';

/** Nothing known of a lag yet. */
const noLag: Lag = {
	nowSeconds: null,
	seconds: null,
	isPeak: false,
	peaks: [],
	cameBackAtMs: null,
	isHigh: false,
	belowSinceMs: null,
	from: null,
	bounds: null,
	trail: null,
};

/** What decides whether the lag of an answer is believed, and how high it may be. */
export type LagMoment = {
	readonly atMs: number;
	readonly relay: Relay | null;
	/** A DDL lock blocks it. */
	readonly blocked: boolean;
	readonly pastUpstream: boolean;
	/** Its worker is busy: its unit is the last known one. */
	readonly busy: boolean;
	readonly limitSeconds: number;
	/** Where its upstream was, this answer included. */
	readonly positions: PositionHistory;
};

/** The lag with that of one more answer; `known` is what was known of the subtask before it. */
export function lagAfter(known: TaskSubtask | undefined, subtask: Subtask, moment: LagMoment): Lag {
	const {atMs, relay, blocked, pastUpstream, busy, limitSeconds, positions} = moment;
	const told = pastUpstream || busy ? null : trustedLag(subtask, blocked, relay);
	// After a longer silence nobody knows what it has been, nor whether it fell.
	const isRecent = known?.lastSeenAtMs != null && atMs - known.lastSeenAtMs <= longSilenceMs;
	const before = isRecent ? known.lag : noLag;
	const sync =
		subtask.work.type === 'Sync' && subtask.stage === 'Running' && !pastUpstream && !busy ? subtask.work : null;
	const trail = sync === null ? null : trailAfter(before.trail, sync, positions, atMs);
	const behind = trail === null || sync?.upstream == null ? null : behindBy(trail, positions);
	const chosen = told === null ? null : chosenLag(told, behind, trail);
	const bounds = sync !== null ? {lowerSeconds: told, upperSinceMs: behind?.writtenSinceMs ?? null} : null;
	const measured = {from: chosen?.from ?? null, bounds, trail};
	// What does not sync has no lag that could fall or come back.
	if (subtask.stage !== 'Running' || subtask.work.type !== 'Sync') return {...noLag, ...measured};
	return rememberLag(before, measured, chosen, limitSeconds, atMs);
}

const longSilenceMs = 2 * 60_000;

/** The lag while no answer tells of the subtask: none, and what it was goes on being remembered. */
export function lagWhileAbsent(known: TaskSubtask | undefined): Lag {
	return {...(known?.lag ?? noLag), nowSeconds: null, seconds: null, isPeak: false, from: null, bounds: null};
}

/**
 * DM's lag where it can be true: Sync, Running, upstream known, not blocked by a lock, the relay that it reads not halted,
 * and not contradicted by another figure of the same answer; else null.
 */
export function trustedLag(subtask: Subtask, blocked: boolean, relay: Relay | null): number | null {
	const {work, stage} = subtask;
	if (work.type !== 'Sync' || stage !== 'Running' || work.upstream === null || blocked) return null;
	return lagDoubt(work, relay) === null ? work.secondsBehindMaster : null;
}

/** Why a lag that DM tells is not believed. */
export type LagDoubt =
	/** The relay that it reads brings nothing new: the figure is of the past. */
	| 'relay-halted'
	/** It is negative: the clocks of the upstream and of DM differ. */
	| 'clocks'
	/** There is one although the checkpoint is where the upstream is. */
	| 'at-upstream';

/** Why the lag of a Sync cannot be true; null where nothing contradicts it, or DM tells none. */
export function lagDoubt(work: Sync, relay: Relay | null): LagDoubt | null {
	const {secondsBehindMaster, upstream, checkpoint} = work;
	if (secondsBehindMaster === null) return null;
	if (isHalted(work, relay)) return 'relay-halted';
	if (secondsBehindMaster < 0) return 'clocks';
	return secondsBehindMaster > 0 && samePosition(upstream, checkpoint) ? 'at-upstream' : null;
}

/** Whether it reads from a relay that brings nothing new. */
function isHalted({binlogType}: Sync, relay: Relay | null): boolean {
	return binlogType !== 'remote' && relay !== null && (relay.stage === 'Paused' || relay.stage === 'Stopped');
}

/** Whether it should have a lag that nobody knows; `doubted` = also where DM tells one that its own figures contradict. */
export function isLagUnknown({presence, subtask, relay, pastUpstream}: TaskSubtask, doubted: boolean): boolean {
	if (presence.type !== 'here' || subtask === null || pastUpstream) return true;
	const {work, stage} = subtask;
	if (work.type !== 'Sync') return false;
	if (work.upstream === null) return true;
	if (stage !== 'Running') return false;
	const doubt = lagDoubt(work, relay);
	return doubt === 'relay-halted' || (doubted && doubt !== null);
}

const minuteMs = 60_000;

/** `nowSeconds` is null where it cannot be told. */
function rememberLag(
	before: Lag,
	{from, bounds, trail}: Pick<Lag, 'from' | 'bounds' | 'trail'>,
	chosen: ChosenLag | null,
	limitSeconds: number,
	atMs: number,
): Lag {
	const nowSeconds = chosen?.seconds ?? null;
	// What is measured by positions does not drop to 0 between two batches.
	const isMeasured = chosen?.isMeasured === true;
	const recent = before.peaks.filter(peak => peak.atMs <= atMs && atMs - peak.atMs < minuteMs);
	const peaks = nowSeconds === null ? recent : withPeak(recent, {atMs, seconds: nowSeconds});
	const peak = peaks[0]?.seconds ?? null;
	const cameBackAtMs = hasComeBack(before, recent, nowSeconds) ? atMs : before.cameBackAtMs;
	const isLow = nowSeconds !== null && nowSeconds < (limitSeconds * 3) / 4;
	const belowSinceMs = nowSeconds === null || isLow ? (before.belowSinceMs ?? (isLow ? atMs : null)) : null;
	const stays = before.isHigh && (belowSinceMs === null || atMs - belowSinceMs < minuteMs);
	const isHigh = (nowSeconds !== null && nowSeconds > limitSeconds) || stays;
	const hasFallen = isHigh && isLow;
	const flaps = cameBackAtMs !== null && atMs - cameBackAtMs < minuteMs;
	const showsPeak = !isMeasured && (flaps || hasFallen);
	return {
		nowSeconds,
		seconds: nowSeconds === null ? null : showsPeak ? peak : nowSeconds,
		isPeak: nowSeconds !== null && showsPeak,
		peaks,
		cameBackAtMs,
		isHigh,
		belowSinceMs,
		from,
		bounds,
		trail,
	};
}

/** Nearly always it is the only one: there is room for no more then. */
function withPeak(recent: Lag['peaks'], peak: Lag['peaks'][number]): Lag['peaks'] {
	return recent[0] === undefined || recent[0].seconds <= peak.seconds
		? [peak]
		: [...recent.filter(({seconds}) => seconds > peak.seconds), peak];
}

/** It had dropped under half of the last minute's peak, and is above that again. */
function hasComeBack({nowSeconds: last}: Lag, recent: Lag['peaks'], nowSeconds: number | null): boolean {
	const half = (recent[0]?.seconds ?? 0) / 2;
	return last !== null && nowSeconds !== null && last < half && nowSeconds >= half;
}
