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
	if (!reads || (error === null && (work.type !== 'Sync' || work.upstream !== null))) return null;
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

export function invalidRows(it: TaskSubtask): Found | null {
	const validation = it.subtask?.validation;
	const errors = validation?.result?.errors.length ?? 0;
	const rows = validation?.errorRows?.new ?? 0;
	if (errors === 0 && rows === 0) return null;
	return {
		kind: 'validator',
		label: 'Invalid rows',
		counted: true,
		reason: `${place(it)}: the validator reports ${rows > 0 ? `${rows} rows that differ` : 'an error'}.`,
	};
}
