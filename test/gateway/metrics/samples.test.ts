import {describe, expect, test} from 'vitest';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {gauges} from '../../../src/gateway/metrics/figures.ts';
import {type SampleLimits, samplesOf} from '../../../src/gateway/metrics/samples.ts';
import {caseMemory} from '../../support/cases.ts';
import {answer, at, paused, relay, running, subtasksOf} from '../../support/cluster.ts';
import {recordedMemory} from '../../support/recorded.ts';
import {remembered} from '../../support/remembered.ts';

/** The samples as lines, such as `dmtop_tasks{status="error"} 1`, so many ms after the newest answer. */
function lines(memory: Memory, afterMs = 0, limits?: SampleLimits): readonly string[] {
	const samples = samplesOf(memory, (memory.lastGood?.atMs ?? 0) + afterMs, limits);
	return samples.map(({name, labels, value}) => {
		const told = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
		return `${name}${told.length === 0 ? '' : `{${told.join(',')}}`} ${value}`;
	});
}

function of(all: readonly string[], ...parts: readonly string[]): readonly string[] {
	return all.filter(line => parts.every(part => line.includes(part)));
}

const silent = {answered: false, message: 'no answer'};
const failed = {type: 'failed', ok: false, atMs: 9_000, message: 'refused', timedOut: false} as const;

test('before the first answer nothing is told of tasks, sources or ages', () => {
	const paceAndRoom = [
		'dmtop_poll_interval_seconds 3',
		'dmtop_series_left_out{of="tasks"} 0',
		'dmtop_series_left_out{of="sources"} 0',
	];
	const memory = emptyMemory(['m:8261'], 3000);
	expect(lines(memory)).toEqual(paceAndRoom);
	expect(lines(remember(memory, failed))).toEqual(paceAndRoom);
});

test('a healthy task has a true zero for its lag, its gap and the silence of its source', () => {
	const told = lines(
		remembered([[0, answer({r1: {relay: relay(), subtasks: subtasksOf({orders: running()})}})]]),
		1500,
	);
	expect(told).toEqual([
		'dmtop_answer_age_seconds 1.5',
		'dmtop_poll_interval_seconds 1',
		...['error', 'unknown', 'retrying', 'locked', 'warning', 'paused'].map(word => `dmtop_tasks{status="${word}"} 0`),
		'dmtop_tasks{status="running"} 1',
		...['new', 'finished', 'stopped'].map(word => `dmtop_tasks{status="${word}"} 0`),
		'dmtop_series_left_out{of="tasks"} 0',
		'dmtop_task_status{task="orders",status="running",finding="running"} 1',
		'dmtop_task_lag_seconds{task="orders"} 0',
		'dmtop_task_lag_unknown{task="orders"} 0',
		'dmtop_task_gap_bytes{task="orders"} 0',
		'dmtop_task_subtasks{task="orders",unit="sync",status="running"} 1',
		'dmtop_task_answer_age_seconds{task="orders"} 1.5',
		'dmtop_task_locks{task="orders"} 0',
		'dmtop_sources{answering="yes"} 1',
		'dmtop_sources{answering="no"} 0',
		'dmtop_series_left_out{of="sources"} 0',
		'dmtop_source_status{source="r1",status="running"} 1',
		'dmtop_source_answering{source="r1"} 1',
		'dmtop_source_silence_seconds{source="r1"} 0',
		'dmtop_source_relay{source="r1",relay="ok"} 1',
		'dmtop_source_relay_gap_bytes{source="r1"} 0',
		'dmtop_source_relay_behind_seconds{source="r1"} 0',
	]);
});

