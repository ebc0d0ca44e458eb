import {resume} from '../operate/stages.ts';
import {findSource, findWorker} from './find.ts';
import type {Draft, SimSource, SimWorker} from './model.ts';

/** A worker's process dies. The master goes on to believe in it until the source fails over (never in 1.0). */
export function workerDies(draft: Draft, which: {readonly worker?: string; readonly source?: string}): void {
	const name = which.worker ?? (which.source === undefined ? null : findSource(draft, which.source)?.worker);
	const worker = findWorker(draft, name);
	if (!worker?.alive) return;
	worker.alive = false;
	if (draft.dm === '1.0') return;
	const source = draft.sources.find(each => each.worker === worker.name);
	if (source) {
		const atMs = draft.nowMs + draft.rules.failOverMs;
		draft.due.push({atMs, happening: {type: 'failed-over', source: source.id}});
	} else {
		worker.listed = 'offline';
	}
}

/** The source of a dead worker moves to a free one; without a free one it is bound to none. */
export function failOver(draft: Draft, id: string): void {
	const source = findSource(draft, id);
	const worker = findWorker(draft, source?.worker);
	if (!source || !worker || worker.alive) return;
	worker.listed = 'offline';
	source.worker = null;
	const free = draft.workers.find(each => each.alive && each.listed === 'free');
	if (free) bind(draft, source, free);
}

/** Dead workers come back: to their own source, to one that has no worker, or to be free. */
export function returnWorkers(draft: Draft, name: string | undefined): void {
	for (const worker of draft.workers) {
		if (worker.alive || (name !== undefined && worker.name !== name)) continue;
		worker.alive = true;
		const source =
			draft.sources.find(each => each.worker === worker.name) ?? draft.sources.find(each => each.worker === null);
		worker.listed = 'free';
		if (source) bind(draft, source, worker);
	}
}

/** A worker that takes a source starts its subtasks anew: counters begin at 0, and what had failed is tried. */
function bind(draft: Draft, source: SimSource, worker: SimWorker): void {
	source.worker = worker.name;
	worker.listed = 'bound';
	for (const task of draft.tasks) {
		for (const subtask of task.subtasks) {
			if (subtask.source !== source.id) continue;
			subtask.events = 0;
			subtask.syncMs = 0;
			if (!subtask.isCanceled) resume(draft, subtask);
		}
	}
}
