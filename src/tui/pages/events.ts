import type {ClusterEvent} from '../../domain/event.ts';
import {timeOfDay} from '../../words/format.ts';
import {cut, width} from '../../words/width.ts';
import {viewerTime} from '../freshness.ts';
import type {Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {rule} from '../ui/rules.ts';

/** The newest events: several lines under a rule, or on one line as many as fit. */
export function eventLines(events: readonly ClusterEvent[], model: Model, rows: number): readonly Line[] {
	const {columns} = model.size;
	if (rows <= 2) return [rule(columns), oneLine(events, model)];
	const lines = events.slice(0, rows - 1).map(event => eventLine(event, model));
	return [rule(columns, 'events'), ...(lines.length === 0 ? [nothingYet] : lines)];
}

/** One event on a line of its own. */
export function eventLine(event: ClusterEvent, model: Model): Line {
	const time = timeOfDay(viewerTime(model, event.atMs));
	return cut(` ${time}  ${shortText(event)}`, model.size.columns);
}

function oneLine(events: readonly ClusterEvent[], model: Model): string {
	const {columns} = model.size;
	let text = '';
	for (const event of events) {
		const next = ` ${timeOfDay(viewerTime(model, event.atMs))} ${shortText(event)}`;
		if (text !== '' && width(text) + least > columns) break;
		text = text === '' ? next : `${text}  ${next}`;
	}
	return text === '' ? cut(nothingYet, columns) : cut(text, columns);
}

/** An event of which less than this can be seen is left out. */
const least = 30;

const nothingYet = ' No event yet: nothing has changed since the gateway started.';

function shortText(event: ClusterEvent): string {
	const subject = event.task ?? event.source;
	const named = subject === null || event.text.includes(subject) ? event.text : `${subject}: ${event.text}`;
	return named + times(event);
}

function times(event: ClusterEvent): string {
	return event.count > 1 ? ` (${event.count}x)` : '';
}
