import {type SlowMoment, slowBetween} from '../../domain/slow/slow.ts';
import type {WorkerMetrics} from '../../domain/slow/worker-metrics.ts';
import {subtaskStatus} from '../../domain/status.ts';
import type {Memory} from '../memory/memory.ts';
import type {RelaySpaceReading, SlowReading} from '../memory/reading.ts';

/** Reads the metrics of one worker for its source. Throws where they cannot be had. */
export type ReadMetrics = (address: string, source: string, signal: AbortSignal) => Promise<WorkerMetrics>;

/** Asks for the metrics of workers whose tasks lag, and tells who is slow, and how full their disks are; see `createWhoIsSlow`. */
export type WhoIsSlow = (memory: Memory, signal: AbortSignal) => Promise<readonly (SlowReading | RelaySpaceReading)[]>;

/**
 * Each call scrapes the workers that are due: those of which a task lags, none more often than each 15 s, and at most
 * eight in one call. Who was begun with goes first, since only two scrapes tell anything. A scrape that fails tells that
 * nobody is known to be slow, and that worker is left alone for a minute. Workers with a relay are scraped for the room on
 * their disk as well, each five minutes.
 */
export function createWhoIsSlow(read: ReadMetrics, now: () => number): WhoIsSlow {
	const workers = new Map<string, Scraped>();
	/** When a worker may next be asked for the room on its disk. */
	const rooms = new Map<string, number>();
	return async (memory, signal) => {
		const addresses = workerAddresses(memory);
		const lagging = laggingByWorker(memory, addresses);
		const atMs = now();
		for (const [address, {notBeforeMs}] of workers) {
			if (!lagging.has(address) && atMs >= notBeforeMs) workers.delete(address);
		}
		const relays = relaysByWorker(memory, addresses);
		for (const address of rooms.keys()) if (!relays.has(address)) rooms.delete(address);
		const isFree = (address: string) => atMs >= (workers.get(address)?.notBeforeMs ?? 0);
		const due = [...lagging]
			.filter(([address]) => isFree(address))
			.sort(([a], [b]) => Number(workers.has(b)) - Number(workers.has(a)))
			.map(([address, parts]) => ({address, parts, source: parts[0]?.source ?? ''}));
		const roomDue = [...relays]
			.filter(([address]) => !lagging.has(address) && isFree(address) && atMs >= (rooms.get(address) ?? 0))
			.map(([address, source]) => ({address, parts: [], source}));
		const told = await Promise.all([...due, ...roomDue].slice(0, mostAtOnce).map(it => scrape(it, relays, signal)));
		return told.flat();
	};

	async function scrape(
		{address, parts, source}: {readonly address: string; readonly parts: readonly Lagging[]; readonly source: string},
		relays: ReadonlyMap<string, string>,
		signal: AbortSignal,
	): Promise<readonly (SlowReading | RelaySpaceReading)[]> {
		const before = workers.get(address)?.moments ?? new Map<string, SlowMoment>();
		const startedMs = now();
		const hasRelay = relays.get(address) === source;
		if (hasRelay) rooms.set(address, startedMs + roomEveryMs);
		const metrics = await read(address, source, signal).catch(() => null);
		const atMs = now();
		if (metrics === null) {
			workers.set(address, {notBeforeMs: startedMs + restMs, moments: new Map()});
			return parts.map(({task}) => ({type: 'slow', ok: true, atMs, task, source, slow: null}));
		}
		const moments = new Map(parts.map(({task, ...facts}) => [task, {...facts, atMs, metrics}]));
		workers.set(address, {notBeforeMs: startedMs + everyMs, moments});
		const slow = parts.flatMap(({task}) => {
			const [first, last] = [before.get(task), moments.get(task)];
			if (first === undefined || last === undefined) return [];
			return [{type: 'slow', ok: true, atMs, task, source, slow: slowBetween(first, last, task)} as const];
		});
		const room: RelaySpaceReading = {type: 'relay-space', ok: true, atMs, source, space: metrics.relaySpace};
		return hasRelay ? [...slow, room] : slow;
	}
}

const everyMs = 15_000;
const restMs = 60_000;
const roomEveryMs = 300_000;
const mostAtOnce = 8;

type Scraped = {readonly notBeforeMs: number; readonly moments: ReadonlyMap<string, SlowMoment>};

type Lagging = Omit<SlowMoment, 'atMs' | 'metrics'> & {readonly task: string; readonly source: string};

/** The addresses of the workers by their names, as the members tell them; none while what is known of the cluster is not of now. */
function workerAddresses({members, lastGood, trouble}: Memory): ReadonlyMap<string, string | null> {
	if (members === null || lastGood === null || trouble !== null) return new Map();
	return new Map(members.workers.map(({name, address}) => [name, address]));
}

/** The sources that have a relay, by the address of their worker. */
function relaysByWorker({sources}: Memory, addresses: ReturnType<typeof workerAddresses>): ReadonlyMap<string, string> {
	const relays = new Map<string, string>();
	for (const {source, worker, relay} of sources.values()) {
		const address = worker === null || relay === null ? undefined : addresses.get(worker);
		if (address) relays.set(address, source);
	}
	return relays;
}

/** The tasks that lag, by the address of their worker. */
function laggingByWorker(
	{tasks, lastGood}: Memory,
	addresses: ReturnType<typeof workerAddresses>,
): ReadonlyMap<string, readonly Lagging[]> {
	const lagging = new Map<string, Lagging[]>();
	if (lastGood === null || addresses.size === 0) return lagging;
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
