import {pageOf} from './pages/pages.ts';
import {listingOf} from './shown.ts';
import {isBig, isSmall} from './size.ts';
import type {Layout, Model, View} from './state.ts';

/** How a view is laid out on this terminal: by the size, and for the list also by how many tasks there are. */
export function layoutOf(model: Model, view: View): Layout {
	const {columns, rows} = model.size;
	if (isSmall(model.size)) return smallLayout(rows);
	const page = pageOf(view);
	const header = page.headerRows(rows);
	const big = isBig(model.size);
	const footer = big ? 2 : 1;
	const room = rows - header - footer;
	if (page.kind === 'text') return {small: false, header, body: room, pane: 0, events: 0, footer};
	const events = page.hasEvents ? eventRows(rows, columns) : 0;
	const least = Math.min(room, 4);
	if (!model.preview) return {small: false, header, body: room - events, pane: 0, events, footer};
	if (!big) {
		const pane = Math.min(page.paneRows(rows), Math.max(0, room - events - least));
		return {small: false, header, body: room - events - pane, pane, events, footer};
	}
	const listed = (listingOf(model, view)?.all ?? 0) + (page.noteRows?.(model) ?? 0);
	// A short list leaves its room to the preview below it; a long one leaves it a third.
	const rest = Math.max(Math.floor(room / 3), room - events - Math.max(10, listed));
	const pane = Math.min(page.mostPane ?? rest, rest);
	return {small: false, header, body: room - events - pane, pane, events, footer};
}

/** Whether the preview of the selected task is on the screen. */
export function previewShown(model: Model): boolean {
	return model.preview && isBig(model.size);
}

/** The rows of the window of a list. */
export function listHeight(model: Model, view: View): number {
	const page = pageOf(view);
	const notes = page.kind === 'list' && !isSmall(model.size) ? (page.noteRows?.(model) ?? 0) : 0;
	return Math.max(1, layoutOf(model, view).body - notes);
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
