import type {TargetOutcome} from '../../domain/operation.ts';
import {readOutcomes} from '../../protocol/outcomes.ts';
import type {LinkReply} from '../link.ts';
import type {Model} from '../model.ts';
import {outcomeSentence} from './outcome.ts';
import type {Phase, UnderWay} from './state.ts';

/** The model once it is known, or known not to be known, how what was sent has ended. */
export function answered(model: Model, id: number, reply: LinkReply): Model {
	const sent = model.underWay.find(it => it.id === id);
	if (sent === undefined) return model;
	const rest = {...model, underWay: model.underWay.filter(it => it !== sent)};
	const phase = phaseOf(sent, reply);
	const {dialog} = model;
	const isOpen = dialog !== null && dialog.id === id;
	const isQuiet = phase.message === null && phase.outcomes.every(isPlainlyDone);
	// What went well needs no answer; what did not stays until somebody has read it.
	if (isOpen && !isQuiet) return {...rest, dialog: {...dialog, top: 0, phase, remark: null}};
	const text = phase.message ?? phase.outcomes.map(outcome => outcomeSentence(sent.operation, outcome)).join('; ');
	return {...rest, dialog: isOpen ? null : dialog, notice: `${what(sent, phase)}${text}`};
}

/** How a request ended, as outcomes of its targets. */
export function outcomesOf(sent: Pick<UnderWay, 'targets'>, reply: LinkReply): Answer {
	if (reply.type === 'refused') return {outcomes: [], message: `nothing was done: ${reply.message}`};
	if (reply.type === 'lost') {
		return {outcomes: unknown(sent, reply.message), message: null};
	}
	const outcomes = readOutcomes(reply.value);
	if (outcomes !== null && outcomes.length > 0) return {outcomes, message: null};
	return {outcomes: unknown(sent, 'the gateway answered with something else than outcomes'), message: null};
}

export type Answer = {readonly outcomes: readonly TargetOutcome[]; readonly message: string | null};

function phaseOf(sent: UnderWay, reply: LinkReply): Extract<Phase, {type: 'answered'}> {
	return {type: 'answered', ...outcomesOf(sent, reply)};
}

function unknown({targets}: Pick<UnderWay, 'targets'>, message: string): readonly TargetOutcome[] {
	return targets.map(({task, sources}) => ({task, sources, outcome: 'unknown', message, parts: []}));
}

function isPlainlyDone({outcome, message, parts}: TargetOutcome): boolean {
	// What was left alone was said before it was sent.
	const isPlain = parts.every(part => part.outcome === 'not-tried' || part.message === null);
	return outcome === 'done' && message === null && isPlain;
}

function what({operation}: UnderWay, {message}: {readonly message: string | null}): string {
	return message === null ? '' : `${operation}: `;
}
