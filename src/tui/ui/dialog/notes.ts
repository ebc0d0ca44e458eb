import type {Operation} from '../../../domain/operation/operation.ts';
import {costsOf, type Note} from '../../../words/costs.ts';
import {gatewayNow} from '../../freshness.ts';
import type {Model, Target} from '../../state.ts';

/** What an operation costs, what it loses, and what it does not do, the most important first. */
export function notesOf(model: Model, operation: Operation, {plan, view}: Target): readonly Note[] {
	const firstAnswerAtMs = model.overview?.cluster.firstAnswerAtMs ?? null;
	return costsOf(operation, plan, view, {nowMs: gatewayNow(model), firstAnswerAtMs});
}
