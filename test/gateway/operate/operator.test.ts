import {afterEach, describe, expect, test} from 'vitest';
import type {Operation} from '../../../src/domain/operation/operation.ts';
import type {Happening} from '../../../src/simulator/world/model.ts';
import type {OperateTarget} from '../../../src/wire/messages.ts';
import {type Desk, desk} from '../../support/operating.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: Parameters<typeof desk>[0] = {}): Promise<Desk> {
	const started = await desk(options);
	closing.push(started.close);
	return started;
}

const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;

describe('what is sent', () => {
	test.each([
		['1.0', 'pause', null, '{"op":2,"workers":[]}', 'Paused Paused Paused'],
		['1.0', 'pause', [second], '{"op":2,"workers":["10.0.4.12:8262"]}', 'Running Paused Running'],
		['1.0', 'stop', null, '{"op":1,"workers":[]}', 'gone'],
		['2.0', 'pause', null, '{"op":2,"sources":[]}', 'Paused Paused Paused'],
		['2.0', 'pause', [third, first], `{"op":2,"sources":["${first}","${third}"]}`, 'Paused Running Paused'],
		['2.0', 'stop', null, '{"op":1,"sources":[]}', 'gone'],
		['6.5', 'pause', [first], `{"op":2,"sources":["${first}"]}`, 'Paused Running Running'],
		['6.5', 'stop', null, '{"op":7,"sources":[]}', 'gone'],
		['6.5', 'stop', [third], `{"op":7,"sources":["${third}"]}`, 'Running Running'],
	] as const)('DM %s: %s on %j', async (dm, operation, sources, body, stages) => {
		const it = await start({dm});
		const [outcome] = await it.operate(operation, it.target('orders_merge', sources));
		expect(outcome).toMatchObject({task: 'orders_merge', sources, outcome: 'done', message: null});
		expect(it.puts()).toEqual([`/tasks/orders_merge ${body}`]);
		expect(it.stage('orders_merge')).toBe(stages);
	});

	test('what is paused already is left alone, and the rest is addressed by name', async () => {
		const it = await start();
		it.simulator.control.happen({type: 'paused', task: 'orders_merge', sources: [second]});
		await it.poll();
		const [outcome] = await it.operate('pause', it.target('orders_merge'));
		expect(it.puts()).toEqual([`/tasks/orders_merge {"op":2,"sources":["${first}","${third}"]}`]);
		expect(outcome?.outcome).toBe('done');
		expect(outcome?.parts.map(({source, outcome: of, message}) => [source, of, message])).toEqual([
			[first, 'done', null],
			[third, 'done', null],
			[second, 'not-tried', 'already paused'],
		]);
	});

	test.each([
		['a b?c#d&é订单', ''],
		['a:b', ':'],
		['a:', ':'],
	])('the name %s is percent-encoded, whatever it holds', async (name, end) => {
		const it = await start();
		it.simulator.control.change(world => ({
			...world,
			tasks: world.tasks.map(task => (task.name === 'crm' ? {...task, name} : task)),
		}));
		await it.poll();
		const [outcome] = await it.operate('pause', it.target(name));
		expect(outcome?.outcome).toBe('done');
		expect(it.puts()).toEqual([`/tasks/${encodeURIComponent(name)}${end} {"op":2,"sources":[]}`]);
	});
});

