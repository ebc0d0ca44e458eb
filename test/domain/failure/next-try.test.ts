import {describe, expect, test} from 'vitest';
import {nextTryBy} from '../../../src/domain/failure/next-try.ts';
import {answer, at, relay, running} from '../../support/cluster.ts';
import {remembered} from '../../support/remembered.ts';

/** When a real checker tried, in seconds since the failure (DM 6.5.0, defaults). */
const recorded = [3, 8, 13, 18, 33, 63];

test('a real checker was never later than told', () => {
	for (const [index, atSeconds] of recorded.entries()) {
		const last = recorded[index - 1];
		const lastTryMs = last === undefined ? null : last * 1000;
		const by = nextTryBy({sinceMs: 0, lastTryMs, allTries: index}, null);
		expect(by).toBeGreaterThanOrEqual(atSeconds * 1000);
		// And the bound is worth something.
		expect(by - (lastTryMs ?? 0)).toBeLessThanOrEqual(5000 + 1000 * 2 ** index);
	}
});

describe('the bound', () => {
	const checker = {enabled: true, everyMs: 10_000, leastMs: 2000, mostMs: 60_000, factor: 3};

	test.for([
		{name: 'by the configuration of the source', allTries: 2, checker, seconds: 100 + 18 + 10},
		{name: 'is never longer than the longest wait', allTries: 9, checker, seconds: 100 + 60 + 10},
		{name: 'where tries may have been missed', allTries: null, checker, seconds: 100 + 60 + 10},
		{name: "DM's defaults", allTries: 20, checker: null, seconds: 100 + 300 + 5},
	])('$name', ({allTries, checker: of, seconds}) => {
		expect(nextTryBy({sinceMs: 0, lastTryMs: 100_000, allTries}, of)).toBe(seconds * 1000);
	});
});

describe('how many tries there were', () => {
	const error = {
		code: 10006,
		class: 'database',
		scope: 'downstream',
		level: 'high',
		message: 'execute statement failed',
		rawCause: 'invalid connection',
		workaround: null,
	};
	const failing = (totalEvents: number) =>
		answer({
			r1: {
				orders: running(
					{totalEvents, checkpoint: at(900)},
					{stage: 'Paused', result: {isCanceled: false, errors: [error], detail: null}},
				),
			},
		});
	const well = answer({r1: {orders: running({totalEvents: 10, checkpoint: at(900)})}});
	const retryOf = (...told: Parameters<typeof remembered>[0]) =>
		remembered(told).tasks.get('orders')?.task.subtasks[0]?.retry?.allTries;

	test('each that shows in the counter, of what was seen from its beginning', () => {
		expect(retryOf([0, well], [3, failing(10)], [6, failing(11)], [9, failing(11)], [12, failing(12)])).toBe(2);
	});

	test('nobody knows where its beginning, or a while, was not watched', () => {
		expect(retryOf([0, failing(10)], [3, failing(11)])).toBeNull();
		expect(retryOf([0, well], [3, failing(10)], [90, failing(11)], [93, failing(12)])).toBeNull();
	});

	test('nor of a relay, whose tries show nowhere', () => {
		const halted = answer({
			r1: {
				subtasks: [running({totalEvents: 10, checkpoint: at(900), binlogType: 'local'})],
				relay: relay({stage: 'Paused', result: {isCanceled: false, errors: [error], detail: null}}),
			},
		});
		expect(retryOf([0, well], [3, halted], [6, halted])).toBeNull();
	});
});
