import type {Relay, Sync} from '../cluster.ts';
import {gapBytes} from '../progress.ts';
import type {TaskMetrics, WorkerMetrics} from './worker-metrics.ts';

/** Who holds up a Sync that lags. */
export const slowParts = ['target', 'one-row', 'upstream', 'relay-disk', 'unknown'] as const;

export type SlowPart = (typeof slowParts)[number];

/** Who is slow, and the figures that decided. */
export type Slow = {
	readonly part: SlowPart;
	/** From one scrape to the other. */
	readonly spanMs: number;
	readonly busy: Busy;
	/** How many jobs waited in the queue of each writer at the second scrape. */
	readonly queues: readonly number[];
};

/** Seconds of work in each second between two scrapes: up to 1, and up to the number of writers for `target`. Null = not told. */
export type Busy = {
	readonly read: number | null;
	readonly relay: number | null;
	readonly conflicts: number | null;
	readonly queue: number | null;
	readonly target: number | null;
};

/** What was known of a task on its source when its worker was scraped. */
export type SlowMoment = {
	readonly atMs: number;
	readonly metrics: WorkerMetrics;
	/** As the row shows it; null = unknown. */
	readonly lagSeconds: number | null;
	readonly sync: Sync;
	readonly relay: Relay | null;
};

/**
 * Who held up a task that lags, between two scrapes of its worker. Null where that cannot be told: they are not far enough
 * apart or too far, the lag shrank or is not known, the task began anew, or a figure is missing.
 */
export function slowBetween(before: SlowMoment, now: SlowMoment, task: string): Slow | null {
	const spanMs = now.atMs - before.atMs;
	const [first, last] = [before.metrics.tasks.get(task), now.metrics.tasks.get(task)];
	if (first === undefined || last === undefined || spanMs < leastSpanMs || spanMs > mostSpanMs) return null;
	if (before.lagSeconds === null || now.lagSeconds === null || now.lagSeconds < before.lagSeconds) return null;
	if (last.queues.length === 0 || first.queues.length !== last.queues.length) return null;
	const share = (of: keyof Omit<TaskMetrics, 'queues'>) => shareOf(first[of], last[of], spanMs);
	const busy: Busy = {
		read: share('readSeconds'),
		relay: shareOf(before.metrics.relayReadSeconds, now.metrics.relayReadSeconds, spanMs),
		conflicts: share('conflictSeconds'),
		queue: share('queueSeconds'),
		target: share('targetSeconds'),
	};
	if (busy.read === null || busy.target === null) return null;
	const it = {read: busy.read, relay: busy.relay, target: busy.target, queues: last.queues, before, now};
	const part = rules.find(({when}) => when(it))?.part ?? 'unknown';
	return {part, spanMs, busy, queues: last.queues};
}

/** Sums of less than this tell little of who is busy. */
const leastSpanMs = 10_000;
const mostSpanMs = 60_000;

/** Null also where the sum has become smaller: it began anew. */
function shareOf(before: number | null, now: number | null, spanMs: number): number | null {
	return before === null || now === null || now < before ? null : ((now - before) * 1000) / spanMs;
}

type Figures = {
	readonly read: number;
	readonly relay: number | null;
	readonly target: number;
	readonly queues: readonly number[];
	readonly before: SlowMoment;
	readonly now: SlowMoment;
};

/** The first that matches. Of each writer's queue some 490 jobs are all that it holds (6.5), or some 1,000 (before). */
const rules: readonly {readonly part: SlowPart; readonly when: (it: Figures) => boolean}[] = [
	{
		part: 'target',
		when: ({queues, target}) => Math.max(...queues) > fullQueue && target >= mostly * queues.length,
	},
	{
		part: 'one-row',
		when: ({queues, target}) =>
			queues.length > 1 &&
			queues.filter(jobs => jobs > fullQueue).length === 1 &&
			queues.filter(jobs => jobs < emptyQueue).length === queues.length - 1 &&
			target >= mostly &&
			target <= 1.2,
	},
	{part: 'upstream', when: it => isStarved(it) && it.now.sync.binlogType === 'remote'},
	{
		part: 'upstream',
		when: it => isStarved(it) && readsRelay(it) && (it.relay ?? 0) >= nearlyAlways && fallsBehind(it),
	},
	{
		part: 'relay-disk',
		when: it => isStarved(it) && readsRelay(it) && relayGap(it.now) === 0 && relayGap(it.before) === 0,
	},
];

const fullQueue = 300;
const emptyQueue = 10;
const mostly = 0.8;
const nearlyAlways = 0.9;

/** It does nothing but wait for binlog. */
function isStarved({queues, read}: Figures): boolean {
	return read >= nearlyAlways && queues.every(jobs => jobs === 0);
}

function readsRelay({now}: Figures): boolean {
	return now.sync.binlogType === 'local' && now.relay?.stage === 'Running';
}

function fallsBehind({before, now}: Figures): boolean {
	const [first, last] = [relayGap(before), relayGap(now)];
	return first !== null && last !== null && last > 0 && last >= first;
}

/** What the upstream has written and the relay does not have, in bytes; null = unknown, or over several files. */
function relayGap({relay}: SlowMoment): number | null {
	return relay === null ? null : gapBytes(relay.upstream, relay.position);
}
