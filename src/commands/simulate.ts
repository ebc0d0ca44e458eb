import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {startReplay} from '../simulator/replay.ts';
import {startSimulator} from '../simulator/server.ts';
import type {Options} from './usage.ts';

const defaultListen = {host: '127.0.0.1', port: 8261};

/** A simulated dm-master, or a recorded timeline, until it is interrupted. */
export async function simulate(
	options: Options,
	io: {readonly stdout: Writable; readonly signal: AbortSignal},
): Promise<number> {
	const listen = options.listen ?? defaultListen;
	const server =
		options.replay === null
			? await startSimulator({listen, now: Date.now, ...worldOf(options)})
			: await startReplay({
					listen,
					file: options.replay,
					now: Date.now,
					...(options.speed !== null && {speed: options.speed}),
				});
	io.stdout.write(`listening on ${server.url}\n`);
	if (!io.signal.aborted) await once(io.signal, 'abort');
	await server.close();
	return 0;
}

/** The simulator's options, as the command line gives them; they were checked there. */
export function worldOf({scenario, seed, dm}: Pick<Options, 'scenario' | 'seed' | 'dm'>) {
	return {
		...(scenario !== null && {scenario: scenario as 'showcase'}),
		...(dm !== null && {dm: dm as '6.5'}),
		...(seed !== null && {seed}),
	};
}