describe('what is refused, with nothing sent', () => {
	test.each<[string, Operation, (it: Desk) => OperateTarget, string]>([
		['an empty name', 'pause', it => ({...it.target('crm'), task: ''}), 'cannot address a task called ""'],
		[
			'a name that no path can hold',
			'pause',
			it => ({...it.target('crm'), task: '..'}),
			'cannot address a task called ".."',
		],
		['half a character', 'pause', it => ({...it.target('crm'), task: '\ud800'}), 'has half a character in it'],
		[
			'a slash',
			'stop',
			it => ({...it.target('crm'), task: 'a/b'}),
			"DM's HTTP cannot address a task with / in its name; in a shell: dmctl --master-addr 127.0.0.1:",
		],
		['an unknown task', 'pause', it => ({...it.target('crm'), task: 'nope'}), 'changed: DM no longer lists the task'],
		['a source without a part', 'pause', it => it.target('crm', [first]), 'DM lists no such part of the task'],
		['one such source of two', 'pause', it => it.target('crm', [first, second]), `the task has no part on ${first}`],
		['nothing seen', 'stop', it => ({...it.target('crm'), seen: []}), 'DM lists no such part of the task'],
		['what runs cannot be resumed', 'resume', it => it.target('crm'), 'already running'],
	])('%s', async (_, operation, targetOf, message) => {
		const it = await start();
		const [outcome] = await it.operate(operation, targetOf(it));
		expect(outcome).toMatchObject({outcome: 'refused', message: expect.stringContaining(message), parts: []});
		expect(it.puts()).toEqual([]);
		expect(it.refusals()).toMatchObject([{outcome: 'refused', message: outcome?.message, more: 0}]);
		expect(it.audit()).toEqual([]);
		expect(it.news).toEqual([]);
	});

	test.each(['a:b', 'a%41'])('DM may read the name %s as another', async name => {
		const it = await start();
		it.simulator.control.intercept(({url}) =>
			url.includes('/status/a') ? {status: 200, contentType: 'application/json', body: statusOf(it, 'crm')} : null,
		);
		const [outcome] = await it.operate('stop', {...it.target('crm'), task: name});
		expect(outcome).toMatchObject({
			outcome: 'refused',
			message: `DM told of the task "crm" when it was asked for "${name}"`,
		});
		expect(it.puts()).toEqual([]);
	});

	test('a master that cannot be asked again', async () => {
		const it = await start();
		const target = it.target('crm');
		await it.simulator.control.down();
		const [outcome] = await it.operate('pause', target);
		expect(outcome?.outcome).toBe('refused');
		expect(outcome?.message).toMatch(/could not be read again just before sending: GET .*connection refused/);
		await it.simulator.control.up();
		expect(it.puts()).toEqual([]);
	});
});

function statusOf(it: Desk, task: string): string {
	const entry = (source: string, worker: string | null) => ({
		result: true,
		sourceStatus: {source, worker},
		subTaskStatus: [{name: task, stage: 'Running', unit: 'Sync', sync: {}}],
	});
	return JSON.stringify({result: true, sources: it.seen(task).map(({source, worker}) => entry(source, worker))});
}

