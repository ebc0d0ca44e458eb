import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Options} from '../../src/commands/args/usage.ts';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {overview} from '../../src/gateway/views/views.ts';
import {noCursor} from '../../src/tui/cursor.ts';
import type {View} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';

import {askedPolls, statusOf, waitOn} from '../support/asking.ts';
import {type CaseRule, caseMemory} from '../support/cases.ts';
import {shareOf} from '../support/long.ts';
import {viewer} from '../support/viewer.ts';

function rowOf(memory: Memory | undefined, task: string) {
	return memory === undefined ? undefined : overview(memory).tasks.find(({name}) => name === task);
}

const json =
	(...answers: readonly (readonly [path: RegExp, body: unknown])[]): CaseRule =>
	({url = ''}, response) => {
		const [, body] = answers.find(([path]) => path.test(url)) ?? [];
		if (body === undefined) return false;
		response.writeHead(200, {'content-type': 'application/json'});
		response.end(JSON.stringify(body));
		return true;
	};

const noConfig = {result: false, msg: 'task not found', cfg: ''};
const noTask = {result: false, msg: 'task stock has no source or not exist', sources: []};
const notStarted = {
	result: true,
	msg: '',
	sources: [
		{
			result: true,
			msg: '',
			sourceStatus: {source: 'mysql-02', worker: 'worker-2', result: null, relayStatus: null},
			subTaskStatus: [{name: 'stock', stage: 'InvalidStage', msg: 'no sub task with name stock has started'}],
		},
	],
};

describe('a task that no answer lists is not told stopped', () => {
	test('empty-for-one-poll: it keeps its last state, and runs again', async () => {
		const memories = await askedPolls('empty-for-one-poll', 3);
		expect(memories.map(memory => rowOf(memory, 'stock')?.label)).toEqual(['Running', 'Not listed', 'Running']);
		expect(rowOf(memories[1], 'stock')).toMatchObject({
			word: 'unknown',
			goneAtMs: null,
			reason: expect.stringContaining('DM still has its configuration'),
			outlook: 'It may well be running; its last known state is Running.',
		});
		expect(memories.at(-1)?.events.map(({type}) => type)).not.toContain('task-gone');
	});

	test('vanish-no-binlog-54: it stays so for as long as DM has its configuration', async () => {
		const memories = await askedPolls('vanish-no-binlog-54', 40);
		const labels = new Set(memories.slice(3).map(memory => rowOf(memory, 'big')?.label));
		expect([...labels]).toEqual(['Not listed']);
		expect(rowOf(memories.at(-1), 'big')?.outlook).not.toMatch(/start/);
	});

	test.each<[string, CaseRule]>([
		[
			'no configuration, and by name DM answers for it',
			json([/tasks\/stock/, noConfig], [/status\/stock/, notStarted]),
		],
		['a configuration, though by name DM does not know it', json([/status\/stock/, noTask])],
		['no such route for configurations, and by name DM answers for it', json([/status\/stock/, notStarted])],
	])('%s', async (what, rule) => {
		const noRoute: CaseRule = (request, response, poll) => {
			if (!what.startsWith('no such route') || !request.url?.includes('/tasks/')) return rule(request, response, poll);
			response.writeHead(501).end('{"code":12,"message":"Not Implemented","details":[]}');
			return true;
		};
		const [, second] = await askedPolls('empty-for-one-poll', 2, noRoute);
		expect(rowOf(second, 'stock')).toMatchObject({label: 'Not listed', goneAtMs: null});
	});

	test('DM gives no answer when it is asked by name: nobody knows', async () => {
		const broken: CaseRule = (request, response, poll) => {
			if (poll < 2 || !/stock/.test(request.url ?? '')) return false;
			response.writeHead(503).end();
			return true;
		};
		const [, second] = await askedPolls('empty-for-one-poll', 2, broken);
		expect(rowOf(second, 'stock')?.reason).toContain('DM did not say whether it knows it');
	});

	test('neither a configuration nor by name: it is gone', async () => {
		const gone: CaseRule = (request, response, poll) =>
			poll >= 2 && json([/tasks\/stock/, noConfig], [/status\/stock/, noTask])(request, response, poll);
		const [, second] = await askedPolls('empty-for-one-poll', 2, gone);
		expect(rowOf(second, 'stock')).toMatchObject({word: 'stopped', label: 'Stopped'});
		expect(second?.events.map(({type}) => type)).toContain('task-gone');
	});

	test.each<readonly [Options['waitFor'], number]>(
		shareOf(
			[
				['running', 0],
				['paused', 4],
				['stopped', 4],
			],
			([waitFor]) => waitFor === 'stopped',
		),
	)('wait --for %s does not take it for stopped', async (waitFor, code) => {
		// The first poll shows it as it is; what is waited for then has to hold for longer than the gap.
		const {said, ...ended} = await waitOn('empty-for-one-poll', 'stock', {waitFor, stableMs: 4000});
		expect(ended.code).toBe(code);
		expect(said).not.toContain('it was stopped');
	});
});

