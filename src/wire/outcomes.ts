import * as v from 'valibot';
import {
	type OperationTarget,
	type PartOutcome,
	type TargetOutcome,
	wholeOutcome,
} from '../domain/operation/operation.ts';
import type {LinkReply} from './link.ts';
import {schemaOf, text, textOrNull, texts} from './schema.ts';

/** Reads the answer to an `operate`; null where it is something else. */
export function readOutcomes(value: unknown): readonly TargetOutcome[] | null {
	const result = v.safeParse(outcomes, value);
	return result.success ? result.output : null;
}

const part = schemaOf<PartOutcome>()(
	v.object({
		source: textOrNull,
		worker: textOrNull,
		outcome: v.picklist(['done', 'failed', 'unknown', 'not-tried']),
		message: textOrNull,
	}),
);

const outcomes = v.array(
	schemaOf<TargetOutcome>()(
		v.object({
			task: text,
			sources: v.nullable(texts),
			outcome: v.picklist(['done', 'refused', 'failed', 'unknown', 'not-tried']),
			message: textOrNull,
			parts: v.array(part),
			unwritten: v.exactOptional(text),
		}),
	),
);

/** How a request ended, as outcomes of its targets. */
export function outcomesOf(sent: Targets, reply: LinkReply): Answer {
	if (reply.type === 'refused') {
		return {outcomes: [], message: `nothing was done: ${reply.message}`, isWatched: true};
	}
	if (reply.type === 'lost') {
		return {outcomes: unknown(sent, reply.message), message: null, isWatched: false};
	}
	const outcomes = readOutcomes(reply.value);
	if (outcomes !== null && outcomes.length > 0) return {outcomes, message: null, isWatched: true};
	const strange = 'the gateway answered with something else than outcomes';
	return {outcomes: unknown(sent, strange), message: null, isWatched: true};
}

export type Answer = {
	readonly outcomes: readonly TargetOutcome[];
	readonly message: string | null;
	/** Whether a gateway goes on looking at what is unknown. */
	readonly isWatched: boolean;
};

function unknown({targets}: Targets, message: string): readonly TargetOutcome[] {
	return targets.map(target => wholeOutcome(target, 'unknown', message));
}

type Targets = {readonly targets: readonly OperationTarget[]};
