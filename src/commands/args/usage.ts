import type {Limits} from '../../domain/limits.ts';
import type {Notify} from '../../tui/shell/call.ts';
import type {Theme} from '../../words/theme.ts';
import {type ClusterProfile, type Config, type KeyChange, noConfig} from '../config/config.ts';
import {UsageError} from '../exit.ts';
import {labelOf, meantClusters} from './clusters.ts';
import {refuseIdle} from './idle.ts';
import {meantInstead} from './nearest.ts';
import {
	dmVersions,
	every,
	keepReadings,
	type Listen,
	limit,
	limitsOf,
	listen,
	metricsModes,
	notifies,
	oneOf,
	patience,
	positive,
	roles,
	type Since,
	type StartMoment,
	scenarios,
	since,
	size,
	startMoment,
	symbolSets,
	themes,
	viewers,
	waitStates,
	watch,
	whole,
	workers,
} from './values.ts';
import {verbs} from './verbs.ts';

/** What the command line asks for. */
export type Parsed = {readonly command: CommandName | 'version' | 'nothing'; readonly options: Options};

export type CommandName = keyof typeof commands;

type Role = (typeof roles)[number];

export type WaitState = (typeof waitStates)[number];

/** The values of all flags, checked; null where a flag was not given. */
export type Options = {
	readonly masters: readonly string[];
	/** What the file of settings calls the cluster that is meant; null where it is none of that file. */
	readonly cluster: string | null;
	/** What kind of cluster that is, such as `prod`; null = nobody says. */
	readonly label: string | null;
	/** The gateway that tells of it, where no master is known; null = dmtop asks itself. */
	readonly gateway: string | null;
	/** Several clusters that are meant together; empty where it is one. */
	readonly clusters: readonly ClusterProfile[];
	/** Workers of a 1.0 cluster by their addresses, for where it names none itself. */
	readonly workers: readonly string[];
	/** Whether workers whose tasks lag are asked for their metrics. */
	readonly workerMetrics: boolean;
	/** `XDG_RUNTIME_DIR`; null where it is not set. */
	readonly runtimeDir: string | null;
	/** `RUNTIME_DIRECTORY`, the first of the folders that systemd made for this service; null where it is not set. */
	readonly serviceDir: string | null;
	/** Where what is seen is saved; null = where it always is. */
	readonly state: string | null;
	/** Nothing is saved. */
	readonly noState: boolean;
	/** How large the file of a cluster may become, in bytes. */
	readonly stateLimit: number | null;
	/** For how long is kept what was read, to be looked back at, in ms. */
	readonly keepReadingsMs: number | null;
	readonly tls: {readonly ca?: string; readonly cert?: string; readonly key?: string};
	readonly everyMs: number | null;
	/** What counts as too much; what is not given is as usual. */
	readonly limits: Partial<Limits>;
	/** From which age on an answer is old, in ms; null = two polls. */
	readonly ageMs: number | null;
	readonly scenario: string | null;
	readonly seed: number | null;
	readonly dm: string | null;
	/** How the simulated master fails at operations. */
	readonly troubles: readonly string[];
	readonly listen: Listen | null;
	/** The group whose members may open the gateway's socket, by name. */
	readonly group: string | null;
	/** What a gateway shows to viewers, and the authority that signed theirs: paths of PEM files. */
	readonly doorTls: {readonly ca?: string; readonly cert?: string; readonly key?: string};
	/** What is said over a port may be read on the way. */
	readonly insecureNetwork: boolean;
	/** The file of tokens that a gateway asks for. */
	readonly tokens: string | null;
	/** The file with the token that is shown to a gateway, or is made. */
	readonly tokenFile: string | null;
	/** What a new token allows. */
	readonly role: Role | null;
	/** Whose gateway is trusted beside one's own and root's, by name. */
	readonly owner: string | null;
	readonly replay: string | null;
	readonly speed: number | null;
	readonly json: boolean;
	/** All that there is, instead of one (explain). */
	readonly list: boolean;
	readonly watchMs: number | null;
	readonly ascii: boolean;
	readonly theme: Theme;
	/** Other keys for what keys do. */
	readonly keys: readonly KeyChange[];
	/** Where each setting comes from is told too. */
	readonly origin: boolean;
	/** One line for each change, instead of a screen. */
	readonly plain: boolean;
	/** The wheel and clicks act. */
	readonly mouse: boolean;
	/** How somebody is called when a task needs a person; null = nobody is. */
	readonly notify: Notify | null;
	/** The place that is open at the start, as it was typed; null = the list. */
	readonly goto: string | null;
	/** The moment that is shown at the start; null = now. */
	readonly at: StartMoment | null;
	/** The full screen starts with writing allowed. */
	readonly write: boolean;
	/** Nothing is ever written. */
	readonly readOnly: boolean;
	/** Viewers may operate through this gateway. */
	readonly allowOperate: boolean;
	/** Each line of the audit log goes to the system's log too. */
	readonly auditSyslog: boolean;
	/** How many viewers a gateway lets in at most; null = as usual. */
	readonly viewersAtMost: number | null;
	/** On which sources; empty = the whole task. */
	readonly sources: readonly string[];
	/** Nobody is asked before something is done. */
	readonly yes: boolean;
	/** What would be sent is printed, and nothing is. */
	readonly dryRun: boolean;
	/** The file of a task is only checked (start). */
	readonly checkOnly: boolean;
	/** What of the audit log is shown: lines that are not older, of that task; null = all. */
	readonly since: Since | null;
	readonly task: string | null;
	/** Whether the audit log still is what was written, instead of what it says. */
	readonly verify: boolean;
	/** Printed as a document in Markdown. */
	readonly markdown: boolean;
	readonly waitFor: WaitState | null;
	readonly stableMs: number | null;
	readonly timeoutMs: number | null;
	/** For how long the upstreams have to stand still before a cut-over; null = as usual. */
	readonly frozenMs: number | null;
	/** Where the document of a cut-over is written. */
	readonly report: string | null;
	/** The watch goes on after all was green. */
	readonly stay: boolean;
	/** The tasks that are cut over together; empty for every other command. */
	readonly tasks: readonly string[];
	/** Names are replaced in what is recorded. */
	readonly anonymous: boolean;
	/** How large a recording may become, in bytes; null = as usual. */
	readonly sizeLimit: number | null;
	/** The manual, instead of a help (help). */
	readonly man: boolean;
	/** What follows the command: a task for `status`, a URL for `connect`, a text for `explain`. */
	readonly argument: string | null;
};

