import type {Model, SortKey, View} from '../state.ts';
import {arrange, isFilterTooSlow, type Traits} from './arrange.ts';
import {asItIs, lookOf} from './finding.ts';

/** The rows of a list that are shown, in their order, and how they can be found; without the rows themselves. */
export type Listing = {
	readonly ids: readonly string[];
	/** How many there are without a filter. */
	readonly all: number;
	/** The filter was broken off and hides nothing. */
	readonly isFilterTooSlow: boolean;
	readonly sorts: readonly SortKey[];
	readonly hasProblems: boolean;
};

/** The rows of a view that are shown, in their order. The same array again as long as nothing has changed. */
export function shownRows<Row>(model: Model, view: View, rows: readonly Row[], traits: Traits<Row>): readonly Row[] {
	return arrange(rows, traits, lookOf(model, view));
}

/** What of these rows a view shows, and how they can be found. */
export function listingOfRows<Row>(model: Model, view: View, rows: readonly Row[], traits: Traits<Row>): Listing {
	const look = lookOf(model, view);
	return {
		ids: idsOf(arrange(rows, traits, look), traits),
		all: rows.length,
		isFilterTooSlow: isFilterTooSlow(rows, traits, look),
		sorts: [asItIs.sort, ...Object.keys(traits.sorts)],
		hasProblems: traits.isProblem !== undefined,
	};
}

/** Several parts of one screen ask for the names of the same rows. */
function idsOf<Row>(rows: readonly Row[], {id}: Traits<Row>): readonly string[] {
	const before = known.get(rows);
	if (before !== undefined) return before;
	const ids = rows.map(id);
	known.set(rows, ids);
	return ids;
}

const known = new WeakMap<readonly unknown[], readonly string[]>();
