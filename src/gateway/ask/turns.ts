/** Begins the work when it is its turn, and ends as it ends. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates turns of which so many are had at a time; who waits for one gets it in order. */
export function createTurns(atOnce: number): Turns {
	const waiting: Array<() => void> = [];
	let free = atOnce;
	return async work => {
		if (free > 0) free -= 1;
		else await new Promise<void>(resolve => waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			// Who is next takes over this turn: nobody comes between.
			if (next === undefined) free += 1;
			else next();
		}
	};
}
