import type {TaskSubtask} from '../task.ts';
import {place} from './parts.ts';
import type {Found, Rule} from './rule.ts';

export function paused(it: TaskSubtask): Found | null {
	if (it.subtask?.stage !== 'Paused') return null;
	return {
		kind: 'paused',
		label: 'Paused (operator)',
		reason: `${place(it)}: paused without an error, by a person.`,
		outlook: 'It stays so until somebody resumes it.',
	};
}

export function stageIs(stage: string, label: string): Rule {
	return it => (it.subtask?.stage === stage ? {kind: stage, label} : null);
}
