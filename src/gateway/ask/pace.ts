import type {Memory} from '../memory/memory.ts';
import {tokensPerSecond} from './budget.ts';

/** The wished pace, stretched where many sources would take too much of what dm-master grants everybody together. */
export function paceOf({everyMs, sources, gateways}: Pick<Memory, 'everyMs' | 'sources' | 'gateways'>): number {
	const there = [...sources.values()].filter(({leftSinceMs}) => leftSinceMs === null);
	return Math.max(everyMs, Math.round((there.length * gateways * 1000) / tokensPerSecond));
}
