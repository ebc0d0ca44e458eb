import {unitOf} from '../../../domain/cluster.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {ageInMinutes, fullMoment, timeOfDay} from '../../../words/format.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';

/** Since when it is so: `since 13:58:59 (3m)`, or `since before 13:58:59` where nobody saw it begin. */
export function sinceText(row: {readonly sinceMs: number | null; readonly seenSinceMs: number}, model: Model): string {
	const nowMs = gatewayNow(model);
	const atMs = row.sinceMs ?? row.seenSinceMs;
	const clock = viewerTime(model, atMs);
	const when = nowMs - atMs < 20 * 3_600_000 ? timeOfDay(clock) : fullMoment(clock);
	return row.sinceMs === null ? `since before ${when}` : `since ${when} (${ageInMinutes(atMs, nowMs)})`;
}

/** The name of what a subtask's unit is, as DM says it; `-` when it was never seen. */
export function unitText({work}: SubtaskRow): string {
	return work === null ? '-' : unitOf(work);
}
