import type {Lock} from '../../src/domain/lock.ts';
import type {Phase, TaskView} from '../../src/wire/topics.ts';
import {ago, dmError, overview, subtaskRow, sync, taskRow, taskView} from './builder.ts';

const noPhase: Phase = {check: 0, dump: 0, load: 0, sync: 0, paused: 0, error: 0, silent: 0};
const duplicate = "sh-orders-07/w7 Load: 10006 Error 1062: Duplicate entry '1155173304420532225' for key 'PRIMARY'";
const needsYou = 'Needs you: 1062 is on the list of errors that DM does not resume.';

const failing = subtaskRow('sh-orders-07', {
	worker: 'w7',
	word: 'error',
	label: 'Error: subtask',
	situation: 'failed',
	reason: duplicate,
	outlook: needsYou,
	stage: 'Paused',
	work: {
		type: 'Load',
		finishedBytes: 0,
		totalBytes: 163_577_856,
		progress: '0.00 %',
		metaBinlog: null,
		metaBinlogGtid: null,
		bytesPerSecond: null,
	},
	result: {
		isCanceled: false,
		detail: null,
		errors: [
			dmError({
				message:
					"Error 1062: Duplicate entry '1155173304420532225' for key 'PRIMARY'\n/home/jenkins/go/src/github.com/pingcap/dm/loader/db.go:160:\n/home/jenkins/go/src/github.com/pingcap/dm/loader/db.go:105:\n/home/jenkins/go/src/github.com/pingcap/dm/loader/loader.go:138: file test.t1.sql",
				rawCause: null,
				workaround: 'Please check the duplicate rows, then resume the task.',
			}),
		],
	},
	verdict: {
		resumes: false,
		rule: '1062 is on the list of errors that DM does not resume',
		of: 'subtask',
		heals: false,
		failingSinceMs: ago(192),
		cameBack: 0,
		fromBeginning: true,
		tries: 0,
		lastTryMs: null,
		nextTryByMs: null,
		checker: null,
	},
	lagSeconds: null,
	gap: null,
	rates: {now: 0, fiveMinutes: 0, sinceStart: null},
	sinceMs: ago(192),
	seenSinceMs: ago(192),
	changedAtMs: ago(192),
});

const lagging = subtaskRow('sh-orders-12', {
	worker: 'w3',
	lagSeconds: 44,
	gap: {type: 'files', files: 2, atLeastBytes: 88_213_041},
	work: sync({
		upstream: {file: 'mysql-bin.000411', offset: 71_204_113},
		checkpoint: {file: 'mysql-bin.000409', offset: 88_213_041},
	}),
});

const lock: Lock = {
	task: 'coupon_opt',
	target: '`shop`.`coupon`',
	mode: 'pessimistic',
	id: 'coupon_opt-`shop`.`coupon`',
	ddls: ['ALTER TABLE `shop`.`coupon` ADD COLUMN `tag` VARCHAR(32)'],
	exists: true,
	isNamedOnly: false,
	conflict: null,
	owner: null,
	seenSinceMs: ago(358),
	sources: [
		{
			source: 'sh-coupon-01',
			worker: 'w1',
			state: 'waiting',
			synced: ['a', 'b'],
			unsynced: [],
			first: null,
			gapBytes: 0,
			lagSeconds: null,
		},
		{
			source: 'sh-coupon-02',
			worker: 'w1',
			state: 'waiting',
			synced: ['a', 'b'],
			unsynced: [],
			first: null,
			gapBytes: 0,
			lagSeconds: null,
		},
		{
			source: 'sh-coupon-03',
			worker: 'w2',
			state: 'partly',
			synced: ['a'],
			unsynced: ['b'],
			first: null,
			gapBytes: 0,
			lagSeconds: 240,
		},
		{
			source: 'sh-coupon-05',
			worker: 'w3',
			state: 'not-met',
			synced: [],
			unsynced: [],
			first: null,
			gapBytes: 0,
			lagSeconds: 0,
		},
	],
};

const ordersRow = taskRow('orders_merge', {
	word: 'error',
	label: 'Error: subtask 1/16',
	reason: duplicate,
	outlook: `${needsYou} 15 of 16 subtasks keep running.`,
	reasonSource: 'sh-orders-07',
	dmStatus: 'Error - Some error occurred in subtask',
	good: 15,
	expected: 16,
	phase: {...noPhase, sync: 15, error: 1},
	lagSeconds: 44,
	rowsPerSecond: 8100,
	relay: 'ok',
	sinceMs: ago(192),
	seenSinceMs: ago(192),
	changedAtMs: ago(192),
	history: [0, 0, 0, 1, 2, 4, 8, 20, 30, 50, 70, 134],
});

