import {describe, expect, test} from 'vitest';
import {translateAct} from '../src/dm/answer/acts/act.ts';
import {translateServerLocks} from '../src/dm/answer/acts/server-locks.ts';
import {translateOperate} from '../src/dm/answer/operate.ts';
import {readTaskFile} from '../src/dm/ask/task-file.ts';
import {methods} from '../src/dm/grpc/methods.ts';
import {decodeMessage, encodeMessage} from '../src/dm/grpc/protobuf.ts';
import {acts} from '../src/domain/act/act.ts';
import {failingDdl, skipSettled} from '../src/domain/act/skip-act.ts';
import type {DmVersion, Happening, World} from '../src/simulator/world/model.ts';
import {befall, createWorld, step} from '../src/simulator/world/world.ts';
import {notOffered} from '../src/words/acts/not-offered.ts';
import {fixture, lab, recorded} from './simulator/lab.ts';
import {type ActBench, actBench} from './support/act-bench.ts';
import {error, running} from './support/cluster.ts';

const first = 'mysql-replica-01';
const none = {task: null, source: null, lock: null} as const;
const relayOf = {...none, source: first};
const part = {...none, task: 'orders_merge', source: first};
const lock = {...none, lock: 'orders_merge-`shop`.`orders`'};

const withRelay = (dm: DmVersion) => lab(dm, [], {relayOn: [first]});
const ddl = (source: string): Happening => ({
	type: 'ddl-met',
	task: 'orders_merge',
	source,
	sql: 'ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)',
	tables: ['`s`.`a`'],
	met: 1,
});
const oneWaits = (dm: DmVersion) => befall(lab(dm), ddl(first));
const failing = (dm: DmVersion) =>
	step(lab(dm, [{type: 'failed', task: 'orders_merge', failure: 'ddl-unsupported'}]), 1000);

/** What was sent, as a person reads it. */
function sentBy({sent}: ActBench): readonly unknown[] {
	return sent.map(({request}) => (request.via === 'file' ? 'a file' : request.values));
}

/** A recorded answer of a generation, as its bytes are read. */
function recording(dm: '1.0' | '2.0' | '6.5', file: string, method: keyof typeof methods) {
	const {answer} = methods[method][dm === '1.0' ? 'workers' : 'sources'] ?? {};
	const wire = JSON.parse(fixture('operations/wire.json')) as Readonly<Record<string, {readonly answer: string}>>;
	if (answer === undefined) throw new Error(`${method} is not of ${dm}`);
	return decodeMessage(answer, Buffer.from(wire[`${recorded[dm]}/${file}`]?.answer ?? '', 'base64'));
}

/** A recorded answer over HTTP. */
function told(dm: '2.0' | '6.5', file: string) {
	const {answer} = JSON.parse(fixture(`operations/${recorded[dm]}/${file}.json`)) as {readonly answer: object};
	return translateOperate({op: null, ...answer});
}

describe('the wire', () => {
	test.for(['2.0', '6.5'] as const)('a true at the top says nothing: of %s the part is false', dm => {
		const {accepted, targets} = translateAct(recording(dm, 'relay-pause-not-enabled', 'operateRelay'));
		expect([accepted, targets.map(({done}) => done)]).toEqual([true, [false]]);
	});

	test("1.0's numbers read by those of later versions are refused and not believed", () => {
		const bytes = Buffer.from(
			(JSON.parse(fixture('operations/wire.json')) as Record<string, {answer: string}>)['1.0.7/locks-one-source']
				?.answer ?? '',
			'base64',
		);
		const {answer} = methods.showLocks.sources;
		expect(() => translateServerLocks(decodeMessage(answer, bytes), 'sources')).toThrow(/another form|received/);
	});

	test('a method that a version lacks is none (12), and is said', async () => {
		const bench = actBench(lab('2.0'));
		const {refused} = await bench.propose('start-validation', part);
		expect([refused, bench.sent]).toEqual(['DM has a validator from 6.2 on', []]);
	});
});

