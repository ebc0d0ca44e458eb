/** One of several ways to the same answer. It calls `onSent` as soon as it waits for nothing but the answer. */
export type Way<T> = (signal: AbortSignal, onSent: () => void) => Promise<T>;

export type HedgeOptions<T> = {
	/** How long a way may keep silent before the next one is taken beside it; null = as long as it wants. */
	readonly silenceMs: number | null;
	/** Whether what a way led to is the end of all. */
	readonly isFinal: (outcome: T) => boolean;
	/** Told when the way of that number has kept silent for too long. */
	readonly onSilent: (index: number) => void;
	/** Ends all ways; each tells by its outcome. */
	readonly signal: AbortSignal | undefined;
};

/**
 * Takes ways in their order, the next one when the last has led nowhere or has kept silent for too long; that one goes
 * on meanwhile. The first final outcome ends all others. Returns the outcomes in the order in which they came.
 */
export function hedge<T>(
	ways: readonly Way<T>[],
	{silenceMs, isFinal, onSilent, signal}: HedgeOptions<T>,
): Promise<readonly T[]> {
	return new Promise((resolve, reject) => {
		const over = new AbortController();
		// By hand: AbortSignal.any holds on to what it made for as long as the long-lived signal lives.
		const cut = () => over.abort(signal?.reason);
		signal?.addEventListener('abort', cut, {once: true});
		if (signal?.aborted) cut();
		let ended = false;
		const outcomes: T[] = [];
		let timer: NodeJS.Timeout | undefined;
		let taken = 0;
		next();

		function next(): void {
			clearTimeout(timer);
			const index = taken;
			const way = ways[index];
			if (way === undefined) return;
			taken += 1;
			const onSent = () => {
				const isNewest = taken === index + 1 && !over.signal.aborted;
				if (!isNewest || silenceMs === null || taken === ways.length) return;
				timer = setTimeout(() => {
					onSilent(index);
					next();
				}, silenceMs);
			};
			way(over.signal, onSent).then(outcome => arrive(outcome, index), fail);
		}
		function arrive(outcome: T, index: number): void {
			if (ended) return;
			outcomes.push(outcome);
			if (isFinal(outcome) || outcomes.length === ways.length) {
				end();
				resolve(outcomes);
			} else if (index === taken - 1 || outcomes.length === taken) next();
		}
		/** A mistake of ours: no way throws for what it meets. */
		function fail(error: unknown): void {
			end();
			reject(error);
		}
		function end(): void {
			ended = true;
			clearTimeout(timer);
			signal?.removeEventListener('abort', cut);
			over.abort();
		}
	});
}
