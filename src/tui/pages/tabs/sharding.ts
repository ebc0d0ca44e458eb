import type {TaskView} from '../../../wire/topics.ts';
import type {Model} from '../../state.ts';
import type {PageLine} from '../../ui/line.ts';
import {lockDetailLines, lockRule} from '../locks/lock-detail.ts';
import {prose} from '../pieces/blocks.ts';

/** The DDL locks and sharding groups of one task: who waits, who holds up, and what that means. */
export function shardingLines(model: Model, task: TaskView): readonly PageLine[] {
	const {columns} = model.size;
	if (task.locks.length === 0) return emptyLines(task, columns);
	const shown = task.locks.slice(0, mostLocks);
	const more = task.locks.length - shown.length;
	return [
		...shown.flatMap(lock => [lockRule(model, lock), ...lockDetailLines(model, lock)]),
		...(more > 0 ? prose(`... ${more} more on the page of all locks (3).`, columns) : []),
	];
}

const mostLocks = 50;

function emptyLines(task: TaskView, columns: number): readonly string[] {
	if (task.row.goneAtMs !== null) {
		return prose(
			'The task was stopped, and no answer tells of its sharding groups any more. A DDL lock may outlive its task: dmctl lists it then.',
			columns,
		);
	}
	const unheard = task.subtasks.filter(({presence}) => presence.type !== 'here');
	return [
		...prose('No shard DDL waits: no subtask tells of a sharding group or a DDL lock.', columns),
		...prose(modeSentence(task), columns),
		...(unheard.length === 0
			? []
			: prose(
					`${unheard
						.map(({source}) => source)
						.slice(0, 20)
						.join(', ')}: no fresh answer, so a lock there would not be seen.`,
					columns,
				)),
	];
}

function modeSentence({config, shape}: TaskView): string {
	if (config === null)
		return shape === 'workers'
			? 'DM 1.0 does not tell whether the task merges shards.'
			: 'Whether the task merges shards is not known: its configuration has not been read.';
	switch (config.shardMode) {
		case null:
			return 'Its configuration names no shard mode: the task does not merge shards.';
		case 'optimistic':
			return "Its shard mode is optimistic: DM's status tells no groups then, and only a conflict shows here.";
		default:
			return `Its shard mode is ${config.shardMode}.`;
	}
}
