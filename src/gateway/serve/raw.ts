import {cleanText} from '../../domain/text.ts';
import type {Ask} from '../../wire/messages.ts';
import type {Answer} from './requests.ts';

/** The most that is shown of an answer, in characters. */
const rawLimit = 1024 * 1024;

type Of = Extract<Ask, {type: 'raw'}>['of'];

/**
 * Tells the JSON that DM answered for an object, as text: the very bytes of the newest answer, indented and cleaned.
 * Each text is made once for each answer, however many ask for it. `newest` gives the bytes, of several answers where
 * the cluster was asked in parts.
 */
export function createRaw(newest: () => readonly Buffer[]): (of: Of) => Answer {
	let bodies: readonly Buffer[] = [];
	let parsed: unknown = null;
	let told = new Map<string, Answer>();

	return of => {
		const now = newest();
		if (now.length === 0) return {ok: false, message: 'no answer of a dm-master has come yet'};
		if (now !== bodies) {
			bodies = now;
			parsed = null;
			told = new Map();
		}
		const key = keyOf(of);
		const known = told.get(key);
		if (known !== undefined) return known;
		parsed ??= joined(bodies.map(body => JSON.parse(body.toString('utf8').replace(/^\ufeff/, '')) as unknown));
		const answer = answerOf(parsed, of);
		// Names that nobody has are endless.
		if (answer.ok) told.set(key, answer);
		return answer;
	};
}

function answerOf(parsed: unknown, of: Of): Answer {
	const found = pick(parsed, of);
	if (found === undefined) return {ok: false, message: 'the newest answer holds no such object'};
	const text = cleanText(JSON.stringify(found, null, 2), {newlines: true, limit: rawLimit});
	return {ok: true, json: JSON.stringify(text)};
}

function keyOf(of: Of): string {
	return of.type === 'all' ? 'all' : of.type === 'task' ? `task ${of.task}` : `source ${of.source}`;
}

type Status = {readonly sources?: unknown; readonly workers?: unknown};

/** One answer; of several, the first with the entries of all. */
function joined(answers: readonly unknown[]): unknown {
	if (answers.length === 1) return answers[0];
	const [first = {}] = answers as readonly Status[];
	const key = first.workers === undefined ? 'sources' : 'workers';
	return {...first, [key]: answers.flatMap(answer => (answer as Status)[key] ?? [])};
}

function pick(answer: unknown, of: Of): unknown {
	if (of.type === 'all') return answer;
	const {sources, workers} = answer as Status;
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
