import type {DmVersion} from '../world/model.ts';
import type {Scenario} from './build.ts';
import {calm, cluster, task} from './build.ts';

/** Six tasks, all Running in Sync, nothing to worry about. */
export function healthy(dm: DmVersion): Scenario {
	const {sources, workers} = cluster(
		dm,
		{
			'mysql-replica-01': {bytesPerSecond: 240_000},
			'mysql-replica-02': {bytesPerSecond: 60_000, relay: true},
			'mysql-replica-03': {bytesPerSecond: 12_000},
		},
		1,
	);
	const [first, second, third] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
	const rate = (eventsPerSecond: number) => ({eventsPerSecond});
	return {
		rules: {...calm, flushEveryMs: 10_000},
		script: null,
		already: [],
		sources,
		workers,
		tasks: [
			task({name: 'audit_log', on: [third], target: '`audit`.`log`', subtask: rate(15)}, sources),
			task({name: 'billing', on: [first], target: '`billing`.`accounts`', subtask: rate(310)}, sources),
			task({name: 'crm', on: [second], target: '`crm`.`leads`', subtask: rate(48)}, sources),
			task(
				{
					name: 'orders_merge',
					on: [first, second, third],
					shardMode: 'pessimistic',
					target: '`shop`.`orders`',
					subtask: rate(140),
				},
				sources,
			),
			task({name: 'payments', on: [first, second], target: '`pay`.`payments`', subtask: rate(95)}, sources),
			task({name: 'search_idx', on: [third], target: '`search`.`documents`', subtask: rate(7)}, sources),
		],
	};
}
