import {expect, test} from 'vitest';
import type {TaskMetrics, WorkerMetrics} from '../../../src/domain/slow/worker-metrics.ts';
import {createWhoIsSlow} from '../../../src/gateway/ask/who-is-slow.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {subtaskRow} from '../../../src/gateway/views/view-subtask.ts';
import {overview, topicValue} from '../../../src/gateway/views/views.ts';
import type {SubtaskRow} from '../../../src/wire/topics.ts';
import {answer, relay, running} from '../../support/cluster.ts';
import {statusReading} from '../../support/recorded.ts';
import {remembered} from '../../support/remembered.ts';
import {slowStatus} from '../../support/slow.ts';

type Case = {
	readonly name: string;
	/** Seconds behind, at each of the polls, 5 s apart. */
	readonly lagSeconds: readonly number[];
	/** At which seconds its worker answers with nothing usable. */
	readonly failsAt?: readonly number[];
	/** At which seconds the worker is to be scraped. */
	readonly scrapedAt: readonly number[];
	/** What the row says in the end. */
	readonly label: string;
};

const signal = new AbortController().signal;
const startMs = Date.UTC(2026, 10, 27, 14, 0, 0);

/** A worker of which the target takes all of the time of all of its four writers. */
function metricsAt(seconds: number): WorkerMetrics {
	const task: TaskMetrics = {
		...{readSeconds: seconds * 0.1, conflictSeconds: 0, queueSeconds: seconds * 0.97, targetSeconds: seconds * 4},
		queues: [490, 490, 490, 490],
	};
	return {relayReadSeconds: null, relaySpace: null, tasks: new Map([['load4', task]])};
}

function members(atMs: number) {
	const workers = [{name: 'worker4', address: '127.0.0.1:8262', stage: 'bound', source: 'mysql-replica-04'}];
	return {type: 'members', ok: true, atMs, members: {leader: null, masters: [], workers}, note: null} as const;
}

function check({name, lagSeconds, failsAt = [], scrapedAt, label}: Case): void {
	test(name, async () => {
		let seconds = 0;
		const scraped: (readonly [number, string])[] = [];
		const whoIsSlow = createWhoIsSlow(
			async (address, source) => {
				scraped.push([seconds, `${source} at ${address}`]);
				if (failsAt.includes(seconds)) throw new Error('refused');
				return metricsAt(seconds);
			},
			() => startMs + seconds * 1000,
		);
		let memory = remember(emptyMemory(['m:8261'], 5000), members(startMs));
		for (const [poll, lag] of lagSeconds.entries()) {
			seconds = poll * 5;
			memory = remember(memory, statusReading(slowStatus(poll, lag), startMs + seconds * 1000, 'v6.5.0'));
			memory = (await whoIsSlow(memory, signal)).reduce<Memory>(remember, memory);
		}
		expect(scraped).toEqual(scrapedAt.map(at => [at, 'mysql-replica-04 at 127.0.0.1:8262']));
		expect(rowOf(memory)?.label).toBe(label);
	});
}

function rowOf(memory: Memory): SubtaskRow | null {
	const known = memory.tasks.get('load4');
	const it = known?.task.subtasks[0];
	return known === undefined || it === undefined ? null : subtaskRow(known, it, memory);
}

const cases: readonly Case[] = [
	{
		name: 'two scrapes 15 s apart tell it',
		lagSeconds: [90, 95, 100, 105],
		scrapedAt: [0, 15],
		label: 'Lagging: target is slow',
	},
	{name: 'one does not', lagSeconds: [90, 95, 100], scrapedAt: [0], label: 'Running (lagging)'},
	{name: 'nobody is asked while nothing lags', lagSeconds: [0, 1, 2, 0], scrapedAt: [], label: 'Running'},
	{
		name: 'the word goes when it catches up',
		lagSeconds: [90, 95, 100, 105, 104, 103, 102],
		scrapedAt: [0, 15, 30],
		label: 'Running (lagging)',
	},
	{
		name: 'a scrape that fails takes the word back, and the worker is left alone for a minute',
		lagSeconds: Array.from({length: 19}, (_, index) => 90 + index),
		failsAt: [30],
		scrapedAt: [0, 15, 30, 90],
		label: 'Running (lagging)',
	},
];

