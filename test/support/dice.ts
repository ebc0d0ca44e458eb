/** Random numbers that a seed repeats (mulberry32). */
export function dice(seed: number) {
	let state = seed | 0;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	return {next, chance: (odds: number) => next() < odds, upTo: (most: number) => Math.floor(next() * (most + 1))};
}

export type Dice = ReturnType<typeof dice>;
