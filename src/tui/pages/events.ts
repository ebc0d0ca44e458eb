import type {ClusterEvent} from '../../domain/event.ts';
import {hourAndMinute, timeOfDay} from '../../words/format.ts';
import {cut, width} from '../../words/width.ts';
import {momentsOf} from '../event-rows.ts';
import {viewerTime, wallTime} from '../freshness.ts';
import type {Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {rule, strong} from '../ui/rules.ts';
import {changesLine, changesSince} from './changes.ts';
import {eventLines as linesOf} from './pieces/event-line.ts';
import {timesText} from './pieces/event-text.ts';

/**
 * The newest events below a list: under a rule that says how many came while nobody looked; on one line those, or as
 * many of the newest as fit.
 */
export function eventLines(
	events: readonly ClusterEvent[],
	model: Model,
	rows: number,
	title = 'events',
): readonly Line[] {
	const {columns} = model.size;
	if (rows <= 0) return [];
	if (rows === 1) return [changesLine(model, columns) ?? oneLine(events, model)];
	const shown = momentsOf(events).slice(0, rows - 1);
	const lines = shown.length === 0 ? [cut(nothingYet, columns)] : linesOf(shown, model, columns);
	return [rule(columns, [strong(title), title === 'events' ? awayText(model) : ''], '5 all'), ...lines];
}

function awayText(model: Model): string {
	const changes = changesSince(model);
	if (changes === null) return '';
	const number = `${changes.count}${changes.hasMore ? ' or more' : ''}`;
	return `  ${number} changed since you looked at ${hourAndMinute(wallTime(model, changes.sinceMs))}`;
}

function oneLine(events: readonly ClusterEvent[], model: Model): string {
	const {columns} = model.size;
	let text = '';
	for (const {event} of momentsOf(events)) {
		const next = ` ${timeOfDay(viewerTime(model, event.atMs))} ${shortText(event)}`;
		if (text !== '' && width(text) + least > columns) break;
		text = text === '' ? next : `${text}  ${next}`;
	}
	return cut(text === '' ? nothingYet : text, columns);
}

/** An event of which less than this can be seen is left out. */
const least = 30;

const nothingYet = ' No event yet: nothing has changed since the gateway started.';

function shortText(event: ClusterEvent): string {
	const subject = event.task ?? event.source;
	const named = subject === null || event.text.includes(subject) ? event.text : `${subject}: ${event.text}`;
	return named + timesText(event.count);
}
