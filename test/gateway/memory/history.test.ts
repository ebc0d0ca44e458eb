import {expect, test} from 'vitest';
import {appendSample, emptyHistory, type History, sampleAt, samples} from '../../../src/gateway/memory/history.ts';

const at = (atMs: number) => ({atMs, lagSeconds: null, gapBytes: 2 * atMs, rate: null, counter: atMs, rows: null});
const grown = (from: History, times: readonly number[], keep: number) =>
	times.reduce((history, atMs) => appendSample(history, at(atMs), keep), from);
const times = (history: History) => samples(history).map(({atMs}) => atMs);
const upTo = (end: number, size: number) => Array.from({length: size}, (_, index) => end - size + 1 + index);

test.each([
	{added: 0, keep: 60, kept: 0},
	{added: 1, keep: 60, kept: 1},
	{added: 60, keep: 60, kept: 60},
	{added: 61, keep: 60, kept: 60},
	{added: 1000, keep: 60, kept: 60},
	{added: 7, keep: 1, kept: 1},
])('of $added samples the newest $kept stay', ({added, keep, kept}) => {
	const history = grown(emptyHistory, upTo(added, added), keep);
	expect(times(history)).toEqual(upTo(added, kept));
	expect(sampleAt(history, kept)).toBeNull();
	expect(sampleAt(history, -1)).toBeNull();
});

test('unknown stays unknown', () => {
	expect(sampleAt(grown(emptyHistory, [5], 60), 0)).toEqual(at(5));
});

test('a history shows what it showed after others have gone on from it', () => {
	const before = grown(emptyHistory, upTo(100, 100), 60);
	const [one, other] = [grown(before, [101, 102], 60), grown(before, [201], 60)];
	expect(times(before)).toEqual(upTo(100, 60));
	expect(times(one)).toEqual(upTo(102, 60));
	expect(times(other)).toEqual([...upTo(100, 59), 201]);
});

test.each([
	{keep: [60, 360], added: [100, 300], kept: 360},
	{keep: [360, 60], added: [400, 3], kept: 60},
])('keeping $keep samples one after the other', ({keep: [first = 0, then = 0], added: [some = 0, more = 0], kept}) => {
	const early = grown(emptyHistory, upTo(some, some), first);
	const late = grown(early, upTo(some + more, more), then);
	expect(times(late)).toEqual(upTo(some + more, Math.min(kept, Math.min(first, some) + more)));
});
