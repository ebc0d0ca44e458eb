import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {layoutOf} from '../../layout.ts';
import {lockId} from '../../row-ids.ts';
import type {Model, TextView} from '../../state.ts';
import {isText, sourceOf, topView} from '../../views.ts';
import {lockTable} from '../lock-detail.ts';
import {sourceTables} from '../source-detail.ts';
import {siblingTable} from '../subtask/siblings.ts';
import {placeTable, syncPlaces} from '../subtask/where.ts';
import {relayTables} from '../tabs/relay.ts';
import {shownLocks} from '../tabs/sharding.ts';
import type {Table} from './table.ts';

/** The bounded tables among the lines of the page that is shown. They hold what the lines hold, cell by cell. */
export function screenTables(model: Model): readonly Table[] {
	const view = topView(model);
	return isText(view) && !layoutOf(model, view).small ? textTables(model, view) : [];
}

function textTables(model: Model, view: TextView): readonly Table[] {
	const {columns} = model.size;
	switch (view.type) {
		case 'subtask': {
			const task = model.tasks.get(view.task)?.task;
			const row = task?.subtasks.find(it => it.source === view.source);
			return task && row !== undefined ? subtaskTables(task, row, columns) : [];
		}
		case 'source': {
			const row = sourceOf(model, view.source);
			return row === undefined ? [] : sourceTables(row, columns);
		}
		case 'lock': {
			const lock = model.locks?.locks.find(it => lockId(it) === lockId(view));
			return lock === undefined ? [] : [lockTable(lock, columns)];
		}
		case 'tab': {
			const task = model.tasks.get(view.task)?.task;
			if (!task) return [];
			if (view.tab === 'relay') return relayTables(task, columns);
			return view.tab === 'sharding' ? shownLocks(task).map(lock => lockTable(lock, columns)) : [];
		}
		default:
			return [];
	}
}

function subtaskTables(task: TaskView, row: SubtaskRow, columns: number): readonly Table[] {
	const {work} = row;
	if (work === null) return [];
	const table =
		work.type === 'Sync' ? placeTable(syncPlaces(work, row), columns) : siblingTable(work, row, task, columns);
	return table === null ? [] : [table];
}
