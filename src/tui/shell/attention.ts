import {newTroubles, troublesText} from '../attention/new-troubles.ts';
import {terminalTitle} from '../attention/terminal-title.ts';
import {eachCluster} from '../clusters/cluster-state.ts';
import {clusterName} from '../pages/cluster-words.ts';
import {presentOf} from '../past/present.ts';
import type {Model} from '../state.ts';
import {type Call, callSequence, titleSequence} from './call.ts';

/**
 * Follows the models that are drawn: keeps the title of the terminal true, and calls somebody when a task has come to need
 * a person or tells nothing any more. What came within a while after a call is told with the next one.
 */
export function createAttention(options: {
	readonly write: (sequence: string) => void;
	/** Whether the terminal has a title that is ours to set. */
	readonly hasTitle: boolean;
	/** Null = nobody is called. */
	readonly call: Call | null;
	readonly tmux: boolean;
	readonly now: () => number;
}): {readonly follow: (model: Model) => void; readonly forgetTitle: () => void} {
	const {write, hasTitle, call, tmux, now} = options;
	let title: string | null = null;
	let overviews: ReadonlyMap<string, Model['overview']> = new Map();
	let waiting: ReturnType<typeof newTroubles> = [];
	let where = '';
	let calledAtMs = Number.NEGATIVE_INFINITY;

	return {
		/** Somebody else may have given it another title. */
		forgetTitle() {
			title = null;
		},
		follow(shown) {
			// Whoever looks at the past is called for what is so now.
			const model = presentOf(shown);
			const next = hasTitle ? terminalTitle(model) : null;
			if (next !== null && next !== title) write(titleSequence(next));
			title = next;
			if (call === null) return;
			const models = eachCluster(model);
			for (const [cluster, of] of models) {
				const troubles = newTroubles(overviews.get(cluster) ?? null, of.overview);
				if (waiting.length === 0 && troubles.length > 0) where = clusterName(of);
				waiting = [...waiting, ...troubles];
			}
			overviews = new Map([...models].map(([cluster, of]) => [cluster, of.overview]));
			if (waiting.length === 0 || now() - calledAtMs < quietMs) return;
			write(callSequence(troublesText(where, waiting), call, tmux));
			waiting = [];
			calledAtMs = now();
		},
	};
}

/** A storm rings once in so long. */
const quietMs = 10_000;
