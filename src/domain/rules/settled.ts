import {firstLine} from '../sentence.ts';
import type {TaskSubtask} from '../task.ts';
import {place} from './parts.ts';
import type {Found, Rule} from './rule.ts';

export function paused(it: TaskSubtask): Found | null {
	if (it.subtask?.stage !== 'Paused') return null;
	const [trace] = it.subtask.result?.errors ?? [];
	const how =
		trace === undefined
			? 'without an error, by a person.'
			: `by a person; "${firstLine(trace.rawCause ?? trace.message ?? '')}" is what the pause left behind.`;
	return {
		kind: 'paused',
		label: 'Paused (operator)',
		reason: `${place(it)}: paused ${how}`,
		outlook: 'It stays so until somebody resumes it.',
	};
}

export function stageIs(stage: string, label: string): Rule {
	return it => (it.subtask?.stage === stage ? {kind: stage, label} : null);
}
