import {UsageError} from './exit.ts';

/** What the command line asks for. */
export type Parsed = {readonly command: CommandName | 'help' | 'version' | 'nothing'; readonly options: Options};

export type CommandName = 'watch' | 'demo' | 'serve' | 'connect' | 'simulate' | 'status';

/** The values of all flags, checked; null where a flag was not given. */
export type Options = {
	readonly masters: readonly string[];
	readonly tls: {readonly ca?: string; readonly cert?: string; readonly key?: string};
	readonly everyMs: number | null;
	readonly scenario: string | null;
	readonly seed: number | null;
	readonly dm: string | null;
	readonly listen: {readonly host: string; readonly port: number} | null;
	readonly replay: string | null;
	readonly speed: number | null;
	readonly json: boolean;
	readonly watchMs: number | null;
	readonly ascii: boolean;
	/** What follows the command: a task for `status`, a URL for `connect`. */
	readonly argument: string | null;
};

export const help = `dmtop: live monitor for PingCAP DM (Data Migration) clusters

  dmtop --master HOST:8261          full-screen monitor (or set DM_MASTER_ADDR)
  dmtop demo                        the same on a simulated cluster
  dmtop serve --master HOST:8261    the gateway alone, for a team
  dmtop connect ws://HOST:PORT      full-screen monitor on someone's gateway
  dmtop status [TASK]               print the list, or one task, once
  dmtop simulate                    a simulated dm-master alone

Asking a dm-master
  --master HOST:PORT    may be given several times; the next is tried when one is gone
  --every DURATION      how often to ask, such as 500ms or 3s (3s; demo 1s; at least 500ms)
  --ssl-ca FILE  --ssl-cert FILE  --ssl-key FILE
status
  --json                print JSON
  --watch SECONDS       print again every so many seconds
serve, simulate
  --listen HOST:PORT    where to listen (127.0.0.1:8271, 127.0.0.1:8261; port 0 takes a free one)
demo, simulate
  --scenario NAME       showcase, healthy, storm or huge
  --seed N              another run of the same scenario
  --dm 1.0|2.0|6.5      which DM to simulate
  --replay FILE         serve a recorded timeline instead (simulate)
  --speed N             replay so many times as fast
Screen
  --ascii               nothing but ASCII
  --help  --version

Exit codes
  0  fine; the full screen always, and demo
  1  the cluster says that something is wrong
  2  usage, also an unknown task
  3  nobody answered
  4  timed out
  70 a mistake of dmtop itself
`;

const asking = ['master', 'every', 'sslCa', 'sslCert', 'sslKey'] as const;

/** Which flags a command takes, and what may follow it. */
const commands = {
	watch: {flags: [...asking, 'ascii'], argument: null},
	demo: {flags: ['every', 'scenario', 'seed', 'dm', 'ascii'], argument: null},
	serve: {flags: [...asking, 'listen'], argument: null},
	connect: {flags: ['ascii'], argument: 'the URL of a gateway, such as ws://127.0.0.1:8271'},
	simulate: {flags: ['listen', 'scenario', 'seed', 'dm', 'replay', 'speed'], argument: null},
	status: {flags: [...asking, 'json', 'watch'], argument: 'a task'},
} as const satisfies Record<CommandName, {flags: readonly Flag[]; argument: string | null}>;

const flags = {
	master: {type: 'string', isMultiple: true},
	every: {type: 'string'},
	sslCa: {type: 'string'},
	sslCert: {type: 'string'},
	sslKey: {type: 'string'},
	scenario: {type: 'string'},
	seed: {type: 'string'},
	dm: {type: 'string'},
	listen: {type: 'string'},
	replay: {type: 'string'},
	speed: {type: 'string'},
	json: {type: 'boolean'},
	watch: {type: 'string'},
	ascii: {type: 'boolean'},
	help: {type: 'boolean', shortFlag: 'h'},
	version: {type: 'boolean', shortFlag: 'V'},
} as const;

type Flag = keyof typeof flags;

/** The flags of all commands, as meow takes them. */
export function flagsOf(): typeof flags {
	return flags;
}

type Given = Readonly<Record<string, unknown>>;

/** What the flags and words mean. Throws a UsageError with one sentence where they mean nothing. */
export function readFlags(
	input: readonly string[],
	given: Given,
	argv: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
): Parsed {
	const [word, ...rest] = input;
	const isSet = (flag: Flag) => given[flag] === true;
	if (isSet('help') || word === 'help') return {command: 'help', options: options({}, [], null)};
	if (isSet('version')) return {command: 'version', options: options({}, [], null)};
	const command = commandOf(word);
	refuseUnknown(command, given, argv);
	const masters = [given['master'] ?? []].flat().map(String);
	// Else a cluster would be asked that was not meant: the one of the environment.
	if (masters.length === 0 && argv.includes('--master')) throw new UsageError('--master needs a value');
	const known = masters.length === 0 && env['DM_MASTER_ADDR'] ? [env['DM_MASTER_ADDR']] : masters;
	const asks = command === 'watch' || command === 'serve' || command === 'status';
	if (word === undefined && known.length === 0) return {command: 'nothing', options: options({}, [], null)};
	if (asks && known.length === 0)
		throw new UsageError('no dm-master given: use --master HOST:8261 or set DM_MASTER_ADDR');
	const takes = commands[command].argument;
	const extra = rest[takes === null ? 0 : 1];
	if (extra !== undefined) throw new UsageError(`${command} takes no "${extra}"; see dmtop --help`);
	if (command === 'connect' && rest[0] === undefined) throw new UsageError(`connect needs ${takes}`);
	return {command, options: options(given, asks ? known : [], rest[0] ?? null)};
}

