import type {Retry} from '../task.ts';
import type {Checker} from './checker.ts';

/** What a checker does where its source's configuration is not known: DM's defaults, in ms. */
const usual = {everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2} as const;

/**
 * Until when DM will have tried again, in ms since 1970, as long as its checker runs: it looks every few seconds, and waits
 * longer with each try. Where not every try can have been seen it may wait as long as it ever does.
 */
export function nextTryBy(
	{sinceMs, lastTryMs, allTries}: Pick<Retry, 'sinceMs' | 'lastTryMs' | 'allTries'>,
	checker: Checker | null,
): number {
	const everyMs = checker?.everyMs ?? usual.everyMs;
	const leastMs = checker?.leastMs ?? usual.leastMs;
	const mostMs = Math.max(leastMs, checker?.mostMs ?? usual.mostMs);
	const factor = checker?.factor ?? usual.factor;
	const waitMs = allTries === null ? mostMs : Math.min(mostMs, leastMs * factor ** allTries);
	return Math.max(sinceMs, lastTryMs ?? 0) + waitMs + everyMs;
}
