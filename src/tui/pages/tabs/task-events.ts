import type {TaskView} from '../../../wire/topics.ts';
import {fullMoment, timeOfDay} from '../../../words/format.ts';
import {wrap} from '../../../words/width.ts';
import {gatewayNow, viewerTime} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import {prose} from '../pieces/blocks.ts';
import {withoutTask} from '../pieces/event-text.ts';

/** What was seen of one task since the gateway started, newest first. */
export function eventsLines(model: Model, task: TaskView): readonly string[] {
	const {columns} = model.size;
	if (task.events.length === 0) {
		return prose('No event yet: nothing of this task has changed since the gateway started.', columns);
	}
	const nowMs = viewerTime(model, gatewayNow(model));
	return task.events.flatMap(event => {
		const atMs = viewerTime(model, event.atMs);
		const time = nowMs - atMs < 20 * 3_600_000 ? timeOfDay(atMs) : fullMoment(atMs);
		const told = withoutTask(event);
		const where = event.source === null || told.includes(event.source) ? '' : `${event.source}: `;
		const times = event.count > 1 ? ` (${event.count}x)` : '';
		const text = `${time}  ${where}${told}${times}`;
		return wrap(text, Math.max(1, columns - 2), ' '.repeat(time.length + 2)).map(line => ` ${line}`);
	});
}
