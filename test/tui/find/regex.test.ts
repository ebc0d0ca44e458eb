import {describe, expect, test} from 'vitest';
import {compileRegex} from '../../../src/tui/find/regex.ts';

function compiled(pattern: string): RegExp {
	const regex = compileRegex(pattern);
	if ('problem' in regex) throw new Error(regex.problem);
	return regex;
}

describe('a pattern', () => {
	test.each([
		['a.c', 'xabcx', true],
		['^a', 'ba', false],
		['a$', 'ba', true],
		['(ab|cd)+$', 'xxabcd', true],
		['(?:ab|cd){2}$', 'xxcd', false],
		['a{2,3}b', 'ab', false],
		['a{2,}b', 'caaaab', true],
		['a{x', 'a{x', true],
		['[a-c]+x', 'BBX', true],
		['[A-C]+x', 'bbx', true],
		['[^a]', 'a', false],
		['[a\\]]$', ']', true],
		['\\bfoo\\b', 'a foo b', true],
		['\\bfoo\\b', 'afoo', false],
		['w\\d+:\\d\\.\\s', 'W12:8. ', true],
		['a||b', 'q', true],
		['单.', '订单任', true],
		['a.b', 'a\nb', true],
		['^.$', '😀', true],
		['\\_\\-', '_-', true],
		['error (?!1062)', 'error 1062', false],
		['(\\w+)-\\1$', 'dc1-dc1', true],
		['[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '53ea0ed1-9bf8-11e6-8bea-64006a897c73', true],
	] as const)('%s in %s: %s', (pattern, text, expected) => {
		expect(compiled(pattern).test(text)).toBe(expected);
	});

	test('finds what the language finds', () => {
		const pieces = ['a', 'b', '.', 'a*', '(a|b)', '(ab)+', '[ab]', 'b?', '^', '$', '(a*b)*', '|', 'a{1,2}', '\\b', ' '];
		const random = seeded(11);
		for (let round = 0; round < 3000; round++) {
			const pattern = Array.from({length: 1 + random(4)}, () => pieces[random(pieces.length)]).join('');
			const text = Array.from({length: random(7)}, () => 'ab '[random(3)]).join('');
			expect(compiled(pattern).test(text), `${pattern} in "${text}"`).toBe(new RegExp(pattern).test(text));
		}
	});
});

test.each([
	['(a', 'a ( without its )'],
	['a)', 'a ) without its ('],
	['[a', 'a [ without its ]'],
	['*a', 'nothing to repeat'],
	['a\\', 'a \\ at the end'],
	['(?a)', 'a (? that is not known'],
	['a{3,2}', 'a {} ends before it begins'],
	['[z-a]', 'a range in [] ends before it begins'],
	['(?<n>a)(?<n>b)', 'duplicate capture group name'],
	['(((a{0}){999}){999}){60}', 'it repeats too much'],
	['(((a{0,99}){99}){99}){99}', 'it repeats too much'],
	['((a{9}){9}|(b{2,}){99})', 'it repeats too much'],
])('%s is refused: %s', (pattern, problem) => {
	expect(compileRegex(pattern)).toEqual({problem});
});

function seeded(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * below);
	};
}
