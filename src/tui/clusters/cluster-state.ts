import {clusterFields, only} from '../past/model-fields.ts';
import {presentOf} from '../past/present.ts';
import type {ClusterState, Model} from '../state.ts';

/** The part of the model that is of one cluster. */
export function stateOf(model: ClusterState): ClusterState {
	return only(model, clusterFields);
}

/** The page of all clusters has no name. */
export const pageName = '';

/** Whether no cluster is open, and the page of all of them is shown, or the help over it. */
export function isAbove({clusters}: Pick<Model, 'clusters'>): boolean {
	return clusters !== null && clusters.open === null;
}

/** The model as it is for each of several clusters, by name; where there is one only it has no name. */
export function eachCluster(model: Model): ReadonlyMap<string, Model> {
	const {clusters} = model;
	if (clusters === null) return new Map([['', model]]);
	const known = modelsOf.get(model);
	if (known !== undefined) return known;
	const now = presentOf(model);
	const models = new Map(
		clusters.names.map(name => {
			const state = clusters.others.get(name);
			return [name, state === undefined ? model : {...now, ...state}];
		}),
	);
	modelsOf.set(model, models);
	return models;
}

/** Each frame asks for them several times. */
const modelsOf = new WeakMap<Model, ReadonlyMap<string, Model>>();
