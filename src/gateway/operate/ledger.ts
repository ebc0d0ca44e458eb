import type {OperationRequest} from '../../dm/path.ts';
import type {Operation, OperationTarget} from '../../domain/operation.ts';
import type {OperateTarget, Person} from '../../protocol/messages.ts';
import type {AuditEntry, AuditLog} from '../audit.ts';

/** Who asked for what, as it stands in every line about it. */
export type Case = {
	readonly id: string;
	readonly by: Person;
	readonly viewer: string;
	readonly cluster: readonly string[];
	readonly operation: Operation;
	readonly target: OperateTarget;
};

/** The audit log as the operator uses it: one case, several lines. */
export type Ledger = {
	/** Before a request is sent. Throws an Error with one sentence where it cannot be written: then nothing may be sent. */
	sending(it: Case, request: OperationRequest): void;
	/** What came of it; null, or a sentence where it cannot be written, which must not hide what was done. */
	ended(it: Case, end: End): string | null;
};

export type End = {
	readonly request: OperationRequest | null;
	readonly answer: unknown;
	readonly outcome: AuditEntry['outcome'];
	readonly message: string | null;
};

export function createLedger(audit: AuditLog, now: () => number): Ledger {
	const write = ({id, by, viewer, cluster, operation, target}: Case, end: End) => {
		const {task, sources, seen}: OperationTarget & Pick<OperateTarget, 'seen'> = target;
		const at = new Date(now()).toISOString();
		const {user, sshClient, host} = by;
		audit.write({at, id, user, sshClient, host, viewer, cluster, operation, task, sources, seen, ...end});
	};
	return {
		sending: (it, request) => write(it, {request, answer: null, outcome: 'sending', message: null}),
		ended(it, end) {
			try {
				write(it, end);
				return null;
			} catch (error) {
				return error instanceof Error ? error.message : String(error);
			}
		},
	};
}
