import type {Cluster, TaskConfig} from '../../src/domain/cluster.ts';
import type {ByName} from '../../src/domain/task.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';

/** What the gateway reads: an answer, the task `orders` by its configuration's sources or by name, or the list of sources. */
export type Told = Cluster | {readonly config: readonly string[]} | {readonly byName: ByName} | Listed;

/** The sources that the cluster lists, with a worker and without. */
type Listed = {readonly listed: readonly string[]; readonly unbound?: readonly string[]};

/** The memory after what was told at the given seconds. */
export function remembered(
	told: readonly (readonly [seconds: number, Told])[],
	version: string | null = 'v6.5.0',
	before = emptyMemory(['m:8261'], 1000),
): Memory {
	return told.reduce((memory, [seconds, it]) => {
		const atMs = seconds * 1000;
		if ('listed' in it) return remember(memory, {type: 'sources', ok: true, atMs, sources: listing(it)});
		if ('byName' in it) return remember(memory, {type: 'by-name', ok: true, atMs, task: 'orders', answer: it.byName});
		return 'config' in it
			? remember(memory, {type: 'config', ok: true, atMs, task: 'orders', config: naming(it.config)})
			: remember(memory, {type: 'status', ok: true, atMs, tookMs: 5, master: 'm:8261', version, cluster: it});
	}, before);
}

function naming(sources: readonly string[]): TaskConfig {
	return {mode: 'all', shardMode: null, target: null, sources, yaml: ''};
}

function listing({listed, unbound = []}: Listed) {
	return [
		...listed.map(source => ({source, worker: `worker of ${source}`, message: null})),
		...unbound.map(source => ({source, worker: null, message: 'there is no free worker to bound'})),
	];
}
