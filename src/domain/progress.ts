import type {Dump, Position, Relay, Sync, Work} from './cluster.ts';
import {type Gap, gapBetween} from './position.ts';

/** How long it will still take: a range, in seconds. */
export type Eta = {
	readonly minSeconds: number;
	readonly maxSeconds: number;
	/** Largest ÷ smallest rate of the last 10 minutes is under 1.25. */
	readonly steady: boolean;
};

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
type Amount = {readonly finished: number; readonly total: number};
/** Bytes; how many a dump will have follows from DM's own percentage. Null where DM does not say. */
export function amountOf(work: Work): Amount | null {
	if (work.type === 'Load') {
		const {finishedBytes, totalBytes} = work;
		return finishedBytes === null || totalBytes === null ? null : {finished: finishedBytes, total: totalBytes};
	}
	if (work.type !== 'Dump' || work.finishedBytes === null) return null;
	const percent = Number.parseFloat(work.progress ?? '');
	if (percent > 0 && percent <= 100) {
		return {finished: work.finishedBytes, total: (work.finishedBytes * 100) / percent};
	}
	const done = dumpedFraction(work);
	return done === null || done <= 0 ? null : {finished: work.finishedBytes, total: work.finishedBytes / done};
}

/** How much of it a dump has written, at most 1: by rows, or else by whole tables. Null where DM tells neither. */
function dumpedFraction({finishedRows, estimateTotalRows, completedTables, totalTables}: Dump): number | null {
	return shareOf(finishedRows, estimateTotalRows) ?? shareOf(completedTables, totalTables);
}

/** What a dump has still to write, in bytes, by the tables that are through: those that are half done make it less. */
export function bytesLeftByTables({finishedBytes, completedTables, totalTables}: Dump): LeftBytes | null {
	if (finishedBytes === null || completedTables === null || totalTables === null) return null;
	if (completedTables <= 0 || completedTables > totalTables) return null;
	const tablesLeft = totalTables - completedTables;
	const most = (finishedBytes / completedTables) * tablesLeft;
	return {least: tablesLeft === 0 ? 0 : (finishedBytes / (completedTables + 1)) * (tablesLeft - 1), most};
}

/** A range: what is told in tables says little of their size. */
type LeftBytes = {readonly least: number; readonly most: number};

function shareOf(part: number | null, whole: number | null): number | null {
	return part === null || whole === null || whole <= 0 ? null : Math.min(1, part / whole);
}
