import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {createSegmenter, simpleWidth} from '../../scripts/segmenter.mjs';

const real = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

test('every character that counts as simple has its real width', () => {
	for (let code = 0; code <= 0x10_ffff; code++) {
		const text = String.fromCodePoint(code);
		const told = simpleWidth(text);
		if (told !== undefined) expect({code, width: told}).toEqual({code, width: stringWidth(text)});
	}
	expect(simpleWidth('Running ≤45s 会员积分')).toBe(21);
	expect(simpleWidth('\u001B[1mbold')).toBeUndefined();
});

test('graphemes are those of Intl.Segmenter, whatever stands together', () => {
	const characters = Array.from({length: 0x1_0000}, (_, code) => String.fromCharCode(code)).filter(
		character => simpleWidth(character) !== undefined,
	);
	const texts = Array.from({length: 2000}, (_, round) =>
		Array.from(
			{length: 40},
			(_, index) => characters[(round * 7919 + index * index * 104_729) % characters.length],
		).join(''),
	);
	const odd = ['e\u0301', 'a\u200Db', '👨‍👩‍👧', '한', 'か\u3099', '\r\n', '✓\uFE0F', '', '\u001B[31m会员\u001B[39m'];
	for (const text of [...texts, ...odd]) {
		const told = [...createSegmenter().segment(text)].map(({segment, index}) => ({segment, index}));
		expect(told).toEqual(Array.from(real.segment(text), ({segment, index}) => ({segment, index})));
	}
});
