import type {Clock} from '../../clock.ts';
import type {ShownRequest} from '../../dm/ask/acts.ts';
import type {Operation} from '../../domain/operation/operation.ts';
import {thrownText} from '../../domain/text.ts';
import type {OperateTarget, Person} from '../../wire/messages.ts';
import type {Visitor} from '../serve/visitor.ts';
import type {AuditEntry, AuditLog} from './audit.ts';
import {createRefusalRate} from './refusal-rate.ts';

/** Who asked for what, as it stands in every line about it. */
export type Case = AnyCase & {
	readonly operation: Operation;
	readonly target: OperateTarget & Pick<AuditEntry, 'bySource'>;
};

/** The same of what need not follow the protocol. */
export type AnyCase = Ask & {readonly id: string; readonly target: AnyTarget; readonly cluster: readonly string[]};

type Ask = {readonly by: Person; readonly viewer: Visitor; readonly operation: string | null};

/** A target as far as it could be read. */
export type AnyTarget = Pick<AuditEntry, 'task' | 'sources' | 'seen' | 'lock' | 'facts' | 'bySource'>;

/** The audit log as the operator uses it: one case, several lines. */
export type Ledger = {
	/** A new case, with an id that no other has. */
	open<Asked extends Ask & {readonly target: AnyTarget}>(asked: Asked): Asked & Pick<AnyCase, 'id' | 'cluster'>;
	/** Before a request is sent. Throws an Error with one sentence where it cannot be written: then nothing may be sent. */
	sending(it: AnyCase, request: ShownRequest): void;
	/** What came of what was sent; null, or a sentence where it cannot be written, which must not hide what was done. */
	ended(it: AnyCase, end: End): string | null;
	/** What was not sent, and why. Never throws: a refusal holds also where it cannot be written. */
	refused(it: AnyCase, outcome: 'refused' | 'not-tried', message: string): void;
	/** Nobody waits any more for the answers that have not come: each such request has a last line, and is unknown. */
	abandon(why: string): void;
};

export type End = {
	readonly request: ShownRequest;
	readonly answer: unknown;
	readonly outcome: AuditEntry['outcome'];
	readonly message: string | null;
};

export function createLedger(
	audit: AuditLog,
	{now, wall}: Pick<Clock, 'now' | 'wall'>,
	cluster: () => readonly string[],
): Ledger {
	/** The requests whose answers are awaited, by the id of their case. */
	const awaited = new Map<string, {readonly it: AnyCase; readonly request: ShownRequest}>();
	const rate = createRefusalRate(now);
	let cases = 0;

	function write({id, by, viewer, cluster, operation, target}: AnyCase, end: End): void {
		const at = new Date(wall()).toISOString();
		const {user, sshClient, host} = by;
		const {token, from} = viewer;
		audit.write({at, id, token, user, sshClient, host, viewer: from, cluster, operation, ...target, ...end});
	}

	function ended(it: AnyCase, end: End): string | null {
		awaited.delete(it.id);
		try {
			write(it, end);
			return null;
		} catch (error) {
			return thrownText(error);
		}
	}

	return {
		open(asked) {
			cases += 1;
			// Several programs may write to one log at the same time.
			return {...asked, id: `${wall().toString(36)}-${process.pid.toString(36)}-${cases}`, cluster: cluster()};
		},
		sending(it, request) {
			write(it, {request, answer: null, outcome: 'sending', message: null});
			awaited.set(it.id, {it, request});
		},
		ended,
		refused({id, by, viewer, cluster, operation, target: {task, sources, lock}}, outcome, message) {
			const more = rate.take(viewer.token ?? viewer.address);
			if (more === null) return;
			const at = new Date(wall()).toISOString();
			try {
				const {token, from} = viewer;
				audit.refuse({
					at,
					id,
					token,
					...by,
					viewer: from,
					cluster,
					operation,
					task,
					sources,
					...(lock != null && {lock}),
					outcome,
					message,
					more,
				});
			} catch {
				// It is told to who asked all the same.
			}
		},
		abandon(why) {
			for (const {it, request} of [...awaited.values()])
				ended(it, {request, answer: null, outcome: 'unknown', message: `unknown: ${why}`});
		},
	};
}
