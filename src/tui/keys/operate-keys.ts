import type {Operation} from '../../domain/operation/operation.ts';
import {meant, onItsPage, operateReason, type Reach} from '../operate/key-targets.ts';
import {openItsPage, selectTask} from '../operate/key-words.ts';
import {meantOfSource, sourceReason} from '../operate/source-targets.ts';
import {neverWrites} from '../operate/writing.ts';
import {rowIds} from '../shown.ts';
import type {Event, Hotkey, Model, OperateChange} from '../state.ts';
import {topView} from '../views.ts';
import {alwaysPossible, isForOther, nothing, notOn, on} from './view-keys.ts';

/** The keys that have DM do something, and those that mark what is meant. Each of the former opens a dialog. */
export const operateKeys: readonly Hotkey[] = [
	operateKey('pause', 'p', 'row', 'pause'),
	operateKey('resume', 'r', 'row', 'resume'),
	operateKey('stop', 'X', 'whole', 'stop'),
	{...operateKey('pause', 'P', 'whole', 'the whole task'), id: 'pause-task', where: onTask},
	{...operateKey('resume', 'R', 'whole', 'the whole task'), id: 'resume-task', where: onTask, beside: 'pause-task'},
	sourceKey('pause', 'P'),
	{...sourceKey('resume', 'R'), beside: 'pause-source'},
	{
		id: 'mark',
		keys: [' '],
		label: 'mark',
		help: 'mark',
		title: () => 'mark, and go down',
		group: 'do',
		where: on('tasks', 'task'),
		elsewhere: () => 'there are no rows to mark here',
		whyNot: needsRow,
		event: () => operate({type: 'mark', rows: 'one'}),
	},
	{
		id: 'mark-all',
		keys: ['*'],
		label: 'mark all',
		help: 'mark',
		title: () => 'mark all shown, or none',
		beside: 'mark',
		group: 'do',
		where: on('tasks', 'task'),
		elsewhere: () => 'there are no rows to mark here',
		whyNot: needsRow,
		event: () => operate({type: 'mark', rows: 'all'}),
	},
	{
		id: 'allow-writing',
		keys: ['W'],
		label: 'allow writing',
		help: 'allow writing for 10 minutes',
		title: () => 'allow writing',
		group: 'do',
		alone: true,
		where: model => model.writes === null,
		whyNot: neverWrites,
		event: () => operate({type: 'allow-writing'}),
	},
	{
		id: 'end-writing',
		keys: ['W'],
		label: 'read only',
		help: 'read only again',
		group: 'do',
		where: model => model.writes !== null,
		whyNot: alwaysPossible,
		event: () => operate({type: 'allow-writing'}),
	},
];

function operateKey(operation: Operation, key: string, reach: Reach, help: string): Hotkey {
	return {
		id: operation,
		keys: [key],
		label: operation,
		help,
		title: model => operateTitle(model, operation, reach),
		group: 'do',
		// There they are for the relay.
		where: reach === 'row' ? model => !isForOther(model) && notOn('help')(model) : notOn('help'),
		elsewhere,
		whyNot: model => operateReason(model, operation, reach),
		event: model => {
			const found = meant(model, reach);
			return typeof found === 'string' ? nothing : operate({type: 'ask', operation, meant: found});
		},
	};
}

/** All tasks of a source, on that source alone; the second resumes those that the first has paused. */
function sourceKey(operation: 'pause' | 'resume', key: string): Hotkey {
	return {
		id: `${operation}-source`,
		keys: [key],
		label: `${operation} all`,
		help: operation === 'pause' ? 'all tasks of the source' : 'those paused so',
		title: model => {
			const found = meantOfSource(model, operation);
			return typeof found === 'string'
				? `${operation} all tasks of the source`
				: `${operation} all of ${found.bySource}`;
		},
		group: 'do',
		where: on('sources', 'source'),
		whyNot: model => sourceReason(model, operation),
		event: model => {
			const found = meantOfSource(model, operation);
			return typeof found === 'string' ? nothing : operate({type: 'ask', operation, meant: found});
		},
	};
}

/** What it would do now: `pause payments`, `pause 3 marked rows`, `stop all of orders`. */
function operateTitle(model: Model, operation: Operation, reach: Reach): string {
	const found = meant(model, reach);
	if (typeof found === 'string') return reach === 'whole' ? `${operation} the whole task` : operation;
	const [first] = found.targets;
	if (found.targets.length !== 1 || first === undefined) return `${operation} ${found.targets.length} marked rows`;
	const {task, sources} = first;
	if (sources !== null)
		return sources.length === 1 ? `${operation} ${sources[0]}` : `${operation} ${sources.length} marked rows`;
	return onTask(model) ? `${operation} all of ${task}` : `${operation} ${task}`;
}

function onTask(model: Model): boolean {
	return on('task', 'tab', 'subtask', 'why')(model);
}

function elsewhere(model: Model): string {
	if (on('raw', 'lock')(model)) return openItsPage;
	return on('tasks')(model) ? onItsPage(model) : selectTask;
}

function needsRow(model: Model): string | undefined {
	return (rowIds(model, topView(model))?.length ?? 0) > 0 ? undefined : 'there is no row to mark';
}

function operate(change: OperateChange): Event {
	return {type: 'operate', change};
}
