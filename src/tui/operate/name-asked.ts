import type {Asking, Dialog} from '../state.ts';
import {sentTargets} from './dialogs.ts';

/** The name that is asked for before it is done: the task's, or of several tasks that of their cluster. */
export function nameAsked(
	{origin}: Pick<Dialog, 'origin'>,
	{targets}: Asking,
): {
	readonly of: 'task' | 'cluster';
	readonly name: string;
} {
	const [first, ...others] = sentTargets(targets);
	return first !== undefined && others.length === 0
		? {of: 'task', name: first.task}
		: {of: 'cluster', name: origin.cluster};
}
