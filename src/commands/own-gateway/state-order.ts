import path from 'node:path';
import type {StateOrder} from '../../gateway/gateway.ts';
import type {Options} from '../args/usage.ts';
import {auditPath} from '../operating/audit-path.ts';

/** Where a gateway saves what it sees; null where it was told not to, or there is no place for it. */
export function stateOrder({
	state,
	noState,
	stateLimit,
}: Pick<Options, 'state' | 'noState' | 'stateLimit'>): StateOrder | null {
	const folder = noState ? null : state === null ? stateFolder() : path.resolve(state);
	return folder === null ? null : {folder, limitBytes: stateLimit ?? defaultLimitBytes};
}

/** Where it does so by itself: beside the audit log. */
export function stateFolder(): string | null {
	const audit = auditPath();
	return audit === null ? null : path.join(path.dirname(audit), 'state');
}

const defaultLimitBytes = 512e6;
