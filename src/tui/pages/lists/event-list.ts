import type {ClusterEvent, EventType} from '../../../domain/event.ts';
import {type StatusWord, statusWords} from '../../../domain/status-word.ts';
import type {Column} from '../../../words/columns.ts';
import {age, fullMoment, moment, plural, timeOfDay} from '../../../words/format.ts';
import {type EventRow, eventRows} from '../../event-rows.ts';
import {shownEvents} from '../../find/rows.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import type {Model, View} from '../../state.ts';

import {objectOf, withoutObject} from '../pieces/event-text.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import type {RowContext} from '../task-columns.ts';
import {columnFor, facts, type ListPage, listPage} from './list-page.ts';

/** What has been seen to change since the gateway started, newest first. */
export function eventsPage(model: Model, view: Extract<View, {type: 'events'}>): ListPage {
	const all = eventRows(model.events, view.task);
	const rows = shownEvents(model, view, view.task);
	const row = rows.find(it => it.id === view.cursor.id);
	const of = view.task === null ? '' : ` of ${view.task}`;
	return listPage(model, {
		rows,
		id: it => it.id,
		name: ({event}) => event.text,
		selected: view.cursor.id,
		columns: eventColumns(all, model),
		word: ({event}) => wordOf(event),
		changedAtMs: ({event}) => event.atMs,
		summary: [summary(all, of, model)],
		empty: `No event${of} yet: nothing has changed since the gateway started.`,
		pane:
			row === undefined
				? null
				: {title: titleOf(row.event), end: whenText(row.event, model), lines: paneLines(row.event, model)},
	});
}

/** How bad an event is, as the letter that its object then had; `.` for what is well again. */
export function wordOf({type, to, text}: ClusterEvent): StatusWord {
	if (type === 'task-status') return statusWords.find(word => word === to) ?? 'running';
	// With an error the text goes on after the stage.
	if (type === 'subtask-stage' && to === 'Paused') return text.endsWith('Paused') ? 'paused' : 'warning';
	if (type === 'subtask-stage' || type === 'relay-stage') return to === 'Paused' ? 'paused' : 'running';
	return words[type];
}

const words = {
	'subtask-unit': 'running',
	'task-appeared': 'new',
	'task-gone': 'stopped',
	'task-restarted': 'new',
	'task-sources': 'running',
	'source-silent': 'unknown',
	'source-back': 'running',
	'source-appeared': 'new',
	'source-left': 'stopped',
	'worker-moved': 'warning',
	'lock-created': 'locked',
	'lock-resolved': 'running',
	'upstream-unknown': 'warning',
	'upstream-known': 'running',
	'master-lost': 'unknown',
	'master-back': 'running',
	'leader-changed': 'running',
	operation: 'running',
} as const satisfies Record<Exclude<EventType, 'task-status' | 'subtask-stage' | 'relay-stage'>, StatusWord>;

function summary(all: readonly EventRow[], of: string, model: Model): string {
	const [newest] = all;
	const oldest = all.at(-1);
	if (newest === undefined || oldest === undefined) return ` 0 events${of}`;
	const nowMs = gatewayNow(model);
	return facts(
		[
			`${plural(all.length, 'event')}${of}, newest first`,
			`the newest ${age(newest.event.atMs, nowMs)} ago`,
			`the oldest ${age(oldest.event.atMs, nowMs)} ago`,
		],
		model.size.columns,
	);
}

function eventColumns(all: readonly EventRow[], model: Model): readonly Column<EventRow, RowContext>[] {
	const objects = Math.max(
		6,
		columnFor(
			all.map(({event}) => objectOf(event)),
			44,
		),
	);
	return [
		{
			title: model.absoluteTimes ? 'TIME' : 'AGO',
			width: model.absoluteTimes ? 8 : 5,
			align: 'left',
			leaves: 2,
			cell: (row, context) => timeCell(row, context, model),
		},
		// The text says it too, in words.
		...(model.size.columns < 100 ? [] : [typeColumn]),
		{
			title: 'OBJECT',
			width: Math.min(14, objects),
			most: objects,
			align: 'left',
			cell: ({event}) => objectOf(event),
		},
		{title: 'TEXT', width: 24, most: 300, align: 'left', cell: ({event}) => withoutObject(event)},
		{title: 'TIMES', width: 5, align: 'right', leaves: 1, cell: ({event}) => timesCell(event)},
	];
}

const typeColumn: Column<EventRow, RowContext> = {
	title: 'TYPE',
	width: 16,
	align: 'left',
	leaves: 3,
	cell: ({event}) => event.type,
};

function timesCell({count}: ClusterEvent): string {
	return count > 1 ? `${Math.min(999, count)}x` : '';
}

/** The time of the day, and also the day where it is another. */
function timeCell({event}: EventRow, context: RowContext, model: Model): string {
	if (!context.absoluteTimes) return age(event.atMs, context.nowMs);
	const far = context.nowMs - event.atMs > 20 * 3_600_000;
	return far ? moment(event.atMs, context) : timeOfDay(viewerTime(model, event.atMs));
}

function titleOf(event: ClusterEvent): string {
	return `${event.type} -- ${objectOf(event)}`;
}

function whenText(event: ClusterEvent, model: Model): string {
	return `${fullMoment(viewerTime(model, event.atMs))} (${age(event.atMs, gatewayNow(model))} ago)`;
}

function paneLines(event: ClusterEvent, model: Model): (rows: number) => readonly string[] {
	const {from, to, count, text} = event;
	const change = from === null && to === null ? '' : `from ${from ?? '-'} to ${to ?? '-'}`;
	const times = count > 1 ? `seen ${plural(count, 'time')} within a minute` : '';
	return rows =>
		fitParagraphs([text, [change, times].filter(part => part !== '').join(', ')], model.size.columns, rows);
}