const reaching = ['cluster', 'master', 'worker', 'sslCa', 'sslCert', 'sslKey'] as const;
const asking = [...reaching, 'every'] as const;
/** What a port of a gateway needs beside tokens. */
const door = ['tlsCert', 'tlsKey', 'tlsClientCa', 'insecureNetwork'] as const;
const judging = ['lagLimit', 'stallAfter'] as const;
/** How the full screen looks. */
const looking = ['ascii', 'theme', 'symbols', 'ageLimit', 'plain', 'mouse', 'notify', 'goto', 'at'] as const;
const saving = ['state', 'stateLimit', 'keepReadings'] as const;
const operating = {
	flags: [...reaching, 'source', 'yes', 'dryRun', 'json', 'readOnly', 'auditSyslog'],
	asks: true,
	argument: {what: 'the name of a task', optional: false},
	writes: true,
	clusters: 'one',
} as const;

const acting = {
	flags: [...reaching, 'yes', 'dryRun', 'json', 'readOnly', 'auditSyslog'],
	asks: true,
	argument: {what: 'what to do, and to what', optional: false, isText: true},
	acts: true,
	clusters: 'one',
} as const;

/** Which flags a command takes, and what may follow it. */
export const commands = {
	watch: {
		flags: [...asking, 'workerMetrics', ...judging, ...saving, ...looking, 'write', 'readOnly'],
		asks: true,
		argument: null,
		clusters: 'any',
	},
	demo: {
		flags: ['every', ...judging, 'scenario', 'seed', 'dm', 'trouble', ...looking, 'readOnly'],
		asks: false,
		argument: null,
		clusters: 'none',
	},
	serve: {
		flags: [
			...asking,
			'workerMetrics',
			...judging,
			...saving,
			'listen',
			'group',
			'tokens',
			...door,
			'allowOperate',
			'auditSyslog',
			'viewers',
		],
		asks: true,
		argument: null,
		clusters: 'one',
	},
	connect: {
		flags: ['cluster', ...looking, 'readOnly', 'owner', 'tokenFile', 'sslCa', 'sslCert', 'sslKey', 'insecureNetwork'],
		asks: false,
		argument: {what: 'the address of a gateway', optional: true},
		clusters: 'one',
	},
	simulate: {flags: ['listen', 'scenario', 'seed', 'dm', 'trouble', 'replay', 'speed'], asks: false, argument: null},
	status: {
		flags: [...asking, ...judging, 'json', 'watch'],
		asks: true,
		argument: {what: 'a task', optional: true},
		clusters: 'any',
	},
	wait: {
		flags: [...asking, 'for', 'stable', 'timeout'],
		asks: true,
		argument: {what: 'the name of a task', optional: false},
		clusters: 'one',
	},
	cutover: {
		flags: [...asking, 'frozen', 'stable', 'timeout', 'report', 'stay'],
		asks: true,
		argument: {what: 'the name of a task', optional: false, isMany: true},
		clusters: 'one',
	},
	pause: operating,
	resume: operating,
	stop: operating,
	relay: acting,
	lock: acting,
	source: acting,
	validation: {...acting, flags: [...acting.flags, 'source']},
	skip: {...acting, flags: [...acting.flags, 'source'], argument: {what: 'the name of a task', optional: false}},
	start: {
		...acting,
		flags: [...acting.flags, 'source', 'checkOnly'],
		argument: {what: "a task's file", optional: false},
	},
	explain: {
		flags: ['list', 'json'],
		asks: false,
		argument: {what: 'a code or a piece of an error', optional: true, isText: true},
	},
	history: {
		flags: ['cluster', 'master', 'state', 'since', 'task', 'json', 'markdown'],
		asks: true,
		argument: null,
		clusters: 'one',
	},
	audit: {flags: ['since', 'task', 'verify', 'json'], asks: false, argument: null},
	token: {
		flags: ['role', 'tokens', 'tokenFile'],
		asks: false,
		argument: {what: 'add NAME, list or revoke NAME', optional: false, isText: true},
	},
	report: {
		flags: [...reaching, ...judging, 'state', 'anonymous', 'sizeLimit'],
		asks: true,
		goesOn: true,
		argument: {what: 'a file', optional: true},
		clusters: 'one',
	},
	record: {
		flags: [...asking, 'anonymous', 'sizeLimit'],
		asks: true,
		argument: {what: 'a file', optional: false},
		clusters: 'one',
	},
	info: {flags: [], asks: false, argument: null},
	config: {
		flags: ['origin', 'master', 'sslCa', 'sslCert', 'sslKey'],
		asks: false,
		argument: {what: 'init, check or show', optional: false, isText: true},
	},
	help: {flags: ['man'], asks: false, argument: {what: 'a topic', optional: true}},
	complete: {
		flags: [],
		asks: false,
		argument: {what: 'bash, zsh or fish', optional: false, isText: true},
	},
} as const satisfies Record<string, Takes>;

