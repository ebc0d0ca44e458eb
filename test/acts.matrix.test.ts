import {describe, expect, test} from 'vitest';
import type {Act, ActTarget} from '../src/domain/act/act.ts';
import type {DmVersion, Happening, SimSubtask, World} from '../src/simulator/world/model.ts';
import {befall, step} from '../src/simulator/world/world.ts';
import {lab} from './simulator/lab.ts';
import {actBench} from './support/act-bench.ts';

const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
const task = 'orders_merge';
const lock = 'orders_merge-`shop`.`orders`';
/** Those of which operations beside HTTP's were recorded. */
const versions = ['1.0', '2.0', '6.5'] as const;
type Version = (typeof versions)[number];

const none = {task: null, source: null, lock: null} as const;
const targets = {
	'pause-relay': {...none, source: first},
	'resume-relay': {...none, source: first},
	'start-relay': {...none, source: first},
	unlock: {...none, lock},
	'skip-ddl': {...none, task, source: first},
	'start-validation': {...none, task, source: first},
	'stop-validation': {...none, task, source: first},
	'start-task': {...none, task},
} as const satisfies Record<Act, ActTarget>;

const file = `name: ${task}\ntask-mode: all\nmysql-instances:\n${[first, second, third].map(id => `  - source-id: ${id}\n`).join('')}`;

/**
 * What becomes of an act: `.` = refused before anything is sent, and why; `+` done, `x` failed, `?` unknown, with how often
 * its name is typed (0 = a y is enough), and a piece of what is said.
 */
type Fate = `${'.' | '+0' | '+1' | '+2' | 'x0' | 'x1' | 'x2' | '?0'} ${string}`;

type Fates = Partial<Record<Act, Fate>>;

type Row = {
	readonly situation: string;
	readonly world: (dm: Version) => World;
	/** After the gateway's first status. */
	readonly happens?: (world: World) => World;
	readonly fates: Readonly<Record<Version, Fates>>;
};

/** What holds wherever a row says nothing else. */
const usual = {
	'1.0': {
		'pause-relay': '+0 the relay is Paused now',
		'resume-relay': '. its relay is Running and not Paused',
		'start-relay': '. DM 1.0 always has its relay on',
		unlock: '. the master holds no lock',
		'skip-ddl': '. DM 1.0 skips by its own command',
		'start-validation': '. DM has a validator from 6.2 on',
		'stop-validation': '. DM has a validator from 6.2 on',
		'start-task': '. it is there already',
	},
	'2.0': {
		'pause-relay': '. its relay is off',
		'resume-relay': '. its relay is off',
		'start-relay': '+0 the relay is Running now',
		unlock: '. the master holds no lock',
		'skip-ddl': '. it is Running',
		'start-validation': '. DM has a validator from 6.2 on',
		'stop-validation': '. DM has a validator from 6.2 on',
		'start-task': '. it is there already',
	},
	'6.5': {
		'pause-relay': '. its relay is off',
		'resume-relay': '. its relay is off',
		'start-relay': '+0 the relay is Running now',
		unlock: '. the master holds no lock',
		'skip-ddl': '. it is Running',
		'start-validation': '+0 the validator is Running now',
		'stop-validation': '. it has no validator',
		'start-task': '. it is there already',
	},
} as const satisfies Record<Version, Record<Act, Fate>>;

const all = (fates: Fates) => ({'1.0': fates, '2.0': fates, '6.5': fates});
const sinceTwo = (fates: Fates, old: Fates = {}) => ({'1.0': old, '2.0': fates, '6.5': fates});

