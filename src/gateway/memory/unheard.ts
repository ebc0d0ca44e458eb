import {headline} from '../../domain/rules/parts.ts';
import type {KnownSource} from './known-source.ts';
import type {Memory} from './memory.ts';

/** Who tells of no task and may have some: `source mysql-03` or `worker 10.0.0.5:8262`, and why nothing is told. */
export type Unheard = {readonly who: string; readonly trouble: string};

/**
 * Who may have a part of the task that nobody has told of. From 2.0 on the configuration names every source of a task;
 * where there is none, as in 1.0, any worker may have a part.
 */
export function mayHavePart(memory: Memory, name: string): readonly Unheard[] {
	const task = memory.tasks.get(name)?.task;
	if (task !== undefined && (task.config?.sources.length ?? 0) > 0) return [];
	const told = new Set(task?.subtasks.map(({source}) => source));
	const silent = [...memory.sources.values()].filter(
		source => isUnheard(source) && source.leftSinceMs === null && !told.has(source.source),
	);
	return [
		...memory.namelessWorkers.map(({worker}) => ({who: `worker ${worker}`, trouble: 'does not answer'})),
		...silent.map(source => ({
			who: memory.shape === 'workers' && source.worker ? `worker ${source.worker}` : `source ${source.source}`,
			trouble: troubleOf(source),
		})),
	];
}

/** It does not answer, or answers with an error of its own and lists nothing. */
export function isUnheard({answered, errors, listsNothing}: KnownSource): boolean {
	return !answered || (errors.length > 0 && listsNothing);
}

/** Why a source that is unheard tells of no task, after its name. */
export function troubleOf({answered, unbound, absent, errors: [error]}: KnownSource): string {
	if (answered) return `lists nothing${error === undefined ? '' : ` and reports an error (${headline(error)})`}`;
	return unbound ? 'has no worker' : absent ? 'is missing from the answer' : 'does not answer';
}
