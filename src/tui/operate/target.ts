import {unitOf} from '../../domain/cluster.ts';
import {asFarAsMeant, changedSince} from '../../domain/operation/change.ts';
import {type Operation, type OperationTarget, type SeenPart, silentPart} from '../../domain/operation/operation.ts';
import {type Plan, planOf} from '../../domain/operation/plan.ts';
import {notOverHttp} from '../../domain/operation/words.ts';
import type {SubtaskRow, TaskView} from '../../wire/topics.ts';
import type {Model, Target} from '../state.ts';

import {underWayText} from './busy.ts';

/** What somebody sees of all parts of a task. */
export function seenParts(view: TaskView): readonly SeenPart[] {
	return view.subtasks.map(seenRow);
}

/** What is against operating this target as it is known now, or whose parts would be operated; null = not known yet. */
export function knownPlan(model: Model, operation: Operation, target: OperationTarget): Plan | null {
	const unaddressable = notOverHttp(operation, target, firstMaster(model));
	if (unaddressable !== null) return {type: 'refused', why: unaddressable};
	const value = model.tasks.get(target.task);
	if (value === undefined) return null;
	return planFor(model, operation, target, value.task);
}

/** The targets with what is seen of them now; null while something is not known yet. */
export function targetsNow(
	model: Model,
	operation: Operation,
	asked: readonly OperationTarget[],
): readonly Target[] | null {
	const targets: Target[] = [];
	for (const target of asked) {
		const value = model.tasks.get(target.task);
		if (value === undefined) return null;
		const view = value.task;
		const plan = planFor(model, operation, target, view);
		targets.push({...target, seen: view === null ? [] : seenParts(view), view, plan});
	}
	return targets;
}

/** What has changed since the targets were seen, in a way that matters, by the newest that came; null = nothing. */
export function changeSince(model: Model, operation: Operation, targets: readonly Target[]): string | null {
	for (const {task, sources, seen, plan} of targets) {
		const value = model.tasks.get(task);
		if (plan.type === 'refused' || value === undefined) continue;
		if (value.task === null || value.task.row.goneAtMs !== null) return `DM no longer lists ${task}`;
		if (isUnlisted(value.task)) return `no source lists ${task} any more`;
		const change = changedSince(operation, seen, asFarAsMeant(sources, seen, seenParts(value.task)));
		if (change !== null) return `${task}: ${change}`;
	}
	return null;
}

/** Its sources answer, and none lists it: it may be gone, and DM is being asked. */
function isUnlisted({subtasks}: TaskView): boolean {
	return subtasks.length > 0 && subtasks.every(({presence}) => presence.type === 'missing');
}

function planFor(model: Model, operation: Operation, target: OperationTarget, view: TaskView | null): Plan {
	const unaddressable = notOverHttp(operation, target, firstMaster(model));
	if (unaddressable !== null) return {type: 'refused', why: unaddressable};
	if (view === null || view.row.goneAtMs !== null) return {type: 'refused', why: 'DM no longer lists this task'};
	const busy = underWayText(model, target, view);
	if (busy !== null) return {type: 'refused', why: busy};
	return planOf(operation, target, seenParts(view), view.shape ?? 'sources');
}

/** A dm-master of the cluster, as it was given on the command line; null while nothing is known. */
export function firstMaster({overview}: Model): string | null {
	return overview?.cluster.masters[0] ?? null;
}

function seenRow({source, worker, stage, work, situation, presence}: SubtaskRow): SeenPart {
	// As the gateway sees it: of what no answer tells now, nothing is said.
	if (presence.type !== 'here' || stage === null || work === null) {
		return silentPart(source);
	}
	return {source, worker, stage, unit: unitOf(work), situation};
}
