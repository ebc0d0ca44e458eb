import type {DmVersion, Happening, Script, SimSource, SimTask} from '../world/model.ts';
import {isSince} from '../world/since.ts';
import type {Scenario} from './build.ts';
import {calm, cluster, task} from './build.ts';

/**
 * The demo's world: a shop that is being moved. Its tasks pass through every status within two minutes, something
 * happens every few seconds, and after two minutes the story begins again.
 */
export function showcase(dm: DmVersion): Scenario {
	const {sources, workers} = cluster(
		dm,
		{
			'billing-01': {bytesPerSecond: 310_000},
			'logistics-01': {bytesPerSecond: 150_000, relay: true},
			'orders-01': {bytesPerSecond: 420_000},
			'orders-02': {bytesPerSecond: 380_000, relay: true},
			'orders-03': {bytesPerSecond: 450_000},
			'users-01': {bytesPerSecond: 90_000, relay: true},
		},
		2,
	);
	return {
		rules: {...calm, flushEveryMs: 10_000, failOverMs: 12_000},
		script: story(sources),
		already: [
			{type: 'failed', task: 'billing', failure: 'duplicate-entry'},
			{type: 'paused', task: 'audit_log'},
			{type: 'conflict', task: 'coupon_opt', source: 'orders-02', on: true},
			{type: 'failed', task: 'search_idx', failure: 'downstream-lost', repairedAfterMs: 20_000},
			{type: 'lagging', task: 'payments', sources: ['users-01'], toSeconds: 0, overMs: 26_000},
		],
		sources,
		workers,
		tasks: [
			task(
				{
					name: 'archive_2019',
					on: ['orders-01'],
					mode: 'full',
					target: '`archive`.`orders_2019`',
					subtask: {stage: 'Finished', unit: 'Load', unitMs: 40_000},
				},
				sources,
			),
			task({name: 'audit_log', on: ['billing-01'], target: '`audit`.`log`', subtask: {eventsPerSecond: 25}}, sources),
			task({name: 'billing', on: ['billing-01'], target: '`billing`.`invoices`'}, sources),
			task(
				{
					name: 'coupon_opt',
					on: ['orders-01', 'orders-02', 'orders-03'],
					shardMode: 'optimistic',
					target: '`promo`.`coupons`',
					subtask: {eventsPerSecond: 35},
				},
				sources,
			),
			task({name: 'crm', on: ['logistics-01'], target: '`crm`.`leads`', subtask: {validator: validator(dm)}}, sources),
			inventory(sources, {stage: 'Running', unit: 'Load', unitMs: 16_000}),
			task(
				{
					name: 'orders_merge',
					on: ['orders-01', 'orders-02', 'orders-03'],
					shardMode: 'pessimistic',
					target: '`shop`.`orders`',
					subtask: {eventsPerSecond: 640},
				},
				sources,
			),
			task(
				{
					name: 'payments',
					on: ['billing-01', 'users-01'],
					target: '`pay`.`payments`',
					subtask: {eventsPerSecond: 210, lagSeconds: 90},
				},
				sources,
			),
			promo(sources),
			task({name: 'risk_ctl', on: ['orders-03', 'users-01'], target: '`risk`.`events`'}, sources),
			task({name: 'search_idx', on: ['logistics-01'], target: '`search`.`documents`'}, sources),
			task(
				{name: 'user_center', on: ['users-01'], target: '`users`.`profiles`', subtask: {eventsPerSecond: 60}},
				sources,
			),
			task(
				{name: '会员积分', on: ['logistics-01'], target: '`member`.`points`', subtask: {eventsPerSecond: 18}},
				sources,
			),
		],
	};
}

const periodMs = 120_000;

