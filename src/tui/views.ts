import {unreachable} from '../domain/unreachable.ts';
import type {Topic} from '../wire/topics.ts';
import {noCursor} from './cursor.ts';
import {shownEvents, shownLocks, shownSources, shownSubtasks, shownTasks, shownWorkers} from './find/rows.ts';
import {lockId, sourceId} from './row-ids.ts';
import type {ListView, Model, TextView, View} from './state.ts';

/** The view at the bottom of every stack. */
export const homeView: ListView = {type: 'tasks', cursor: noCursor};

/** The view that is shown. */
export function topView(model: Model): View {
	return model.views.at(-1) ?? homeView;
}

/** Whether a view is a text, else it is a list. */
export function isText(view: View): view is TextView {
	return 'top' in view;
}

/** The names of a list's rows, in the order on screen; null for a view that is no list. */
export function rowIds(model: Model, view: View): readonly string[] | null {
	switch (view.type) {
		case 'tasks':
			return shownTasks(model, view).map(row => row.name);
		case 'task':
			return shownSubtasks(model, view, view.task).map(row => row.source);
		case 'sources':
			return shownSources(model, view).map(sourceId);
		case 'locks':
			return shownLocks(model, view).map(lockId);
		case 'workers':
			return shownWorkers(model, view).map(row => row.name);
		case 'events':
			return shownEvents(model, view, view.task).map(row => row.id);
		default:
			return null;
	}
}

/** What the cursor is on, as far as it matters to keys: a task, and its source where a subtask is meant. */
export function selected(model: Model): {readonly task: string; readonly source: string | null} | null {
	const view = topView(model);
	switch (view.type) {
		case 'tasks':
			return view.cursor.id === null || rowIds(model, view)?.length === 0 ? null : {task: view.cursor.id, source: null};
		case 'task':
			return {task: view.task, source: rowIds(model, view)?.length === 0 ? null : view.cursor.id};
		case 'tab':
			return {task: view.task, source: null};
		case 'subtask':
		case 'why':
			return {task: view.task, source: view.source};
		default: {
			const {task, source} = aimOf(model, view);
			return task === null ? null : {task, source};
		}
	}
}

/** A task, a source, or both: what keys that look at something else of the selected object go by. */
export type Aim = {readonly task: string | null; readonly source: string | null};

/** What the selected object is about: of a source its worst task, of a worker its source. */
export function aimOf(model: Model, view: View): Aim {
	switch (view.type) {
		case 'tasks':
		case 'task':
		case 'tab':
		case 'subtask':
		case 'why':
			return selected({...model, views: [view]}) ?? nowhere;
		case 'sources':
			return aimAtSource(
				model,
				shownSources(model, view).find(row => sourceId(row) === view.cursor.id)?.source ?? null,
			);
		case 'source':
			return aimAtSource(model, sourceOf(model, view.source)?.source ?? null);
		case 'locks':
			return {task: shownLocks(model, view).find(lock => lockId(lock) === view.cursor.id)?.task ?? null, source: null};
		case 'lock':
			return {task: view.task, source: null};
		case 'workers':
			return aimAtSource(model, shownWorkers(model, view).find(row => row.name === view.cursor.id)?.source ?? null);
		case 'events': {
			const row = shownEvents(model, view, view.task).find(it => it.id === view.cursor.id);
			return row === undefined ? nowhere : {task: row.event.task, source: row.event.source};
		}
		case 'raw':
			return {
				task: view.of.type === 'task' ? view.of.task : null,
				source: view.of.type === 'source' ? view.of.source : view.source,
			};
		case 'help':
			return nowhere;
		default:
			return unreachable(view);
	}
}

const nowhere: Aim = {task: null, source: null};

/** The source of that row's name, as it is now. */
export function sourceOf(model: Model, id: string) {
	return model.sources?.sources.find(row => sourceId(row) === id);
}

function aimAtSource(model: Model, source: string | null): Aim {
	const row = source === null ? undefined : model.sources?.sources.find(it => it.source === source);
	return {task: row?.tasks[0]?.task ?? null, source};
}

/** What all open views read, and what the preview of the selected task reads where it is shown. */
export function viewTopics(model: Model, previewShown: boolean): readonly Topic[] {
	const topics = new Set<Topic>(['overview', ...model.views.flatMap(topicsOf)]);
	// Its jumps go to sources too.
	if (model.finding.prompt?.type === 'palette') topics.add('sources');
	const view = topView(model);
	const previewed = previewShown && (view.type === 'tasks' || view.type === 'locks') ? aimOf(model, view).task : null;
	if (previewed !== null) topics.add(`task/${previewed}`);
	return [...topics];
}

function topicsOf(view: View): readonly Topic[] {
	switch (view.type) {
		case 'task':
		case 'tab':
		case 'subtask':
		case 'why':
			return [`task/${view.task}`];
		case 'sources':
		case 'source':
		case 'workers':
			return ['sources'];
		case 'locks':
			return ['locks'];
		case 'lock':
			return ['locks', `task/${view.task}`];
		case 'events':
			return ['events'];
		case 'tasks':
		case 'raw':
		case 'help':
			return [];
		default:
			return unreachable(view);
	}
}
