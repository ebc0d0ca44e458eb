import type {Draft, SimSource, SimSubtask, SimTask, SimWorker, World} from './model.ts';

/** The source of that ID, or undefined. */
export function findSource(draft: Draft, id: string): SimSource | undefined {
	return draft.sources.find(source => source.id === id);
}

/** The task of that name, or undefined. */
export function findTask(draft: Draft, name: string): SimTask | undefined {
	return draft.tasks.find(task => task.name === name);
}

/** The worker of that name, or undefined. */
export function findWorker(draft: Draft, name: string | null | undefined): SimWorker | undefined {
	return draft.workers.find(worker => worker.name === name);
}

/** The task's subtasks on the named sources; on all of them where none is named. */
export function subtasksOf(task: SimTask, sources: readonly string[] | undefined): SimSubtask[] {
	return sources === undefined ? task.subtasks : task.subtasks.filter(subtask => sources.includes(subtask.source));
}

/** The upstream is there and answers what it is asked. */
export function isAnswering({up, hangs}: Pick<SimSource, 'up' | 'hangs'>): boolean {
	return up && !hangs;
}

/** How the source's worker is doing. */
export function serviceOf(world: World, source: World['sources'][number]): 'served' | 'dead' | 'unbound' {
	if (source.worker === null) return 'unbound';
	return world.workers.find(worker => worker.name === source.worker)?.alive === true ? 'served' : 'dead';
}