const table: readonly Row[] = [
	{situation: 'running without a relay (1.0 always has one)', world: lab, fates: all({})},
	{
		situation: 'running with a relay',
		world: withRelay,
		fates: sinceTwo({
			'pause-relay': '+0 the relay is Paused now',
			'resume-relay': '. its relay is Running and not Paused',
			'start-relay': '. its relay is on already',
		}),
	},
	{
		situation: 'the relay is paused',
		world: dm => befall(withRelay(dm), {type: 'relay-paused', source: first}),
		fates: sinceTwo(
			{
				'pause-relay': '. its relay is Paused and not Running',
				'resume-relay': '+0 the relay is Running now',
				'start-relay': '. its relay is on already',
			},
			{'pause-relay': '. its relay is Paused and not Running', 'resume-relay': '+0 the relay is Running now'},
		),
	},
	{
		situation: 'paused by a person',
		world: dm => lab(dm, [{type: 'paused', task}]),
		fates: sinceTwo({'skip-ddl': '. it was paused by a person'}),
	},
	{
		situation: 'failing at a DDL',
		world: dm => step(lab(dm, [{type: 'failed', task, failure: 'ddl-unsupported'}]), 1000),
		fates: sinceTwo({'skip-ddl': '+1 it is Running, and no error has come back'}),
	},
	{
		situation: 'failing at a DDL, its checkpoint in an earlier binlog file',
		world: dm =>
			step(
				befall(changed(dm, {checkpoint: 4}, 2_147_483_648), {type: 'failed', task, failure: 'ddl-unsupported'}),
				1000,
			),
		fates: sinceTwo({'skip-ddl': 'x1 the skip was lost'}),
	},
	{
		situation: 'failing at a row',
		world: dm => step(lab(dm, [{type: 'failed', task, failure: 'duplicate-entry'}]), 1000),
		fates: sinceTwo({'skip-ddl': '. it does not fail at a DDL'}),
	},
	{
		situation: 'a lock at which one source waits, the others have read all',
		world: dm => befall(lab(dm), ddl(first)),
		fates: all({unlock: '+1 the master holds no such lock any more'}),
	},
	{
		situation: 'a lock, towards whose DDL a source still reads',
		world: dm => befall(behind(dm), ddl(first)),
		fates: all({unlock: '+2 the master holds no such lock any more'}),
	},
	{
		situation: 'a lock whose owner is paused',
		world: dm => befall(lab(dm), ddl(first), {type: 'paused', task, sources: [first]}),
		fates: {
			'1.0': {unlock: 'x1 [code=38024'},
			'2.0': {unlock: 'x1 has not done the operation', 'skip-ddl': '. it was paused by a person'},
			'6.5': {unlock: 'x1 has not done the operation', 'skip-ddl': '. it was paused by a person'},
		},
	},
	{
		situation: 'a lock whose task was stopped',
		world: dm => befall(lab(dm), ddl(first), {type: 'stopped', task}),
		fates: all({
			unlock: '+0 the master holds no such lock any more',
			'skip-ddl': '. DM lists no task orders_merge',
			'start-validation': '. DM lists no task orders_merge',
			'stop-validation': '. DM lists no task orders_merge',
			'start-task': '+0 it is Running at mysql-replica-01',
		}),
	},
	{
		situation: 'the validator runs',
		world: dm => changed(dm, {validator: {inserts: 0, updates: 0, deletes: 0, pending: 0, errors: 0}}),
		fates: {
			'1.0': {},
			'2.0': {},
			'6.5': {
				'start-validation': '. its validator is Running already',
				'stop-validation': '+0 the validator is Stopped now',
			},
		},
	},
	{
		situation: 'the validator is stopped',
		world: dm => changed(dm, {validator: {inserts: 0, updates: 0, deletes: 0, pending: 0, errors: 0, isStopped: true}}),
		fates: {
			'1.0': {},
			'2.0': {},
			'6.5': {
				'start-validation': '+0 the validator is Running now',
				'stop-validation': '. its validator is Stopped and not Running',
			},
		},
	},
	{
		situation: 'its worker is dead',
		// No other one takes the source over.
		world: dm => lab(dm, [], {freeWorkers: 0}),
		happens: world => befall(world, {type: 'worker-dies', source: first}),
		fates: all({
			'pause-relay': '. does not answer',
			'resume-relay': '. does not answer',
			'start-relay': '. does not answer',
			'skip-ddl': '. no part of orders_merge',
			'start-validation': '. no part of orders_merge',
			'stop-validation': '. no part of orders_merge',
		}),
	},
];

function withRelay(dm: DmVersion): World {
	return lab(dm, [], {relayOn: [first]});
}

/** Its binlog has files before this one, so that there is something behind. */
function changed(dm: DmVersion, other: Partial<SimSubtask>, written = 0): World {
	const world = lab(dm);
	return {
		...world,
		sources: world.sources.map(source => ({...source, written: source.written + written})),
		tasks: world.tasks.map(each =>
			each.name === task ? {...each, subtasks: each.subtasks.map(part => ({...part, ...other}))} : each,
		),
	};
}

function behind(dm: DmVersion): World {
	const world = lab(dm);
	const written = (id: string) => world.sources.find(source => source.id === id)?.written ?? 0;
	return {
		...world,
		tasks: world.tasks.map(each => ({
			...each,
			subtasks: each.subtasks.map(part =>
				part.source === second
					? {...part, checkpoint: written(second) - 1_000_000, lagSeconds: 60, lagTarget: 60}
					: part,
			),
		})),
	};
}

function ddl(source: string): Happening {
	const sql = 'ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)';
	return {type: 'ddl-met', task, source, sql, tables: ['`s`.`a`', '`s`.`b`'], met: 2};
}

async function check(dm: Version, act: Act, row: Row) {
	const bench = actBench(row.world(dm), act === 'start-task' ? {file} : {});
	if (row.happens !== undefined) {
		bench.change(row.happens);
		bench.poll();
	}
	const fate: Fate = row.fates[dm][act] ?? usual[dm][act];
	const [kind = '', says = ''] = [fate.slice(0, fate.indexOf(' ')), fate.slice(fate.indexOf(' ') + 1)];
	const proposal = await bench.propose(act, targets[act]);
	const ended = await bench.confirm(proposal);
	if (kind === '.') {
		expect([proposal.refused, ended.outcome, bench.sent]).toEqual([expect.stringContaining(says), 'refused', []]);
		expect(bench.audit.map(({outcome}) => outcome)).toEqual(['refused']);
		return;
	}
	expect(proposal.refused).toBeNull();
	const {tier, times} = proposal;
	expect(
		`${{done: '+', failed: 'x', unknown: '?', refused: '.', 'not-tried': '-'}[ended.outcome]}${tier === 3 ? times : 0}`,
	).toBe(kind);
	expect(ended.message).toContain(says);
	expect(bench.sent).toHaveLength(1);
	expect(bench.audit.map(({outcome}) => outcome)).toEqual(['sending', ended.outcome]);
}

describe('every act in every situation does what the table says', () => {
	for (const dm of versions) {
		for (const row of table) {
			for (const act of Object.keys(targets) as Act[]) {
				test(`${dm}: ${act}: ${row.situation}`, () => check(dm, act, row));
			}
		}
	}
});
