/** The time and the timers, given from outside: a test has a clock of its own. */
export type Clock = {
	/**
	 * In ms since 1970, by a clock that nobody sets: what the clock on the wall showed at the start, and the time that has
	 * passed since. All that is measured is measured by it, and all times in the data are its own.
	 */
	readonly now: () => number;
	/** What the clock on the wall shows, in ms since 1970. It may be set at any time: it is only for people to read. */
	readonly wall: () => number;
	/** Calls back once, after so many ms; the returned function takes that back. */
	readonly after: (ms: number, work: () => void) => () => void;
};

/** The clock of this thread. */
export function systemClock(wall: () => number = Date.now, elapsedMs: () => number = () => performance.now()): Clock {
	const startMs = wall() - elapsedMs();
	return {
		now: () => Math.floor(startMs + elapsedMs()),
		wall,
		after(ms, work) {
			const timer = setTimeout(work, ms);
			return () => clearTimeout(timer);
		},
	};
}

/** Calls back every so many ms, until the returned function is called. */
export function every({after}: Clock, ms: number, work: () => void): () => void {
	let stop = after(ms, again);
	return () => stop();

	function again() {
		stop = after(ms, again);
		work();
	}
}

/** Resolves after so many ms; rejects with the signal's reason as soon as that aborts. */
export function sleep({after}: Clock, ms: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(signal.reason);
			return;
		}
		const stop = after(ms, () => {
			signal?.removeEventListener('abort', abort);
			resolve();
		});
		signal?.addEventListener('abort', abort, {once: true});

		function abort() {
			stop();
			reject(signal?.reason);
		}
	});
}
