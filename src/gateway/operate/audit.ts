import {hostname, userInfo} from 'node:os';
import path from 'node:path';
import type {Fact} from '../../domain/act/act.ts';
import type {SeenPart, TargetOutcome} from '../../domain/operation/operation.ts';
import {cleanText} from '../../domain/text.ts';
import {isAlive} from '../ask/alive.ts';
import {nextLink} from './audit-chain.ts';
import {type Append, appendLine, fileAside} from './audit-file.ts';
import {type Sending, unended} from './audit-unended.ts';

/** What the audit log says of one operation on one target, before it is sent and after; a refusal is a line too. */
export type AuditEntry = {
	/** RFC 3339. */
	readonly at: string;
	/** The same in the line that was written before the request and in the one after it. */
	readonly id: string;
	/** Who asked: the name of the token that the viewer showed; null where the gateway's door asked for none. */
	readonly token: string | null;
	/** What the viewer's program says of itself, which is only its word. */
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
	/** The ID of a DDL lock; left out, or null, where none is meant. */
	readonly lock?: string | null;
	/** The source all of whose tasks were meant; left out where this one was. */
	readonly bySource?: string;
	/** What the person saw of what is no task. */
	readonly facts?: readonly Fact[];
	/** What was or is to be sent; null where nothing was. */
	readonly request: {readonly method: 'PUT' | 'POST' | 'gRPC'; readonly path: string; readonly body: string} | null;
	/** What DM answered; null where nothing came. */
	readonly answer: unknown;
	readonly outcome: 'sending' | TargetOutcome['outcome'];
	readonly message: string | null;
};

/** Where every operation is written down, one line of JSON each. */
export type AuditLog = {
	/** What was sent to DM, and what came of it. */
	readonly path: string;
	/** Writes one line about what is or was sent. Throws an Error with one sentence when it cannot be written. */
	write(entry: AuditEntry): void;
	/** Writes one line about what was not sent, to a file of its own: no flood of them washes away what was. Throws likewise. */
	refuse(refusal: Refusal): void;
	/**
	 * Gives every request its end: what a program that is no more has sent, and never wrote down the end of, is `unknown`.
	 * `nowMs` is in ms since 1970. Never throws; what cannot be written now is written another time.
	 */
	settle(nowMs: number): void;
};

/** What is written down of an ask that was not sent; what was seen is left out. */
export type Refusal = Omit<AuditEntry, 'seen' | 'facts' | 'request' | 'answer'> & {
	/** How many more of this viewer were refused since its last line, and have none of their own. */
	readonly more: number;
};

export type AuditLogOptions = {
	readonly path: string;
	/** From this size on the file is put aside and a new one begun; 10 MiB by default. */
	readonly maxBytes?: number;
	/** How many files there are at most, the one that is written among them; `auditFiles` by default. */
	readonly files?: number;
	/** How bytes are written; by default to the disk. */
	readonly append?: Append;
	/** Is given each line once it is written, such as to have it elsewhere too. Never throws. */
	readonly copy?: (line: string) => void;
};

/**
 * Opens the log at a path; nothing is touched before the first line. Every text in a line is fit for a terminal. Each line
 * holds its number `n` and the hash `prev` of the one before it, whichever program wrote that.
 */
export function openAuditLog(options: AuditLogOptions): AuditLog {
	const {path: file, maxBytes = 10 * 1024 * 1024, files = auditFiles, append, copy} = options;
	const writer = {gatewayUser: accountName(), gatewayHost: hostname(), gatewayPid: process.pid};
	const appendTo = (to: string, entry: object) => {
		const lineAfter = (last: readonly string[]) =>
			JSON.stringify({...entry, ...writer, ...nextLink(last)}, (_, value: unknown) =>
				typeof value === 'string' ? cleanText(value, {newlines: true, limit: longestText}) : value,
			);
		const line = appendLine(to, lineAfter, {maxBytes, files, ...(append && {append})});
		copy?.(line);
	};
	return {
		path: file,
		write: entry => appendTo(file, entry),
		refuse: refusal => appendTo(refusedPath(file), refusal),
		settle(nowMs) {
			try {
				const isOver = ({gatewayHost, gatewayPid, at}: Sending) =>
					nowMs - Date.parse(at) > longestOperationMs || (gatewayHost === writer.gatewayHost && !isAlive(gatewayPid));
				for (const sent of unended([fileAside(file, 1), file], isOver)) {
					const message = 'unknown: the program that sent it ended before it was written down what came of it';
					appendTo(file, {...sent, at: new Date(nowMs).toISOString(), outcome: 'unknown', message});
				}
			} catch {
				// A log that cannot be read or written now refuses what is to be sent now; that is said then.
			}
		},
	};
}

/** How many files of a log there are at most. */
export const auditFiles = 5;

/** Where the refusals of a log are. */
export function refusedPath(file: string): string {
	const {dir, name, ext} = path.parse(file);
	return path.join(dir, `${name}-refused${ext}`);
}

/** An operation, its watching among them, never takes so long. */
const longestOperationMs = 600_000;

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
