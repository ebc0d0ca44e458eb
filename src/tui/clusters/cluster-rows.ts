import {severity} from '../../domain/status.ts';
import type {StatusWord} from '../../domain/status-word.ts';
import type {TaskRow} from '../../wire/topics.ts';
import {type Freshness, freshness, hasData} from '../freshness.ts';
import {labelOf} from '../operate/cluster-label.ts';
import type {Model} from '../state.ts';
import {eachCluster} from './cluster-state.ts';

/** One of several clusters, as a row. */
export type ClusterRow = {
	readonly name: string;
	readonly label: string | null;
	/** The worst of its tasks; `unknown` where it gives no fresh answer, or not all of it does, and none is worse. */
	readonly word: StatusWord;
	readonly fresh: Freshness;
	/** Worst first; null before the first answer. */
	readonly tasks: readonly TaskRow[] | null;
	/** Such as `v6.5.0`; null where it is not known. */
	readonly dmVersion: string | null;
	/** What keeps its data from being true, in a sentence; null while nothing does. */
	readonly trouble: string | null;
	/** What its list cannot show, in sentences. */
	readonly notes: readonly string[];
	readonly masters: readonly string[];
	readonly gatewayAt: string | null;
	/** When the status of one of its tasks changed last, by the viewer's clock. */
	readonly changedAtMs: number | null;
	/** The model as it is for this cluster. */
	readonly model: Model;
};

/** All clusters, the worst first; what is equally bad in the order in which they were given. */
export function clusterRows(model: Model): readonly ClusterRow[] {
	const known = rowsOf.get(model);
	if (known !== undefined) return known;
	const rows = [...eachCluster(model)].map(([name, of]) => rowOf(name, of));
	rows.sort((a, b) => severity(a.word) - severity(b.word) || countOf(b) - countOf(a));
	rowsOf.set(model, rows);
	return rows;
}

const rowsOf = new WeakMap<Model, readonly ClusterRow[]>();

function rowOf(name: string, model: Model): ClusterRow {
	const {overview} = model;
	const fresh = freshness(model);
	const tasks = hasData(model) ? (overview?.tasks ?? []) : null;
	const notes = overview?.notes ?? [];
	const worst = tasks?.[0]?.word ?? 'running';
	const isKnown = tasks !== null && fresh.type === 'live' && notes.length === 0;
	const version = overview?.cluster.dmVersion ?? '?';
	const changed = (tasks ?? []).reduce((last, {changedAtMs}) => Math.max(last, changedAtMs ?? 0), 0);
	return {
		name,
		label: labelOf(model),
		// Of what gives no fresh answer nobody knows that it is well.
		word: isKnown || severity(worst) < severity('unknown') ? worst : 'unknown',
		fresh,
		tasks,
		dmVersion: version === '?' ? null : version,
		trouble: fresh.type === 'live' ? (notes[0] ?? null) : fresh.message,
		notes,
		masters: overview?.cluster.masters ?? [],
		gatewayAt: model.gatewayAt,
		changedAtMs: changed === 0 ? null : changed - model.clockOffsetMs,
		model,
	};
}

/** How many of its tasks are as bad as the worst. */
function countOf({tasks, word}: ClusterRow): number {
	return (tasks ?? []).filter(task => task.word === word).length;
}
