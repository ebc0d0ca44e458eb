import {afterEach, describe, expect, test} from 'vitest';
import type {Operation, PartOutcome, TargetOutcome} from '../src/domain/operation/operation.ts';
import {trustedVisitor} from '../src/gateway/serve/visitor.ts';
import type {DmVersion, Happening, SimSubtask, World} from '../src/simulator/world/model.ts';
import {befall, step} from '../src/simulator/world/world.ts';
import {lab, told, versions} from './simulator/lab.ts';
import {type SimulatedCounter, seenIn, simulatedCounter, somebody} from './support/counter.ts';
import {shareOf} from './support/long.ts';
import {changes} from './support/requests.ts';

const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
const all = [first, second, third] as const;
const task = 'orders_merge';
const opNumbers = {
	pause: {'1.0': 2, '2.0': 2, '6.5': 2, '8.5': 2, '26.3': 2},
	resume: {'1.0': 3, '2.0': 3, '6.5': 3, '8.5': 3, '26.3': 3},
	stop: {'1.0': 1, '2.0': 1, '6.5': 7, '8.5': 7, '26.3': 7},
} as const satisfies Record<Operation, Record<DmVersion, number>>;

/**
 * What becomes of one part, in a letter for DM's answer and the stage afterwards (`-` = gone):
 * `+` done, `w` done with a text (where DM answered with the error that was there before, because its stage says so),
 * `x` failed with DM's text; `.` = refused before anything is sent.
 */
type Fate = `${'+' | 'w' | 'x' | '.'} ${string}`;

type Row = {
	/** How the task is when it is operated; all its three parts, or the third where its worker is what is wrong. */
	readonly before: string;
	readonly world: (dm: DmVersion) => World;
	/** After the first look; a dead worker was alive when the viewer began. */
	readonly happens?: (world: World) => World;
	/** What is wrong is wrong with the third part only; the others are as in the row of that name. */
	readonly others?: string;
	readonly fates: Partial<Record<DmVersion, Fates>>;
};

type Fates = Partial<Record<Operation, Fate>>;

const same = (fates: Fates) => ({'1.0': fates, '2.0': fates, ...sinceSix(fates)});
const sinceSix = (fates: Fates) => ({'6.5': fates, '8.5': fates, '26.3': fates});

