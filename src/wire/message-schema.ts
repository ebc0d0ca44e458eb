import * as v from 'valibot';
import {operations, type SeenPart, situations} from '../domain/operation/operation.ts';
import {number, numberOrNull, text, textOrNull, yesNo} from './cluster-schema.ts';
import {nameCharacters, targetsAtOnce, topicsPerViewer} from './limits.ts';
import type {Ask, ClientMessage, Heartbeat, Hello, OperateTarget, Problem, Reply} from './messages.ts';
import type {Topic} from './topics.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(nameCharacters));

const topic = v.pipe(
	v.string(),
	v.maxLength(nameCharacters),
	v.custom<Topic>(isTopic, 'Expected "overview", "sources", "locks", "events" or "task/<name>"'),
);
const topicList = v.pipe(v.array(topic), v.maxLength(topicsPerViewer));

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const nameOrNull = v.nullable(v.pipe(v.string(), v.maxLength(nameCharacters)));

const operateTarget = v.object({
	task: name,
	sources: v.nullable(v.pipe(v.array(name), v.minLength(1))),
	seen: v.array(
		v.object({
			source: name,
			worker: nameOrNull,
			stage: nameOrNull,
			unit: nameOrNull,
			situation: v.picklist(situations),
		}) satisfies v.GenericSchema<unknown, SeenPart>,
	),
}) satisfies v.GenericSchema<unknown, OperateTarget>;

const ask = v.variant('type', [
	v.object({
		type: v.literal('raw'),
		of: v.variant('type', [
			v.object({type: v.literal('task'), task: name}),
			v.object({type: v.literal('source'), source: name}),
			v.object({type: v.literal('all')}),
		]),
	}),
	v.object({
		type: v.literal('operate'),
		instance: name,
		operation: v.picklist(operations),
		targets: v.pipe(v.array(operateTarget), v.minLength(1), v.maxLength(targetsAtOnce)),
		by: v.object({user: nameOrNull, host: nameOrNull, sshClient: nameOrNull}),
	}),
]) satisfies v.GenericSchema<unknown, Ask>;

/** What a viewer may say, by type. */
export const clientSchemas = {
	subscribe: v.object({type: v.literal('subscribe'), topics: topicList}),
	unsubscribe: v.object({type: v.literal('unsubscribe'), topics: topicList}),
	refresh: v.object({type: v.literal('refresh')}),
	request: v.object({type: v.literal('request'), id, ask}),
} as const satisfies {[Type in ClientMessage['type']]: v.GenericSchema<unknown, ClientMessage & {type: Type}>};

/** The part of a request that is needed to say no to it. */
export const requestId = v.object({id});

/** What a gateway may say beside topics, by type. */
export const serverSchemas = {
	hello: v.object({
		type: v.literal('hello'),
		protocol: number,
		gateway: text,
		instance: text,
		nowMs: number,
		allowOperate: yesNo,
		startArmed: yesNo,
		readOnlyReason: textOrNull,
		everyMs: number,
	}) satisfies v.GenericSchema<unknown, Hello>,
	heartbeat: v.object({
		type: v.literal('heartbeat'),
		nowMs: number,
		lastGoodAtMs: numberOrNull,
		lastTookMs: numberOrNull,
		asking: v.nullable(v.object({sinceMs: number})),
		trouble: v.nullable(v.object({sinceMs: number, message: text, tries: number, nextTryAtMs: numberOrNull})),
	}) satisfies v.GenericSchema<unknown, Heartbeat>,
	reply: v.variant('ok', [
		v.object({type: v.literal('reply'), id, ok: v.literal(true), value: v.unknown()}),
		v.object({type: v.literal('reply'), id, ok: v.literal(false), message: text}),
	]) satisfies v.GenericSchema<unknown, Reply>,
	problem: v.object({type: v.literal('problem'), message: text}) satisfies v.GenericSchema<unknown, Problem>,
};

/** Whether it is the name of a topic, of whatever length. */
export function isTopic(value: unknown): value is Topic {
	if (typeof value !== 'string') return false;
	return plainTopics.includes(value) || (value.startsWith('task/') && value.length > 'task/'.length);
}

const plainTopics: readonly string[] = ['overview', 'sources', 'locks', 'events'] satisfies Topic[];
