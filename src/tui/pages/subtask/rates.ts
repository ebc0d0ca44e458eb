import type {Rates} from '../../../domain/task.ts';
import {count, longBytes} from '../../../words/format.ts';

/** dmtop's own rates of bytes: `26.1 MiB/s now   25.0 MiB/s over 5m   24.8 MiB/s since start`. */
export function byteRates(rates: Rates): readonly string[] {
	return told(rates, value => `${longBytes(value)}/s`);
}

/** dmtop's own rates of rows (events). */
export function rowRates(rates: Rates): readonly string[] {
	return told(rates, count);
}

/** A rate of DM's own, with its name; `-` where DM tells none. */
export function dmRate(name: string, value: number | null, text: (value: number) => string = count): string {
	return `${name} ${value === null || !Number.isFinite(value) ? '-' : text(value)}`;
}

function told({now, fiveMinutes, sinceStart}: Rates, text: (value: number) => string): readonly string[] {
	const one = (value: number | null) => (value === null ? '-' : text(value));
	return [`${one(now)} now`, `${one(fiveMinutes)} over 5m`, `${one(sinceStart)} since first seen`];
}
