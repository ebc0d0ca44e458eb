import {cleanText} from '../domain/text.ts';
import type {LinkReply} from '../wire/link.ts';
import type {RawTarget} from '../wire/messages.ts';
import {rawLines} from './pages/raw.ts';
import type {Model, RawAnswer, RawView, Subject, View} from './state.ts';

/** A page that asks for what DM answered about a task, or a source; without either for the whole answer. */
export function rawView({task, source}: Subject): RawView {
	const of: RawTarget =
		task !== null ? {type: 'task', task} : source !== null ? {type: 'source', source} : {type: 'all'};
	return {type: 'raw', of, source: task === null ? null : source, top: 0, answer: {type: 'asking'}};
}

/** Whether a page still waits for its answer. */
export function isAsking({answer}: RawView): boolean {
	return answer.type === 'asking';
}

/** The view with the reply, where it is a page that waits for it; at the line where the source stands on the screen. */
export function answeredRaw(model: Model, view: View, of: RawTarget, reply: LinkReply): View {
	if (view.type !== 'raw' || !isAsking(view) || !isSame(view.of, of)) return view;
	const answer = answerOf(reply);
	if (answer.type !== 'text') return {...view, answer, top: 0};
	const before = answer.lines.slice(0, lineOf(answer.lines, view.source));
	return {...view, answer, top: rawLines(model, {...view, answer: {type: 'text', lines: before}}).length};
}

function answerOf(reply: LinkReply): RawAnswer {
	if (reply.type !== 'answered') return {type: 'failed', message: cleanText(reply.message)};
	if (typeof reply.value !== 'string') {
		return {type: 'failed', message: `the gateway answered with a ${typeof reply.value}, expected a text`};
	}
	const text = cleanText(reply.value, {newlines: true, limit: rawLimit});
	return {type: 'text', lines: text.split('\n')};
}

/** As much as a gateway sends, and a little more for the mark of what it has cut. */
const rawLimit = 1024 * 1024 + 100;

/** An answer about a task lists its sources; a page of one of them begins there. */
function lineOf(lines: readonly string[], source: string | null): number {
	if (source === null) return 0;
	const line = lines.findIndex(text => text.trimEnd().endsWith(`"source": ${JSON.stringify(source)},`));
	return Math.max(0, line - 1);
}

function isSame(a: RawTarget, b: RawTarget): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
