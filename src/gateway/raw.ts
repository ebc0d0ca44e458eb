import {cleanText} from '../domain/text.ts';
import type {Ask} from '../protocol/messages.ts';
import type {Answer} from './requests.ts';

/** The most that is shown of an answer, in characters. */
const rawLimit = 1024 * 1024;

/** The JSON that DM answered for an object, as text: the very bytes of the newest answer, indented and cleaned. */
export function rawAnswer(ask: Ask, body: Buffer | null): Answer {
	if (ask.type !== 'raw')
		return {ok: false, message: `this gateway does not know how to answer "${cleanText(ask.type)}"`};
	if (body === null) return {ok: false, message: 'no answer of a dm-master has come yet'};
	const found = pick(JSON.parse(body.toString('utf8')), ask.of);
	if (found === undefined) return {ok: false, message: 'the newest answer holds no such object'};
	const text = JSON.stringify(found, null, 2);
	return {ok: true, value: cleanText(text, {newlines: true, limit: rawLimit})};
}

type Of = Extract<Ask, {type: 'raw'}>['of'];

function pick(answer: unknown, of: Of): unknown {
	if (of.type === 'all') return answer;
	const {sources, workers} = answer as {sources?: unknown; workers?: unknown};
	const entries: unknown = sources ?? workers;
	if (!Array.isArray(entries)) return undefined;
	// DM 1.0 names only the worker of a source that does not answer.
	if (of.type === 'source') return entries.find(entry => (sourceOf(entry) ?? entry.worker) === of.source);
	const held = entries.flatMap((entry: {subTaskStatus?: unknown; worker?: unknown}) => {
		const subtasks = Array.isArray(entry.subTaskStatus) ? entry.subTaskStatus : [];
		const own = subtasks.filter((subtask: {name?: unknown}) => subtask.name === of.task);
		return own.map(status => ({source: sourceOf(entry) ?? entry.worker, status}));
	});
	return held.length === 0 ? undefined : held;
}

function sourceOf(entry: unknown): unknown {
	const {sourceStatus, sourceID, relayStatus} = entry as {
		sourceStatus?: {source?: unknown};
		sourceID?: unknown;
		relayStatus?: {sourceID?: unknown};
	};
	return sourceStatus?.source ?? sourceID ?? relayStatus?.sourceID;
}
