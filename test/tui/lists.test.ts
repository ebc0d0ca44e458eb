import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {noCursor} from '../../src/tui/cursor.ts';
import {rowIds} from '../../src/tui/shown.ts';
import type {Event, View} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {topView} from '../../src/tui/views.ts';
import type {TaskView} from '../../src/wire/topics.ts';
import {afterEvents, link, modelOf, nowMs, overview, shown, taskEvents} from '../support/builder.ts';
import {press} from '../support/press.ts';
import {locksIn, type Recorded, recordedMemory, taskOf} from '../support/recorded.ts';
import {fixtureText} from '../support/recordings.ts';
import {screenText, sizes} from '../support/screens.ts';
import {checkManySizes} from '../support/sizes.ts';
import {viewer, withMembers} from '../support/viewer.ts';

const at = (dm: '6.5.0' | '2.0.7' | '1.0.7', ...answers: Recorded['answers']): Recorded => ({
	version: `v${dm}`,
	answers: answers.map(([seconds, file]) => [seconds, `${dm}/${file}.json`] as const),
	...(dm === '1.0.7' ? {} : {configs: {orders_merge: `${dm}/sync/task-config.json`}}),
});

const paused65 = recordedMemory(at('6.5.0', [120, 'relay/running'], [40, 'relay/paused'], [2, 'relay/paused']));
const dead65 = withMembers(
	recordedMemory(at('6.5.0', [90, 'sync/running'], [40, 'worker-dead/just-died'], [2, 'worker-dead/just-died'])),
	'6.5.0/worker-dead/members-just-died.json',
);
const over65 = withMembers(
	recordedMemory(at('6.5.0', [90, 'sync/running'], [40, 'worker-dead/just-died'], [2, 'worker-dead/failed-over'])),
	'6.5.0/worker-dead/members-failed-over.json',
);
const unbound20 = withMembers(
	recordedMemory(at('2.0.7', [90, 'sync/running'], [40, 'worker-dead/just-died'], [2, 'worker-dead/source-not-bound'])),
	'2.0.7/worker-dead/members-not-bound.json',
);
const dead10 = recordedMemory(
	at('1.0.7', [90, 'sync/running'], [40, 'worker-dead/just-died'], [2, 'worker-dead/still-dead']),
);
const nameless10 = recordedMemory(at('1.0.7', [2, 'worker-dead/still-dead']));
const half65 = recordedMemory(
	at('6.5.0', [60, 'sync/running'], [40, 'shard-pessimistic/two-and-a-half'], [2, 'shard-pessimistic/two-and-a-half']),
);
const table65 = recordedMemory(at('6.5.0', [20, 'sync/running'], [2, 'shard-pessimistic/one-table']));
const half20 = recordedMemory(
	at('2.0.7', [40, 'shard-pessimistic/two-and-a-half'], [2, 'shard-pessimistic/two-and-a-half']),
);
const half10 = recordedMemory(
	at('1.0.7', [40, 'shard-pessimistic/two-and-a-half'], [2, 'shard-pessimistic/two-and-a-half']),
);
const failed65 = recordedMemory(
	at('6.5.0', [60, 'sync/running'], [40, 'shard-pessimistic/two-and-a-half'], [2, 'worker-dead/failed-over']),
);
const conflict65 = recordedMemory({
	version: 'v6.5.0',
	answers: [
		[400, '6.5.0/shard-optimistic/half-way.json'],
		[2, '6.5.0/shard-optimistic/conflict.json'],
	],
});
const empty65 = withMembers(recordedMemory(at('6.5.0', [2, 'empty/status'])), '6.5.0/empty/members.json');
const empty10 = recordedMemory(at('1.0.7', [2, 'empty/status']));

