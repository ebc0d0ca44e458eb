import type {Writable} from 'node:stream';
import type {CompletedName} from '../args/flag-words.ts';
import {meantInstead} from '../args/nearest.ts';
import type {Options} from '../args/usage.ts';
import {shells} from '../args/values.ts';
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
	const named = completedNames.find(it => it === what);
	if (named !== undefined) {
		const {namesFor} = await import('./names.ts');
		// A shell has no place for a complaint.
		const names = await findConfig()
			.then(config => namesFor(named, line, env, config))
			.catch(() => []);
		stdout.write(names.map(name => `${name}\n`).join(''));
		return exit.fine;
	}
	stdout.write(await script(what));
	return exit.fine;
}

const completedNames = ['task', 'source', 'lock', 'token', 'cluster'] as const satisfies readonly CompletedName[];

async function script(shell: string): Promise<string> {
	switch (shell) {
		case 'bash':
			return (await import('./bash.ts')).bashCompletion();
		case 'zsh':
			return (await import('./zsh.ts')).zshCompletion();
		case 'fish':
			return (await import('./fish.ts')).fishCompletion();
		default:
			throw new UsageError(
				`complete: received "${shell}"${meantInstead(shell, shells)}, expected one of ${shells.join(', ')}`,
			);
	}
}
