import type {ProcessError} from './cluster.ts';
import {unitOf} from './cluster.ts';
import {trustedLag} from './progress.ts';
import {resume} from './resume.ts';
import type {StatusWord} from './status.ts';
import type {TaskSubtask} from './task.ts';
import type {DmVersion} from './version.ts';

/** What a rule found at one subtask. */
export type Finding = {
	readonly word: StatusWord;
	/** Findings of one kind are counted together. */
	readonly kind: string;
	readonly label: string;
	/** The label for a task with several subtasks of which `same` have this finding; `count` is ` 1/16` or empty. */
	readonly of: (same: number, count: string) => string;
	readonly counted: boolean;
	readonly reason: string | null;
	readonly outlook: string | null;
	readonly source: string;
};

/** A lag above this is a warning, in seconds. */
export const lagLimitSeconds = 60;

/** A relay that has not caught up for this long is a warning. */
export const relayBehindLimitMs = 60_000;

/** What DM should have retried by then, and was not seen to. */
export const retryLimitMs = 6 * 60_000;

/** The first rule that matches, worst first; the last one always does. */
export function subtaskFinding(it: TaskSubtask, version: DmVersion, nowMs: number): Finding {
	for (const {word, rule} of rules) {
		const found = rule(it, version, nowMs);
		if (found !== null) return finding(word, it.source, found);
	}
	const stage = it.subtask?.stage ?? 'Unknown';
	return finding('warning', it.source, {
		kind: 'stage',
		label: stage,
		reason: `${place(it)}: DM says ${stage}, which fits no other status.`,
	});
}

type Found = {
	readonly kind: string;
	readonly label: string;
	readonly of?: (same: number, count: string) => string;
	readonly counted?: boolean;
	readonly reason?: string;
	readonly outlook?: string;
};

function finding(word: StatusWord, source: string, found: Found): Finding {
	const counted = found.counted ?? false;
	return {
		word,
		source,
		counted,
		kind: found.kind,
		label: found.label,
		of: found.of ?? ((_, count) => found.label + count),
		reason: found.reason ?? null,
		outlook: found.outlook ?? null,
	};
}

type Rule = (it: TaskSubtask, version: DmVersion, nowMs: number) => Found | null;

/** In order of severity; the first match wins. */
const rules: readonly {readonly word: StatusWord; readonly rule: Rule}[] = [
	{word: 'error', rule: sourceError},
	{word: 'error', rule: failed},
	{word: 'error', rule: relayFailed},
	{word: 'error', rule: notRetried},
	{word: 'unknown', rule: silent},
	{word: 'retrying', rule: retrying},
	{word: 'locked', rule: conflict},
	{word: 'locked', rule: locked},
	{word: 'warning', rule: missing},
	{word: 'warning', rule: upstreamUnknown},
	{word: 'warning', rule: relayHalted},
	{word: 'warning', rule: lagging},
	{word: 'warning', rule: relayBehind},
	{word: 'warning', rule: invalidRows},
	{word: 'paused', rule: paused},
	{word: 'running', rule: stageIs('Running', 'Running')},
	{word: 'new', rule: stageIs('New', 'New')},
	{word: 'finished', rule: stageIs('Finished', 'Finished')},
	{word: 'stopped', rule: stageIs('Stopped', 'Stopped')},
];

