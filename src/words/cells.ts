import type {TaskRow} from '../wire/topics.ts';
import {lagDuration, shortGap, shortRate} from './format.ts';

/** The lag where it is known: `held` behind a DDL lock, `?` where nobody knows it, `-` where there is none. */
export function lagText({blockedSinceMs, lagUnknown, lagSeconds}: Lagging): string {
	if (blockedSinceMs !== null) return 'held';
	if (lagUnknown) return '?';
	return lagSeconds === null ? '-' : lagDuration(lagSeconds);
}

type Lagging = Pick<TaskRow, 'blockedSinceMs' | 'lagUnknown' | 'lagSeconds'>;

/** The gap where it is known, `?` where nobody knows it, `-` where there is none. */
export function shortGapText({gapUnknown, gap}: Pick<TaskRow, 'gapUnknown' | 'gap'>): string {
	if (gapUnknown) return '?';
	return gap === null ? '-' : shortGap(gap);
}

/** Rows per second; `-` where there are none, or nobody knows them. */
export function rateText({rowsPerSecond}: Pick<TaskRow, 'rowsPerSecond'>): string {
	return rowsPerSecond === null ? '-' : shortRate(rowsPerSecond);
}
