import {byNumbers} from '../../domain/order.ts';
import type {StatusWord} from '../../domain/status-word.ts';
import type {Look} from '../state.ts';
import {fitsOf} from './filter.ts';
import {asItIs} from './finding.ts';
import {isProblemWord, type Traits} from './traits.ts';

/** The rows of a list as they are looked at. */
export type Arrangement<Row> = {
	readonly shown: readonly Row[];
	/** How many rows are not, of each status that there is among them, in no order. */
	readonly hidden: ReadonlyMap<StatusWord, number>;
	/** Of how many of them it is not known whether they fit the filter. */
	readonly unknown: number;
	/** The filter takes too long and so hides nothing. */
	readonly isTooSlow: boolean;
};

/** The rows that are shown, in their order, and what is hidden. The same again as long as nothing has changed. */
export function arrangement<Row>(rows: readonly Row[], traits: Traits<Row>, look: Look): Arrangement<Row> {
	if (look === asItIs) return {shown: rows, hidden: none, unknown: 0, isTooSlow: false};
	const last = arranged.get(rows);
	if (last !== undefined && last.traits === traits && sameLook(last.look, look)) {
		return last.arrangement as Arrangement<Row>;
	}
	const candidates = look.problemsOnly ? rows.filter(row => isProblemWord(traits.word(row))) : rows;
	const fits = look.filter === null ? undefined : fitsOf(look.filter, candidates, traits);
	const kept = fits ? candidates.filter((_, index) => fits[index] === true) : candidates;
	const made = {
		shown: sorted(kept, traits, look),
		hidden: kept.length === rows.length ? none : hiddenOf(rows, new Set(kept), traits),
		unknown: fits?.filter(fit => fit === null).length ?? 0,
		isTooSlow: fits === null,
	};
	arranged.set(rows, {look, traits, arrangement: made});
	return made;
}

const none: ReadonlyMap<StatusWord, number> = new Map();

function hiddenOf<Row>(rows: readonly Row[], kept: ReadonlySet<Row>, {word}: Traits<Row>) {
	const counts = new Map<StatusWord, number>();
	for (const row of rows) if (!kept.has(row)) counts.set(word(row), (counts.get(word(row)) ?? 0) + 1);
	return counts;
}

type Arranged = {readonly look: Look; readonly traits: unknown; readonly arrangement: Arrangement<unknown>};

/** Many parts of one screen ask for the same rows. */
const arranged = new WeakMap<readonly unknown[], Arranged>();

function sameLook(a: Look, b: Look): boolean {
	return a.filter === b.filter && a.problemsOnly === b.problemsOnly && a.sort === b.sort && a.reversed === b.reversed;
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
