import {expect, test} from 'vitest';
import type {Act, ActTarget} from '../../../../src/domain/act/act.ts';
import type {DmVersion, Happening, World} from '../../../../src/simulator/world/model.ts';
import {befall, createWorld, step} from '../../../../src/simulator/world/world.ts';
import {actBench} from '../../../support/act-bench.ts';
import {pick, type Random, randomOf} from '../../../support/fickle.ts';
import {runsOf} from '../../../support/long.ts';

/** Shared among the acts that have no key on the screen, and the versions; all others are in test/tui/wrong-target.test.ts. */
const runs = runsOf(300, 2000);

const sources = ['crm-01', 'orders-01', 'orders-02', 'orders-03', 'nope'] as const;
const tasks = ['leads', 'visits', 'payments', 'orders_merge', 'nope'] as const;
const locks = [
	'orders_merge-`shop`.`orders`',
	'invoices_2019-`old`.`invoices`',
	'coupons-`promo`.`coupons`',
	'nope',
] as const;

/** Whatever may come between what a person saw and the key that confirms it. */
const meanwhile: readonly Happening[] = [
	{type: 'relay-paused', source: 'orders-01'},
	{type: 'relay-resumed', source: 'orders-01'},
	{type: 'relay-paused', source: 'orders-02'},
	{type: 'worker-dies', source: 'orders-02'},
	{type: 'failed-over', source: 'orders-02'},
	{type: 'stopped', task: 'orders_merge'},
	{type: 'stopped', task: 'leads'},
	{type: 'paused', task: 'leads'},
	{type: 'repaired', task: 'leads'},
	{type: 'resumed', task: 'leads'},
	{type: 'failed', task: 'payments', failure: 'ddl-unsupported'},
	{type: 'failed', task: 'payments', failure: 'duplicate-entry'},
	{
		type: 'ddl-met',
		task: 'orders_merge',
		source: 'orders-03',
		sql: 'ALTER TABLE `shop`.`orders` ADD COLUMN `gift_note` VARCHAR(64)',
		tables: ['`a`.`b`'],
		met: 1,
	},
	{type: 'paused', task: 'orders_merge', sources: ['orders-01']},
];

const acts: readonly Act[] = ['unlock', 'start-relay', 'start-validation', 'stop-validation'];

function targetOf(act: Act, random: Random): ActTarget {
	const none = {task: null, source: null, lock: null};
	if (act === 'unlock') return {...none, lock: pick(random, locks)};
	if (act.endsWith('relay')) return {...none, source: pick(random, sources)};
	return {...none, task: pick(random, tasks), source: pick(random, sources)};
}

/** What of the world decides whether an act may be sent, by this page alone: the words of the operator's list. */
function matters(world: World, act: Act, {task, source, lock}: ActTarget): unknown {
	const of = world.sources.find(({id}) => id === source);
	if (act === 'unlock') {
		const held = world.locks.find(({id}) => id === lock);
		return held === undefined ? null : {...held, isThere: world.tasks.some(({name}) => name === held.task)};
	}
	if (act.endsWith('relay')) return {worker: of?.worker ?? null, stage: of?.relay?.stage ?? 'off'};
	const part = world.tasks.find(({name}) => name === task)?.subtasks.find(it => it.source === source);
	const {stage = null, failure = null, validator = null} = part ?? {};
	if (act === 'skip-ddl')
		return {worker: of?.worker ?? null, stage, failure: failure?.name ?? null, at: failure?.at ?? null};
	return {worker: of?.worker ?? null, stage, validator: validator === null ? 'none' : validator.isStopped === true};
}

