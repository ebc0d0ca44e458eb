import {type Clock, systemClock} from '../clock.ts';
import {duration} from '../words/format.ts';
import type {Options} from './args/usage.ts';
import {createAsker} from './ask.ts';
import {exit} from './exit.ts';
import {askAgain} from './waiting/ask-again.ts';
import {createProgress, type ProgressIo} from './waiting/progress.ts';
import {advance, begin, type Verdict} from './waiting/waiting.ts';

export type WaitIo = ProgressIo & {
	/** Ends the wait: exit code 130. */
	readonly signal: AbortSignal;
	readonly clock?: Clock;
};

/** Blocks until the task is in the state, at every poll for as long as it has to be; returns the exit code. */
export async function wait(options: Options, io: WaitIo): Promise<number> {
	const {clock = systemClock()} = io;
	const {now} = clock;
	const asker = await createAsker(options, clock);
	const progress = createProgress(io);
	const over = new AbortController();
	const signal = AbortSignal.any([io.signal, over.signal]);
	const {timeoutMs} = options;
	const stop = timeoutMs === null ? null : clock.after(timeoutMs, () => over.abort());
	let waiting = begin(options, now());
	try {
		for await (const {asked, atMs} of askAgain(asker, clock, signal)) {
			waiting = advance(waiting, asked, atMs);
			if (waiting.verdict === null) progress.show(waiting.line);
			else return finish(waiting.verdict);
		}
		if (io.signal.aborted) return finish({code: exit.interrupted, sentence: `interrupted: ${waiting.line}`});
		const after = duration((timeoutMs ?? 0) / 1000);
		return finish({code: exit.timeout, sentence: `timed out after ${after}: ${waiting.line}`});
	} finally {
		stop?.();
		asker.close();
	}

	function finish({code, sentence}: Verdict): number {
		progress.end();
		// A script asks for the exit code; a person wants to read that it is so.
		if (code !== exit.fine || io.terminal) io.stderr.write(`dmtop: ${sentence}\n`);
		return code;
	}
}
