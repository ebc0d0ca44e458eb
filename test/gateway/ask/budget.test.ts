import {setMaxListeners} from 'node:events';
import {describe, expect, test} from 'vitest';
import {createBudget} from '../../../src/gateway/ask/budget.ts';
import {createTestClock} from '../../support/clock.ts';

const {signal} = new AbortController();
setMaxListeners(0, signal);

/** Asks in this order at the given times, and tells when each was admitted, in ms from the start. */
async function admitted(
	asks: readonly {readonly cost: number; readonly atMs?: number; readonly urgent?: boolean}[],
	{share = 1, untilMs = 70_000} = {},
): Promise<readonly (number | null)[]> {
	const clock = createTestClock(0);
	const budget = createBudget(clock, () => share);
	const times: (number | null)[] = asks.map(() => null);
	for (const [index, {cost, atMs = 0, urgent = false}] of asks.entries()) {
		clock.after(atMs, () => {
			void budget.admit(cost, {signal, urgent}).then(() => {
				times[index] = clock.now();
			});
		});
	}
	for (let ms = 0; ms <= untilMs; ms += 100) {
		clock.pass(ms === 0 ? 0 : 100);
		await new Promise(setImmediate);
	}
	return times;
}

describe('when a question is admitted', () => {
	test('at once while there is something left, then five tokens a second', async () => {
		expect(await admitted(Array(14).fill({cost: 3}))).toEqual([
			0, 200, 800, 1400, 2000, 2600, 3200, 3800, 4400, 5000, 5600, 6200, 6800, 7400,
		]);
	});

	test('one that costs more than is ever saved is sent on credit, and the next waits for it', async () => {
		expect(await admitted([{cost: 30}, {cost: 30}, {cost: 1}])).toEqual([0, 6000, 11_200]);
	});

	test('an urgent one comes first and is counted', async () => {
		const asks = [{cost: 10}, {cost: 10}, {cost: 4, atMs: 100, urgent: true}, {cost: 1, atMs: 100, urgent: true}];
		expect(await admitted(asks)).toEqual([0, 3000, 100, 100]);
	});

	test('urgent ones cannot take without end either', async () => {
		const times = await admitted(Array(30).fill({cost: 4, urgent: true}));
		expect(times.filter(ms => ms === 0)).toHaveLength(5);
		expect(times.at(-1)).toBe(20_000);
	});

	test('an urgent one does not wait for what a poll of many sources cost', async () => {
		expect(await admitted([{cost: 300}, {cost: 3, atMs: 100, urgent: true}, {cost: 1}])).toEqual([0, 100, 59_800]);
	});

	test('of two gateways each has its half', async () => {
		expect(await admitted([{cost: 10}, {cost: 10}, {cost: 10}], {share: 0.5})).toEqual([0, 4000, 8000]);
	});
});

test('however many ask, no window of time holds more than half of what dm-master grants', async () => {
	const asks = Array.from({length: 400}, (_, index) => ({cost: 1 + (index % 7), atMs: (index * 37) % 5000}));
	const times = await admitted(asks, {untilMs: 600_000});
	const spent = asks.map(({cost}, index) => ({cost, ms: times[index] ?? Number.POSITIVE_INFINITY}));
	for (let fromMs = 0; fromMs < 300_000; fromMs += 1000) {
		const inside = spent.filter(({ms}) => ms >= fromMs && ms < fromMs + 20_000);
		expect(inside.reduce((sum, {cost}) => sum + cost, 0)).toBeLessThanOrEqual(5 + 20 * 5 + 7);
	}
	expect(times).not.toContain(null);
});

test('who leaves the queue holds nobody up', async () => {
	const clock = createTestClock(0);
	const budget = createBudget(clock);
	const leaving = new AbortController();
	await budget.admit(10, {signal});
	const left = budget.admit(10, {signal: leaving.signal});
	const stayed = budget.admit(1, {signal});
	leaving.abort(new Error('gone'));
	await expect(left).rejects.toThrow('gone');
	clock.pass(1200);
	await stayed;
	await expect(budget.admit(1, {signal: leaving.signal})).rejects.toThrow('gone');
	expect(clock.timers()).toBe(0);
});

test('what turns out to have cost more is waited for', async () => {
	const clock = createTestClock(0);
	const budget = createBudget(clock);
	await budget.admit(1, {signal});
	budget.spend(29);
	let done = false;
	void budget.admit(10, {signal}).then(() => {
		done = true;
	});
	clock.pass(5900);
	await new Promise(setImmediate);
	expect(done).toBe(false);
	clock.pass(100);
	await new Promise(setImmediate);
	expect(done).toBe(true);
});