export type Takes = {
	readonly flags: readonly Flag[];
	/** It asks a dm-master, which has to be named. */
	readonly asks: boolean;
	/** It does what it can where none is named, or what the files of settings say is wrong. */
	readonly goesOn?: true;
	/** `isText`: all that follows is one text; `isMany`: it is one or more of these. */
	readonly argument: {
		readonly what: string;
		readonly optional: boolean;
		readonly isText?: boolean;
		readonly isMany?: boolean;
	} | null;
	/** It has DM do the operation of its name. */
	readonly writes?: true;
	/** It takes the files of settings, and acts on one cluster of them, on any number, or on none. Absent = it reads none. */
	readonly clusters?: 'one' | 'any' | 'none';
	/** It has DM act on something else than a task. */
	readonly acts?: true;
};

type Writing = {
	[Name in CommandName]: (typeof commands)[Name] extends {readonly writes: true} ? Name : never;
}[CommandName];

/** Whether the command has DM do the operation of its name. */
export function isWriting(command: Parsed['command']): command is Writing {
	return Object.hasOwn(commands, command) && 'writes' in commands[command as CommandName];
}

/** Whether what is typed asks for the files of settings. */
export function takesConfig(words: readonly string[], given: Given): boolean {
	if (given['help'] === true || given['version'] === true) return false;
	const [word = 'watch'] = words;
	const takes: Takes | null = Object.hasOwn(commands, word) ? commands[word as CommandName] : null;
	return takes?.clusters !== undefined;
}

