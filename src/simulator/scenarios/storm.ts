import type {DmVersion} from '../world/model.ts';
import type {Scenario} from './build.ts';
import {calm, cluster, task} from './build.ts';

/** 24 tasks on four sources each: every figure changes each second, and one subtask a second changes its stage. */
export function storm(dm: DmVersion): Scenario {
	const ids = Array.from({length: 8}, (_, index) => `mysql-shard-${String(index + 1).padStart(2, '0')}`);
	const {sources, workers} = cluster(
		dm,
		Object.fromEntries(
			ids.map((id, index) => [id, {bytesPerSecond: 400_000 + index * 90_000, relay: index % 2 === 0}]),
		),
		1,
	);
	const tasks = Array.from({length: 24}, (_, index) => {
		const half = index % 2 === 0 ? ids.slice(0, 4) : ids.slice(4);
		return task(
			{
				name: `storm_${String(index + 1).padStart(2, '0')}`,
				on: half,
				target: `\`storm\`.\`t${index + 1}\``,
				subtask: {eventsPerSecond: 60 + index * 37, nextFlushMs: 0},
			},
			sources,
		);
	});
	return {
		rules: {...calm, flushEveryMs: 1000, churnEveryMs: 1000, wanderSeconds: 90},
		script: null,
		already: [],
		sources,
		workers,
		tasks,
	};
}
