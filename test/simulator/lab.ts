import {existsSync, readFileSync} from 'node:fs';
import {calm, cluster, task} from '../../src/simulator/scenarios/build.ts';
import type {DmVersion, Happening, SimSubtask, World} from '../../src/simulator/world/model.ts';
import {dmVersions} from '../../src/simulator/world/since.ts';
import {beginWorld} from '../../src/simulator/world/world.ts';

/** The folder of the recordings of that version. */
export const recorded = {
	'1.0': '1.0.7',
	'2.0': '2.0.7',
	'6.5': '6.5.0',
	'8.5': '8.5.7',
	'26.3': '26.3.3-head',
} as const satisfies Record<DmVersion, string>;

export const versions = dmVersions;

/** What masters of that version call themselves. */
export const told = {
	'1.0': 'v1.0.7',
	'2.0': 'v2.0.7',
	'6.5': 'v6.5.0',
	'8.5': 'v8.5.7',
	'26.3': 'v26.3.3',
} as const satisfies Record<DmVersion, string>;

/** Of these versions, those that have the recording: not every scenario was played on every version. */
export function recordedOn(file: string, dms: readonly DmVersion[]): readonly DmVersion[] {
	return dms.filter(dm => existsSync(new URL(`../../fixtures/${recorded[dm]}/${file}`, import.meta.url)));
}

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
