import type {Memory} from '../memory/memory.ts';
import type {Reading} from '../memory/reading.ts';
import type {Reader} from './reader.ts';

/** What is asked beside the status, what matters most first; `memory` is what is known by then. */
export async function* extras(reader: Reader, memory: () => Memory, signal: AbortSignal): AsyncGenerator<Reading> {
	yield* reader.byName(memory(), signal);
	yield* await reader.membersAndSources(memory(), signal);
	yield* reader.configs(memory(), signal);
	yield* reader.sourceConfigs(memory(), signal);
}

/** All that is asked beside one task's status, or everybody's, at once: for who asks a single time. */
export async function extrasAtOnce(reader: Reader, memory: Memory, signal: AbortSignal): Promise<readonly Reading[]> {
	const told = await Promise.all([
		all(reader.configs(memory, signal)),
		all(reader.byName(memory, signal)),
		all(reader.sourceConfigs(memory, signal, 'failing')),
	]);
	return told.flat();
}

async function all(readings: AsyncIterable<Reading>): Promise<readonly Reading[]> {
	const told: Reading[] = [];
	for await (const reading of readings) told.push(reading);
	return told;
}
