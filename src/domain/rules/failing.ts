import type {ProcessError} from '../cluster.ts';
import {failureOf, resume} from '../failure/resume.ts';
import {unusableError} from '../failure/source-error.ts';
import type {Retry, TaskSubtask} from '../task.ts';
import type {DmVersion} from '../version.ts';
import {headline, place, relayErrors, stale} from './parts.ts';
import type {Found} from './rule.ts';

/** What DM should have retried by then, and was not seen to, while somebody watched. */
const retryLimitMs = 6 * 60_000;

/** The same for a failure that was watched from its beginning: DM's first tries come within seconds. */
const firstTryLimitMs = 30_000;

/** After so many tries it is no longer likely that one more helps. */
const vainTries = 10;

export function sourceError(it: TaskSubtask): Found | null {
	const error = unusableError(it.sourceErrors);
	if (error === null) return null;
	return {
		kind: 'source',
		label: 'Error: source',
		counted: true,
		reason: `${place(it)}: ${headline(error)}`,
		outlook: 'Needs you: the source itself reports an error, and DM does not retry that.',
	};
}

export function failed(it: TaskSubtask, version: DmVersion): Found | null {
	const own = ownFailure(it);
	if (own === null) return null;
	const {resumes, heals, rule} = resume(own.result, 'subtask', version, it.checker);
	if (resumes && heals) return null;
	return {
		kind: 'subtask',
		label: 'Error: subtask',
		counted: true,
		reason: `${place(it)}: ${headline(own.error)}${stale(it)}`,
		outlook: resumes ? `Needs you: DM retries it for ever in vain: ${rule}.` : `Needs you: ${rule}.`,
	};
}

export function relayFailed(it: TaskSubtask, version: DmVersion): Found | null {
	const errors = relayErrors(it);
	if (errors === null) return null;
	const {resumes, rule} = resume(errors.result, 'relay', version, it.checker);
	if (resumes) return null;
	return {
		kind: 'relay',
		label: 'Error: relay',
		counted: true,
		reason: `${place(it)}: relay paused: ${headline(errors.first)}`,
		outlook: `Needs you: ${rule}.`,
	};
}

export function retriedInVain(it: TaskSubtask): Found | null {
	const {retry} = it;
	if (retry === null || retry.runningSinceMs !== null || retry.tries < vainTries) return null;
	return {
		kind: 'in-vain',
		label: 'Retried in vain',
		counted: true,
		reason: `${place(it)}: ${retry.error}`,
		outlook: `Needs you: ${retry.tries} tries of DM were seen, all in vain.`,
	};
}

export function notRetried(it: TaskSubtask): Found | null {
	const {retry, checker} = it;
	if (retry === null || retry.runningSinceMs !== null) return null;
	const why = checker === null ? unknownChecker(it, retry) : silentChecker(it, retry, checker.mostMs);
	if (why === null) return null;
	return {
		kind: 'not-retried',
		label: 'Not retried',
		counted: true,
		reason: `${place(it)}: ${retry.error}`,
		outlook: `Needs you: ${why}.`,
	};
}

/** Nobody knows whether the checker is on: that no try is seen tells. */
function unknownChecker(it: TaskSubtask, {fromBeginning, fromQuiet, lastTryMs, watchedMs}: Retry): string | null {
	const isFirst = fromBeginning && fromQuiet && lastTryMs === null;
	if (isFirst && watchedMs >= firstTryLimitMs && leavesTraces(it)) {
		return "nobody retries it: no try in its first 30 s; the source's checker may be off";
	}
	return watchedMs >= retryLimitMs
		? "DM should have retried by now: no try in 6 minutes; the source's checker may be off"
		: null;
}

/** The checker is on: only what would have been seen tells that it does nothing. */
function silentChecker(it: TaskSubtask, {watchedMs}: Retry, mostMs: number | null): string | null {
	if (!leavesTraces(it) || watchedMs < Math.max(retryLimitMs, (mostMs ?? 0) + 60_000)) return null;
	return "DM's checker is on for this source, and yet no try was seen for long";
}

/**
 * Whether a try of it would be seen: a Sync that fails at an event has counted one more. One that does not reach its
 * upstream or its target fails before it counts anything; nor does a relay, or a load that is stuck.
 */
function leavesTraces(it: TaskSubtask): boolean {
	const own = ownFailure(it);
	if (own === null || it.subtask?.work.type !== 'Sync' || it.subtask.work.totalEvents === null) return false;
	return own.result.errors.every(error => !isUnconnected(error));
}

function isUnconnected({code, scope, message, rawCause}: ProcessError): boolean {
	return (
		scope === 'upstream' ||
		(code !== null && unconnectedCodes.has(code)) ||
		unconnected.test(`${message ?? ''}\n${rawCause ?? ''}`)
	);
}

/** Errors of a connection, and of the reader of the binlog that could not begin. */
const unconnectedCodes: ReadonlySet<number> = new Set([10001, 10002, 10003, 36053, 36069]);

const unconnected =
	/\bdial (tcp|unix)\b|connection refused|connection reset|connection was bad|bad connection|invalid connection|broken pipe|i\/o timeout|no such host|no route to host|deadline exceeded|access denied|too many connections|\beof\b/i;

export function retrying(it: TaskSubtask): Found | null {
	const {subtask, retry} = it;
	const own = ownFailure(it);
	const outlook = `DM resumes this kind of error by itself.${triesText(retry)}`;
	if (own !== null) {
		const reason = `${place(it)}: ${headline(own.error)}`;
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
		reason: `${place(it)}: it runs again after ${retry.error}.`,
		outlook: 'It counts as recovered once it has run 30 s with progress.',
	};
}

function triesText(retry: Retry | null): string {
	if (retry === null || retry.tries === 0) return '';
	return retry.tries === 1 ? ' One try was seen.' : ` ${retry.tries} tries were seen.`;
}

/** What the subtask itself is paused by; null for what a person paused. */
function ownFailure({subtask}: TaskSubtask) {
	const result = subtask?.stage === 'Paused' ? failureOf(subtask.result) : null;
	const error = result?.errors[0];
	return result === null || error === undefined ? null : {result, error};
}
