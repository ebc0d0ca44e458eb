import {describe, expect, test} from 'vitest';
import {every, sleep, systemClock} from '../src/clock.ts';
import {createTestClock} from './support/clock.ts';
import {clockSteps} from './support/clock-steps.ts';

describe('a clock', () => {
	test.for(clockSteps)('measures the same when the clock on the wall is set by %s', ([, byMs]) => {
		let [wallMs, elapsedMs] = [1_800_000_000_000, 5_000.7];
		const clock = systemClock(
			() => wallMs,
			() => elapsedMs,
		);
		expect(clock.now()).toBe(1_800_000_000_000);
		elapsedMs += 250;
		wallMs += 250 + byMs;
		expect(clock.now()).toBe(1_800_000_000_250);
		expect(clock.wall()).toBe(1_800_000_000_250 + byMs);
		elapsedMs += 0.5;
		wallMs -= 2 * byMs;
		expect(clock.now()).toBe(1_800_000_000_250);
	});

	test('of the program starts with the time of the day, goes on, and calls back', async () => {
		const before = Date.now();
		const clock = systemClock();
		expect(Math.abs(clock.now() - before)).toBeLessThan(60_000);
		const startedMs = clock.now();
		await sleep(clock, 5);
		// A timer may come a moment early by another clock.
		expect(clock.now() - startedMs).toBeGreaterThanOrEqual(4);
		const stop = clock.after(0, () => expect.unreachable());
		stop();
		await sleep(clock, 1);
	});
});

test('what comes every so often comes until it is stopped, also where the clock on the wall is set', () => {
	const clock = createTestClock(0);
	const at: number[] = [];
	const stop = every(clock, 100, () => at.push(clock.now()));
	clock.pass(250);
	clock.setWall(-3_600_000);
	clock.pass(250);
	stop();
	clock.pass(1000);
	expect(at).toEqual([100, 200, 300, 400, 500]);
	expect(clock.timers()).toBe(0);
});

test('a sleep ends with its time, or as soon as it is not wanted any more', async () => {
	const clock = createTestClock(0);
	const over = new AbortController();
	const [kept, left] = [sleep(clock, 100, over.signal), sleep(clock, 200, over.signal)];
	clock.pass(100);
	await kept;
	over.abort(new Error('not wanted'));
	await expect(left).rejects.toThrow('not wanted');
	await expect(sleep(clock, 1, over.signal)).rejects.toThrow('not wanted');
	expect(clock.timers()).toBe(0);
});
