import type {TaskView} from '../../../wire/topics.ts';
import {timeOfDay} from '../../../words/format.ts';
import {wrap} from '../../../words/width.ts';
import {viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {prose, section} from '../pieces/blocks.ts';
import {withoutSubtask} from '../pieces/event-text.ts';

/** What was seen of one source's part of a task, newest first. */
export function historyLines(task: TaskView, source: string, model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const events = task.events.filter(event => event.source === null || event.source === source).slice(0, mostEvents);
	const none = prose('No change of it has been seen since the gateway started.', columns);
	const lines = events.flatMap(event => {
		const times = event.count > 1 ? ` (${event.count}x)` : '';
		const text = `${timeOfDay(viewerTime(model, event.atMs))}  ${withoutSubtask(event)}${times}`;
		return wrap(text, Math.max(1, columns - 2), ' '.repeat(10)).map(line => ` ${line}`);
	});
	return section(columns, 'events', lines.length === 0 ? none : lines);
}

const mostEvents = 30;
