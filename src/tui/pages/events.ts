import type {ClusterEvent} from '../../domain/event.ts';
import {hourAndMinute, timeOfDay} from '../../words/format.ts';
import {cut, width} from '../../words/width.ts';
import {type EventRow, momentsOf} from '../event-rows.ts';
import {viewerTime, wallTime} from '../freshness.ts';
import {keyOf} from '../keys/key-of.ts';
import type {Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {rule, strong} from '../ui/rules.ts';
import {changesLine, changesSince} from './changes.ts';
import {eventLines as linesOf} from './pieces/event-line.ts';
import {timesText} from './pieces/event-text.ts';

/**
 * The newest events below a list: under a rule that says how many came while nobody looked; on one line those, or as
 * many of the newest as fit. `fits` leaves out those that a filter of the list hides; null = there is none.
 */
export function eventLines(
	events: readonly ClusterEvent[],
	model: Model,
	rows: number,
	title = 'events',
	fits: ((rows: readonly EventRow[]) => readonly EventRow[]) | null = null,
): readonly Line[] {
	const {columns} = model.size;
	if (rows <= 0) return [];
	const moments = fits === null ? momentsOf(events) : fits(momentsOf(events));
	const nothing = fits === null ? nothingYet : ' No event matches.';
	if (rows === 1) return [(fits === null ? changesLine(model, columns) : null) ?? oneLine(moments, model, nothing)];
	const shown = moments.slice(0, rows - 1);
	const lines = shown.length === 0 ? [cut(nothing, columns)] : linesOf(shown, model, columns);
	const head = fits === null ? title : `${title} that match`;
	return [
		rule(columns, [strong(head), head === 'events' ? awayText(model) : ''], `${keyOf(model, 'events')} all`),
		...lines,
	];
}

function awayText(model: Model): string {
	const changes = changesSince(model);
	if (changes === null) return '';
	const number = `${changes.count}${changes.hasMore ? ' or more' : ''}`;
	return `  ${number} changed since you looked at ${hourAndMinute(wallTime(model, changes.sinceMs))} (${keyOf(model, 'report')} reports)`;
}

function oneLine(moments: readonly EventRow[], model: Model, nothing: string): string {
	const {columns} = model.size;
	let text = '';
	for (const {event} of moments) {
		const next = ` ${timeOfDay(viewerTime(model, event.atMs))} ${shortText(event)}`;
		if (text !== '' && width(text) + least > columns) break;
		text = text === '' ? next : `${text}  ${next}`;
	}
	return cut(text === '' ? nothing : text, columns);
}

/** An event of which less than this can be seen is left out. */
const least = 30;

const nothingYet = ' No event yet: nothing has changed since the gateway started.';

function shortText(event: ClusterEvent): string {
	const subject = event.task ?? event.source;
	const named = subject === null || event.text.includes(subject) ? event.text : `${subject}: ${event.text}`;
	return named + timesText(event.count);
}
