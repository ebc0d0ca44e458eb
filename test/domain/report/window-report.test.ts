import {describe, expect, test} from 'vitest';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {type Span, windowReport} from '../../../src/domain/report/window-report.ts';

const minute = 60_000;

/** A change of a task's status, so many minutes after the beginning. */
function status(at: number, task: string, from: string, to: string): ClusterEvent {
	return event(at, {type: 'task-status', task, from, to, text: `${task}: ${from} -> ${to}`});
}

function event(at: number, other: Partial<ClusterEvent>): ClusterEvent {
	const atMs = at * minute;
	return {
		atMs,
		firstAtMs: atMs,
		type: 'operation',
		task: null,
		source: null,
		from: null,
		to: null,
		text: '',
		count: 1,
		...other,
	};
}

function span(at: number, other: Partial<Span>): Span {
	return {
		atS: at * 60,
		seconds: 60,
		task: 'orders',
		source: 'r1',
		lagSeconds: null,
		rate: null,
		progress: null,
		...other,
	};
}

function report(events: readonly ClusterEvent[], spans: readonly Span[] = []) {
	return windowReport({fromMs: 0, untilMs: 60 * minute, events, spans});
}

describe('what needed a person', () => {
	test('from when to when, the longest first', () => {
		const {needed} = report([
			status(10, 'orders', 'running', 'error'),
			status(12, 'billing', 'running', 'error'),
			status(15, 'orders', 'error', 'running'),
			status(40, 'billing', 'error', 'paused'),
		]);
		expect(needed).toEqual([
			{
				task: 'billing',
				text: 'billing: running -> error',
				fromMs: 12 * minute,
				untilMs: 40 * minute,
				lastedMs: 28 * minute,
			},
			{
				task: 'orders',
				text: 'orders: running -> error',
				fromMs: 10 * minute,
				untilMs: 15 * minute,
				lastedMs: 5 * minute,
			},
		]);
	});

	test('from before the window, and still at its end', () => {
		const {needed} = report([status(5, 'orders', 'error', 'running'), status(50, 'orders', 'running', 'error')]);
		expect(needed).toMatchObject([
			{fromMs: 50 * minute, untilMs: null, lastedMs: 10 * minute},
			{fromMs: null, untilMs: 5 * minute, lastedMs: 5 * minute},
		]);
	});

	test('ends with its task', () => {
		const {needed} = report([status(5, 'orders', 'running', 'error'), event(9, {type: 'task-gone', task: 'orders'})]);
		expect(needed).toMatchObject([{untilMs: 9 * minute}]);
	});
});

test('what DM healed by itself did not need a person afterwards', () => {
	const {healed} = report([
		status(1, 'orders', 'running', 'retrying'),
		status(2, 'orders', 'retrying', 'running'),
		status(3, 'orders', 'running', 'retrying'),
		status(6, 'orders', 'retrying', 'warning'),
		status(7, 'billing', 'running', 'retrying'),
		status(8, 'billing', 'retrying', 'error'),
		status(59, 'crm', 'running', 'retrying'),
	]);
	expect(healed).toEqual([{task: 'orders', times: 2, totalMs: 4 * minute}]);
});

test('the largest lag of each task, and how much was read; unknown is not nothing', () => {
	const {lags, amounts} = report(
		[],
		[
			span(1, {lagSeconds: 7, rate: 10}),
			span(2, {lagSeconds: 40, rate: 20, source: 'r2'}),
			span(3, {lagSeconds: 0, rate: null}),
			span(3, {task: 'inventory', rate: 1000, progress: 0.5}),
			span(3, {task: 'crm', lagSeconds: 90}),
		],
	);
	expect(lags).toEqual([
		{task: 'crm', source: 'r1', seconds: 90, atMs: 3 * minute},
		{task: 'orders', source: 'r2', seconds: 40, atMs: 2 * minute},
	]);
	expect(amounts).toEqual([
		{task: 'crm', rows: null, bytes: null},
		{task: 'inventory', rows: null, bytes: 60_000},
		{task: 'orders', rows: 1800, bytes: null},
	]);
});

test('operations, and the time that nobody watched', () => {
	const {operations, unwatched, events} = report([
		event(1, {type: 'operation', task: 'orders', text: 'pause of orders asked for by ops@bastion2'}),
		event(2, {type: 'unwatched', text: 'nobody watched for 5m before this', count: 3}),
	]);
	expect(operations).toEqual([{atMs: minute, task: 'orders', text: 'pause of orders asked for by ops@bastion2'}]);
	expect(unwatched).toEqual([{atMs: 2 * minute, text: 'nobody watched for 5m before this'}]);
	expect(events).toBe(4);
});