/** Whether the command does what it can where the files of settings cannot be read and none of their clusters is named. */
export function goesOnWithoutConfig(words: readonly string[], given: Given, env: Env): boolean {
	const [word = 'watch'] = words;
	const takes: Takes | null = Object.hasOwn(commands, word) ? commands[word as CommandName] : null;
	const names = [given['cluster'] ?? []].flat();
	return takes?.goesOn === true && names.length === 0 && !env['DMTOP_CLUSTER'];
}

type Acting = {
	[Name in CommandName]: (typeof commands)[Name] extends {readonly acts: true} ? Name : never;
}[CommandName];

/** Whether the command acts on something else than a task. */
export function isActing(command: Parsed['command']): command is Acting {
	return Object.hasOwn(commands, command) && 'acts' in commands[command as CommandName];
}

const flags = {
	cluster: {type: 'string', isMultiple: true},
	master: {type: 'string', isMultiple: true},
	worker: {type: 'string', isMultiple: true},
	every: {type: 'string'},
	workerMetrics: {type: 'string'},
	lagLimit: {type: 'string'},
	stallAfter: {type: 'string'},
	ageLimit: {type: 'string'},
	state: {type: 'string'},
	stateLimit: {type: 'string'},
	keepReadings: {type: 'string'},
	sslCa: {type: 'string'},
	sslCert: {type: 'string'},
	sslKey: {type: 'string'},
	scenario: {type: 'string'},
	seed: {type: 'string'},
	dm: {type: 'string'},
	trouble: {type: 'string', isMultiple: true},
	listen: {type: 'string'},
	group: {type: 'string'},
	owner: {type: 'string'},
	tokens: {type: 'string'},
	tokenFile: {type: 'string'},
	tlsCert: {type: 'string'},
	tlsKey: {type: 'string'},
	tlsClientCa: {type: 'string'},
	insecureNetwork: {type: 'boolean'},
	role: {type: 'string'},
	replay: {type: 'string'},
	speed: {type: 'string'},
	json: {type: 'boolean'},
	list: {type: 'boolean'},
	watch: {type: 'string'},
	ascii: {type: 'boolean'},
	theme: {type: 'string'},
	symbols: {type: 'string'},
	origin: {type: 'boolean'},
	write: {type: 'boolean'},
	readOnly: {type: 'boolean'},
	allowOperate: {type: 'boolean'},
	plain: {type: 'boolean'},
	mouse: {type: 'boolean'},
	notify: {type: 'string'},
	goto: {type: 'string'},
	at: {type: 'string'},
	source: {type: 'string', isMultiple: true},
	yes: {type: 'boolean'},
	dryRun: {type: 'boolean'},
	checkOnly: {type: 'boolean'},
	auditSyslog: {type: 'boolean'},
	viewers: {type: 'string'},
	since: {type: 'string'},
	task: {type: 'string'},
	verify: {type: 'boolean'},
	markdown: {type: 'boolean'},
	for: {type: 'string'},
	stable: {type: 'string'},
	timeout: {type: 'string'},
	frozen: {type: 'string'},
	report: {type: 'string'},
	stay: {type: 'boolean'},
	anonymous: {type: 'boolean'},
	sizeLimit: {type: 'string'},
	man: {type: 'boolean'},
	help: {type: 'boolean', shortFlag: 'h'},
	version: {type: 'boolean', shortFlag: 'V'},
} as const;

