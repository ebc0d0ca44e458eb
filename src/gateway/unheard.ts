import type {Memory} from './memory.ts';

/**
 * Who does not answer and may have a part of the task that nobody has told of, each in a few words. From 2.0 on the
 * configuration names every source of a task; where there is none, as in 1.0, any worker may have a part.
 */
export function mayHavePart(memory: Memory, name: string): readonly string[] {
	const task = memory.tasks.get(name)?.task;
	if (task !== undefined && (task.config?.sources.length ?? 0) > 0) return [];
	const told = new Set(task?.subtasks.map(({source}) => source));
	const silent = [...memory.sources.values()].filter(
		({source, answered, leftSinceMs}) => !answered && leftSinceMs === null && !told.has(source),
	);
	return [
		...memory.namelessWorkers.map(({worker}) => `worker ${worker}`),
		...silent.map(({source, worker}) =>
			memory.shape === 'workers' && worker ? `worker ${worker}` : `source ${source}`,
		),
	];
}
