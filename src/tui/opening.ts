import {noCursor} from './cursor.ts';
import type {EventRow} from './event-rows.ts';
import {shownEvents, shownLocks} from './find/rows.ts';
import {relayRank} from './pages/tabs/relay.ts';
import {lockId} from './row-ids.ts';
import type {Event, Model, TaskTab, View} from './state.ts';

import {type Aim, aimOf, isText, rowIds, sourceOf, topView} from './views.ts';

/** What Enter opens on a list: the page of the selected row. */
export function openEvent(model: Model): Event {
	const view = opened(model);
	return typeof view === 'string' ? {type: 'notice', text: view} : {type: 'open', view};
}

/** Why Enter cannot open anything; undefined when it can. */
export function openReason(model: Model): string | undefined {
	const view = opened(model);
	return typeof view === 'string' ? view : undefined;
}

/** Why there is no task that a key could be about; undefined when there is one. */
export function needsTask(model: Model): string | undefined {
	const view = topView(model);
	if (!isText(view) && !hasRow(model, view)) return noRow[view.type];
	if (aimOf(model, view).task !== null) return undefined;
	return isText(view) ? 'this is of no task' : noTask[view.type];
}

/** Why there is no relay to show: neither a task nor a source is meant. */
export function relayReason(model: Model): string | undefined {
	const view = topView(model);
	if (isTab(model, 'relay') || view.type === 'source') return 'this is the relay';
	return aimOf(model, view).source === null ? needsTask(model) : undefined;
}

/** Why there is no answer to show of the selected row. Of an empty list the whole answer is shown. */
export function rawReason(model: Model): string | undefined {
	const view = topView(model);
	const {task, source} = aimOf(model, view);
	if (task !== null || source !== null || isText(view) || !hasRow(model, view)) return undefined;
	if (view.type === 'sources') return 'DM does not say which source this worker has';
	return view.type === 'workers' ? 'no source is bound to it, and DM answers by source' : undefined;
}

/** Whose answer is meant: where sources are shown, the source's with all its tasks. */
export function rawAim(model: Model): Aim {
	const view = topView(model);
	const aim = aimOf(model, view);
	const ofSource = view.type === 'sources' || view.type === 'source' || view.type === 'workers';
	return ofSource ? {task: null, source: answeredName(model, aim.source)} : aim;
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
	const {task} = aimOf(model, view);
	if (task === null) return {type: 'notice', text: 'there is no task to select'};
	const from = view.type === 'task' ? view.cursor : view.type === 'tab' ? (view.from ?? noCursor) : noCursor;
	const page: View = tab === 'subtasks' ? {type: 'task', task, cursor: from} : {type: 'tab', task, tab, top: 0, from};
	return {type: view.type === 'task' || view.type === 'tab' ? 'turn' : 'open', view: page};
}

/** From the tab with a task's events to the list of them, each of which can be opened there. */
export function openEventList(model: Model): Event {
	const {task} = aimOf(model, topView(model));
	return {type: 'open', view: {type: 'events', task, cursor: noCursor}};
}

/** The source with the worst relay of the task that is meant, as its tab shows them; null while none is known. */
export function worstRelay(model: Model): string | null {
	const {task} = aimOf(model, topView(model));
	const subtasks = (task === null ? undefined : model.tasks.get(task)?.task?.subtasks) ?? [];
	return [...subtasks].sort((a, b) => relayRank(a) - relayRank(b))[0]?.source ?? null;
}

/** Whether this tab is shown. */
export function isTab(model: Model, tab: TaskTab): boolean {
	const view = topView(model);
	return view.type === 'tab' && view.tab === tab;
}

const noRow = {
	tasks: 'there is no task to select',
	task: 'there is no subtask to select',
	sources: 'there is no source to select',
	locks: 'there is no lock to select',
	workers: 'there is no worker to select',
	events: 'there is no event to select',
} as const;

const noTask = {
	tasks: noRow.tasks,
	task: noRow.task,
	sources: 'no task is known to run on this source',
	locks: noRow.locks,
	workers: 'no task is known to run on this worker',
	events: 'this event is of no task',
} as const;

function hasRow(model: Model, view: View): boolean {
	return (rowIds(model, view)?.length ?? 0) > 0;
}

/** The view of the selected row, or why there is none. */
function opened(model: Model): View | string {
	const view = topView(model);
	if (isText(view)) return 'nothing is selected';
	const {id} = view.cursor;
	if (id === null || !hasRow(model, view)) return noRow[view.type];
	switch (view.type) {
		case 'tasks':
			return {type: 'task', task: id, cursor: noCursor};
		case 'task':
			return {type: 'subtask', task: view.task, source: id, top: 0};
		case 'sources':
			return {type: 'source', source: id, top: 0};
		case 'locks': {
			const lock = shownLocks(model, view).find(it => lockId(it) === id);
			return lock === undefined ? noRow.locks : {type: 'lock', task: lock.task, target: lock.target, top: 0};
		}
		case 'workers': {
			const {source} = aimOf(model, view);
			return source === null ? 'no source is bound to this worker' : {type: 'source', source, top: 0};
		}
		case 'events': {
			const row = shownEvents(model, view, view.task).find(it => it.id === id);
			return row === undefined ? noRow.events : objectView(row);
		}
		default:
			return view satisfies never;
	}
}

/** The page of what an event is about. */
function objectView({event}: EventRow): View | string {
	const {type, task, source, from, to} = event;
	const target = type === 'lock-created' ? to : type === 'lock-resolved' ? from : null;
	if (task !== null && target !== null) return {type: 'lock', task, target, top: 0};
	if (task !== null && source !== null) return {type: 'subtask', task, source, top: 0};
	if (task !== null) return {type: 'task', task, cursor: noCursor};
	if (source !== null) return {type: 'source', source, top: 0};
	return 'this event is of the dm-master, which has no page of its own';
}