export type Flag = keyof typeof flags;

/** The flags of all commands, as meow takes them. */
export function flagsOf(): typeof flags {
	return flags;
}

/**
 * Throws a UsageError where a flag is typed twice that can be given once: of two values one would be left out without a
 * word, and which one was meant is not ours to guess.
 */
export function refuseTwice(argv: readonly string[]): void {
	const seen = new Map<string, string>();
	for (const typed of beforeEnd(argv)) {
		const name = flagName(typed);
		const flag = Object.hasOwn(flags, name) ? flags[name as Flag] : null;
		if (flag?.type === 'boolean' && typed.includes('=')) throw new UsageError(`${typed.split('=')[0]} takes no value`);
		if (flag === null || 'isMultiple' in flag) continue;
		const [word = ''] = typed.split('=');
		const before = seen.get(name);
		if (before === word) throw new UsageError(`${word} is given twice, and can be given once`);
		if (before !== undefined) throw new UsageError(`received ${before} and ${word}, expected one of them at most`);
		seen.set(name, word);
	}
}

/** What may be flags: behind a lone `--` all is what it says. */
function beforeEnd(argv: readonly string[]): readonly string[] {
	const end = argv.indexOf('--');
	return end < 0 ? argv : argv.slice(0, end);
}

/** The flag that a word of the command line sets or, as `--no-json`, unsets; empty where it is none. */
function flagName(typed: string): string {
	if (typed.startsWith('--')) return camel(typed.replace(/^--no-/, '--'));
	const short = Object.entries(flags).find(([, flag]) => 'shortFlag' in flag && typed === `-${flag.shortFlag}`);
	return short?.[0] ?? '';
}

type Given = Readonly<Record<string, unknown>>;

/** What the flags and words mean. Throws a UsageError with one sentence where they mean nothing. */
export function readFlags(
	input: readonly string[],
	given: Given,
	argv: readonly string[],
	env: Env,
	config: Config = noConfig,
): Parsed {
	const [word, ...rest] = input;
	const isSet = (flag: Flag) => given[flag] === true;
	if (isSet('help')) return {command: 'help', options: options({}, [], helpOf(word))};
	if (isSet('version')) return {command: 'version', options: options({}, [], null)};
	const command = commandOf(word);
	const {asks, argument, clusters: many = 'none', goesOn}: Takes = commands[command];
	refuseUnknown(command, given, argv);
	const typed = [given['master'] ?? []].flat().map(String);
	// Else the cluster of the environment would be asked, or the whole task be meant.
	for (const flag of ['cluster', 'master', 'worker', 'source', 'trouble'] as const)
		refuseWithoutValue(flag, given, argv);
	const following = argument?.isText === true && rest.length > 0 ? [rest.join(' ')] : rest;
	const extra = argument?.isMany === true ? undefined : following[argument === null ? 0 : 1];
	if (extra !== undefined) throw new UsageError(`${command} takes no "${extra}"; see dmtop help ${command}`);
	if (argument?.optional === false && !following[0]) {
		const words = Object.hasOwn(verbs, command) ? Object.keys(verbs[command as keyof typeof verbs]) : null;
		const needs = words === null ? argument.what : `one of ${words.join(', ')}`;
		throw new UsageError(`${command} needs ${needs}; see dmtop help ${command}`);
	}
	const names = [given['cluster'] ?? []].flat().map(String);
	const what = command === 'watch' ? 'the full screen' : command;
	const address = command === 'connect' ? (following[0] ?? null) : null;
	const meant = meantClusters({names, masters: typed, address, env, config, asks, many, what});
	const known = meant.type === 'unnamed' && (asks || command === 'config') ? meant.masters : [];
	const isNothing = asks && goesOn !== true && meant.type === 'unnamed' && known.length === 0;
	if (isNothing && word === undefined && argv.length === 0) return {command: 'nothing', options: options({}, [], null)};
	if (isNothing) throw new UsageError('no dm-master given: use --master HOST:8261 or set DM_MASTER_ADDR');
	const told = {
		runtimeDir: env['XDG_RUNTIME_DIR'] || null,
		serviceDir: env['RUNTIME_DIRECTORY']?.split(':')[0] || null,
	};
	const settled = takesConfig(input, given)
		? {...ofConfig(config), ...ofEnvironment(env, command), ...definite(given)}
		: given;
	const label = many === 'none' ? null : labelOf(config, known, address);
	const listed = argument?.isMany === true ? {argument: null, tasks: [...new Set(following)]} : {};
	const read = {...options(settled, known, following[0] ?? null), ...listed};
	const whole = {...read, ...told, keys: config.keys, label};
	if (meant.type === 'several')
		return {command, options: agreeing(command, {...whole, clusters: meant.clusters}, given)};
	if (meant.type === 'one') {
		const through = gatewayOf(command, meant.cluster);
		const meantAs = through === null ? command : 'connect';
		return {command: meantAs, options: agreeing(meantAs, ofCluster(whole, meant.cluster, through), given)};
	}
	return {command, options: agreeing(command, whole, given)};
}

