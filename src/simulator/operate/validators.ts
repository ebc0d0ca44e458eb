import {draftOf} from '../world/draft.ts';
import {findTask, subtasksOf} from '../world/find.ts';
import type {World} from '../world/model.ts';
import type {Called} from './relays.ts';

/** Starts or stops the validators of a task on some sources, or on all, as DM does from 6.2 on. */
export function operateValidators(
	world: World,
	starts: boolean,
	name: string,
	sources: readonly string[],
	mode: string,
): Called {
	const draft = draftOf(world);
	const task = findTask(draft, name);
	const subtasks = task === undefined ? [] : subtasksOf(task, sources.length === 0 ? undefined : sources);
	const answered = (result: boolean, msg: string): Called => ({
		world: draft,
		told: {result, msg, sources: []},
		afterMs: 9,
	});
	if (subtasks.length === 0) {
		return answered(false, `cannot get subtask by task name \`${name}\` and sources \`[${sources.join(' ')}]\``);
	}
	if (starts && mode !== '' && subtasks.every(({validator}) => validator !== null)) {
		return answered(
			false,
			"all target validator has enabled, cannot do 'validation start' with explicit mode or start-time",
		);
	}
	for (const subtask of subtasks) {
		if (starts) subtask.validator ??= {inserts: 0, updates: 0, deletes: 0, pending: 0, errors: 0, isStopped: false};
		if (subtask.validator !== null) subtask.validator.isStopped = !starts;
	}
	return answered(true, 'success');
}
