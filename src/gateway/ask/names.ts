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
	/** Who is told of in an answer; `whole` where it tells of everybody. */
	learn(cluster: Cluster, whole: boolean): void;
	/** The known ones, once the cluster has been asked for its sources, which 1.0 does not list. */
	list(signal: AbortSignal): Promise<readonly string[]>;
	/** They are no longer there. */
	drop(names: readonly string[]): void;
};

/** How long a list of sources is believed. */
const listedForMs = 60_000;
/** A list is made of what dm-master knows itself: where that takes longer, it hangs. */
const patienceMs = 2000;

export function createNames(client: Pick<DmClient, 'readSources' | 'readMembers'>, clock: Clock): Names {
	const {now} = clock;
	let shape: Cluster['shape'] | null = null;
	let known: readonly string[] = [];
	let listedAtMs = Number.NEGATIVE_INFINITY;
	const owners = new Map<string, {readonly source: string | null; readonly worker: string | null}>();

	/** Every source; null where nobody tells. */
	async function readListed(signal: AbortSignal): Promise<readonly (readonly [string, string | null])[] | null> {
		try {
			const {value} = await client.readSources({signal});
			return value.map(({source, worker}) => [source, worker] as const);
		} catch (error) {
			if (!(error instanceof DmError)) throw error;
		}
		try {
			const {value} = await client.readMembers({signal});
			const bound = value.workers.flatMap(({source, name}) => (source === null ? [] : [[source, name] as const]));
			// A source without a worker is not among them.
			return [...known.map(name => [name, null] as const), ...bound];
		} catch (error) {
			if (!(error instanceof DmError)) throw error;
			return null;
		}
	}

	return {
		shape: () => shape,
		known: () => known,
		owners: () => owners,
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
			known = [...new Set(whole ? told : [...known, ...told])];
		},
		async list(signal) {
			if (shape === 'workers' || now() - listedAtMs < listedForMs) return known;
			listedAtMs = now();
			const {limit, end} = limited(clock, patienceMs, signal);
			const listed = await readListed(limit).finally(end);
			signal.throwIfAborted();
			if (listed === null || listed.length === 0) return known;
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
