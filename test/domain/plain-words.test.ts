import {expect, test} from 'vitest';
import {plainWords} from '../../src/domain/plain-words.ts';

test.each([
	['Object', 'an object'],
	['(Array | null)', 'an array or null'],
	['("a" | "b")', '"a" or "b"'],
	['string', 'a text'],
	['>=1', 'at least 1'],
	['<=64', 'at most 64'],
	['undefined', 'nothing'],
	['"Object"', '"Object"'],
	['a finite number', 'a finite number'],
])('%s reads %s', (text, words) => {
	expect(plainWords(text)).toBe(words);
});
