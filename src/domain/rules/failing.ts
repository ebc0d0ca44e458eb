import {resume} from '../resume.ts';
import type {TaskSubtask} from '../task.ts';
import type {DmVersion} from '../version.ts';
import {headline, place, relayErrors, stale} from './parts.ts';
import type {Found} from './rule.ts';

/** What DM should have retried by then, and was not seen to. */
export const retryLimitMs = 6 * 60_000;

export function sourceError(it: TaskSubtask): Found | null {
	const [error] = it.sourceErrors;
	if (error === undefined) return null;
	return {
		kind: 'source',
		label: 'Error: source',
		counted: true,
		reason: `${place(it)}: ${headline(error)}`,
		outlook: 'Needs you: the source itself reports an error, and DM does not retry that.',
	};
}

export function failed(it: TaskSubtask, version: DmVersion): Found | null {
	const {subtask} = it;
	const [error] = subtask?.result?.errors ?? [];
	if (subtask?.stage !== 'Paused' || !subtask.result || error === undefined) return null;
	const {resumes, rule} = resume(subtask.result, 'subtask', version);
	if (resumes) return null;
	return {
		kind: 'subtask',
		label: 'Error: subtask',
		counted: true,
		reason: `${place(it)}: ${headline(error)}${stale(it)}`,
		outlook: `Needs you: ${rule}.`,
	};
}

export function relayFailed(it: TaskSubtask, version: DmVersion): Found | null {
	const errors = relayErrors(it);
	if (errors === null) return null;
	const {resumes, rule} = resume(errors.result, 'relay', version);
	if (resumes) return null;
	return {
		kind: 'relay',
		label: 'Error: relay',
		counted: true,
		reason: `${place(it)}: relay paused: ${headline(errors.first)}`,
		outlook: `Needs you: ${rule}.`,
	};
}

export function notRetried(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
	const {retry, subtask} = it;
	const error = subtask?.result?.errors[0] ?? relayErrors(it)?.first;
	if (retry === null || error === undefined || retry.runningSinceMs !== null) return null;
	if (nowMs - retry.lastTryMs < retryLimitMs) return null;
	return {
		kind: 'not-retried',
		label: 'Not retried',
		reason: `${place(it)}: ${headline(error)}`,
		outlook: "Needs you: DM should have retried by now; the source's checker may be off.",
	};
}

export function retrying(it: TaskSubtask): Found | null {
	const {subtask, retry} = it;
	const [error] = (subtask?.stage === 'Paused' ? subtask.result?.errors : undefined) ?? [];
	const outlook = 'DM resumes this kind of error by itself.';
	if (error !== undefined) {
		const reason = `${place(it)}: ${headline(error)}`;
		return {kind: 'retry-subtask', label: 'Retrying', counted: true, reason, outlook};
	}
	const relay = relayErrors(it);
	if (relay !== null) {
		const reason = `${place(it)}: relay paused: ${headline(relay.first)}`;
		return {kind: 'retry-relay', label: 'Retrying relay', counted: true, reason, outlook};
	}
	if (retry === null || retry.runningSinceMs === null || subtask?.stage !== 'Running') return null;
	return {
		kind: 'recovering',
		label: 'Recovering',
		counted: true,
		reason: `${place(it)}: it runs again after ${retry.errorKey}.`,
		outlook: 'It counts as recovered once it has run 30 s with progress.',
	};
}
