import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Writable} from 'node:stream';
import {cleanText} from '../../domain/text.ts';
import {newKeys} from '../../tui/keys/new-keys.ts';
import {type Options, variables} from '../args/usage.ts';
import {exit, UsageError} from '../exit.ts';
import {configFiles, configFilesThere, readConfigFile} from './config-files.ts';
import {meantInstead} from './nearest.ts';
import {parseConfig} from './parse-config.ts';
import {readConfig} from './read-config.ts';
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
	const verb = options.argument ?? '';
	const does = Object.hasOwn(verbs, verb) ? verbs[verb as keyof typeof verbs] : null;
	if (does === null) throw new UsageError(`config: received "${verb}", expected init, check or show`);
	if (options.origin && verb !== 'show') throw new UsageError('--origin is for config show');
	if (verb !== 'init' && (options.masters.length > 0 || Object.keys(options.tls).length > 0))
		throw new UsageError('--master and --ssl-ca, --ssl-cert, --ssl-key are for config init');
	return does(options, io);
}

export type ConfigOptions = Pick<Options, 'argument' | 'masters' | 'tls' | 'origin'>;

const verbs = {init, check, show} as const;

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
	const problems = there.flatMap(file => {
		const parsed = parseConfig(readConfigFile(file), file);
		return parsed.ok ? [] : parsed.problems;
	});
	const found = problems.length > 0 ? problems : newKeys(readConfig(there).keys, meantInstead).problems;
	for (const problem of found) stderr.write(`dmtop: ${cleanText(problem, {limit: 2000})}\n`);
	if (found.length > 0) return exit.usage;
	stdout.write(there.map(file => `${file} is well\n`).join(''));
	return exit.fine;
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
