import type {TaskRow} from '../../wire/topics.ts';

/**
 * The lag in seconds. What a lock blocks comes before any lag, the longest first. Where DM tells no lag (1.0) it is a
 * number below zero, the nearer to it the further the task is behind in the binlog.
 */
export function lagOf(row: Pick<TaskRow, 'lagSeconds' | 'gap' | 'blockedSinceMs'>): number | null {
	if (row.blockedSinceMs !== null) return beforeAnyLag - row.blockedSinceMs / 1000;
	if (row.lagSeconds !== null) return row.lagSeconds;
	if (row.gap === null) return null;
	const bytes = row.gap.type === 'files' ? row.gap.files * moreThanAnyFile : row.gap.bytes;
	return -1 / (1 + bytes);
}

const beforeAnyLag = 1e10;
const moreThanAnyFile = 1e12;

/** What a filter looks at: what is known of these. */
export function texts(...parts: readonly (string | null)[]): string {
	return parts.filter(part => part !== null).join(' ');
}
