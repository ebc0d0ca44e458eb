import type {Operation} from '../../domain/operation/operation.ts';
import {meant, onItsPage, operateReason, type Reach} from '../operate/key-targets.ts';
import {openItsPage, selectTask} from '../operate/key-words.ts';
import {neverWrites} from '../operate/writing.ts';
import {rowIds} from '../shown.ts';
import type {Event, Hotkey, Model, OperateChange} from '../state.ts';
import {topView} from '../views.ts';
import {alwaysPossible, nothing, notOn, on} from './view-keys.ts';

/** The keys that have DM do something, and those that mark what is meant. Each of the former opens a dialog. */
export const operateKeys: readonly Hotkey[] = [
	operateKey('pause', 'p', 'row', 'pause row, or marked'),
	operateKey('resume', 'r', 'row', 'resume row, or marked'),
	operateKey('stop', 'X', 'whole', 'stop the whole task'),
	{...operateKey('pause', 'P', 'whole', 'pause the whole task'), id: 'pause-task', where: onTask},
	{...operateKey('resume', 'R', 'whole', 'resume the whole task'), id: 'resume-task', where: onTask},
	{
		id: 'mark',
		keys: [' '],
		label: 'mark',
		help: 'mark, and go down',
		group: 'this screen',
		where: on('tasks', 'task'),
		elsewhere: () => 'there are no rows to mark here',
		whyNot: needsRow,
		event: () => operate({type: 'mark', rows: 'one'}),
	},
	{
		id: 'mark-all',
		keys: ['*'],
		label: 'mark all',
		help: 'mark all shown, or none',
		group: 'this screen',
		where: on('tasks', 'task'),
		elsewhere: () => 'there are no rows to mark here',
		whyNot: needsRow,
		event: () => operate({type: 'mark', rows: 'all'}),
	},
	{
		id: 'arm',
		keys: ['W'],
		label: 'allow writing',
		help: 'allow writing (10 min)',
		group: 'everywhere',
		alone: true,
		where: model => model.armed === null,
		whyNot: neverWrites,
		event: () => operate({type: 'arm'}),
	},
	{
		id: 'disarm',
		keys: ['W'],
		label: 'read only',
		help: 'read only again',
		group: 'everywhere',
		where: model => model.armed !== null,
		whyNot: alwaysPossible,
		event: () => operate({type: 'arm'}),
	},
];

function operateKey(operation: Operation, key: string, reach: Reach, help: string): Hotkey {
	return {
		id: operation,
		keys: [key],
		label: operation,
		help,
		group: 'this screen',
		where: notOn('help'),
		elsewhere,
		whyNot: model => operateReason(model, operation, reach),
		event: model => {
			const found = meant(model, reach);
			return typeof found === 'string' ? nothing : operate({type: 'ask', operation, meant: found});
		},
	};
}

function onTask(model: Model): boolean {
	return on('task', 'tab', 'subtask', 'why')(model);
}

function elsewhere(model: Model): string {
	if (on('raw', 'lock')(model)) return openItsPage;
	return on('tasks')(model) ? onItsPage : selectTask;
}

function needsRow(model: Model): string | undefined {
	return (rowIds(model, topView(model))?.length ?? 0) > 0 ? undefined : 'there is no row to mark';
}

function operate(change: OperateChange): Event {
	return {type: 'operate', change};
}
