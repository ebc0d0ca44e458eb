import {describe, expect, test} from 'vitest';
import {overview} from '../../../src/gateway/views/views.ts';
import {ago} from '../../support/builder.ts';
import {answer, at, paused, relay, result, running, subtasksOf} from '../../support/cluster.ts';
import {locksIn, recordedMemory, taskOf} from '../../support/recorded.ts';
import {remembered, type Told} from '../../support/remembered.ts';

const well = answer({r1: {orders: running()}});
const lagging = answer({r1: {orders: running({secondsBehindMaster: 90, checkpoint: at(900)})}});
const silent = answer({r1: {answered: false}});
const failed = answer({r1: {orders: paused(36062)}});
const relayed = (told: Parameters<typeof relay>[0]) =>
	answer({r1: {relay: relay(told), subtasks: subtasksOf({orders: running()})}});

describe('since when a subtask is what it is found to be', () => {
	test.each<[string, readonly (readonly [number, Told])[], [word: string, sinceS: number | null, seenSinceS: number]]>([
		[
			'as at the first reading',
			[
				[5, well],
				[9, well],
			],
			['running', null, 5],
		],
		[
			'its lag rose above the limit',
			[
				[5, well],
				[9, lagging],
				[12, lagging],
			],
			['warning', 9, 9],
		],
		[
			'its source fell silent',
			[
				[5, well],
				[9, silent],
				[12, silent],
			],
			['unknown', 9, 9],
		],
		[
			'its source was silent and answers again',
			[
				[5, well],
				[9, silent],
				[12, well],
			],
			['running', 12, 12],
		],
		[
			'it failed while nobody could see it',
			[
				[5, well],
				[9, silent],
				[60, failed],
			],
			['error', null, 60],
		],
		[
			'it failed before our eyes',
			[
				[5, well],
				[9, failed],
			],
			['error', 9, 9],
		],
		[
			'the configuration named it',
			[
				[5, answer({})],
				[6, well],
				[7, {config: ['r1']}],
				[8, well],
			],
			['running', 6, 6],
		],
		[
			'its relay failed',
			[
				[5, relayed({})],
				[9, relayed({stage: 'Paused', result: result(30001)})],
			],
			['error', 9, 9],
		],
		[
			'its relay was paused by a person, and then failed',
			[
				[5, relayed({})],
				[9, relayed({stage: 'Paused', result: result(null)})],
				[12, relayed({stage: 'Paused', result: result(30001)})],
			],
			['error', 12, 12],
		],
	])('%s', (_, told, [word, since, seenSince]) => {
		const [row] = taskOf(remembered(told), 'orders').subtasks;
		const ms = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
		expect(row).toMatchObject({word, sinceMs: ms(since), seenSinceMs: ms(seenSince)});
	});

	test('a source that only a configuration names has no beginning', () => {
		const memory = remembered([
			[5, well],
			[6, {config: ['r1', 'r2']}],
			[9, well],
			[12, well],
		]);
		const rows = taskOf(memory, 'orders').subtasks.map(({source, word, sinceMs}) => [source, word, sinceMs]);
		expect(rows).toEqual([
			['r2', 'unknown', null],
			['r1', 'running', null],
		]);
	});

	test('the row is marked as changed when the verdict changes, though the stage does not', () => {
		const memory = remembered([
			[5, well],
			[9, lagging],
		]);
		expect(taskOf(memory, 'orders').subtasks[0]).toMatchObject({stage: 'Running', changedAtMs: 9000});
	});

	test('1.0.7: an upstream goes down, and the relay fails under a Running Sync', () => {
		const memory = recordedMemory({
			version: 'v1.0.7',
			answers: [
				[600, '1.0.7/sync/running.json'],
				[30, '1.0.7/upstream-down/early.json'],
				[10, '1.0.7/upstream-down/later.json'],
			],
		});
		const rows = taskOf(memory, 'orders_merge').subtasks.map(({word, stage, sinceMs}) => [word, stage, sinceMs]);
		expect(rows).toEqual([
			['error', 'Running', ago(30)],
			['running', 'Running', null],
			['running', 'Running', null],
		]);
	});
});

test.each([
	[1, '1 of 2 subtasks keeps running.'],
	[2, '2 of 3 subtasks keep running.'],
])('a failed part beside %i that are well', (count, says) => {
	const others = Object.fromEntries(Array.from({length: count}, (_, index) => [`w${index}`, {orders: running()}]));
	const memory = remembered([[0, answer({r1: {orders: paused(36062)}, ...others})]]);
	expect(overview(memory).tasks[0]?.outlook).toContain(says);
});

describe('a task that is gone', () => {
	const lock = 'shard-pessimistic/two-and-a-half.json';

	test.each(['1.0.7', '2.0.7', '6.5.0', '26.3.3-head'])('%s: takes its subtasks and its locks with it', dm => {
		const answers = [
			[60, `${dm}/${lock}`],
			[30, `${dm}/empty/status.json`],
		] as const;
		const sources = dm === '1.0.7' ? answers : ([answers[0], [30, `${dm}/empty/status-sources-only.json`]] as const);
		const memory = recordedMemory({version: `v${dm}`, answers: sources});
		const {row, locks, subtasks} = taskOf(memory, 'orders_merge');
		expect(row).toMatchObject({word: 'stopped', goneAtMs: ago(30), blockedSinceMs: null});
		expect(locks).toEqual([]);
		expect(locksIn(memory).locks).toEqual([]);
		const stopped = {word: 'stopped', label: 'Stopped with its task', reason: null, outlook: null, verdict: null};
		for (const subtask of subtasks) {
			expect(subtask).toMatchObject({...stopped, blockedSinceMs: null, sinceMs: ago(30)});
		}
		expect(subtasks).toHaveLength(3);
	});

	test('what failed in it needs nobody any more, also when its source falls silent afterwards', () => {
		const memory = remembered([
			[0, failed],
			[9, answer({r1: {}})],
			[9, {byName: 'unknown'}],
			[12, silent],
		]);
		expect(overview(memory).tasks[0]?.word).toBe('stopped');
		expect(taskOf(memory, 'orders').subtasks[0]).toMatchObject({
			word: 'stopped',
			outlook: null,
			verdict: null,
			sinceMs: 9000,
		});
	});
});
