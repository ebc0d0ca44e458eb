import type {Gap} from '../../domain/position.ts';
import type {StatusWord} from '../../domain/status-word.ts';
import type {TaskRow} from '../../wire/topics.ts';
import type {FieldName, FigureName, SortKey} from '../state.ts';

/** How the rows of a list are found and sorted. */
export type Traits<Row> = {
	readonly id: (row: Row) => string;
	/** The words of the row as it is drawn where there is room: a filter looks at them. */
	readonly text: (row: Row) => string;
	/** The word of its letter. */
	readonly word: (row: Row) => StatusWord;
	/** The figures of the row that a filter can compare; absent = these rows have none. */
	readonly figures?: Readonly<Partial<Record<FigureName, (row: Row) => Figure>>>;
	/** Whom the row is about, by name; null = not known. Absent = these rows name none. */
	readonly names?: Readonly<Partial<Record<FieldName, (row: Row) => readonly string[] | null>>>;
	/**
	 * By what they can be sorted beside their severity, in the order in which it is offered. Null = unknown, which is last.
	 * Numbers are sorted with the largest first, texts from A to Z.
	 */
	readonly sorts: Readonly<Record<SortKey, (row: Row) => number | string | null>>;
};

/** Between what it is, `unknown` where it is something that nobody knows, null where the row has no such figure. */
export type Figure = {readonly least: number; readonly most: number} | 'unknown' | null;

/** Whether a status needs looking at. */
export function isProblemWord(word: StatusWord): boolean {
	return problems.has(word);
}

const problems: ReadonlySet<StatusWord> = new Set(['error', 'unknown', 'retrying', 'locked', 'warning']);

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

/** The lag as a filter compares it, in the whole seconds that are shown; what a lock holds has one that nobody knows. */
export function lagFigure(row: Pick<TaskRow, 'lagSeconds' | 'lagUnknown' | 'blockedSinceMs'>): Figure {
	if (row.lagUnknown || row.blockedSinceMs !== null) return 'unknown';
	return exactly(row.lagSeconds === null ? null : Math.floor(row.lagSeconds));
}

/** The gap in bytes as a filter compares it; of whole binlog files only the least is known. */
export function gapFigure(gap: Gap | null, isUnknown: boolean): Figure {
	if (isUnknown) return 'unknown';
	if (gap?.type === 'files') return {least: gap.atLeastBytes, most: Number.POSITIVE_INFINITY};
	return exactly(gap?.bytes ?? null);
}

/** A figure that is known, or null where there is none. */
export function exactly(value: number | null): Figure {
	return value === null ? null : {least: value, most: value};
}

/** What a filter looks at: what is known of these. */
export function texts(...parts: readonly (string | null)[]): string {
	return parts.filter(part => part !== null && part !== '').join(' ');
}
