import type {Draft, SimTask, World} from './model.ts';

/** A copy of a world that may be changed freely: the world itself never changes. */
export function draftOf(world: World): Draft {
	return {
		...world,
		due: [...world.due],
		sources: world.sources.map(source => ({...source, relay: source.relay && {...source.relay}})),
		workers: world.workers.map(worker => ({...worker})),
		tasks: world.tasks.map(copyTask),
		locks: world.locks.map(lock => ({...lock, synced: [...lock.synced], unsynced: [...lock.unsynced]})),
	};
}

/** A copy of a task and its subtasks. */
export function copyTask(task: World['tasks'][number]): SimTask {
	return {
		...task,
		subtasks: task.subtasks.map(subtask => ({
			...subtask,
			failure: subtask.failure && {...subtask.failure},
			ddl: subtask.ddl && {...subtask.ddl},
			validator: subtask.validator && {...subtask.validator},
		})),
	};
}