type Env = Readonly<Record<string, string | undefined>>;

/** The gateway through which a command sees a cluster; null where it asks the masters. Throws a UsageError where it cannot. */
function gatewayOf(command: CommandName, {name, gateway, masters}: ClusterProfile): string | null {
	const isViewer = command === 'watch' || command === 'connect';
	if (isViewer && gateway !== null) return gateway;
	if (command === 'connect')
		throw new UsageError(`the cluster ${name} has no gateway: dmtop --cluster ${name} asks it`);
	const {goesOn}: Takes = commands[command];
	if (masters.length > 0 || command === 'status' || goesOn === true) return null;
	throw new UsageError(`${command} asks a dm-master, and the cluster ${name} has a gateway only: give it masters too`);
}

/**
 * The options as they are for one cluster of the file: what is typed goes before what that says. `gateway` is the one
 * that a viewer goes to.
 */
export function ofCluster(options: Options, cluster: ClusterProfile, gateway: string | null): Options {
	return {
		...options,
		cluster: cluster.name,
		label: cluster.label,
		clusters: [],
		masters: gateway === null ? cluster.masters : [],
		gateway: cluster.masters.length === 0 ? cluster.gateway : null,
		workers: options.workers.length > 0 ? options.workers : cluster.workers,
		tls: {...cluster.tls, ...options.tls},
		tokenFile: options.tokenFile ?? cluster.tokenFile,
		argument: gateway ?? options.argument,
	};
}

/** What the files of settings say, as if it were typed. */
function ofConfig({limits: {lagSeconds, stallMs}, ageMs, theme, ascii}: Config): Given {
	return {
		...(lagSeconds !== undefined && {lagLimit: `${lagSeconds}s`}),
		...(stallMs !== undefined && {stallAfter: `${stallMs}ms`}),
		...(ageMs !== null && {ageLimit: `${ageMs}ms`}),
		...(theme !== null && {theme}),
		...(ascii !== null && {symbols: ascii ? 'ascii' : 'auto'}),
	};
}

/** Which variable of the environment stands for which flag. */
export const variables = {
	lagLimit: 'DMTOP_LAG_LIMIT',
	stallAfter: 'DMTOP_STALL_AFTER',
	ageLimit: 'DMTOP_AGE_LIMIT',
	theme: 'DMTOP_THEME',
	symbols: 'DMTOP_SYMBOLS',
	tokenFile: 'DMTOP_TOKEN_FILE',
} as const satisfies Partial<Record<Flag, string>>;

function ofEnvironment(env: Env, command: CommandName): Given {
	const taken: readonly string[] = commands[command].flags;
	const told = Object.entries(variables).map(([flag, name]) => [flag, env[name]] as const);
	return Object.fromEntries(told.filter(([flag, value]) => value && (taken.includes(flag) || flag === 'tokenFile')));
}

