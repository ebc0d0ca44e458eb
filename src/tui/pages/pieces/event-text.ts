import type {ClusterEvent} from '../../../domain/event.ts';

/** What an event is about, as its text mostly begins: a task, a source, or a task on a source. */
export function objectOf({task, source}: ClusterEvent): string {
	if (task === null) return source ?? 'master';
	return source === null ? task : `${task}/${source}`;
}

/** The text of an event without the object, for a place that names it already. */
export function withoutObject(event: ClusterEvent): string {
	return without(event.text, objectOf(event)).replace(`relay of ${event.source}: `, 'relay: ');
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
	if (task === null || source !== null) return withoutObject(event);
	return text.startsWith(task) ? `task${text.slice(task.length)}` : text;
}

function without(text: string, object: string): string {
	return text.startsWith(`${object}: `) || text.startsWith(`${object} `)
		? text.slice(object.length).replace(/^:? /, '')
		: text;
}