describe('what has changed since it was seen', () => {
	const gone = (it: Desk) => it.simulator.control.happen({type: 'stopped', task: 'orders_merge'});
	const happen =
		(...happenings: readonly Happening[]) =>
		(it: Desk) =>
			it.simulator.control.happen(...happenings);
	test.each<[string, Operation, (it: Desk) => void, string, readonly string[] | null]>([
		['it was stopped', 'pause', gone, 'changed: DM no longer lists the task', null],
		['it was paused', 'pause', happen({type: 'paused', task: 'orders_merge'}), `${first} was Running in Sync`, null],
		[
			'it was paused on the source',
			'pause',
			happen({type: 'paused', task: 'orders_merge', sources: [second]}),
			`${second} was Running in Sync and is Paused in Sync`,
			[second],
		],
		[
			'it failed',
			'stop',
			happen({type: 'failed', task: 'orders_merge', sources: [third], failure: 'table-missing'}),
			`${third} was Running in Sync and is Paused in Sync with an error`,
			null,
		],
		['its worker died', 'pause', happen({type: 'worker-dies', source: third}), `${third} does not answer`, null],
		[
			'one part was stopped',
			'pause',
			happen({type: 'stopped', task: 'orders_merge', sources: [third]}),
			`${third} does not answer any more`,
			null,
		],
		[
			'its worker is another',
			'pause',
			it =>
				it.simulator.control.change(world => ({
					...world,
					sources: world.sources.map(source => (source.id === third ? {...source, worker: 'worker4'} : source)),
				})),
			`${third} moved from worker3 to worker4`,
			null,
		],
	])('%s', async (_, operation, change, message, sources) => {
		const it = await start();
		const target = it.target('orders_merge', sources);
		change(it);
		const [outcome] = await it.operate(operation, target);
		expect(outcome).toMatchObject({outcome: 'refused', parts: []});
		expect(outcome?.message).toMatch(/^changed: /);
		expect(outcome?.message).toContain(message);
		expect(it.puts()).toEqual([]);
		expect(it.refusals()).toMatchObject([{outcome: 'refused', message: outcome?.message}]);
	});

	test('it was resumed', async () => {
		const it = await start();
		it.simulator.control.happen({type: 'paused', task: 'crm'});
		await it.poll();
		const target = it.target('crm');
		it.simulator.control.happen({type: 'resumed', task: 'crm'});
		const [outcome] = await it.operate('resume', target);
		expect(outcome?.message).toBe(`changed: ${second} was Paused in Sync and is Running in Sync`);
		expect(it.puts()).toEqual([]);
	});

	test('it would be for more than what was said', async () => {
		const it = await start();
		it.simulator.control.happen({type: 'paused', task: 'orders_merge', sources: [second]});
		await it.poll();
		const target = it.target('orders_merge');
		it.simulator.control.happen({type: 'resumed', task: 'orders_merge', sources: [second]});
		const [outcome] = await it.operate('pause', target);
		expect(outcome?.message).toBe(`changed: it would be for ${first}, ${second}, ${third} now`);
		expect(it.puts()).toEqual([]);
	});

	test('it has begun to fail, which DM 1.0 does not let anybody pause', async () => {
		const it = await start({dm: '1.0'});
		const target = it.target('crm');
		it.simulator.control.happen({type: 'failed', task: 'crm', failure: 'downstream-lost'});
		const [outcome] = await it.operate('pause', target);
		expect(outcome?.message).toBe('changed: DM 1.0 cannot pause what an error has paused already');
		expect(it.puts()).toEqual([]);
	});

	test('what other sources do does not matter to a part', async () => {
		const it = await start();
		const target = it.target('orders_merge', [first]);
		it.simulator.control.happen({type: 'paused', task: 'orders_merge', sources: [second]});
		const [outcome] = await it.operate('pause', target);
		expect(outcome?.outcome).toBe('done');
		expect(it.stage('orders_merge')).toBe('Paused Paused Running');
	});

	test('one more source does', async () => {
		const it = await start();
		const target = it.target('orders_merge', [first]);
		const [outcome] = await it.operate('pause', {...target, seen: target.seen.filter(({source}) => source !== third)});
		expect(outcome?.message).toBe(`changed: ${third} has a part of the task now`);
		expect(it.puts()).toEqual([]);
	});
});