function commandOf(word: string | undefined): CommandName {
	if (word === undefined) return 'watch';
	if (word !== 'watch' && Object.hasOwn(commands, word)) return word as CommandName;
	throw new UsageError(`received the command "${word}", expected one of demo, serve, connect, status, simulate`);
}

function refuseUnknown(command: CommandName, given: Given, argv: readonly string[]): void {
	const allowed: readonly string[] = [...commands[command].flags, 'help', 'version'];
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined || value === false || (Array.isArray(value) && value.length === 0) || name === '') continue;
		if (allowed.includes(name)) continue;
		const typed = argv.find(text => text.startsWith('-') && camel(text) === name) ?? `--${name}`;
		const what = command === 'watch' ? 'the full screen' : command;
		throw new UsageError(`${what} takes no ${typed.split('=')[0]}; see dmtop --help`);
	}
}

function camel(flag: string): string {
	const [name = ''] = flag.replace(/^-+/, '').split('=');
	return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function options(given: Given, masters: readonly string[], argument: string | null): Options {
	const text = (flag: Flag) => textOf(flag, given[flag]);
	const [ca, cert, key] = [text('sslCa'), text('sslCert'), text('sslKey')];
	return {
		masters,
		argument,
		tls: {...(ca !== null && {ca}), ...(cert !== null && {cert}), ...(key !== null && {key})},
		everyMs: every(text('every')),
		scenario: oneOf('--scenario', text('scenario'), ['showcase', 'healthy', 'storm', 'huge']),
		seed: whole('--seed', text('seed')),
		dm: oneOf('--dm', text('dm'), ['1.0', '2.0', '6.5']),
		listen: address(text('listen')),
		replay: text('replay'),
		speed: positive('--speed', text('speed')),
		json: given['json'] === true,
		watchMs: watch(text('watch')),
		ascii: given['ascii'] === true,
	};
}

function textOf(flag: Flag, value: unknown): string | null {
	if (value === undefined) return null;
	if (Array.isArray(value)) return textOf(flag, value.at(-1));
	if (typeof value === 'string' && value !== '') return value;
	throw new UsageError(`${flagNames[flag] ?? `--${flag}`} needs a value`);
}

const flagNames: Partial<Record<Flag, string>> = {sslCa: '--ssl-ca', sslCert: '--ssl-cert', sslKey: '--ssl-key'};

function oneOf(flag: string, value: string | null, allowed: readonly string[]): string | null {
	if (value === null || allowed.includes(value)) return value;
	throw new UsageError(`${flag}: received "${value}", expected one of ${allowed.join(', ')}`);
}

function whole(flag: string, value: string | null): number | null {
	if (value === null) return null;
	if (/^\d{1,9}$/.test(value)) return Number(value);
	throw new UsageError(`${flag}: received "${value}", expected a whole number`);
}

function positive(flag: string, value: string | null): number | null {
	if (value === null) return null;
	const number = Number(value);
	if (Number.isFinite(number) && number > 0) return number;
	throw new UsageError(`${flag}: received "${value}", expected a number above 0`);
}

const shortestEveryMs = 500;
const longestEveryMs = 3_600_000;
const unitsMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000};

function every(value: string | null): number | null {
	if (value === null) return null;
	const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value) ?? [];
	const factor = unitsMs[unit];
	if (factor === undefined)
		throw new UsageError(`--every: received "${value}", expected a duration such as 500ms or 3s`);
	const ms = Number(number) * factor;
	if (ms > longestEveryMs) throw new UsageError(`--every: received ${value}, expected at most one hour`);
	if (ms >= shortestEveryMs) return ms;
	throw new UsageError(
		`--every: received ${value}, expected at least 500ms, since dm-master allows ten requests a second`,
	);
}

function watch(value: string | null): number | null {
	const seconds = positive('--watch', value);
	if (seconds !== null && seconds * 1000 > longestEveryMs) {
		throw new UsageError(`--watch: received ${value}, expected at most 3600 (seconds)`);
	}
	if (seconds === null || seconds * 1000 >= shortestEveryMs) return seconds === null ? null : seconds * 1000;
	throw new UsageError(`--watch: received ${value}, expected at least ${shortestEveryMs / 1000} (seconds)`);
}

function address(value: string | null): Options['listen'] {
	if (value === null) return null;
	const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]+\]|[^:]+):(\d{1,5})$/.exec(value) ?? [];
	if (host !== '' && Number(port) <= 65_535) return {host: host.replace(/^\[|\]$/g, ''), port: Number(port)};
	throw new UsageError(`--listen: received "${value}", expected HOST:PORT`);
}
