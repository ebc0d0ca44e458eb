import {expect, test} from 'vitest';
import type {ShardingGroup, Sync} from '../../../../src/domain/cluster.ts';
import {ago} from '../../../support/builder.ts';
import {answer, at, running} from '../../../support/cluster.ts';
import {recordedMemory, taskOf} from '../../../support/recorded.ts';
import {remembered} from '../../../support/remembered.ts';

const met: ShardingGroup = {
	target: '`shop`.`orders`',
	ddls: ['ALTER TABLE t ADD a INT'],
	first: at(400),
	firstGtid: null,
	synced: ['a', 'b'],
	unsynced: [],
	received: true,
};
const notYet = {...met, ddls: [], first: null, synced: [], received: false};
const other = {...met, ddls: ['ALTER TABLE t DROP b']};

type Moment = readonly [stage: string, groups: readonly ShardingGroup[], sync?: Partial<Sync>];

test.each<[string, readonly Moment[], number | null]>([
	[
		'waits',
		[
			['Running', []],
			['Running', [met]],
			['Running', [met]],
		],
		1,
	],
	[
		'does not wait',
		[
			['Running', []],
			['Running', [notYet]],
		],
		null,
	],
	[
		'waits, and is paused',
		[
			['Running', []],
			['Running', [met]],
			['Paused', [met]],
		],
		1,
	],
	[
		'waits, is paused and resumed',
		[
			['Running', []],
			['Running', [met]],
			['Paused', [met]],
			['Running', [met]],
		],
		1,
	],
	[
		'was resumed and has to meet the DDL anew',
		[
			['Running', [met]],
			['Paused', [met]],
			['Running', [notYet]],
		],
		null,
	],
	[
		'was resumed and has met the DDL anew',
		[
			['Running', []],
			['Running', [met]],
			['Paused', [met]],
			['Running', [notYet]],
			['Running', [met]],
		],
		1,
	],
	[
		'waits for the next DDL',
		[
			['Running', [met]],
			['Paused', [met]],
			['Running', [other]],
		],
		2,
	],
	[
		'waits for the next DDL on the same table',
		[
			['Running', [met]],
			['Running', []],
			['Running', [met]],
		],
		2,
	],
	[
		'was paused before it met a DDL',
		[
			['Running', [notYet]],
			['Paused', [notYet]],
		],
		null,
	],
	[
		'is paused in a lock that was resolved',
		[
			['Running', [met]],
			['Paused', []],
		],
		null,
	],
])('since when a lock blocks one that %s', (_, moments, expected) => {
	const told = moments.map(([stage, groups], second) => {
		return [second + 1, answer({r1: {orders: running({groups}, {stage})}})] as const;
	});
	const [row] = taskOf(remembered(told), 'orders').subtasks;
	expect(row?.blockedSinceMs).toBe(expected === null ? null : (expected + 1) * 1000);
});

test.each(['1.0.7', '2.0.7', '6.5.0', '26.3.3-head'])('%s: a pause and a resume do not restart the time', dm => {
	const at = (...names: readonly string[]) =>
		taskOf(
			recordedMemory({
				version: `v${dm}`,
				answers: names.map((name, index) => [100 - 10 * index, `${dm}/shard-pessimistic/${name}.json`] as const),
			}),
			'orders_merge',
		);
	const until = ['one-table', 'two-and-a-half', 'paused-while-locked'] as const;
	for (const names of [until, [...until, 'resumed-while-locked']]) {
		const {row, subtasks} = at(...names);
		expect(row.blockedSinceMs).toBe(ago(90));
		expect(subtasks.filter(({blockedSinceMs}) => blockedSinceMs === ago(90))).toHaveLength(2);
	}
	expect(at(...until, 'resumed-while-locked', 'resolved').row.blockedSinceMs).toBeNull();
});

test.each<[string, Parameters<typeof answer>[0]]>([
	[
		'does not tell where its upstream is',
		{r1: {orders: running({groups: [met]})}, r2: {orders: running({upstream: null})}},
	],
	['is not told of', {r1: {orders: running({groups: [met]})}}],
])('the time of a lock is not the lag of a task of which another source %s', (_, newest) => {
	const both = {r1: {orders: running()}, r2: {orders: running()}};
	const locked = {r1: {orders: running({groups: [met]})}, r2: {orders: running()}};
	expect(
		taskOf(
			remembered([
				[1, answer(both)],
				[2, answer(locked)],
			]),
			'orders',
		).row.blockedSinceMs,
	).toBe(2000);
	const {row} = taskOf(
		remembered([
			[1, answer(both)],
			[2, answer(locked)],
			[3, answer(newest)],
		]),
		'orders',
	);
	expect(row).toMatchObject({blockedSinceMs: null, lagUnknown: true, lagSeconds: null});
});
