import type {TaskView} from '../../../wire/topics.ts';
import {momentsOf} from '../../event-rows.ts';
import type {Model} from '../../state.ts';
import type {Line} from '../../ui/line.ts';
import {prose} from '../pieces/blocks.ts';
import {wrappedEvents} from '../pieces/event-line.ts';
import {withoutTask} from '../pieces/event-text.ts';

/** What was seen of one task since the gateway started, newest first. */
export function eventsLines(model: Model, task: TaskView): readonly Line[] {
	const {columns} = model.size;
	if (task.events.length === 0) {
		return prose('No event yet: nothing of this task has changed since the gateway started.', columns);
	}
	return wrappedEvents(momentsOf(task.events), model, columns, event => {
		const told = withoutTask(event);
		return event.source === null || told.includes(event.source) ? told : `${event.source}: ${told}`;
	});
}
