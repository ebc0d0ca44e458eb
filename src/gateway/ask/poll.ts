import type {Demand} from './demand.ts';

export type PollOptions = {
	/** The pace, start to start; asked before every wait, since it may change with the cluster. */
	readonly everyMs: () => number;
	/** Ends the polling. */
	readonly signal: AbortSignal;
	readonly demand: Demand;
	/** Resolves after so many ms, or rejects or resolves as soon as the signal aborts. */
	readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
	/** A number from 0 up to 1, for the jitter. */
	readonly random: () => number;
	/** A clock that nobody sets, in ms. */
	readonly now: () => number;
	/** Told before every wait when the next reading will begin. */
	readonly onWait?: (untilMs: number) => void;
};

/**
 * Reads again and again: the first time at once, never two at a time, at the given pace from start to start. After
 * failures in a row it waits longer and longer, but never less than the pace; a demand ends every wait.
 * `read` gives trouble as a value with `ok: false`; it throws only when the signal aborts, which ends the generator.
 */
export async function* poll<R extends {readonly ok: boolean}>(
	read: (signal: AbortSignal) => Promise<R>,
	options: PollOptions,
): AsyncGenerator<R, void, undefined> {
	const {signal, demand, now} = options;
	let failures = 0;
	while (!signal.aborted) {
		// An ask from here on is not answered by this reading any more: what it asks about may come after the answer.
		demand.take();
		const startedMs = now();
		let reading: R;
		try {
			reading = await read(signal);
		} catch (error) {
			if (signal.aborted) return;
			throw error;
		}
		if (signal.aborted) return;
		failures = reading.ok ? 0 : failures + 1;
		yield reading;

		const everyMs = options.everyMs();
		const spentMs = now() - startedMs;
		const waitMs = Math.max(everyMs - spentMs, smallestPauseMs, backoffMs(failures, options.random));
		options.onWait?.(now() + waitMs);
		await eitherOf(waitMs, options, demand.asked);
		const leastMs = everyMs * demandedShare - (now() - startedMs);
		if (leastMs > 0) await eitherOf(leastMs, options, demand.urged);
	}
}

/** How long to wait after so many failures in a row; 0 after none. A quarter more or less, so that many do not march in step. */
function backoffMs(failures: number, random: () => number): number {
	if (failures === 0) return 0;
	const step = backoffStepsMs[Math.min(failures, backoffStepsMs.length) - 1] ?? 0;
	return step * (0.75 + random() / 2);
}

const backoffStepsMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** After an answer that took longer than the pace: a slow dm-master gets its breath back. */
const smallestPauseMs = 100;

/** A key that is held down asks many times a second: readings on demand begin at most five times as often as the pace. */
const demandedShare = 1 / 5;

async function eitherOf(
	waitMs: number,
	{signal, sleep}: PollOptions,
	demanded: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
	if (signal.aborted) return;
	const over = new AbortController();
	// By hand: AbortSignal.any holds on to what it made for as long as the long-lived signal lives.
	const end = () => over.abort();
	signal.addEventListener('abort', end, {once: true});
	try {
		await Promise.race([sleep(waitMs, over.signal).catch(() => {}), demanded(over.signal)]);
	} finally {
		signal.removeEventListener('abort', end);
		over.abort();
	}
}
