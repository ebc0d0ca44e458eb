import type {Clock} from '../../clock.ts';
import type {DmClient} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import type {Cluster} from '../../domain/cluster.ts';
import {nameOf, type Owners} from './pieces.ts';
import {limited} from './question.ts';

/** Who can be asked for by name: sources, or in 1.0 the addresses of workers. */
export type Names = {
	readonly shape: () => Cluster['shape'] | null;
	/** In the order in which the cluster told of them. */
	readonly known: () => readonly string[];
	readonly owners: () => Owners;
	/** How many are known by the command line alone, since the cluster names none; null where it does. */
	readonly given: () => number | null;
	/** The cluster has no list of sources (1.0), and has not named its workers in an answer. */
	readonly isNameless: () => boolean;
	/** Who is told of in an answer; `whole` where it tells of everybody. */
	learn(cluster: Cluster, whole: boolean): void;
	/** The known ones, once the cluster has been asked for its sources; where it lists none (1.0), those that were given. */
	list(signal: AbortSignal): Promise<readonly string[]>;
	/** They are no longer there. */
	drop(names: readonly string[]): void;
};

/** How long a list of sources is believed. */
const listedForMs = 60_000;
/** A list is made of what dm-master knows itself: where that takes longer, it hangs. */
const patienceMs = 2000;

/** `workers` are those that somebody names, by their addresses, for where the cluster itself names none. */
export function createNames(
	client: Pick<DmClient, 'readSources' | 'readMembers'>,
	clock: Clock,
	workers: readonly string[] = [],
): Names {
	const {now} = clock;
	let shape: Cluster['shape'] | null = null;
	let known: readonly string[] = [];
	let isTold = false;
	let listedAtMs = Number.NEGATIVE_INFINITY;
	const owners = new Map<string, {readonly source: string | null; readonly worker: string | null}>();

	/** Every source; null where nobody tells, `no-list` where there is no such list. */
	async function readListed(
		signal: AbortSignal,
	): Promise<readonly (readonly [string, string | null])[] | null | 'no-list'> {
		let lacksRoute = false;
		try {
			const {value} = await client.readSources({signal});
			return value.map(({source, worker}) => [source, worker] as const);
		} catch (error) {
			if (!(error instanceof DmError)) throw error;
			lacksRoute = error.httpStatus === 404;
		}
		try {
			const {value} = await client.readMembers({signal});
			const bound = value.workers.flatMap(({source, name}) => (source === null ? [] : [[source, name] as const]));
			// A source without a worker is not among them.
			return [...known.map(name => [name, null] as const), ...bound];
		} catch (error) {
			if (!(error instanceof DmError)) throw error;
			return lacksRoute && error.httpStatus === 404 ? 'no-list' : null;
		}
	}

	return {
		shape: () => shape,
		known: () => known,
		owners: () => owners,
		given: () => (isTold || known.length === 0 ? null : known.length),
		isNameless: () => !isTold && shape === 'workers',
		learn(cluster, whole) {
			({shape} = cluster);
			const told = cluster.sources.flatMap(entry => {
				const name = nameOf(entry, cluster.shape);
				if (name === null) return [];
				const {source, worker} = entry;
				const last = owners.get(name);
				owners.set(name, {source: source ?? last?.source ?? null, worker: worker ?? last?.worker ?? null});
				return [name];
			});
			isTold ||= whole;
			known = [...new Set(whole ? told : [...known, ...told])];
		},
		async list(signal) {
			if (shape === 'workers' || now() - listedAtMs < listedForMs) return known;
			listedAtMs = now();
			const {limit, end} = limited(clock, patienceMs, signal);
			const listed = await readListed(limit).finally(end);
			signal.throwIfAborted();
			if (listed === 'no-list' && shape === null) {
				shape = 'workers';
				known = workers;
			}
			if (listed === null || listed === 'no-list' || listed.length === 0) return known;
			isTold = true;
			const there = new Map(listed);
			for (const [name, worker] of there) if (!owners.has(name)) owners.set(name, {source: name, worker});
			known = [...new Set([...known.filter(name => there.has(name)), ...there.keys()])];
			return known;
		},
		drop(names) {
			known = known.filter(name => !names.includes(name));
		},
	};
}
