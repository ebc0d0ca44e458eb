import os from 'node:os';
import {variables} from '../args/usage.ts';
import type {Config} from '../config/config.ts';
import {settingsOf} from '../config/settings.ts';

export type FactsFrom = {
	readonly version: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config;
	readonly masters: readonly string[];
	/** Nothing names a cluster of the file of settings. */
	readonly anonymous: boolean;
	readonly wallMs: number;
	/** Null where there is no terminal. */
	readonly size: {readonly columns: number; readonly rows: number} | null;
};

/** What somebody who looks for a mistake has to know of this dmtop, its machine, its terminal and its settings. */
export function factsOf({
	version,
	env,
	config,
	masters,
	anonymous,
	wallMs,
	size,
}: FactsFrom): Readonly<Record<string, unknown>> {
	return {
		dmtop: version,
		node: process.version,
		system: `${os.type()} ${os.release()} ${process.arch}`,
		time: new Date(wallMs).toISOString(),
		masters,
		terminal: {size: size === null ? null : `${size.columns}x${size.rows}`, ...given(terminalVariables, env)},
		environment: given(otherVariables, env),
		// What may be secret is not in it.
		settings: Object.fromEntries(
			settingsOf(config, env, variables)
				.filter(({name}) => !anonymous || !name.startsWith('clusters'))
				.map(({name, value}) => [name, value]),
		),
	};
}

const terminalVariables = [
	'TERM',
	'COLORTERM',
	'TERM_PROGRAM',
	'TERM_PROGRAM_VERSION',
	'TMUX',
	'STY',
	'LANG',
	'LC_ALL',
	'LC_CTYPE',
	'NO_COLOR',
	'FORCE_COLOR',
] as const;

const otherVariables = ['DM_MASTER_ADDR', 'DMTOP_CLUSTER', 'NODE_OPTIONS'] as const;

function given(names: readonly string[], env: FactsFrom['env']): Readonly<Record<string, string>> {
	return Object.fromEntries(names.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]]])));
}
