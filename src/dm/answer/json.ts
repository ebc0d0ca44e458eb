import {isAscii} from 'node:buffer';
import {cleanText} from '../../domain/text.ts';
import {AnswerError} from '../ask/error.ts';
import type {Answer} from '../ask/exchange.ts';

/** The JSON of an answer. Throws an AnswerError that says what came instead. */
export function readJson(answer: Answer): unknown {
	const text = readText(answer);
	try {
		return JSON.parse(text);
	} catch (error) {
		if (isHtml(text)) throw new AnswerError('html', `received ${htmlPage(text)}, expected JSON`);
		const strange = strangeBytes(answer.body);
		if (strange !== null) throw new AnswerError('not-json', `received ${strange}, expected JSON in UTF-8`);
		if (/^\s*[{[]/.test(text) && error instanceof Error && brokenOff.test(error.message)) {
			throw new AnswerError('truncated', `received JSON that breaks off after ${answer.body.length} bytes`);
		}
		const [, behind] = behindEnd.exec(error instanceof Error ? error.message : '') ?? [];
		if (behind !== undefined) {
			const rest = firstLine(text.slice(Number(behind), Number(behind) + 40));
			throw new AnswerError('not-json', `received JSON with something behind its end, which begins with "${rest}"`);
		}
		const received = text.trim() === '' ? 'an empty answer' : `"${firstLine(text)}"`;
		throw new AnswerError('not-json', `received ${received}, expected JSON`);
	}
}

/** The text of an answer with HTTP status 200. Throws an AnswerError that names any other status and what it says. */
export function readText({status, location, body}: Answer): string {
	// A mark of the byte order is no part of the text.
	const text = textOf(body).replace(/^\ufeff/, '');
	if (status === 200) return text;
	if (/\b38043\b|master is not leader/.test(text)) {
		throw new AnswerError('not-leader', 'it is not the leader and cannot forward to it (38043)', status);
	}
	if (location !== null) {
		throw new AnswerError('http', `HTTP ${status}, a redirect to ${cleanText(location, {limit: 120})}`, status);
	}
	if (speaksTls.test(text))
		throw new AnswerError('http', 'it speaks TLS: https:// before its address, or --ssl-ca', status);
	if (isHtml(text)) throw new AnswerError('html', `HTTP ${status} with ${htmlPage(text)}, expected JSON`, status);
	const said = messageIn(text) ?? text;
	if (tooLargeForMaster.test(said)) {
		const [, size, limit] = /\((\d+) vs\. (\d+)\)/.exec(said) ?? [];
		const sizes = size === undefined ? '' : ` (${size} bytes, and it takes ${limit})`;
		const times = size === undefined ? null : Number(size) / Number(limit);
		throw new AnswerError('too-large', `the answer is too large for the master itself${sizes}`, status, times);
	}
	throw new AnswerError('http', said.trim() === '' ? `HTTP ${status}` : `HTTP ${status}: ${firstLine(said)}`, status);
}

/** A huge answer is mostly ASCII alone: its bytes are taken as they are, which is many times faster than decoding them. */
function textOf(body: Buffer): string {
	return body.toString(isAscii(body) ? 'latin1' : 'utf8');
}

/** What a port with TLS answers to who speaks without it: that of Go, which dm-master is, and that of proxies. */
const speaksTls = /\bHTTP request (?:was sent )?to (?:an )?HTTPS (?:server|port)\b/i;

/** What gRPC says of an answer above its limit, inside the master: code 8, as HTTP 429 or 500. */
const tooLargeForMaster = /\blarger than max\b/;

/** What bytes are that are no UTF-8 text; null where they are none of these. */
function strangeBytes(body: Buffer): string | null {
	const starts = (...bytes: readonly number[]) => bytes.every((byte, index) => body[index] === byte);
	if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return 'text in UTF-16';
	if (starts(0x1f, 0x8b)) return 'a gzip file without the header that says so';
	if (body.at(-1) === 0) return 'a text with a NUL byte at its end';
	return null;
}

/** How V8 says that a text went on behind the end of its value. */
const behindEnd = /after JSON at position (\d+)/;

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
