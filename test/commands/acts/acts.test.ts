import {describe, expect, test} from 'vitest';
import {UsageError} from '../../../src/commands/exit.ts';
import type {Simulator} from '../../../src/simulator/server.ts';
import {ran, simulated} from '../../support/acting.ts';

const yes = {options: {yes: true}};
const dms = ['1.0', '2.0', '6.5'] as const;
const mergeLock = 'orders_merge-`shop`.`orders`';
const leftOver = 'invoices_2019-`old`.`invoices`';

function relayOf({control}: Simulator, id: string): string {
	return control.world().sources.find(source => source.id === id)?.relay?.stage ?? 'off';
}

function relayActs({control}: Simulator): readonly string[] {
	return control.calls().filter(path => path.includes('Relay'));
}

function locksIn({control}: Simulator): readonly string[] {
	return control.world().locks.map(({id}) => id);
}

function stageOf({control}: Simulator, task: string): string | undefined {
	return control.world().tasks.find(({name}) => name === task)?.subtasks[0]?.stage;
}

describe('the relay of a source', () => {
	test.for(dms)('is paused and resumed on %s, and each is shown by the status', async dm => {
		const simulator = await simulated(dm);
		const paused = await ran(simulator, 'relay pause orders-02', yes);
		expect([paused.code, paused.stdout]).toEqual([0, expect.stringContaining('done: the relay is Paused now')]);
		expect(relayOf(simulator, 'orders-02')).toBe('Paused');
		expect(relayOf(simulator, 'orders-01')).toBe('Running');
		expect(paused.audit.map(({operation, outcome, sources}) => [operation, outcome, sources])).toEqual([
			['pause-relay', 'sending', ['orders-02']],
			['pause-relay', 'done', ['orders-02']],
		]);
		const resumed = await ran(simulator, 'relay resume orders-02', yes);
		expect([resumed.code, relayOf(simulator, 'orders-02')]).toEqual([0, 'Running']);
	});

	test.for(dms)('that is paused already is refused on %s, and nothing is sent', async dm => {
		const simulator = await simulated(dm);
		simulator.control.happen({type: 'relay-paused', source: 'orders-02'});
		const again = await ran(simulator, 'relay pause orders-02', yes);
		expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('its relay is Paused and not Running')]);
		expect(simulator.control.calls()).not.toContain('/pb.Master/OperateWorkerRelayTask');
		expect(again.refusals).toMatchObject([{operation: 'pause-relay', outcome: 'refused'}]);
	});

	test.for(['2.0', '6.5'] as const)('that is off is refused on %s: a top-level true would say nothing', async dm => {
		const simulator = await simulated(dm);
		const off = await ran(simulator, 'relay pause crm-01', yes);
		expect([off.code, off.stdout]).toEqual([1, expect.stringContaining('its relay is off')]);
		expect(simulator.control.calls()).toEqual([]);
	});

	test('of a source that is not known is refused', async () => {
		const simulator = await simulated('6.5');
		const unknown = await ran(simulator, 'relay pause nope', yes);
		expect([unknown.code, simulator.control.calls()]).toEqual([1, []]);
		const mistyped = await ran(simulator, 'relay pause orders-20', yes);
		expect([mistyped.code, mistyped.stderr]).toEqual([
			1,
			expect.stringContaining('"orders-20" is not known (did you mean "orders-02"?)'),
		]);
	});

	test('a dry run prints the plan, the request and the line of dmctl, and sends nothing', async () => {
		const simulator = await simulated('6.5');
		const dry = await ran(simulator, 'relay pause orders-02', {options: {dryRun: true}});
		expect(dry.stdout).toContain('request: gRPC /pb.Master/OperateWorkerRelayTask {"op":2,"sources":["orders-02"]}');
		expect(dry.stdout).toMatch(/dmctl --master-addr \S+ pause-relay -s orders-02/);
		expect([dry.code, relayActs(simulator), dry.audit, dry.refusals]).toEqual([0, [], [], []]);
	});

	test('asks on a terminal, and an answer that is no y leaves it alone', async () => {
		const simulator = await simulated('6.5');
		const asked = await ran(simulator, 'relay pause orders-02', {types: ['n']});
		expect([asked.code, asked.stderr, relayActs(simulator)]).toEqual([1, expect.stringContaining('not confirmed'), []]);
		await expect(ran(simulator, 'relay pause orders-02')).rejects.toThrow(UsageError);
		const sure = await ran(simulator, 'relay pause orders-02', {types: ['y']});
		expect([sure.code, relayOf(simulator, 'orders-02')]).toEqual([0, 'Paused']);
	});

	test('where gRPC does not get through, it says so and nothing is sent', async () => {
		const simulator = await simulated('6.5', {grpc: false});
		const blocked = await ran(simulator, 'relay pause orders-02', yes);
		expect([blocked.code, blocked.stdout]).toEqual([
			1,
			expect.stringContaining('gRPC does not get through to dm-master'),
		]);
		expect(blocked.stdout).toContain('it may be a proxy that passes HTTP/1 only');
		expect(relayOf(simulator, 'orders-02')).toBe('Running');
	});
});