const couponRow = taskRow('coupon_opt', {
	word: 'locked',
	label: 'Running (DDL lock)',
	reason:
		'sh-coupon-01/w1 Sync: waits for the other sources with a DDL of `shop`.`coupon`: ALTER TABLE ADD COLUMN `tag`',
	outlook: 'It goes on once every source has met the DDL.',
	reasonSource: 'sh-coupon-01',
	good: 4,
	expected: 4,
	phase: {...noPhase, sync: 4},
	lagSeconds: null,
	blockedSinceMs: ago(358),
	rowsPerSecond: 0,
	sinceMs: ago(358),
	seenSinceMs: ago(358),
});

const riskRow = taskRow('risk_ctl', {
	word: 'unknown',
	label: 'Unknown (w5 silent)',
	reason: 'sh-risk-02/w5 Sync: its source did not answer: connection refused',
	outlook: 'What is shown of it is its last known state: Running.',
	reasonSource: 'sh-risk-02',
	good: 2,
	expected: 3,
	phase: {...noPhase, sync: 2, silent: 1},
	lagSeconds: null,
	lagUnknown: true,
	gap: null,
	gapUnknown: true,
	relay: 'unknown',
	staleSinceMs: ago(70),
	sinceMs: ago(67),
	seenSinceMs: ago(67),
	changedAtMs: ago(67),
});

/** A cluster with a task in every status. */
export const showcase = overview(
	[
		ordersRow,
		riskRow,
		taskRow('user_center', {
			word: 'retrying',
			label: 'Retrying: relay',
			reason: 'sh-user-02/w2 Sync: relay paused: 30015 dial tcp 10.0.9.21:3306: i/o timeout',
			outlook: 'DM resumes this kind of error by itself.',
			reasonSource: 'sh-user-02',
			dmStatus: 'Error - Relay status is Error',
			good: 4,
			expected: 4,
			phase: {...noPhase, sync: 4},
			lagSeconds: 41,
			rowsPerSecond: 0,
			relay: 'error',
			sinceMs: ago(3),
			seenSinceMs: ago(3),
			changedAtMs: ago(3),
		}),
		couponRow,
		taskRow('billing', {
			word: 'warning',
			label: 'Running (lagging)',
			reason: 'sh-bill-01/w4 Sync: 580 s behind its upstream, the limit is 60 s.',
			reasonSource: 'sh-bill-01',
			good: 2,
			expected: 2,
			phase: {...noPhase, sync: 2},
			lagSeconds: 580,
			rowsPerSecond: 12_400,
			eta: {minSeconds: 1440, maxSeconds: 2700, steady: false},
			relay: 'ok',
			history: [750, 700, 650, 640, 630, 620, 610, 600, 590, 585, 582, 580],
		}),
		taskRow('upstream_gone', {
			word: 'warning',
			label: 'Upstream unknown',
			reason: 'sh-x-01/w4 Sync: the upstream does not tell its position; it may be down.',
			outlook: 'DM goes on saying Running; lag and gap are unknown, not zero.',
			lagSeconds: null,
			upstreamUnknown: true,
			lagUnknown: true,
			gap: null,
			gapUnknown: true,
			rowsPerSecond: 0,
		}),
		taskRow('audit_log', {
			word: 'paused',
			label: 'Paused (operator)',
			reason: 'sh-audit-01/w4 Sync: paused without an error, by a person.',
			outlook: 'It stays so until somebody resumes it.',
			dmStatus: 'Paused',
			good: 0,
			phase: {...noPhase, paused: 1},
			lagSeconds: null,
			rowsPerSecond: null,
			sinceMs: ago(764),
		}),
		taskRow('crm', {
			good: 3,
			expected: 3,
			phase: {...noPhase, sync: 3},
			rowsPerSecond: 310,
			relay: 'ok',
			sinceMs: ago(273_600),
		}),
		taskRow('inventory_full', {
			good: 6,
			expected: 6,
			phase: {...noPhase, load: 6},
			lagSeconds: null,
			gap: null,
			rowsPerSecond: null,
			bytesPerSecond: 26_000_000,
			eta: {minSeconds: 2340, maxSeconds: 2880, steady: true},
			history: Array.from({length: 12}, () => null),
			sinceMs: null,
			seenSinceMs: ago(42),
		}),
		taskRow('payments', {
			lagSeconds: 1,
			rowsPerSecond: 4400,
			sinceMs: ago(607_000),
			history: [0, 1, 0, 1, 0, 0, 2, 0, 1, 0, 0, 1],
		}),
		taskRow('订单合并任务_华东', {rowsPerSecond: 12, sinceMs: ago(820_000)}),
		taskRow('promo_2026', {
			word: 'new',
			label: 'New',
			dmStatus: 'New',
			good: 0,
			expected: 4,
			phase: {...noPhase, check: 4},
			lagSeconds: null,
			rowsPerSecond: null,
			sinceMs: ago(20),
		}),
		taskRow('member_full', {
			word: 'finished',
			label: 'Finished',
			dmStatus: 'Finished',
			good: 5,
			expected: 5,
			phase: noPhase,
			lagSeconds: null,
			gap: null,
			rowsPerSecond: null,
			sinceMs: ago(154_000),
		}),
		taskRow('report_tmp', {
			word: 'stopped',
			label: 'Stopped',
			reason: 'Every source on which it was last seen answers and no longer lists it: DM removes a stopped task.',
			dmStatus: null,
			good: 0,
			phase: noPhase,
			lagSeconds: null,
			rowsPerSecond: null,
			goneAtMs: ago(130),
			sinceMs: ago(130),
		}),
	],
	{
		events: [
			{
				atMs: ago(3),
				firstAtMs: ago(3),
				type: 'task-status',
				task: 'user_center',
				source: null,
				from: 'running',
				to: 'retrying',
				text: 'user_center: Running -> Relay retrying',
				count: 1,
			},
			{
				atMs: ago(67),
				firstAtMs: ago(67),
				type: 'source-silent',
				task: null,
				source: 'sh-risk-02',
				from: null,
				to: null,
				text: 'sh-risk-02: w5 stopped answering, 1 task on it: connection refused',
				count: 2,
			},
			{
				atMs: ago(192),
				firstAtMs: ago(192),
				type: 'subtask-stage',
				task: 'orders_merge',
				source: 'sh-orders-07',
				from: 'Running',
				to: 'Paused',
				text: 'orders_merge/sh-orders-07: Running -> Paused: 10006 Error 1062: Duplicate entry',
				count: 1,
			},
		],
	},
);

