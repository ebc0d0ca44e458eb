import type {SourceAnswer, Subtask} from '../cluster.ts';
import type {DmVersion} from '../version.ts';
import {type Act, type Fact, factOf, type Settled} from './act.ts';

export type ValidationAct = Extract<Act, 'start-validation' | 'stop-validation'>;

/** What of a subtask an act on its validator depends on. */
export function validationFacts(entry: SourceAnswer, subtask: Subtask): readonly Fact[] {
	return [
		{what: 'its worker', is: entry.worker},
		{what: 'the stage', is: subtask.stage},
		{what: 'the validator', is: subtask.validation?.stage ?? 'none'},
	];
}

/** Why nothing is done to the validator, in a sentence; null where it can be. */
export function validationWhyNot(
	act: ValidationAct,
	{answered}: Pick<SourceAnswer, 'answered'>,
	subtask: Pick<Subtask, 'validation'>,
	version: DmVersion,
): string | null {
	if (version.newest < 602) return 'DM has a validator from 6.2 on';
	if (!answered) return 'its worker does not answer';
	const stage = subtask.validation?.stage ?? null;
	if (act === 'stop-validation') {
		if (stage === null) return 'it has no validator';
		return stage === 'Running' ? null : `its validator is ${stage} and not Running`;
	}
	return stage === 'Running' ? 'its validator is Running already' : null;
}

/** Whether the validator is what the act was to make of it. */
export function validationSettled(act: ValidationAct, now: readonly Fact[]): Settled {
	const stage = factOf(now, 'the validator');
	const says = `the validator is ${stage ?? 'not told'}`;
	const isDone = act === 'start-validation' ? stage === 'Running' : stage === 'Stopped' || stage === 'none';
	return isDone ? {type: 'done', says: `${says} now`} : {type: 'waiting', says: `${says} still`};
}
