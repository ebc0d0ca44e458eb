import * as v from 'valibot';
import type {PartOutcome, TargetOutcome} from '../domain/operation/operation.ts';
import {text, textOrNull, texts} from './cluster-schema.ts';

/** Reads the answer to an `operate`; null where it is something else. */
export function readOutcomes(value: unknown): readonly TargetOutcome[] | null {
	const result = v.safeParse(outcomes, value);
	return result.success ? result.output : null;
}

const part = v.object({
	source: textOrNull,
	worker: textOrNull,
	outcome: v.picklist(['done', 'failed', 'unknown', 'not-tried']),
	message: textOrNull,
}) satisfies v.GenericSchema<unknown, PartOutcome>;

const outcomes = v.array(
	v.object({
		task: text,
		sources: v.nullable(texts),
		outcome: v.picklist(['done', 'refused', 'failed', 'unknown', 'not-tried']),
		message: textOrNull,
		parts: v.array(part),
		unwritten: v.exactOptional(text),
	}) satisfies v.GenericSchema<unknown, TargetOutcome>,
);
