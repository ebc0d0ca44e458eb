import {describe, expect, test} from 'vitest';
import {type Json, member, sparse} from '../../src/simulator/answers/json.ts';
import {route} from '../../src/simulator/routes.ts';
import type {DmVersion, Happening, World} from '../../src/simulator/world/model.ts';
import {befall, step} from '../../src/simulator/world/world.ts';
import {fixture, lab, recorded, recordedOn, versions} from './lab.ts';
import {entryAt, shape, subtaskAt} from './shape.ts';

const statusPath = '/apis/v1alpha1/status/';
const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;

type Case = {
	readonly name: string;
	readonly dms: readonly DmVersion[];
	/** The folder and name of the recording, under the version's folder unless it begins with one. */
	readonly file: string;
	readonly world: (dm: DmVersion) => World;
	readonly path?: string;
	/** Entries, by index, and subtasks in them that must look alike. */
	readonly entries?: readonly number[];
	readonly subtasks?: readonly (readonly [number, string, string?])[];
};

const v2: readonly DmVersion[] = ['2.0', '6.5', '8.5', '26.3'];
const v6: readonly DmVersion[] = ['6.5', '8.5', '26.3'];
const all: readonly DmVersion[] = versions;
const tag = 'ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)';

function ddl(source: string, met: number): Happening {
	const schema = `shop_${source.slice(-1)}`;
	return {
		type: 'ddl-met',
		task: 'orders_merge',
		source,
		sql: tag,
		tables: [`\`${schema}\`.\`orders_1\``, `\`${schema}\`.\`orders_2\``],
		met,
	};
}

const tableMissing = {type: 'failed', task: 'billing', failure: 'table-missing'} as const;
const relays = {relayOn: [second]};