function sourceError(it: TaskSubtask): Found | null {
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

function failed(it: TaskSubtask, version: DmVersion): Found | null {
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

function relayFailed(it: TaskSubtask, version: DmVersion): Found | null {
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

function notRetried(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
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

function silent(it: TaskSubtask): Found | null {
	const who = it.worker === null ? it.source : it.worker;
	const what = silences[it.presence.type];
	if (what === null) return null;
	const message = 'message' in it.presence ? it.presence.message : null;
	return {
		kind: 'silent',
		label: `${who} ${what.word}`,
		of: same => (same === 1 ? `${who} ${what.word}` : `${same} sources silent`),
		reason: `${place(it)}: ${what.sentence}${message === null ? '.' : `: ${message}`}`,
		outlook:
			it.subtask === null
				? 'No answer has told of this subtask since dmtop started.'
				: `What is shown of it is its last known state: ${it.subtask.stage}.`,
	};
}

const silences = {
	here: null,
	missing: null,
	silent: {word: 'silent', sentence: 'its source did not answer'},
	unbound: {word: 'not bound', sentence: 'no worker is bound to its source'},
	absent: {word: 'absent', sentence: "its source is missing from the master's answer"},
} as const satisfies Record<TaskSubtask['presence']['type'], {word: string; sentence: string} | null>;

function retrying(it: TaskSubtask): Found | null {
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

function conflict(it: TaskSubtask): Found | null {
	const sync = runningSync(it);
	const text = sync?.conflictMessage ?? sync?.blockDdlOwner ?? null;
	if (text === null) return null;
	return {
		kind: 'conflict',
		label: 'DDL conflict',
		counted: true,
		reason: `${place(it)}: optimistic shard DDL conflict: ${firstLine(text)}`,
		outlook: 'Needs a decision: the conflicting DDLs have to be made to agree.',
	};
}

function locked(it: TaskSubtask): Found | null {
	const sync = runningSync(it);
	if (sync === null) return null;
	const group = sync.groups[0];
	const waits = sync.blockingDdls.length > 0 || it.subtask?.lockId != null;
	if (group === undefined && !waits) return null;
	const target = group?.target ?? 'a table';
	const [ddl] = [...sync.blockingDdls, ...(group?.ddls ?? [])];
	return {
		kind: 'lock',
		label: 'Running (DDL lock)',
		reason: `${place(it)}: ${lockRole(waits, group)} of ${target}${ddl === undefined ? '' : `: ${firstLine(ddl)}`}`,
		outlook: 'It goes on once every source has met the DDL.',
	};
}

function lockRole(
	waits: boolean,
	group: {readonly received: boolean; readonly unsynced: readonly string[]} | undefined,
) {
	if (group !== undefined && !group.received) return 'holds up: has not met the shard DDL';
	if (group !== undefined && group.unsynced.length > 0)
		return `holds up: ${group.unsynced.length} of its tables lack the shard DDL`;
	return waits ? 'waits for the shard DDL' : 'has met the shard DDL and waits';
}

function missing(it: TaskSubtask): Found | null {
	if (it.presence.type !== 'missing') return null;
	return {
		kind: 'missing',
		label: 'Missing',
		counted: true,
		reason: `${place(it)}: its source answers well and does not list this subtask.`,
		outlook: 'It was stopped there alone, or was never started there.',
	};
}

function upstreamUnknown(it: TaskSubtask): Found | null {
	const work = it.subtask?.work;
	if (work?.type !== 'Sync' || work.upstream !== null) return null;
	return {
		kind: 'upstream',
		label: 'Upstream silent',
		counted: true,
		reason: `${place(it)}: the upstream does not tell its position; it may be down.`,
		outlook: 'DM goes on saying Running; lag and gap are unknown, not zero.',
	};
}

function relayHalted(it: TaskSubtask): Found | null {
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

function lagging(it: TaskSubtask): Found | null {
	const lag = it.subtask === null ? null : trustedLag(it.subtask, it.blockedSinceMs !== null);
	if (lag === null || lag <= lagLimitSeconds) return null;
	return {
		kind: 'lag',
		label: 'Running (lagging)',
		reason: `${place(it)}: ${lag} s behind its upstream, the limit is ${lagLimitSeconds} s.`,
	};
}

function relayBehind(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
	if (underRelay(it) === null || it.relayBehindSinceMs === null) return null;
	if (nowMs - it.relayBehindSinceMs < relayBehindLimitMs) return null;
	return {
		kind: 'relay-behind',
		label: 'Relay behind',
		counted: true,
		reason: `${place(it)}: its relay has not caught up with the upstream for over a minute.`,
	};
}

function invalidRows(it: TaskSubtask): Found | null {
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

function paused(it: TaskSubtask): Found | null {
	if (it.subtask?.stage !== 'Paused') return null;
	return {
		kind: 'paused',
		label: 'Paused (operator)',
		reason: `${place(it)}: paused without an error, by a person.`,
		outlook: 'It stays so until somebody resumes it.',
	};
}

function stageIs(stage: string, label: string): Rule {
	return it => (it.subtask?.stage === stage ? {kind: stage, label} : null);
}

function runningSync(it: TaskSubtask) {
	const {subtask} = it;
	return subtask?.stage === 'Running' && subtask.work.type === 'Sync' ? subtask.work : null;
}

/** The relay that a running Sync reads from; a subtask that reads its upstream directly does not depend on one. */
function underRelay(it: TaskSubtask) {
	const sync = runningSync(it);
	return sync === null || sync.binlogType === 'remote' ? null : it.relay;
}

function relayErrors(it: TaskSubtask) {
	const relay = underRelay(it);
	const result = relay?.stage === 'Paused' ? relay.result : null;
	const first = result?.errors[0];
	return result == null || first === undefined ? null : {result, first};
}

function place({source, worker, subtask}: TaskSubtask): string {
	const unit = subtask === null ? '' : ` ${unitOf(subtask.work)}`;
	return `${source}${worker === null ? '' : `/${worker}`}${unit}`;
}

function stale(it: TaskSubtask): string {
	return it.presence.type === 'here' ? '' : ' (last known; its source is silent now)';
}

/** The code and the first line of what went wrong: the cause where DM names one, else the message. */
export function headline(error: ProcessError): string {
	const text = error.rawCause ?? error.message ?? 'DM gives no text';
	return [error.code, firstLine(text).replace(locations, '')].filter(part => part !== null).join(' ');
}

const locations =
	/^(startLocation: \[[^\]]*\], endLocation: \[[^\]]*\](, origin SQL: \[[^\]]*\])?: |current pos \([^)]*\): )/;

function firstLine(text: string): string {
	const line = text.split('\n', 1)[0] ?? '';
	return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}
