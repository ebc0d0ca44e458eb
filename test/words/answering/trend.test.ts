import {expect, test} from 'vitest';
import {trend, trendNow} from '../../../src/words/answering/trend.ts';

const points = (...values: readonly (number | null)[]) => values.map((value, index) => ({atMs: index * 10_000, value}));
const check = (values: readonly (number | null)[], all: number, now: number) =>
	expect([Math.sign(trend(points(...values)) ?? 0), Math.sign(trendNow(points(...values)) ?? 0)]).toEqual([all, now]);

test('what grows grows, and what falls falls', () => {
	check([0, 10, 20, 30, 40, 50, 60, 70], 1, 1);
	check([70, 60, 50, 40, 30, 20, 10, 0], -1, -1);
});

test('what has turned and goes the other way now goes nowhere', () => {
	check([0, 10, 20, 30, 40, 50, 60, 71, 40, 19, 9], 1, 0);
});

test('of too little nothing is told', () => check([null, 1, null, 2], 0, 0));
