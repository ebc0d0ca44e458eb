import type {KeepReadings} from '../../gateway/past/past.ts';
import type {Options} from '../args/usage.ts';

/** How much a gateway keeps of what it reads; null where it was told to keep none. */
export function readingsOrder({keepReadingsMs}: Pick<Options, 'keepReadingsMs'>): KeepReadings | null {
	const keepMs = keepReadingsMs ?? usualMs;
	return keepMs === 0 ? null : {keepMs, limitBytes: 300e6, memoryLimitBytes: 20e6};
}

const usualMs = 86_400_000;
