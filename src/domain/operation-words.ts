import type {Operation, OperationTarget} from './operation.ts';

/** What stands in a row while an operation is under way. */
export const doing = {pause: 'pausing', resume: 'resuming', stop: 'stopping'} as const satisfies Record<
	Operation,
	string
>;

/** What DM says was done. */
export const done = {pause: 'paused', resume: 'resumed', stop: 'stopped'} as const satisfies Record<Operation, string>;

/** The command of dmctl that would do the same; `workers` are the addresses that DM 1.0 goes by, null from 2.0 on. */
export function dmctlCommand(
	operation: Operation,
	{task, sources}: OperationTarget,
	workers: readonly (string | null)[] | null,
): string {
	const flag = workers === null ? '-s' : '-w';
	const names = sources === null ? [] : (workers ?? sources).map(name => ` ${flag} ${name ?? '?'}`);
	return `${operation}-task ${task}${names.join('')}`;
}
