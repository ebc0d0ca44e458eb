import * as v from 'valibot';
import {plainWords} from '../domain/plain-words.ts';
import {cleanText} from '../domain/text.ts';
import {cleanJson} from './clean.ts';
import type {CloseCode} from './close-codes.ts';
import {patched} from './delta.ts';
import {clientMessageBytes, serverMessageBytes} from './limits.ts';
import {
	type ClientMessage,
	clientSchemas,
	protocolVersion,
	requestId,
	type ServerMessage,
	serverSchemas,
} from './messages.ts';
import {isTopic, type Topic, type TopicMessage, topicSchemas} from './topics.ts';

/** A message, or one sentence that says what was received and what was expected, and the code to close with. */
export type Decoded<Message> = {readonly ok: true; readonly message: Message} | Undecoded;

export type Undecoded = {
	readonly ok: false;
	readonly problem: string;
	readonly closeCode: CloseCode;
	/** The request that could not be understood while its id could: it gets a reply and the connection stays. */
	readonly replyTo: number | null;
};

/** Reads what a viewer said. Never throws. */
export function decodeClientMessage(text: string): Decoded<ClientMessage> {
	const parsed = parse(text, clientMessageBytes);
	if (!parsed.ok) return parsed;
	const {json} = parsed;
	if (!isKey(clientSchemas, json.type)) return unknownType(json.type, Object.keys(clientSchemas));
	const result = v.safeParse<v.GenericSchema<unknown, ClientMessage>>(clientSchemas[json.type], json, abortEarly);
	if (result.success) return {ok: true, message: result.output};
	const replyTo = json.type === 'request' ? v.safeParse(requestId, json) : null;
	return wrong(json.type, result.issues[0], replyTo?.success ? replyTo.output.id : null);
}

/** The newest value of each topic that came on one connection, as it came, and its number. */
export type Trail = Map<Topic, {readonly seq: number; readonly value: unknown}>;

/** What a viewer is told: a whole value also where only what changed came. */
export type Heard =
	| Exclude<ServerMessage, {readonly type: 'delta'}>
	/** What changed came, and not what it changes: the whole has to be asked for. */
	| {readonly type: 'missed'; readonly topic: Topic};

/** Reads what a gateway said: checked, and fit for a terminal; `trail` is kept up to date. Never throws. */
export function decodeServerMessage(text: string, trail: Trail = new Map()): Decoded<Heard> {
	const decoded = decodeWhole(text, trail);
	if (!decoded.ok || decoded.message.type !== 'delta') return decoded as Decoded<Heard>;
	const {topic, from, seq, delta} = decoded.message;
	const before = trail.get(topic);
	const value = before?.seq === from ? patched(before.value, delta) : undefined;
	return value === undefined
		? {ok: true, message: {type: 'missed', topic}}
		: decodeTopic({type: 'topic', topic, seq, value}, trail);
}

function decodeWhole(text: string, trail: Trail): Decoded<ServerMessage> {
	const parsed = parse(text, serverMessageBytes);
	if (!parsed.ok) return parsed;
	const {json} = parsed;
	if (json.type === 'topic') return decodeTopic(json, trail);
	if (!isKey(serverSchemas, json.type)) return unknownType(json.type, ['topic', ...Object.keys(serverSchemas)]);
	if (json.type === 'hello' && typeof json.protocol === 'number' && json.protocol !== protocolVersion) {
		return otherProtocol(json.protocol);
	}
	const result = v.safeParse<v.GenericSchema<unknown, ServerMessage>>(serverSchemas[json.type], json, abortEarly);
	return result.success ? {ok: true, message: result.output} : wrong(json.type, result.issues[0]);
}

function decodeTopic(json: Json, trail: Trail): Decoded<TopicMessage> {
	const {topic} = json;
	if (!isTopic(topic)) {
		return undecoded(
			`received a topic named ${shown(topic)}, expected overview, sources, locks, events or task/<name>`,
		);
	}
	const schema = isKey(topicSchemas, topic) ? topicSchemas[topic] : topicSchemas.task;
	const result = v.safeParse<v.GenericSchema<unknown, TopicMessage>>(schema, json, abortEarly);
	if (result.success && typeof json.seq === 'number') trail.set(topic, {seq: json.seq, value: json.value});
	else trail.delete(topic);
	return result.success ? {ok: true, message: result.output} : wrong(topic, result.issues[0]);
}

/** The keys that are looked at before a schema is chosen. */
type Json = {
	readonly type?: unknown;
	readonly topic?: unknown;
	readonly protocol?: unknown;
	readonly seq?: unknown;
	readonly value?: unknown;
};

function parse(text: string, limitBytes: number): {readonly ok: true; readonly json: Json} | Undecoded {
	// A character takes at least one byte, so what is longer in characters is longer in bytes too.
	if (text.length > limitBytes) {
		return undecoded(`received a message of ${text.length} bytes, expected at most ${limitBytes}`, 1009);
	}
	let json: unknown;
	try {
		json = cleanJson(text);
	} catch {
		return undecoded(`received ${shown(text)}, expected a message in JSON`);
	}
	return typeof json === 'object' && json !== null && !Array.isArray(json)
		? {ok: true, json}
		: undecoded(`received ${shown(json)}, expected a message: an object with a type`);
}

function unknownType(type: unknown, known: readonly string[]): Undecoded {
	return undecoded(`received a message of type ${shown(type)}, expected ${known.join(', ')}`);
}

function otherProtocol(protocol: number): Undecoded {
	const advice = protocol > protocolVersion ? 'use a newer dmtop here' : 'use a newer dmtop there';
	return undecoded(
		`the gateway speaks protocol ${protocol}, this program protocol ${protocolVersion}: ${advice}`,
		4406,
	);
}

function wrong(what: string, issue: v.BaseIssue<unknown>, replyTo: number | null = null): Undecoded {
	const path = v.getDotPath(issue);
	const received = `${issue.type.endsWith('_length') ? 'a length of ' : ''}${shown(issue.received, false)}`;
	// Our own checks say in their message what they expect; valibot's have it apart.
	const own = /^Expected (.+)$/.exec(issue.message)?.[1];
	const expected = own ?? plainWords(issue.expected ?? 'another value');
	const problem = `${what}${path === null ? '' : `: ${path}`}: received ${received}, expected ${expected}`;
	return {ok: false, problem: cleanText(problem, {limit: 500}), closeCode: 4400, replyTo};
}

function undecoded(problem: string, closeCode: CloseCode = 4400): Undecoded {
	return {ok: false, problem, closeCode, replyTo: null};
}

/** A short text of what was received; what is nested is only named, since its depth is not ours to choose. */
function shown(value: unknown, quoted = true): string {
	if (Array.isArray(value)) return 'an array';
	if (typeof value === 'object' && value !== null) return 'an object';
	if (value === undefined) return 'nothing';
	return cleanText(typeof value === 'string' && quoted ? `"${value}"` : String(value), {limit: 60});
}

function isKey<T extends object>(table: T, key: unknown): key is keyof T & string {
	return typeof key === 'string' && Object.hasOwn(table, key);
}

// One broken value in a message of megabytes would else be reported thousands of times.
const abortEarly = {abortEarly: true, abortPipeEarly: true};
