import {expect, test} from 'vitest';
import {painter, type Theme, type Tone, themes, verdicts} from '../../src/words/theme.ts';
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

const tones = ['bad', 'careful', 'info', 'good', 'quiet', 'strong', 'selected', 'selected-bad', 'label'] as const;

test.each(themes)('%s takes the 16 colours of the terminal, and no ground', theme => {
	for (const tone of tones) {
		const [, begin = '', end = ''] = /^\u001B\[([\d;]*)mX\u001B\[([\d;]*)m$/.exec(painter(theme)(tone, 'X')) ?? [];
		if (painter(theme)(tone, 'X') === 'X') continue;
		expect(begin).toMatch(/^(?:(?:1|2|4|7|3[0-7]|9[0-7])(?:;|$))+$/);
		expect(end).toMatch(/^(?:(?:22|24|27|39)(?:;|$))+$/);
	}
});

test.each<[Theme, string]>([
	['auto', '\u001B[1;31mX\u001B[22;39m'],
	['light', '\u001B[1;31mX\u001B[22;39m'],
	['dark', '\u001B[1;91mX\u001B[22;39m'],
	['mono', '\u001B[1mX\u001B[22m'],
	['colour-blind', '\u001B[1;4;33mX\u001B[22;24;39m'],
])('what is bad in %s', (theme, expected) => {
	expect(painter(theme)('bad', 'X')).toBe(expected);
});

test('who does not see red and green is not told anything by them', () => {
	for (const tone of tones) expect(painter('colour-blind')(tone, 'X')).not.toMatch(/[;[](?:3[125]|9[125])(?:;|m)/);
});
