import {expect, test} from 'vitest';
import type {StartMoment} from '../../../src/commands/args/values.ts';
import {UsageError} from '../../../src/commands/exit.ts';
import {startIn} from '../../../src/commands/screen/start-in.ts';

const nowMs = Date.UTC(2026, 10, 27, 8, 30);

function check(at: StartMoment, wallMs: number) {
	expect(startIn(at, nowMs)).toEqual([{type: 'past', change: {type: 'start', wallMs}}]);
}

test.each([
	['today, where that is past', 3 * 3600 + 12 * 60, Date.UTC(2026, 10, 27, 3, 12)],
	['yesterday, where that is not', 22 * 3600, Date.UTC(2026, 10, 26, 22)],
	['this very moment', 8.5 * 3600, nowMs],
])('a time of the day is that of %s', (_, seconds, wallMs) => check({type: 'day', seconds}, wallMs));

test('a time is that one', () => check({type: 'at', atMs: nowMs - 86_400_000}, nowMs - 86_400_000));

test('one that is still to come is refused', () => {
	expect(() => startIn({type: 'at', atMs: nowMs + 1000}, nowMs)).toThrow(
		new UsageError('--at: received 2026-11-27T08:30:01.000Z, expected a time that is past'),
	);
});
