import type {ClusterEvent} from '../../domain/event.ts';
import type {EventRow} from '../event-rows.ts';
import {wordOf} from '../event-word.ts';
import type {Model, View} from '../state.ts';
import {fitsOf} from './filter.ts';
import {lookOf} from './finding.ts';
import {type Traits, texts} from './traits.ts';

/** Events: by what they say. */
export const eventTraits: Traits<EventRow> = {
	id: row => row.id,
	text: ({event}) => texts(event.task, event.source, event.text),
	word: ({event}) => wordOf(event),
	names: {
		task: ({event}) => (event.task === null ? [] : [event.task]),
		source: ({event}) => (event.source === null ? [] : [event.source]),
	},
	sorts: {},
};

/**
 * Leaves of the events below a list those that its filter would: what is of a row that is shown stays, and what fits the
 * filter itself. Null where nothing filters, or the filter takes too long.
 */
export function eventFilter(
	model: Model,
	view: View,
	isOfShown: (event: ClusterEvent) => boolean,
): ((rows: readonly EventRow[]) => readonly EventRow[]) | null {
	const {filter, problemsOnly} = lookOf(model, view);
	if (filter === null && !problemsOnly) return null;
	return rows => {
		const fits = filter === null ? [] : fitsOf(filter, rows, eventTraits);
		return fits === null ? rows : rows.filter(({event}, index) => isOfShown(event) || fits[index] === true);
	};
}
