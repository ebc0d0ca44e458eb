import {unreachable} from '../../../domain/unreachable.ts';
import type {TaskView} from '../../../wire/topics.ts';
import {noCursor} from '../../cursor.ts';
import {ofWhole} from '../../operate/key-words.ts';
import {tabRows} from '../../size.ts';
import type {Model, TaskTab, TextView} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import type {TextPage} from '../page.ts';
import {within} from '../pieces/blocks.ts';
import {linesOfTask} from '../task-text.ts';
import {configLines} from './config.ts';
import {relayTabLines} from './relay.ts';
import {shardingLines} from './sharding.ts';
import {tabHead} from './tab-line.ts';
import {errorsLines} from './task-errors.ts';
import {eventsLines} from './task-events.ts';

/** A tab of a task's page that is a text. */
export const tabPage: TextPage<TabView> = {
	kind: 'text',
	place: ({task, tab}) => ['task', task, tab],
	crumbs: ({task, tab}) => [task, tab],
	topics: ({task}) => [`task/${task}`],
	subject: (_, {task}) => ({task, source: null}),
	means: (_, {keyName}) => ofWhole(keyName),
	isOfTask: true,
	headerRows: rows => (rows < tabRows ? 3 : 4),
	tabCursor: ({from}) => from ?? noCursor,
	over: ({task}) => ({type: 'task', task, cursor: noCursor}),
	head: tabHead,
	lines: (model, view) => linesOfTask(model, view.task, task => tabLines(model, task, view.tab)),
	wraps: ({tab}) => tab !== 'sharding' && tab !== 'events',
};

type TabView = Extract<TextView, {type: 'tab'}>;

/** All lines of a tab that is a text, none wider than the terminal. */
export function tabLines(model: Model, task: TaskView, tab: Exclude<TaskTab, 'subtasks'>): readonly PageLine[] {
	return within(linesOf(model, task, tab), model.size.columns);
}

function linesOf(model: Model, task: TaskView, tab: Exclude<TaskTab, 'subtasks'>): readonly PageLine[] {
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
