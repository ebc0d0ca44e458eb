import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Writable} from 'node:stream';
import {cleanText} from '../../domain/text.ts';
import {newKeys} from '../../tui/keys/new-keys.ts';
import {meantInstead} from '../args/nearest.ts';
import {type Options, variables} from '../args/usage.ts';
import {verbOf, type verbs} from '../args/verbs.ts';
import {exit, UsageError} from '../exit.ts';
import type {KeyChange} from './config.ts';
import {configFiles, configFilesThere, readConfigFile} from './config-files.ts';
import {parseConfig} from './parse-config.ts';
import {keysOver, readConfig} from './read-config.ts';
import {settingsOf} from './settings.ts';

export type ConfigIo = {
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The files of settings; by default at their places on this system. */
	readonly files?: readonly string[];
};

/** `dmtop config init`, `check` and `show`: the file of settings. Throws a UsageError where that means nothing. */
export function config(options: ConfigOptions, io: ConfigIo): number {
	const {verb} = verbOf('config', options.argument);
	if (options.origin && verb !== 'show') throw new UsageError('--origin is for config show');
	if (verb !== 'init' && (options.masters.length > 0 || Object.keys(options.tls).length > 0))
		throw new UsageError('--master and --ssl-ca, --ssl-cert, --ssl-key are for config init');
	return does[verb](options, io);
}

export type ConfigOptions = Pick<Options, 'argument' | 'masters' | 'tls' | 'origin'>;

const does = {init, check, show} as const satisfies Record<keyof typeof verbs.config, unknown>;

/** Writes a first file, with the cluster that was named, or dmctl's own. Never over one that is there. */
function init({masters, tls}: ConfigOptions, {stdout, env, files = configFiles()}: ConfigIo): number {
	const file = files.at(-1);
	if (file === undefined || files.length < 2)
		throw new UsageError('config init: neither XDG_CONFIG_HOME nor HOME is an absolute path');
	const taken = masters.length > 0 ? masters : (env['DM_MASTER_ADDR'] ?? '').split(',').filter(it => it.trim() !== '');
	const text = firstFile(
		taken.map(it => it.trim()),
		tls,
	);
	const parsed = parseConfig(text, 'config init');
	if (!parsed.ok) throw new UsageError(parsed.problems[0] ?? 'config init: no file could be made of that');
	try {
		mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
		writeFileSync(file, text, {flag: 'wx', mode: 0o600});
	} catch (error) {
		const {code = 'unknown error'} = error as NodeJS.ErrnoException;
		const why = code === 'EEXIST' ? 'is there already; it is left as it is' : `cannot be written (${code})`;
		throw new UsageError(`config init: ${file} ${why}`);
	}
	stdout.write(
		`wrote ${file}${taken.length === 0 ? ', which names no cluster yet' : ` with the cluster main: ${taken.map(it => cleanText(it)).join(', ')}`}\n`,
	);
	return exit.fine;
}

function firstFile(masters: readonly string[], tls: ConfigOptions['tls']): string {
	const quoted = (text: string) => JSON.stringify(text);
	const files = Object.entries(tls).map(([name, file]) => `${name}: ${quoted(path.resolve(file))}`);
	const cluster =
		masters.length === 0
			? [
					'#clusters:',
					'#  main:',
					'#    masters: ["10.0.0.5:8261", "10.0.0.6:8261"]',
					'#    label: prod          # asks once more before anything is operated',
					'#  stage: {gateway: "wss://gw.stage:8271", token-file: ~/.config/dmtop/stage.token}',
				]
			: [
					'clusters:',
					'  main:',
					`    masters: [${masters.map(quoted).join(', ')}]`,
					...(files.length === 0 ? [] : [`    tls: {${files.join(', ')}}`]),
					'    #label: prod         # asks once more before anything is operated',
				];
	return `# Settings of dmtop; "dmtop config check" reads them. Flags and DMTOP_* in the environment go before them.
${cluster.join('\n')}
#limits: {lag: 60s, stall: 3m, age: 10s}
#theme: auto             # auto, light, dark, mono, colour-blind
#symbols: auto           # auto, ascii
#keys: {why: [e, F2]}
`;
}

/** Tells all that is wrong with the files. */
function check(_: ConfigOptions, {stdout, stderr, files}: ConfigIo): number {
	const there = configFilesThere(files);
	if (there.length === 0) {
		stdout.write(
			`there is no file of settings (${(files ?? configFiles()).join(', ')}); dmtop config init makes one\n`,
		);
		return exit.fine;
	}
	const read = there.map(file => readProblems(file));
	const keys = read.reduce<readonly KeyChange[]>((before, one) => keysOver(before, one.keys), []);
	const found = [...read.flatMap(({problems}) => problems), ...newKeys(keys, meantInstead).problems];
	const inOrder = found
		.map(problem => ({problem, place: placeOf(problem, there)}))
		.sort((a, b) => a.place.map((at, index) => at - (b.place[index] ?? 0)).find(far => far !== 0) ?? 0);
	for (const {problem} of inOrder) stderr.write(`dmtop: ${cleanText(problem, {limit: 2000})}\n`);
	if (found.length > 0) return exit.usage;
	stdout.write(there.map(file => `${file} is well\n`).join(''));
	return exit.fine;
}

/** What is wrong with one file, and what it says of keys as far as it can be read. */
function readProblems(file: string): {readonly problems: readonly string[]; readonly keys: readonly KeyChange[]} {
	try {
		const parsed = parseConfig(readConfigFile(file), file);
		return parsed.ok ? {problems: [], keys: readConfig([file]).keys} : parsed;
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		return {problems: [error.message], keys: []};
	}
}

/** By which of the files, by line and by column, a sentence is told that may begin with them. */
function placeOf(problem: string, files: readonly string[]): readonly [number, number, number] {
	const file = files.findIndex(name => problem.startsWith(`${name}:`));
	const [, line = '0', column = '0'] = /^:(\d+):(\d+)/.exec(problem.slice(files[file]?.length ?? 0)) ?? [];
	return [file, Number(line), Number(column)];
}

/** Prints what holds, and where it comes from. What may be secret is not shown. */
function show({origin}: ConfigOptions, {stdout, env, files}: ConfigIo): number {
	const settings = settingsOf(readConfig(configFilesThere(files)), env, variables);
	const nameWidth = Math.max(...settings.map(({name}) => name.length));
	const valueWidth = Math.max(...settings.map(({value}) => value.length));
	const lines = settings.map(({name, value, from}) =>
		origin ? `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${from}` : `${name.padEnd(nameWidth)}  ${value}`,
	);
	stdout.write(`${lines.map(text => cleanText(text, {limit: 1000}).trimEnd()).join('\n')}\n`);
	return exit.fine;
}
