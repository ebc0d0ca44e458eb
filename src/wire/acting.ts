import * as v from 'valibot';
import {type ActOutcome, type ActProposal, acts} from '../domain/act/act.ts';
import type {PartOutcome} from '../domain/operation/operation.ts';
import type {LinkReply} from './link.ts';
import {schemaOf, text, textOrNull, texts} from './schema.ts';

const proposal = schemaOf<ActProposal>()(
	v.object({
		act: v.picklist(acts),
		target: v.object({task: textOrNull, source: textOrNull, lock: textOrNull}),
		tier: v.picklist([1, 2, 3]),
		name: text,
		times: v.picklist([1, 2]),
		facts: v.array(v.object({what: text, is: textOrNull})),
		now: texts,
		costs: texts,
		undo: texts,
		dmctl: texts,
		request: v.nullable(v.object({method: v.picklist(['PUT', 'POST', 'gRPC']), path: text, body: text})),
		refused: textOrNull,
	}),
);

const outcome = schemaOf<ActOutcome>()(
	v.object({
		outcome: v.picklist(['done', 'refused', 'failed', 'unknown', 'not-tried']),
		message: textOrNull,
		parts: v.array(
			schemaOf<PartOutcome>()(
				v.object({
					source: textOrNull,
					worker: textOrNull,
					outcome: v.picklist(['done', 'failed', 'unknown', 'not-tried']),
					message: textOrNull,
				}),
			),
		),
		unwritten: v.exactOptional(text),
	}),
);

/** What a gateway proposed, or why it did not, in a sentence. */
export function proposalOf(reply: LinkReply): ActProposal | string {
	if (reply.type !== 'answered') return reply.message;
	const read = v.safeParse(proposal, reply.value);
	return read.success ? read.output : 'the gateway answered with something else than a proposal';
}

/** How an act ended, as the gateway tells it; unknown where it does not. */
export function actOutcomeOf(reply: LinkReply): ActOutcome {
	if (reply.type === 'refused') return {outcome: 'refused', message: reply.message, parts: []};
	const read = reply.type === 'lost' ? null : v.safeParse(outcome, reply.value);
	if (read?.success === true) return read.output;
	const why = reply.type === 'lost' ? reply.message : 'the gateway answered with something else than an outcome';
	return {outcome: 'unknown', message: `${why}: nobody is watching`, parts: []};
}
