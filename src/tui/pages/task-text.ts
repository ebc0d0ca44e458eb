import type {TaskView} from '../../wire/topics.ts';
import type {Model} from '../state.ts';
import type {PageLine} from '../ui/line.ts';
import {waitingLines} from './waiting.ts';

/** The lines of a text about a task; while it is not known, what is waited for. */
export function linesOfTask(
	model: Model,
	name: string,
	lines: (task: TaskView) => readonly PageLine[],
): readonly PageLine[] {
	const task = model.tasks.get(name)?.task;
	return task ? lines(task) : waitingLines(model, name);
}
