import {unreachable} from '../../../domain/unreachable.ts';
import type {TaskView} from '../../../wire/topics.ts';
import type {Model, TaskTab} from '../../state.ts';

import {within} from '../pieces/blocks.ts';
import {configLines} from './config.ts';
import {relayTabLines} from './relay.ts';
import {shardingLines} from './sharding.ts';
import {errorsLines, failing} from './task-errors.ts';
import {eventsLines} from './task-events.ts';

/** The tabs of a task's page, in their order. */
export const taskTabs: readonly TaskTab[] = ['subtasks', 'sharding', 'relay', 'errors', 'events', 'config'];

/** All lines of a tab that is a text, none wider than the terminal. */
export function tabLines(model: Model, task: TaskView, tab: Exclude<TaskTab, 'subtasks'>): readonly string[] {
	return within(linesOf(model, task, tab), model.size.columns);
}

/** What a tab is called, such as `Sharding 1`. */
export function tabTitle(task: TaskView, tab: TaskTab): string {
	switch (tab) {
		case 'subtasks':
			return `Subtasks ${task.subtasks.length}`;
		case 'sharding':
			return `Sharding ${task.locks.length}`;
		case 'relay':
			return task.subtasks.some(({relay}) => relay !== null) ? 'Relay' : 'Relay off';
		case 'errors':
			return `Errors ${failing(task).length}`;
		case 'events':
			return `Events ${task.events.length}`;
		case 'config':
			return 'Config';
		default:
			return unreachable(tab);
	}
}

function linesOf(model: Model, task: TaskView, tab: Exclude<TaskTab, 'subtasks'>): readonly string[] {
	switch (tab) {
		case 'sharding':
			return shardingLines(model, task);
		case 'relay':
			return relayTabLines(model, task);
		case 'errors':
			return errorsLines(model, task);
		case 'events':
			return eventsLines(model, task);
		case 'config':
			return configLines(model, task);
		default:
			return unreachable(tab);
	}
}
