import {trustedLag} from '../progress.ts';
import {upstreamError} from '../source-error.ts';
import type {TaskSubtask} from '../task.ts';
import type {DmVersion} from '../version.ts';
import {headline, place, underRelay} from './parts.ts';
import type {Found} from './rule.ts';

/** A lag above this is a warning, in seconds. */
export const lagLimitSeconds = 60;

/** A relay that has not caught up for this long is a warning. */
export const relayBehindLimitMs = 60_000;

export function upstreamUnknown(it: TaskSubtask): Found | null {
	const work = it.subtask?.work;
	const error = upstreamError(it.sourceErrors);
	const reads = work?.type === 'Sync' || (work?.type === 'Dump' && it.subtask?.stage === 'Running');
	if (!reads || (error === null && (it.busySinceMs !== null || work.type !== 'Sync' || work.upstream !== null)))
		return null;
	const why = error === null ? 'it may be down.' : headline(error);
	return {
		kind: 'upstream',
		label: 'Upstream silent',
		counted: true,
		reason: `${place(it)}: the upstream does not tell its position${error === null ? '; ' : ': '}${why}`,
		outlook: `DM goes on saying ${it.subtask?.stage}; ${error === null ? '' : 'it asks again by itself; '}lag and gap are unknown, not zero.`,
	};
}

export function relayHalted(it: TaskSubtask): Found | null {
	const relay = underRelay(it);
	if (relay === null || (relay.stage !== 'Paused' && relay.stage !== 'Stopped')) return null;
	return {
		kind: 'relay',
		label: `Relay ${relay.stage.toLowerCase()}`,
		counted: true,
		reason: `${place(it)}: its relay is ${relay.stage} without an error; nothing new arrives.`,
		outlook: 'It was stopped by a person and stays so until the relay is resumed.',
	};
}

export function lagging(it: TaskSubtask): Found | null {
	const lag = it.subtask === null ? null : trustedLag(it.subtask, it.blockedSinceMs !== null);
	if (lag === null || lag <= lagLimitSeconds) return null;
	return {
		kind: 'lag',
		label: 'Running (lagging)',
		reason: `${place(it)}: ${lag} s behind its upstream, the limit is ${lagLimitSeconds} s.`,
	};
}

export function relayBehind(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
	if (underRelay(it) === null || it.relayBehindSinceMs === null) return null;
	if (nowMs - it.relayBehindSinceMs < relayBehindLimitMs) return null;
	return {
		kind: 'relay-behind',
		label: 'Relay behind',
		counted: true,
		reason: `${place(it)}: its relay has not caught up with the upstream for over a minute.`,
	};
}

/** Rows that differ come before a validator that fails: those are found, and a fact. */
export function invalidRows(it: TaskSubtask): Found | null {
	const rows = it.subtask?.validation?.errorRows?.new ?? 0;
	if (rows === 0) return null;
	return {
		kind: 'invalid-rows',
		label: 'Invalid rows',
		counted: true,
		reason: `${place(it)}: the validator reports ${rows === 1 ? '1 row that differs' : `${rows} rows that differ`}.`,
		...(failureOf(it) !== null && {outlook: `${failureOf(it)} ${unchecked}`}),
	};
}

export function validatorFailed(it: TaskSubtask): Found | null {
	const stage = it.subtask?.validation?.stage;
	const failure = failureOf(it);
	if (stage === undefined || failure === null) return null;
	return {
		kind: 'validator',
		label: stage === 'Running' ? 'Validator error' : `Validator ${stage.toLowerCase()}`,
		counted: true,
		reason: `${place(it)}: ${failure}`,
		...(stage !== 'Running' && {outlook: unchecked}),
	};
}

function failureOf({subtask}: TaskSubtask): string | null {
	const validation = subtask?.validation;
	const error = validation?.result?.errors[0];
	if (validation == null || error === undefined) return null;
	const does = validation.stage === 'Running' ? 'reports an error' : `is ${validation.stage}`;
	return `the validator ${does}: ${headline(error)}.`;
}

const unchecked = 'The task goes on; its rows are not checked until somebody starts the validator again.';
