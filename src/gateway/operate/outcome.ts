import type {OperateTarget as AnsweredTarget, OperateAnswer} from '../../dm/answer/operate.ts';
import {taskOps} from '../../dm/ask/ops.ts';
import {essence} from '../../domain/failure/sentence.ts';
import type {OperationTarget, PartOutcome, TargetOutcome} from '../../domain/operation/operation.ts';
import type {Addressed, Decision} from './decide.ts';

type Sent = Extract<Decision, {type: 'send'}>;

/** Takes DM's answer apart: what it says of each source that was addressed, and of the whole. */
export function outcomeOf(
	{task, sources}: OperationTarget,
	{addressed, left}: Pick<Sent, 'addressed' | 'left'>,
	answer: OperateAnswer,
	op: keyof typeof taskOps,
): TargetOutcome {
	const target = {task, sources};
	if (answer.op !== null && answer.op !== taskOps[op].name && answer.targets.length > 0) {
		const message = `unknown, watching: DM answered to ${answer.op} when it was asked for ${taskOps[op].name}`;
		return {...target, outcome: 'unknown', message, parts: [...silent(addressed), ...leftAlone(left)]};
	}
	if (!answer.accepted && answer.targets.length === 0) {
		return failedOutcome(target, {addressed, left}, answer.message ?? noReason);
	}
	const told = addressed.map(part =>
		partOf(
			part,
			answer.targets.find(it => isOf(part, it)),
		),
	);
	// DM reached somebody who was not known of: that is to be seen.
	const others = answer.targets.filter(it => !addressed.some(part => isOf(part, it)));
	const parts = [...told, ...others.map(it => partOf({source: it.source, worker: it.worker}, it))];
	const outcome = worst(parts, answer.accepted);
	const message = answer.message ?? summary(parts, outcome);
	return {...target, outcome, message, parts: [...parts, ...leftAlone(left)]};
}

/** What is known when DM's answer never came: nothing of what became of it. */
export function unknownOutcome(
	{task, sources}: OperationTarget,
	{addressed, left}: Pick<Sent, 'addressed' | 'left'>,
	why: string,
): TargetOutcome {
	const message = `unknown, watching: ${why}`;
	return {task, sources, outcome: 'unknown', message, parts: [...silent(addressed), ...leftAlone(left)]};
}

/** DM, or who stands before it, refused the whole of it, in a sentence. */
export function failedOutcome(
	{task, sources}: OperationTarget,
	{addressed, left}: Pick<Sent, 'addressed' | 'left'>,
	message: string,
): TargetOutcome {
	const parts = addressed.map(part => ({...part, outcome: 'failed' as const, message: null}));
	return {task, sources, outcome: 'failed', message, parts: [...parts, ...leftAlone(left)]};
}

/**
 * The sources on which what failed cannot have had an effect. Of most of what DM calls failed that is not known: it
 * waits a while for the stage, and answers false with an old error or none where the stage comes later.
 */
export function withoutEffect(
	{parts}: TargetOutcome,
	{accepted, message, targets}: OperateAnswer,
	shape: Sent['shape'],
): readonly string[] {
	const wholly = !accepted && targets.length === 0 && !late.test(message ?? '');
	const isRefused = (text: string | null) => wholly || refusals[shape].test(text ?? '');
	return parts.flatMap(({source, outcome, message: text}) =>
		outcome === 'failed' && source !== null && isRefused(text) ? [source] : [],
	);
}

/** What DM refuses before it does anything: in use by another client, an unknown operation, in 1.0 a wrong stage. */
const refusals = {
	sources: /code=46024\b|invalid op\b/i,
	workers: /code=(?:46024|40050|40051)\b|invalid op\b/i,
} as const satisfies Record<Sent['shape'], RegExp>;

/** A refusal that tells of a time that ran out may come after the deed. */
const late = /deadline|time[d ]*out|canceled/i;

const noReason = 'DM refused without a reason';

function isOf(part: Addressed, {source, worker}: AnsweredTarget): boolean {
	return source === null ? part.worker !== null && part.worker === worker : part.source === source;
}

function partOf(part: {readonly source: string | null; readonly worker: string | null}, told?: AnsweredTarget) {
	if (told === undefined) return {...part, outcome: 'unknown', message: 'DM did not say'} satisfies PartOutcome;
	const worker = told.worker ?? part.worker;
	if (told.done) return {...part, worker, outcome: 'done', message: told.message} satisfies PartOutcome;
	return {...part, worker, outcome: 'failed', message: told.message ?? noReason} satisfies PartOutcome;
}

function silent(addressed: readonly Addressed[]): readonly PartOutcome[] {
	return addressed.map(part => ({...part, outcome: 'unknown', message: null}));
}

function leftAlone(left: Sent['left']): readonly PartOutcome[] {
	return left.map(({source, worker, why}) => ({source, worker, outcome: 'not-tried', message: why}));
}

/** What the parts make of the whole; `accepted` is whether DM took the request as a whole. */
export function worst(parts: readonly PartOutcome[], accepted: boolean): 'done' | 'failed' | 'unknown' {
	if (!accepted || parts.some(({outcome}) => outcome === 'failed')) return 'failed';
	return parts.some(({outcome}) => outcome === 'unknown') ? 'unknown' : 'done';
}

/** The texts of those that made it what it is; of a success, the warnings. */
function summary(parts: readonly PartOutcome[], outcome: TargetOutcome['outcome']): string | null {
	const meant = parts.filter(part => part.outcome === outcome && part.message !== null);
	const [first] = meant;
	if (first?.message == null) return outcome === 'failed' ? noReason : null;
	if (parts.length === 1) return first.message;
	return `${meant.length} of ${parts.length} sources: ${first.source ?? first.worker}: ${essence(first.message)}`;
}
