import {expect, test} from 'vitest';
import {translateMembers} from '../../src/dm/answer/members.ts';
import {translateSources} from '../../src/dm/answer/sources.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {paceOf} from '../../src/gateway/ask/pace.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {overview, topicValue} from '../../src/gateway/views/views.ts';
import type {SourcesValue} from '../../src/wire/topics.ts';
import {answer, running} from '../support/cluster.ts';
import {fixture} from '../support/recordings.ts';
import {remembered, type Told} from '../support/remembered.ts';

const folder = 'cases/real/ghost-source';
const ghost = '源 数据库-一';
const atMs = (seconds: number) => seconds * 1000;

function status(memory: Memory, seconds: number, withGhost = false): Memory {
	const told = translateStatus(fixture(`${folder}/status.json`));
	const [first] = told.sources;
	if (first === undefined) throw new Error('the case has no source');
	const entry = {...first, source: ghost, worker: 'worker4'};
	const cluster = withGhost ? {...told, sources: [...told.sources, entry]} : told;
	const reading = {type: 'status', ok: true, tookMs: 9, master: 'm', version: 'v6.5.0'} as const;
	return remember(memory, {...reading, atMs: atMs(seconds), cluster});
}

function around(memory: Memory, seconds: number): Memory {
	const sources = translateSources(fixture(`${folder}/sources-op4-show.json`));
	const members = translateMembers(fixture(`${folder}/members.json`));
	const read = {ok: true, atMs: atMs(seconds)} as const;
	return remember(remember(memory, {...read, type: 'members', members, note: null}), {
		...read,
		type: 'sources',
		sources,
	});
}

const rowsOf = (memory: Memory) => (topicValue(memory, 'sources') as SourcesValue).sources;
const namesOf = (memory: Memory) => rowsOf(memory).map(({source}) => source);

test('ghost-source: a source that nothing names any more has left, and after ten minutes it is not shown', () => {
	const seen = status(emptyMemory(['m'], 100), 0, true);
	const missing = status(seen, 3);
	expect(rowsOf(missing).find(({source}) => source === ghost)).toMatchObject({word: 'unknown'});
	expect(overview(missing).notes).toEqual([
		`source ${ghost} is missing from the answer: tasks that are on it alone are not shown`,
	]);
	expect(paceOf(missing)).toBe(4 * 200);
	const left = status(around(missing, 4), 6);
	expect(rowsOf(left).find(({source}) => source === ghost)).toMatchObject({
		word: 'stopped',
		reason: 'It has left the cluster: neither the cluster nor a task names it any more.',
	});
	expect(overview(left).notes).toEqual([]);
	expect(paceOf(left)).toBe(3 * 200);
	expect(namesOf(status(left, 605))).toContain(ghost);
	expect(namesOf(status(left, 606))).not.toContain(ghost);
});

const two: Told = answer({r1: {orders: running()}, r2: {orders: running()}});
const one: Told = answer({r1: {orders: running()}});
const none: Told = answer({r1: {}});

test.each<[string, readonly (readonly [number, Told])[], readonly string[]]>([
	[
		'it is listed still',
		[
			[0, two],
			[3, one],
			[4, {listed: ['r1', 'r2']}],
			[700, one],
			[1400, one],
		],
		['r1', 'r2'],
	],
	[
		'the list of sources could not be had',
		[
			[0, two],
			[3, one],
			[700, one],
			[1400, one],
		],
		['r1', 'r2'],
	],
	[
		'a configuration names it',
		[
			[0, two],
			[1, {config: ['r1', 'r2']}],
			[3, one],
			[4, {listed: ['r1']}],
			[700, one],
			[1400, one],
		],
		['r1', 'r2'],
	],
	[
		'it left for a while',
		[
			[0, two],
			[3, one],
			[4, {listed: ['r1']}],
			[300, one],
			[301, {listed: ['r1', 'r2']}],
			[700, one],
		],
		['r1', 'r2'],
	],
	[
		'it left, and its part of a task with it',
		[
			[0, two],
			[3, one],
			[4, {listed: ['r1']}],
			[6, one],
			[606, one],
			[609, one],
		],
		['r1'],
	],
])('%s', (_, told, expected) => {
	const memory = remembered(told);
	expect([...memory.sources.keys()]).toEqual(expected);
	expect(memory.tasks.get('orders')?.task.subtasks.map(({source}) => source)).toEqual(expected);
});

test('a worker that a list of members names with it keeps it', () => {
	const before = remembered([
		[0, two],
		[3, one],
		[4, {listed: ['r1']}],
	]);
	const workers = [{name: 'w2', address: null, stage: 'bound', source: 'r2'}];
	const members = {leader: null, masters: [], workers};
	const told = remember(before, {type: 'members', ok: true, atMs: 4000, members, note: null});
	expect(remembered([[6, one]], undefined, told).sources.get('r2')?.leftSinceMs).toBeNull();
	expect(remembered([[6, one]], undefined, before).sources.get('r2')?.leftSinceMs).toBe(6000);
});

test('1.0: the answer holds every worker, so one that it lacks has left', () => {
	const workers = (sources: Parameters<typeof answer>[0]) => answer(sources, 'workers');
	const memory = remembered(
		[
			[0, workers({r1: {orders: running()}, r2: {}})],
			[3, workers({r1: {orders: running()}})],
		],
		null,
	);
	expect(memory.sources.get('r2')?.leftSinceMs).toBe(3000);
	const later = remembered([[603, workers({r1: {orders: running()}})]], null, memory);
	expect([...later.sources.keys()]).toEqual(['r1']);
});

test('a task of which every source has left the cluster is asked for by name, and goes with it', () => {
	const told: readonly (readonly [number, Told])[] = [
		[0, answer({r1: {}, r2: {orders: running()}})],
		[3, none],
		[4, {listed: ['r1']}],
		[6, none],
	];
	expect(remembered(told).tasks.get('orders')?.status.word).toBe('unknown');
	expect(remembered([...told, [6, {byName: 'unknown'}]]).tasks.get('orders')?.status.word).toBe('stopped');
});
