import type {StatusWord} from '../../domain/status-word.ts';
import type {FieldName, FigureName, Model, SortKey, View} from '../state.ts';
import {arrangement} from './arrange.ts';
import {asItIs, lookOf} from './finding.ts';
import type {Fields} from './terms.ts';
import type {Traits} from './traits.ts';

/** The rows of a list that are shown, in their order, and how they can be found; without the rows themselves. */
export type Listing = {
	readonly ids: readonly string[];
	/** How many there are without a filter. */
	readonly all: number;
	/** How many of each status are not shown. */
	readonly hidden: ReadonlyMap<StatusWord, number>;
	/** Of how many of them nobody knows whether they fit the filter. */
	readonly unknown: number;
	/** The filter was broken off and hides nothing. */
	readonly isFilterTooSlow: boolean;
	readonly sorts: readonly SortKey[];
	/** What a filter can compare and name here. */
	readonly fields: Fields;
};

/** The rows of a view that are shown, in their order. The same array again as long as nothing has changed. */
export function shownRows<Row>(model: Model, view: View, rows: readonly Row[], traits: Traits<Row>): readonly Row[] {
	return arrangement(rows, traits, lookOf(model, view)).shown;
}

/** What of these rows a view shows, and how they can be found. */
export function listingOfRows<Row>(model: Model, view: View, rows: readonly Row[], traits: Traits<Row>): Listing {
	const {shown, hidden, unknown, isTooSlow} = arrangement(rows, traits, lookOf(model, view));
	return {
		ids: idsOf(shown, traits),
		all: rows.length,
		hidden,
		unknown,
		isFilterTooSlow: isTooSlow,
		sorts: [asItIs.sort, ...Object.keys(traits.sorts)],
		fields: {
			figures: Object.keys(traits.figures ?? {}) as FigureName[],
			names: Object.keys(traits.names ?? {}) as FieldName[],
		},
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
