import {afterEach, expect, test, vi} from 'vitest';
import {createRaw} from '../../../src/gateway/serve/raw.ts';
import {fixture} from '../../support/fixtures.ts';

afterEach(() => vi.restoreAllMocks());

const answer = Buffer.from(fixture('6.5.0/sync/running.json'));
const task = {type: 'task', task: 'orders_merge'} as const;
const source = {type: 'source', source: 'mysql-replica-02'} as const;

function textOf(told: ReturnType<ReturnType<typeof createRaw>>): string {
	if (!('json' in told)) throw new Error(`expected a text, received ${JSON.stringify(told)}`);
	return JSON.parse(told.json) as string;
}

test('what DM answered for a task, for a source and for all', () => {
	const raw = createRaw(() => [answer]);
	const held = JSON.parse(textOf(raw(task))) as {source: string; status: {name: string}}[];
	expect(held.map(({status}) => status.name)).toEqual(Array(held.length).fill('orders_merge'));
	expect(JSON.parse(textOf(raw(source)))).toMatchObject({sourceStatus: {source: 'mysql-replica-02'}});
	expect(JSON.parse(textOf(raw({type: 'all'})))).toEqual(JSON.parse(answer.toString()));
});

test('each text is made once for each answer, however often it is asked for', () => {
	const parse = vi.spyOn(JSON, 'parse');
	const stringify = vi.spyOn(JSON, 'stringify');
	let bodies = [answer];
	const raw = createRaw(() => bodies);
	const cost = () => [parse.mock.calls.length, stringify.mock.calls.length];
	for (let time = 0; time < 100; time++) for (const of of [task, source]) raw(of);
	expect(cost()).toEqual([1, 4]);
	bodies = [answer];
	for (let time = 0; time < 100; time++) raw(task);
	expect(cost()).toEqual([2, 6]);
});

test('of several answers, all that they hold is one', () => {
	const whole = JSON.parse(answer.toString()) as {sources: unknown[]};
	const parts = whole.sources.map(entry => Buffer.from(JSON.stringify({...whole, sources: [entry]})));
	const raw = createRaw(() => parts);
	expect(JSON.parse(textOf(raw({type: 'all'})))).toEqual(whole);
	expect(JSON.parse(textOf(raw(source)))).toMatchObject({sourceStatus: {source: 'mysql-replica-02'}});
});

test('what is not there is said', () => {
	expect(createRaw(() => [])(task)).toEqual({ok: false, message: 'no answer of a dm-master has come yet'});
	expect(createRaw(() => [answer])({type: 'task', task: 'nope'})).toEqual({
		ok: false,
		message: 'the newest answer holds no such object',
	});
});
