import {describe, expect, test} from 'vitest';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import type {Cluster, Subtask} from '../../../src/domain/cluster.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {answer, relay, running, subtasksOf} from '../../support/cluster.ts';
import {fixtureText} from '../../support/recordings.ts';
import {remembered, type Told} from '../../support/remembered.ts';

const load = (finishedBytes: number): Subtask =>
	running(
		{},
		{
			work: {
				type: 'Load',
				finishedBytes,
				totalBytes: 100,
				progress: null,
				metaBinlog: null,
				metaBinlogGtid: null,
				bytesPerSecond: null,
			},
		},
	);

const kinds = new Set(['task-restarted', 'task-sources']);

function movesOf({events}: Memory): readonly string[] {
	return events.filter(({type}) => kinds.has(type)).map(({text}) => text);
}

const on = (r1: Subtask | null, r2?: Subtask | null): Cluster =>
	answer({
		r1: r1 === null ? {} : {orders: r1},
		...(r2 !== undefined && {r2: r2 === null ? {} : {orders: r2}}),
	});
const counted = (totalEvents: number | null, more = {}) => running({totalEvents, ...more});

describe('a task that was begun anew under its name', () => {
	test.each<[string, readonly Cluster[], readonly string[]]>([
		['its counter goes on', [on(counted(5)), on(counted(6))], []],
		['its counter stands', [on(counted(5)), on(counted(5))], []],
		[
			'its counter went back',
			[on(counted(5)), on(counted(1))],
			['orders was begun anew on r1: its counters started again'],
		],
		[
			'on both of its sources',
			[on(counted(5), counted(9)), on(counted(1), counted(0))],
			['orders was begun anew on 2 of 2 sources: its counters started again'],
		],
		['it is back in Load', [on(counted(5)), on(load(3))], ['orders was begun anew on r1: its counters started again']],
		['it comes from Load to Sync', [on(load(3)), on(counted(0))], []],
		['a load that was resumed reads a file again', [on(load(30)), on(load(20))], []],
		['it reads the relay from now on', [on(counted(5, {binlogType: 'remote'})), on(counted(1))], []],
		['nobody counts', [on(counted(5)), on(counted(null))], []],
		[
			'its source moved to another worker',
			[on(counted(5)), answer({r1: {worker: 'other', subtasks: subtasksOf({orders: counted(1)})}})],
			[],
		],
		['its worker was away', [on(counted(5)), answer({r1: {answered: false}}), on(counted(1))], []],
		['it is on one more source', [on(counted(5)), on(counted(6), counted(0))], ['orders: now also on r2']],
		[
			'one source does not list it any more',
			[on(counted(5), counted(5)), on(counted(5), null)],
			['orders: r2 does not list it any more'],
		],
		[
			'no source lists it, and then both do',
			[on(counted(5), counted(5)), on(null, null), on(counted(6), counted(6))],
			[],
		],
		[
			'no source lists it, and then it counts anew',
			[on(counted(5)), on(null), on(counted(1))],
			['orders was begun anew on r1: its counters started again'],
		],
	])('%s', (_, answers, expected) => {
		const memory = remembered(answers.map((told, index) => [index * 3, told] as const));
		expect(movesOf(memory)).toEqual(expected);
	});

	test('it runs since then, and its configuration has to be read again', () => {
		const told: readonly (readonly [number, Told])[] = [
			[0, on(counted(5))],
			[1, {config: ['r1']}],
			[3, on(counted(6))],
		];
		const before = remembered(told).tasks.get('orders');
		expect([before?.sinceMs, before?.outdated]).toEqual([null, false]);
		const memory = remembered([...told, [6, on(counted(1))]]);
		const after = memory.tasks.get('orders');
		expect([after?.sinceMs, after?.task.subtasks[0]?.sinceMs, after?.outdated]).toEqual([6000, 6000, true]);
		const informed = remembered([...told, [6, on(counted(1))], [6, {config: ['r1']}]]).tasks.get('orders');
		expect(informed?.outdated).toBe(false);
	});

	test('6.5.0, recorded: restarts on another source, on two sources, with other settings', () => {
		const lines = fixtureText('6.5.0-second-look/restart.jsonl').trimEnd().split('\n');
		const memory = lines.reduce<Memory>(
			(known, line) => {
				const {atMs, body} = JSON.parse(line);
				const cluster = translateStatus(typeof body === 'string' ? JSON.parse(body) : body);
				return remember(known, {type: 'status', ok: true, atMs, tookMs: 5, master: 'm', version: 'v6.5.0', cluster});
			},
			emptyMemory(['m'], 1000),
		);
		const moves = memory.events.filter(({type, task}) => kinds.has(type) && task === 'billing');
		expect(moves.map(({text, count}) => [text, count])).toEqual([
			['billing: now also on mysql-replica-02', 1],
			['billing: now also on mysql-replica-01', 1],
			['billing was begun anew on mysql-replica-01: its counters started again', 3],
		]);
		// Nothing else was restarted meanwhile.
		expect(memory.events.filter(({type, task}) => type === 'task-restarted' && task !== 'billing')).toEqual([]);
	});
});

