import {cleanText} from '../domain/text.ts';
import {AnswerError} from './error.ts';
import type {Answer} from './exchange.ts';

/** The JSON of an answer. Throws an AnswerError that says what came instead. */
export function readJson(answer: Answer): unknown {
	const text = readText(answer);
	try {
		return JSON.parse(text);
	} catch (error) {
		if (isHtml(text)) throw new AnswerError('html', `received ${htmlPage(text)}, expected JSON`);
		if (/^\s*[{[]/.test(text) && error instanceof Error && brokenOff.test(error.message)) {
			throw new AnswerError('truncated', `received JSON that breaks off after ${answer.body.length} bytes`);
		}
		const received = text.trim() === '' ? 'an empty answer' : `"${firstLine(text)}"`;
		throw new AnswerError('not-json', `received ${received}, expected JSON`);
	}
}

/** The text of an answer with HTTP status 200. Throws an AnswerError that names any other status and what it says. */
export function readText({status, location, body}: Answer): string {
	const text = body.toString('utf8');
	if (status === 200) return text;
	if (/\b38043\b|master is not leader/.test(text)) {
		throw new AnswerError('not-leader', 'it is not the leader and cannot forward to it (38043)', status);
	}
	if (location !== null) {
		throw new AnswerError('http', `HTTP ${status}, a redirect to ${cleanText(location, {limit: 120})}`, status);
	}
	if (isHtml(text)) throw new AnswerError('html', `HTTP ${status} with ${htmlPage(text)}, expected JSON`, status);
	const said = messageIn(text) ?? text;
	throw new AnswerError('http', said.trim() === '' ? `HTTP ${status}` : `HTTP ${status}: ${firstLine(said)}`, status);
}

/** How V8 says that a text ended too early. */
const brokenOff = /Unexpected end of JSON|Unterminated|after (?:array element|property value)|Expected.*\(line|end of/;

function isHtml(text: string): boolean {
	return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text);
}

function htmlPage(text: string): string {
	const title = /<title>([^<]*)/i.exec(text.slice(0, 10_000))?.[1]?.trim();
	return title ? `a web page "${cleanText(title, {limit: 60})}"` : 'a web page';
}

/** The text of a gRPC gateway's failure, `{"code":12,"message":"Not Implemented"}`. */
function messageIn(text: string): string | null {
	try {
		const body: unknown = JSON.parse(text);
		const isFailure = typeof body === 'object' && body !== null && 'message' in body;
		return isFailure && typeof body.message === 'string' ? body.message : null;
	} catch {
		return null;
	}
}

function firstLine(text: string): string {
	return cleanText(text.trim().split(/[\r\n]/, 1)[0] ?? '', {limit: 300});
}
