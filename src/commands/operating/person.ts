import os from 'node:os';
import type {Person} from '../../wire/messages.ts';

/** Who runs this program, and from where; null where nobody knows. */
export function personOf(env: Readonly<Record<string, string | undefined>>): Person {
	return {user: userName(), host: os.hostname() || null, sshClient: env['SSH_CLIENT'] || null};
}

/** A user without an entry in the user database has no name. */
function userName(): string | null {
	try {
		return os.userInfo().username;
	} catch {
		return null;
	}
}
