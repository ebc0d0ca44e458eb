import {afterEach, describe, expect, test} from 'vitest';
import {readTrouble, type Trouble, TroubleError} from '../../src/simulator/operate/trouble.ts';
import {route} from '../../src/simulator/routes.ts';
import {startSimulator} from '../../src/simulator/server.ts';
import type {DmVersion, Happening, World} from '../../src/simulator/world/model.ts';
import {isSince} from '../../src/simulator/world/since.ts';
import {step} from '../../src/simulator/world/world.ts';
import {lab, versions} from './lab.ts';

const second = 'mysql-replica-02';
const ops = {pause: () => 2, resume: () => 3, stop: (dm: DmVersion) => (isSince('6.5', dm) ? 7 : 1)};
const paused = {type: 'paused', task: 'orders_merge'} as const;

type Case = {
	readonly says: string;
	readonly troubles: readonly Trouble[];
	readonly op: keyof typeof ops;
	readonly already?: readonly Happening[];
	/** What the entries answer, by source; null = the whole is refused. */
	readonly answers: readonly boolean[] | null;
	/** A part of DM's text. */
	readonly text?: string;
	readonly after: string;
	/** What the stages are a while later. */
	readonly later?: {readonly ms: number; readonly after: string};
	readonly isCut?: boolean;
	readonly atLeastMs?: number;
};

const all = [true, true, true];

const cases: readonly Case[] = [
	{
		says: 'one source refuses, the others are done',
		troubles: [{type: 'refuses', task: 'orders_merge', source: second}],
		op: 'pause',
		answers: [true, false, true],
		text: 'context deadline exceeded',
		after: 'Paused Running Paused',
	},
	{
		says: 'one source refuses to stop',
		troubles: [{type: 'refuses', task: '*', source: second}],
		op: 'stop',
		answers: [true, false, true],
		after: 'Running',
	},
	{
		says: 'slow: done at once, answered late',
		troubles: [{type: 'slow', task: 'orders_merge', ms: 20_000}],
		op: 'pause',
		answers: all,
		after: 'Paused Paused Paused',
		atLeastMs: 20_000,
	},
	{
		says: 'late: answered at once, done late',
		troubles: [{type: 'late', task: 'orders_merge', ms: 10_000}],
		op: 'pause',
		answers: all,
		after: 'Running Running Running',
		later: {ms: 10_000, after: 'Paused Paused Paused'},
	},
	{
		says: 'a stop that takes its time',
		troubles: [{type: 'late', task: 'orders_merge', ms: 10_000}],
		op: 'stop',
		answers: all,
		after: 'Running Running Running',
		later: {ms: 10_000, after: ''},
	},
	{
		says: 'cut before it took effect',
		troubles: [{type: 'cut-before', task: 'orders_merge'}],
		op: 'pause',
		answers: all,
		isCut: true,
		after: 'Running Running Running',
		later: {ms: 60_000, after: 'Running Running Running'},
	},
	{
		says: 'cut after it took effect',
		troubles: [{type: 'cut-after', task: 'orders_merge'}],
		op: 'pause',
		answers: all,
		isCut: true,
		after: 'Paused Paused Paused',
	},
	{
		says: 'an invalid op',
		troubles: [{type: 'invalid-op', task: 'orders_merge'}],
		op: 'pause',
		answers: null,
		text: 'invalid op Pause on task',
		after: 'Running Running Running',
	},
	{
		says: 'another client is at it',
		troubles: [{type: 'in-use', task: 'orders_merge'}],
		op: 'stop',
		answers: null,
		text: 'resource orders_merge is in use by other client',
		after: 'Running Running Running',
	},
	{
		says: 'resumed, it fails again at once',
		troubles: [{type: 'relapses', task: 'orders_merge'}],
		op: 'resume',
		already: [paused],
		answers: all,
		after: 'Running Running Running',
		later: {ms: 2000, after: 'Paused Paused Paused'},
	},
	{
		says: "another task's troubles are nothing to it",
		troubles: [{type: 'in-use', task: 'billing'}],
		op: 'pause',
		answers: all,
		after: 'Paused Paused Paused',
	},
];

function stages(world: World): string {
	return (world.tasks.find(({name}) => name === 'orders_merge')?.subtasks ?? []).map(({stage}) => stage).join(' ');
}

function check(dm: DmVersion, {op, troubles, already, answers, text, after, later, isCut, atLeastMs}: Case) {
	const body = JSON.stringify({op: ops[op](dm)});
	const before = lab(dm, already);
	const routed = route(before, {method: 'PUT', url: '/apis/v1alpha1/tasks/orders_merge', body}, troubles);
	const answer = JSON.parse(routed.answer.body);
	const entries = (answer.sources ?? answer.workers ?? []).map((each: {meta?: object}) => each.meta ?? each);
	expect(answer.result ?? false).toBe(answers !== null);
	expect(entries.map((entry: {result?: boolean}) => entry.result ?? false)).toEqual(answers ?? []);
	if (text !== undefined) expect(routed.answer.body).toContain(text);
	expect(routed.isCut).toBe(isCut ?? false);
	expect(routed.answer.afterMs).toBeGreaterThanOrEqual(atLeastMs ?? 0);
	expect(stages(routed.world)).toBe(after);
	if (later !== undefined) expect(stages(step(routed.world, later.ms))).toBe(later.after);
	expect(before).toEqual(lab(dm, already));
}

