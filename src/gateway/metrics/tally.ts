import type {CounterName, HistogramName} from './figures.ts';

/** Counts what happens, for whoever collects figures. */
export type Tally = {
	count(name: CounterName, labels?: Readonly<Record<string, string>>, by?: number): void;
	/** One more measured value, in the unit of the figure's name. */
	observe(name: HistogramName, value: number): void;
};

/** Where nobody collects figures. */
export const noTally: Tally = {count() {}, observe() {}};
