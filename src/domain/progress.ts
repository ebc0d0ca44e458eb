import type {Position, Subtask, Sync} from './cluster.ts';
import {type Gap, gapBetween} from './position.ts';

/** How long it will still take: a range, in seconds. */
export type Eta = {
	readonly minSeconds: number;
	readonly maxSeconds: number;
	/** Largest ÷ smallest rate of the last 10 minutes is under 1.25. */
	readonly steady: boolean;
};

/** DM's lag where it can be true: Sync, Running, upstream known, not blocked by a lock; else null. */
export function trustedLag(subtask: Subtask, blocked: boolean): number | null {
	const {work, stage} = subtask;
	if (work.type !== 'Sync' || stage !== 'Running' || work.upstream === null || blocked) return null;
	return work.secondsBehindMaster;
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
