import {type CutoverLine, stateWords} from '../domain/cutover/cutover.ts';
import {duration, timeOfDay} from './format.ts';

/** What stands in front of a line of a cut-over, and how it is toned. */
export const cutoverMarks = {
	green: {mark: 'ok', tone: 'plain'},
	waiting: {mark: '..', tone: 'info'},
	red: {mark: 'no', tone: 'bad'},
	unknown: {mark: '?', tone: 'careful'},
} as const satisfies Record<CutoverLine['state'], {readonly mark: string; readonly tone: string}>;

/**
 * Since when a line is as it is, such as `12s of 30s, since 14:02:11`. Times are by the clock of the data, which is
 * `wallShiftMs` behind the one on the wall.
 */
export function cutoverSince(
	{state, sinceMs, needMs}: CutoverLine,
	{nowMs, wallShiftMs}: {readonly nowMs: number; readonly wallShiftMs: number},
): string {
	if (sinceMs === null) return '';
	const since = `since ${timeOfDay(sinceMs + wallShiftMs)}`;
	if (state !== 'waiting' || needMs === null) return since;
	return `${precise(nowMs - sinceMs)} of ${precise(needMs)}, ${since}`;
}

/** A duration that is waited for: seconds up to ten minutes. */
function precise(ms: number): string {
	const seconds = Math.max(0, ms / 1000);
	return seconds < 600 ? `${Math.floor(seconds)}s` : duration(seconds);
}

/** How many are green, and what the first of the others says: `6 of 9 green; the upstream has stopped writing: ...`. */
export function cutoverSummary(lines: readonly CutoverLine[]): string {
	const green = lines.filter(({state}) => state === 'green').length;
	const first =
		lines.find(({state}) => state === 'red' || state === 'unknown') ?? lines.find(it => it.state !== 'green');
	const rest = first === undefined ? '' : `; ${first.title}: ${stateWords[first.state]} (${first.evidence})`;
	return `${green} of ${lines.length} green${rest}`;
}
