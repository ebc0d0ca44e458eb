import {expect, test} from 'vitest';
import {painter, type Tone, verdicts} from '../../src/words/theme.ts';
import {words} from '../support/builder.ts';

const check = (tone: Tone, text: string, expected: string) => expect(painter(true)(tone, text)).toBe(expected);

test.each([
	['bad', 'X', '\u001B[31mX\u001B[39m'],
	['strong', 'orders', '\u001B[1morders\u001B[22m'],
	['plain', 'orders', 'orders'],
	// Blanks stay outside, so that those at the end of a line can be left out.
	['bad', 'X  ', '\u001B[31mX\u001B[39m  '],
	['bad', '   ', '   '],
	['bad', '', ''],
] as const)('%s %j', check);

test('without colours nothing is styled', () => {
	expect(painter(false)('bad', 'X')).toBe('X');
});

test('each status has a letter of its own', () => {
	expect(new Set(words.map(word => verdicts[word].letter)).size).toBe(words.length);
});
