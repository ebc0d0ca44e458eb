import {fail, pause, relapse, resume, retry} from '../operate/stages.ts';
import {findSource, isAnswering} from './find.ts';
import {happen} from './happen.ts';
import type {Draft, SimSource, SimSubtask, SimTask} from './model.ts';
import {random} from './prng.ts';
import {waits} from './sharding.ts';

/** Lives through one tick. */
export function tick(draft: Draft): void {
	draft.nowMs += draft.rules.tickMs;
	playScript(draft);
	playDue(draft);
	if (draft.rules.churnEveryMs !== null && draft.nowMs % draft.rules.churnEveryMs === 0) churn(draft);
	for (const source of draft.sources) write(draft, source);
	const served = new Map(
		draft.sources.map(source => {
			const worker = draft.workers.find(({name}) => name === source.worker);
			return [source.id, worker?.alive === true ? source : null];
		}),
	);
	for (const task of draft.tasks) {
		for (const subtask of task.subtasks) {
			const source = served.get(subtask.source);
			if (source) live(draft, source, task, subtask);
		}
	}
}

function playScript(draft: Draft): void {
	const {script} = draft;
	if (script === null || script.lines.length === 0) return;
	for (;;) {
		const round = Math.floor(draft.played / script.lines.length);
		const line = script.lines[draft.played % script.lines.length];
		if (line === undefined || round * script.periodMs + line.atMs > draft.nowMs) return;
		draft.played += 1;
		happen(draft, line.happening);
	}
}

function playDue(draft: Draft): void {
	const now = draft.due.filter(({atMs}) => atMs <= draft.nowMs);
	if (now.length === 0) return;
	draft.due = draft.due.filter(({atMs}) => atMs > draft.nowMs);
	for (const {happening} of now) happen(draft, happening);
}

function write(draft: Draft, source: SimSource): void {
	if (!isAnswering(source)) return;
	source.written += Math.floor((source.bytesPerSecond * draft.rules.tickMs * (0.5 + random(draft))) / 1000);
	if (source.relay?.stage === 'Running') source.relay.read = source.written;
}

function live(draft: Draft, source: SimSource, task: SimTask, subtask: SimSubtask): void {
	switch (subtask.stage) {
		case 'New':
			if (subtask.beginsAtMs !== null && draft.nowMs >= subtask.beginsAtMs) begin(source, task, subtask);
			return;
		case 'Running':
			if (subtask.relapseAtMs !== null && draft.nowMs >= subtask.relapseAtMs) relapse(draft, subtask);
			else work(draft, source, task, subtask);
			return;
		case 'Paused':
			if (subtask.unit === 'Sync' && isAnswering(source)) subtask.lagSeconds += draft.rules.tickMs / 1000;
			retry(draft, subtask);
			return;
		default:
			return;
	}
}

function begin(source: SimSource, task: SimTask, subtask: SimSubtask): void {
	subtask.stage = 'Running';
	subtask.beginsAtMs = null;
	subtask.dumpedAt = source.written;
	subtask.checkpoint = source.written;
	enter(subtask, task.mode === 'incremental' ? 'Sync' : 'Dump');
}

function work(draft: Draft, source: SimSource, task: SimTask, subtask: SimSubtask): void {
	subtask.unitMs += draft.rules.tickMs;
	if (subtask.unit === 'Dump') {
		if (subtask.unitMs >= subtask.dumpMs) enter(subtask, 'Load');
	} else if (subtask.unit === 'Load') {
		if (subtask.unitMs < subtask.loadMs) return;
		if (task.mode === 'full') {
			subtask.stage = 'Finished';
			return;
		}
		subtask.checkpoint = subtask.dumpedAt;
		enter(subtask, 'Sync');
	} else {
		replicate(draft, source, subtask);
	}
}

function enter(subtask: SimSubtask, unit: 'Dump' | 'Load' | 'Sync'): void {
	subtask.unit = unit;
	subtask.unitMs = 0;
	if (unit === 'Sync') {
		subtask.events = 0;
		subtask.syncMs = 0;
	}
}

function replicate(draft: Draft, source: SimSource, subtask: SimSubtask): void {
	const seconds = draft.rules.tickMs / 1000;
	subtask.syncMs += draft.rules.tickMs;
	if (
		!isAnswering(source) ||
		waits(subtask) ||
		subtask.conflict ||
		(source.relay && source.relay.stage !== 'Running')
	) {
		subtask.toldTps = 0;
		if (isAnswering(source)) subtask.lagSeconds += seconds;
		subtask.lagTarget = 0;
		subtask.lagPerSecond = Math.max(subtask.lagPerSecond, subtask.lagSeconds / 8);
		return;
	}
	// Nobody writes, and all that was written is there: no event comes.
	if (source.bytesPerSecond === 0 && subtask.checkpoint === source.written) return;
	const pace = wander(draft, subtask, seconds);
	if (subtask.eventsPerSecond === 0) return;
	const rate = subtask.eventsPerSecond * pace * (0.6 + 0.8 * random(draft));
	subtask.events += rate * seconds;
	validate(subtask, rate * seconds);
	// What fails again in a moment gets no further.
	if (draft.nowMs < subtask.nextFlushMs || subtask.relapseAtMs !== null) return;
	subtask.nextFlushMs = draft.nowMs + draft.rules.flushEveryMs;
	subtask.toldTps = Math.round(rate);
	const reached = source.relay?.read ?? source.written;
	subtask.checkpoint = Math.max(subtask.checkpoint, Math.floor(reached - subtask.lagSeconds * source.bytesPerSecond));
}

/** Moves the delay towards where it is going, and tells how fast events are applied meanwhile. */
function wander(draft: Draft, subtask: SimSubtask, seconds: number): number {
	const away = subtask.lagTarget - subtask.lagSeconds;
	// Who applies nothing at all falls behind by a second each second, and nobody by more.
	const perSecond = away > 0 ? Math.min(1, subtask.lagPerSecond) : subtask.lagPerSecond;
	const move = Math.min(Math.abs(away), perSecond * seconds);
	subtask.lagSeconds += Math.sign(away) * move;
	if (away === 0 && draft.rules.wanderSeconds > 0) {
		subtask.lagTarget = Math.floor(random(draft) * draft.rules.wanderSeconds);
		subtask.lagPerSecond = 1 + random(draft) * 6;
	}
	return away < 0 ? 2.4 : away > 0 ? 0.5 : 1;
}

function validate({validator}: SimSubtask, rows: number): void {
	if (validator === null || validator.isStopped === true) return;
	validator.inserts += rows * 0.5;
	validator.updates += rows * 0.4;
	validator.deletes += rows * 0.1;
	validator.pending = Math.ceil(rows * 4) % 7;
}

/** One subtask changes its stage: a running one is paused or fails, or one that stands still runs again. */
function churn(draft: Draft): void {
	const subtasks = draft.tasks.flatMap(task => task.subtasks);
	const running = subtasks.filter(({stage}) => stage === 'Running');
	const paused = subtasks.filter(({stage}) => stage === 'Paused');
	const stop = paused.length === 0 || (running.length > 0 && random(draft) > paused.length / subtasks.length / 0.3);
	const from = stop ? running : paused;
	const subtask = from[Math.floor(random(draft) * from.length)];
	const source = subtask && findSource(draft, subtask.source);
	if (!subtask || !source) return;
	if (!stop) {
		if (subtask.failure) subtask.failure.repairedAtMs = draft.nowMs;
		resume(draft, subtask);
	} else if (random(draft) < 0.5) {
		fail(draft, source, subtask, 'duplicate-entry', null);
	} else {
		pause(subtask);
	}
}
