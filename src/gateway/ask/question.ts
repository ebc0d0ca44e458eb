import {setMaxListeners} from 'node:events';
import {type Clock, sleep} from '../../clock.ts';
import type {StatusReading} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';

/** A question that has been sent, or will be soon: its answer may be waited for, and it may be given up. */
export type Question = {
	/** Rejects only for a mistake of ours. */
	readonly outcome: Promise<StatusReading | DmError>;
	/** What came; null while it is awaited. */
	readonly settled: () => {readonly outcome: StatusReading | DmError; readonly atMs: number} | null;
	/** Resolves so many ms after it was sent, unless the answer comes before. */
	readonly late: (ms: number) => Promise<'late'>;
	readonly giveUp: () => void;
};

/** Asks. `read` calls `onSent` as soon as nothing but the answer is waited for. */
export function ask(
	read: (signal: AbortSignal, onSent: () => void) => Promise<StatusReading>,
	clock: Clock,
	signal: AbortSignal,
): Question {
	const over = new AbortController();
	const end = () => over.abort(signal.reason);
	signal.addEventListener('abort', end, {once: true});
	if (signal.aborted) end();
	let settled: ReturnType<Question['settled']> = null;
	let onSent = () => {};
	const sent = new Promise<void>(resolve => {
		onSent = resolve;
	});
	const answered = new AbortController();
	const outcome = read(over.signal, () => onSent())
		.catch((error: unknown) => {
			if (error instanceof DmError) return error;
			throw error;
		})
		.then(it => {
			settled = {outcome: it, atMs: clock.now()};
			return it;
		})
		.finally(() => {
			answered.abort();
			signal.removeEventListener('abort', end);
		});
	// Whoever waits for it hears of it as well.
	outcome.catch(() => {});
	return {
		outcome,
		settled: () => settled,
		async late(ms) {
			await sent;
			await sleep(clock, ms, answered.signal).catch(() => new Promise(() => {}));
			return 'late';
		},
		giveUp: () => over.abort(),
	};
}

/** A signal that aborts after so many ms, or with another; `end` takes that back. */
export function limited(
	clock: Clock,
	ms: number,
	signal: AbortSignal,
): {readonly limit: AbortSignal; readonly end: () => void} {
	const over = new AbortController();
	setMaxListeners(0, over.signal);
	const stop = clock.after(ms, () => over.abort());
	const cut = () => over.abort(signal.reason);
	signal.addEventListener('abort', cut, {once: true});
	return {
		limit: over.signal,
		end() {
			stop();
			signal.removeEventListener('abort', cut);
		},
	};
}
