import {byNumbers} from '../../domain/order.ts';
import type {StatusWord} from '../../domain/status-word.ts';
import type {Look, SortKey} from '../state.ts';
import {asItIs} from './finding.ts';

/** How the rows of a list are found and sorted. */
export type Traits<Row> = {
	readonly id: (row: Row) => string;
	/** What a filter looks at. */
	readonly text: (row: Row) => string;
	/** Absent = these rows have no status of their own. */
	readonly isProblem?: (row: Row) => boolean;
	/**
	 * By what they can be sorted beside their severity, in the order in which it is offered. Null = unknown, which is last.
	 * Numbers are sorted with the largest first, texts from A to Z.
	 */
	readonly sorts: Readonly<Record<SortKey, (row: Row) => number | string | null>>;
};

/** Whether a status needs looking at. */
export function isProblemWord(word: StatusWord): boolean {
	return problems.has(word);
}

const problems: ReadonlySet<StatusWord> = new Set(['error', 'unknown', 'retrying', 'locked', 'warning']);

/** The rows that are shown, in their order. The same array again as long as nothing has changed. */
export function arrange<Row>(rows: readonly Row[], traits: Traits<Row>, look: Look): readonly Row[] {
	return arrangement(rows, traits, look).shown;
}

/** Whether the filter takes too long and so hides nothing. */
export function isFilterTooSlow<Row>(rows: readonly Row[], traits: Traits<Row>, look: Look): boolean {
	return arrangement(rows, traits, look).isTooSlow;
}

type Arrangement<Row> = {readonly shown: readonly Row[]; readonly isTooSlow: boolean};

function arrangement<Row>(rows: readonly Row[], traits: Traits<Row>, look: Look): Arrangement<Row> {
	if (look === asItIs) return {shown: rows, isTooSlow: false};
	const last = arranged.get(rows);
	if (last !== undefined && sameLook(last.look, look)) return last.arrangement as Arrangement<Row>;
	const candidates = problemsOf(rows, traits, look);
	const found = look.filter?.matching(candidates.map(traits.text));
	const kept = found ? candidates.filter((_, index) => found[index]) : candidates;
	const made = {shown: sorted(kept, traits, look), isTooSlow: found === null};
	arranged.set(rows, {look, arrangement: made});
	return made;
}

/** Many parts of one screen ask for the same rows. */
const arranged = new WeakMap<readonly unknown[], {readonly look: Look; readonly arrangement: Arrangement<unknown>}>();

function sameLook(a: Look, b: Look): boolean {
	return a.filter === b.filter && a.problemsOnly === b.problemsOnly && a.sort === b.sort && a.reversed === b.reversed;
}

function problemsOf<Row>(rows: readonly Row[], {isProblem}: Traits<Row>, {problemsOnly}: Look): readonly Row[] {
	return problemsOnly && isProblem !== undefined ? rows.filter(isProblem) : rows;
}

function sorted<Row>(rows: readonly Row[], traits: Traits<Row>, {sort, reversed}: Look): readonly Row[] {
	const value = traits.sorts[sort];
	if (value === undefined) return reversed ? rows.toReversed() : rows;
	const sign = reversed ? -1 : 1;
	const known: {readonly row: Row; readonly value: number | string}[] = [];
	const unknown: Row[] = [];
	for (const row of rows) {
		const told = value(row);
		if (told === null) unknown.push(row);
		else known.push({row, value: told});
	}
	known.sort((a, b) => sign * compare(a.value, b.value));
	return [...known.map(({row}) => row), ...unknown];
}

function compare(a: number | string, b: number | string): number {
	if (typeof a === 'number' && typeof b === 'number') return b - a;
	return byNumbers(String(a), String(b));
}
