import {expect, test} from 'vitest';
import {parseWorkerMetrics} from '../../../src/dm/metrics/parse-metrics.ts';
import type {Relay} from '../../../src/domain/cluster.ts';
import {type SlowMoment, type SlowPart, slowBetween} from '../../../src/domain/slow/slow.ts';
import type {TaskMetrics, WorkerMetrics} from '../../../src/domain/slow/worker-metrics.ts';
import {sync} from '../../support/builder.ts';
import {fixtureText} from '../../support/recordings.ts';

type Case = {
	readonly name: string;
	readonly before: SlowMoment;
	readonly now: SlowMoment;
	readonly expect: SlowPart | null;
};

function check({name, before, now, expect: expected}: Case): void {
	test(name, () => expect(slowBetween(before, now, 'load4')?.part ?? null).toBe(expected));
}

/** A recorded scrape, at the time when it was made, of a task that lags and does not catch up. */
function scrape(name: string, other: Partial<SlowMoment> = {}): SlowMoment {
	const text = fixtureText(`operations/${name.replace('/', '/metrics-worker-')}.txt`);
	const atMs = Date.parse(/scraped ([^,]+),/.exec(text)?.[1] ?? '');
	const metrics = parseWorkerMetrics(text, 'mysql-replica-04');
	return {atMs, metrics, lagSeconds: 90, sync: sync({binlogType: 'remote'}), relay: null, ...other};
}

/** The scrape 15 s before a recorded one, by the seconds of work in each second that were measured between the two. */
function earlier(now: SlowMoment, busy: typeof slow): SlowMoment {
	const less = (value: number | null, share: number) => (value === null ? null : value - share * 15);
	const task = now.metrics.tasks.get('load4');
	if (task === undefined) throw new Error('expected the task in the scrape');
	const before = {
		...task,
		readSeconds: less(task.readSeconds, busy.readSeconds),
		queueSeconds: less(task.queueSeconds, busy.queueSeconds),
		targetSeconds: less(task.targetSeconds, busy.targetSeconds),
	};
	return {...now, atMs: now.atMs - 15_000, metrics: metricsOf(before, now.metrics.relayReadSeconds)};
}

function metricsOf(task: TaskMetrics, relayReadSeconds: number | null): WorkerMetrics {
	return {relayReadSeconds, relaySpace: null, tasks: new Map([['load4', task]])};
}

const at = (offset: number) => ({file: 'binlog.000007', offset});

function relayAt(upstream: number, position: number, stage = 'Running'): Partial<SlowMoment> {
	const relay: Relay = {
		...{stage, upstream: at(upstream), upstreamGtid: null, position: at(position), gtid: null},
		...{directory: null, caughtUp: null, result: null},
	};
	return {relay, sync: sync({binlogType: 'local'})};
}

const target = scrape('6.5.0/slow-target');
const oldTarget = scrape('2.0.7/slow-target');
const hotRow = scrape('6.5.0/hot-row');
const relayTarget = scrape('6.5.0/relay-slow-target', relayAt(9000, 9000));
const upstream = scrape('6.5.0/slow-upstream');
const relayHealthy = scrape('6.5.0/relay-healthy', relayAt(5000, 4000));
const relayUpstream = scrape('6.5.0/relay-slow-upstream', relayAt(9000, 4500));
const slow = {readSeconds: 0.11, queueSeconds: 0.97, targetSeconds: 4.2};

const cases: readonly Case[] = [
	{name: '6.5, a slow target', before: earlier(target, slow), now: target, expect: 'target'},
	{
		name: '2.0, a slow target',
		before: earlier(oldTarget, {...slow, readSeconds: 0.14}),
		now: oldTarget,
		expect: 'target',
	},
	{name: '6.5, a slow target, relay on', before: earlier(relayTarget, slow), now: relayTarget, expect: 'target'},
	{
		name: '6.5, one hot row',
		before: earlier(hotRow, {readSeconds: 0.02, queueSeconds: 0.98, targetSeconds: 0.98}),
		now: hotRow,
		expect: 'one-row',
	},
	{name: '6.5, a slow upstream', before: target, now: upstream, expect: 'upstream'},
	{name: '2.0, a slow upstream', before: oldTarget, now: scrape('2.0.7/slow-upstream'), expect: 'upstream'},
	{name: '6.5, a slow upstream, relay on', before: relayHealthy, now: relayUpstream, expect: 'upstream'},
	{
		name: 'a relay that has all of it is slow to be read',
		before: {...relayHealthy, ...relayAt(5000, 5000)},
		now: {...relayUpstream, ...relayAt(9000, 9000)},
		expect: 'relay-disk',
	},
	{
		name: 'a relay that catches up decides nothing',
		before: {...relayHealthy, ...relayAt(9000, 4000)},
		now: {...relayUpstream, ...relayAt(9500, 9000)},
		expect: 'unknown',
	},
	{
		name: 'nor does one of which no position is known',
		before: relayHealthy,
		now: {...relayUpstream, relay: null},
		expect: 'unknown',
	},
	{
		name: 'a paused relay is not slow',
		before: relayTarget,
		now: scrape('6.5.0/relay-paused', relayAt(9000, 9000, 'Paused')),
		expect: 'unknown',
	},
	{name: 'slow for a part of the time: no rule', before: scrape('6.5.0/healthy'), now: target, expect: 'unknown'},
	{
		name: 'a row that was hot for a part of the time',
		before: scrape('6.5.0/conflicts'),
		now: hotRow,
		expect: 'unknown',
	},
	{name: 'it catches up', before: target, now: {...upstream, lagSeconds: 80}, expect: null},
	{name: 'nobody knows its lag', before: target, now: {...upstream, lagSeconds: null}, expect: null},
	{name: 'too soon after one another', before: {...target, atMs: upstream.atMs - 9000}, now: upstream, expect: null},
	{name: 'too far from one another', before: {...target, atMs: upstream.atMs - 61_000}, now: upstream, expect: null},
	{name: 'it began anew', before: upstream, now: {...target, atMs: upstream.atMs + 15_000}, expect: null},
	{
		name: 'the worker does not tell of it any more',
		before: target,
		now: {...upstream, metrics: {relayReadSeconds: 0, relaySpace: null, tasks: new Map()}},
		expect: null,
	},
];

for (const one of cases) check(one);
