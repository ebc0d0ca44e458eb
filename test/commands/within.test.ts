import {expect, test} from 'vitest';
import {within} from '../../src/commands/within.ts';

test('does what is quick, and says so', () => {
	const done: number[] = [];
	expect(within(60_000, () => done.push(1))).toBe(true);
	expect(within(60_000, () => done.push(2))).toBe(true);
	expect(done).toEqual([1, 2]);
});

test('breaks off what is not, again and again', () => {
	for (let round = 0; round < 3; round++) {
		expect(within(20, () => /(a+)+$/.test(`${'a'.repeat(300)}!`))).toBe(false);
		expect(
			within(20, () => {
				for (;;);
			}),
		).toBe(false);
		expect(within(60_000, () => {})).toBe(true);
	}
});

test('lets errors through', () => {
	expect(() =>
		within(60_000, () => {
			throw new RangeError('mine');
		}),
	).toThrow(new RangeError('mine'));
});