const cases: readonly Case[] = [
	{
		name: 'nothing runs',
		dms: v2,
		file: 'empty/status-sources-only.json',
		world: dm => befall(lab(dm), ...stopAll),
		entries: [0, 1, 2],
	},
	{
		name: 'nothing runs',
		dms: ['1.0'],
		file: 'empty/status.json',
		world: dm => befall(lab(dm), ...stopAll),
		entries: [0],
	},
	{
		name: 'all in Sync',
		dms: all,
		file: 'sync/running.json',
		world: dm => step(lab(dm), 1000),
		entries: [0, 1, 2],
		subtasks: [
			[0, 'billing'],
			[0, 'orders_merge'],
			[2, 'orders_merge'],
		],
	},
	{
		name: 'one task asked for',
		dms: all,
		file: 'sync/status-one-task.json',
		world: lab,
		path: `${statusPath}billing`,
		entries: [0],
		subtasks: [[0, 'billing']],
	},
	{
		name: 'paused by a person',
		dms: all,
		file: 'operations/paused.json',
		world: dm => lab(dm, [{type: 'paused', task: 'billing'}]),
		subtasks: [[0, 'billing']],
	},
	{
		name: 'one of three paused',
		dms: all,
		file: 'operations/one-of-three-paused.json',
		world: dm => lab(dm, [{type: 'paused', task: 'orders_merge', sources: [second]}]),
		subtasks: [
			[0, 'orders_merge'],
			[1, 'orders_merge'],
		],
	},
	{
		name: 'table missing',
		dms: all,
		file: 'error/sync-table-missing.json',
		world: dm => lab(dm, [tableMissing]),
		subtasks: [[0, 'billing']],
	},
	{
		name: 'paused by a person after an error',
		dms: ['1.0', '2.0'],
		file: 'error/paused-by-hand-after-error.json',
		world: dm => route(lab(dm, [tableMissing]), put('billing', {op: 2})).world,
		subtasks: [[0, 'billing']],
	},
	{
		name: 'load fails',
		dms: v6,
		file: 'error/load-column-missing.json',
		world: dm =>
			lab(dm, [{type: 'failed', task: 'inventory_full', failure: 'column-missing'}], {
				full: {stage: 'Running', unit: 'Load', unitMs: 5000},
			}),
		subtasks: [[2, 'inventory_full', '1:crm']],
	},
	{
		name: 'dump',
		dms: all,
		file: 'dump/running-dump-1.json',
		world: dm => lab(dm, [], {full: {stage: 'Running', unit: 'Dump', unitMs: 500}}),
		subtasks: [[2, 'inventory_full', '2:archive_full']],
	},
	{
		name: 'dump, half way',
		dms: v6,
		file: 'dump/running-dump-11.json',
		world: dm => lab(dm, [], {full: {stage: 'Running', unit: 'Dump', unitMs: 6000}}),
		subtasks: [[2, 'inventory_full', '2:archive_full']],
	},
	{
		name: 'load',
		dms: all,
		file: 'dump/running-load-6.json',
		world: dm => lab(dm, [], {full: {stage: 'Running', unit: 'Load', unitMs: 20_000}}),
		subtasks: [[2, 'inventory_full', '2:archive_full']],
	},
	{name: 'finished', dms: all, file: 'full/finished.json', world: lab, subtasks: [[2, 'inventory_full']]},
	{
		name: 'relay paused by a person',
		dms: all,
		file: 'relay/paused.json',
		world: dm => lab(dm, [{type: 'relay-paused', source: second}], relays),
		entries: [1],
		subtasks: [[1, 'orders_merge']],
	},
	{
		name: 'upstream away, read through a relay',
		dms: all,
		file: 'upstream-down/early.json',
		world: dm => lab(dm, [{type: 'upstream-down', source: second}], relays),
		entries: [0, 1, 2],
		subtasks: [[1, 'orders_merge']],
	},
	{
		name: 'upstream back, read through a relay: the first answer after it',
		dms: v2,
		file: 'upstream-down/upstream-back.json',
		world: dm =>
			befall(lab(dm, [{type: 'upstream-down', source: second}], relays), {type: 'upstream-up', source: second}),
		entries: [0, 1, 2],
		subtasks: [[1, 'orders_merge']],
	},
	{
		name: 'upstream away, read directly',
		dms: ['2.0'],
		file: '2.0.7-relay-off/upstream-down/early.json',
		world: dm => lab(dm, [{type: 'upstream-down', source: second}]),
		entries: [1],
		subtasks: [[1, 'orders_merge']],
	},
	{
		name: 'upstream away, read directly',
		dms: ['6.5'],
		file: '6.5.0-relay-off/upstream-down/early.json',
		world: dm => lab(dm, [{type: 'upstream-down', source: second}]),
		entries: [1],
		subtasks: [[1, 'orders_merge']],
	},
	...(
		[
			['one-table', [ddl(first, 1)]],
			['one-source', [ddl(first, 2)]],
			['two-and-a-half', [ddl(first, 2), ddl(second, 2), ddl(third, 1)]],
			['resolved', [ddl(first, 2), ddl(second, 2), ddl(third, 2)]],
			['paused-while-locked', [ddl(first, 2), ddl(second, 2), ddl(third, 1), {type: 'paused', task: 'orders_merge'}]],
		] as const satisfies readonly (readonly [string, readonly Happening[]])[]
	).map(
		([moment, happenings]): Case => ({
			name: `shard DDL: ${moment}`,
			dms: all,
			file: `shard-pessimistic/${moment}.json`,
			world: dm => lab(dm, happenings, relays),
			subtasks: [
				[0, 'orders_merge'],
				[1, 'orders_merge'],
				[2, 'orders_merge'],
			],
		}),
	),
	{
		name: 'worker dead',
		dms: all,
		file: 'worker-dead/just-died.json',
		world: dm => lab(dm, [{type: 'worker-dies', source: third}]),
		entries: [2],
	},
	{
		name: 'source not bound',
		dms: v6,
		file: 'worker-dead/source-not-bound.json',
		world: dm => befall(unbound(dm), {type: 'stopped', task: 'inventory_full'}),
		entries: [2],
		subtasks: [[2, 'orders_merge']],
	},
	{
		name: 'worker dead, asked by the name of the task',
		dms: all,
		file: 'worker-dead/dmctl-just-died-query-status-orders_merge.txt',
		world: dm => lab(dm, [{type: 'worker-dies', source: third}]),
		path: `${statusPath}orders_merge`,
		entries: [2],
	},
	{
		name: 'source not bound, asked by the name of the task',
		dms: v2,
		file: 'worker-dead/dmctl-source-not-bound-query-status-orders_merge.txt',
		world: unbound,
		path: `${statusPath}orders_merge`,
		entries: [2],
	},
	{
		name: 'failed over to a worker that serves another source',
		dms: ['2.0'],
		file: '2.0.7-relay-off/worker-dead/failed-over.json',
		world: dm => lab(dm, [{type: 'source-complains', source: third, on: true}], {relayOn: [third]}),
		entries: [2],
	},
	{
		name: 'validator',
		dms: v6,
		file: 'validated/later.json',
		world: dm =>
			lab(dm, [], {
				billing: {validator: {inserts: 0, updates: 0, deletes: 0, pending: 0, errors: 0}},
				relayOn: [first],
			}),
		subtasks: [[0, 'billing', '1:validated']],
	},
	{
		name: 'unknown source',
		dms: v2,
		file: 'sync/status-unknown-source.json',
		world: lab,
		path: `${statusPath}?sources=nope`,
	},
	{
		name: 'unknown worker',
		dms: ['1.0'],
		file: 'sync/status-unknown-source.json',
		world: lab,
		path: `${statusPath}?workers=127.0.0.1:9999`,
	},
	{name: 'members', dms: v2, file: 'empty/members-bound.json', world: lab, path: '/apis/v1alpha1/members'},
	{
		name: 'members after a fail-over',
		// In the recording of 8.5 it was the second worker that died.
		dms: ['2.0', '6.5', '26.3'],
		file: 'worker-dead/members-failed-over.json',
		world: dm => step(lab(dm, [{type: 'worker-dies', source: third}]), 61_000),
		path: '/apis/v1alpha1/members',
	},
];