const sources: View = {type: 'sources', cursor: noCursor};
const locks: View = {type: 'locks', cursor: noCursor};
const workers: View = {type: 'workers', cursor: noCursor};
const events = (task: string | null = null): View => ({type: 'events', task, cursor: noCursor});
const task: View = {type: 'task', task: 'orders_merge', cursor: noCursor};
const tab = (name: Extract<View, {type: 'tab'}>['tab']): View => ({
	type: 'tab',
	task: 'orders_merge',
	tab: name,
	top: 0,
});
const one = 'mysql-replica-01';
const subtask: View = {type: 'subtask', task: 'orders_merge', source: one, top: 0};
const source = (name: string): View => ({type: 'source', source: name, top: 0});
const raw: View = {
	type: 'raw',
	of: {type: 'task', task: 'orders_merge'},
	source: 'mysql-replica-02',
	top: 0,
	answer: {type: 'asking'},
};
const reply = (value: unknown): Event => ({
	type: 'raw',
	of: {type: 'task', task: 'orders_merge'},
	reply: {type: 'answered', value},
});

type Screen = readonly [memory: Memory, view: View, ...after: readonly Event[]];

const screens: Readonly<Record<string, Screen>> = {
	'sources-relay-paused': [paused65, sources],
	'sources-worker-dead': [dead65, sources],
	'sources-not-bound-2.0': [unbound20, sources],
	'sources-worker-dead-1.0': [dead10, sources],
	'sources-nameless-1.0': [nameless10, sources],
	'sources-clock-times': [paused65, sources, {type: 'toggle', option: 'absoluteTimes'}],
	'sources-empty-1.0': [empty10, sources],
	'source-relay-paused': [paused65, source(one)],
	'source-gone': [paused65, source('mysql-replica-99')],
	'locks-two-and-a-half': [half65, locks],
	'locks-two-and-a-half-2.0': [half20, locks],
	'locks-two-and-a-half-1.0': [half10, locks],
	'locks-no-lock-yet': [table65, locks],
	'locks-conflict': [conflict65, locks],
	'locks-none': [dead65, locks],
	'workers-just-died': [dead65, workers],
	'workers-failed-over': [over65, workers],
	'workers-not-bound-2.0': [unbound20, workers],
	'workers-dead-1.0': [dead10, workers],
	'workers-empty': [empty65, workers],
	'events-worker-dead': [over65, events()],
	'events-of-task': [over65, events('orders_merge'), {type: 'step', step: 'down'}],
	'events-none': [empty65, events()],
	'events-clock-times': [over65, events(), {type: 'toggle', option: 'absoluteTimes'}],
	'task-page': [half65, task],
	'tab-sharding': [half65, tab('sharding')],
	'tab-errors': [paused65, tab('errors')],
	'tab-config': [dead65, tab('config')],
	'subtask-page': [half65, subtask],
	'subtask-gone': [half65, {...subtask, source: 'mysql-replica-99'} as View],
	'raw-asking': [half65, raw],
	'raw-text': [half65, raw, reply(rawOf('6.5.0/shard-pessimistic/two-and-a-half.json'))],
	'raw-odd': [half65, raw, reply(17)],
	'raw-refused': [
		half65,
		raw,
		{
			type: 'raw',
			of: {type: 'task', task: 'orders_merge'},
			reply: {type: 'refused', message: 'the newest answer holds no such object'},
		},
	],
};

function rawOf(file: string): string {
	const {sources: entries} = JSON.parse(fixtureText(file)) as {
		sources: {sourceStatus: {source: string}; subTaskStatus: unknown[]}[];
	};
	const held = entries.map(entry => ({source: entry.sourceStatus.source, status: entry.subTaskStatus[0]}));
	return JSON.stringify(held, null, 2);
}

function modelAt([memory, view, ...after]: Screen, columns: number, rows: number) {
	return afterEvents(viewer(memory, columns, rows, view), after);
}

