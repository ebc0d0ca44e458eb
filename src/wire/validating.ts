import * as v from 'valibot';
import type {Validated} from '../domain/act/validated.ts';
import type {LinkReply} from './link.ts';
import {schemaOf, text, textOrNull} from './schema.ts';

const validated = schemaOf<Validated>()(
	v.object({
		tables: v.array(v.object({source: text, table: text, target: text, stage: text, message: textOrNull})),
		errors: v.array(
			v.object({
				...{id: text, source: text, table: text, target: text, kind: text, time: text, message: textOrNull},
				state: v.fallback(v.picklist(['new', 'ignored', 'resolved', 'unknown']), 'unknown'),
			}),
		),
		note: textOrNull,
	}),
);

/** What a gateway told of the validators of a task, or why it did not, in a sentence. */
export function validatedOf(reply: LinkReply): Validated | string {
	if (reply.type !== 'answered') return reply.message;
	const read = v.safeParse(validated, reply.value);
	return read.success ? read.output : 'the gateway answered with something else than a validation';
}
