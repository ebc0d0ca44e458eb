import {expect, test} from 'vitest';
import {createRefusalRate} from '../../../src/gateway/operate/refusal-rate.ts';

test('a flood of one viewer has sixty lines a minute, and the next line tells how many had none', () => {
	let nowMs = 0;
	const rate = createRefusalRate(() => nowMs);
	const flood = Array.from({length: 500}, () => rate.take('a'));
	expect(flood.filter(more => more !== null)).toHaveLength(60);
	expect(rate.take('b')).toBe(0);
	nowMs += 60_000;
	expect([rate.take('a'), rate.take('a')]).toEqual([440, 0]);
});

test('only so many viewers are remembered', () => {
	const rate = createRefusalRate(() => 0);
	for (let index = 0; index < 61; index++) rate.take('first');
	for (let index = 0; index < 1000; index++) rate.take(`viewer ${index}`);
	expect(rate.take('first')).toBe(0);
});