/** The page of its failing task. */
export const orders: TaskView = taskView(
	ordersRow,
	[
		failing,
		lagging,
		...Array.from({length: 14}, (_, index) =>
			subtaskRow(`sh-orders-${String(index + 13)}`, {
				worker: `w${1 + (index % 4)}`,
				rates: {now: 500 + index, fiveMinutes: 500, sinceStart: 500},
			}),
		),
	],
	{events: showcase.events.filter(event => event.task === 'orders_merge')},
);

/** The page of its locked task. */
export const coupon: TaskView = taskView(
	couponRow,
	lock.sources.map(part =>
		subtaskRow(part.source, {
			worker: part.worker,
			...(part.state === 'waiting'
				? {
						word: 'locked',
						label: 'Running (DDL lock)',
						reason: `${part.source}/${part.worker} Sync: waits for the other sources`,
						blockedSinceMs: ago(358),
					}
				: {}),
		}),
	),
	{locks: [lock]},
);

/** The page of its silent task. */
export const risk: TaskView = taskView(riskRow, [
	subtaskRow('sh-risk-02', {
		worker: 'w5',
		presence: {
			type: 'silent',
			sinceMs: ago(67),
			message:
				'[code=38008:class=dm-master:scope=internal:level=high], Message: grpc request error, RawCause: rpc error: code = Unavailable desc = connection refused',
		},
		lastSeenAtMs: ago(70),
		word: 'unknown',
		label: 'Unknown (w5 silent)',
		reason: 'sh-risk-02/w5 Sync: its source did not answer: connection refused',
		outlook: 'What is shown of it is its last known state: Running.',
		lagSeconds: null,
		gap: null,
	}),
	subtaskRow('sh-risk-01'),
	subtaskRow('sh-risk-03', {lagSeconds: 2}),
]);

/** A page of a healthy task. */
export const crm: TaskView = taskView(taskRow('crm', {good: 3, expected: 3}), [
	subtaskRow('sh-crm-01'),
	subtaskRow('sh-crm-02'),
	subtaskRow('sh-crm-03', {sinceMs: null, seenSinceMs: ago(42)}),
]);
