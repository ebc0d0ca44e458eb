import type {Clock} from '../../clock.ts';
import type {Memory} from '../memory/memory.ts';
import type {Pages} from '../serve/pages.ts';
import {measureMachine} from './machine.ts';
import type {Prometheus} from './prometheus.ts';
import {readinessOf} from './readiness.ts';
import {type Sample, samplesOf} from './samples.ts';

export type ToldOptions = {
	readonly memory: () => Memory;
	/** An answer has come since this gateway started: what it knows may be of one before it. */
	readonly isAnswered: () => boolean;
	readonly viewers: () => number;
	/** It takes no viewers any more. */
	readonly isEnding: () => boolean;
	/** Such as `dmtop 0.1.0`. */
	readonly program: string;
	readonly clock: Clock;
	/** Left out, there are no figures. */
	readonly prometheus?: Prometheus;
};

/** What a gateway tells of itself and its cluster to what watches it: whether it lives, whether it knows, and its figures. */
export function createTold(options: ToldOptions): {readonly pages: Pages; readonly close: () => void} {
	const {memory, isAnswered, viewers, isEnding, clock, program, prometheus} = options;
	const alive: Pages = {
		'/healthz': {isOpen: true, page: () => ({status: 200, text: 'it lives\n'})},
		'/readyz': {
			isOpen: true,
			page() {
				const {isReady, why} = isEnding() ? ending : readinessOf(memory(), clock.now());
				return {status: isReady ? 200 : 503, text: `${why}\n`};
			},
		},
	};
	if (prometheus === undefined) return {pages: alive, close() {}};
	const machine = measureMachine();
	const metrics = async () => {
		const known = memory();
		for (const {name, by} of machine.counters()) prometheus.count(name, {}, by);
		const text = await prometheus.text([
			{name: 'dmtop_info', labels: {version: program, dm_version: known.version.label}, value: 1},
			...upOf(known, isAnswered()),
			...samplesOf(known, clock.now()),
			{name: 'dmtop_viewers', labels: {}, value: viewers()},
			...machine.gauges(clock.wall()).map(it => ({...it, labels: {}})),
		]);
		return {status: 200, type: prometheus.contentType, text};
	};
	return {pages: {...alive, '/metrics': {isOpen: false, page: metrics}}, close: machine.close};
}

/** Whether the newest poll was answered; none before the first one has ended. */
function upOf({trouble}: Memory, isAnswered: boolean): readonly Sample[] {
	if (trouble === null && !isAnswered) return [];
	return [{name: 'dmtop_up', labels: {}, value: trouble === null ? 1 : 0}];
}

const ending = {isReady: false, why: 'the gateway is shutting down'};