describe('a master that fails as it is told', () => {
	for (const each of cases) {
		for (const dm of versions) test(`${dm}: ${each.says}`, () => check(dm, each));
	}
});

type Hanging = {
	readonly dm: DmVersion;
	readonly source: string;
	readonly query?: string;
	readonly afterMs: number | undefined;
	/** Per entry: whether it answers, its worker, and the text of the error. */
	readonly entries: readonly string[];
};

const lost = 'false  context deadline exceeded';

describe('an upstream that accepts and says nothing', () => {
	test.for<Hanging>([
		{dm: '6.5', source: second, afterMs: 30_000, entries: ['true worker1 ', lost, 'true worker3 ']},
		{dm: '8.5', source: second, afterMs: 30_000, entries: ['true worker1 ', lost, 'true worker3 ']},
		{
			dm: '26.3',
			source: second,
			afterMs: 5000,
			entries: ['true worker1 ', 'true worker2 context deadline exceeded', 'true worker3 '],
		},
		{dm: '8.5', source: '*', afterMs: 30_000, entries: [lost, lost, lost]},
		{dm: '8.5', source: second, query: '?sources=mysql-replica-01', afterMs: undefined, entries: ['true worker1 ']},
		{dm: '8.5', source: second, query: `?sources=${second}`, afterMs: 30_000, entries: [lost]},
		{dm: '26.3', source: 'nobody', afterMs: undefined, entries: ['true worker1 ', 'true worker2 ', 'true worker3 ']},
	])('$dm: hangs:$source, asked for $query', ({dm, source, query, afterMs, entries}) => {
		const request = {method: 'GET', url: `/apis/v1alpha1/status/${query ?? ''}`, body: ''};
		const {answer, world} = route(lab(dm), request, [{type: 'hangs', source}]);
		const told: {result: boolean; msg: string; sourceStatus: {worker: string; result: unknown}}[] = JSON.parse(
			answer.body,
		).sources;
		const words = told.map(({result, msg, sourceStatus}) => {
			const error = /context deadline exceeded/.exec(msg + JSON.stringify(sourceStatus.result));
			return `${result} ${sourceStatus.worker} ${error ?? ''}`;
		});
		expect(words).toEqual(entries);
		expect(answer.afterMs).toBe(afterMs);
		// Told otherwise, it answers at once as it did before.
		const after = route(world, request);
		expect(after.answer).toEqual(route(lab(dm), request).answer);
	});
});

describe('troubles by their text', () => {
	test.for<[string, Trouble]>([
		['slow:billing:20s', {type: 'slow', task: 'billing', ms: 20_000}],
		['late:billing:500ms', {type: 'late', task: 'billing', ms: 500}],
		['slow:a:b:1m', {type: 'slow', task: 'a:b', ms: 60_000}],
		['refuses:orders:orders-02', {type: 'refuses', task: 'orders', source: 'orders-02'}],
		['cut-before:*', {type: 'cut-before', task: '*'}],
		['cut-after:会员积分', {type: 'cut-after', task: '会员积分'}],
		['invalid-op:a:b', {type: 'invalid-op', task: 'a:b'}],
		['in-use:billing', {type: 'in-use', task: 'billing'}],
		['relapses:billing', {type: 'relapses', task: 'billing'}],
		['hangs:replica-02', {type: 'hangs', source: 'replica-02'}],
		['hangs:*', {type: 'hangs', source: '*'}],
	])('%s', ([text, trouble]) => expect(readTrouble(text)).toEqual(trouble));

	test.for<[string, string]>([
		['', 'received "", expected one of refuses, slow, late, cut-before'],
		['toString:billing', 'expected one of refuses'],
		['slow', 'expected slow:TASK:DURATION'],
		['slow:billing', 'expected slow:TASK:DURATION'],
		['slow:billing:', 'expected slow:TASK:DURATION'],
		['slow:billing:soon', 'such as slow:billing:20s'],
		['refuses:billing', 'expected refuses:TASK:SOURCE'],
		['in-use:', 'expected in-use:TASK'],
		['hangs', 'expected hangs:SOURCE'],
		['hangs:', 'expected hangs:SOURCE'],
	])('%s is refused', ([text, says]) => {
		expect(() => readTrouble(text)).toThrow(TroubleError);
		expect(() => readTrouble(text)).toThrow(says);
	});
});

describe('over HTTP', () => {
	const started: {close: () => Promise<void>}[] = [];
	afterEach(async () => {
		for (const each of started.splice(0)) await each.close();
	});

	test('the connection is cut when the answer was due, and a test takes the trouble away', async () => {
		const waited: number[] = [];
		const {url, control, close} = await startSimulator({
			listen: {host: '127.0.0.1', port: 0},
			world: lab('6.5'),
			now: () => 0,
			troubles: [readTrouble('cut-after:billing'), readTrouble('slow:billing:7s')],
			wait: ms => Promise.resolve(waited.push(ms)),
		});
		started.push({close});
		const operate = (op: number) =>
			fetch(`${url}/apis/v1alpha1/tasks/billing`, {method: 'PUT', body: JSON.stringify({op})});
		await expect(operate(2)).rejects.toThrow('fetch failed');
		expect(waited).toEqual([7000]);
		const stage = () => control.world().tasks.find(({name}) => name === 'billing')?.subtasks[0]?.stage;
		expect(stage()).toBe('Paused');
		control.trouble();
		expect(await (await operate(3)).json()).toMatchObject({result: true});
		expect(stage()).toBe('Running');
	});
});
