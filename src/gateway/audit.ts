import {userInfo} from 'node:os';
import type {SeenPart, TargetOutcome} from '../domain/operation.ts';
import {cleanText} from '../domain/text.ts';
import {type Append, appendLine} from './audit-file.ts';

/** What the audit log says of one operation on one target, before it is sent and after; a refusal is a line too. */
export type AuditEntry = {
	/** RFC 3339. */
	readonly at: string;
	/** The same in the line that was written before the request and in the one after it. */
	readonly id: string;
	/** Who asked, as the viewer's program says it. */
	readonly user: string | null;
	readonly sshClient: string | null;
	readonly host: string | null;
	/** The viewer's end of the connection, such as `127.0.0.1:51712`. */
	readonly viewer: string;
	/** The masters of the cluster. */
	readonly cluster: readonly string[];
	/** As it was asked for; null, like the task, only where it could not be read. */
	readonly operation: string | null;
	readonly task: string | null;
	/** Null = the whole task. */
	readonly sources: readonly string[] | null;
	/** What the person saw of the task. */
	readonly seen: readonly SeenPart[];
	/** What was or is to be sent; null where nothing was. */
	readonly request: {readonly method: 'PUT'; readonly path: string; readonly body: string} | null;
	/** What DM answered; null where nothing came. */
	readonly answer: unknown;
	readonly outcome: 'sending' | TargetOutcome['outcome'];
	readonly message: string | null;
};

/** Where every operation is written down, one line of JSON each. */
export type AuditLog = {
	readonly path: string;
	/** Writes one line. Throws an Error with one sentence when it cannot be written. */
	write(entry: AuditEntry): void;
};

export type AuditLogOptions = {
	readonly path: string;
	/** From this size on the file is put aside and a new one begun; 10 MiB by default. */
	readonly maxBytes?: number;
	/** How many files there are at most, the one that is written among them; 5 by default. */
	readonly files?: number;
	/** How bytes are written; by default to the disk. */
	readonly append?: Append;
};

/** Opens the log at a path; nothing is touched before the first line. Every text in a line is fit for a terminal. */
export function openAuditLog({path, maxBytes = 10 * 1024 * 1024, files = 5, append}: AuditLogOptions): AuditLog {
	const gatewayUser = accountName();
	return {
		path,
		write(entry) {
			const line = JSON.stringify({...entry, gatewayUser}, (_, value: unknown) =>
				typeof value === 'string' ? cleanText(value, {newlines: true, limit: longestText}) : value,
			);
			appendLine(path, `${line}\n`, {maxBytes, files, ...(append && {append})});
		},
	};
}

/** DM's longest texts are errors with a stack, a few KB. */
const longestText = 16 * 1024;

/** Whose account this program runs under; what a viewer says of itself is only its word. */
function accountName(): string | null {
	try {
		return userInfo().username;
	} catch {
		return null;
	}
}
