import type {TaskView} from '../../../wire/topics.ts';
import {momentsOf} from '../../event-rows.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {prose, section} from '../pieces/blocks.ts';
import {wrappedEvents} from '../pieces/event-line.ts';
import {withoutSubtask} from '../pieces/event-text.ts';

/** What was seen of one source's part of a task, newest first. */
export function historyLines(task: TaskView, source: string, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const events = task.events.filter(event => event.source === null || event.source === source).slice(0, mostEvents);
	const none = prose('No change of it has been seen since the gateway started.', columns);
	const lines = events.length === 0 ? none : wrappedEvents(momentsOf(events), model, columns, withoutSubtask);
	return section(columns, 'events', lines);
}

const mostEvents = 30;
