import path from 'node:path';
import envPaths from 'env-paths';

/** Where operations are written down: below XDG_STATE_HOME, or what stands for it on this system. */
export function auditPath(): string {
	return path.join(envPaths('dmtop', {suffix: ''}).log, 'audit.jsonl');
}
