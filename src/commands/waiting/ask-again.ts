import {type Clock, sleep} from '../../clock.ts';
import {createDemand} from '../../gateway/ask/demand.ts';
import {poll} from '../../gateway/ask/poll.ts';
import type {Asked, createAsker} from '../ask.ts';

type Asker = Awaited<ReturnType<typeof createAsker>>;

/** Asks the cluster again and again, at the pace of the asker, until the signal aborts. */
export function askAgain(
	asker: Asker,
	clock: Clock,
	signal: AbortSignal,
): AsyncGenerator<{readonly ok: boolean; readonly atMs: number; readonly asked: Asked}, void, undefined> {
	const {now} = clock;
	const read = async (ended: AbortSignal) => {
		const asked = await asker.ask(ended);
		return {ok: asked.type === 'memory', atMs: now(), asked};
	};
	const pause = (ms: number, ended: AbortSignal) => sleep(clock, ms, ended);
	return poll(read, {everyMs: asker.paceMs, signal, demand: createDemand(), sleep: pause, random: Math.random, now});
}
