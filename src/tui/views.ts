import {unreachable} from '../domain/unreachable.ts';
import type {Topic} from '../protocol/topics.ts';
import {type Cursor, noCursor} from './cursor.ts';
import type {Model} from './model.ts';

/** What is open, newest on top. A view names its object; the object itself is read from the model. */
export type View =
	| {readonly type: 'tasks'; readonly cursor: Cursor}
	| {readonly type: 'task'; readonly task: string; readonly cursor: Cursor}
	/** Why a task is as it is, or one of its subtasks; `top` is the first line shown. */
	| {readonly type: 'why'; readonly task: string; readonly source: string | null; readonly top: number}
	| {readonly type: 'help'; readonly top: number};

/** The view at the bottom of every stack. */
export const homeView: View = {type: 'tasks', cursor: noCursor};

/** The view that is shown. */
export function topView(model: Model): View {
	return model.views.at(-1) ?? homeView;
}

/** The names of a list's rows, in the order on screen; null for a view that is no list. */
export function rowIds(model: Model, view: View): readonly string[] | null {
	switch (view.type) {
		case 'tasks':
			return model.overview?.tasks.map(row => row.name) ?? [];
		case 'task':
			return model.tasks.get(view.task)?.task?.subtasks.map(row => row.source) ?? [];
		case 'why':
		case 'help':
			return null;
		default:
			return unreachable(view);
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
		case 'why':
			return {task: view.task, source: view.source};
		case 'help':
			return null;
		default:
			return unreachable(view);
	}
}

/** What all open views read, and what the preview of the selected task reads where it is shown. */
export function viewTopics(model: Model, previewShown: boolean): readonly Topic[] {
	const tasks = model.views.flatMap(view => (view.type === 'task' || view.type === 'why' ? [view.task] : []));
	const previewed = previewShown ? selected(model)?.task : undefined;
	const names = new Set(previewed === undefined ? tasks : [...tasks, previewed]);
	return ['overview', ...[...names].map(name => `task/${name}` as const)];
}
