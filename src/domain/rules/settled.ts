import {sentenceOf} from '../failure/sentence.ts';
import {betweenStages} from '../stage.ts';
import type {TaskSubtask} from '../task.ts';
import type {FindingKind} from './finding-kind.ts';
import {place} from './parts.ts';
import type {Found, Rule} from './rule.ts';

export function paused(it: TaskSubtask): Found | null {
	if (it.subtask?.stage !== 'Paused') return null;
	const [trace] = it.subtask.result?.errors ?? [];
	const how =
		trace === undefined
			? 'without an error, by a person.'
			: `by a person; "${sentenceOf(trace)}" is what the pause left behind.`;
	return {
		kind: 'paused',
		label: 'Paused (operator)',
		reason: `${place(it)}: paused ${how}`,
		outlook: 'It stays so until somebody resumes it.',
	};
}

/** Neither in one stage nor in the other: it may hang there. */
export function between(it: TaskSubtask): Found | null {
	const stage = it.subtask?.stage;
	const told = stage === undefined ? null : betweenStages(stage);
	if (stage === undefined || told === null) return null;
	const busy = it.busySinceMs === null ? '' : `; ${workerBusy}`;
	return {
		kind: 'between',
		label: stage,
		counted: true,
		reason: `${place(it)}: ${told.doing}${busy}.`,
		outlook: told.comes,
	};
}

/** It runs, and what its unit does is not told. */
export function busy(it: TaskSubtask): Found | null {
	if (it.busySinceMs === null || it.subtask?.stage !== 'Running') return null;
	return {
		kind: 'running',
		label: 'Running',
		reason: `${place(it)}: ${workerBusy}, so its figures are not known.`,
		outlook: 'A worker is busy while it pauses or stops a task; its other tasks run on.',
	};
}

const workerBusy = 'the worker is busy and tells the stage alone';

export function stageIs(stage: keyof typeof settledKinds): Rule {
	return it => (it.subtask?.stage === stage ? {kind: settledKinds[stage], label: stage} : null);
}

const settledKinds = {
	Running: 'running',
	New: 'new',
	Finished: 'finished',
	Stopped: 'stopped',
} as const satisfies Record<string, FindingKind>;