describe('what DM answers', () => {
	test('a failing source among others', async () => {
		const it = await start({troubles: [{type: 'refuses', task: 'orders_merge', source: second}]});
		const [outcome] = await it.operate('pause', it.target('orders_merge'));
		expect(outcome?.outcome).toBe('failed');
		expect(outcome?.parts.map(part => part.outcome)).toEqual(['done', 'failed', 'done']);
		expect(outcome?.message).toMatch(new RegExp(`^1 of 3 sources: ${second}: .`));
	});

	test('done with a text: the pause of a failed task on 6.5', async () => {
		const it = await start();
		it.simulator.control.happen({type: 'failed', task: 'crm', failure: 'table-missing'});
		await it.poll();
		const [outcome] = await it.operate('pause', it.target('crm'));
		expect(outcome).toMatchObject({outcome: 'done', message: expect.stringContaining('some error occurs')});
		expect(outcome?.parts).toMatchObject([{outcome: 'done', message: outcome?.message}]);
	});

	test.each(['cut-before', 'cut-after'] as const)('a connection that is cut (%s) leaves it unknown', async type => {
		const it = await start({troubles: [{type, task: 'crm'}]});
		const [outcome] = await it.operate('pause', it.target('crm'));
		expect(outcome?.outcome).toBe('unknown');
		expect(outcome?.message).toMatch(/^unknown, watching: PUT .* closed before an answer$/);
		expect(outcome?.parts).toEqual([{source: second, worker: 'worker2', outcome: 'unknown', message: null}]);
		expect(it.puts()).toHaveLength(1);
		expect(it.stage('crm')).toBe(type === 'cut-after' ? 'Paused' : 'Running');
	});

	test('an answer that does not come in time leaves it unknown', async () => {
		const it = await start({
			troubles: [{type: 'slow', task: 'crm', ms: 60_000}],
			wait: (_, signal) => new Promise((__, reject) => signal.addEventListener('abort', reject)),
			timeouts: {operationMs: 50},
		});
		const [outcome] = await it.operate('pause', it.target('crm'));
		expect(outcome?.message).toMatch(/^unknown, watching: PUT .* no answer within 0.05 s$/);
		// On a busy machine the time may be over before the master has read what was sent.
		while (it.puts().length === 0) await new Promise(setImmediate);
		expect(it.puts()).toHaveLength(1);
	});

	test('a refusal of the whole', async () => {
		const it = await start({troubles: [{type: 'in-use', task: '*'}]});
		const [outcome] = await it.operate('pause', it.target('orders_merge'));
		expect(outcome).toMatchObject({outcome: 'failed', message: expect.stringContaining('in use by other client')});
		expect(outcome?.parts.map(part => part.outcome)).toEqual(['failed', 'failed', 'failed']);
		// Nothing is under way any more.
		expect(it.memory().operations.size).toBe(0);
	});

	test('what failed and may still come is under way', async () => {
		const it = await start({dm: '2.0'});
		it.simulator.control.happen({type: 'worker-dies', source: second});
		await it.poll();
		const [outcome] = await it.operate('pause', it.target('crm'));
		expect(outcome).toMatchObject({outcome: 'failed', message: expect.stringContaining('38045')});
		expect([...(it.memory().operations.get('crm')?.keys() ?? [])]).toEqual([second]);
	});

	test('an operation that DM does not know is asked for by its other number, once', async () => {
		const it = await start({dm: '2.0', troubles: [{type: 'invalid-op', task: 'crm'}]});
		const [outcome] = await it.operate('stop', it.target('crm'));
		expect(it.puts()).toEqual(['/tasks/crm {"op":1,"sources":[]}', '/tasks/crm {"op":7,"sources":[]}']);
		expect(outcome).toMatchObject({outcome: 'failed', message: expect.stringContaining('invalid op')});
		expect(it.audit().map(line => line.outcome)).toEqual(['sending', 'refused', 'sending', 'failed']);
	});
});