const stopAll: readonly Happening[] = ['billing', 'orders_merge', 'inventory_full'].map(task => ({
	type: 'stopped',
	task,
}));

function unbound(dm: DmVersion): World {
	return step(lab(dm, [{type: 'worker-dies', source: third}], {freeWorkers: 0}), 61_000);
}

function put(task: string, body: unknown) {
	return {method: 'PUT', url: `/apis/v1alpha1/tasks/${task}`, body: JSON.stringify(body)};
}

function ask(world: World, url: string) {
	return route(world, {method: 'GET', url, body: ''}).answer;
}

function check({dms, file, world, path, entries, subtasks}: Case, dm: DmVersion) {
	expect(dms).toContain(dm);
	const answered: Json = JSON.parse(ask(world(dm), path ?? statusPath).body);
	const real: Json = JSON.parse(fixture(/^\d/.test(file) ? file : `${recorded[dm]}/${file}`));
	if (entries === undefined && subtasks === undefined) expect(shape(answered)).toEqual(shape(real));
	// dmctl's raw answer has all defaults, where 1.0's HTTP leaves them out.
	const raw = dm === '1.0' && file.endsWith('.txt') ? sparse : (json: Json) => json;
	for (const index of entries ?? []) {
		expect(shape(entryAt(answered, index))).toEqual(shape(raw(entryAt(real, index))));
	}
	for (const [index, name, other] of subtasks ?? []) {
		const [realIndex, realName] =
			other === undefined ? [index, name] : [Number(other.split(':')[0]), other.split(':')[1]];
		const expected = JSON.stringify(shape(subtaskAt(real, realIndex, realName ?? name)));
		const renamed = expected.replaceAll(`"${realName}"`, `"${name}"`);
		expect(shape(subtaskAt(answered, index, name))).toEqual(JSON.parse(renamed));
	}
}

describe('a simulated status looks like the recorded one', () => {
	for (const each of cases) {
		for (const dm of /^\d/.test(each.file) ? each.dms : recordedOn(each.file, each.dms))
			test(`${dm}: ${each.name}`, () => check(each, dm));
	}
});

