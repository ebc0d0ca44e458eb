import {unseenIds} from '../operate/answer.ts';
import type {ActDialog, Model, UnderWay} from '../state.ts';
import {eachCluster} from './cluster-state.ts';

/** What is under way at any cluster. */
export function allUnderWay(model: Model): readonly UnderWay[] {
	return [...eachCluster(model).values()].flatMap(({underWay}) => underWay);
}

/** The numbers of what was sent to that cluster and whose end nobody has seen yet. */
export function unseenAt(model: Model, cluster: string): ReadonlySet<number> {
	const at = eachCluster(model).get(cluster);
	return at === undefined ? new Set() : unseenIds(at);
}

/** The acts that were sent to any cluster and have not been answered yet. */
export function actsUnderWayOf(model: Model): readonly ActDialog[] {
	return [...eachCluster(model).values()].flatMap(({actsUnderWay}) => actsUnderWay);
}
