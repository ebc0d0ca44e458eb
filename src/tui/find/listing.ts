import type {Model, SortKey, View} from '../state.ts';
import {arrange, isFilterTooSlow, type Traits} from './arrange.ts';
import {lookOf, sortKeys} from './finding.ts';

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
		ids: arrange(rows, traits, look).map(traits.id),
		all: rows.length,
		isFilterTooSlow: isFilterTooSlow(rows, traits, look),
		sorts: sortKeys.filter(key => key === 'severity' || traits.sorts[key] !== undefined),
		hasProblems: traits.isProblem !== undefined,
	};
}
