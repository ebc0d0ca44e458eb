import type {Lock} from '../../domain/lock.ts';
import type {SourceRow, SubtaskRow, TaskRow} from '../../wire/topics.ts';
import {type EventRow, eventRows} from '../event-rows.ts';
import type {Model, SortKey, View} from '../state.ts';

import {type WorkerRow, workerRows} from '../worker-rows.ts';
import {arrange, isFilterTooSlow, type Traits} from './arrange.ts';
import {lookOf, sortKeys} from './finding.ts';
import {eventTraits, lockTraits, sourceTraits, subtaskTraits, taskTraits, workerTraits} from './traits.ts';

/** The rows of a list that are shown, in their order, and how they can be found; type-erased, for keys and headers. */
export type Listing = {
	readonly ids: readonly string[];
	/** How many there are without a filter. */
	readonly all: number;
	/** The filter was broken off and hides nothing. */
	readonly isFilterTooSlow: boolean;
	readonly sorts: readonly SortKey[];
	readonly hasProblems: boolean;
};

/** The tasks that the list shows. */
export function shownTasks(model: Model, view: View): readonly TaskRow[] {
	return arrange(model.overview?.tasks ?? [], taskTraits, lookOf(model, view));
}

/** The subtasks that a task's page shows. */
export function shownSubtasks(model: Model, view: View, task: string): readonly SubtaskRow[] {
	return arrange(model.tasks.get(task)?.task?.subtasks ?? [], subtaskTraits, lookOf(model, view));
}

/** The sources that their list shows. */
export function shownSources(model: Model, view: View): readonly SourceRow[] {
	return arrange(model.sources?.sources ?? [], sourceTraits, lookOf(model, view));
}

/** The locks that the board shows. */
export function shownLocks(model: Model, view: View): readonly Lock[] {
	return arrange(model.locks?.locks ?? [], lockTraits, lookOf(model, view));
}

/** The workers that their list shows. */
export function shownWorkers(model: Model, view: View): readonly WorkerRow[] {
	return arrange(workerRows(model.sources), workerTraits, lookOf(model, view));
}

/** The events that their list shows, of one task or of all. */
export function shownEvents(model: Model, view: View, task: string | null): readonly EventRow[] {
	return arrange(eventRows(model.events, task), eventTraits, lookOf(model, view));
}

/** Whether a view is a list, else it is a text. */
export function isList(view: View): boolean {
	return 'cursor' in view;
}

/** The list that a view is; null for a text. */
export function listingOf(model: Model, view: View): Listing | null {
	switch (view.type) {
		case 'tasks':
			return listing(model.overview?.tasks ?? [], taskTraits, model, view);
		case 'task':
			return listing(model.tasks.get(view.task)?.task?.subtasks ?? [], subtaskTraits, model, view);
		case 'sources':
			return listing(model.sources?.sources ?? [], sourceTraits, model, view);
		case 'locks':
			return listing(model.locks?.locks ?? [], lockTraits, model, view);
		case 'workers':
			return listing(workerRows(model.sources), workerTraits, model, view);
		case 'events':
			return listing(eventRows(model.events, view.task), eventTraits, model, view);
		default:
			return null;
	}
}

function listing<Row>(rows: readonly Row[], traits: Traits<Row>, model: Model, view: View): Listing {
	const look = lookOf(model, view);
	return {
		ids: arrange(rows, traits, look).map(traits.id),
		all: rows.length,
		isFilterTooSlow: isFilterTooSlow(rows, traits, look),
		sorts: sortKeys.filter(key => key === 'severity' || traits.sorts[key] !== undefined),
		hasProblems: traits.isProblem !== undefined,
	};
}