/** The table of dm-api.md, 6.2, with what is refused here because it cannot do any good. */
const table: readonly Row[] = [
	{
		before: 'new',
		world: dm => changed(dm, {stage: 'New', unit: null, beginsAtMs: null}),
		fates: same({pause: '. New', resume: '. New', stop: '+ -'}),
	},
	{
		before: 'running',
		world: lab,
		fates: same({pause: '+ Paused', resume: '. Running', stop: '+ -'}),
	},
	{
		before: 'in Load',
		world: dm => changed(dm, {unit: 'Load', unitMs: 1000}),
		fates: same({pause: '+ Paused', resume: '. Running', stop: '+ -'}),
	},
	{
		before: 'waiting for a lock',
		world: dm => lab(dm, [ddl(first, 2), ddl(second, 2), ddl(third, 1)]),
		fates: same({pause: '+ Paused', resume: '. Running', stop: '+ -'}),
	},
	{
		before: 'paused by a person',
		world: dm => lab(dm, [{type: 'paused', task}]),
		fates: same({pause: '. Paused', resume: '+ Running', stop: '+ -'}),
	},
	{
		before: 'paused by a person in Load',
		world: dm => befall(changed(dm, {unit: 'Load', unitMs: 1000}), {type: 'paused', task}),
		fates: same({pause: '. Paused', resume: '+ Running', stop: '+ -'}),
	},
	{
		before: 'paused by a person, waiting for a lock',
		world: dm => lab(dm, [ddl(first, 2), ddl(second, 2), ddl(third, 1), {type: 'paused', task}]),
		fates: same({pause: '. Paused', resume: '+ Running', stop: '+ -'}),
	},
	{
		before: 'failed, for a person to mend',
		world: dm => lab(dm, [{type: 'failed', task, failure: 'duplicate-entry'}]),
		fates: {
			'1.0': {pause: '. Paused', resume: '+ Paused', stop: '+ -'},
			'2.0': {pause: 'w Paused', resume: '+ Paused', stop: '+ -'},
			...sinceSix({pause: 'w Paused', resume: '+ Paused', stop: '+ -'}),
		},
	},
	{
		before: 'failed, retried by DM',
		world: dm => lab(dm, [{type: 'failed', task, failure: 'table-missing'}]),
		fates: {
			'1.0': {pause: '. Paused', resume: '+ Paused', stop: '+ -'},
			'2.0': {pause: 'w Paused', resume: '+ Paused', stop: '+ -'},
			...sinceSix({pause: 'w Paused', resume: '+ Paused', stop: '+ -'}),
		},
	},
	{
		before: 'paused by a person after it had failed',
		world: dm => canceled(lab(dm, [{type: 'failed', task, failure: 'duplicate-entry'}])),
		fates: same({pause: '. Paused', resume: '+ Paused', stop: '+ -'}),
	},
	{
		before: 'repaired',
		world: dm =>
			lab(dm, [
				{type: 'failed', task, failure: 'duplicate-entry'},
				{type: 'repaired', task},
			]),
		fates: {
			'1.0': {pause: '. Paused', resume: '+ Running', stop: '+ -'},
			'2.0': {pause: 'w Paused', resume: 'w Running', stop: '+ -'},
			'6.5': {pause: 'w Paused', resume: 'w Running', stop: '+ -'},
			'8.5': {pause: 'w Paused', resume: '+ Running', stop: '+ -'},
			'26.3': {pause: 'w Paused', resume: '+ Running', stop: '+ -'},
		},
	},
	{
		before: 'finished',
		world: dm => changed(dm, {stage: 'Finished', unit: 'Load'}),
		fates: same({pause: '. Finished', resume: '. Finished', stop: '+ -'}),
	},
	{
		before: 'worker dead while it ran',
		others: 'running',
		world: lab,
		happens: world => befall(world, {type: 'worker-dies', source: third}),
		// From 2.0 on the wish is in etcd, and comes true when a worker takes the source.
		fates: {
			'1.0': {pause: '. Running', resume: '. Running', stop: 'x Running'},
			'2.0': {pause: 'x Paused', resume: 'x Running', stop: 'x -'},
			...sinceSix({pause: 'x Paused', resume: 'x Running', stop: 'x -'}),
		},
	},
	{
		before: 'worker dead while it was paused',
		others: 'paused by a person',
		world: dm => lab(dm, [{type: 'paused', task}]),
		happens: world => befall(world, {type: 'worker-dies', source: third}),
		fates: {
			'1.0': {pause: '. Paused', resume: '. Paused', stop: 'x Paused'},
			'2.0': {pause: 'x Paused', resume: 'x Running', stop: 'x -'},
			...sinceSix({pause: 'x Paused', resume: 'x Running', stop: 'x -'}),
		},
	},
	{
		before: 'unbound',
		others: 'running',
		world: dm => lab(dm, [], {freeWorkers: 0}),
		happens: world => step(befall(world, {type: 'worker-dies', source: third}), 61_000),
		fates: {
			'2.0': {pause: 'x Paused', resume: 'x Running', stop: 'x -'},
			...sinceSix({pause: 'x Paused', resume: 'x Running', stop: 'x -'}),
		},
	},
];

function changed(dm: DmVersion, other: Partial<SimSubtask>): World {
	return withParts(lab(dm), other);
}

function canceled(world: World): World {
	return withParts(world, {isCanceled: true});
}

function withParts(world: World, other: Partial<SimSubtask>): World {
	return {
		...world,
		tasks: world.tasks.map(each =>
			each.name === task ? {...each, subtasks: each.subtasks.map(part => ({...part, ...other}))} : each,
		),
	};
}

function ddl(source: string, met: number): Happening {
	const sql = 'ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)';
	return {type: 'ddl-met', task, source, sql, tables: ['`s`.`a`', '`s`.`b`'], met};
}

function fateOf(dm: DmVersion, operation: Operation, row: Row, source: string): Fate {
	const of = row.others === undefined || source === third ? row : table.find(({before}) => before === row.others);
	const fate = of?.fates[dm]?.[operation];
	if (fate === undefined) throw new Error(`the table lacks ${operation} of ${row.before} on ${dm}`);
	return fate;
}

const outcomes = {'+': 'done', w: 'done', x: 'failed'} as const;

function stagesIn(world: World): readonly string[] {
	const parts = world.tasks.find(({name}) => name === task)?.subtasks ?? [];
	return all.map(source => parts.find(part => part.source === source)?.stage ?? '-');
}

let bench: SimulatedCounter | null = null;
afterEach(async () => {
	await bench?.close();
	bench = null;
});