/** What befalls the shop, by the second. The end of a round leaves it as the beginning found it. */
function story(sources: readonly SimSource[]): Script {
	const acts: readonly (readonly [number, ...Happening[]])[] = [
		[3, ddl('orders-01', 1)],
		[7, ddl('orders-01', 2)],
		[10, {type: 'lagging', task: 'payments', toSeconds: 0, overMs: 16_000}],
		[14, {type: 'started', task: promo(sources)}],
		[16, {type: 'conflict', task: 'coupon_opt', source: 'orders-02', on: false}],
		[19, ddl('orders-02', 2)],
		[22, {type: 'relay-paused', source: 'users-01'}],
		[26, {type: 'resumed', task: 'audit_log'}],
		[29, ddl('orders-03', 1)],
		[32, {type: 'lagging', task: '会员积分', toSeconds: 9, overMs: 9000}],
		[36, ddl('orders-03', 2)],
		[38, {type: 'lagging', task: 'orders_merge', sources: ['orders-01'], toSeconds: 26, overMs: 26_000}],
		[39, {type: 'relay-resumed', source: 'users-01'}],
		[41, {type: 'lagging', task: '会员积分', toSeconds: 0, overMs: 5000}],
		[44, {type: 'repaired', task: 'billing'}, {type: 'resumed', task: 'billing'}],
		[48, {type: 'worker-dies', source: 'orders-03'}],
		[51, {type: 'failed', task: '会员积分', failure: 'table-missing', repairedAfterMs: 6000}],
		[55, {type: 'lagging', task: 'payments', toSeconds: 90, overMs: 90_000}],
		[57, {type: 'paused', task: 'user_center'}],
		[62, {type: 'resumed', task: 'user_center'}],
		[64, {type: 'lagging', task: 'orders_merge', sources: ['orders-01'], toSeconds: 0, overMs: 9000}],
		[67, {type: 'stopped', task: 'inventory_full'}],
		[69, {type: 'lagging', task: 'risk_ctl', toSeconds: 21, overMs: 21_000}],
		[70, {type: 'upstream-down', source: 'logistics-01'}],
		[74, {type: 'worker-returns'}],
		[76, {type: 'paused', task: 'payments', sources: ['users-01']}],
		[80, {type: 'resumed', task: 'payments'}],
		[81, {type: 'lagging', task: 'payments', sources: ['users-01'], toSeconds: 90, overMs: 36_000}],
		[82, {type: 'started', task: inventory(sources, {stage: 'New', unit: null})}],
		[84, {type: 'upstream-up', source: 'logistics-01'}],
		[86, {type: 'relay-resumed', source: 'logistics-01'}],
		[88, {type: 'validator-errors', task: 'crm', errors: 3}],
		[90, {type: 'paused', task: '会员积分'}],
		[94, {type: 'lagging', task: 'risk_ctl', toSeconds: 0, overMs: 6000}],
		[95, {type: 'resumed', task: '会员积分'}],
		[97, {type: 'paused', task: 'audit_log'}],
		[100, {type: 'failed', task: 'search_idx', failure: 'downstream-lost', repairedAfterMs: 40_000}],
		[103, {type: 'validator-errors', task: 'crm', errors: 0}],
		[106, {type: 'failed', task: 'billing', failure: 'duplicate-entry'}],
		[110, {type: 'conflict', task: 'coupon_opt', source: 'orders-02', on: true}],
		[113, {type: 'stopped', task: 'promo_2026'}],
		[117, {type: 'lagging', task: 'user_center', toSeconds: 3, overMs: 3000}],
	];
	return {
		periodMs,
		lines: acts.flatMap(([second, ...happenings]) => happenings.map(happening => ({atMs: second * 1000, happening}))),
	};
}

function ddl(source: string, met: number): Happening {
	const schema = `shop_${source.slice(-1)}`;
	return {
		type: 'ddl-met',
		task: 'orders_merge',
		source,
		sql: 'ALTER TABLE `shop`.`orders` ADD COLUMN `gift_note` VARCHAR(64)',
		tables: [`\`${schema}\`.\`orders_1\``, `\`${schema}\`.\`orders_2\``],
		met,
	};
}

/** A full migration: dump, load, Finished; stopped, and begun again. */
function inventory(sources: readonly SimSource[], subtask: Partial<SimTask['subtasks'][number]>): SimTask {
	return task(
		{
			name: 'inventory_full',
			on: ['logistics-01', 'users-01'],
			mode: 'full',
			target: '`inventory`.`items`',
			subtask: {...subtask, dumpMs: 14_000, loadMs: 56_000},
		},
		sources,
	);
}

/** A task that was just created: dump, load, and on into Sync. */
function promo(sources: readonly SimSource[]): SimTask {
	return task(
		{
			name: 'promo_2026',
			on: ['billing-01', 'users-01'],
			target: '`promo`.`campaigns`',
			subtask: {
				stage: 'New',
				unit: null,
				beginsAtMs: 12_000,
				dataBytes: 96_117_004,
				eventsPerSecond: 30,
				dumpMs: 16_000,
				loadMs: 24_000,
			},
		},
		sources,
	);
}

function validator(dm: DmVersion) {
	return isSince('6.5', dm) ? {inserts: 8120, updates: 2033, deletes: 91, pending: 0, errors: 0} : null;
}
