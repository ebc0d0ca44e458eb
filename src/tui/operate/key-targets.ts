import type {Operation} from '../../domain/operation/operation.ts';
import {targetsAtOnce} from '../../wire/limits.ts';
import {plural} from '../../words/format.ts';
import {keyOf} from '../keys/key-of.ts';
import {pageOf} from '../pages/pages.ts';
import {rowIds, subjectOf} from '../shown.ts';
import type {Meant, Model} from '../state.ts';
import {topView} from '../views.ts';
import {openItsPage, selectTask} from './key-words.ts';
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
	// Where there is no task to select, allowing would not help.
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
	const {means} = pageOf(view);
	if (means === undefined) return selectTask;
	const targets = means(view, {selected: selectedId(model), marked: marks.shown, keyName: id => keyOf(model, id)});
	return typeof targets === 'string' ? targets : {targets, hidden: marks.hidden};
}

/** What the keys for a whole task say where a row of the list is one already. */
export function onItsPage(model: Model): string {
	const [whole, row] = [
		['pause-task', 'resume-task'],
		['pause', 'resume'],
	].map(ids => ids.map(id => keyOf(model, id)).join(' and '));
	return `open the task's page: ${whole} are for the whole task there (${row} do the same here for the row)`;
}

function meantTask(model: Model): Meant | string {
	const view = topView(model);
	const page = pageOf(view);
	const task = page.isOfTask ? subjectOf(model, view).task : null;
	if (task !== null) return {targets: [{task, sources: null}], hidden: 0};
	return page.isOfTask && page.kind === 'list' ? page.noRow : selectTask;
}

function selectedId(model: Model): string | null {
	const view = topView(model);
	if (!('cursor' in view) || view.cursor.id === null) return null;
	return rowIds(model, view)?.includes(view.cursor.id) ? view.cursor.id : null;
}
