import {type SlowMoment, slowBetween} from '../../domain/slow/slow.ts';
import type {WorkerMetrics} from '../../domain/slow/worker-metrics.ts';
import {subtaskStatus} from '../../domain/status.ts';
import type {Memory} from '../memory/memory.ts';
import type {SlowReading} from '../memory/reading.ts';

/** Reads the metrics of one worker for its source. Throws where they cannot be had. */
export type ReadMetrics = (address: string, source: string, signal: AbortSignal) => Promise<WorkerMetrics>;

/** Asks for the metrics of workers whose tasks lag, and tells who is slow; see `createWhoIsSlow`. */
export type WhoIsSlow = (memory: Memory, signal: AbortSignal) => Promise<readonly SlowReading[]>;

/**
 * Each call scrapes the workers that are due: those of which a task lags, none more often than each 15 s, and at most
 * eight in one call. Who was begun with goes first, since only two scrapes tell anything. A scrape that fails tells that
 * nobody is known to be slow, and that worker is left alone for a minute.
 */
export function createWhoIsSlow(read: ReadMetrics, now: () => number): WhoIsSlow {
	const workers = new Map<string, Scraped>();
	return async (memory, signal) => {
		const lagging = laggingByWorker(memory);
		const atMs = now();
		for (const [address, {notBeforeMs}] of workers) {
			if (!lagging.has(address) && atMs >= notBeforeMs) workers.delete(address);
		}
		const due = [...lagging]
			.filter(([address]) => atMs >= (workers.get(address)?.notBeforeMs ?? 0))
			.sort(([a], [b]) => Number(workers.has(b)) - Number(workers.has(a)))
			.slice(0, mostAtOnce);
		const told = await Promise.all(due.map(([address, parts]) => scrape(address, parts, signal)));
		return told.flat();
	};

	async function scrape(
		address: string,
		parts: readonly Lagging[],
		signal: AbortSignal,
	): Promise<readonly SlowReading[]> {
		const before = workers.get(address)?.moments ?? new Map<string, SlowMoment>();
		const startedMs = now();
		const source = parts[0]?.source ?? '';
		const metrics = await read(address, source, signal).catch(() => null);
		const atMs = now();
		if (metrics === null) {
			workers.set(address, {notBeforeMs: startedMs + restMs, moments: new Map()});
			return parts.map(({task}) => ({type: 'slow', ok: true, atMs, task, source, slow: null}));
		}
		const moments = new Map(parts.map(({task, ...facts}) => [task, {...facts, atMs, metrics}]));
		workers.set(address, {notBeforeMs: startedMs + everyMs, moments});
		return parts.flatMap(({task}) => {
			const [first, last] = [before.get(task), moments.get(task)];
			if (first === undefined || last === undefined) return [];
			return [{type: 'slow', ok: true, atMs, task, source, slow: slowBetween(first, last, task)} as const];
		});
	}
}

const everyMs = 15_000;
const restMs = 60_000;
const mostAtOnce = 8;

type Scraped = {readonly notBeforeMs: number; readonly moments: ReadonlyMap<string, SlowMoment>};

type Lagging = Omit<SlowMoment, 'atMs' | 'metrics'> & {readonly task: string; readonly source: string};

/** The tasks that lag, by the address of their worker, as the members tell it. */
function laggingByWorker({tasks, members, lastGood, trouble}: Memory): ReadonlyMap<string, readonly Lagging[]> {
	const lagging = new Map<string, Lagging[]>();
	if (members === null || lastGood === null || trouble !== null) return lagging;
	const addresses = new Map(members.workers.map(({name, address}) => [name, address]));
	for (const {task} of tasks.values()) {
		for (const it of task.subtasks) {
			const {subtask, worker, source, relay, lag} = it;
			// What is not high now is no lag by any rule: the table of rules is dear to ask for all of a huge cluster.
			if (!lag.isHigh || it.presence.type !== 'here' || subtask?.work.type !== 'Sync') continue;
			if (subtaskStatus(task, it, lastGood.atMs).kind !== 'lag') continue;
			const address = worker === null ? null : (addresses.get(worker) ?? null);
			if (address === null) continue;
			const of = lagging.get(address) ?? [];
			lagging.set(address, of);
			of.push({task: task.name, source, sync: subtask.work, relay, lagSeconds: lag.seconds});
		}
	}
	return lagging;
}
