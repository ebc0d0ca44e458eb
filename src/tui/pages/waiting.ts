import {cut, wrap} from '../../words/width.ts';
import {hasData} from '../freshness.ts';
import type {Model} from '../state.ts';
import type {Line} from '../ui/line.ts';
import {startLines} from './pieces/start.ts';

/** What is shown where there is nothing to show yet: what is being waited for, or what failed. */
export function waitingLines(model: Model, task: string | null): readonly Line[] {
	if (!hasData(model)) return startLines(model);
	return sentences(model, task).flatMap(text => wrap(text, model.size.columns - 2).map(line => ` ${line}`));
}

/** What is shown where a value is being read that every gateway has. */
export function readingLines(model: Model, what: string): readonly Line[] {
	const waiting = waitingLines(model, null);
	return waiting.length > 0 ? waiting : [cut(` Reading ${what}.`, model.size.columns)];
}

function sentences(model: Model, task: string | null): readonly string[] {
	if (task === null) return [];
	const value = model.tasks.get(task);
	if (value === undefined) return [`Reading task ${task}.`];
	return [`The gateway knows no task ${task} (any more). Esc goes back to the list.`];
}
