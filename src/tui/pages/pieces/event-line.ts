import type {ClusterEvent} from '../../../domain/event.ts';
import {severity} from '../../../domain/status.ts';
import {fullMoment, timeOfDay} from '../../../words/format.ts';
import {verdicts} from '../../../words/theme.ts';
import {cut, pad, width, wrap} from '../../../words/width.ts';
import type {EventRow} from '../../event-rows.ts';
import {wordOf} from '../../event-word.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import {type Line, line} from '../../ui/line.ts';
import {quiet} from '../../ui/rules.ts';
import {objectOf, timesText, whatText} from './event-text.ts';

/** Events one below the other: the letter of the new state, when it was seen, what it is of, and what happened. */
export function eventLines(rows: readonly EventRow[], model: Model, columns: number): readonly Line[] {
	const objects = Math.min(20, Math.max(...rows.map(({event}) => width(objectOf(event)))));
	return rows.map(row => {
		const text = `${pad(objectOf(row.event), objects)}  ${whatText(row)}`;
		return eventLine(row.event, text, model, columns);
	});
}

/** Events with all of their text, which goes on below itself; also of what came with each at the same moment. */
export function wrappedEvents(
	rows: readonly EventRow[],
	model: Model,
	columns: number,
	textOf: (event: ClusterEvent) => string,
): readonly Line[] {
	return rows.flatMap(({event, others}) => {
		const indent = eventTime(event.atMs, model).length + 6;
		const told = [textOf(event) + timesText(event.count), ...others.map(textOf)];
		const [first = '', ...rest] = told.flatMap(text => wrap(text, Math.max(1, columns - indent - 1)));
		return [eventLine(event, first, model, columns), ...rest.map(text => cut(`${' '.repeat(indent)}${text}`, columns))];
	});
}

function eventLine(event: ClusterEvent, text: string, model: Model, columns: number): Line {
	const word = wordOf(event);
	const {letter, tone} = verdicts[word];
	const time = eventTime(event.atMs, model);
	return severity(word) <= severity('paused')
		? line([' ', {text: letter, tone}, quiet(`  ${time}  `), text], columns)
		: line([quiet(` ${letter}  ${time}  `), text], columns);
}

/** The time of the day at which an event was seen, and also the day where it is another. */
export function eventTime(atMs: number, model: Model): string {
	const clock = viewerTime(model, atMs);
	return gatewayNow(model) - atMs < 20 * 3_600_000 ? timeOfDay(clock) : fullMoment(clock);
}
