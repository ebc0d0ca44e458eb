import type {SubtaskRow} from '../../../wire/topics.ts';
import {lagDuration} from '../../../words/format.ts';
import {gatewayNow} from '../../freshness.ts';
import type {Model} from '../../state.ts';

/**
 * Between what the lag is, and which of the two the row uses: `at least 0s (DM), at most 24s (positions); shown: DM's`.
 * Null where neither is known, and where a lock holds it: then the row tells for how long.
 */
export function lagBoundsText(row: SubtaskRow, model: Model): string | null {
	const {presence, lagBounds, lagFrom, lagSeconds, blockedSinceMs} = row;
	if (presence.type !== 'here' || lagBounds === null || blockedSinceMs !== null) return null;
	const {lowerSeconds, upperSinceMs} = lagBounds;
	if (lowerSeconds === null && upperSinceMs === null) return null;
	const least = lowerSeconds === null ? '?' : lagDuration(lowerSeconds);
	const most = upperSinceMs === null ? '?' : lagDuration(Math.ceil((gatewayNow(model) - upperSinceMs) / 1000));
	const shown = lagSeconds === null || lagFrom === null ? 'none' : shownBy[lagFrom];
	return `at least ${least} (DM), at most ${most} (positions); shown: ${shown}`;
}

const shownBy = {dm: "DM's", positions: 'by positions'} as const satisfies Record<
	NonNullable<SubtaskRow['lagFrom']>,
	string
>;
