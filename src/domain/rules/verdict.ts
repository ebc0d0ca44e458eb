import {stageName} from '../stage.ts';
import type {StatusWord} from '../status-word.ts';
import type {Task, TaskSubtask, Unlisted} from '../task.ts';
import {missing, notListed, silent, stillAsking} from './absent.ts';
import {conflict, locked} from './blocked.ts';
import {failed, notRetried, relayFailed, retriedInVain, retrying, sourceError} from './failing.ts';
import type {FindingKind} from './finding-kind.ts';
import {place} from './parts.ts';
import type {Found, Rule} from './rule.ts';
import {between, busy, paused, stageIs} from './settled.ts';
import {
	invalidRows,
	lagging,
	pastUpstream,
	relayBehind,
	relayDisk,
	relayHalted,
	stalled,
	unflushed,
	upstreamUnknown,
	validatorBehind,
	validatorFailed,
} from './warning.ts';

/** What a rule found at one subtask. */
export type Finding = {
	readonly word: StatusWord;
	/** Findings of one kind are counted together. */
	readonly kind: FindingKind;
	readonly label: string;
	/** The label for a task with several subtasks of which `same` have this finding; `count` is ` 1/16` or empty. */
	readonly of: (same: number, count: string) => string;
	readonly counted: boolean;
	readonly reason: string | null;
	readonly outlook: string | null;
	readonly source: string;
};

/** What the rules go by beside the subtask: those of its task. */
type Bearings = Pick<Task, 'version' | 'limits'>;

/** The first rule that matches, worst first; the last one always does. */
export function subtaskFinding(it: TaskSubtask, {version, limits}: Bearings, nowMs: number): Finding {
	for (const {word, rule} of rules) {
		const found = rule(it, version, nowMs, limits);
		if (found !== null) return finding(word, it.source, found);
	}
	const stage = stageName(it.subtask?.stage ?? 'Unknown');
	return finding('warning', it.source, {
		kind: 'stage',
		label: stage,
		reason: `${place(it)}: DM says ${stage}, which fits no other status.`,
	});
}

/** That of a subtask whose task DM has removed: whatever was known of it, it went with the task. */
export function stoppedWithTask({source}: TaskSubtask): Finding {
	return finding('stopped', source, {kind: 'gone', label: 'Stopped with its task'});
}

/** That of a subtask whose task no answer lists any more; while DM is asked for it by name, it is what it was. */
export function unlistedFinding(it: TaskSubtask, unlisted: Unlisted, of: Bearings, nowMs: number): Finding {
	if (it.presence.type !== 'missing' || it.subtask === null) return subtaskFinding(it, of, nowMs);
	const {byName} = unlisted;
	if (byName !== null) return finding('unknown', it.source, notListed(it, byName));
	return {...subtaskFinding({...it, presence: {type: 'here'}}, of, nowMs), outlook: stillAsking};
}

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

/** In order of severity; the first match wins. */
const rules: readonly {readonly word: StatusWord; readonly rule: Rule}[] = [
	{word: 'error', rule: sourceError},
	{word: 'error', rule: failed},
	{word: 'error', rule: relayFailed},
	{word: 'unknown', rule: silent},
	{word: 'error', rule: retriedInVain},
	{word: 'error', rule: notRetried},
	{word: 'retrying', rule: retrying},
	{word: 'locked', rule: conflict},
	{word: 'locked', rule: locked},
	{word: 'warning', rule: missing},
	{word: 'warning', rule: upstreamUnknown},
	{word: 'warning', rule: pastUpstream},
	{word: 'warning', rule: relayHalted},
	{word: 'warning', rule: stalled},
	{word: 'warning', rule: unflushed},
	{word: 'warning', rule: lagging},
	{word: 'warning', rule: relayBehind},
	{word: 'warning', rule: relayDisk},
	{word: 'warning', rule: invalidRows},
	{word: 'warning', rule: validatorFailed},
	{word: 'warning', rule: validatorBehind},
	{word: 'warning', rule: between},
	{word: 'paused', rule: paused},
	{word: 'running', rule: busy},
	{word: 'running', rule: stageIs('Running')},
	{word: 'new', rule: stageIs('New')},
	{word: 'finished', rule: stageIs('Finished')},
	{word: 'stopped', rule: stageIs('Stopped')},
];
