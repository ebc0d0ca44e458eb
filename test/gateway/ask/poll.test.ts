import {expect, test} from 'vitest';
import {createDemand} from '../../../src/gateway/ask/demand.ts';
import {poll} from '../../../src/gateway/ask/poll.ts';
import {createTestClock} from '../../support/clock.ts';
import {clockSteps} from '../../support/clock-steps.ts';

type Case = {
	readonly name: string;
	/** How each reading ends and how long it takes; after the last one the polling is over. */
	readonly readings: readonly {readonly ok: boolean; readonly takesMs?: number; readonly askAtMs?: number}[];
	/** When somebody asks, in the middle of a wait. */
	readonly askAtMs?: readonly number[];
	/** Who asks has done something to the cluster. */
	readonly urgent?: boolean;
	readonly everyMs?: number;
	readonly random?: number;
	/** When each reading begins. */
	readonly expect: readonly number[];
};

const good = {ok: true};
const bad = {ok: false};

function check({
	name,
	readings,
	askAtMs = [],
	urgent = false,
	everyMs = 3000,
	random = 0.5,
	expect: expected,
}: Case): void {
	test(name, async () => {
		const ending = new AbortController();
		const demand = createDemand();
		const asks = [...askAtMs];
		const begun: number[] = [];
		let nowMs = 0;
		let underWay = 0;

		// A wait goes by at once; one in which somebody asks ends there.
		const sleep = async (ms: number, signal: AbortSignal) => {
			await new Promise(setImmediate);
			if (signal.aborted) return;
			const untilMs = nowMs + ms;
			const [askMs] = asks;
			if (askMs !== undefined && askMs < untilMs) {
				asks.shift();
				nowMs = Math.max(nowMs, askMs);
				if (urgent) demand.urge();
				else demand.ask();
				await new Promise(resolve => signal.addEventListener('abort', resolve));
				return;
			}
			nowMs = untilMs;
		};
		const read = async () => {
			const reading = readings[begun.length];
			begun.push(nowMs);
			underWay += 1;
			expect(underWay).toBe(1);
			await Promise.resolve();
			if (reading?.askAtMs !== undefined) demand.ask();
			nowMs += reading?.takesMs ?? 0;
			underWay -= 1;
			return {ok: reading?.ok ?? true};
		};
		const options = {
			everyMs: () => everyMs,
			signal: ending.signal,
			demand,
			sleep,
			random: () => random,
			now: () => nowMs,
		};
		for await (const _ of poll(read, options)) if (begun.length === readings.length) ending.abort();
		expect(begun).toEqual(expected);
	});
}

for (const each of [
	{
		name: 'the first at once, then start to start',
		readings: [{ok: true, takesMs: 500}, good, good],
		expect: [0, 3000, 6000],
	},
	{name: 'a slow answer gets a small pause', readings: [{ok: true, takesMs: 9000}, good], expect: [0, 9100]},
	{
		name: 'failures wait longer and longer',
		readings: [bad, bad, bad, bad, bad, bad, bad, good],
		everyMs: 500,
		expect: [0, 1000, 3000, 7000, 15_000, 30_000, 60_000, 90_000],
	},
	{name: 'failures never come faster than the pace', readings: [bad, bad, bad], expect: [0, 3000, 6000]},
	{
		name: 'a success ends the back-off',
		readings: [bad, bad, good, bad, good],
		everyMs: 500,
		expect: [0, 1000, 3000, 3500, 4500],
	},
	{name: 'jitter, least', readings: [bad, good], everyMs: 500, random: 0, expect: [0, 750]},
	{name: 'jitter, most', readings: [bad, good], everyMs: 500, random: 1, expect: [0, 1250]},
	{name: 'an ask ends a wait', readings: [good, good, good], askAtMs: [1200], expect: [0, 1200, 4200]},
	{
		name: 'an ask ends a back-off',
		readings: [bad, bad, good],
		everyMs: 500,
		askAtMs: [1300],
		expect: [0, 1000, 1300],
	},
	{
		name: 'an ask during a reading leads to one more',
		readings: [{ok: true, takesMs: 700, askAtMs: 0}, good, good],
		expect: [0, 700, 3700],
	},
	{
		name: 'asks in a row come at a fifth of the pace',
		readings: [good, good, good],
		askAtMs: [10, 700],
		expect: [0, 600, 1200],
	},
	{
		name: 'but at once after something was done',
		readings: [good, good, good],
		askAtMs: [10, 700],
		urgent: true,
		expect: [0, 10, 700],
	},
	{
		// The second ask comes within the shortest pace of the first.
		name: 'also where somebody has asked just before',
		readings: [good, good],
		askAtMs: [10, 20],
		urgent: true,
		expect: [0, 10],
	},
] satisfies Case[]) {
	check(each);
}

test.for(clockSteps)('the pace stays while the clock on the wall is set %s', async ([, byMs]) => {
	const clock = createTestClock(0);
	const ending = new AbortController();
	const begun: number[] = [];
	const read = async () => {
		begun.push(clock.now());
		clock.pass(200);
		clock.setWall(byMs);
		return {ok: begun.length !== 2};
	};
	const sleep = async (ms: number) => clock.pass(ms);
	const options = {...optionsOf(ending.signal), now: clock.now, sleep, random: () => 0.5};
	for await (const _ of poll(read, options)) if (begun.length === 4) ending.abort();
	// After the failure the next one comes a second after its end.
	expect(begun).toEqual([0, 1000, 2200, 3200]);
});

test('ends in the middle of a reading', async () => {
	const ending = new AbortController();
	const read = (signal: AbortSignal) =>
		new Promise<{ok: boolean}>((_, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
			queueMicrotask(() => ending.abort());
		});
	const readings = [];
	for await (const reading of poll(read, optionsOf(ending.signal))) readings.push(reading);
	expect(readings).toEqual([]);
});

test('ends in the middle of a wait', async () => {
	const ending = new AbortController();
	const sleep = () => {
		queueMicrotask(() => ending.abort());
		return new Promise(() => {});
	};
	const readings = [];
	for await (const reading of poll(async () => good, {...optionsOf(ending.signal), sleep})) readings.push(reading);
	expect(readings).toEqual([good]);
});

test('an error that no reading tells of is not swallowed', async () => {
	const read = () => Promise.reject(new Error('a mistake in the program'));
	await expect(poll(read, optionsOf(new AbortController().signal)).next()).rejects.toThrow('a mistake');
});

function optionsOf(signal: AbortSignal) {
	const sleep = () => Promise.resolve();
	return {everyMs: () => 1000, signal, demand: createDemand(), sleep, random: () => 0, now: () => 0};
}
