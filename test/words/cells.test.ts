import {expect, test} from 'vitest';
import {lagText, rateText, shortGapText} from '../../src/words/cells.ts';
import {taskRow} from '../support/builder.ts';

test.each([
	{name: 'what a lock holds goes before the lag', row: {blockedSinceMs: 7, lagSeconds: 3}, text: 'held'},
	{name: 'also where nobody knows it', row: {blockedSinceMs: 7, lagUnknown: true, lagSeconds: null}, text: 'held'},
	{name: 'nobody knows it', row: {lagUnknown: true, lagSeconds: null}, text: '?'},
	{name: 'there is none', row: {lagSeconds: null}, text: '-'},
	{name: 'zero is a lag', row: {lagSeconds: 0}, text: '0s'},
	{name: 'seconds up to ten minutes', row: {lagSeconds: 599}, text: '599s'},
])('the lag: $name', ({row, text}) => {
	expect(lagText(taskRow('orders', row))).toBe(text);
});

test.each([
	{name: 'unknown', row: {gapUnknown: true, gap: null}, text: '?'},
	{name: 'none', row: {gap: null}, text: '-'},
	{name: 'whole files', row: {gap: {type: 'files', files: 2, atLeastBytes: 9}}, text: '2f+'},
] as const)('the gap: $name', ({row, text}) => {
	expect(shortGapText(taskRow('orders', row))).toBe(text);
});

test('a rate that nobody knows is no zero', () => {
	expect(rateText(taskRow('orders', {rowsPerSecond: null}))).toBe('-');
	expect(rateText(taskRow('orders', {rowsPerSecond: 0}))).toBe('0');
});
