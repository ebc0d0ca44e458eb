import {heldCursor, topCursor} from '../cursor.ts';
import {toggleFreeze} from '../find/freeze.ts';
import {presentOf} from '../past/present.ts';
import type {Command, ListView, Model} from '../state.ts';
import {pageName, stateOf} from './cluster-state.ts';

/** One of several clusters at the start. */
export type ClusterStart = {
	readonly name: string;
	readonly label: string | null;
	/** Where its gateway is: `inside`, or its address. */
	readonly gatewayAt: string;
};

/** The view at the bottom of the page of all clusters: the cursor is on the worst of them until somebody moves it. */
const clustersView: ListView = {type: 'clusters', cursor: topCursor};

/** The model with several clusters, none of which is open yet. */
export function withClusters(model: Model, starts: readonly ClusterStart[]): Model {
	const fresh = stateOf(model);
	return {
		...model,
		title: null,
		label: null,
		gatewayAt: null,
		views: [clustersView],
		clusters: {
			open: null,
			names: starts.map(({name}) => name),
			others: new Map(starts.map(({name, label, gatewayAt}) => [name, {...fresh, title: name, label, gatewayAt}])),
		},
	};
}

/** The model once that cluster is open, or with null the page of all; it is as it was when it was left. */
export function entered(model: Model, name: string | null): Model {
	const {clusters} = model;
	const to = clusters?.others.get(name ?? pageName);
	if (clusters === null || to === undefined) return model;
	// What stands still would be taken for what is.
	const now = {...presentOf(model), asksPast: null};
	const live = now.finding.frozen === null ? now : toggleFreeze(now);
	// All but the list is read again when somebody comes back.
	const views = live.views.map(view => (view.type === 'clusters' ? {...view, cursor: heldCursor(view.cursor)} : view));
	const left = {
		...stateOf(live),
		views,
		tasks: new Map(),
		sources: null,
		locks: null,
		events: null,
		cutovers: new Map(),
	};
	const others = new Map(clusters.others).set(clusters.open ?? pageName, left);
	others.delete(name ?? pageName);
	return {...live, ...to, clusters: {...clusters, open: name, others}};
}

/** The model after something has happened at that cluster, be it open or not; what is said of it there names it. */
export function atCluster(
	model: Model,
	name: string,
	apply: (model: Model) => readonly [Model, ...Command[]],
): readonly [Model, ...Command[]] {
	const {clusters} = model;
	if (clusters === null || clusters.open === name) return apply(model);
	const state = clusters.others.get(name);
	if (state === undefined) return [model];
	const [after, ...commands] = apply({...presentOf(model), ...state, notice: null});
	const others = new Map(clusters.others).set(name, stateOf(after));
	const unread =
		after.unread.length > state.unread.length ? `${name}: something was not done: open it to read what` : null;
	const said = after.notice === null ? unread : `${name}: ${after.notice}`;
	return [{...model, clusters: {...clusters, others}, notice: said ?? model.notice}, ...commands];
}
