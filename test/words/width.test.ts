import {describe, expect, test} from 'vitest';
import {cut, cutStart, pad, spread, width, wrap} from '../../src/words/width.ts';

describe('cut', () => {
	const check = ([text, columns, expected]: readonly [string, number, string]) => {
		expect(cut(text, columns)).toBe(expected);
		expect(width(cut(text, columns))).toBeLessThanOrEqual(Math.max(0, columns));
	};
	test.each([
		['orders', 10, 'orders'],
		['orders', 6, 'orders'],
		['orders_merge', 8, 'orders..'],
		['orders_merge', 4, 'orde'],
		['orders', 0, ''],
		['orders', -3, ''],
		['订单合并', 8, '订单合并'],
		['订单合并', 7, '订单..'],
		['订单合并', 3, '订'],
		['订单合并', 1, ''],
		['a订单合并b', 8, 'a订单..'],
		// A family is one grapheme of several code points, two columns wide.
		['👨‍👩‍👧ab', 3, '👨‍👩‍👧a'],
		['👨‍👩‍👧ab', 1, ''],
		['e\u0301te\u0301', 3, 'e\u0301te\u0301'],
		['a\nb\tc\u001B[31m', 20, 'a b c [31m'],
	] as const)('%j in %i columns is %j', (...each) => check(each));
});

test.each([
	['127.0.0.1:8264', 10, '..0.1:8264'],
	['127.0.0.1:8264', 14, '127.0.0.1:8264'],
	['127.0.0.1:8264', 4, '8264'],
	['orders', 0, ''],
	['订单合并', 7, '..合并'],
	['订单合并', 3, '并'],
	['a\nb', 9, 'a b'],
] as const)('the end of %j in %i columns is %j', (text, columns, expected) => {
	expect(cutStart(text, columns)).toBe(expected);
	expect(width(cutStart(text, columns))).toBeLessThanOrEqual(columns);
});

describe('pad', () => {
	const check = ([text, columns, align, expected]: readonly [string, number, 'left' | 'right', string]) => {
		expect(pad(text, columns, align)).toBe(expected);
		expect(width(pad(text, columns, align))).toBe(columns);
	};
	test.each([
		['ab', 4, 'left', 'ab  '],
		['12', 4, 'right', '  12'],
		['订单', 5, 'left', '订单 '],
		['订单', 3, 'left', '订 '],
		['12345', 4, 'right', '1234'],
	] as const)('%j in %i columns, %s, is %j', (...each) => check(each));
});

describe('wrap', () => {
	const check = ([text, columns, expected]: readonly [string, number, readonly string[]]) => {
		const lines = wrap(text, columns);
		expect(lines).toEqual(expected);
		for (const line of lines) expect(width(line)).toBeLessThanOrEqual(Math.max(2, columns));
	};
	test.each([
		['one two three', 8, ['one two', 'three']],
		['one two', 7, ['one two']],
		['', 5, ['']],
		['a\nb', 5, ['a', 'b']],
		['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
		['订单合并', 4, ['订单', '合并']],
		['订单', 1, ['订', '单']],
		['x /a/very/long/path', 8, ['x /a/ver', 'y/long/p', 'ath']],
	] as const)('%j in %i columns', (...each) => check(each));

	test('lines after our own break are indented', () => {
		expect(wrap('one two three', 8, '  ')).toEqual(['one two', '  three']);
	});
});

test('spread keeps the right side whole and is exactly as wide as asked', () => {
	expect(spread('left', 'right', 12)).toBe('left   right');
	expect(spread('a very long left side', 'right', 12)).toBe('a ver..right');
	expect(spread('left', 'too long for it', 8)).toBe('too lo..');
});