/** Whether it may be done at all in that world. */
function mayBe(world: World, act: Act, target: ActTarget): boolean {
	const {source, lock, task} = target;
	const of = world.sources.find(({id}) => id === source);
	const isServed = of !== undefined && world.workers.some(({name, alive}) => name === of.worker && alive);
	const part = world.tasks.find(({name}) => name === task)?.subtasks.find(it => it.source === source);
	switch (act) {
		case 'pause-relay':
			return isServed && of.relay?.stage === 'Running';
		case 'resume-relay':
			return isServed && of.relay?.stage === 'Paused';
		case 'start-relay':
			return isServed && world.dm !== '1.0' && (of.relay === null || of.relay.stage === 'Stopped');
		case 'unlock':
			return world.locks.some(({id, mode}) => id === lock && mode === 'pessimistic');
		// A gateway has no file of a task.
		case 'start-task':
			return false;
		case 'skip-ddl':
			return (
				isServed &&
				world.dm !== '1.0' &&
				part?.stage === 'Paused' &&
				['ddl-unsupported', 'shard-conflict'].includes(part.failure?.name ?? '')
			);
		case 'start-validation':
			return (
				isServed &&
				world.dm === '6.5' &&
				part !== undefined &&
				(part.validator === null || part.validator.isStopped === true)
			);
		case 'stop-validation':
			return isServed && world.dm === '6.5' && part?.validator != null && part.validator.isStopped !== true;
	}
}

test(`in ${runs} runs nothing but what was seen and confirmed is ever sent`, async () => {
	const tally = {proposed: 0, refused: 0, sent: 0, changed: 0, done: 0};
	const begun = new Map<DmVersion, World>();
	for (let run = 0; run < runs; run++) {
		const random = randomOf(run + 1);
		const dm: DmVersion = pick(random, ['1.0', '2.0', '6.5'] as const);
		const begin = begun.get(dm) ?? step(createWorld('incident', {seed: 1, dm}), 1000);
		begun.set(dm, begin);
		const {change, propose, confirm, sent, world} = actBench(begin);
		const befalls = (chance: number) => {
			while (random() < chance) change(world => befall(world, pick(random, meanwhile)));
		};
		befalls(0.4);
		const act = pick(random, acts);
		const target = targetOf(act, random);
		const proposal = await propose(act, target);
		const before = world();
		expect(sent).toEqual([]);
		if (proposal.refused === null) tally.proposed += 1;
		befalls(0.35);
		const atSending = world();
		// A viewer that types less than it was asked for, or confirms what was refused, is a viewer all the same.
		const typed = random() < 0.9 ? proposal.times : 0;
		const role = random() < 0.9 ? 'admin' : 'operate';
		const ended = await confirm(proposal, {typed, role});
		expect(sent.length).toBeLessThanOrEqual(1);
		const [only] = sent;
		if (only === undefined) {
			tally.refused += 1;
			expect(ended.outcome).toBe('refused');
			if (ended.message?.startsWith('changed')) tally.changed += 1;
			continue;
		}
		tally.sent += 1;
		if (ended.outcome === 'done') tally.done += 1;
		const where = `run ${run}: ${act} of ${JSON.stringify(target)} on ${dm}`;
		expect(matters(only.world, act, target), where).toEqual(matters(atSending, act, target));
		expect(matters(atSending, act, target), where).toEqual(matters(before, act, target));
		expect(mayBe(atSending, act, target), where).toBe(true);
		if (proposal.tier === 3) expect([typed >= proposal.times, role], where).toEqual([true, 'admin']);
		const text = JSON.stringify(only.request.via === 'file' ? 'a file' : only.request.values);
		const named = [target.lock, act === 'unlock' ? null : target.task, dm === '1.0' ? null : target.source];
		for (const name of named) if (name !== null) expect(text, where).toContain(JSON.stringify(name));
		const others = [...sources, ...tasks].filter(name => name !== target.source && name !== target.task);
		for (const name of act === 'unlock' ? [] : others) expect(text, where).not.toContain(JSON.stringify(name));
	}
	expect(tally.sent).toBeGreaterThan(runs / 20);
	expect(tally.changed).toBeGreaterThan(runs / 100);
	expect(tally.done).toBeGreaterThan(runs / 40);
});
