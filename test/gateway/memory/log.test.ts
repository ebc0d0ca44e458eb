import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {eventsKept, logged} from '../../../src/gateway/memory/log.ts';

function event(text: string, seconds: number, other: Partial<ClusterEvent> = {}): ClusterEvent {
	const atMs = seconds * 1000;
	const about = {task: 'orders', source: 'r1', from: 'Running', to: 'Paused'};
	return {atMs, firstAtMs: atMs, type: 'subtask-stage', ...about, text, count: 1, ...other};
}

const told = (log: readonly ClusterEvent[]) =>
	log.map(({text, count, firstAtMs, atMs}) => [text, count, firstAtMs / 1000, atMs / 1000]);

test.each<[string, readonly ClusterEvent[], readonly (readonly [string, number, number, number])[]]>([
	['the same again', [event('a', 0), event('a', 50)], [['a', 2, 0, 50]]],
	[
		'the same again after more than a minute',
		[event('a', 0), event('a', 61)],
		[
			['a', 1, 0, 0],
			['a', 1, 61, 61],
		],
	],
	[
		'the same three times, each within a minute of the one before',
		[event('a', 0), event('a', 50), event('a', 100)],
		[['a', 3, 0, 100]],
	],
	[
		'the same pair of stages, for three causes (seen on DM 6.5.0)',
		[
			event('orders/r1: Running -> Paused', 0),
			event('orders/r1: Running -> Paused: 36067 line 1 column 51 near "point"', 10),
			event('orders/r1: Running -> Paused: 10006 invalid connection', 20),
			event('orders/r1: Running -> Paused: 36067 line 1 column 51 near "point"', 30),
		],
		[
			['orders/r1: Running -> Paused', 1, 0, 0],
			['orders/r1: Running -> Paused: 10006 invalid connection', 1, 20, 20],
			['orders/r1: Running -> Paused: 36067 line 1 column 51 near "point"', 2, 10, 30],
		],
	],
	[
		'the same of another source',
		[event('a', 0), event('a', 1, {source: 'r2'})],
		[
			['a', 1, 0, 0],
			['a', 1, 1, 1],
		],
	],
	[
		'two operations',
		[event('a', 0, {type: 'operation'}), event('a', 1, {type: 'operation'})],
		[
			['a', 1, 0, 0],
			['a', 1, 1, 1],
		],
	],
])('%s', (_, events, expected) => {
	expect(told(logged([], events))).toEqual(expected);
	// One after another it is the same as all at once.
	expect(told(events.reduce<readonly ClusterEvent[]>((log, it) => logged(log, [it]), []))).toEqual(expected);
});

test('the newest are kept', () => {
	const many = Array.from({length: 1500}, (_, index) => event(`e${index}`, index));
	const log = many.reduce<readonly ClusterEvent[]>((known, it) => logged(known, [it]), []);
	expect(log).toHaveLength(eventsKept);
	expect(log.at(-1)?.text).toBe('e1499');
});

test('what one reading brings is kept until the next one, however much it is', () => {
	const many = Array.from({length: 1500}, (_, index) => event(`e${index}`, index));
	const log = logged([event('before', 0)], many);
	expect(log.map(({text}) => text)).toEqual(many.map(({text}) => text));
	expect(logged(log, [event('after', 2000)])).toHaveLength(eventsKept);
});

test('so many events at once are each looked at once', () => {
	let looks = 0;
	const many = Array.from({length: 8000}, (_, index) => {
		const it = event(`e${index % 4000}`, 0);
		return Object.defineProperty({...it}, 'text', {
			enumerable: true,
			get() {
				looks += 1;
				return `e${index % 4000}`;
			},
		});
	});
	expect(logged([], many)).toHaveLength(4000);
	expect(looks).toBeLessThan(5 * many.length);
});
