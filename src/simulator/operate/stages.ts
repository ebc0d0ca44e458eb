import {failures} from '../world/failures.ts';
import type {Draft, FailureName, SimSource, SimSubtask} from '../world/model.ts';
import {random} from '../world/prng.ts';

/** A person's pause: it also ends DM's own tries to resume a failed subtask. */
export function pause(subtask: SimSubtask): void {
	if (subtask.stage !== 'Running' && subtask.stage !== 'Paused') return;
	if (subtask.stage === 'Running') subtask.failure = null;
	subtask.stage = 'Paused';
	subtask.isCanceled = true;
	subtask.relapseAtMs = null;
}

/** Resumes a Paused subtask. While the cause of its failure is still there, it runs for a moment and fails again. */
export function resume(draft: Draft, subtask: SimSubtask): void {
	if (subtask.stage !== 'Paused') return;
	subtask.stage = 'Running';
	subtask.isCanceled = false;
	if (isRepaired(draft, subtask)) {
		subtask.failure = null;
		subtask.relapseAtMs = null;
		catchUp(subtask);
	} else {
		subtask.relapseAtMs = draft.nowMs + relapseMs;
	}
}

/** Makes a Running subtask fail; `repairedAfterMs` null = its cause stays until someone repairs it. */
export function fail(
	draft: Draft,
	source: SimSource,
	subtask: SimSubtask,
	name: FailureName,
	repairedAfterMs: number | null,
): void {
	if (subtask.stage !== 'Running') return;
	subtask.stage = 'Paused';
	subtask.isCanceled = false;
	subtask.relapseAtMs = null;
	subtask.failure = {
		name,
		at: source.written,
		repairedAtMs: repairedAfterMs === null ? null : draft.nowMs + repairedAfterMs,
		retryAtMs: failures[name].resumable(draft.dm) ? draft.nowMs + firstRetryMs : null,
		tries: 0,
	};
}

/** A running subtask meets a cause that stays, and fails a moment later. */
export function relapseSoon(draft: Draft, source: SimSource, subtask: SimSubtask): void {
	subtask.failure ??= {name: 'table-missing', at: source.written, repairedAtMs: null, retryAtMs: null, tries: 0};
	subtask.failure.repairedAtMs = null;
	subtask.relapseAtMs = draft.nowMs + relapseMs;
}

/** A cause that is still there makes itself felt again. */
export function relapse(draft: Draft, subtask: SimSubtask): void {
	subtask.relapseAtMs = null;
	if (isRepaired(draft, subtask)) {
		subtask.failure = null;
		catchUp(subtask);
		return;
	}
	subtask.stage = 'Paused';
	if (subtask.failure?.retryAtMs != null) subtask.failure.retryAtMs = nextRetry(draft, subtask.failure.tries);
}

/** DM's task checker: tries again what may be resumed. Most tries are too short to be seen as Running. */
export function retry(draft: Draft, subtask: SimSubtask): void {
	const {failure} = subtask;
	if (failure === null || failure.retryAtMs === null || subtask.isCanceled || draft.nowMs < failure.retryAtMs) return;
	failure.tries += 1;
	subtask.events += 1;
	if (isRepaired(draft, subtask) || failure.tries % seenEvery === 0) {
		resume(draft, subtask);
	} else {
		failure.retryAtMs = nextRetry(draft, failure.tries);
	}
}

/** True when nothing would stop the subtask, were it resumed. */
export function isRepaired(draft: Draft, {failure}: SimSubtask): boolean {
	return failure === null || (failure.repairedAtMs !== null && failure.repairedAtMs <= draft.nowMs);
}

/** Lets a Sync that has fallen behind make up for it within a quarter of a minute. */
export function catchUp(subtask: SimSubtask): void {
	subtask.lagTarget = 0;
	subtask.lagPerSecond = Math.max(2, subtask.lagSeconds / catchUpSeconds);
}

const relapseMs = 1500;
const firstRetryMs = 3000;
const roundMs = 5000;
const longestWaitMs = 300_000;
/** Recorded: one of five failing tries was seen as Running. */
const seenEvery = 4;
const catchUpSeconds = 15;

/** The checker looks every 5 s; its waits double from 1 s to 5 min, with jitter. */
function nextRetry(draft: Draft, tries: number): number {
	const waitMs = Math.min(longestWaitMs, 1000 * 2 ** tries) * (0.75 + random(draft) / 2);
	return draft.nowMs + Math.max(roundMs, Math.ceil(waitMs / roundMs) * roundMs);
}
