import {noCursor} from './cursor.ts';
import {eventRows} from './event-rows.ts';
import {pageOf} from './pages/pages.ts';
import {relayRank} from './pages/tabs/relay.ts';
import {rowIds, subjectOf} from './shown.ts';
import type {Event, Model, Subject, TaskTab, View} from './state.ts';
import {sourceOf, topView} from './views.ts';

/** What Enter opens on a list: the page of the selected row. */
export function openEvent(model: Model): Event {
	const top = topView(model);
	if (top.type === 'clusters' && top.cursor.id !== null) return {type: 'enter', cluster: top.cursor.id};
	const view = opened(model);
	const event = selectedEvent(model);
	if (event !== null)
		return {type: 'past', change: {type: 'event', atMs: event.atMs, view: typeof view === 'string' ? null : view}};
	return typeof view === 'string' ? {type: 'notice', text: view} : {type: 'open', view};
}

/** Why Enter cannot open anything; undefined when it can. */
export function openReason(model: Model): string | undefined {
	const top = topView(model);
	if (top.type === 'clusters') return hasRow(model, top) ? undefined : 'there is no cluster to open';
	const view = opened(model);
	return typeof view === 'string' && selectedEvent(model) === null ? view : undefined;
}

/** Why there is no task that a key could be about; undefined when there is one. */
export function needsTask(model: Model): string | undefined {
	const view = topView(model);
	const page = pageOf(view);
	if (page.kind === 'list' && !hasRow(model, view)) return page.noRow;
	if (subjectOf(model, view).task !== null) return undefined;
	return page.kind === 'list' ? page.noTask : 'this is of no task';
}

/** Why there is no relay to show: neither a task nor a source is meant. */
export function relayReason(model: Model): string | undefined {
	const view = topView(model);
	if (isTab(model, 'relay') || view.type === 'source') return 'this is the relay';
	return subjectOf(model, view).source === null ? needsTask(model) : undefined;
}

/** Why there is no answer to show of the selected row. Of an empty list the whole answer is shown. */
export function rawReason(model: Model): string | undefined {
	const view = topView(model);
	const {task, source} = subjectOf(model, view);
	const page = pageOf(view);
	if (task !== null || source !== null || page.kind === 'text' || !hasRow(model, view)) return undefined;
	return page.noAnswer;
}

/** Whose answer is meant: where sources are shown, the source's with all its tasks. */
export function rawAim(model: Model): Subject {
	const view = topView(model);
	const subject = subjectOf(model, view);
	return pageOf(view).isOfSource ? {task: null, source: answeredName(model, subject.source)} : subject;
}

/** By what name a source stands in the answer: DM 1.0 names only the worker of one that does not answer. */
function answeredName(model: Model, source: string | null): string | null {
	const row = source === null ? undefined : sourceOf(model, source);
	const onlyWorker = row !== undefined && !row.answered && model.overview?.cluster.shape === 'workers';
	return onlyWorker ? (row.worker ?? source) : source;
}

/** Shows a tab of the selected task: turns to it on a task's page, else opens it. */
export function openTab(model: Model, tab: TaskTab): Event {
	const view = topView(model);
	const {task} = subjectOf(model, view);
	if (task === null) return {type: 'notice', text: 'there is no task to select'};
	const cursor = pageOf(view).tabCursor?.(view);
	const from = cursor ?? noCursor;
	const page: View = tab === 'subtasks' ? {type: 'task', task, cursor: from} : {type: 'tab', task, tab, top: 0, from};
	return {type: cursor === undefined ? 'open' : 'turn', view: page};
}

/** From the tab with a task's events to the list of them, each of which can be opened there. */
export function openEventList(model: Model): Event {
	const {task} = subjectOf(model, topView(model));
	return {type: 'open', view: {type: 'events', task, cursor: noCursor}};
}

/** The source with the worst relay of the task that is meant, as its tab shows them; null while none is known. */
export function worstRelay(model: Model): string | null {
	const {task} = subjectOf(model, topView(model));
	const subtasks = (task === null ? undefined : model.tasks.get(task)?.task?.subtasks) ?? [];
	return [...subtasks].sort((a, b) => relayRank(a) - relayRank(b))[0]?.source ?? null;
}

/** Whether this tab is shown. */
export function isTab(model: Model, tab: TaskTab): boolean {
	const view = topView(model);
	return view.type === 'tab' && view.tab === tab;
}

function hasRow(model: Model, view: View): boolean {
	return (rowIds(model, view)?.length ?? 0) > 0;
}

/** The event that is selected in a list of them; null on other pages. */
function selectedEvent(model: Model) {
	const view = topView(model);
	if (view.type !== 'events') return null;
	return eventRows(model.events, view.task).find(({id}) => id === view.cursor.id)?.event ?? null;
}

/** The view of the selected row, or why there is none. */
function opened(model: Model): View | string {
	const view = topView(model);
	const page = pageOf(view);
	return page.kind === 'list' && 'cursor' in view ? page.opens(model, view) : 'nothing is selected';
}