describe('several at once', () => {
	test('one after another, and the first failure stops the rest', async () => {
		const it = await start({troubles: [{type: 'in-use', task: 'crm'}]});
		const targets = ['billing', 'crm', 'payments', 'audit_log'].map(task => it.target(task));
		const outcomes = await it.operate('pause', ...targets);
		expect(outcomes.map(({task, outcome}) => [task, outcome])).toEqual([
			['billing', 'done'],
			['crm', 'failed'],
			['payments', 'not-tried'],
			['audit_log', 'not-tried'],
		]);
		expect(outcomes[2]?.message).toBe('crm was not done');
		expect(it.puts()).toHaveLength(2);
		expect(it.stage('payments')).toBe('Running Running');
	});

	test('two parts of one task, one after the other', async () => {
		const it = await start();
		const outcomes = await it.operate('pause', it.target('payments', [first]), it.target('payments', [second]));
		expect(outcomes.map(({outcome}) => outcome)).toEqual(['done', 'done']);
		expect(it.stage('payments')).toBe('Paused Paused');
	});

	test('two people at the same task: one acts, the other is told', async () => {
		const it = await start();
		const target = it.target('crm');
		const [one, other] = await Promise.all([it.operate('pause', target), it.operate('stop', target)]);
		expect(one[0]?.outcome).toBe('done');
		expect(other[0]).toMatchObject({
			outcome: 'refused',
			message: 'another operation is under way: pause since 0s',
		});
		expect(it.puts()).toHaveLength(1);
		const [later] = await it.operate('stop', target);
		expect(later?.message).toBe(`changed: ${second} was Running in Sync and is Paused in Sync`);
	});

	test('people at several tasks do not wait for each other', async () => {
		let release = () => {};
		const held = new Promise<void>(resolve => {
			release = resolve;
		});
		const it = await start({
			troubles: [{type: 'slow', task: 'crm', ms: 60_000}],
			wait: ms => (ms > 1000 ? held : Promise.resolve()),
		});
		const slow = it.operate('pause', it.target('crm'));
		const [quick] = await it.operate('pause', it.target('billing'));
		expect(quick?.outcome).toBe('done');
		it.clock.nowMs += 12_000;
		const [again] = await it.operate('stop', it.target('crm'));
		expect(again?.message).toBe('another operation is under way: pause since 12s');
		release();
		expect((await slow)[0]?.outcome).toBe('done');
	});

	test('after the end nothing is sent any more', async () => {
		const it = await start();
		const targets = [it.target('crm'), it.target('billing')];
		it.operator.end();
		const outcomes = await it.operate('pause', ...targets);
		expect(outcomes.map(({outcome, message}) => [outcome, message])).toEqual([
			['refused', 'the gateway is shutting down'],
			['not-tried', 'crm was refused'],
		]);
		expect(it.puts()).toEqual([]);
	});
});

