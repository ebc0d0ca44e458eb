import {catchUp, fail, pause, resume} from '../operate/stages.ts';
import {failOver, returnWorkers, workerDies} from './bindings.ts';
import {copyTask} from './draft.ts';
import {findSource, findTask, subtasksOf} from './find.ts';
import type {Draft, Happening, World} from './model.ts';
import {meetDdl, setConflict} from './sharding.ts';
import {pauseRelay, resumeRelay, upstreamDown, upstreamUp} from './upstream.ts';

/** Lets something befall the cluster. What does not fit its state (no such task, not in that stage) does nothing. */
export function happen(draft: Draft, happening: Happening): void {
	switch (happening.type) {
		case 'paused':
			for (const subtask of chosen(draft, happening)) if (subtask.stage === 'Running') pause(subtask);
			return;
		case 'resumed':
			for (const subtask of chosen(draft, happening)) resume(draft, subtask);
			return;
		case 'stopped':
			stop(draft, happening.task, happening.sources);
			return;
		case 'started':
			start(draft, happening.task);
			return;
		case 'failed':
			for (const subtask of chosen(draft, happening)) {
				const source = findSource(draft, subtask.source);
				if (source) fail(draft, source, subtask, happening.failure, happening.repairedAfterMs ?? null);
			}
			return;
		case 'repaired':
			for (const {failure} of chosen(draft, happening)) if (failure) failure.repairedAtMs = draft.nowMs;
			return;
		case 'lagging':
			for (const subtask of chosen(draft, happening)) {
				subtask.lagTarget = happening.toSeconds;
				subtask.lagPerSecond = (Math.abs(happening.toSeconds - subtask.lagSeconds) * 1000) / happening.overMs;
			}
			return;
		case 'ddl-met':
			meetDdl(draft, happening);
			return;
		case 'conflict':
			setConflict(draft, happening);
			return;
		case 'validator-errors':
			for (const {validator} of chosen(draft, happening)) {
				if (validator) Object.assign(validator, {errors: happening.errors, errorsAtMs: draft.nowMs});
			}
			return;
		case 'relay-paused':
			pauseRelay(draft, happening.source);
			return;
		case 'relay-resumed':
			resumeRelay(draft, happening.source);
			return;
		case 'upstream-down':
			upstreamDown(draft, happening.source);
			return;
		case 'upstream-up':
			upstreamUp(draft, happening.source);
			return;
		case 'writes': {
			const source = findSource(draft, happening.source);
			if (source) source.bytesPerSecond = happening.bytesPerSecond;
			return;
		}
		case 'source-complains': {
			const source = findSource(draft, happening.source);
			if (source) source.complains = happening.on;
			return;
		}
		case 'worker-dies':
			workerDies(draft, happening);
			return;
		case 'failed-over':
			failOver(draft, happening.source);
			return;
		case 'worker-returns':
			returnWorkers(draft, happening.worker);
			return;
		default:
			nothing(happening);
	}
}

/** Takes the task off the named sources; a task without any is gone. */
export function stop(draft: Draft, name: string, sources: readonly string[] | undefined): void {
	const task = findTask(draft, name);
	if (!task) return;
	const stopped = new Set(subtasksOf(task, sources));
	task.subtasks = task.subtasks.filter(subtask => !stopped.has(subtask));
	if (task.subtasks.length === 0) draft.tasks = draft.tasks.filter(other => other !== task);
}

function start(draft: Draft, task: World['tasks'][number]): void {
	if (findTask(draft, task.name)) return;
	const started = copyTask(task);
	for (const subtask of started.subtasks) {
		if (subtask.stage === 'New') subtask.beginsAtMs = draft.nowMs + newMs;
		catchUp(subtask);
	}
	draft.tasks = [...draft.tasks, started].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const newMs = 4000;

function chosen(draft: Draft, {task: name, sources}: {task: string; sources?: readonly string[]}) {
	const task = findTask(draft, name);
	return task ? subtasksOf(task, sources) : [];
}

function nothing(_happening: never): void {}