describe('a pessimistic lock', () => {
	test.for(dms)('is listed on %s with its owner and who has met it, also one that is left over', async dm => {
		const simulator = await simulated(dm);
		const {code, stdout} = await ran(simulator, 'lock list');
		expect(code).toBe(0);
		expect(stdout).toContain(`${mergeLock}  pessimistic\n`);
		expect(stdout).toContain('owner orders-01; met by orders-01, orders-02; not met by orders-03');
		expect(stdout).toContain(`${leftOver}  pessimistic  LEFT OVER`);
	});

	test.for(dms)('is unlocked on %s: the list of locks decides, whatever DM answers', async dm => {
		const simulator = await simulated(dm);
		const {code, stdout, audit} = await ran(simulator, `lock unlock ${mergeLock}`, {
			types: ['orders_merge', 'orders_merge'],
		});
		expect(stdout).toContain('done: the master holds no such lock any more');
		expect(code).toBe(0);
		expect(audit.at(-1)).toMatchObject({operation: 'unlock', task: 'orders_merge', lock: mergeLock, outcome: 'done'});
		expect(locksIn(simulator)).not.toContain(mergeLock);
		expect(locksIn(simulator)).toContain(leftOver);
	});

	test("1.0's false that worked is done, and DM's words are told", async () => {
		const {stdout, audit} = await ran(await simulated('1.0'), `lock unlock ${mergeLock}`, {
			types: ['orders_merge', 'orders_merge'],
		});
		expect(stdout).toContain('DM had answered: [code=38025');
		expect(audit.at(-1)).toMatchObject({answer: {accepted: false}, outcome: 'done'});
	});

	test('says who executes, who skips and who is forgotten', async () => {
		const {stdout} = await ran(await simulated('6.5'), `lock unlock ${mergeLock}`, {options: {dryRun: true}});
		expect(stdout).toContain('orders-01 executes the DDL in the target.');
		expect(stdout).toContain('orders-02 skips it: the owner has done it for them.');
		expect(stdout).toContain('orders-03 is forgotten');
	});

	test('one that still reads towards the DDL asks for the name twice, and --yes is not enough', async () => {
		const simulator = await simulated('6.5');
		simulator.control.happen({
			...{type: 'lagging', task: 'orders_merge', sources: ['orders-03'], toSeconds: 600, overMs: 1000},
		});
		simulator.control.advance(40_000);
		const byScript = await ran(simulator, `lock unlock ${mergeLock}`, yes);
		expect([byScript.code, byScript.stdout]).toEqual([1, expect.stringContaining('the name has to be typed twice')]);
		expect(simulator.control.calls()).not.toContain('/pb.Master/UnlockDDLLock');
		const once = await ran(simulator, `lock unlock ${mergeLock}`, {types: ['orders_merge', 'no']});
		expect([once.code, once.stderr]).toEqual([1, expect.stringContaining('not confirmed')]);
		expect(simulator.control.calls()).not.toContain('/pb.Master/UnlockDDLLock');
	});

	test('whose owner cannot execute stays, and it is a failure that says so', async () => {
		const simulator = await simulated('6.5');
		simulator.control.happen({
			type: 'failed',
			task: 'orders_merge',
			sources: ['orders-01'],
			failure: 'duplicate-entry',
		});
		const {code, stdout} = await ran(simulator, `lock unlock ${mergeLock}`, {types: ['orders_merge', 'orders_merge']});
		expect([code, stdout]).toEqual([1, expect.stringContaining('has not done the operation')]);
		expect(locksIn(simulator)).toContain(mergeLock);
	});

	test.for(dms)('that is left over is removed on %s by one y', async dm => {
		const simulator = await simulated(dm);
		const {code, stdout} = await ran(simulator, `lock unlock ${leftOver}`, {types: ['y']});
		expect([code, stdout]).toEqual([0, expect.stringContaining('holds no such lock any more')]);
		expect(locksIn(simulator)).not.toContain(leftOver);
		expect(locksIn(simulator)).toContain(mergeLock);
	});

	test('that is not there is refused', async () => {
		const simulator = await simulated('6.5');
		const {code, stdout} = await ran(simulator, 'lock unlock nope', yes);
		expect([code, stdout]).toEqual([1, expect.stringContaining('the master holds no lock nope')]);
	});

	test('an optimistic one is never unlocked', async () => {
		const simulator = await simulated('6.5');
		const {code, stdout} = await ran(simulator, 'lock unlock coupons-`promo`.`coupons`', yes);
		expect([code, stdout]).toEqual([1, expect.stringContaining('arrived as 0')]);
		expect(simulator.control.calls()).not.toContain('/pb.Master/UnlockDDLLock');
	});
});

