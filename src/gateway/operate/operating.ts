import type {Act} from '../../domain/act/act.ts';
import type {Operation, TargetOutcome} from '../../domain/operation/operation.ts';
import type {Ask, Hello} from '../../wire/messages.ts';
import type {ActReading, OperationReading} from '../memory/reading.ts';
import type {Answer} from '../serve/requests.ts';
import type {Visitor} from '../serve/visitor.ts';
import type {ActorOptions} from './act/actor.ts';
import type {AuditLog} from './audit.ts';
import {createOperator, type OperatorOptions} from './operator.ts';
import {unreadAsk} from './unread.ts';

/** Whether a gateway operates tasks for its viewers. */
export type Writing =
	/** `atOnce`: its viewers may write at once; else they allow it first. */
	| {readonly type: 'allowed'; readonly atOnce: boolean; readonly audit: AuditLog}
	/** `reason` is a sentence for the viewers; what they try all the same is written down where there is a log. */
	| {readonly type: 'read-only'; readonly reason: string; readonly audit?: AuditLog};

/** The one place of a gateway through which its viewers operate. */
export type Operating = {
	/** What a viewer is told of it at first. */
	readonly hello: (
		viewer: Visitor,
	) => Pick<Hello, 'instance' | 'allowOperate' | 'startsWriting' | 'readOnlyReason' | 'viewer' | 'auditPath'>;
	/** What came of an ask of a viewer. Never throws. */
	readonly answer: (ask: Extract<Ask, {type: 'operate'}>, viewer: Visitor) => Promise<Answer>;
	/** What an act would meet and cost now. Never throws. */
	readonly propose: (ask: Extract<Ask, {type: 'propose'}>, viewer: Visitor) => Promise<Answer>;
	/** What came of an act that a viewer asked for. Never throws. */
	readonly act: (ask: Extract<Ask, {type: 'act'}>, viewer: Visitor) => Promise<Answer>;
	/** What a viewer said was not looked at, and why, in a sentence; what it was need not be an operate. */
	readonly turnedAway: (text: string, why: string, viewer: Visitor) => void;
	/** Writes down that somebody was not let in, and why, in a sentence. */
	readonly notLetIn: (visitor: Visitor, why: string) => void;
	/** Nothing is sent from here on; resolves once what was sent is answered. */
	readonly end: () => Promise<void>;
	/** Nobody waits for the rest any more; that it is unknown is written down. */
	readonly abandon: () => void;
	/** Writes down that what an earlier program left without an end is unknown. Never throws. */
	readonly settle: () => void;
};

export type OperatingOptions = Omit<OperatorOptions, 'audit' | 'client' | 'tell'> & {
	readonly client: OperatorOptions['client'] & ActorOptions['client'];
	readonly tell: (news: OperationReading | ActReading) => void;
	/** Which gateway it is: it acts only on what was seen through itself. */
	readonly instance: string;
	/** Called when all that was asked for is answered, where anything was sent. */
	readonly onSent: () => void;
	/** Told what came of the operation at each target. */
	readonly onOutcome?: (operation: Operation | Act, outcome: TargetOutcome['outcome']) => void;
};

export function createOperating(writing: Writing, options: OperatingOptions): Operating {
	const {instance} = options;
	/** Why a viewer may never write here, in a sentence; null where it may. */
	const readOnlyReason = ({role, token}: Visitor) => {
		if (writing.type === 'read-only') return writing.reason;
		return role === 'read' ? `the token ${token ?? ''} allows reading only` : null;
	};
	/** Why a viewer may not do what nothing undoes, in a sentence; null where it may. */
	const whyNotStop = ({role, token}: Visitor, operation: Operation) =>
		operation !== 'stop' || role === 'admin'
			? null
			: `the token ${token ?? ''} may not stop a task: it needs the role admin`;
	const operator = createOperator({...options, audit: writing.audit ?? nowhere});
	const actor = operator.actor(options);
	const underWay = new Set<Promise<unknown>>();
	return {
		hello(viewer) {
			const reason = readOnlyReason(viewer);
			const startsWriting = reason === null && writing.type === 'allowed' && writing.atOnce;
			return {
				...{instance, allowOperate: reason === null, startsWriting, readOnlyReason: reason},
				...(viewer.token !== null && {viewer: viewer.token}),
				...(reason === null && writing.type === 'allowed' && {auditPath: writing.audit.path}),
			};
		},
		async answer(ask, viewer) {
			const why =
				readOnlyReason(viewer) ??
				whyNotStop(viewer, ask.operation) ??
				(ask.instance === instance ? null : anotherGateway);
			if (why !== null) {
				operator.refuse(ask, viewer, why);
				for (const _ of ask.targets) options.onOutcome?.(ask.operation, 'refused');
				return {ok: false, message: why};
			}
			const outcomes = operator.operate(ask, viewer);
			underWay.add(outcomes);
			try {
				const value = await outcomes;
				for (const {outcome} of value) options.onOutcome?.(ask.operation, outcome);
				if (value.some(({parts}) => parts.length > 0)) options.onSent();
				return {ok: true, value};
			} finally {
				underWay.delete(outcomes);
			}
		},
		async propose({act, target}, viewer) {
			const why = readOnlyReason(viewer);
			return why === null ? {ok: true, value: await actor.propose(act, target)} : {ok: false, message: why};
		},
		async act(ask, viewer) {
			const why = readOnlyReason(viewer) ?? (ask.instance === instance ? null : anotherGateway);
			if (why !== null) {
				actor.refuse(ask, viewer, why);
				options.onOutcome?.(ask.act, 'refused');
				return {ok: false, message: why};
			}
			const ended = actor.act(ask, viewer);
			underWay.add(ended);
			try {
				const value = await ended;
				options.onOutcome?.(ask.act, value.outcome);
				options.onSent();
				return {ok: true, value};
			} finally {
				underWay.delete(ended);
			}
		},
		turnedAway(text, why, viewer) {
			const ask = unreadAsk(text);
			if (ask !== null) operator.refuse(ask, viewer, why);
		},
		notLetIn(visitor, why) {
			const by = {user: null, host: null, sshClient: null};
			operator.refuse({operation: 'connect', targets: [{task: null, sources: null, seen: []}], by}, visitor, why);
		},
		async end() {
			operator.end();
			await Promise.all(underWay);
		},
		settle: () => writing.audit?.settle(options.clock.wall()),
		abandon: () => operator.abandon('the gateway ended before DM had answered'),
	};
}

const anotherGateway = 'changed: this is another gateway than the one that told what was seen';

const nowhere: AuditLog = {path: '', write() {}, refuse() {}, settle() {}};
