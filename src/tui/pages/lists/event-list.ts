import type {ClusterEvent} from '../../../domain/event.ts';
import type {Column} from '../../../words/columns.ts';
import {age, fullMoment, moment, plural, timeOfDay} from '../../../words/format.ts';
import {noCursor} from '../../cursor.ts';
import {type EventRow, eventRows} from '../../event-rows.ts';
import {wordOf} from '../../event-word.ts';
import type {Traits} from '../../find/arrange.ts';
import {texts} from '../../find/traits.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import type {ListView, Model, View} from '../../state.ts';
import {objectOf, withoutObject} from '../pieces/event-text.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import type {RowContext} from '../row-context.ts';
import {listOf} from './list.ts';
import {beforeRows, columnFor, facts, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'events'}>;

/** Events: by what they say. */
const traits: Traits<EventRow> = {
	id: row => row.id,
	text: ({event}) => texts(event.task, event.source, event.type, event.text),
	sorts: {},
};

/** What has been seen to change since the gateway started, newest first. */
export const eventsPage = listOf<Shown, EventRow>({
	crumbs: view => (view.task === null ? ['events'] : ['events', view.task]),
	shortName: view => ({
		title: view.task === null ? 'events' : `events ${view.task}`,
		words: view.task === null ? ['events'] : [view.task, 'events'],
		keeps: 'start',
	}),
	topics: () => ['events'],
	rows: {all: ({events}, view) => (events === null ? null : eventRows(events, view.task)), traits},
	isOfCluster: true,
	noRow: 'there is no event to select',
	noTask: 'this event is of no task',
	aim: (_, __, row) => ({task: row?.event.task ?? null, source: row?.event.source ?? null}),
	opens: (_, __, row) => objectView(row),
	paneRows: () => 4,
	mostPane: 6,
	before: model => beforeRows(model, model.events !== null, 'the events'),
	body(model, view, {all, shown, selected}) {
		const of = view.task === null ? '' : ` of ${view.task}`;
		return listBody(model, view, {
			rows: shown,
			id: it => it.id,
			name: ({event}) => event.text,
			columns: eventColumns(all, model),
			word: ({event}) => wordOf(event),
			changedAtMs: ({event}) => event.atMs,
			summary: [summary(all, of, model)],
			empty: `No event${of} yet: nothing has changed since the gateway started.`,
			pane:
				selected === undefined
					? null
					: {
							title: titleOf(selected.event),
							end: whenText(selected.event, model),
							lines: paneLines(selected.event, model),
						},
		});
	},
});

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
