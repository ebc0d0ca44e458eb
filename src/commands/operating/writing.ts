import type {AuditLog} from '../../gateway/operate/audit.ts';
import type {Writing} from '../../gateway/operate/operating.ts';
import {auditLogAt, noAuditPath} from './audit-path.ts';

/** Whether a gateway writes, as data that passes between threads. */
export type WritingOrder = {
	readonly allowed: boolean;
	/** Its viewers may write at once; else they allow it first. */
	readonly atOnce: boolean;
	/** Why not, in a sentence; null where it is allowed. */
	readonly reason: string | null;
	/** Where every request is written down, also one that is refused; null where there is no place for it. */
	readonly auditPath: string | null;
	/** What is played with must not look like a cluster of this address later on. */
	readonly isDemo: boolean;
};

/**
 * The same as a gateway takes it: without a place for the audit log it only watches. `copy` is given each line of that
 * log that was written.
 */
export function writingOf(
	{allowed, atOnce, reason, auditPath, isDemo}: WritingOrder,
	copy?: (line: string) => void,
): Writing {
	const log = auditLogAt(auditPath, copy);
	const audit: AuditLog = isDemo
		? {
				...log,
				write: entry => log.write({...entry, cluster: ['demo']}),
				refuse: refusal => log.refuse({...refusal, cluster: ['demo']}),
			}
		: log;
	if (!allowed) return {type: 'read-only', reason: reason ?? 'this gateway only watches', audit};
	return auditPath === null ? {type: 'read-only', reason: noAuditPath, audit} : {type: 'allowed', atOnce, audit};
}
