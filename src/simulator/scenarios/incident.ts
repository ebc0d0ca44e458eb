import type {DmVersion} from '../world/model.ts';
import {isSince} from '../world/since.ts';
import type {Scenario} from './build.ts';
import {calm, cluster, task} from './build.ts';

/**
 * A night on call that stands still: a shard DDL waits at two of three sources, a DDL cannot be run at two tasks, one of
 * which has its checkpoint in an earlier binlog file, and the lock of a stopped task is left over.
 */
export function incident(dm: DmVersion): Scenario {
	const {sources, workers} = cluster(
		dm,
		{
			'crm-01': {bytesPerSecond: 0},
			'orders-01': {bytesPerSecond: 40_000, relay: true},
			'orders-02': {bytesPerSecond: 40_000, relay: true},
			'orders-03': {bytesPerSecond: 40_000},
		},
		1,
	);
	// Its third file of binlog: what has its checkpoint in the first one is far behind.
	for (const source of sources) if (source.id === 'crm-01') source.written += 2_147_483_648;
	const merge = 'orders_merge';
	const old = 'invoices_2019';
	return {
		rules: calm,
		script: null,
		already: [
			ddlMet(merge, '`shop`.`orders`', 'orders-01'),
			ddlMet(merge, '`shop`.`orders`', 'orders-02'),
			ddlMet(old, '`old`.`invoices`', 'orders-01'),
			{type: 'stopped', task: old},
			{type: 'conflict', task: 'coupons', source: 'orders-02', on: true},
			{type: 'failed', task: 'leads', failure: 'ddl-unsupported'},
			{type: 'failed', task: 'visits', failure: 'ddl-unsupported'},
		],
		sources,
		workers,
		tasks: [
			task(
				{name: merge, on: ['orders-01', 'orders-02', 'orders-03'], shardMode: 'pessimistic', target: '`shop`.`orders`'},
				sources,
			),
			task({name: old, on: ['orders-01', 'orders-02'], shardMode: 'pessimistic', target: '`old`.`invoices`'}, sources),
			task({name: 'leads', on: ['crm-01'], target: '`crm`.`leads`'}, sources),
			// Its checkpoint lies in the file before the one in which it fails.
			task({name: 'visits', on: ['crm-01'], target: '`crm`.`visits`', subtask: {checkpoint: 4_000}}, sources),
			task(
				{
					...{name: 'coupons', on: ['orders-01', 'orders-02'], target: '`promo`.`coupons`'},
					shardMode: 'optimistic',
					subtask: {validator: validator(dm)},
				},
				sources,
			),
			task({name: 'payments', on: ['orders-01', 'orders-02'], target: '`pay`.`payments`'}, sources),
		],
	};
}

function ddlMet(name: string, target: string, source: string) {
	return {
		type: 'ddl-met',
		task: name,
		source,
		sql: `ALTER TABLE ${target} ADD COLUMN \`gift_note\` VARCHAR(64)`,
		tables: ['`shop_1`.`orders_1`', '`shop_1`.`orders_2`'],
		met: 2,
	} as const;
}

/** It has found two rows that differ, and has given up one of its tables. */
function validator(dm: DmVersion) {
	if (!isSince('6.5', dm)) return null;
	const figures = {inserts: 812, updates: 203, deletes: 9, pending: 0, errors: 2};
	return {...figures, errorsAtMs: -300_000, stoppedTables: ['`promo_1`.`coupons_2`']};
}
