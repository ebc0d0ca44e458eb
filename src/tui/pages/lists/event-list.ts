import type {ClusterEvent} from '../../../domain/event.ts';
import type {Cell, Column} from '../../../words/columns.ts';
import {fullMoment, hourAndMinute, plural} from '../../../words/format.ts';
import {verdicts} from '../../../words/theme.ts';
import {idleSince} from '../../away.ts';
import {noCursor} from '../../cursor.ts';
import {type EventRow, eventRows} from '../../event-rows.ts';
import {wordOf} from '../../event-word.ts';
import {eventTraits} from '../../find/event-filter.ts';
import {viewerTime, wallTime} from '../../freshness.ts';
import {keyOf} from '../../keys/key-of.ts';
import type {ListView, Model, View} from '../../state.ts';
import type {Line} from '../../ui/line.ts';
import {rule, strong} from '../../ui/rules.ts';
import {isSince} from '../changes.ts';
import {eventTime} from '../pieces/event-line.ts';
import {objectOf, timesText, whatText} from '../pieces/event-text.ts';
import {fitParagraphs} from '../pieces/paragraphs.ts';
import {verdictTitle} from '../pieces/title.ts';
import type {RowContext} from '../row-context.ts';
import {listOf} from './list.ts';
import {beforeRows, columnFor, facts, listBody} from './list-page.ts';

type Shown = Extract<ListView, {type: 'events'}>;

/** What has been seen to change since the gateway started, newest first. */
export const eventsPage = listOf<Shown, EventRow>({
	place: ({task}) => (task === null ? ['events'] : ['events', task]),
	crumbs: view => (view.task === null ? ['events'] : ['events', view.task]),
	shortName: view => ({
		title: view.task === null ? 'events' : `events ${view.task}`,
		words: view.task === null ? ['events'] : [view.task, 'events'],
		keeps: 'start',
	}),
	topics: () => ['events'],
	rows: {all: ({events}, view) => (events === null ? null : eventRows(events, view.task)), traits: eventTraits},
	isOfCluster: true,
	noRow: 'there is no event to select',
	noTask: 'this event is of no task',
	subject: (_, __, row) => ({task: row?.event.task ?? null, source: row?.event.source ?? null}),
	copies: ({event}) => event.text,
	opens: (_, __, row) => objectView(row),
	noteRows: model => (partsOf(eventRows(model.events, null), model) === null ? 0 : 2),
	before: model => beforeRows(model, model.events !== null, 'the events'),
	body(model, view, {all, shown, selected}) {
		const of = view.task === null ? '' : ` of ${view.task}`;
		const list = listBody(model, view, {
			rows: shown,
			id: it => it.id,
			name: ({event}) => event.text,
			columns: eventColumns(all, model),
			word: ({event}) => wordOf(event),
			changedAtMs: () => null,
			summary: [summary(all, of, model)],
			empty: `No event${of} yet: nothing has changed since the gateway started.`,
			pane:
				selected === undefined
					? null
					: {
							title: titleOf(selected.event),
							end: eventTime(selected.event.atMs, model),
							lines: paneLines(selected, model),
						},
		});
		const parts = partsOf(shown, model);
		return parts === null ? list : {...list, rows: (from, to) => parted(list.rows(from, to), from, parts, model)};
	},
});

/** What came while nobody looked, and what was seen before. */
type Parts = {readonly sinceMs: number; readonly count: number};

/** Null where nobody was away, or nothing came meanwhile, or all did. */
function partsOf(rows: readonly EventRow[], model: Model): Parts | null {
	const sinceMs = idleSince(model) ?? model.awaySinceMs;
	if (sinceMs === null) return null;
	const count = rows.filter(({event}) => isSince(event.atMs, sinceMs, model)).length;
	return count === 0 ? null : {sinceMs, count};
}

/** The rows of a window, each part under a rule of its own. */
function parted(rows: readonly Line[], from: number, {count, sinceMs}: Parts, model: Model): readonly Line[] {
	const {columns} = model.size;
	const fresh = rows.slice(0, Math.max(0, count - from));
	const before = rows.slice(fresh.length);
	const number = [strong('since you looked'), `  ${plural(count, 'change')} (${keyOf(model, 'report')} reports)`];
	const last = `your last key: ${hourAndMinute(wallTime(model, sinceMs))}`;
	return [
		...(fresh.length === 0 ? [] : [rule(columns, number, last), ...fresh]),
		...(before.length === 0 ? [] : [rule(columns, 'before'), ...before]),
	];
}

function summary(all: readonly EventRow[], of: string, model: Model): string {
	const [newest] = all;
	const oldest = all.at(-1);
	if (newest === undefined || oldest === undefined) return ` 0 events${of}`;
	const since = eventTime(oldest.event.atMs, model);
	return facts([`${plural(all.length, 'event')}${of}`, `newest first, since ${since}`], model.size.columns);
}

function eventColumns(all: readonly EventRow[], model: Model): readonly Column<EventRow, RowContext>[] {
	const objects = Math.max(
		6,
		columnFor(
			all.map(({event}) => objectOf(event)),
			32,
		),
	);
	const times = columnFor(
		all.map(({event}) => timeCell(event, model)),
		19,
	);
	return [
		{title: 'TIME', width: Math.max(9, times + 1), align: 'left', leaves: 2, cell: ({event}) => timeCell(event, model)},
		{
			title: 'OBJECT',
			width: Math.min(14, objects),
			most: objects + 1,
			align: 'left',
			cell: ({event}) => objectOf(event),
		},
		{title: 'WHAT', width: 24, most: 300, align: 'left', cell: whatText},
	];
}

/** Fixed: it does not get older. Where moments are asked for, the day stands with it. */
function timeCell({atMs}: ClusterEvent, model: Model): string {
	return model.absoluteTimes ? fullMoment(viewerTime(model, atMs)) : eventTime(atMs, model);
}

function titleOf(event: ClusterEvent): readonly Cell[] {
	const word = wordOf(event);
	return verdictTitle(word, objectOf(event), verdicts[word].meaning);
}

/** All that was seen of the object at that moment, and what to do now where it still is so. */
function paneLines({event, others}: EventRow, model: Model): (rows: number) => readonly Line[] {
	const told = [event.text + timesText(event.count), ...others.map(({text}) => text)];
	return rows => fitParagraphs(told, model.size.columns, rows);
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
