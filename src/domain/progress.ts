import type {Position, Relay, Subtask, Sync} from './cluster.ts';
import {type Gap, gapBetween, samePosition} from './position.ts';

/** How long it will still take: a range, in seconds. */
export type Eta = {
	readonly minSeconds: number;
	readonly maxSeconds: number;
	/** Largest ÷ smallest rate of the last 10 minutes is under 1.25. */
	readonly steady: boolean;
};

/**
 * DM's lag where it can be true: Sync, Running, upstream known, not blocked by a lock, the relay that it reads not halted,
 * and not contradicted by another figure of the same answer; else null.
 */
export function trustedLag(subtask: Subtask, blocked: boolean, relay: Relay | null): number | null {
	const {work, stage} = subtask;
	if (work.type !== 'Sync' || stage !== 'Running' || work.upstream === null || blocked) return null;
	if (isHalted(work, relay) || lagDoubt(work) !== null) return null;
	return work.secondsBehindMaster;
}

/** Whether it reads from a relay that brings nothing new. */
export function isHalted({binlogType}: Sync, relay: Relay | null): boolean {
	return binlogType !== 'remote' && relay !== null && (relay.stage === 'Paused' || relay.stage === 'Stopped');
}

/**
 * Why DM's lag cannot be true: it is negative (the clocks of the upstream and of DM differ), or there is one although the
 * checkpoint is where the upstream is. Null where nothing contradicts it.
 */
export function lagDoubt({secondsBehindMaster, upstream, checkpoint}: Sync): 'clocks' | 'at-upstream' | null {
	if (secondsBehindMaster === null) return null;
	if (secondsBehindMaster < 0) return 'clocks';
	return secondsBehindMaster > 0 && samePosition(upstream, checkpoint) ? 'at-upstream' : null;
}

/**
 * Whether its lag is a figure: `none` where DM has none to tell, `unknown` where it should be one and nobody knows it,
 * `doubted` where DM's is not believed.
 */
export function lagKnowledge(subtask: Subtask, relay: Relay | null): 'known' | 'none' | 'unknown' | 'doubted' {
	const {work, stage} = subtask;
	if (work.type !== 'Sync') return 'none';
	if (work.upstream === null) return 'unknown';
	if (stage !== 'Running' || work.secondsBehindMaster === null) return 'none';
	if (isHalted(work, relay)) return 'unknown';
	return lagDoubt(work) === null ? 'known' : 'doubted';
}

/** Where that is which a Sync reads, and of what: its relay where it reads one, else its upstream. */
export function sourceOfEvents(
	{binlogType, upstream}: Sync,
	relay: Relay | null,
): {readonly of: 'upstream' | 'relay'; readonly position: Position | null} {
	if (binlogType === 'remote' || relay === null || relay.position === null) return {of: 'upstream', position: upstream};
	return {of: 'relay', position: relay.position};
}

/** What lies between the upstream and the checkpoint: an upper bound, which also grows by other tables' writes. */
export function syncGap(work: Sync): Gap | null {
	return gapBetween(work.upstream, work.checkpoint);
}

/** The gap in bytes within one binlog file; null between files or where it is unknown. */
export function gapBytes(upstream: Position | null, behind: Position | null): number | null {
	const gap = gapBetween(upstream, behind);
	return gap?.type === 'bytes' ? gap.bytes : null;
}

/** Units per second between two readings of a counter; null where it restarted or no time went by. */
export function rate(from: {readonly atMs: number; readonly counter: number}, to: typeof from): number | null {
	const seconds = (to.atMs - from.atMs) / 1000;
	const difference = to.counter - from.counter;
	return seconds <= 0 || difference < 0 ? null : difference / seconds;
}

/** What is left ÷ the largest and the smallest of the given rates; null when nothing moves. */
export function etaFrom(left: number, rates: readonly number[]): Eta | null {
	const moving = rates.filter(value => value > 0);
	if (moving.length === 0 || left < 0) return null;
	const slowest = Math.min(...moving);
	const fastest = Math.max(...moving);
	return {
		minSeconds: left / fastest,
		maxSeconds: left / slowest,
		steady: moving.length >= 2 && fastest / slowest < 1.25,
	};
}