describe('the DDL at which a task fails', () => {
	const source = {options: {yes: true, sources: ['crm-01']}};

	test.for(['2.0', '6.5'] as const)('is skipped on %s, and it is watched that it holds', async dm => {
		const simulator = await simulated(dm);
		const {code, stdout} = await ran(simulator, 'skip leads', source);
		expect([code, stdout]).toEqual([0, expect.stringContaining('it is Running, and no error has come back')]);
		expect(stageOf(simulator, 'leads')).toBe('Running');
		expect(
			simulator.control
				.requests()
				.filter(({method, url}) => method === 'PUT' && url.endsWith('/errors'))
				.map(({body}) => body),
		).toEqual(['{"op":1,"task":"leads","sources":["crm-01"]}']);
	});

	test('a skip is lost where the checkpoint lies in an earlier binlog file, is foreseen, and is told with the way out', async () => {
		const simulator = await simulated('6.5');
		const dry = await ran(simulator, 'skip visits', {options: {dryRun: true, sources: ['crm-01']}});
		expect(dry.stdout).toContain('lies in an earlier binlog file: such a skip was lost each time');
		const {code, stdout} = await ran(simulator, 'skip visits', source);
		expect([code, stdout]).toEqual([1, expect.stringContaining('the skip was lost')]);
		expect(stdout).toContain('add a binlog filter rule');
	});

	test('1.0 has no such route, and nothing is sent', async () => {
		const simulator = await simulated('1.0');
		const {code, stdout} = await ran(simulator, 'skip leads', source);
		expect([code, stdout]).toEqual([1, expect.stringContaining('sql-skip')]);
		expect(simulator.control.requests().filter(({url}) => url.endsWith('/errors'))).toEqual([]);
	});

	test.for([
		['payments', 'orders-01', 'it is Running'],
		['leads', 'orders-01', 'no part of leads on orders-01'],
		['nope', 'crm-01', 'DM lists no task nope'],
	] as const)('skip %s at %s is refused: %s', async ([task, at, why]) => {
		const simulator = await simulated('6.5');
		const {code, stdout} = await ran(simulator, `skip ${task}`, {options: {yes: true, sources: [at]}});
		expect([code, stdout]).toEqual([1, expect.stringContaining(why)]);
		expect(simulator.control.requests().filter(({url}) => url.endsWith('/errors'))).toEqual([]);
	});

	test('a row that fails cannot be skipped', async () => {
		const simulator = await simulated('6.5');
		simulator.control.happen({type: 'failed', task: 'payments', sources: ['orders-01'], failure: 'duplicate-entry'});
		const {stdout} = await ran(simulator, 'skip payments', {options: {yes: true, sources: ['orders-01']}});
		expect(stdout).toContain('it does not fail at a DDL');
	});

	test('it takes one source', async () => {
		const simulator = await simulated('6.5');
		await expect(ran(simulator, 'skip leads', yes)).rejects.toThrow('skip needs one --source');
	});
});

