import {cleanText} from '../../domain/text.ts';
import {type ChainFile, entryOf, type Place} from '../../gateway/operate/audit-chain.ts';

/** A line of the audit log, with where it stands. */
export type AuditLine = Place & {readonly entry: Readonly<Record<string, unknown>>};

/** Which lines are asked for; null = all. `sinceMs` is in ms since 1970. */
export type AuditFilter = {readonly sinceMs: number | null; readonly task: string | null};

/** What was asked for once, and what came of it. */
export type AuditCase = {
	readonly at: string;
	readonly operation: string;
	readonly task: string;
	/** Null = the whole task. */
	readonly sources: readonly string[] | null;
	/** As the log says it; `sending` where no line says how it ended. */
	readonly outcome: string;
	readonly who: string;
	readonly cluster: string;
	readonly message: string | null;
};

/** The lines of these files that are asked for, in the order in which they were written. */
export function auditLines(files: readonly ChainFile[], {sinceMs, task}: AuditFilter): readonly AuditLine[] {
	const lines = files.flatMap(({file, text}) =>
		text.split('\n').flatMap((line, at): AuditLine[] => {
			const entry = entryOf(line);
			return entry === null ? [] : [{file, line: at + 1, entry}];
		}),
	);
	return lines.filter(({entry}) => {
		if (task !== null && entry['task'] !== task) return false;
		// What has no time is shown: it is not known to be older.
		return sinceMs === null || !(Date.parse(String(entry['at'])) < sinceMs);
	});
}

/** The cases of these lines, in order of their times: what was sent and what came of it are one. */
export function auditCases(lines: readonly AuditLine[]): readonly AuditCase[] {
	const cases = new Map<string, AuditCase>();
	for (const {file, line, entry} of lines) {
		const id = textOf(entry['id']) ?? `${file}:${line}`;
		const told = caseOf(entry);
		const begun = cases.get(id);
		cases.set(id, begun === undefined ? told : {...told, at: begun.at});
	}
	return [...cases.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function caseOf(entry: AuditLine['entry']): AuditCase {
	const {sources, cluster, more} = entry;
	const message = textOf(entry['message']);
	const others = typeof more === 'number' && more > 0 ? `${more} more of this viewer were refused before it` : null;
	return {
		at: textOf(entry['at']) ?? '?',
		operation: textOf(entry['operation']) ?? '?',
		// A connection that was refused is about no task.
		task: textOf(entry['task']) ?? '-',
		sources: Array.isArray(sources) ? sources.map(source => cleanText(String(source))) : null,
		outcome: textOf(entry['outcome']) ?? '?',
		who: whoOf(entry),
		cluster: Array.isArray(cluster) ? cleanText(cluster.map(String).join(', ')) : '?',
		message: [message, others].filter(text => text !== null).join('; ') || null,
	};
}

/** Whom the gateway knew by a token, and beside it what the viewer's program says of itself. */
function whoOf(entry: AuditLine['entry']): string {
	const claim = [entry['user'], entry['host']].map(textOf).filter(text => text !== null);
	const said = claim.length === 0 ? `somebody at ${textOf(entry['viewer']) ?? '?'}` : claim.join('@');
	const token = textOf(entry['token']);
	return token === null ? said : `${token} (${said})`;
}

/** Whoever can write the file can write anything into it. */
function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? cleanText(value) : null;
}
