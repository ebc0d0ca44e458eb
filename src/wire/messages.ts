import type {Operation, OperationTarget, SeenPart} from '../domain/operation/operation.ts';
import type {Topic, TopicValues} from './topics.ts';

/** Raised when a message changes so that an older program would misread it; new keys and new words do not raise it. */
export const protocolVersion = 1;

/** What a gateway says to a viewer. */
export type ServerMessage = Hello | TopicMessage | Heartbeat | Reply | Problem;

/** What a viewer says to a gateway. */
export type ClientMessage =
	/** Adds topics; each is answered with its current value at once, and then with every change. */
	| {readonly type: 'subscribe'; readonly topics: readonly Topic[]}
	| {readonly type: 'unsubscribe'; readonly topics: readonly Topic[]}
	/** Asks the cluster again now. */
	| {readonly type: 'refresh'}
	/** Asks for something once; exactly one reply with the same id follows. */
	| {readonly type: 'request'; readonly id: number; readonly ask: Ask};

/** The first message on every connection: who answers, and what it allows. */
export type Hello = {
	readonly type: 'hello';
	readonly protocol: number;
	/** The program, such as `dmtop 0.1.0`. */
	readonly gateway: string;
	/** Which gateway it is: a name that it made up when it started. */
	readonly instance: string;
	/** The gateway's clock, in ms since 1970. */
	readonly nowMs: number;
	/** Whether the gateway writes for its viewers at all. */
	readonly allowOperate: boolean;
	/** Whether writing starts armed. */
	readonly startArmed: boolean;
	/** Why nothing can be written, in a sentence; null where it can. */
	readonly readOnlyReason: string | null;
	/** The wished pace of the polls. */
	readonly everyMs: number;
};

/** The full current value of one topic; the newest replaces all before it. */
export type TopicMessage =
	| {
			[Name in Exclude<Topic, `task/${string}`>]: {
				readonly type: 'topic';
				readonly topic: Name;
				readonly value: TopicValues[Name];
			};
	  }[Exclude<Topic, `task/${string}`>]
	| {readonly type: 'topic'; readonly topic: `task/${string}`; readonly value: TopicValues[`task/${string}`]};

/** The gateway's clock and how its asking goes; comes after every reading and at least each 5 s. */
export type Heartbeat = {
	readonly type: 'heartbeat';
	/** The gateway's clock, in ms since 1970. */
	readonly nowMs: number;
	/** When the newest good answer came; null before the first. */
	readonly lastGoodAtMs: number | null;
	/** How long the newest good answer took. */
	readonly lastTookMs: number | null;
	/** The poll under way, since when; null between two polls. */
	readonly asking: {readonly sinceMs: number} | null;
	/** What keeps the gateway from its master; null while all is well. */
	readonly trouble: Trouble | null;
};

/** Why no good answer comes. */
export type Trouble = {
	/** When the first of the failures in a row was seen. */
	readonly sinceMs: number;
	/** The newest failure, in a sentence. */
	readonly message: string;
	/** How many failures in a row. */
	readonly tries: number;
	/** When it is tried again; null while a try is under way. */
	readonly nextTryAtMs: number | null;
};

/** The answer to one request, to the viewer that asked; never skipped. */
export type Reply =
	| {readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown}
	/** It was not done, and why, in a sentence. */
	| {readonly type: 'reply'; readonly id: number; readonly ok: false; readonly message: string};

/** Something that the viewer asked for cannot be shown, in a sentence; the connection stays. */
export type Problem = {readonly type: 'problem'; readonly message: string};

/** What can be asked once. A gateway that does not know an ask says so in its reply. */
export type Ask =
	/** The very JSON that DM answered for this object. */
	| {readonly type: 'raw'; readonly of: RawTarget}
	/** Has DM operate these targets, one after another; the answer is a `TargetOutcome` for each, in this order. */
	| {
			readonly type: 'operate';
			/** The `instance` of the gateway that told what was seen: another one must not act on it. */
			readonly instance: string;
			readonly operation: Operation;
			readonly targets: readonly OperateTarget[];
			readonly by: Person;
	  };

/** What is to be operated, and what the person saw of the whole task when deciding it. */
export type OperateTarget = OperationTarget & {readonly seen: readonly SeenPart[]};

/** Who asks, as the viewer's program says it. */
export type Person = {
	readonly user: string | null;
	readonly host: string | null;
	/** `SSH_CLIENT` of the viewer's session. */
	readonly sshClient: string | null;
};

export type RawTarget =
	| {readonly type: 'task'; readonly task: string}
	| {readonly type: 'source'; readonly source: string}
	| {readonly type: 'all'};

/** The text of a message on its way to a viewer. */
export function encodeServerMessage(message: ServerMessage): string {
	return JSON.stringify(message);
}

/** The text of a message on its way to a gateway. */
export function encodeClientMessage(message: ClientMessage): string {
	return JSON.stringify(message);
}
