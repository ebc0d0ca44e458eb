import {systemClock} from '../../clock.ts';
import {readTls} from '../../dm/ask/tls.ts';
import {createAsking} from '../../gateway/ask/asking.ts';
import {emptyMemory, remember} from '../../gateway/memory/memory.ts';
import {createLink} from '../../wire/link.ts';
import {readFlags} from '../args/usage.ts';
import {defaultEveryMs} from '../args/values.ts';
import type {Config} from '../config/config.ts';
import {gatewayLine} from '../connecting/gateway-line.ts';

/** What a shell asks the names of. */
export type Named = 'task' | 'source' | 'cluster';

type Env = Readonly<Record<string, string | undefined>>;

/** Nobody waits longer for a shell to complete a word. */
const patienceMs = 1_000;

/**
 * The names of the cluster that a command line is about, for a shell that completes it: of the dm-master that it names, or
 * the environment, else of the gateway of this host. Empty where nobody tells them within a second.
 */
export async function namesFor(
	named: Named,
	line: readonly string[],
	env: Env,
	config: Config,
): Promise<readonly string[]> {
	if (named === 'cluster') return [...config.clusters.keys(), 'all'];
	const signal = AbortSignal.timeout(patienceMs);
	const given = reachingFlags(line);
	const isNamed = given['master'] !== undefined || given['cluster'] !== undefined || config.clusters.size > 0;
	const isKnown = isNamed || Boolean(env['DM_MASTER_ADDR'] || env['DMTOP_CLUSTER']);
	const {command, options} = readFlags([isKnown ? 'status' : 'connect'], given, [], env, config);
	const ask = command === 'connect' || options.gateway !== null ? ofGateway : ofMaster;
	const names = options.clusters.length > 0 ? [] : await ask(named, options, signal);
	// A shell takes a name for several where there are blanks in it.
	return names.filter(name => name !== '' && !/\s/.test(name)).sort();
}

type Options = ReturnType<typeof readFlags>['options'];

async function ofMaster(named: Named, options: Options, signal: AbortSignal): Promise<readonly string[]> {
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
		const {tasks, sources} = remember(before, await asking.reader.status(signal));
		return [...(named === 'task' ? tasks : sources).keys()];
	} finally {
		asking.close();
	}
}

async function ofGateway(named: Named, options: Options, signal: AbortSignal): Promise<readonly string[]> {
	const clock = systemClock();
	const line = (await gatewayLine(options, clock))(() => {});
	return new Promise(resolve => {
		const link = createLink({
			...line,
			random: Math.random,
			clock,
			onEvent(event) {
				if (event.type === 'link-lost') finish([]);
				if (event.type !== 'topic') return;
				if (event.topic === 'overview') finish(event.value.tasks.map(({name}) => name));
				if (event.topic === 'sources') finish(event.value.sources.flatMap(({source}) => source ?? []));
			},
		});
		const finish = (names: readonly string[]) => {
			link.close();
			resolve(names);
		};
		signal.addEventListener('abort', () => finish([]));
		link.setTopics([named === 'task' ? 'overview' : 'sources']);
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
	['--ssl-ca', 'sslCa'],
	['--ssl-cert', 'sslCert'],
	['--ssl-key', 'sslKey'],
]);