for (const one of cases) check(one);

test('what one worker told is not said of another that took over, nor for longer than a minute', () => {
	const figures = {spanMs: 15_000, busy: {read: 0, relay: null, conflicts: 0, queue: 1, target: 4}, queues: [490]};
	const status = (atMs: number, body: ReturnType<typeof slowStatus>) => statusReading(body, startMs + atMs, 'v6.5.0');
	const first = remember(emptyMemory(['m:8261'], 5000), status(0, slowStatus(0, 90)));
	const at = {ok: true, atMs: startMs, task: 'load4', source: 'mysql-replica-04'} as const;
	const told = remember(first, {type: 'slow', ...at, slow: {part: 'target', ...figures}});
	expect(rowOf(remember(told, status(60_000, slowStatus(1, 90))))?.label).toBe('Lagging: target is slow');
	expect(rowOf(remember(told, status(60_001, slowStatus(1, 90))))?.label).toBe('Running (lagging)');
	const moved = JSON.parse(JSON.stringify(slowStatus(1, 90)).replace('worker4', 'worker5'));
	expect(rowOf(remember(told, status(5000, moved)))?.label).toBe('Running (lagging)');
});

test('a worker of a huge cluster where all lags waits until two scrapes of others are done', async () => {
	const names = Array.from({length: 30}, (_, index) => `s${index}`);
	const asked: string[] = [];
	const whoIsSlow = createWhoIsSlow(
		async address => {
			asked.push(address);
			return metricsAt(1);
		},
		() => startMs,
	);
	const status = slowStatus(0, 90);
	const body = {...status, sources: names.flatMap(source => slowStatus(0, 90, source).sources)};
	const workers = names.map(source => ({name: `worker-${source}`, address: `${source}:8262`, stage: 'bound', source}));
	const known = remember(emptyMemory(['m:8261'], 5000), {
		...members(startMs),
		members: {leader: null, masters: [], workers},
	});
	const memory = remember(known, statusReading(body, startMs, 'v6.5.0'));
	await whoIsSlow(memory, signal);
	expect(asked).toHaveLength(8);
	await whoIsSlow(memory, signal);
	expect(new Set(asked).size).toBe(16);
});

test('where a relay is, its disk is asked for each five minutes, and a full one is a warning', async () => {
	const gibibyte = 1024 ** 3;
	const relaySpace = {availableBytes: gibibyte, capacityBytes: 100 * gibibyte};
	const asked: number[] = [];
	let seconds = 0;
	const whoIsSlow = createWhoIsSlow(
		async () => {
			asked.push(seconds);
			return {...metricsAt(seconds), relaySpace};
		},
		() => seconds * 1000,
	);
	const workers = [{name: 'worker-1', address: '10.0.0.7:8262', stage: 'bound', source: 'r1'}];
	const told = {type: 'members', ok: true, atMs: 0, members: {leader: null, masters: [], workers}, note: null} as const;
	const poll = (at: number, isOn: boolean) =>
		[at, answer({r1: {relay: isOn ? relay() : null, subtasks: [running({binlogType: 'local'})]}})] as const;
	let memory = remember(remembered([poll(0, true)]), told);
	for (const at of [0, 60, 299, 300, 301]) {
		seconds = at;
		memory = (await whoIsSlow(memory, signal)).reduce<Memory>(remember, memory);
	}
	expect(asked).toEqual([0, 300]);
	memory = remembered([poll(302, true)], undefined, memory);
	expect(overview(memory).tasks[0]).toMatchObject({word: 'warning', label: 'Relay disk nearly full'});
	expect(overview(memory).tasks[0]?.reason).toContain('1.0 GiB of 100 GiB are left');
	expect(topicValue(memory, 'sources')).toMatchObject({
		sources: [{word: 'warning', relaySpace, reason: '1.0 GiB of 100 GiB are left on the disk of its relay.'}],
	});
	// What was told long ago, or of a relay that is off, is not known.
	expect(overview(remembered([poll(2000, true)], undefined, memory)).tasks[0]?.word).toBe('running');
	expect(overview(remembered([poll(303, false)], undefined, memory)).tasks[0]?.word).toBe('running');
});
