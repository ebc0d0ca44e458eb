import type {Clock} from '../clock.ts';
import {readTls} from '../dm/ask/tls.ts';
import {createAsking} from '../gateway/ask/asking.ts';
import {extrasAtOnce} from '../gateway/ask/extras.ts';
import {paceOf} from '../gateway/ask/pace.ts';
import type {Reader} from '../gateway/ask/reader.ts';
import {emptyMemory, type Memory, remember} from '../gateway/memory/memory.ts';
import type {FailedReading} from '../gateway/memory/reading.ts';
import type {Options} from './args/usage.ts';
import {defaultEveryMs} from './args/values.ts';
import {runtimeFolder} from './own-gateway/runtime-folder.ts';

/** One question to the cluster, without a gateway: what is known of it afterwards. */
export type Asked =
	| {readonly type: 'memory'; readonly memory: Memory}
	| {readonly type: 'failed'; readonly failed: FailedReading; readonly memory: Memory};

/** Asks the cluster of the options once, or again with what is known already. */
export async function createAsker(options: Options, clock: Clock) {
	const tls = await readTls(options.tls);
	// One question more is nothing to share; whoever asks again and again is one of those who share.
	const isLasting = options.watchMs !== null || options.waitFor !== null || options.tasks.length > 0;
	const meant = options.argument === null ? options.tasks : [options.argument];
	const asking = createAsking({
		masters: options.masters,
		workers: options.workers,
		tls,
		clock,
		random: Math.random,
		memory: () => memory,
		runtimeFolder: isLasting ? runtimeFolder(options.runtimeDir) : null,
	});
	const {client, reader} = asking;
	const everyMs = options.watchMs ?? options.everyMs ?? defaultEveryMs;
	let memory = emptyMemory(options.masters, everyMs, options.limits);
	return {
		client,
		async ask(signal: AbortSignal): Promise<Asked> {
			const asked = await askOnce(reader, memory, meant, signal);
			memory = asked.memory;
			return asked;
		},
		/** The wished pace, stretched where many sources would take too much of what dm-master grants. */
		paceMs: () => paceOf(memory),
		close: asking.close,
	};
}

/** Asks once; of `tasks` all is asked that has to be known of them, and of all where there are none. */
async function askOnce(reader: Reader, before: Memory, tasks: readonly string[], signal: AbortSignal): Promise<Asked> {
	// What nobody has to know before asking is asked at once.
	const [reading, membersAndSources] = await Promise.all([
		reader.status(signal),
		reader.membersAndSources(before, signal),
	]);
	const memory = remember(membersAndSources.reduce(remember, before), reading);
	if (reading.type === 'failed') return {type: 'failed', failed: reading, memory};
	// Where some tasks are meant, nobody needs to know of the others.
	const isMeant = (name: string) => tasks.length === 0 || tasks.includes(name);
	const meant = {...memory, tasks: new Map([...memory.tasks].filter(([name]) => isMeant(name)))};
	const news = await extrasAtOnce(reader, meant, signal);
	// What the configurations name and the answer lacks shows when the same answer is read with them known.
	return {type: 'memory', memory: news.length > 0 ? remember(news.reduce(remember, memory), reading) : memory};
}