describe('sources that come and go, and a new leader', () => {
	const listed = (...sources: readonly string[]) => ({listed: sources});

	test.each<[string, readonly (readonly [number, Told])[], readonly string[]]>([
		[
			'a source is new in the cluster',
			[
				[0, answer({r1: {}})],
				[1, listed('r1')],
				[3, answer({r1: {}, r2: {}})],
			],
			['r2 is new in the cluster, at worker-2'],
		],
		[
			'a source without a worker was there before anybody was asked',
			[
				[0, answer({r1: {}})],
				[1, {listed: ['r1'], unbound: ['r2']}],
				[3, answer({r1: {}})],
			],
			[],
		],
		[
			'a source without a worker is added',
			[
				[0, answer({r1: {}})],
				[1, listed('r1')],
				[3, answer({r1: {}})],
				[16, {listed: ['r1'], unbound: ['r2']}],
				[18, answer({r1: {}})],
			],
			['r2 is new in the cluster, no worker is bound to it'],
		],
		[
			'a source leaves, and comes back',
			[
				[0, answer({r1: {}, r2: {}})],
				[1, listed('r1', 'r2')],
				[3, answer({r1: {}})],
				[16, listed('r1')],
				[18, answer({r1: {}})],
				[21, answer({r1: {}, r2: {}})],
			],
			['r2 has left the cluster: nothing names it any more', 'r2 is new in the cluster, at worker-2'],
		],
		[
			'a source is missing from the answer, and nobody has been asked since',
			[
				[0, answer({r1: {}})],
				[1, listed('r1')],
				[3, answer({r1: {}, r2: {}})],
				[6, answer({r1: {}})],
			],
			['r2 is new in the cluster, at worker-2'],
		],
		[
			'a source is missing, and a configuration names it',
			[
				[0, answer({r1: {orders: running()}, r2: {}})],
				[1, {config: ['r1', 'r2']}],
				[2, listed('r1')],
				[3, answer({r1: {orders: running()}})],
			],
			[],
		],
	])('%s', (_, told, expected) => {
		const {events} = remembered(told);
		const texts = events.filter(({type}) => type === 'source-appeared' || type === 'source-left').map(({text}) => text);
		expect(texts).toEqual(expected);
	});

	test('the 1.0 worker that nobody could name answers: its source was there all along', () => {
		const silent: Cluster = {
			...answer({}, 'workers'),
			sources: [{...silentEntry, worker: 'w1'}],
		};
		const {events} = remembered(
			[
				[0, silent],
				[3, answer({r1: {worker: 'w1', answered: true}}, 'workers')],
			],
			null,
		);
		expect(events.map(({type, text}) => [type, text])).toEqual([['source-back', 'r1 at w1 answers']]);
	});

	test('another leader is an event, and every configuration has to be read again', () => {
		const members = (leader: string | null) => ({leader, masters: [], workers: []});
		const memory = remembered([
			[0, on(counted(5))],
			[1, {config: ['r1']}],
		]);
		const reading = {type: 'members', ok: true, note: null} as const;
		const first = remember(memory, {...reading, atMs: 2000, members: members('master1')});
		expect(first.events).toEqual([]);
		const second = remember(remember(first, {...reading, atMs: 3000, members: members(null)}), {
			...reading,
			atMs: 4000,
			members: members('master2'),
		});
		expect(second.events.map(({type, from, to}) => [type, from, to])).toEqual([
			['leader-changed', 'master1', 'master2'],
		]);
		expect(second.tasks.get('orders')?.outdated).toBe(true);
	});
});

const silentEntry = {
	source: null,
	answered: false,
	message: 'connection refused',
	unbound: false,
	errors: [],
	relay: null,
	subtasks: [],
} as const;

test('the cause of a halted relay is told, and two causes are two events', () => {
	const halted = (code: number) =>
		answer({
			r1: {
				relay: relay({stage: 'Paused', result: {isCanceled: false, detail: null, errors: [cause(code)]}}),
				subtasks: subtasksOf({orders: running()}),
			},
		});
	const well = answer({r1: {relay: relay(), subtasks: subtasksOf({orders: running()})}});
	const {events} = remembered([
		[0, well],
		[3, halted(30001)],
		[6, well],
		[9, halted(30015)],
		[12, well],
		[15, halted(30015)],
	]);
	const texts = events.filter(({type, to}) => type === 'relay-stage' && to === 'Paused');
	expect(texts.map(({text, count}) => [text, count])).toEqual([
		['relay of r1: Running -> Paused: 30001 message of 30001', 1],
		['relay of r1: Running -> Paused: 30015 message of 30015', 2],
	]);
});

function cause(code: number) {
	return {
		code,
		class: null,
		scope: null,
		level: null,
		message: `message of ${code}`,
		rawCause: null,
		workaround: null,
	};
}
