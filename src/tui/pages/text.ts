import {unreachable} from '../../domain/unreachable.ts';
import type {TaskView} from '../../wire/topics.ts';
import {wrap} from '../../words/width.ts';

import {lockId} from '../row-ids.ts';
import type {Model, TextView} from '../state.ts';
import {sourceOf} from '../views.ts';
import {helpLines} from './help.ts';
import {lockDetailLines} from './lock-detail.ts';
import {rawLines} from './raw.ts';
import {sourceDetailLines} from './source-detail.ts';
import {subtaskPageLines} from './subtask/subtask-page.ts';
import {tabLines} from './tabs/tabs.ts';
import {readingLines, waitingLines} from './waiting.ts';
import {whyLines} from './why.ts';

/** All lines of a view that is a text, also those that are not on the screen. */
export function textLines(model: Model, view: TextView): readonly string[] {
	switch (view.type) {
		case 'help':
			return helpLines(model);
		case 'raw':
			return rawLines(model, view);
		case 'why':
			return ofTask(model, view.task, task => whyLines(model, task, view.source));
		case 'tab':
			return ofTask(model, view.task, task => tabLines(model, task, view.tab));
		case 'subtask':
			return ofTask(model, view.task, task => {
				const row = task.subtasks.find(it => it.source === view.source);
				if (row !== undefined) return subtaskPageLines(model, task, row);
				return prose(`DM tells of no subtask of ${view.task} on ${view.source} any more (Esc goes back).`, model);
			});
		case 'source': {
			if (model.sources === null) return readingLines(model, `source ${view.source}`);
			const row = sourceOf(model, view.source);
			if (row !== undefined) return sourceDetailLines(model, row);
			return prose(`DM tells of no source ${view.source} (any more). Esc goes back.`, model);
		}
		case 'lock': {
			if (model.locks === null) return readingLines(model, `the DDL locks of ${view.task}`);
			const lock = model.locks.locks.find(it => lockId(it) === lockId(view));
			if (lock !== undefined) return lockDetailLines(model, lock);
			const text = `No DDL waits on ${view.target} in ${view.task} any more: the lock is resolved or the task is gone.`;
			return prose(`${text} Esc goes back.`, model);
		}
		default:
			return unreachable(view);
	}
}

function ofTask(model: Model, name: string, lines: (task: TaskView) => readonly string[]): readonly string[] {
	const task = model.tasks.get(name)?.task;
	return task ? lines(task) : waitingLines(model, name);
}

function prose(text: string, model: Model): readonly string[] {
	return wrap(text, Math.max(1, model.size.columns - 2)).map(line => ` ${line}`);
}
