import * as v from 'valibot';
import {type ActTarget, acts} from '../domain/act/act.ts';
import {operations, type SeenPart, situations} from '../domain/operation/operation.ts';
import {factCharacters, nameCharacters, targetsAtOnce, topicsPerViewer} from './limits.ts';
import {number, numberOrNull, schemaOf, text, textOrNull, type Wire, yesNo} from './schema.ts';
import {isTopic, type Topic, type TopicMessage} from './topics.ts';

/** Raised when a message changes: both ends need every key that their schemas have. New words do not raise it. */
export const protocolVersion = 2;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(nameCharacters));
const nameOrNull = v.nullable(v.pipe(v.string(), v.maxLength(nameCharacters)));

const topic = v.pipe(
	v.string(),
	v.maxLength(nameCharacters),
	v.custom<Topic>(isTopic, 'Expected "overview", "sources", "locks", "events" or "task/<name>"'),
);
const topics = v.pipe(v.array(topic), v.maxLength(topicsPerViewer));

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const rawTargetSchema = v.variant('type', [
	v.object({type: v.literal('task'), task: name}),
	v.object({type: v.literal('source'), source: name}),
	v.object({type: v.literal('all')}),
]);

export type RawTarget = Wire<typeof rawTargetSchema>;

const seenPart = schemaOf<SeenPart>()(
	v.object({source: name, worker: nameOrNull, stage: nameOrNull, unit: nameOrNull, situation: v.picklist(situations)}),
);

const operateTargetSchema = v.object({
	task: name,
	/** Null = the whole task. */
	sources: v.nullable(v.pipe(v.array(name), v.minLength(1))),
	seen: v.array(seenPart),
});

/** What is to be operated, and what the person saw of the whole task when deciding it. */
export type OperateTarget = Wire<typeof operateTargetSchema>;

const personSchema = v.object({
	user: nameOrNull,
	host: nameOrNull,
	/** `SSH_CLIENT` of the viewer's session. */
	sshClient: nameOrNull,
});

/** Who asks, as the viewer's program says it. */
export type Person = Wire<typeof personSchema>;

const actTarget = schemaOf<ActTarget>()(v.object({task: nameOrNull, source: nameOrNull, lock: nameOrNull}));

/** The DDLs of a lock, or whole lists of sources. */
const factText = v.nullable(v.pipe(v.string(), v.maxLength(factCharacters)));

const findSchema = v.variant('type', [
	/** That one. */
	v.object({type: v.literal('at'), atMs: number}),
	/** The next at which something changed, or the one before. */
	v.object({type: v.literal('step'), fromMs: number, by: v.picklist([1, -1])}),
	/** The first at which something changed, from that time on. */
	v.object({type: v.literal('change'), atMs: number}),
]);

/** Which moment is meant; times are of the gateway's clock. */
export type Find = Wire<typeof findSchema>;

const askSchema = v.variant('type', [
	/** The very JSON that DM answered for this object. */
	v.object({type: v.literal('raw'), of: rawTargetSchema}),
	/** What happened since a time of the gateway's clock: the answer is a `ToldReport`. */
	v.object({type: v.literal('report'), sinceMs: number}),
	/** What the validators of a task tell: the answer is a `Validated`. */
	v.object({type: v.literal('validation'), task: name}),
	/** The state as it was known at a moment: the answer is a `MomentTold` with the values of these topics. */
	v.object({type: v.literal('moment'), find: findSchema, topics}),
	/** What an act would meet and cost now: the answer is an `ActProposal`. */
	v.object({type: v.literal('propose'), act: v.picklist(acts), target: actTarget}),
	/** Has DM act on something else than a task; the answer is an `ActOutcome`. */
	v.object({
		type: v.literal('act'),
		/** The `instance` of the gateway that proposed it. */
		instance: name,
		act: v.picklist(acts),
		target: actTarget,
		/** The facts of the proposal that was confirmed. */
		seen: v.pipe(v.array(v.object({what: name, is: factText})), v.maxLength(20)),
		/** How often the name was typed. */
		typed: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
		by: personSchema,
	}),
	/** Has DM operate these targets, one after another; the answer is a `TargetOutcome` for each, in this order. */
	v.object({
		type: v.literal('operate'),
		/** The `instance` of the gateway that told what was seen: another one must not act on it. */
		instance: name,
		operation: v.picklist(operations),
		targets: v.pipe(v.array(operateTargetSchema), v.minLength(1), v.maxLength(targetsAtOnce)),
		/** The source all of whose tasks are meant: those that are paused so are resumed so; left out where single ones are meant. */
		bySource: v.exactOptional(name),
		by: personSchema,
	}),
]);

