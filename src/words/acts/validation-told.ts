import {type ValidationAct, validationFacts, validationWhyNot} from '../../domain/act/validation-act.ts';
import type {SourceAnswer, Subtask} from '../../domain/cluster.ts';
import {commandLine, dmctlLine, quoted} from '../../domain/operation/words.ts';
import type {ActContext, Told} from './proposing.ts';

/** What there is to know before the validator of a subtask is started or stopped. */
export function validationTold(act: ValidationAct, entry: SourceAnswer, subtask: Subtask, context: ActContext): Told {
	const {target, version, master} = context;
	const verb = act === 'start-validation' ? 'validation start' : 'validation stop';
	const stage = subtask.validation?.stage ?? 'none';
	return {
		tier: 2,
		facts: validationFacts(entry, subtask),
		now: [`${subtask.task} at ${target.source}: ${subtask.stage}, validator ${stage}`],
		costs:
			act === 'start-validation'
				? [
						subtask.validation === null
							? 'It checks from the checkpoint of now on; rows from before are never checked.'
							: 'It goes on where it was stopped.',
						'Rows that differ are counted at once, and listed only after the next flush (5 min).',
						'A table can be Stopped inside a Running validation, and is not checked any more then: the page of the validation shows it.',
					]
				: [
						'What changes until it is started again is checked only when it is: until then nobody knows whether it arrived right.',
					],
		undo: [act === 'start-validation' ? 'stop it again' : 'start it again'],
		dmctl: [dmctlLine(master, commandLine(verb, subtask.task, ` -s ${quoted(target.source ?? '?')}`))],
		refused: validationWhyNot(act, entry, subtask, version),
	};
}