test('26.3: an upstream that accepts and says nothing', () => {
	const hanging = fixture('26.3.3-head/upstream-hangs/stream.jsonl')
		.split('\n')
		.filter(line => line.includes('"phase":"hanging"'))
		.map((line): {tookMs: number; body: Json} => JSON.parse(line));
	expect(hanging.length).toBeGreaterThan(4);
	const world = lab('26.3', [ddl(first, 2), ddl(second, 2)], relays);
	const {answer} = route(world, {method: 'GET', url: statusPath, body: ''}, [{type: 'hangs', source: second}]);
	for (const {tookMs, body} of hanging) {
		expect(shape(entryAt(JSON.parse(answer.body), 1))).toEqual(shape(entryAt(body, 1)));
		const [mine, theirs] = [subtaskAt(JSON.parse(answer.body), 1, 'orders_merge'), subtaskAt(body, 1, 'orders_merge')];
		// The recorded lock is of another DDL.
		const added = JSON.stringify(shape(theirs)).replaceAll(
			'DROP COLUMN IF EXISTS `tag`',
			'ADD COLUMN `tag` VARCHAR(#)',
		);
		expect(shape(mine)).toEqual(JSON.parse(added));
		expect(Math.abs(tookMs - (answer.afterMs ?? 0))).toBeLessThan(100);
	}
});

describe('an optimistic conflict', () => {
	const conflict = (dm: DmVersion): Json => {
		const world = lab(dm, [{type: 'conflict', task: 'orders_merge', source: second, on: true}], relays);
		return subtaskAt(JSON.parse(ask(world, statusPath).body), 1, 'orders_merge');
	};
	const real = (dm: DmVersion) =>
		subtaskAt(JSON.parse(fixture(`${recorded[dm]}/shard-optimistic/conflict.json`)), 1, 'orders_opt');

	test.each(['6.5', '8.5'] as const)('%s: stays Running, and says it', dm => {
		const [mine, theirs] = [conflict(dm), real(dm)];
		expect(member(mine, 'stage')).toBe(member(theirs, 'stage'));
		expect(member(member(mine, 'sync'), 'blockDDLOwner')).toMatch(/^mysql-replica-02-`\w+`\.`\w+`$/);
		const beginning = (subtask: Json) =>
			String(member(member(subtask, 'sync'), 'conflictMsg'))
				.replace('orders_opt', 'orders_merge')
				.slice(0, 200);
		expect(beginning(mine)).toBe(beginning(theirs));
	});

	test('2.0: pauses the subtask with 36062', () => {
		const words = (subtask: Json) => JSON.stringify(shape(subtask)).replace(/"Message",".*?"\]/, '');
		expect(words(conflict('2.0'))).toBe(words(real('2.0')).replace('orders_opt', 'orders_merge'));
	});
});

test('the sources that are shown look like the recorded ones, also one without a worker', () => {
	const show = (world: World) => route(world, {method: 'PUT', url: '/apis/v1alpha1/sources', body: '{"op":4}'}).answer;
	const real: Json = JSON.parse(fixture('cases/real/2.0.7-unbound-source-oneshot/sources-op4-show.json'));
	const told: Json = JSON.parse(show(unbound('2.0')).body);
	const sorted = (answer: Json) => {
		const {sources, ...rest} = answer as {readonly sources: readonly {readonly worker: string}[]};
		return {...rest, sources: [...sources].sort((a, b) => (a.worker < b.worker ? -1 : 1))};
	};
	expect(shape(sorted(told))).toEqual(shape(sorted(real)));
	for (const dm of ['8.5', '26.3'] as const) {
		const recordedNow = JSON.parse(fixture(`${recorded[dm]}/extras/sources-show.json`));
		expect(shape(sorted(JSON.parse(show(lab(dm)).body)))).toEqual(shape(sorted(recordedNow)));
	}
	expect(show(lab('1.0'))).toMatchObject({status: 404});
	const created = route(lab('6.5'), {method: 'PUT', url: '/apis/v1alpha1/sources', body: '{"op":3,"sourceID":["x"]}'});
	expect(created.answer.status).toBe(501);
});