describe.each(Object.entries(screens))('%s', (name, screen) => {
	test.each(sizes)('at %ix%i', async (columns, rows) => {
		const text = `${screenLines(modelAt(screen, columns, rows)).join('\n')}\n`;
		await expect(text).toMatchFileSnapshot(`frames/${name}-${columns}x${rows}.txt`);
	});

	test('has exactly the lines and never more than the columns, at any size', () => {
		checkManySizes(name, modelAt(screen, 80, 24));
	});

	test('says the same without colours, is never empty, and shows nothing that is no text', () => {
		for (const [columns, rows] of sizes) {
			const model = modelAt(screen, columns, rows);
			const lines = screenLines(model).map(line => line.trimEnd());
			const bare = screenLines({...model, colours: true}).map(line => stripVTControlCharacters(line).trimEnd());
			expect(bare).toEqual(lines);
			expect(lines.join('').trim().length).toBeGreaterThan(8);
			expect(lines.join('\n')).toMatch(screenText);
			expect(lines.join('\n')).not.toMatch(/undefined|NaN|\[object|Infinity/);
		}
	});
});

const text = (memory: Memory, ...views: readonly View[]) =>
	screenLines(viewer(memory, 120, 60, ...views))
		.join(' ')
		.replace(/\s+/g, ' ');
const why = (name: string): View => ({type: 'why', task: name, source: null, top: 0});
const lockOf = (memory: Memory): View => {
	const [lock] = locksIn(memory).locks;
	if (lock === undefined) throw new Error('no lock');
	return {type: 'lock', task: lock.task, target: lock.target, top: 0};
};

describe('an optimistic lock', () => {
	const optimistic = "In optimistic mode DM's status tells no groups";

	test.each([
		['its page', lockOf(conflict65)],
		['the why page', why(locksIn(conflict65).locks[0]?.task ?? '')],
	])('is told in the same words on %s', (_, view) => {
		const told = text(conflict65, view);
		expect(told).toContain(optimistic);
		expect(told).toMatch(/is in conflict: its DDL does not agree with that of the others\./);
		expect(told).not.toMatch(/Arrived: 0|Waits for/);
	});
});

describe('who has arrived is the same on the why page and on the page of the lock', () => {
	test.each([
		['two and a half', half65, 2],
		['one table', table65, 0],
		['failed', failed65, null],
	])('%s', (_, memory, expected) => {
		const onLock = /(\d) of (\d) sources,/.exec(text(memory, lockOf(memory)));
		const onWhy = /Arrived: (\d) sources? of (\d)/.exec(text(memory, why('orders_merge')));
		expect(onWhy?.slice(1)).toEqual(onLock?.slice(1));
		if (expected !== null) expect(Number(onLock?.[1])).toBe(expected);
	});
});

describe('where DM does not say which sources a task has, nothing is said of all of them', () => {
	const withLock = (memory: Memory, change: Partial<TaskView>) => {
		const view = taskOf(memory, 'orders_merge');
		const [lock] = view.locks;
		if (lock === undefined) throw new Error('no lock');
		const met = {...lock, sources: lock.sources.map(it => ({...it, state: 'waiting', unsynced: []}) as const)};
		const value = {...view, ...change, locks: [met]};
		return (open: View) =>
			screenLines(
				afterEvents(viewer(memory, 120, 60, open), [
					link({type: 'topic', topic: 'locks', value: {locks: [met]}}),
					...taskEvents([value]),
				]),
			)
				.join(' ')
				.replace(/\s+/g, ' ');
	};
	const known = withLock(half65, {});
	const unknown = withLock(half10, {});
	const silent = withLock(half10, {namelessWorkers: ['127.0.0.1:8264']});
	const notAsked = withLock(half65, {config: null});

	test('the configuration is known', () => {
		expect(known(lockOf(half65))).toContain('Every source has met the DDL: DM should resolve the lock now.');
		expect(known(lockOf(half65))).toContain('3 of 3 sources,');
		expect(known(why('orders_merge'))).toContain('All have met it.');
		expect(known(locks)).toContain(' nobody ');
	});

	test.each([
		['DM 1.0', unknown, half10],
		['DM 1.0, a silent worker', silent, half10],
		['6.5, not asked yet', notAsked, half65],
	] as const)('%s', (_, told, memory) => {
		for (const view of [lockOf(memory), why('orders_merge'), tab('sharding'), locks]) {
			expect(told(view)).not.toMatch(/DM should resolve|All have met it|Every source has met/);
		}
		expect(told(lockOf(memory))).toContain('Of the sources seen all have met the DDL.');
		expect(told(lockOf(memory))).toContain('3 of 3 sources seen');
		expect(told(why('orders_merge'))).toContain('Of the sources seen all have met it.');
		expect(told(locks)).toContain(' nobody seen ');
	});

	test('a list that has not read the task goes by the version', () => {
		const [lock] = locksIn(half10).locks;
		if (lock === undefined) throw new Error('no lock');
		const met = {...lock, sources: lock.sources.map(it => ({...it, state: 'waiting', unsynced: []}) as const)};
		const model = afterEvents(viewer(half10, 80, 24, locks), [
			link({type: 'topic', topic: 'locks', value: {locks: [met]}}),
		]);
		expect(model.tasks.size).toBe(0);
		expect(screenLines(model).join('\n')).toContain(' nobody seen');
	});

	test('a silent worker is named', () => {
		expect(silent(lockOf(half10))).toContain('127.0.0.1:8264 may, and does not answer');
	});
});

test.each([
	[
		'a worker of 1.0 that never answered',
		nameless10,
		'DM does not say which source 127.0.0.1:8264 has; it does not answer',
	],
	['a worker of 1.0 that died', dead10, 'Its source mysql-replica-03 has been silent for 40s.'],
])('%s', (_, memory, expected) => {
	const told = text(memory, workers);
	expect(told).toContain(expected);
	expect(told).not.toContain('It has no source');
});

test('workers stand in the order in which people count', () => {
	const model = viewer(dead65, 80, 24, workers);
	const value = model.sources;
	const [first] = value?.members?.workers ?? [];
	if (!value?.members || first === undefined) throw new Error('no members');
	const named = ['worker10', 'worker9', 'worker1', 'worker2'].map(name => ({
		...first,
		name,
		stage: 'free',
		source: null,
	}));
	const members = {...value.members, workers: named};
	const after = afterEvents(model, [link({type: 'topic', topic: 'sources', value: {...value, members}})]);
	const order = ['worker1', 'worker2', 'worker9', 'worker10'];
	expect(rowIds(after, topView(after))).toEqual(order);
	const sorted = press(after, 'ss<enter>');
	expect(rowIds(sorted, topView(sorted))).toEqual(order);
});

describe('the letter on the relay tab is that of the relay', () => {
	test.each<[string, Memory, string]>([
		['paused', paused65, '= mysql-replica-02 worker2 Paused'],
		['off at a failed subtask', paused65, '  mysql-replica-01 worker1 off'],
		['silent', dead65, '? mysql-replica-03 worker3 ?'],
	])('%s', (_, memory, expected) => {
		const lines = screenLines(viewer(memory, 80, 24, tab('relay')));
		expect(lines.some(line => line.startsWith(expected))).toBe(true);
	});
});

describe('what has not come yet is said', () => {
	test.each([
		sources,
		locks,
		workers,
		events(),
		source(one),
		{type: 'lock', task: 'a', target: 'b', top: 0} as View,
	])('%o', view => {
		const connected = afterEvents(modelOf(80, 24, shown(overview([]))), [{type: 'open', view}]);
		expect(screenLines(connected).join('\n')).toMatch(/Reading (the|source) /);
		const connecting = afterEvents(modelOf(80, 24), [{type: 'open', view}]);
		expect(screenLines(connecting).join('\n')).toMatch(/gateway: being connected|Reading/);
	});

	test('the address of a gateway that is not reached stands there once', () => {
		const lost = (message: string) => link({type: 'link-lost', message, sinceMs: nowMs, retryAtMs: nowMs + 500});
		const told = (message: string) =>
			screenLines(afterEvents({...modelOf(120, 24), gatewayAt: 'wss://a:1,ws://b:2'}, [lost(message)])).join('\n');
		expect(told('ws://b:2: nothing listens there')).toContain(' gateway ws://b:2: nothing listens there. Tried');
		expect(told('there is no link')).toContain(' gateway wss://a:1,ws://b:2: there is no link. Tried');
	});
});

test('a list of thousands is drawn as a window that holds the cursor', () => {
	const [template] = viewer(half65, 80, 24, locks).locks?.locks ?? [];
	if (template === undefined) throw new Error('no lock');
	const many = Array.from({length: 5000}, (_, index) => ({...template, target: `t${index}`}));
	for (const [columns, rows] of sizes) {
		const model = afterEvents(viewer(half65, columns, rows, locks), [
			link({type: 'topic', topic: 'locks', value: {locks: many}}),
			...Array.from({length: 30}, () => ({type: 'step', step: 'page-down'}) as const),
		]);
		expect(screenLines(model).filter(line => line.startsWith('>'))).toHaveLength(1);
	}
});
