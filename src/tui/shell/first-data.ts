import type {Clock} from '../../clock.ts';
import {eachCluster} from '../clusters/cluster-state.ts';
import {freshness} from '../freshness.ts';
import type {Event, Model} from '../state.ts';

import type {Store} from './store.ts';

/**
 * Resolves when there is something to show, be it data or a word on why there is none, and after `patienceMs` at the
 * latest: the gateway of one's own needs a moment, and a first frame without it would only hold up the second.
 */
export function somethingToShow(
	store: Pick<Store<Model, Event>, 'read' | 'subscribe'>,
	clock: Pick<Clock, 'after'>,
	patienceMs: number,
): Promise<void> {
	return new Promise(resolve => {
		const stop = clock.after(patienceMs, finish);
		const unsubscribe = store.subscribe(finishOnceKnown);
		finishOnceKnown();

		function finishOnceKnown() {
			if ([...eachCluster(store.read()).values()].every(isTold)) finish();
		}

		function finish() {
			stop();
			unsubscribe();
			resolve();
		}
	});
}

/** Whether there is data of a cluster, or a word on why there is none. */
function isTold(model: Model): boolean {
	const fresh = freshness(model);
	return fresh.type !== 'waiting' || fresh.message !== null;
}
