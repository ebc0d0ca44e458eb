import {duration} from '../../words/format.ts';
import type {Model} from '../state.ts';

/** What the cluster is called: as the user says, or by its first master. */
export function clusterName(model: Model): string {
	return model.title ?? model.overview?.cluster.masters[0] ?? 'dmtop';
}

/** When it is tried again, and the key that does it now. */
export function retryText(retryAtMs: number | null, nowMs: number): string {
	if (retryAtMs === null || retryAtMs <= nowMs) return 'trying now';
	if (retryAtMs - nowMs > dayMs) return 'once that is mended, start dmtop again';
	return `retry in ${duration(Math.ceil((retryAtMs - nowMs) / 1000))} (Ctrl-r)`;
}

/** Whoever does not try for so long has given up. */
const dayMs = 86_400_000;
