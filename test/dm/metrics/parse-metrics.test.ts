import {expect, test} from 'vitest';
import {parseWorkerMetrics} from '../../../src/dm/metrics/parse-metrics.ts';
import {fixtureText} from '../../support/recordings.ts';

const source = 'mysql-replica-04';

type Case = {readonly name: string; readonly text: string; readonly expect: Record<string, unknown> | null};

function check({name, text, expect: expected}: Case): void {
	test(name, () => {
		const {tasks} = parseWorkerMetrics(text, source);
		if (expected === null) expect(tasks.size).toBe(0);
		else expect(Object.fromEntries(tasks)).toMatchObject(expected);
	});
}

function sample(rest: string): string {
	return `dm_syncer_read_binlog_duration_sum${rest}\n`;
}

const cases: readonly Case[] = [
	{
		name: '6.5 tells all of it',
		text: fixtureText('operations/6.5.0/metrics-worker-slow-target.txt'),
		expect: {load4: {queues: [488, 493, 492, 486], readSeconds: 86.9349081850002, targetSeconds: 75.61212852400001}},
	},
	{
		name: '2.0 tells transactions without the source, and names queues otherwise',
		text: fixtureText('operations/2.0.7/metrics-worker-slow-target.txt'),
		expect: {load4: {queues: [660, 660, 660, 660], targetSeconds: 65.08001065300002}},
	},
	{
		name: 'series of one task are added up, whatever else tells them apart',
		text: sample('{task="a",x="1"} 1') + sample('{task="a",x="2"} 2.5'),
		expect: {a: {readSeconds: 3.5, targetSeconds: null, queues: []}},
	},
	{
		name: 'a name may hold anything',
		text: sample('{task="a \\"}{, \\\\b"} 1 1700000000'),
		expect: {'a "}{, \\b': {readSeconds: 1}},
	},
	{name: 'another source is left out', text: sample('{task="a",source_id="mysql-replica-05"} 1'), expect: null},
	{name: 'no task', text: sample(' 1'), expect: null},
	{name: 'labels that do not end', text: sample('{task="a"'), expect: null},
	{name: 'a text that does not end', text: sample(`{task="${'\\"'.repeat(1000)}`), expect: null},
	{
		name: 'no figure',
		text: sample('{task="a"} NaN') + sample('{task="a"} +Inf') + sample('{task="a"} -1') + sample('{task="a"}'),
		expect: null,
	},
	{name: 'a line that is far too long', text: sample(`{task="${'a'.repeat(5000)}"} 1`), expect: null},
	{name: 'a name of our own language', text: 'constructor{task="a"} 1\n__proto__{task="a"} 1\n', expect: null},
	{name: 'a web page', text: '<html>{task="a"} 1</html>', expect: null},
];

for (const one of cases) check(one);

test('a worker that tells of very many tasks and queues is read in part', () => {
	const many = Array.from({length: 3000}, (_, index) => sample(`{task="t${index}"} 1`)).join('');
	expect(parseWorkerMetrics(many, source).tasks.size).toBe(1000);
	const queues = Array.from({length: 3000}, (_, index) => `dm_syncer_queue_size{task="a",queue_id="q_${index}"} 1\n`);
	expect(parseWorkerMetrics(queues.join(''), source).tasks.get('a')?.queues).toHaveLength(1024);
});

test('the relay is of the worker, and is null where nothing tells it', () => {
	const told = fixtureText('operations/6.5.0/metrics-worker-relay-slow-upstream.txt');
	expect(parseWorkerMetrics(told, source).relayReadSeconds).toBeCloseTo(99.659, 3);
	expect(parseWorkerMetrics('', source).relayReadSeconds).toBeNull();
});

test.for<readonly [string, string, ReturnType<typeof parseWorkerMetrics>['relaySpace']]>([
	[
		'recorded of 6.5.0',
		fixtureText('operations/6.5.0/metrics-worker-relay-paused.txt'),
		{availableBytes: 73_125_449_728, capacityBytes: 270_553_174_016},
	],
	['without a relay', 'dm_x 1\n', null],
	['half of it', 'dm_relay_space{type="available"} 5\n', null],
	['more than there is', 'dm_relay_space{type="available"} 5\ndm_relay_space{type="capacity"} 4\n', null],
	['of a disk of nothing', 'dm_relay_space{type="available"} 0\ndm_relay_space{type="capacity"} 0\n', null],
])('the room on the disk of the relay, %s', ([, text, space]) => {
	expect(parseWorkerMetrics(text, source).relaySpace).toEqual(space);
});
