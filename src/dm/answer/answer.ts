import * as v from 'valibot';
import {plainWords} from '../../domain/plain-words.ts';
import {cleanText} from '../../domain/text.ts';
import {AnswerError} from '../ask/error.ts';
import {type SourceEntry, sourcesStatusSchema, type WorkerEntry, workersStatusSchema} from './schema.ts';

/** A status answer, read but not yet in the domain's words. */
export type ReadStatus =
	| {readonly shape: 'workers'; readonly entries: readonly WorkerEntry[]}
	| {readonly shape: 'sources'; readonly entries: readonly SourceEntry[]};

/** Reads a status answer. Throws an AnswerError that says what came instead of one. */
export function parseStatus(body: unknown): ReadStatus {
	const answer = parseObject(body, statusExpected);
	const {sources, workers, tasks, result, msg} = answer;
	if (sources !== undefined) {
		const read = parseWith(sourcesStatusSchema, {...answer, sources: sources ?? []});
		if (read.sources.length === 0 && read.result !== true) refuse(read.msg);
		return {shape: 'sources', entries: read.sources};
	}
	if (workers !== undefined) {
		const read = parseWith(workersStatusSchema, {...answer, workers: workers ?? []});
		if (read.workers.length === 0 && read.result !== true) refuse(read.msg);
		return {shape: 'workers', entries: read.workers};
	}
	if (Array.isArray(tasks)) {
		throw new AnswerError(
			'unexpected',
			`this is dmctl's task list ("tasks"), not a master's answer: expected ${statusExpected}`,
		);
	}
	// 1.0 leaves out defaults, an empty list and `result: false` among them.
	if (Object.keys(answer).every(key => key === 'result' || key === 'msg')) {
		if (result === true) return {shape: 'workers', entries: []};
		if (typeof msg === 'string' && msg !== '') refuse(msg);
	}
	throw unexpected(answer, statusExpected);
}

/** The answer as an object. Throws an AnswerError that names what it is instead. */
export function parseObject(body: unknown, expected: string): Readonly<Record<string, unknown>> {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new AnswerError('unexpected', `received ${nameOf(body)}, expected ${expected}`);
	}
	return body as Readonly<Record<string, unknown>>;
}

/** Reads with a schema. Throws an AnswerError that names the place, what is there and what was expected. */
export function parseWith<const S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
	const read = v.safeParse(schema, body, {abortEarly: true});
	if (read.success) return read.output;
	const [issue] = read.issues;
	const place = cleanText(v.getDotPath(issue) ?? 'the answer', {limit: 80});
	throw new AnswerError(
		'unexpected',
		`received ${cleanText(plainWords(issue.received), {limit: 80})} at ${place}, expected ${plainWords(issue.expected ?? 'something else')}`,
	);
}

/** An AnswerError for an object of another program, named by its first keys. */
export function unexpected(answer: Readonly<Record<string, unknown>>, expected: string): AnswerError {
	const keys = Object.keys(answer);
	const first = keys.slice(0, 5).map(key => `"${cleanText(key, {limit: 40})}"`);
	const received =
		keys.length === 0 ? 'an empty object' : `an object with ${first.join(', ')}${keys.length > 5 ? ', …' : ''}`;
	return new AnswerError('unexpected', `received ${received}, expected ${expected}`);
}

/** Throws what DM answered instead of doing what it was asked, in DM's own words. */
export function refuse(message: string | null): never {
	const text = message ? cleanText(message) : 'without a reason';
	throw new AnswerError('result-false', `refused: ${text}`);
}

const statusExpected = `a master's status with "workers" or "sources"`;

function nameOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	return {string: 'a text', number: 'a number', boolean: 'a boolean'}[typeof value as 'string'] ?? typeof value;
}
