import type {Rates} from '../../../domain/task.ts';
import type {SubtaskRow} from '../../../wire/topics.ts';
import {count, longBytes} from '../../../words/format.ts';
import type {Model} from '../../state.ts';
import {speedScale} from '../../ui/graph.ts';
import {type Shown, shownAtMs} from '../pieces/graphs.ts';
import {withPresent} from '../pieces/points.ts';

/** dmtop's own rates of bytes: `26.1 MiB/s now`, `25.0 MiB/s in 5m`, `24.8 MiB/s since first seen`. */
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
	return [`${one(now)} now`, `${one(fiveMinutes)} in 5m`, `${one(sinceStart)} since first seen`];
}

/** How fast a Dump or a Load has been, in bytes. */
export function speedGraph(row: SubtaskRow, model: Model): Shown {
	const samples = row.samples.map(({atMs, rate}) => ({atMs, value: rate}));
	const isHere = row.presence.type === 'here';
	const points = isHere ? withPresent(samples, row.rates.now, shownAtMs(model)) : samples;
	const {now} = row.rates;
	return {name: 'speed', said: [now === null ? '?' : `${longBytes(now)}/s`], points, scale: speedScale};
}