describe('all tasks of a source', () => {
	const stages = ({control}: Simulator, source: string) =>
		Object.fromEntries(
			control
				.world()
				.tasks.flatMap(({name, subtasks}) => subtasks.filter(it => it.source === source).map(it => [name, it.stage])),
		);

	test.for(dms)('are paused on %s, on it alone, and those are resumed again and no other', async dm => {
		const simulator = await simulated(dm);
		simulator.control.happen({type: 'conflict', task: 'coupons', source: 'orders-02', on: false});
		simulator.control.happen({type: 'paused', task: 'coupons', sources: ['orders-01']});
		const others = stages(simulator, 'orders-02');
		const paused = await ran(simulator, 'source pause orders-01', yes);
		expect([paused.code, stages(simulator, 'orders-01')]).toEqual([
			0,
			{coupons: 'Paused', orders_merge: 'Paused', payments: 'Paused'},
		]);
		expect(stages(simulator, 'orders-02')).toEqual(others);
		expect(paused.audit.filter(({outcome}) => outcome === 'done')).toMatchObject([
			{operation: 'pause', task: 'orders_merge', sources: ['orders-01'], bySource: 'orders-01'},
			{operation: 'pause', task: 'payments', sources: ['orders-01'], bySource: 'orders-01'},
		]);
		const resumed = await ran(simulator, 'source resume orders-01', {...yes, auditPath: paused.auditPath});
		expect(resumed.code).toBe(0);
		expect(stages(simulator, 'orders-01')).toEqual({coupons: 'Paused', orders_merge: 'Running', payments: 'Running'});
	});

	test('what this has not paused is not resumed', async () => {
		const simulator = await simulated('6.5');
		simulator.control.happen({type: 'paused', task: 'payments', sources: ['orders-01']});
		const {code, stderr} = await ran(simulator, 'source resume orders-01', yes);
		expect([code, stderr]).toEqual([1, expect.stringContaining('the audit log tells of no task')]);
	});

	test('the first failure stops the rest', async () => {
		const simulator = await simulated('6.5', {troubles: [{type: 'refuses', task: 'coupons', source: 'orders-01'}]});
		const {code, stdout} = await ran(simulator, 'source pause orders-01', yes);
		expect([code, stdout.match(/not tried/g)?.length]).toEqual([1, 2]);
		expect(stages(simulator, 'orders-01')).toMatchObject({orders_merge: 'Running', payments: 'Running'});
	});

	test('a dry run names them, and sends nothing', async () => {
		const simulator = await simulated('6.5');
		const {code, stdout} = await ran(simulator, 'source pause orders-01', {options: {dryRun: true}});
		expect([code, stdout]).toEqual([0, expect.stringContaining('pause-task payments -s orders-01')]);
		expect(simulator.control.requests().filter(({method, url}) => method === 'PUT' && url.includes('/tasks/'))).toEqual(
			[],
		);
	});
});

describe('the validator of a task', () => {
	const at = {options: {yes: true, sources: ['orders-01']}};

	test('is started, stopped and started again', async () => {
		const simulator = await simulated('6.5');
		for (const [verb, shown] of [
			['start', 'the validator is Running now'],
			['stop', 'the validator is Stopped now'],
			['start', 'the validator is Running now'],
		] as const) {
			const {code, stdout} = await ran(simulator, `validation ${verb} payments`, at);
			expect([code, stdout]).toEqual([0, expect.stringContaining(shown)]);
		}
	});

	test('of one that is none, or before 6.2, is refused', async () => {
		const none = await ran(await simulated('6.5'), 'validation stop payments', at);
		expect([none.code, none.stdout]).toEqual([1, expect.stringContaining('it has no validator')]);
		const old = await ran(await simulated('2.0'), 'validation start payments', at);
		expect([old.code, old.stdout]).toEqual([1, expect.stringContaining('from 6.2 on')]);
	});
});

test('a relay is started, and the tasks that read on from the upstream are named', async () => {
	const simulator = await simulated('6.5');
	const dry = await ran(simulator, 'relay start crm-01', {options: {dryRun: true}});
	expect(dry.stdout).toContain('until it is paused and resumed: leads, visits');
	const {code} = await ran(simulator, 'relay start crm-01', yes);
	expect([code, relayOf(simulator, 'crm-01')]).toEqual([0, 'Running']);
	const old = await ran(await simulated('1.0'), 'relay start crm-01', yes);
	expect([old.code, old.stdout]).toEqual([1, expect.stringContaining('always has its relay on')]);
});
