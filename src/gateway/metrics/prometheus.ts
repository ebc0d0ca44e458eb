import {Counter, Gauge, Histogram, Registry} from 'prom-client';
import {countedFromStart, counters, type GaugeName, gauges, histograms} from './figures.ts';
import type {Sample} from './samples.ts';
import type {Tally} from './tally.ts';

/** The figures of one gateway, in the text format of Prometheus. */
export type Prometheus = Tally & {
	/** All that was counted so far, and these samples; a gauge without a sample is left out. */
	text(samples: readonly Sample[]): Promise<string>;
	/** Of that text, for the header. */
	readonly contentType: string;
};

/** Creates them in a registry of their own: nothing is shared with another gateway of the process. */
export function createPrometheus(): Prometheus {
	const registry = new Registry();
	const registers = [registry];
	const counted = mapped(
		counters,
		(name, {help, labels}) => new Counter({name, help, labelNames: [...labels], registers}),
	);
	const measured = mapped(
		histograms,
		(name, {help, buckets}) => new Histogram({name, help, buckets: [...buckets], registers}),
	);
	const told = mapped(gauges, (name, {help, labels}) => new Gauge({name, help, labelNames: [...labels], registers}));
	const alone = Object.entries(gauges).flatMap(([name, {labels}]) => (labels.length === 0 ? [name as GaugeName] : []));
	for (const {name, labels} of countedFromStart) counted[name].inc({...labels}, 0);
	return {
		contentType: registry.contentType,
		count(name, labels = {}, by = 1) {
			counted[name].inc({...labels}, by);
		},
		observe(name, value) {
			measured[name].observe(value);
		},
		async text(samples) {
			for (const gauge of Object.values(told)) gauge.reset();
			// Those without labels begin at 0 then, which nobody has seen.
			for (const name of alone) told[name].remove();
			for (const {name, labels, value} of samples) told[name].set({...labels}, value);
			return registry.metrics();
		},
	};
}

function mapped<Table extends Readonly<Record<string, unknown>>, Made>(
	table: Table,
	make: (name: keyof Table & string, entry: Table[keyof Table]) => Made,
): Readonly<Record<keyof Table & string, Made>> {
	const entries = Object.entries(table).map(([name, entry]) => [name, make(name, entry as Table[keyof Table])]);
	return Object.fromEntries(entries);
}
