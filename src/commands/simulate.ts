import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {systemClock} from '../clock.ts';
import {ListenError} from '../gateway/serve/listen-error.ts';
import {startReplay} from '../simulator/replay.ts';
import {startSimulator} from '../simulator/server.ts';
import {TimelineError} from '../simulator/timeline.ts';
import {readTroubles} from './args/troubles.ts';
import type {Options} from './args/usage.ts';
import {UsageError} from './exit.ts';

const defaultListen = {type: 'tcp', host: '127.0.0.1', port: 8261} as const;

/** A simulated dm-master, or a recorded timeline, until it is interrupted. */
export async function simulate(
	options: Options,
	io: {readonly stdout: Writable; readonly signal: AbortSignal},
): Promise<number> {
	// A socket was refused before.
	const listen = options.listen?.type === 'tcp' ? options.listen : defaultListen;
	const server = await (options.replay === null
		? startWorld(options, listen)
		: startRecording(options.replay, options, listen)
	).catch(error => {
		throw complaint(error, listen);
	});
	io.stdout.write(`listening on ${server.url}\n`);
	if (!io.signal.aborted) await once(io.signal, 'abort');
	await server.close();
	return 0;
}

type Listen = {readonly host: string; readonly port: number};

function startWorld(options: Options, listen: Listen) {
	return startSimulator({listen, now: systemClock().now, ...worldOf(options)});
}

function startRecording(file: string, {speed}: Options, listen: Listen) {
	return startReplay({listen, file, now: systemClock().now, ...(speed !== null && {speed})});
}

/** What the person who typed it can mend becomes a sentence: an address that cannot be had, a file that is no recording. */
function complaint(error: Error & {readonly syscall?: string}, {host, port}: Listen): Error {
	if (error instanceof TimelineError) return new UsageError(error.message);
	if (error.syscall === undefined) return error;
	const cannotListen = error.syscall === 'listen' || error.syscall === 'getaddrinfo';
	return new UsageError(cannotListen ? new ListenError(`${host}:${port}`, error).message : error.message);
}

/** The simulator's options, as the command line gives them. Throws a UsageError where a trouble means nothing. */
export function worldOf({scenario, seed, dm, troubles}: Pick<Options, 'scenario' | 'seed' | 'dm' | 'troubles'>) {
	return {
		troubles: readTroubles(troubles),
		...(scenario !== null && {scenario: scenario as 'showcase'}),
		...(dm !== null && {dm: dm as '6.5'}),
		...(seed !== null && {seed}),
	};
}
