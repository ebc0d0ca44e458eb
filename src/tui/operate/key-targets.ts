import type {Operation, OperationTarget} from '../../domain/operation/operation.ts';
import {targetsAtOnce} from '../../wire/limits.ts';
import {plural} from '../../words/format.ts';
import type {Meant, Model} from '../state.ts';

import {aimOf, rowIds, topView} from '../views.ts';
import {shownMarks} from './marks.ts';
import {knownPlan} from './target.ts';
import {cannotWrite} from './writing.ts';

/** Which of the keys: the one for the row or the marked rows, or the one for the whole task. */
export type Reach = 'row' | 'whole';

/** What is meant now, or why nothing is, in a few words. */
export function meant(model: Model, reach: Reach): Meant | string {
	return reach === 'row' ? meantRows(model) : meantTask(model);
}

/** Why the key cannot act, in a few words; undefined when it opens its dialog. */
export function operateReason(model: Model, operation: Operation, reach: Reach): string | undefined {
	const found = meant(model, reach);
	// Where there is no task to select, arming would not help.
	if (found === selectTask || found === openItsPage) return found;
	const writing = cannotWrite(model);
	if (writing !== undefined) return writing;
	if (typeof found === 'string') return found;
	if (found.targets.length > targetsAtOnce) {
		return `at most ${targetsAtOnce} at once: ${found.targets.length} are marked`;
	}
	const plans = found.targets.map(target => knownPlan(model, operation, target));
	const [first] = plans;
	// A dialog that is known to have nothing to ask is not opened.
	return plans.length === 1 && first?.type === 'refused' ? first.why : undefined;
}

function meantRows(model: Model): Meant | string {
	const view = topView(model);
	const marks = shownMarks(model, view);
	if (marks.shown.length === 0 && marks.hidden > 0) {
		return `none of the ${plural(marks.hidden, 'marked row')} is shown`;
	}
	switch (view.type) {
		case 'tasks': {
			if (marks.shown.length > 0) return {targets: marks.shown.map(wholeTask), hidden: marks.hidden};
			const row = selectedId(model);
			return row === null ? 'there is no task to select' : {targets: [wholeTask(row)], hidden: 0};
		}
		case 'task': {
			const row = selectedId(model);
			const sources = marks.shown.length > 0 ? marks.shown : row === null ? [] : [row];
			if (sources.length === 0) return 'there is no subtask to select';
			return {targets: [{task: view.task, sources}], hidden: marks.hidden};
		}
		case 'subtask':
		case 'why':
			return view.source === null ? ofWhole : {targets: [{task: view.task, sources: [view.source]}], hidden: 0};
		case 'tab':
			return ofWhole;
		case 'raw':
		case 'lock':
			return aimOf(model, view).task === null ? selectTask : openItsPage;
		default:
			return selectTask;
	}
}

/** What the keys for a whole task say where a row of the list is one already. */
export const onItsPage =
	"open the task's page: P and R are for the whole task there (p and r do the same here for the row)";

const ofWhole = 'no subtask is selected here; P and R are for the whole task';
export const selectTask = 'select a task';
/** What the keys for a row say on pages that show something of a task. */
export const openItsPage = "open the task's page first";

function meantTask(model: Model): Meant | string {
	const view = topView(model);
	if (view.type === 'tasks') {
		const row = selectedId(model);
		return row === null ? 'there is no task to select' : {targets: [wholeTask(row)], hidden: 0};
	}
	const {task} = onTask.has(view.type) ? aimOf(model, view) : {task: null};
	return task === null ? selectTask : {targets: [wholeTask(task)], hidden: 0};
}

/** The pages of one task. */
const onTask: ReadonlySet<string> = new Set(['task', 'tab', 'subtask', 'why', 'raw', 'lock']);

function wholeTask(task: string): OperationTarget {
	return {task, sources: null};
}

function selectedId(model: Model): string | null {
	const view = topView(model);
	if (!('cursor' in view) || view.cursor.id === null) return null;
	return rowIds(model, view)?.includes(view.cursor.id) ? view.cursor.id : null;
}
