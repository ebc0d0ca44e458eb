import type {CutoverReading, CutoverTask} from '../../domain/cutover/reading.ts';
import type {Memory} from '../../gateway/memory/memory.ts';
import {mayHavePart} from '../../gateway/memory/unheard.ts';

/** What a memory tells of the tasks that are cut over. */
export function cutoverReading(memory: Memory, tasks: readonly string[], atMs: number): CutoverReading {
	return {type: 'told', atMs, tasks: tasks.map(name => cutoverTask(memory, name))};
}

function cutoverTask(memory: Memory, name: string): CutoverTask {
	const known = memory.tasks.get(name);
	const unheard = mayHavePart(memory, name);
	if (known === undefined) return {name, parts: [], unheard, isGone: true, sourcesPending: false};
	const {task, configNote} = known;
	return {
		name,
		unheard,
		isGone: task.goneAtMs !== null,
		sourcesPending: memory.shape === 'sources' && task.config === null && configNote === null,
		parts: task.subtasks.map(it => ({
			...it,
			stage: it.subtask?.stage ?? null,
			work: it.subtask?.work ?? null,
			lockId: it.subtask?.lockId ?? null,
			validation: it.subtask?.validation ?? null,
		})),
	};
}