describe('unknown is never zero', () => {
	const noLag = (memory: Memory, task: string) => {
		const told = lines(memory);
		expect(of(told, 'dmtop_task_lag_seconds', `"${task}"`)).toEqual([]);
		expect(of(told, 'dmtop_task_lag_unknown', `"${task}"`)).toEqual([`dmtop_task_lag_unknown{task="${task}"} 1`]);
	};

	test('a checkpoint past the upstream has neither lag nor gap', () => {
		const memory = caseMemory('checkpoint-ahead', {polls: 3});
		noLag(memory, 'crm');
		expect(of(lines(memory), 'dmtop_task_gap', '"crm"')).toEqual([]);
	});

	test('a task of which one source is silent has neither, while the other one answers', () => {
		const both = {r1: {orders: running()}, r2: {orders: running({secondsBehindMaster: 7})}};
		const memory = remembered([
			[0, answer(both)],
			[3, answer({...both, r2: silent})],
		]);
		noLag(memory, 'orders');
		const told = lines(memory, 2000);
		expect(of(told, 'dmtop_task_gap_')).toEqual([]);
		expect(of(told, 'age_seconds{task')).toEqual(['dmtop_task_answer_age_seconds{task="orders"} 5']);
		expect(of(told, 'dmtop_task_subtasks')).toEqual([
			'dmtop_task_subtasks{task="orders",unit="sync",status="running"} 1',
			'dmtop_task_subtasks{task="orders",unit="sync",status="unknown"} 1',
		]);
		expect(of(told, 'dmtop_source_', '"r2"')).toEqual([
			'dmtop_source_status{source="r2",status="unknown"} 1',
			'dmtop_source_answering{source="r2"} 0',
			'dmtop_source_silence_seconds{source="r2"} 2',
			'dmtop_source_relay{source="r2",relay="unknown"} 1',
		]);
	});

	test('what a lock holds up has the time that it has been held up, and no lag', () => {
		const answers = [
			[9, '6.5.0/shard-pessimistic/one-table.json'],
			[6, '6.5.0/shard-pessimistic/one-source.json'],
			[0, '6.5.0/shard-pessimistic/one-source.json'],
		] as const;
		const told = lines(recordedMemory({version: 'v6.5.0', answers}), 1000);
		expect(of(told, 'dmtop_task_lag_seconds', 'orders_merge')).toEqual([]);
		expect(of(told, 'blocked', 'orders_merge')).toEqual(['dmtop_task_blocked_seconds{task="orders_merge"} 7']);
		expect(of(told, 'lock', 'orders_merge', '_age')).toEqual(['dmtop_task_lock_age_seconds{task="orders_merge"} 10']);
	});

	test('once the newest answer is too old, what moves by itself is not told any more; statuses are, with their age', () => {
		const good = remembered([[0, answer({r1: {orders: running({secondsBehindMaster: 7, upstream: at(2000)})}})]]);
		const memory = remember(good, failed);
		const names = (afterMs: number) => new Set(lines(memory, afterMs).map(line => line.replace(/[ {].*/, '')));
		expect([...names(38_000)].filter(name => !names(39_000).has(name))).toEqual([
			'dmtop_task_lag_seconds',
			'dmtop_task_lag_unknown',
			'dmtop_task_gap_bytes',
			'dmtop_source_answering',
			'dmtop_source_silence_seconds',
		]);
		expect(of(lines(memory, 39_000), 'dmtop_task_status')).toHaveLength(1);
		expect(of(lines(memory, 39_000), 'dmtop_task_answer_age')).toEqual([
			'dmtop_task_answer_age_seconds{task="orders"} 39',
		]);
	});
});

describe('names from the wire', () => {
	const many = (count: number, name: (index: number) => string) =>
		remembered([[0, answer({r1: Object.fromEntries(Array.from({length: count}, (_, at) => [name(at), running()]))})]]);
	const room = {tasks: 3, sources: 1};
	const tasks = (told: readonly string[]) =>
		of(told, 'dmtop_task_status').map(line => /task="([^"]*)"/.exec(line)?.[1]);

	test('are as many as there is room for, the worst first, and how many are left out is told', () => {
		const parts = {...Object.fromEntries(['a', 'b', 'c', 'd'].map(name => [name, running()])), e: paused(10001)};
		const told = lines(remembered([[0, answer({r1: parts, r2: {a: running()}})]]), 0, room);
		expect(tasks(told)).toEqual(['e', 'a', 'b']);
		expect(of(told, 'left_out')).toEqual([
			'dmtop_series_left_out{of="tasks"} 2',
			'dmtop_series_left_out{of="sources"} 1',
		]);
		expect(of(told, 'dmtop_tasks{status="running"}')).toEqual(['dmtop_tasks{status="running"} 4']);
	});

	test('are cut, and two that are one after that are one series', () => {
		const told = lines(many(2, at => `${'x'.repeat(300)}${at}`));
		expect(tasks(told)).toEqual([`${'x'.repeat(200)}… (101 more characters)`]);
		expect(of(told, 'left_out')[0]).toBe('dmtop_series_left_out{of="tasks"} 1');
	});

	test('a unit that is not known here is `unknown`, whatever DM calls it', () => {
		const odd = running({}, {work: {type: 'Other', unit: 'Beam"me\nup'}});
		expect(of(lines(remembered([[0, answer({r1: {orders: odd}})]])), 'subtasks')).toEqual([
			'dmtop_task_subtasks{task="orders",unit="unknown",status="running"} 1',
		]);
	});
});

test('every sample belongs to a figure, with all of its labels', () => {
	const cases = ['checkpoint-ahead', 'stalled-running', 'upstream-gone-85', 'new-modes', 'vanish-no-binlog-54'];
	for (const name of cases) {
		const memory = caseMemory(name);
		const samples = samplesOf(memory, memory.lastGood?.atMs ?? 0);
		expect(samples.length).toBeGreaterThan(10);
		for (const {name, labels, value} of samples) {
			expect([name, ...Object.keys(labels)]).toEqual([name, ...gauges[name].labels]);
			expect(value).toSatisfy(Number.isFinite);
		}
	}
});
