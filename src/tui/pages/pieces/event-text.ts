import type {ClusterEvent} from '../../../domain/event.ts';
import {plural} from '../../../words/format.ts';
import type {EventRow} from '../../event-rows.ts';

/** What an event is about: a task, of whichever of its sources, or a source. */
export function objectOf({task, source}: ClusterEvent): string {
	return task ?? source ?? 'master';
}

/** What was seen of one object at one moment, without the object, for a place that names it already. */
export function whatText({event, others}: EventRow): string {
	const {type, task, source, from, to} = event;
	const text = task === null || source === null ? withoutObject(event) : withoutPart(event);
	if (task === null || source === null) return text + timesText(event.count);
	const alike = others.filter(it => it.type === type && it.from === from && it.to === to && it.task === task);
	const isPlain = type === 'subtask-unit' || (type === 'subtask-stage' && !text.includes(': '));
	const where = alike.length > 0 ? `, ${alike.length + 1} sources` : ` at ${source}`;
	if (isPlain) return text + where + timesText(event.count);
	return (text.startsWith(source) ? text : `${source}: ${text}`) + timesText(event.count);
}

/** How often it was seen within a minute, where that is more than once. */
export function timesText(count: number): string {
	return count > 1 ? ` (${plural(count, 'time')})` : '';
}

function withoutObject(event: ClusterEvent): string {
	return without(event.text, objectOf(event)).replace(`relay of ${event.source}: `, 'relay: ');
}

/** The text of an event of one source's part of a task without either. */
function withoutPart({task, source, text}: ClusterEvent): string {
	return without(without(text, `${task}/${source}`), `${task}`);
}

/** The text of an event on the page of its task: only its source is named. */
export function withoutTask(event: ClusterEvent): string {
	const {task, text} = event;
	if (task === null) return text;
	return text.startsWith(`${task}/`) ? text.slice(task.length + 1) : without(text, task);
}

/** The text of an event on the page of a subtask: what is of the whole task says so. */
export function withoutSubtask(event: ClusterEvent): string {
	const {task, source, text} = event;
	if (task === null) return withoutObject(event);
	if (source !== null) return withoutPart(event);
	return text.startsWith(task) ? `task${text.slice(task.length)}` : text;
}

function without(text: string, object: string): string {
	return text.startsWith(`${object}: `) || text.startsWith(`${object} `)
		? text.slice(object.length).replace(/^:? /, '')
		: text;
}
