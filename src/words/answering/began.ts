import type {Key} from '../../domain/advice/entry.ts';
import type {SubtaskRow} from '../../wire/topics.ts';
import type {Around} from '../advised.ts';
import {ageInMinutes, moment, plural} from '../format.ts';

/** What is known beside a row: of the cluster around it, and of the time. */
export type Seen = Around & {
	/** The moment that is shown, by the clock of the data. */
	readonly nowMs: number;
	/** What has been so since then has no beginning that anyone saw. */
	readonly firstAnswerAtMs: number | null;
	/** By how much the clock on the wall here is ahead of the clock of the data. */
	readonly wallShiftMs: number;
	/** What the key is called that does now what that key does unless somebody has given it another; absent = as usual. */
	readonly keyTitle?: (key: Key) => string;
};

/** Since when it is so, without seconds: `14:04 (4m)`, `14:08 (<1m)`, or `before 14:04, when dmtop started` where nobody saw it begin. */
export function sinceText(
	{sinceMs, seenSinceMs}: {readonly sinceMs: number | null; readonly seenSinceMs: number},
	seen: Seen,
): string {
	const {firstAnswerAtMs, nowMs} = seen;
	const atMs = sinceMs ?? seenSinceMs;
	const isFirst = firstAnswerAtMs !== null && atMs <= firstAnswerAtMs;
	if (sinceMs !== null && !isFirst) return `${moment(atMs, seen)} (${ageInMinutes(atMs, nowMs)})`;
	return `before ${moment(atMs, seen)}${isFirst ? ', when dmtop started' : ''}`;
}

/** What is known to have moved since it failed; null where nothing is, or nothing failed. */
export function movedSince({verdict, samples, seenSinceMs, word}: SubtaskRow): string | null {
	if (verdict !== null && verdict.cameBack > 0) return `came back ${plural(verdict.cameBack, 'time')}, failed again`;
	if (word !== 'error') return null;
	const rates = samples.filter(({atMs}) => atMs >= seenSinceMs).map(({rate}) => rate);
	return rates.some(rate => rate === 0) && rates.every(rate => rate === 0 || rate === null)
		? 'nothing has moved since'
		: null;
}
