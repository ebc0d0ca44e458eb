import {listingOf} from './find/rows.ts';
import type {Layout, ListView, Model, Size, View} from './state.ts';

import {isText} from './views.ts';

/** How a view is laid out on this terminal: by the size, and for the list also by how many tasks there are. */
export function layoutOf(model: Model, view: View): Layout {
	const {columns, rows} = model.size;
	if (isSmall(model.size)) return smallLayout(rows);
	const header = headerRows(view, rows);
	const big = isBig(model.size);
	const footer = big ? 2 : 1;
	const room = rows - header - footer;
	if (isText(view)) return {small: false, header, body: room, pane: 0, events: 0, footer};
	const events = view.type === 'tasks' ? eventRows(rows, columns) : 0;
	const least = Math.min(room, 4);
	if (!model.preview) return {small: false, header, body: room - events, pane: 0, events, footer};
	if (!big) {
		const pane = Math.min(paneRows(view, rows), Math.max(0, room - events - least));
		return {small: false, header, body: room - events - pane, pane, events, footer};
	}
	// A short list leaves its room to the preview below it; a long one leaves it a third.
	const rest = Math.max(Math.floor(room / 3), room - events - Math.max(10, listed(model, view)));
	const pane = view.type === 'events' ? Math.min(eventPane, rest) : rest;
	return {small: false, header, body: room - events - pane, pane, events, footer};
}

/** Under 60 columns or 12 rows there is room for one thing only. */
export function isSmall({columns, rows}: Size): boolean {
	return columns < 60 || rows < 12;
}

/** From 110 columns and 34 rows there is room for the preview and several events. */
export function isBig({columns, rows}: Size): boolean {
	return columns >= 110 && rows >= 34;
}

/** Whether the preview of the selected task is on the screen. */
export function previewShown(model: Model): boolean {
	return model.preview && isBig(model.size);
}

/** The rows of the window of a list. */
export function listHeight(model: Model, view: View): number {
	return Math.max(
		1,
		layoutOf(model, view).body - (view.type === 'tasks' && !isSmall(model.size) ? noteRows(model) : 0),
	);
}

/** How many of the notes about what the list cannot show, and of the remarks on how the cluster is asked, are shown below it. */
export function noteRows({overview}: Model): number {
	return Math.min(2, (overview?.notes.length ?? 0) + (overview?.remarks.length ?? 0));
}

/** All lines above the body, the rule included. */
function headerRows(view: View, rows: number): number {
	switch (view.type) {
		case 'task':
			return rows < tabRows ? 5 : 6;
		case 'tab':
			return rows < tabRows ? 3 : 4;
		case 'workers':
			return 5;
		default:
			return isText(view) ? 2 : 4;
	}
}

/** From so many rows on the page of a task has a line of its own for its tabs. */
export const tabRows = 16;

/** Of an event there is never more to tell. */
const eventPane = 6;

function paneRows(view: ListView, rows: number): number {
	if (view.type === 'tasks') return 3;
	return view.type === 'locks' && rows >= 20 ? 7 : 4;
}

function smallLayout(rows: number): Layout {
	const header = rows < 6 ? 1 : 2;
	const footer = rows < 8 ? 0 : 1;
	const pane = rows >= 16 ? 4 : 0;
	return {small: true, header, body: rows - header - footer - pane, pane, events: 0, footer};
}

function eventRows(rows: number, columns: number): number {
	if (rows < 20) return 0;
	if (!isBig({rows, columns})) return 2;
	return 1 + Math.min(8, Math.floor(rows / 8));
}

function listed(model: Model, view: ListView): number {
	if (view.type === 'tasks') return (model.overview?.tasks.length ?? 0) + noteRows(model);
	return listingOf(model, view)?.all ?? 0;
}