/** What was typed; a flag that was not is not there. */
function definite(given: Given): Given {
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The command that the help is asked of; null = all of it. */
function helpOf(word: string | undefined): string | null {
	return word !== undefined && word !== 'help' && Object.hasOwn(commands, word) ? word : null;
}

/** The options, which do not contradict each other or the command. Throws a UsageError where they do. */
function agreeing(command: CommandName, options: Options, given: Given): Options {
	refuseIdle(command, options, given, typedFlag);
	const {
		write,
		readOnly,
		waitFor,
		stableMs,
		timeoutMs,
		list,
		argument,
		listen: where,
		group,
		doorTls,
		insecureNetwork,
	} = options;
	if (write && readOnly) throw new UsageError('received --write and --read-only, expected one of them at most');
	if (readOnly && (isWriting(command) || isActing(command)) && !isLooking(command, options))
		throw new UsageError(`${command} writes, and --read-only forbids it; nothing was sent`);
	if (command === 'serve' && where?.type !== 'tcp' && (insecureNetwork || Object.keys(doorTls).length > 0))
		throw new UsageError(
			'--tls-cert, --tls-key, --tls-client-ca and --insecure-network are for --listen HOST:PORT only',
		);
	if (command === 'simulate' && where?.type === 'unix')
		throw new UsageError('--listen: a simulated dm-master listens on HOST:PORT only');
	if (group !== null && where?.type === 'tcp')
		throw new UsageError('--group opens a unix socket to a group, and --listen names a port');
	if (command === 'explain' && list === ((argument ?? '').trim() !== ''))
		throw new UsageError('explain needs a code, a piece of an error, or --list, and one of them only');
	if (options.json && options.markdown)
		throw new UsageError('received --json and --markdown, expected one of them at most');
	if (command === 'audit' && options.verify && (options.since !== null || options.task !== null))
		throw new UsageError('audit --verify reads the whole log: --since and --task only choose what is printed');
	if (command === 'wait' && waitFor === null)
		throw new UsageError(`wait needs --for and one of ${waitStates.join(', ')}`);
	if (stableMs !== null && timeoutMs !== null && stableMs > timeoutMs)
		throw new UsageError('--stable is longer than --timeout: the wait could never succeed');
	return options;
}

/** Whether nothing is sent however it ends. */
function isLooking(command: CommandName, {dryRun, checkOnly, argument}: Options): boolean {
	return dryRun || checkOnly || (command === 'lock' && argument === 'list');
}

function commandOf(word: string | undefined): CommandName {
	if (word === undefined) return 'watch';
	if (word !== 'watch' && Object.hasOwn(commands, word)) return word as CommandName;
	const others = Object.keys(commands).filter(name => name !== 'watch');
	throw new UsageError(
		`received the command "${word}"${meantInstead(word, others)}, expected one of ${others.join(', ')}`,
	);
}

/** A flag that may be given several times, as often as it was typed. */
function refuseWithoutValue(
	flag: 'cluster' | 'master' | 'worker' | 'source' | 'trouble',
	given: Given,
	argv: readonly string[],
): void {
	const values = [given[flag] ?? []].flat();
	const typed = beforeEnd(argv).filter(text => text === `--${flag}` || text.startsWith(`--${flag}=`)).length;
	if (values.length < typed || values.includes('')) throw new UsageError(`--${flag} needs a value`);
}

function refuseUnknown(command: CommandName, given: Given, argv: readonly string[]): void {
	const allowed: readonly Flag[] = [...commands[command].flags, 'help', 'version'];
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined || value === false || (Array.isArray(value) && value.length === 0) || name === '') continue;
		if ((allowed as readonly string[]).includes(name)) continue;
		const [typed = ''] = (argv.find(text => text.startsWith('-') && camel(text) === name) ?? `--${name}`).split('=');
		// What another command takes was not mistyped.
		const near = Object.hasOwn(flags, name) ? '' : meantInstead(typed, allowed.map(typedFlag));
		const [what, topic] = command === 'watch' ? ['the full screen', 'screen'] : [command, command];
		throw new UsageError(`${what} takes no ${typed}${near}; see dmtop help ${topic}`);
	}
}

