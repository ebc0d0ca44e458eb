import {type Act, actNames} from '../../domain/act/act.ts';
import type {Operation, OperationTarget} from '../../domain/operation/operation.ts';
import type {OperationUnderWay} from '../../domain/operation/under-way.ts';
import type {TaskView} from '../../wire/topics.ts';
import {duration} from '../../words/format.ts';
import {gatewayNow} from '../freshness.ts';
import type {Model} from '../state.ts';

/** What is under way on the task already, in a few words; null = nothing. One operation at a time is for a whole task. */
export function underWayText(model: Model, {task}: OperationTarget, view: TaskView | null): string | null {
	const told = view?.row.operation ?? model.overview?.tasks.find(row => row.name === task)?.operation ?? null;
	if (told !== null) {
		const {operation, sinceMs, answered} = told;
		if (!answered) return sentence(operation, sinceMs, gatewayNow(model));
		const ago = duration((gatewayNow(model) - sinceMs) / 1000);
		return `DM has answered the ${nameOf(operation)} of ${ago} ago, its stage does not show it yet`;
	}
	const own = model.underWay.find(({targets}) => targets.some(target => target.task === task));
	return own === undefined ? null : sentence(own.operation, own.sinceMs, model.nowMs);
}

function sentence(operation: Operation | Act, sinceMs: OperationUnderWay['sinceMs'], nowMs: number): string {
	return `another operation is under way: ${nameOf(operation)} since ${duration((nowMs - sinceMs) / 1000)}`;
}

function nameOf(operation: Operation | Act): string {
	return operation in actNames ? actNames[operation as Act] : operation;
}
