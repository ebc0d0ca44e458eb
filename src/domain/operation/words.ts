import type {Operation, OperationTarget} from './operation.ts';
import {unaddressable} from './task-name.ts';

/** The state that it is for, as `dmtop wait` names it. */
export const wantedState = {pause: 'paused', resume: 'running', stop: 'stopped'} as const satisfies Record<
	Operation,
	string
>;

/**
 * The dmctl line that would do the same, fit to be pasted into a shell, whatever the names hold; `workers` are the
 * addresses that DM 1.0 goes by, null from 2.0 on.
 */
export function dmctlCommand(
	operation: Operation,
	{task, sources}: OperationTarget,
	workers: readonly (string | null)[] | null,
	master: string | null,
): string {
	const flag = workers === null ? '-s' : '-w';
	const names = sources === null ? [] : (workers ?? sources).map(name => ` ${flag} ${quoted(name ?? '?')}`);
	return dmctlLine(master, commandLine(`${operation}-task`, task, names.join('')));
}

/** A command of dmctl as a whole line; `master` is a dm-master's address, with or without its scheme. */
export function dmctlLine(master: string | null, command: string): string {
	const address = master?.replace(/^https?:\/\//, '').replace(/\/+$/, '') ?? '';
	return `dmctl ${address === '' ? '' : `--master-addr ${quoted(address)} `}${command}`;
}

/** Why DM cannot be asked over HTTP for an operation on a task of that name, and the dmctl line that can; null where it can. */
export function notOverHttp(operation: Operation, target: OperationTarget, master: string | null): string | null {
	const why = unaddressable(target.task);
	// What cannot be typed has no line either.
	if (why === null || target.task === '' || /\p{Cs}/u.test(target.task)) return why;
	return `${why}; in a shell: ${dmctlCommand(operation, target, null, master)}`;
}

/**
 * A command line on one name, with flags; the name comes last where it could be taken for a flag itself. `rest` is what
 * has to follow the name.
 */
export function commandLine(command: string, name: string, flags: string, rest = ''): string {
	const named = `${quoted(name)}${rest}`;
	return name.startsWith('-') ? `${command}${flags} -- ${named}` : `${command} ${named}${flags}`;
}

/** A name as one word of a shell's command line: in quotes where a shell would make something else of it. */
export function quoted(name: string): string {
	return plain.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** What begins with `=` is a command's path to some shells. */
const plain = /^(?![-=])[\w.:@%+=,/-]+$/;

/** What is said before an operation of a 1.0 worker that has never answered. */
export function notAsked(worker: string): string {
	return `${worker} does not answer and is not asked: it may have a part`;
}
