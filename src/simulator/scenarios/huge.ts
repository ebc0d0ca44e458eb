import type {DmVersion, Happening} from '../world/model.ts';
import type {Scenario} from './build.ts';
import {calm, cluster, task} from './build.ts';

/** 500 tasks on 16 sources each, mostly well: 8,000 subtasks, an answer of about 8 MB. */
export function huge(dm: DmVersion): Scenario {
	const ids = Array.from(
		{length: 16},
		(_, index) => `mysql-dc${1 + (index >> 3)}-${String((index % 8) + 1).padStart(2, '0')}`,
	);
	const {sources, workers} = cluster(
		dm,
		Object.fromEntries(
			ids.map((id, index) => [id, {bytesPerSecond: 900_000 + index * 70_000, relay: index % 4 === 0}]),
		),
		2,
	);
	const names = Array.from({length: 500}, (_, index) => `tenant_${String(index + 1).padStart(4, '0')}`);
	const tasks = names.map((name, index) =>
		task(
			{
				name,
				on: ids,
				target: `\`${name}\`.\`orders\``,
				subtask: {
					eventsPerSecond: 2 + ((index * 31) % 180),
					nextFlushMs: (index % 10) * 1000,
					events: 100_000 + index * 7919,
				},
			},
			sources,
		),
	);
	return {
		rules: {...calm, tickMs: 1000, flushEveryMs: 10_000, wanderSeconds: 4},
		script: null,
		already: troubles(names, ids),
		sources,
		workers,
		tasks,
	};
}

/** One subtask in a few hundred is in trouble, as in life. */
function troubles(names: readonly string[], ids: readonly string[]): Happening[] {
	return names.flatMap((task, index): Happening[] => {
		const sources = ids.slice(index % ids.length, (index % ids.length) + 1);
		if (index % 97 === 5) return [{type: 'failed', task, sources, failure: 'duplicate-entry'}];
		if (index % 89 === 7) return [{type: 'failed', task, sources, failure: 'downstream-lost'}];
		if (index % 61 === 9) return [{type: 'paused', task}];
		if (index % 53 === 11) return [{type: 'lagging', task, sources, toSeconds: 240, overMs: 240_000}];
		return [];
	});
}