describe('who does not answer and may hold a part', () => {
	const dead = 'real/1.0.7-dead-worker-one-task';

	test('1.0.7: the task is not calm beside a worker that does not answer', async () => {
		const {code, text} = await statusOf(dead, {argument: 'orders_merge'});
		expect(text).toContain('worker 127.0.0.1:8264 does not answer: it may have a part of this task');
		expect(code).toBe(1);
		expect(await statusOf(dead, {argument: 'billing'})).toMatchObject({code: 1});
	});

	test.each<readonly [string, Options['waitFor']]>(
		shareOf(
			[
				['orders_merge', 'paused'],
				['billing', 'running'],
				['billing', 'caught-up'],
			],
			([, waitFor]) => waitFor === 'caught-up',
		),
	)('1.0.7: wait %s --for %s does not succeed', async (task, waitFor) => {
		const {code, said} = await waitOn(dead, task, {waitFor});
		expect(code).toBe(4);
		if (waitFor !== 'caught-up')
			expect(said).toContain('worker 127.0.0.1:8264 does not answer and may have a part of it');
	});

	test('1.0.7: the nameless worker keeps what the master says of it', async () => {
		const {text} = await statusOf(dead, {json: true});
		const nameless = JSON.parse(text).sources.find(({source}: {source: string | null}) => source === null);
		expect(nameless).toMatchObject({worker: '127.0.0.1:8264', answered: false, errors: []});
		expect(nameless.message).toContain('connection refused');
	});

	test('2.0.7: a source without a worker is not all well, though the answer has nothing of it', async () => {
		const {code, text, requests} = await statusOf('real/2.0.7-unbound-source-oneshot');
		expect(text).toContain('source mysql-replica-03 has no worker: tasks that are on it alone are not shown');
		expect(code).toBe(1);
		expect(requests).toContain('PUT /apis/v1alpha1/sources');
		const told = JSON.parse((await statusOf('real/2.0.7-unbound-source-oneshot', {json: true})).text);
		expect(told.sources).toContainEqual({
			source: 'mysql-replica-03',
			worker: null,
			answered: false,
			message: 'source is added but there is no free worker to bound',
			errors: [],
			relay: null,
		});
	});

	test('2.0.7: a task whose sources all answer is as well as it is', async () => {
		const config = {result: true, msg: '', cfg: 'name: billing\nmysql-instances:\n- source-id: mysql-replica-01\n'};
		const rule = json([/tasks\/billing/, config]);
		expect(await statusOf('real/2.0.7-unbound-source-oneshot', {argument: 'billing'}, rule)).toMatchObject({code: 0});
		expect(await waitOn('real/2.0.7-unbound-source-oneshot', 'billing', {waitFor: 'running'}, rule)).toMatchObject({
			code: 0,
		});
	});

	test('2.0.7: where nobody tells the configuration, a source without a worker may hold a part', async () => {
		const {code, text} = await statusOf('real/2.0.7-unbound-source-oneshot', {argument: 'billing'});
		expect(code).toBe(1);
		expect(text).toContain('source mysql-replica-03 has no worker: it may have a part of this task');
		const waited = await waitOn('real/2.0.7-unbound-source-oneshot', 'billing', {waitFor: 'running'});
		expect(waited.code).toBe(4);
		expect(waited.said).toContain('source mysql-replica-03 has no worker and may have a part of it');
	});

	test('6.5.0: that another task names the silent source does not hide that there may be more', async () => {
		const sources = ['01', '02', '03'].map(number => `- source-id: mysql-replica-${number}\n`).join('');
		const config = {result: true, msg: '', cfg: `name: orders_merge\nmysql-instances:\n${sources}`};
		const rule = json([/tasks\/orders_merge/, config]);
		const {code, text} = await statusOf('real/oneshot-hides-task-of-dead-worker', {}, rule);
		expect(text).toMatch(/^ \? {2}orders_merge +No answer: mysql-replica-03 /m);
		expect(text).toContain('source mysql-replica-03 does not answer: tasks that are on it alone are not shown');
		expect(code).toBe(1);
	});
});

test.each([
	['billing', 60, 'dmctl: Running', '1 worker silent'],
	['billing', 80, 'does not answer', 'worker 127.0.0.1:8264 does not answer and may have a part of it'],
	['orders_merge', 120, 'dmctl: Paused', '2 sources; worker 127.0.0.1:8264 does not answer and may have a part of it'],
])('1.0.7: the page of %s does not look calm at %d columns either', (task, columns, said, unheard) => {
	const view: View = {type: 'task', task, cursor: noCursor};
	const lines = screenLines(viewer(caseMemory('real/1.0.7-dead-worker-one-task'), columns, 24, view));
	const line = lines.map(stripVTControlCharacters).find(text => text.includes(said));
	expect(line).toContain(unheard);
});

describe('source-mismatch: a source that answers with an error of its own and lists nothing', () => {
	test('it is a line under the list, and exit code 1', async () => {
		const {code, text} = await statusOf('source-mismatch');
		expect(text).toMatch(
			/^source mysql-03 lists nothing and reports an error \(40071 mysql source worker worker-2 .*\): tasks that are on it alone/m,
		);
		expect(code).toBe(1);
	});

	test('one task is not well in whole either, while no configuration says where it is', async () => {
		const {code, text} = await statusOf('source-mismatch', {argument: 'crm'});
		expect(text).toMatch(/^source mysql-03 lists nothing and reports an error .*: it may have a part of this task$/m);
		expect(code).toBe(1);
		const waited = await waitOn('source-mismatch', 'crm', {waitFor: 'caught-up'});
		expect(waited).toMatchObject({code: 4, said: expect.stringContaining('and may have a part of it')});
	});

	test('--json tells its errors', async () => {
		const {sources} = JSON.parse((await statusOf('source-mismatch', {json: true})).text);
		const byName = new Map(sources.map((it: {source: string}) => [it.source, it]));
		expect(byName.get('mysql-03')).toMatchObject({answered: true, relay: null, errors: [{code: 40071}]});
		expect(byName.get('mysql-02')).toMatchObject({errors: []});
	});
});
