import type {DmVersion, Draft, Happening, Rules, SimSource, SimSubtask, SimTask, SimWorker} from '../world/model.ts';

/** The rules of a quiet cluster: DM's own defaults. */
export const calm: Rules = {
	tickMs: 250,
	flushEveryMs: 30_000,
	failOverMs: 60_000,
	churnEveryMs: null,
	wanderSeconds: 0,
};

type SourcePlan = {readonly bytesPerSecond?: number; readonly relay?: boolean};

/** Upstreams by name, each with a worker of its own, and some free workers (none in 1.0, where nothing fails over). */
export function cluster(
	dm: DmVersion,
	plans: Readonly<Record<string, SourcePlan>>,
	freeWorkers: number,
): {sources: SimSource[]; workers: SimWorker[]} {
	const sources = Object.entries(plans).map(([id, plan], index): SimSource => {
		const serverId = 101 + index;
		const written = 180_000_000 + index * 41_000_003;
		return {
			id,
			address: `10.0.3.${11 + index}:3306`,
			serverId,
			written,
			bytesPerSecond: plan.bytesPerSecond ?? 90_000,
			up: true,
			hangs: false,
			worker: `worker${index + 1}`,
			relay:
				plan.relay === true || dm === '1.0'
					? {stage: 'Running', read: written, isCanceled: false, failure: null}
					: null,
			complains: false,
		};
	});
	const workers = Array.from({length: sources.length + (dm === '1.0' ? 0 : freeWorkers)}, (_, index): SimWorker => {
		return {
			name: `worker${index + 1}`,
			address: `10.0.4.${11 + index}:8262`,
			alive: true,
			listed: index < sources.length ? 'bound' : 'free',
		};
	});
	return {sources, workers};
}

type TaskPlan = {
	readonly name: string;
	readonly on: readonly string[];
	readonly mode?: SimTask['mode'];
	readonly shardMode?: SimTask['shardMode'];
	readonly target: string;
	readonly subtask?: Partial<SimSubtask>;
};

/** A task with one subtask per source, all alike but for their counters. */
export function task(plan: TaskPlan, sources: readonly SimSource[]): SimTask {
	return {
		name: plan.name,
		mode: plan.mode ?? 'all',
		shardMode: plan.shardMode ?? null,
		target: plan.target,
		downstream: '10.0.5.20:4000',
		subtasks: plan.on.map((id, index) => {
			const written = sources.find(source => source.id === id)?.written ?? 0;
			return subtask({source: id, dumpedAt: written - 90_000_000, checkpoint: written, ...plan.subtask}, index);
		}),
	};
}

function subtask(plan: Partial<SimSubtask> & {source: string}, index: number): SimSubtask {
	return {
		stage: 'Running',
		unit: 'Sync',
		isCanceled: false,
		failure: null,
		relapseAtMs: null,
		beginsAtMs: null,
		dataBytes: 546_444_998 + index * 61_333_007,
		dumpMs: 12_000,
		loadMs: 40_000,
		unitMs: 0,
		dumpedAt: 0,
		events: 13_247 + index * 3571,
		eventsPerSecond: 120,
		toldTps: 0,
		syncMs: 3_600_000,
		checkpoint: 0,
		nextFlushMs: 1000 * (index + 1),
		lagSeconds: 0,
		lagTarget: 0,
		lagPerSecond: 0,
		ddl: null,
		conflict: false,
		validator: null,
		...plan,
	};
}
/** How a world begins, and what will befall it. */
export type Scenario = Pick<Draft, 'rules' | 'script' | 'sources' | 'workers' | 'tasks'> & {
	/** What has befallen it before the first moment. */
	readonly already: readonly Happening[];
};
