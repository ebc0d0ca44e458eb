import type {Event} from '../../tui/state.ts';
import type {StartMoment} from '../args/values.ts';
import {UsageError} from '../exit.ts';

/** What leads to a moment at the start. Throws a UsageError where it is not past. */
export function startIn(at: StartMoment, nowMs: number): readonly Event[] {
	const wallMs = wallMomentOf(at, nowMs);
	if (wallMs <= nowMs) return [{type: 'past', change: {type: 'start', wallMs}}];
	throw new UsageError(`--at: received ${new Date(wallMs).toISOString()}, expected a time that is past`);
}

/** A time of the day is today's where that is past, else yesterday's. */
function wallMomentOf(at: StartMoment, nowMs: number): number {
	if (at.type === 'at') return at.atMs;
	const now = new Date(nowMs);
	const of = (daysBefore: number) =>
		new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore, 0, 0, at.seconds).getTime();
	return of(0) <= nowMs ? of(0) : of(1);
}
