import {describe, expect, test} from 'vitest';
import {type Delta, diff, patched} from '../../src/wire/delta.ts';

const row = (name: string, lagSeconds: number, gap: unknown = {bytes: 1, files: 0}) => ({name, lagSeconds, gap});

/** What it was, what it is, and how that is told. */
const changes: readonly (readonly [string, unknown, unknown, Delta | null])[] = [
	['nothing', {tasks: [row('a', 1)], notes: []}, {tasks: [row('a', 1)], notes: []}, null],
	['a figure', {at: 1, of: 'x'}, {at: 2, of: 'x'}, {s: {at: 2}}],
	['a figure that is not known any more', {lag: 3}, {lag: null}, {s: {lag: null}}],
	['a part that was unknown', {gap: null}, {gap: {bytes: 1}}, {s: {gap: {bytes: 1}}}],
	['a field that is new, and one that is gone', {a: 1}, {b: 2}, {s: {b: 2}, d: ['a']}],
	['a part of a part', {gap: {bytes: 1, files: 0}}, {gap: {bytes: 2, files: 0}}, {o: {gap: {s: {bytes: 2}}}}],
	['figures in a row', {history: [1, 2, null]}, {history: [2, null, 4]}, {s: {history: [2, null, 4]}}],
	[
		'one row of several',
		[row('a', 1), row('b', 1), row('c', 1), row('d', 1)],
		[row('a', 1), row('b', 2), row('c', 1), row('d', 1)],
		{
			a: [
				[0, 1],
				[1, {s: {lagSeconds: 2}}],
				[2, 2],
			],
		},
	],
	[
		'rows in another order',
		[row('a', 1), row('b', 1), row('c', 1)],
		[row('c', 1), row('a', 1), row('b', 1)],
		{
			a: [
				[2, 1],
				[0, 2],
			],
		},
	],
	['a row that is gone', [row('a', 1), row('b', 1)], [row('b', 1)], {a: [[1, 1]]}],
	['the last row that is gone', [row('a', 1), row('b', 1)], [row('a', 1)], {a: [[0, 1]]}],
	['a new row', [row('a', 1)], [row('z', 9), row('a', 1)], {a: [{v: row('z', 9)}, [0, 1]]}],
	['no row any more', [row('a', 1)], [], {v: []}],
	[
		'rows of one name',
		[
			{name: 'a', source: 's', n: 1},
			{name: 'a', source: 's', n: 2},
		],
		[
			{name: 'a', source: 's', n: 1},
			{name: 'a', source: 's', n: 3},
		],
		{
			a: [
				[0, 1],
				[1, {s: {n: 3}}],
			],
		},
	],
	['another kind of value', {at: [1]}, {at: {b: 1}}, {s: {at: {b: 1}}}],
	['what JSON leaves out', {a: 1, b: undefined}, {a: 1, b: undefined, c: undefined}, null],
];

describe('a change', () => {
	test.for(changes)('is told and put in: %s', ([, before, after, delta]) => {
		expect(diff(before, after)).toEqual(delta);
		if (delta !== null) expect(patched(overWire(before), overWire(delta))).toEqual(overWire(after));
	});

	test('leaves what did not change as it is', () => {
		const before = {tasks: [row('a', 1), row('b', 1)], notes: ['x']};
		const after = patched(before, {
			o: {
				tasks: {
					a: [
						[0, {s: {lagSeconds: 5}}],
						[1, 1],
					],
				},
			},
		}) as typeof before;
		expect(after.tasks[0]).toEqual(row('a', 5));
		expect(after.tasks[1]).toBe(before.tasks[1]);
		expect(after.notes).toBe(before.notes);
	});

	test('of whatever kind leads where it should', () => {
		const random = chance(11);
		for (let round = 0; round < 500; round++) {
			const before = someValue(random, 4);
			const after = random() < 0.7 ? altered(before, random) : someValue(random, 4);
			const delta = diff(before, after);
			if (delta === null) expect(overWire(after)).toEqual(overWire(before));
			else expect(patched(overWire(before), overWire(delta))).toEqual(overWire(after));
		}
	});
});

describe('what does not fit is no value', () => {
	const before = {tasks: [row('a', 1), row('b', 1)], at: 1};
	const wrong: readonly unknown[] = [
		null,
		5,
		'v',
		[],
		{a: []},
		{o: {tasks: {a: [[0, 3]]}}},
		{o: {tasks: {a: [[-1, 1]]}}},
		{o: {tasks: {a: [[0.5, 1]]}}},
		{
			o: {
				tasks: {
					a: [
						[0, 1],
						[0, 1],
					],
				},
			},
		},
		{
			o: {
				tasks: {
					a: [
						[0, {s: {}}],
						[0, {s: {}}],
					],
				},
			},
		},
		{o: {tasks: {a: [[7, {s: {}}]]}}},
		{o: {tasks: {a: ['x']}}},
		{o: {tasks: {a: [{}]}}},
		{o: {tasks: {s: {x: 1}}}},
		{o: {at: {s: {x: 1}}}},
		{o: {nothing: {s: {x: 1}}}},
		{o: 5},
		{s: 5},
		{d: 5},
	];
	test.for(wrong)('%j', delta => {
		expect(patched(before, delta)).toBeUndefined();
	});

	test('a name that means something to JavaScript is a name like any other', () => {
		const after = patched({a: 1}, JSON.parse('{"s":{"__proto__":{"polluted":true}}}')) as Record<string, unknown>;
		expect(after['polluted']).toBeUndefined();
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});
});

function overWire(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value));
}

/** Numbers from 0 up to 1 that are always the same. */
function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

function someValue(random: () => number, depth: number): unknown {
	const kind = Math.floor(random() * (depth > 0 ? 6 : 3));
	if (kind === 0) return Math.floor(random() * 5);
	if (kind === 1) return null;
	if (kind === 2) return 'abc'.charAt(Math.floor(random() * 3));
	const count = Math.floor(random() * 5);
	if (kind === 3) return Array.from({length: count}, () => someValue(random, depth - 1));
	if (kind === 4) return Array.from({length: count}, (_, name) => ({name, of: someValue(random, depth - 1)}));
	return Object.fromEntries(Array.from({length: count}, (_, key) => [`k${key}`, someValue(random, depth - 1)]));
}

/** The same with some parts of it in another way. */
function altered(value: unknown, random: () => number): unknown {
	if (random() < 0.2) return someValue(random, 2);
	if (Array.isArray(value)) {
		const kept = value.filter(() => random() < 0.9).map(item => altered(item, random));
		return random() < 0.2 ? kept.toReversed() : kept;
	}
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, altered(item, random)]));
}
