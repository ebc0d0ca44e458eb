import {expect, test} from 'vitest';
import {cleanText, textLimit} from '../../src/domain/text.ts';

test.each([
	['plain', "Error 1146: Table 'shop.orders' doesn't exist", "Error 1146: Table 'shop.orders' doesn't exist"],
	['other scripts', '表 `sklep`.`zamówienia` ✓ 🎉 é', '表 `sklep`.`zamówienia` ✓ 🎉 é'],
	['colours', 'a\x1b[31mred\x1b[0m b', 'a?red? b'],
	['several sequences, one mark', 'a\x1b[2J\x1b[H\x1b[0mb', 'a?b'],
	['colours by C1', 'a\x9b31mred', 'a?red'],
	['a private mode', '\x1b[?1049hx', '?x'],
	['a link', '\x1b]8;;http://evil\x07click\x1b]8;;\x1b\\ me', '?click? me'],
	['the clipboard', 'x\x1b]52;c;ZXZpbA==\x07y', 'x?y'],
	['a title by C1', 'x\x9d0;title\x9cy', 'x?y'],
	['DCS, APC, PM, SOS', '\x1bPq\x1b\\a\x1b_b\x1b\\c\x1b^d\x1b\\e\x1bXf\x1b\\g', '?a?c?e?g'],
	['an unterminated OSC hides nothing', 'x\x1b]52;c;the rest', 'x?52;c;the rest'],
	['an unterminated CSI hides nothing', 'x\x1b[12', 'x?12'],
	['an OSC that another one interrupts', '\x1b]0;a\x1b]0;b\x07c', '?0;a?c'],
	['a lone ESC before a letter beyond ASCII', '\x1bé', '?é'],
	['a lone ESC at the end', 'x\x1b', 'x?'],
	['a reset', 'x\x1bcy', 'x?y'],
	['a character set', 'x\x1b(0y', 'x?y'],
	['C0 and DEL', 'a\x00\x07\x08b\x7fc', 'a?b?c'],
	['C1', 'a\x85b\x8dc', 'a?b?c'],
	['a tab', 'a\tb', 'a b'],
	['line breaks', 'a\nb\r\nc\rd\u2028e\u2029f', 'a b c d e f'],
	['bidi overrides and marks', 'a\u202eb\u2066c\u200fd\u061ce', 'a?b?c?d?e'],
	['zero width', 'a\u200bb\u200cc\u200dd\u2060e\ufefff', 'a?b?c?d?e?f'],
	['soft hyphens and fillers', 'a\u00adb\u3164c\u115fd', 'a?b?c?d'],
	['tags', 'a\u{e0041}\u{e0042}b', 'a?b'],
	['variation selectors', 'a\ufe0fb\u{e0100}c', 'a?b?c'],
	['lone surrogates', 'a\ud800b\udc00c', 'a?b?c'],
	['object replacement and annotations', 'a\ufffcb\ufff9c', 'a?b?c'],
	['noncharacters', 'a\uffffb', 'a?b'],
	['four marks stay', 'e\u0301\u0302\u0303\u0304x', 'e\u0301\u0302\u0303\u0304x'],
	['more marks go', `e${'\u0301'.repeat(40)}x`, `e${'\u0301'.repeat(4)}?x`],
])('%s', (_, text, expected) => {
	expect(cleanText(text)).toBe(expected);
});

test('line breaks stay where they are asked for', () => {
	expect(cleanText('a\nb\r\nc\rd\u2028e\tf', {newlines: true})).toBe('a\nb\nc\nd\ne f');
});

test('a long text is cut and says by how much', () => {
	expect(cleanText('x'.repeat(textLimit))).toBe('x'.repeat(textLimit));
	expect(cleanText('x'.repeat(textLimit + 12))).toBe(`${'x'.repeat(textLimit)}… (12 more characters)`);
	expect(cleanText('ab🎉cd', {limit: 3})).toBe('ab… (4 more characters)');
	expect(cleanText('abcdef\x1b[31m', {limit: 6})).toBe('abcdef… (5 more characters)');
});

test.each([
	'\x1b]',
	'\x9d',
	'\x1b[',
	'\x9b0',
	'\x1b]0;',
	'\x1b(',
	'\u0301',
	'\ud800',
	'\x1b[0 ',
])('a text full of %j is cleaned in linear time and leaves nothing behind', unit => {
	const size = 1 << 20;
	const cleaned = cleanText(unit.repeat(size / unit.length), {limit: size});
	expect(cleaned).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});
