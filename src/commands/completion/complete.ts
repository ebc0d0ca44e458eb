import type {Writable} from 'node:stream';
import type {Options} from '../args/usage.ts';
import type {Config} from '../config/config.ts';
import {exit, UsageError} from '../exit.ts';

export type CompleteIo = {
	readonly stdout: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** What the files of settings say. */
	readonly findConfig: () => Promise<Config>;
};

/**
 * Prints what a shell is told to complete `dmtop`: its script, or, as that script asks, the names for a command line that
 * is being typed. Throws a UsageError for a shell that there is none for.
 */
export async function complete(
	{argument}: Pick<Options, 'argument'>,
	{stdout, env, findConfig}: CompleteIo,
): Promise<number> {
	const [what = '', ...line] = (argument ?? '').split(' ');
	if (what === 'task' || what === 'source' || what === 'cluster') {
		const {namesFor} = await import('./names.ts');
		// A shell has no place for a complaint.
		const names = await findConfig()
			.then(config => namesFor(what, line, env, config))
			.catch(() => []);
		stdout.write(names.map(name => `${name}\n`).join(''));
		return exit.fine;
	}
	stdout.write(await script(what));
	return exit.fine;
}

async function script(shell: string): Promise<string> {
	switch (shell) {
		case 'bash':
			return (await import('./bash.ts')).bashCompletion();
		case 'zsh':
			return (await import('./zsh.ts')).zshCompletion();
		case 'fish':
			return (await import('./fish.ts')).fishCompletion();
		default:
			throw new UsageError(`complete: received "${shell}", expected one of bash, zsh, fish`);
	}
}
