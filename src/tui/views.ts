import {noCursor} from './cursor.ts';
import {sourceId} from './row-ids.ts';
import type {ListView, Model, Subject, TextView, View} from './state.ts';

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

/** The source of that row's name, as it is now. */
export function sourceOf(model: Model, id: string) {
	return model.sources?.sources.find(row => sourceId(row) === id);
}

/** What keys go by at a source: its worst task too. */
export function subjectAtSource(model: Model, source: string | null): Subject {
	const row = source === null ? undefined : model.sources?.sources.find(it => it.source === source);
	return {task: row?.tasks[0]?.task ?? null, source};
}
