import {marksOf, noMarks, viewKey} from '../find/finding.ts';
import {pageOf} from '../pages/pages.ts';
import {rowIds} from '../shown.ts';
import type {ListView, Model, View} from '../state.ts';
import {topView} from '../views.ts';

/** The marked rows that are shown, in their order, and how many are hidden. */
export function shownMarks(model: Model, view: View): {readonly shown: readonly string[]; readonly hidden: number} {
	const marks = marksOf(model, view);
	if (marks.size === 0) return {shown: [], hidden: 0};
	const shown = (rowIds(model, view) ?? []).filter(id => marks.has(id));
	return {shown, hidden: marks.size - shown.length};
}

/** Marks the row that the cursor is on, or takes its mark off. */
export function toggleMark(model: Model): Model {
	const view = topView(model);
	if (!('cursor' in view) || view.cursor.id === null) return model;
	const marks = new Set(marksOf(model, view));
	if (!marks.delete(view.cursor.id)) marks.add(view.cursor.id);
	return withMarks(model, view, marks);
}

/** Marks all rows that are shown; where all of them are marked, takes the marks off. */
export function toggleAllMarks(model: Model): Model {
	const view = topView(model);
	const ids = rowIds(model, view) ?? [];
	const marks = marksOf(model, view);
	const all = ids.every(id => marks.has(id));
	return withMarks(
		model,
		view,
		all ? new Set([...marks].filter(id => !ids.includes(id))) : new Set([...marks, ...ids]),
	);
}

/** Takes all marks of the view off, also the hidden ones; or only those of some rows. */
export function withoutMarks(model: Model, view: View, rows: readonly string[] | null = null): Model {
	const marks = marksOf(model, view);
	if (marks.size === 0) return model;
	return withMarks(model, view, rows === null ? noMarks : new Set([...marks].filter(id => !rows.includes(id))));
}

/** The model without the marks of objects that are gone and of lists that are closed. */
export function settleMarks(model: Model): Model {
	if (model.marks.size === 0) return model;
	const kept = new Map<string, ReadonlySet<string>>();
	for (const view of model.views) {
		const list = listUnder(view);
		const marks = list === null ? noMarks : marksOf(model, list);
		if (list === null || marks.size === 0) continue;
		const there = idsOf(model, list);
		const left = there === null ? marks : stillThere(marks, new Set(there));
		if (left.size > 0) kept.set(viewKey(list), left);
	}
	const same = kept.size === model.marks.size && [...kept].every(([key, marks]) => model.marks.get(key) === marks);
	return same ? model : {...model, marks: kept};
}

/** The list whose marks are kept while the view is open: another tab of a task's page keeps those of its subtasks. */
function listUnder(view: View): ListView | null {
	const page = pageOf(view);
	if (page.over !== undefined) return page.over(view);
	return page.kind === 'list' && page.isMarkable && 'cursor' in view ? view : null;
}

/** All rows of a list, also those that a filter hides; null while they are not known. */
function idsOf(model: Model, list: ListView): readonly string[] | null {
	const page = pageOf(list);
	return page.kind === 'list' ? page.allIds(model, list) : null;
}

function stillThere(marks: ReadonlySet<string>, there: ReadonlySet<string>): ReadonlySet<string> {
	return [...marks].every(id => there.has(id)) ? marks : new Set([...marks].filter(id => there.has(id)));
}

function withMarks(model: Model, view: View, marks: ReadonlySet<string>): Model {
	const all = new Map(model.marks);
	if (marks.size === 0) all.delete(viewKey(view));
	else all.set(viewKey(view), marks);
	return {...model, marks: all};
}
