/** How long those who show no good token wait for the answer: the longer, the more often it was none. */
export type Knocks = {
	/** Counts one of that address; for how long its answer is kept back, in ms. */
	readonly wrong: (address: string) => number;
};

/**
 * `now` is a clock in ms. Who shows a good token is let in at once all the same: several people may come from one address, and
 * a token of 256 bits is not found by trying.
 */
export function createKnocks(now: () => number): Knocks {
	const known = new Map<string, {readonly count: number; readonly atMs: number}>();
	return {
		wrong(address) {
			const before = known.get(address);
			const isOver = before === undefined || now() - before.atMs >= forgottenAfterMs;
			const count = isOver ? 1 : before.count + 1;
			known.delete(address);
			known.set(address, {count, atMs: now()});
			const [oldest] = known.keys();
			if (known.size > mostAddresses && oldest !== undefined) known.delete(oldest);
			return count === 1 ? 0 : Math.min(longestMs, firstMs * 2 ** (count - 2));
		},
	};
}

const firstMs = 250;
const longestMs = 4_000;
const forgottenAfterMs = 60_000;
const mostAddresses = 1000;