describe('locks', () => {
	test("1.0's false to an unlock that worked is done", async () => {
		const bench = actBench(oneWaits('1.0'));
		const ended = await bench.confirm(await bench.propose('unlock', lock));
		expect([ended.outcome, bench.audit.at(-1)]).toMatchObject(['done', {answer: {accepted: false}}]);
		expect(ended.message).toMatch(/^the master holds no such lock any more; DM had answered: \[code=38025/);
	});

	test('an unlock whose owner fails in the target takes 10 s, answers 38024, and the lock stays', async () => {
		const bench = actBench(
			befall(oneWaits('6.5'), {type: 'failed', task: 'orders_merge', sources: [first], failure: 'duplicate-entry'}),
		);
		const ended = await bench.confirm(await bench.propose('unlock', lock));
		expect([ended.outcome, ended.message]).toEqual(['failed', expect.stringContaining('has not done the operation')]);
		expect(bench.world().locks).toHaveLength(1);
	});

	test.for([
		'1.0',
		'2.0',
		'6.5',
	] as const)('force, another owner, a number and tables are never sent to a lock of a task on %s', async dm => {
		const bench = actBench(oneWaits(dm));
		await bench.confirm(await bench.propose('unlock', lock));
		expect(sentBy(bench)).toEqual([{ID: lock.lock}]);
	});

	test('the left-over lock of 1.0 needs force and answers false, and is removed', async () => {
		const bench = actBench(befall(oneWaits('1.0'), {type: 'stopped', task: 'orders_merge'}));
		const proposal = await bench.propose('unlock', lock);
		const ended = await bench.confirm(proposal);
		expect([proposal.tier, ended.outcome, sentBy(bench)]).toEqual([2, 'done', [{ID: lock.lock, forceRemove: true}]]);
		expect(bench.audit.at(-1)).toMatchObject({answer: {accepted: false}});
	});

	test.for(['2.0', '6.5'] as const)('the left-over lock of %s is removed by a plain unlock', async dm => {
		const bench = actBench(befall(oneWaits(dm), {type: 'stopped', task: 'orders_merge'}));
		const ended = await bench.confirm(await bench.propose('unlock', lock));
		expect([ended.outcome, sentBy(bench)]).toEqual(['done', [{ID: lock.lock}]]);
	});

	test('an early unlock makes the next lock, of the same ID, which is told as the one that has to go next', async () => {
		const bench = actBench(oneWaits('6.5'));
		const proposal = await bench.propose('unlock', lock);
		const confirming = bench.confirm(proposal);
		// Sent by now, and watched.
		while (bench.sent.length === 0) await Promise.resolve();
		bench.change(world => befall(world, ddl('mysql-replica-02')));
		const {outcome, message} = await confirming;
		expect([outcome, message]).toEqual(['done', expect.stringContaining('mysql-replica-02 has made a new one')]);
	});

	test.for([
		['1.0', 'makes a new lock of the same ID there'],
		['2.0', 'may pause it there: 44006, duplicate column'],
		['6.5', 'makes a new lock of the same ID there'],
	] as const)('what a late source does on %s is said before: it %s', async ([dm, says]) => {
		const world = oneWaits(dm);
		const late = {
			...world,
			tasks: world.tasks.map(task => ({
				...task,
				subtasks: task.subtasks.map(it => ({
					...it,
					checkpoint: it.source === first ? it.checkpoint : it.checkpoint - 5000,
				})),
			})),
		};
		const {costs, times} = await actBench(late).propose('unlock', lock);
		expect([costs.join(' '), times]).toEqual([expect.stringContaining(says), 2]);
	});

	test('an optimistic lock is skipped without asking: it is never unlocked', async () => {
		const bench = actBench(createWorld('incident', {seed: 1, dm: '6.5'}));
		const proposal = await bench.propose('unlock', {...none, lock: 'coupons-`promo`.`coupons`'});
		await bench.confirm(proposal);
		expect([proposal.refused, bench.sent]).toEqual([expect.stringContaining('arrived as 0'), []]);
	});
});

describe('relays', () => {
	test('1.0 says InvalidRelayOp at the top of what it has done', async () => {
		expect(recording('1.0', 'relay-pause', 'operateRelay')).toMatchObject({op: 0, result: true});
		const bench = actBench(withRelay('1.0'));
		expect(await bench.confirm(await bench.propose('pause-relay', relayOf))).toMatchObject({outcome: 'done'});
	});

	test.for(['2.0', '6.5'] as const)('a relay that is off is true at the top on %s: it is refused before', async dm => {
		const bench = actBench(lab(dm));
		const {refused} = await bench.propose('pause-relay', relayOf);
		expect([refused, bench.sent]).toEqual([expect.stringContaining('its relay is off'), []]);
	});

	test.for([
		'1.0',
		'2.0',
		'6.5',
	] as const)('nobody named is true, and nothing done: on %s one is always named', async dm => {
		const bench = actBench(withRelay(dm));
		await bench.confirm(await bench.propose('pause-relay', relayOf));
		const name = dm === '1.0' ? {workers: ['10.0.4.11:8262']} : {sources: [first]};
		expect(sentBy(bench)).toEqual([{op: 2, ...name}]);
	});

	test('a start with a worker after one without is 46030: none is ever named', async () => {
		const bench = actBench(lab('6.5'));
		await bench.confirm(await bench.propose('start-relay', relayOf));
		expect(sentBy(bench)).toEqual([{op: 1, source: first}]);
	});

	test('a start leaves running subtasks at the upstream until they are paused and resumed: that is said, and not done', async () => {
		const bench = actBench(lab('6.5'));
		const proposal = await bench.propose('start-relay', relayOf);
		await bench.confirm(proposal);
		expect(proposal.costs.join(' ')).toContain('until it is paused and resumed: billing, orders_merge');
		expect(bench.sent).toHaveLength(1);
	});
});

describe('a failing DDL', () => {
	test.for(['2.0', '6.5'] as const)('a true to a skip on %s means that it is noted: it is watched', async dm => {
		const bench = actBench(failing(dm));
		const {outcome, message} = await bench.confirm(await bench.propose('skip-ddl', part));
		expect([outcome, message]).toEqual(['done', expect.stringContaining('no error has come back')]);
	});

	test.for(['2.0', '6.5'] as const)('a wrong position answers true: on %s none is ever sent', async dm => {
		if (dm === '6.5') expect(told(dm, 'errors-skip-wrong-pos').targets).toMatchObject([{done: true}]);
		const bench = actBench(failing(dm));
		await bench.confirm(await bench.propose('skip-ddl', part));
		expect(sentBy(bench)).toEqual([{op: 1, task: 'orders_merge', sources: [first]}]);
	});

	test('2.0 obeys numbers that it does not know: 4 and 5 are never sent to it, nor to any other', async () => {
		for (const dm of ['2.0', '6.5'] as const) {
			for (const act of acts) {
				const bench = actBench(failing(dm));
				await bench.confirm(await bench.propose(act, act.endsWith('relay') ? relayOf : part));
				for (const {request} of bench.sent)
					if (request.via === 'HTTP')
						expect([request.path, request.values['op']]).toEqual(['/apis/v1alpha1/errors', 1]);
			}
		}
	});

	test('a skip is lost where the checkpoint lies in an earlier file: it is foreseen, seen, and told with the way out', async () => {
		expect(told('6.5', 'errors-skip-after-rotation').targets).toMatchObject([{done: true}]);
		const bench = actBench(createWorld('incident', {seed: 1, dm: '6.5'}));
		const proposal = await bench.propose('skip-ddl', {...none, task: 'visits', source: 'crm-01'});
		expect(proposal.costs.join(' ')).toContain('such a skip was lost each time');
		const {outcome, message} = await bench.confirm(proposal);
		expect([outcome, message]).toEqual(['failed', expect.stringContaining('add a binlog filter rule')]);
	});

	test('after a skip rows fail with 36027, which cannot be skipped: it is said before, and refused then', async () => {
		const {costs} = await actBench(failing('6.5')).propose('skip-ddl', part);
		expect(costs.join(' ')).toContain('36027 then, which cannot be skipped');
		const message = 'origin SQL: [ALTER TABLE `a`.`b` ADD COLUMN `c` INT]: column count';
		const row = running(
			{},
			{stage: 'Paused', result: {isCanceled: false, detail: null, errors: [{...error(36_027), message}]}},
		);
		expect(failingDdl(row)).toBeNull();
	});

	test('a skip that gets past the DDL and fails at another place has not been lost', () => {
		const facts = (place: string) => [
			...[
				{what: 'the stage', is: 'Paused'},
				{what: 'the error', is: '36067'},
				{what: 'the DDL', is: 'alter'},
			],
			{what: 'its place', is: place},
		];
		expect(skipSettled(facts('mysql-bin.000001:4'), facts('mysql-bin.000001:4')).says).toContain('the skip was lost');
		expect(skipSettled(facts('mysql-bin.000001:4'), facts('mysql-bin.000001:9')).says).toContain('got past the DDL');
	});

	test('a row that fails is no DDL', async () => {
		expect(told('6.5', 'errors-skip-dml').targets).toMatchObject([
			{done: false, message: expect.stringContaining('only support to handle ddl error')},
		]);
		const bench = actBench(
			step(lab('6.5', [{type: 'failed', task: 'orders_merge', failure: 'duplicate-entry'}]), 1000),
		);
		expect((await bench.propose('skip-ddl', part)).refused).toContain('it does not fail at a DDL');
	});
});

const taskText = (more = '') =>
	`name: payments\ntask-mode: all\ntarget-database: {host: h, password: "${more}"}\nmysql-instances:\n  - source-id: ${first}\n  - source-id: mysql-replica-02\n`;

describe('starting', () => {
	test.for(['2.0', '6.5'] as const)('true at the top with a source false on %s is started and failed', async dm => {
		const dead = (world: World) => befall(world, {type: 'worker-dies', source: 'mysql-replica-02'});
		const bench = actBench(dead(lab(dm, [], {freeWorkers: 0})), {file: taskText('x')});
		const ended = await bench.confirm(await bench.propose('start-task', {...none, task: 'payments'}));
		expect([ended.outcome, bench.audit.at(-1)]).toMatchObject(['failed', {answer: {accepted: true}}]);
		expect(ended.parts.map(({source, outcome}) => [source, outcome])).toEqual([
			[first, 'done'],
			['mysql-replica-02', 'failed'],
		]);
	});

	test('DM masks passwords, even empty ones: such a file is refused', () => {
		expect(() => readTaskFile(taskText('******'), 'task.yaml')).toThrow('masked');
		expect(readTaskFile(taskText(''), 'task.yaml').secrets).toEqual([]);
	});

	test('a start time, which 2.0 ignores, and no checkpoint are never asked for', async () => {
		const bench = actBench(lab('6.5'), {file: taskText('x')});
		const {request} = await bench.propose('start-task', {...none, task: 'payments'});
		expect(Object.keys(JSON.parse(request?.body ?? '{}') as object)).toEqual(['task']);
	});
});

describe('validation', () => {
	test('a mode for a validator that exists is refused by DM: none is sent then', async () => {
		const bench = actBench(lab('6.5'));
		for (const act of ['start-validation', 'stop-validation', 'start-validation'] as const)
			await bench.confirm(await bench.propose(act, part));
		expect(sentBy(bench)).toEqual([
			{mode_value: 'full', sources: [first], taskName: 'orders_merge'},
			{sources: [first], taskName: 'orders_merge'},
			{sources: [first], taskName: 'orders_merge'},
		]);
	});

	test('errors are listed only after the next flush, and a table can be Stopped inside a Running validation: both are said', async () => {
		const {costs} = await actBench(lab('6.5')).propose('start-validation', part);
		expect(costs.join(' ')).toMatch(/listed only after the next flush.*Stopped inside a Running validation/);
	});
});

test('what answers true and does nothing, or does more than it says, is not offered: no method of it is there', () => {
	const offered = Object.values(methods).flatMap(each => [each.workers?.path, each.sources.path]);
	for (const method of [
		...['BreakWorkerDDLLock', 'HandleSQLs', 'PurgeWorkerRelay', 'TransferSource', 'UpdateTask'],
		...['OperateValidationError', 'OperateLeader', 'OfflineMember', 'OperateSchema', 'HandleError'],
	])
		expect(offered).not.toContain(`/pb.Master/${method}`);
	expect(notOffered.map(({dmctl}) => dmctl).join('\n')).toMatch(/purge-relay[\s\S]*transfer-source[\s\S]*update-task/);
	// Whoever could write these fields would be one mistake away from sending them.
	const fields = Object.keys(methods.unlock.sources.request);
	expect(fields).not.toContain('op');
	expect(encodeMessage(methods.unlock.sources.request, {ID: 'x'}).length).toBe(3);
});