function camel(flag: string): string {
	const [name = ''] = flag.replace(/^-+/, '').split('=');
	return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function options(given: Given, masters: readonly string[], argument: string | null): Options {
	const text = (flag: Flag) => textOf(flag, given[flag]);
	return {
		masters,
		cluster: null,
		label: null,
		gateway: null,
		clusters: [],
		keys: [],
		workers: workers([given['worker'] ?? []].flat().map(String)),
		argument,
		runtimeDir: null,
		serviceDir: null,
		state: given['state'] === false ? null : text('state'),
		noState: given['state'] === false,
		workerMetrics: oneOf('--worker-metrics', text('workerMetrics'), metricsModes) !== 'off',
		stateLimit: size('--state-limit', text('stateLimit')),
		keepReadingsMs: keepReadings(text('keepReadings')),
		tls: files({ca: text('sslCa'), cert: text('sslCert'), key: text('sslKey')}),
		everyMs: every(text('every')),
		limits: limitsOf(text('lagLimit'), text('stallAfter')),
		ageMs: limit('--age-limit', text('ageLimit')),
		scenario: oneOf('--scenario', text('scenario'), scenarios),
		seed: whole('--seed', text('seed')),
		dm: oneOf('--dm', text('dm'), dmVersions),
		troubles: [given['trouble'] ?? []].flat().map(String),
		listen: listen(text('listen')),
		group: text('group'),
		owner: text('owner'),
		tokens: text('tokens'),
		tokenFile: text('tokenFile'),
		doorTls: files({ca: text('tlsClientCa'), cert: text('tlsCert'), key: text('tlsKey')}),
		insecureNetwork: given['insecureNetwork'] === true,
		role: oneOf('--role', text('role'), roles),
		replay: text('replay'),
		speed: positive('--speed', text('speed')),
		json: given['json'] === true,
		list: given['list'] === true,
		watchMs: watch(text('watch')),
		ascii: given['ascii'] === true || oneOf('--symbols', text('symbols'), symbolSets) === 'ascii',
		theme: oneOf('--theme', text('theme'), themes) ?? 'auto',
		origin: given['origin'] === true,
		plain: given['plain'] === true,
		mouse: given['mouse'] === true,
		notify: oneOf('--notify', text('notify'), notifies),
		goto: text('goto'),
		at: startMoment(text('at')),
		write: given['write'] === true,
		readOnly: given['readOnly'] === true,
		allowOperate: given['allowOperate'] === true,
		auditSyslog: given['auditSyslog'] === true,
		viewersAtMost: viewers(text('viewers')),
		sources: [...new Set([given['source'] ?? []].flat().map(String))],
		yes: given['yes'] === true,
		dryRun: given['dryRun'] === true,
		checkOnly: given['checkOnly'] === true,
		since: since(text('since')),
		task: text('task'),
		verify: given['verify'] === true,
		markdown: given['markdown'] === true,
		waitFor: oneOf('--for', text('for'), waitStates),
		stableMs: patience('--stable', text('stable')),
		timeoutMs: patience('--timeout', text('timeout')),
		frozenMs: patience('--frozen', text('frozen')),
		report: text('report'),
		stay: given['stay'] === true,
		tasks: [],
		anonymous: given['anonymous'] === true,
		sizeLimit: size('--size-limit', text('sizeLimit')),
		man: given['man'] === true,
	};
}

function files({ca, cert, key}: Readonly<Record<'ca' | 'cert' | 'key', string | null>>): Options['tls'] {
	return {...(ca !== null && {ca}), ...(cert !== null && {cert}), ...(key !== null && {key})};
}

function textOf(flag: Flag, value: unknown): string | null {
	if (value === undefined) return null;
	if (Array.isArray(value)) return textOf(flag, value.at(-1));
	if (typeof value === 'string' && value !== '') return value;
	throw new UsageError(`${typedFlag(flag)} needs a value`);
}

/** As it is typed: `--lag-limit`. */
export function typedFlag(flag: string): string {
	return `--${flag.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}
