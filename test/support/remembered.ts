import type {Cluster, TaskConfig} from '../../src/domain/cluster.ts';
import type {ByName} from '../../src/domain/task.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory.ts';

/** What the gateway reads: an answer, the configuration of the task `orders` by its sources, or what DM says of it by name. */
export type Told = Cluster | {readonly config: readonly string[]} | {readonly byName: ByName};

/** The memory after what was told at the given seconds. */
export function remembered(
	told: readonly (readonly [seconds: number, Told])[],
	version: string | null = 'v6.5.0',
	before = emptyMemory(['m:8261'], 1000),
): Memory {
	return told.reduce((memory, [seconds, it]) => {
		const atMs = seconds * 1000;
		if ('byName' in it) return remember(memory, {type: 'by-name', ok: true, atMs, task: 'orders', answer: it.byName});
		return 'config' in it
			? remember(memory, {type: 'config', ok: true, atMs, task: 'orders', config: naming(it.config)})
			: remember(memory, {type: 'status', ok: true, atMs, tookMs: 5, master: 'm:8261', version, cluster: it});
	}, before);
}

function naming(sources: readonly string[]): TaskConfig {
	return {mode: 'all', shardMode: null, target: null, sources, yaml: ''};
}
