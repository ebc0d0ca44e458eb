import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {emptyMemory} from '../../../src/gateway/memory/memory.ts';
import {viewReport} from '../../../src/gateway/views/view-report.ts';
import {caseMemory, caseStartMs} from '../../support/cases.ts';

const nowMs = 100 * 3_600_000;
const wallAheadMs = 7000;
const minute = 60_000;
const changed = (atMs: number, from: string, to: string): ClusterEvent => ({
	...{atMs, firstAtMs: atMs, type: 'task-status', task: 'orders', source: null, from, to, count: 1},
	text: `orders: ${from} -> ${to}`,
});
const asked = {fromMs: nowMs - 60 * minute, nowMs, wallAheadMs, keeps: true};
const memory = emptyMemory(['10.0.0.5:8261'], 5000);

test('what was kept, in the time of the gateway', () => {
	const wallMs = nowMs + wallAheadMs;
	const {report, notes} = viewReport(
		memory,
		{
			savedAtMs: wallMs,
			oldestAtMs: wallMs - 30 * minute,
			events: [changed(wallMs - 20 * minute, 'running', 'error'), changed(wallMs - 5 * minute, 'error', 'running')],
			spans: [
				{
					...{atS: (wallMs - 10 * minute) / 1000, seconds: 60, task: 'orders', source: 'r1'},
					...{lagSeconds: 42, rate: 10, progress: null},
				},
			],
			isMeasured: true,
		},
		asked,
	);
	expect(report).toMatchObject({
		fromMs: nowMs - 30 * minute,
		untilMs: nowMs,
		needed: [{fromMs: nowMs - 20 * minute, untilMs: nowMs - 5 * minute, lastedMs: 15 * minute}],
		lags: [{seconds: 42, atMs: nowMs - 10 * minute}],
		amounts: [{task: 'orders', rows: 600, bytes: null}],
	});
	expect(notes).toEqual([]);
});

test('too much was measured', () => {
	const kept = {savedAtMs: null, oldestAtMs: null, events: [], spans: [], isMeasured: false};
	expect(viewReport(memory, kept, asked)).toMatchObject({
		report: {fromMs: nowMs, untilMs: nowMs},
		notes: [expect.stringMatching(/^Lags and amounts are left out/)],
	});
});

test.each([
	[false, 'This gateway keeps nothing of what it sees'],
	[true, 'What this gateway keeps cannot be read now'],
])('what the memory has, where it keeps: %s', (keeps, why) => {
	const events = [changed(nowMs - 90 * minute, 'running', 'paused'), changed(nowMs - 20 * minute, 'paused', 'error')];
	const {report, notes} = viewReport({...memory, events}, null, {...asked, keeps});
	expect(report).toMatchObject({
		fromMs: nowMs - 60 * minute,
		needed: [{task: 'orders', fromMs: nowMs - 20 * minute, untilMs: null, lastedMs: 20 * minute}],
		events: 1,
	});
	expect(notes).toEqual([expect.stringContaining(why)]);
});

test('a memory tells the lags and amounts that it has', () => {
	const known = caseMemory('lag-flaps', {everyMs: 5000, polls: 12});
	const {report} = viewReport(known, null, {fromMs: 0, nowMs: caseStartMs + 60_000, wallAheadMs: 0, keeps: false});
	expect(report.fromMs).toBeGreaterThanOrEqual(caseStartMs);
	expect(report.lags.length).toBeGreaterThan(0);
});

test('what is not written yet is told from the memory, once', () => {
	const known = caseMemory('lag-flaps', {everyMs: 5000, polls: 12});
	const asked = {fromMs: 0, nowMs: caseStartMs + 60_000, wallAheadMs: 0, keeps: true};
	const nothing = {savedAtMs: null, oldestAtMs: null, events: [], spans: [], isMeasured: true};
	const {report} = viewReport(known, nothing, asked);
	const {lags} = viewReport(known, null, asked).report;
	expect(report).toMatchObject({fromMs: caseStartMs, lags});
	const [first] = lags;
	const span = {atS: caseStartMs / 1000, seconds: 60, task: first?.task ?? '', source: first?.source ?? ''};
	const kept = {...nothing, spans: [{...span, lagSeconds: 1, rate: 1, progress: null}]};
	expect(viewReport(known, kept, asked).report.lags.find(({task}) => task === first?.task)?.seconds).toBe(1);
});