describe('where DM answers with the error that was there before, the stage decides', () => {
	const failing: Happening = {
		type: 'failed',
		task: 'payments',
		sources: [second],
		failure: 'table-missing',
		repairedAfterMs: 0,
	};

	test.each(['2.0', '6.5'] as const)('DM %s did it: done, and the rest is tried', async dm => {
		const it = await start({dm});
		it.simulator.control.happen(failing);
		it.simulator.control.happen({type: 'paused', task: 'crm'});
		await it.poll();
		const [payments, crm] = await it.operate('resume', it.target('payments', [second]), it.target('crm'));
		expect(payments).toMatchObject({
			outcome: 'done',
			message: expect.stringMatching(/^done: it is Running now; DM had answered: \[code=/),
		});
		expect(crm?.outcome).toBe('done');
		expect(it.waited()).toEqual([3000, 3000]);
		expect(it.audit().map(({task, outcome}) => [task, outcome])).toEqual([
			['payments', 'sending'],
			['payments', 'done'],
			['crm', 'sending'],
			['crm', 'done'],
		]);
	});

	test('several sources did it: what was said of them as failures is not said any more', async () => {
		const it = await start();
		it.simulator.control.happen({type: 'failed', task: 'orders_merge', failure: 'table-missing', repairedAfterMs: 0});
		await it.poll();
		const [outcome] = await it.operate('resume', it.target('orders_merge'));
		expect(outcome).toMatchObject({
			outcome: 'done',
			message: '3 of 3 sources answered with the error that was there before; by their stage 3 of them did it',
		});
		expect(outcome?.parts.map(({message}) => message?.startsWith('done: it is Running now; '))).toEqual([
			true,
			true,
			true,
		]);
	});

	test('it fails again: failed, and the rest is not tried', async () => {
		const it = await start({
			onWait: ({control}) =>
				control.change(world => ({
					...world,
					tasks: world.tasks.map(task => ({
						...task,
						subtasks: task.subtasks.map(part =>
							task.name === 'payments' ? {...part, stage: 'Paused' as const} : part,
						),
					})),
				})),
		});
		it.simulator.control.happen(failing);
		await it.poll();
		const [payments, crm] = await it.operate('resume', it.target('payments', [second]), it.target('crm'));
		expect(payments).toMatchObject({
			outcome: 'failed',
			message: expect.stringMatching(/^two polls later it is still Paused; /),
		});
		expect(crm?.outcome).toBe('not-tried');
	});

	test('nobody tells what became of it: unknown', async () => {
		const it = await start({onWait: ({control}) => void control.down()});
		it.simulator.control.happen(failing);
		await it.poll();
		const [payments] = await it.operate('resume', it.target('payments', [second]));
		expect(payments?.outcome).toBe('unknown');
		expect(payments?.parts[0]?.message).toMatch(/^unknown: .*; DM had answered: /);
	});
});

describe('the audit log', () => {
	test('tells of each request before and after it', async () => {
		const it = await start();
		await it.operate('pause', it.target('crm'));
		const request = {method: 'PUT', path: '/apis/v1alpha1/tasks/crm', body: '{"op":2,"sources":[]}'};
		const common = {
			at: '2026-01-02T03:04:05.000Z',
			id: expect.any(String),
			token: null,
			user: 'ops',
			host: 'bastion2',
			sshClient: '10.0.0.7 51000 22',
			viewer: '127.0.0.1:51712',
			cluster: [it.simulator.url],
			operation: 'pause',
			task: 'crm',
			sources: null,
			seen: [{source: second, worker: 'worker2', stage: 'Running', unit: 'Sync', situation: 'running'}],
			request,
			gatewayUser: expect.any(String),
			gatewayHost: expect.any(String),
			gatewayPid: process.pid,
		};
		const [before, after, ...rest] = it.audit();
		expect(before).toEqual({...common, n: 1, prev: null, answer: null, outcome: 'sending', message: null});
		expect(after).toEqual({
			...common,
			n: 2,
			prev: expect.any(String),
			answer: {
				value: {
					op: 'Pause',
					accepted: true,
					message: null,
					targets: [{source: second, worker: 'worker2', done: true, message: null}],
				},
				master: it.simulator.url.replace('http://', ''),
				tookMs: 0,
			},
			outcome: 'done',
			message: null,
		});
		expect(rest).toEqual([]);
		expect(before?.id).toBe(after?.id);
	});

	test('one that cannot be written refuses', async () => {
		const it = await start({
			onAudit() {
				throw new Error('the audit log /x cannot be written: the disk is full');
			},
		});
		const [outcome] = await it.operate('pause', it.target('crm'));
		expect(outcome).toMatchObject({
			outcome: 'refused',
			message: 'the audit log /x cannot be written: the disk is full',
			parts: [],
		});
		expect(it.puts()).toEqual([]);
		expect(it.news).toEqual([]);
	});

	test('one that cannot be written any more after sending does not hide what was done', async () => {
		const it = await start({
			onAudit({outcome}) {
				if (outcome === 'done') throw new Error('the disk is full');
			},
		});
		const [outcome] = await it.operate('pause', it.target('crm'));
		expect(outcome).toMatchObject({outcome: 'done', message: null, unwritten: 'the disk is full'});
		expect(it.stage('crm')).toBe('Paused');
	});

	test('a target that was not tried has its line', async () => {
		const it = await start();
		await it.operate('resume', it.target('crm'), it.target('billing'));
		expect(it.refusals().map(({task, outcome, message}) => [task, outcome, message])).toEqual([
			['crm', 'refused', 'already running'],
			['billing', 'not-tried', 'crm was refused'],
		]);
	});
});

test('what is told of an operation, and when', async () => {
	const it = await start();
	await it.operate('pause', it.target('payments', [second]));
	expect(it.news).toMatchObject([
		{step: 'asked', operation: 'pause', addressed: [second], by: 'ops@bastion2', target: {task: 'payments'}},
		{step: 'answered', operation: 'pause', outcome: {outcome: 'done', parts: [{source: second, outcome: 'done'}]}},
	]);
});
