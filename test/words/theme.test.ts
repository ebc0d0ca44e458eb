import {expect, test} from 'vitest';
import {painter, type Tone, verdicts} from '../../src/words/theme.ts';
import {words} from '../support/builder.ts';

const check = (tone: Tone, text: string, expected: string) => expect(painter(true)(tone, text)).toBe(expected);

test.each([
	['bad', 'X', '\u001B[1;31mX\u001B[22;39m'],
	['strong', 'orders', '\u001B[1morders\u001B[22m'],
	['plain', 'orders', 'orders'],
	// Blanks stay outside, so that those at the end of a line can be left out.
	['bad', 'X  ', '\u001B[1;31mX\u001B[22;39m  '],
	// What is reversed is seen where it is blank.
	['selected', 'a  ', '\u001B[7ma  \u001B[27m'],
	['bad', '   ', '   '],
	['bad', '', ''],
] as const)('%s %j', check);

test('without colours nothing is styled', () => {
	expect(painter(false)('bad', 'X')).toBe('X');
});

test('each status has a letter of its own', () => {
	expect(new Set(words.map(word => verdicts[word].letter)).size).toBe(words.length);
});
