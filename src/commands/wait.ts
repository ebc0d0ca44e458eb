import {setTimeout as sleep} from 'node:timers/promises';
import {createDemand} from '../gateway/demand.ts';
import {poll} from '../gateway/poll.ts';
import {duration} from '../tui/format.ts';
import {createAsker} from './ask.ts';
import {exit} from './exit.ts';
import {createProgress, type ProgressIo} from './progress.ts';
import type {Options} from './usage.ts';
import {advance, begin, type Verdict} from './waiting.ts';

export type WaitIo = ProgressIo & {
	/** Ends the wait: exit code 130. */
	readonly signal: AbortSignal;
	/** The clock, in ms since 1970. */
	readonly now?: () => number;
	/** How it waits between two polls: resolves after so many ms, or rejects as soon as the signal aborts. */
	readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

/** Blocks until the task is in the state, at every poll for as long as it has to be; returns the exit code. */
export async function wait(options: Options, io: WaitIo): Promise<number> {
	const {now = Date.now, sleep: pause = sleepFor} = io;
	const asker = await createAsker(options, now);
	const progress = createProgress(io);
	const over = new AbortController();
	const signal = AbortSignal.any([io.signal, over.signal]);
	const {timeoutMs} = options;
	const timer = timeoutMs === null ? null : setTimeout(() => over.abort(), timeoutMs);
	const read = async (ended: AbortSignal) => {
		const asked = await asker.ask(ended);
		return {ok: asked.type === 'memory', atMs: now(), asked};
	};
	const pace = {everyMs: asker.paceMs, signal, demand: createDemand(), sleep: pause, random: Math.random, now};
	let waiting = begin(options, now());
	try {
		for await (const {asked, atMs} of poll(read, pace)) {
			waiting = advance(waiting, asked, atMs);
			if (waiting.verdict === null) progress.show(waiting.line);
			else return finish(waiting.verdict);
		}
		if (io.signal.aborted) return finish({code: exit.interrupted, sentence: `interrupted: ${waiting.line}`});
		const after = duration((timeoutMs ?? 0) / 1000);
		return finish({code: exit.timeout, sentence: `timed out after ${after}: ${waiting.line}`});
	} finally {
		clearTimeout(timer ?? undefined);
		asker.close();
	}

	function finish({code, sentence}: Verdict): number {
		progress.end();
		// A script asks for the exit code; a person wants to read that it is so.
		if (code !== exit.fine || io.terminal) io.stderr.write(`dmtop: ${sentence}\n`);
		return code;
	}
}

function sleepFor(ms: number, signal: AbortSignal): Promise<unknown> {
	return sleep(ms, undefined, {signal});
}