async function check(dm: DmVersion, operation: Operation, row: Row, meant: readonly string[] | null) {
	const before = row.world(dm);
	bench = await simulatedCounter(dm, before, told[dm]);
	const {simulator, operator, poll, memory, audit} = bench;
	await poll();
	if (row.happens !== undefined) {
		simulator.control.change(row.happens);
		await poll();
	}
	const stages = stagesIn(simulator.control.world());
	const seen = seenIn(memory(), task);
	const [outcome] = await operator.operate(
		{operation, targets: [{task, sources: meant, seen}], by: somebody},
		trustedVisitor('test'),
	);

	const aimed = meant ?? all;
	const fates = aimed.map(source => ({source, fate: fateOf(dm, operation, row, source)}));
	const sent = fates.filter(({fate}) => !fate.startsWith('.'));
	checkRequest(
		dm,
		operation,
		sent.length,
		sent.length === 0 ? [] : sent.length === all.length ? null : sent.map(({source}) => source),
	);
	checkOutcome(outcome, sent, fates);
	checkStages(stages, fates);
	const lines = audit.entries.map(entry => entry.outcome);
	expect(lines).toEqual(sent.length === 0 ? ['refused'] : ['sending', outcome?.outcome]);
}

/** Exactly what was meant has been sent, once. */
function checkRequest(dm: DmVersion, operation: Operation, count: number, sources: readonly string[] | null) {
	const world = bench?.simulator.control.world();
	const puts = bench?.simulator.control.requests().filter(changes) ?? [];
	const names = sources?.map(source => (dm === '1.0' ? addresses[all.indexOf(source as typeof first)] : source));
	const body = {op: opNumbers[operation][dm], [dm === '1.0' ? 'workers' : 'sources']: names ?? []};
	expect(world?.dm).toBe(dm);
	expect(puts.map(({url, body: text}) => ({url, body: JSON.parse(text)}))).toEqual(
		count === 0 ? [] : [{url: `/apis/v1alpha1/tasks/${task}`, body}],
	);
}

const addresses = ['10.0.4.11:8262', '10.0.4.12:8262', '10.0.4.13:8262'];

type Expected = readonly {readonly source: string; readonly fate: Fate}[];

function checkOutcome(outcome: TargetOutcome | undefined, sent: Expected, meant: Expected) {
	if (sent.length === 0) {
		expect(outcome).toMatchObject({outcome: 'refused', message: expect.stringMatching(/\w/), parts: []});
		return;
	}
	const parts = new Map(outcome?.parts.map((part): [string | null, PartOutcome] => [part.source, part]));
	expect([...parts.keys()].sort()).toEqual(meant.map(({source}) => source));
	for (const {source, fate} of meant) if (fate.startsWith('.')) expect(parts.get(source)?.outcome).toBe('not-tried');
	for (const {source, fate} of sent) {
		const letter = fate.charAt(0) as keyof typeof outcomes;
		expect(parts.get(source)?.outcome).toBe(outcomes[letter]);
		if (letter === '+') expect(parts.get(source)?.message).toBeNull();
		else expect(parts.get(source)?.message).toMatch(/\[code=\d+|relevant worker-client not found/);
	}
	const failed = sent.some(({fate}) => fate.startsWith('x'));
	expect(outcome?.outcome).toBe(failed ? 'failed' : 'done');
}

/** The stages a moment later, when a cause that is still there has made itself felt. */
function checkStages(before: readonly string[], fates: Expected) {
	bench?.simulator.control.advance(2000);
	const world = bench?.simulator.control.world();
	const now = world === undefined ? [] : stagesIn(world);
	const expected = all.map(
		(source, index) => fates.find(each => each.source === source)?.fate.slice(2) ?? before[index],
	);
	expect(now).toEqual(expected);
}

describe('every operation in every situation does what the table says', () => {
	for (const dm of shareOf(versions, dm => dm === '1.0' || dm === '6.5' || dm === '26.3')) {
		for (const row of table) {
			if (row.fates[dm] === undefined) continue;
			for (const operation of ['pause', 'resume', 'stop'] as const) {
				test(`${dm}: ${operation} the whole task: ${row.before}`, () => check(dm, operation, row, null));
				test(`${dm}: ${operation} one source: ${row.before}`, () => check(dm, operation, row, [third]));
			}
		}
	}
});

test('the table has every situation, for all versions that have it', () => {
	const cells = table.flatMap(({fates}) => Object.values(fates).flatMap(each => Object.keys(each)));
	expect(cells).toHaveLength((table.length * versions.length - 1) * 3);
});
