import {readFileSync} from 'node:fs';
import type {DmVersion, Happening, SimSubtask, World} from '../../src/simulator/model.ts';
import {calm, cluster, task} from '../../src/simulator/scenarios/build.ts';
import {beginWorld} from '../../src/simulator/world.ts';

/** The folder of the recordings of that version. */
export const recorded = {'1.0': '1.0.7', '2.0': '2.0.7', '6.5': '6.5.0'} as const satisfies Record<DmVersion, string>;

export const versions = ['1.0', '2.0', '6.5'] as const satisfies readonly DmVersion[];

/** The text of a recorded answer, such as `6.5.0/error/sync-table-missing.json`. */
export function fixture(name: string): string {
	return readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
}

type Plan = {
	readonly relayOn?: readonly string[];
	readonly freeWorkers?: number;
	/** What differs in the subtask of `inventory_full`, on the third source. */
	readonly full?: Partial<SimSubtask>;
	readonly billing?: Partial<SimSubtask>;
};

/** The cluster of the recordings: three sources, `billing` on one, `orders_merge` on all, `inventory_full` on the third. */
export function lab(dm: DmVersion, already: readonly Happening[] = [], plan: Plan = {}): World {
	const ids = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
	const sourcePlans = Object.fromEntries(
		ids.map(id => [id, {bytesPerSecond: 0, relay: plan.relayOn?.includes(id) === true}]),
	);
	const {sources, workers} = cluster(dm, sourcePlans, plan.freeWorkers ?? 1);
	return beginWorld(
		'lab',
		{
			rules: calm,
			script: null,
			already,
			sources,
			workers,
			tasks: [
				task(
					{name: 'billing', on: ids.slice(0, 1), target: '`billing`.`accounts`', subtask: {...plan.billing}},
					sources,
				),
				task({name: 'orders_merge', on: ids, shardMode: 'pessimistic', target: '`shop`.`orders`'}, sources),
				task(
					{
						name: 'inventory_full',
						on: ids.slice(2),
						mode: 'full',
						target: '`crm`.`leads`',
						subtask: {stage: 'Finished', unit: 'Load', unitMs: 40_000, ...plan.full},
					},
					sources,
				),
			],
		},
		{seed: 7, dm},
	);
}
