import type {Clock} from '../../clock.ts';
import {readTls} from '../../dm/ask/tls.ts';
import {createAsking} from '../../gateway/ask/asking.ts';
import {extrasAtOnce} from '../../gateway/ask/extras.ts';
import {paceOf} from '../../gateway/ask/pace.ts';
import {emptyMemory, type Memory, remember} from '../../gateway/memory/memory.ts';
import type {Options} from '../args/usage.ts';
import {defaultEveryMs} from '../args/values.ts';
import {runtimeFolder} from '../own-gateway/runtime-folder.ts';
import type {Recorder} from './recorder.ts';

/** Asks a cluster as dmtop does, while a recorder listens. */
export type Listening = {
	/** Asks for the status once, and beside it what is not known yet. The sentence of what failed; null where nothing did. */
	readonly ask: (signal: AbortSignal) => Promise<string | null>;
	/** What is known by now. */
	readonly memory: () => Memory;
	readonly paceMs: () => number;
	readonly close: () => void;
};

/** `isLasting`: it goes on for a while, and shares with others what the cluster may be asked. */
export async function createListening(
	options: Options,
	recorder: Recorder,
	{clock, isLasting}: {readonly clock: Clock; readonly isLasting: boolean},
): Promise<Listening> {
	let memory = emptyMemory(options.masters, options.everyMs ?? defaultEveryMs, options.limits);
	const {reader, close} = createAsking({
		masters: options.masters,
		workers: options.workers,
		tls: await readTls(options.tls),
		clock,
		random: Math.random,
		memory: () => memory,
		runtimeFolder: isLasting ? runtimeFolder(options.runtimeDir) : null,
		onAnswer: recorder.onAnswer,
	});
	return {
		async ask(signal) {
			try {
				return await askOnce(signal);
			} catch (error) {
				// What somebody ended is no trouble of the cluster.
				if (signal.aborted) return null;
				throw error;
			}
		},
		memory: () => memory,
		paceMs: () => paceOf(memory),
		close,
	};

	async function askOnce(signal: AbortSignal): Promise<string | null> {
		const beside = await reader.membersAndSources(memory, signal);
		const reading = await reader.status(signal);
		recorder.asked(reading.type === 'failed' ? reading.message : null);
		memory = remember(beside.reduce(remember, memory), reading);
		if (reading.type === 'failed') return reading.message;
		memory = (await extrasAtOnce(reader, memory, signal)).reduce(remember, memory);
		return null;
	}
}
