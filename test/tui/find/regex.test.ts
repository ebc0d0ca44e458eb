import {describe, expect, test} from 'vitest';
import {compileRegex} from '../../../src/tui/find/regex.ts';
import {cpuMs} from '../../support/cpu.ts';

describe('a pattern', () => {
	test.each([
		['a.c', 'xabcx', true],
		['^a', 'ba', false],
		['a$', 'ba', true],
		['(ab|cd)+$', 'xxabcd', true],
		['(?:ab|cd){2}$', 'xxcd', false],
		['a{2,3}b', 'ab', false],
		['a{2}b', 'caab', true],
		['a{2,}b', 'caaaab', true],
		['a{x', 'a{x', true],
		['[a-c]+x', 'BBX', true],
		['[A-C]+x', 'bbx', true],
		['[^a]', 'a', false],
		['[]x]', ']', true],
		['[a\\]]$', ']', true],
		['\\bfoo\\b', 'a foo b', true],
		['\\bfoo\\b', 'afoo', false],
		['\\Bfoo', 'afoo', true],
		['w\\d+:\\d\\.\\s', 'W12:8. ', true],
		['\\S\\W\\w\\D', 'a-bc', true],
		['(a*)*b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac', false],
		['a+?b??', 'a', true],
		['a||b', 'q', true],
		['x{0,2}$', 'q', true],
		['单.', '订单任', true],
	] as const)('%s in %s: %s', (pattern, text, expected) => {
		expect(compileRegex(pattern)(text)).toBe(expected);
	});

	test('finds what the language finds', () => {
		const pieces = ['a', 'b', '.', 'a*', '(a|b)', '(ab)+', '[ab]', 'b?', '^', '$', '(a*b)*', '|', 'a{1,2}', '\\b', ' '];
		const random = seeded(11);
		for (let round = 0; round < 3000; round++) {
			const pattern = Array.from({length: 1 + random(4)}, () => pieces[random(pieces.length)]).join('');
			const text = Array.from({length: random(7)}, () => 'ab '[random(3)]).join('');
			expect(compileRegex(pattern)(text), `${pattern} in "${text}"`).toBe(new RegExp(pattern).test(text));
		}
	});
});

test.each([
	['(a', 'a ( without its )'],
	['a)', 'a ) without its ('],
	['[a', 'a [ without its ]'],
	['*a', 'nothing before *'],
	['a\\', 'a \\ at the end'],
	['(a)\\1', '\\1 is not supported'],
	['(?=a)', '(? is not supported'],
	['a{3,2}', '{3,2} ends before it begins'],
	['[z-a]', 'z-a ends before it begins'],
	['(a{100}){100}', 'it is too long'],
	['((((a{99}){99}){99}){99}){99}', 'it is too long'],
])('%s is refused: %s', (pattern, message) => {
	expect(() => compileRegex(pattern)).toThrow(message);
});

test.each([
	'(a+)+$',
	'(a|a)*x',
	'(.*)*(.*)*(.*)*x',
	'a*a*a*a*a*a*a*a*a*a*b',
	'((a*)*)*b',
	'(a?){60}a{60}x',
])('%s cannot hang the screen', pattern => {
	const test = compileRegex(pattern);
	expect(cpuMs(() => expect(test(`${'a'.repeat(299)}!`)).toBe(false))).toBeLessThan(2000);
});

function seeded(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * below);
	};
}
