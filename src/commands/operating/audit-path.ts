import {homedir, userInfo} from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';
import {systemClock} from '../../clock.ts';
import {type AuditLog, openAuditLog} from '../../gateway/operate/audit.ts';

/**
 * Where operations are written down: below XDG_STATE_HOME, or what stands for it on this system. A relative path there
 * or in HOME means nothing, as it would be another one in each folder. Null where no absolute one is known.
 */
export function auditPath(): string | null {
	const below = (home: string) => path.join(home, '.local', 'state', 'dmtop');
	const folders = [envPaths('dmtop', {suffix: ''}).log, below(homedir()), below(accountHome())];
	const folder = folders.find(it => path.isAbsolute(it));
	return folder === undefined ? null : path.join(folder, 'audit.jsonl');
}

/** Why nothing is operated where there is no such path. */
export const noAuditPath =
	'there is no place for the audit log: neither XDG_STATE_HOME nor HOME is an absolute path, and the account has no home';

/**
 * The log at that path; where there is none, a log that cannot be written. Nothing is touched before the first line.
 * `copy` is given each line that was written.
 */
export function auditLogAt(file: string | null, copy?: (line: string) => void): AuditLog {
	if (file !== null) return openAuditLog({path: file, ...(copy && {copy})});
	const fail = () => {
		throw new Error(noAuditPath);
	};
	return {path: '', write: fail, refuse: fail, settle() {}};
}

/** Writes down that what an earlier program sent, and never wrote down the end of, is unknown. Never throws. */
export function settleAudit(): void {
	auditLogAt(auditPath()).settle(systemClock().wall());
}

function accountHome(): string {
	try {
		return userInfo().homedir;
	} catch {
		return '';
	}
}
