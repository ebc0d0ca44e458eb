import type {FindingKind} from './rules/finding-kind.ts';
import {type Finding, stoppedWithTask, subtaskFinding, unlistedFinding} from './rules/verdict.ts';
import {type StatusWord, statusWords} from './status-word.ts';
import type {Task, TaskSubtask} from './task.ts';

/** What is shown of a task or of one source's part of it: a word, the text of the STATUS column, and why. */
export type Status = {
	readonly word: StatusWord;
	/** What was found; it tells apart what has one word. */
	readonly kind: FindingKind;
	/** Such as `Error: subtask 1/16`. */
	readonly label: string;
	/** What is wrong and where; null for what is well. */
	readonly reason: string | null;
	/** What will happen: whether DM resumes it by itself, what keeps running; null where there is nothing to say. */
	readonly outlook: string | null;
	/** The source that the reason speaks of. */
	readonly source: string | null;
	/** How many parts more have the same finding; 0 for one part. */
	readonly more: number;
};

/** Smaller is worse. */
export function severity(word: StatusWord): number {
	return statusWords.indexOf(word);
}

/** What is found at each subtask of a task, in their order: the table of the task applied to it alone. */
export function findingsOf(task: Task, nowMs: number): readonly Finding[] {
	return task.subtasks.map(subtask => partOf(task, subtask, nowMs));
}

/** The status of one source's part of a task. */
export function subtaskStatus(task: Task, subtask: TaskSubtask, nowMs: number): Status {
	const {word, kind, label, reason, outlook, source} = partOf(task, subtask, nowMs);
	return {word, kind, label, reason, outlook, source, more: 0};
}

function partOf(task: Task, subtask: TaskSubtask, nowMs: number): Finding {
	if (task.goneAtMs !== null) return stoppedWithTask(subtask);
	if (task.unlisted !== null) return unlistedFinding(subtask, task.unlisted, task, nowMs);
	return subtaskFinding(subtask, task, nowMs);
}

/**
 * The status of a task: the worst of its subtasks, and what only shows when they are seen together. `findings` are those
 * of its subtasks, for whoever has them already.
 */
export function status(task: Task, nowMs: number, findings = findingsOf(task, nowMs)): Status {
	if (task.goneAtMs !== null) {
		return {
			word: 'stopped',
			kind: 'gone',
			label: 'Stopped',
			reason: 'No source lists it any more, and DM does not know it by name: a task that was stopped is removed.',
			outlook: null,
			source: null,
			more: 0,
		};
	}
	const [first] = findings;
	if (first === undefined) return nowhere;
	const worst = findings.reduce(
		(best, finding) => (severity(finding.word) < severity(best.word) ? finding : best),
		first,
	);
	const same = findings.filter(finding => finding.word === worst.word && finding.kind === worst.kind).length;
	if (severity(worst.word) <= severity('warning')) return troubled(worst, same, task, findings);
	return differing(task) ?? settled(worst, findings);
}

const nowhere: Status = {
	word: 'unknown',
	kind: 'nowhere',
	label: 'On no source',
	reason: 'No source is known on which this task is.',
	outlook: null,
	source: null,
	more: 0,
};

function troubled(worst: Finding, same: number, task: Task, findings: readonly Finding[]): Status {
	const total = task.subtasks.length;
	const count = total > 1 && worst.counted ? ` ${same}/${total}` : '';
	const others = findings.filter(finding => finding.word === 'running').length;
	const goOn =
		others > 0 && worst.word !== 'warning'
			? `${others} of ${total} subtasks ${others === 1 ? 'keeps' : 'keep'} running.`
			: null;
	return {
		word: worst.word,
		kind: worst.kind,
		label: worst.of(same, count),
		reason: worst.reason,
		outlook: [worst.outlook, goOn].filter(text => text !== null).join(' ') || null,
		source: worst.source,
		more: same - 1,
	};
}

const harmlessTogether: ReadonlySet<string> = new Set(['New', 'Running', 'Finished']);

/** Stages that differ, except New, Running and Finished among themselves. */
function differing(task: Task): Status | null {
	const stages = new Set(task.subtasks.map(({subtask}) => subtask?.stage ?? ''));
	if (stages.size < 2 || [...stages].every(stage => harmlessTogether.has(stage))) return null;
	const good = task.subtasks.filter(({subtask}) => isGood(subtask?.stage)).length;
	const other = task.subtasks.find(({subtask}) => !isGood(subtask?.stage));
	const stage = other?.subtask?.stage ?? 'unknown';
	return {
		word: 'warning',
		kind: 'stages-differ',
		label: `Running ${good}/${task.subtasks.length}`,
		reason: `${other?.source ?? '?'} is ${stage} while others are not.`,
		outlook: stage === 'Paused' ? 'It was paused without an error; it stays so until somebody resumes it.' : null,
		source: other?.source ?? null,
		more: task.subtasks.length - good - 1,
	};
}

function isGood(stage: string | undefined): boolean {
	return stage === 'Running' || stage === 'Finished';
}

/** New, Running and Finished together are running; anything else is what all of them are. */
function settled(worst: Finding, findings: readonly Finding[]): Status {
	const together = findings.every(finding => finding.word === worst.word);
	const word = together ? worst.word : 'running';
	const label = together ? worst.label : 'Running';
	return {
		word,
		kind: together ? worst.kind : 'running',
		label,
		reason: worst.reason,
		outlook: worst.outlook,
		source: null,
		more: 0,
	};
}