/** What can be asked once. A gateway that does not know an ask says so in its reply. */
export type Ask = Wire<typeof askSchema>;

/** What a viewer may say, by type. */
export const clientSchemas = {
	/** Adds topics; each is answered with its current value at once, and then with every change. */
	subscribe: v.object({
		type: v.literal('subscribe'),
		topics,
		/** Whether this viewer takes a `delta` in the place of a value, on these topics and on all that it reads. */
		deltas: v.optional(yesNo),
	}),
	unsubscribe: v.object({type: v.literal('unsubscribe'), topics}),
	/** Asks the cluster again now. */
	refresh: v.object({type: v.literal('refresh')}),
	/** Asks for something once; exactly one reply with the same id follows. */
	request: v.object({type: v.literal('request'), id, ask: askSchema}),
} as const;

/** What a viewer says to a gateway. */
export type ClientMessage = Wire<(typeof clientSchemas)[keyof typeof clientSchemas]>;

/** The part of a request that is needed to say no to it. */
export const requestId = v.object({id});

const helloSchema = v.object({
	type: v.literal('hello'),
	protocol: number,
	/** The program, such as `dmtop 0.1.0`. */
	gateway: text,
	/** Which gateway it is: a name that it made up when it started. */
	instance: text,
	/** The gateway's clock, in ms since 1970. */
	nowMs: number,
	/** Whether the gateway writes for its viewers at all. */
	allowOperate: yesNo,
	/** Whether writing is allowed from the start. */
	startsWriting: yesNo,
	/** Why nothing can be written, in a sentence; null where it can. */
	readOnlyReason: textOrNull,
	/** The wished pace of the polls. */
	everyMs: number,
	/** What kind of cluster it is, such as `prod`; left out where nobody has said. */
	label: v.optional(v.pipe(v.string(), v.maxLength(nameCharacters))),
	/** Whom it takes the viewer for: the name of the token that it showed; left out where the door asks for none. */
	viewer: v.optional(v.pipe(v.string(), v.maxLength(nameCharacters))),
	/** Where on its host it writes down what it operates; left out for a viewer who may not have it operate. */
	auditPath: v.optional(text),
});

/** The first message on every connection: who answers, and what it allows. */
export type Hello = Wire<typeof helloSchema>;

export const troubleSchema = v.object({
	/** When the first of the failures in a row was seen. */
	sinceMs: number,
	/** The newest failure, in a sentence. */
	message: text,
	/** How many failures in a row. */
	tries: number,
	/** When it is tried again; null while a try is under way. */
	nextTryAtMs: numberOrNull,
});

const heartbeatSchema = v.object({
	type: v.literal('heartbeat'),
	/** The gateway's clock, in ms since 1970. */
	nowMs: number,
	/** When the newest good answer came; null before the first. */
	lastGoodAtMs: numberOrNull,
	/** How long the newest good answer took. */
	lastTookMs: numberOrNull,
	/** The poll under way, since when; null between two polls. */
	asking: v.nullable(v.object({sinceMs: number})),
	/** What keeps the gateway from its master; null while all is well. */
	trouble: v.nullable(troubleSchema),
});

/** The gateway's clock and how its asking goes; comes after every reading and at least each 5 s. */
export type Heartbeat = Wire<typeof heartbeatSchema>;

/** What a gateway may say beside topics, by type. */
export const serverSchemas = {
	hello: helloSchema,
	heartbeat: heartbeatSchema,
	/** The answer to one request, to the viewer that asked; never skipped. */
	reply: v.variant('ok', [
		v.object({type: v.literal('reply'), id, ok: v.literal(true), value: v.unknown()}),
		/** It was not done, and why, in a sentence. */
		v.object({type: v.literal('reply'), id, ok: v.literal(false), message: text}),
	]),
	/**
	 * What changed of a topic's value since the one with the number `from`, to a viewer that asked for it and was sent that
	 * one; see delta.ts. Whoever misses that one subscribes again, and is sent the whole.
	 */
	delta: v.object({type: v.literal('delta'), topic, from: number, seq: number, delta: v.unknown()}),
	/** Something that the viewer asked for cannot be shown, in a sentence; the connection stays. */
	problem: v.object({type: v.literal('problem'), message: text}),
} as const;

/** What a gateway says to a viewer. */
export type ServerMessage = TopicMessage | Wire<(typeof serverSchemas)[keyof typeof serverSchemas]>;

/** The text of a message on its way to a viewer. */
export function encodeServerMessage(message: ServerMessage): string {
	return JSON.stringify(message);
}

/** The text of a message on its way to a gateway. */
export function encodeClientMessage(message: ClientMessage): string {
	return JSON.stringify(message);
}
