import {pageOf} from './pages/pages.ts';
import {listingOf} from './shown.ts';
import {isSmall, isSplit, isTall} from './size.ts';
import type {Layout, Model, View} from './state.ts';

/**
 * How a view is laid out on this terminal. Rows get their lines first, then the pane what its text needs, then the
 * events the rest; where not all rows fit, the pane keeps a few lines whatever is selected.
 */
export function layoutOf(model: Model, view: View): Layout {
	const known = layouts.get(model) ?? new Map<View, Layout>();
	const before = known.get(view);
	if (before !== undefined) return before;
	const layout = laidOut(model, view);
	layouts.set(model, known.set(view, layout));
	return layout;
}

/** All parts of one screen ask for it, and a key several times. */
const layouts = new WeakMap<Model, Map<View, Layout>>();

function laidOut(model: Model, view: View): Layout {
	const {leastPane, ...rough} = roughLayout(model, view);
	const page = pageOf(view);
	if (leastPane === undefined || page.kind === 'text' || !('cursor' in view)) return rough;
	const rest = rough.pane + rough.events;
	const needs = page.paneNeeds?.(model, view, rough.pane) ?? rest;
	const pane = Math.max(leastPane, Math.min(rough.pane, needs));
	return rest - pane < severalEvents ? rough : {...rough, pane, events: rest - pane};
}

/** With `leastPane` the pane takes what it needs from so many lines on, and the events the rest. */
type RoughLayout = Layout & {readonly leastPane?: number};

/** The same before it is known how many lines the pane needs, which is dear to know. */
function roughLayout(model: Model, view: View): RoughLayout {
	const {rows} = model.size;
	const page = pageOf(view);
	if (isSmall(model.size)) return smallLayout(rows, page.kind === 'list');
	const header = page.headerRows(rows, model);
	const room = Math.max(0, rows - header - 1);
	const base = {small: false, split: false, header, footer: 1} as const;
	if (page.kind === 'text' || !('cursor' in view)) return {...base, body: room, pane: 0, events: 0};
	const tall = isTall(model.size);
	const leastEvents = page.hasEvents && rows >= leastRowsForEvents ? (tall ? 4 : 1) : 0;
	const count = Math.max(1, listingOf(model, view)?.ids.length ?? 0) + (page.noteRows?.(model) ?? 0);
	if (page.hasSplit && model.preview && isSplit(model.size)) {
		const body = Math.min(count, room - leastEvents);
		return {...base, split: true, body, pane: 0, events: room - body};
	}
	if (!model.preview) {
		const body = tall ? Math.min(count, room - leastEvents) : room - leastEvents;
		return {...base, body, pane: 0, events: room - body};
	}
	const leastPane = Math.min(rows >= leastRowsForEvents ? 5 : 3, Math.max(0, room - leastEvents - 1));
	const body = Math.max(1, Math.min(count, room - leastEvents - leastPane));
	const rest = Math.max(0, room - body);
	if (!page.hasEvents) return {...base, body, pane: rest, events: 0};
	// On few lines events have one, but where the text of the pane would leave some of them blank.
	if (!tall && (leastEvents === 0 || rest < leastPane + severalEvents)) {
		return {...base, body, pane: Math.max(0, rest - leastEvents), events: leastEvents};
	}
	return {...base, body, pane: rest - leastEvents, events: leastEvents, leastPane};
}

/** Whether the pane tells more of the selected task than the list knows. */
export function previewShown(model: Model): boolean {
	return model.preview && isTall(model.size);
}

/** The lines above the body of a view, of the body and below all, which do not hang on what is selected. */
export function windowOf(model: Model, view: View): Pick<Layout, 'header' | 'body' | 'footer'> {
	return roughLayout(model, view);
}

/** The rows of the window of a list. */
export function listHeight(model: Model, view: View): number {
	const page = pageOf(view);
	const notes = page.kind === 'list' && !isSmall(model.size) ? (page.noteRows?.(model) ?? 0) : 0;
	return Math.max(1, roughLayout(model, view).body - notes);
}

/** A rule and two events at least. */
const severalEvents = 3;

/** Below that every line is a row's. */
const leastRowsForEvents = 20;

/** A rule and three lines, or two lines alone: what it is, and what to do now. */
function smallLayout(rows: number, isList: boolean): Layout {
	const header = rows < 6 ? 1 : 2;
	const footer = rows < 8 ? 0 : 1;
	const pane = !isList ? 0 : rows >= 16 ? 4 : rows >= 10 ? 2 : 0;
	return {small: true, split: false, header, body: rows - header - footer - pane, pane, events: 0, footer};
}
