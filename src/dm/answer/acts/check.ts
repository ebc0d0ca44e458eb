import * as v from 'valibot';
import type {CheckFinding, TaskCheck} from '../../../domain/act/start-act.ts';
import {cleanText} from '../../../domain/text.ts';
import type {Values} from '../../grpc/protobuf.ts';
import {parseWith} from '../answer.ts';
import {line, lines} from '../read.ts';
import {lenientList, text} from '../schema.ts';

/**
 * What a master found when it checked a task's configuration: its result, and in `msg` a sentence, behind which the
 * findings follow in JSON from 6.0 on. Throws an AnswerError where it is another answer.
 */
export function translateCheck(values: Values): TaskCheck {
	const {result, msg} = parseWith(v.object({result: v.boolean(), msg: v.string()}), values);
	const [, said = '', detail = null] = /^([\s\S]*?)\s*\bdetail:\s*(\{[\s\S]*\})\s*$/.exec(msg) ?? [null, msg];
	const found = detail === null ? null : findingsIn(detail);
	if (found === null) return {passed: result, message: isFine(msg) ? null : lines(msg), findings: []};
	return {passed: result && found.passed, message: lines(said), findings: found.findings};
}

/** What 1.0 and 2.0 say of what is fine; later versions say nothing. */
function isFine(msg: string): boolean {
	return msg === '' || /^check pass!*$/.test(msg);
}

const details = v.object({
	results: lenientList(
		v.object({
			name: text,
			state: text,
			errors: lenientList(v.object({short_error: text})),
			instruction: text,
			extra: text,
		}),
	),
	summary: v.nullish(v.object({passed: v.nullish(v.boolean(), null)}), null),
});

function findingsIn(json: string): {readonly passed: boolean; readonly findings: readonly CheckFinding[]} | null {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return null;
	}
	const read = v.safeParse(details, value);
	if (!read.success) return null;
	const findings = (read.output.results ?? [])
		.filter(each => each !== null)
		.filter(({state}) => state !== 'success')
		.slice(0, mostFindings)
		.map(({name, state, errors, instruction, extra}) => ({
			state: line(state) ?? 'unknown',
			name: line(name) ?? 'check',
			text: [...(errors ?? []).map(each => each?.short_error ?? null), instruction, extra]
				.flatMap(each => (each === null || each === '' ? [] : [cleanText(each, {limit: 400})]))
				.join(' '),
		}));
	return {passed: read.output.summary?.passed !== false, findings};
}

const mostFindings = 50;
