import * as v from 'valibot';
import type {ToldReport} from '../domain/report/told-report.ts';
import type {Trouble} from '../domain/report/window-report.ts';
import type {LinkReply} from './link.ts';
import {number, numberOrNull, schemaOf, text, textOrNull, texts} from './schema.ts';

const trouble = schemaOf<Trouble>()(
	v.object({task: text, text, fromMs: numberOrNull, untilMs: numberOrNull, lastedMs: number}),
);

const reported = schemaOf<ToldReport>()(
	v.object({
		report: v.object({
			fromMs: number,
			untilMs: number,
			needed: v.array(trouble),
			silent: v.array(trouble),
			healed: v.array(v.object({task: text, times: number, totalMs: number})),
			lags: v.array(v.object({task: text, source: text, seconds: number, atMs: number})),
			operations: v.array(v.object({atMs: number, task: textOrNull, text})),
			amounts: v.array(v.object({task: text, rows: numberOrNull, bytes: numberOrNull})),
			unwatched: v.array(v.object({atMs: number, text})),
			events: number,
		}),
		left: v.object({
			needed: number,
			silent: number,
			healed: number,
			lags: number,
			operations: number,
			amounts: number,
			unwatched: number,
		}),
		notes: texts,
	}),
);

/** What a gateway reports, or why it does not, in a sentence. */
export function reportOf(reply: LinkReply): ToldReport | string {
	if (reply.type !== 'answered') return reply.message;
	const read = v.safeParse(reported, reply.value);
	return read.success ? read.output : 'the gateway answered with something else than a report';
}
