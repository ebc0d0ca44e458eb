import * as v from 'valibot';
import type {LinkReply} from './link.ts';
import {troubleSchema} from './messages.ts';
import {number, numberOrNull, type Wire} from './schema.ts';
import {topicSchemas} from './topics.ts';

const remark = v.variant('type', [
	/** Nothing older is kept. */
	v.object({type: v.literal('oldest')}),
	/** Nobody watched from then to then; the moment that was meant lies there, or was passed over. */
	v.object({type: v.literal('unwatched'), fromMs: number, untilMs: number}),
]);

const told = v.object({
	/** By the clock of the run that saw it, as are all times in the values. */
	atMs: number,
	/** How much more the gateway's clock of now shows than that one. */
	aheadMs: number,
	/** What a heartbeat told then. */
	lastGoodAtMs: numberOrNull,
	lastTookMs: numberOrNull,
	trouble: v.nullable(troubleSchema),
	values: v.array(
		v.union([topicSchemas.overview, topicSchemas.sources, topicSchemas.locks, topicSchemas.events, topicSchemas.task]),
	),
	/** What has to be said of it; its times are of the gateway's clock of now. */
	remark: v.nullable(remark),
});

const moment = v.variant('type', [
	v.object({type: v.literal('moment'), ...told.entries}),
	v.object({
		type: v.literal('none'),
		why: v.fallback(
			v.picklist(['not-kept', 'nothing-yet', 'unreadable', 'no-change-before', 'no-change-after']),
			'nothing-yet',
		),
	}),
]);

/** What was known at a moment, or why there is none. */
export type MomentTold = Wire<typeof moment>;

/** What a gateway tells of a moment, or why it does not, in a sentence. */
export function momentOf(reply: LinkReply): MomentTold | string {
	if (reply.type !== 'answered') return reply.message;
	const read = v.safeParse(moment, reply.value);
	return read.success ? read.output : 'the gateway answered with something else than a moment';
}
