import type {Memory} from './memory.ts';

/** The wished pace, stretched where many sources would take too much of what dm-master grants everybody together. */
export function paceOf({everyMs, sources}: Pick<Memory, 'everyMs' | 'sources'>): number {
	const there = [...sources.values()].filter(({leftSinceMs}) => leftSinceMs === null);
	return Math.max(everyMs, there.length * everySourceMs);
}

/** Each source costs a token of the ten that dm-master gives out a second; dmtop takes at most half of them. */
const everySourceMs = 200;
