import {systemClock} from '../../clock.ts';
import {readTls} from '../../dm/ask/tls.ts';
import {createAsking} from '../../gateway/ask/asking.ts';
import {emptyMemory, remember} from '../../gateway/memory/memory.ts';
import {readTokens} from '../../gateway/serve/tokens/token-file.ts';
import {locksValue} from '../../gateway/views/view-locks.ts';
import {createLink} from '../../wire/link.ts';
import {isTopic, type Topic} from '../../wire/topics.ts';
import type {CompletedName} from '../args/flag-words.ts';
import {readFlags} from '../args/usage.ts';
import {defaultEveryMs} from '../args/values.ts';
import type {Config} from '../config/config.ts';
import {tokensPath} from '../connecting/config-path.ts';
import {gatewayLine} from '../connecting/gateway-line.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Nobody waits longer for a shell to complete a word. */
const patienceMs = 1_000;

/**
 * The names of the cluster that a command line is about, for a shell that completes it: of the dm-master that it names, or
 * the environment, else of the gateway of this host. Empty where nobody tells them within a second.
 */
export async function namesFor(
	named: CompletedName,
	line: readonly string[],
	env: Env,
	config: Config,
): Promise<readonly string[]> {
	if (named === 'cluster') return [...config.clusters.keys(), 'all'];
	if (named === 'token') return tokenNames(line);
	const signal = AbortSignal.timeout(patienceMs);
	const {tokens: _, ...given} = reachingFlags(line);
	const isNamed = given['master'] !== undefined || given['cluster'] !== undefined || config.clusters.size > 0;
	const isKnown = isNamed || Boolean(env['DM_MASTER_ADDR'] || env['DMTOP_CLUSTER']);
	const {command, options} = readFlags([isKnown ? 'status' : 'connect'], given, [], env, config);
	const ask = command === 'connect' || options.gateway !== null ? ofGateway : ofMaster;
	if (options.clusters.length > 0) return [];
	const words = line
		.slice(0, -1)
		.filter(word => !word.startsWith('-'))
		.slice(0, mostWords);
	const told = await ask({named, words, options, signal});
	// Behind a task only its own sources mean anything.
	const task = told.partsOf.find(([name]) => words.includes(name));
	const names = named === 'source' && task !== undefined ? task[1] : told.names;
	// A shell takes a name for several where there are blanks in it.
	return [...new Set(names)].filter(name => name !== '' && !/\s/.test(name)).sort();
}

/** A line holds few words; each may be asked for. */
const mostWords = 20;

/** Of what the cluster tells the names. */
type AskedName = Exclude<CompletedName, 'cluster' | 'token'>;

/** What is there of what was asked for, and on which sources each task is, as far as that was asked for. */
type Told = {
	readonly names: readonly string[];
	readonly partsOf: readonly (readonly [task: string, sources: readonly string[]])[];
};

function tokenNames(line: readonly string[]): readonly string[] {
	const {tokens = null} = reachingFlags(line);
	const file = tokensPath(typeof tokens === 'string' ? tokens : null);
	return file === null ? [] : readTokens(file).map(({name}) => name);
}

type Options = ReturnType<typeof readFlags>['options'];

type Asked = {
	readonly named: AskedName;
	/** The words of the line that may be a task. */
	readonly words: readonly string[];
	readonly options: Options;
	readonly signal: AbortSignal;
};

async function ofMaster({named, options, signal}: Asked): Promise<Told> {
	const before = emptyMemory(options.masters, defaultEveryMs, {});
	const asking = createAsking({
		masters: options.masters,
		workers: options.workers,
		tls: await readTls(options.tls),
		clock: systemClock(),
		random: Math.random,
		memory: () => before,
		runtimeFolder: null,
	});
	try {
		const memory = remember(before, await asking.reader.status(signal));
		const partsOf = [...memory.tasks].map(([name, {task}]) => [name, sourcesOf(task.subtasks)] as const);
		const names = {
			task: () => [...memory.tasks.keys()],
			source: () => [...memory.sources.keys()],
			lock: () => locksValue(memory).locks.flatMap(({id}) => id ?? []),
		} as const satisfies Record<AskedName, () => readonly string[]>;
		return {names: names[named](), partsOf};
	} finally {
		asking.close();
	}
}

function sourcesOf(subtasks: readonly {readonly source: string | null}[]): readonly string[] {
	return subtasks.flatMap(({source}) => source ?? []);
}

async function ofGateway({named, words, options, signal}: Asked): Promise<Told> {
	const clock = systemClock();
	const line = (await gatewayLine(options, clock))(() => {});
	const list = ({task: 'overview', source: 'sources', lock: 'locks'} as const satisfies Record<AskedName, Topic>)[
		named
	];
	const tasks = named === 'source' ? words.map(word => `task/${word}`).filter(isTopic) : [];
	return new Promise(resolve => {
		const partsOf: (readonly [string, readonly string[]])[] = [];
		let names: readonly string[] | null = null;
		let missing = tasks.length;
		const link = createLink({
			...line,
			random: Math.random,
			clock,
			onEvent(event) {
				if (event.type === 'link-lost') finish({names: [], partsOf: []});
				if (event.type !== 'topic') return;
				if (event.topic === 'overview') names = event.value.tasks.map(({name}) => name);
				else if (event.topic === 'sources') names = event.value.sources.flatMap(({source}) => source ?? []);
				else if (event.topic === 'locks') names = event.value.locks.flatMap(({id}) => id ?? []);
				else if (event.topic !== 'events') {
					const {name, task} = event.value;
					missing -= 1;
					if (task !== null) partsOf.push([name, sourcesOf(task.subtasks)]);
				}
				if (names !== null && missing <= 0) finish({names, partsOf});
			},
		});
		const finish = (told: Told) => {
			link.close();
			resolve(told);
		};
		signal.addEventListener('abort', () => finish({names: names ?? [], partsOf}));
		link.setTopics([list, ...tasks]);
	});
}

/** What of a command line, which may end anywhere, says how the cluster is reached. */
function reachingFlags(line: readonly string[]): Readonly<Record<string, unknown>> {
	const given: Record<string, string | string[]> = {};
	for (const [index, word] of line.entries()) {
		const [typed = '', behind] = word.split(/=(.*)/s);
		const flag = reaching.get(typed);
		const value = behind ?? line[index + 1];
		if (flag === undefined || value === undefined || value === '') continue;
		if (flag === 'master' || flag === 'worker' || flag === 'cluster')
			given[flag] = [...[given[flag] ?? []].flat(), value];
		else given[flag] = value;
	}
	return given;
}

const reaching = new Map([
	['--master', 'master'],
	['--worker', 'worker'],
	['--cluster', 'cluster'],
	['--tokens', 'tokens'],
	['--ssl-ca', 'sslCa'],
	['--ssl-cert', 'sslCert'],
	['--ssl-key', 'sslKey'],
]);
