import {expect, test} from 'vitest';
import {toldReport} from '../../../src/domain/report/told-report.ts';
import {windowReport} from '../../../src/domain/report/window-report.ts';

const empty = windowReport({fromMs: 0, untilMs: 1000, events: [], spans: []});

test('a told report is bounded, and says what it leaves out', () => {
	const operations = Array.from({length: 130}, (_, atMs) => ({atMs, task: 'orders', text: 'x'.repeat(5000)}));
	const lags = Array.from({length: 21}, (_, index) => ({
		task: `t${index}`,
		source: 'r1',
		seconds: 30 - index,
		atMs: 0,
	}));
	const {report, left} = toldReport({...empty, operations, lags}, []);
	expect(left).toMatchObject({operations: 30, lags: 1, needed: 0});
	expect(report.operations.at(-1)?.atMs).toBe(129);
	expect(report.lags[0]?.seconds).toBe(30);
	expect(JSON.stringify(report).length).toBeLessThan(100_000);
});

test('what is short stays as it is', () => {
	const {report} = toldReport({...empty, unwatched: [{atMs: 1, text: 'nobody watched'}]}, ['a note']);
	expect(report).toEqual({...empty, unwatched: [{atMs: 1, text: 'nobody watched'}]});
});
