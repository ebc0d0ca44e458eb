import type {Writable} from 'node:stream';
import {systemClock} from '../../clock.ts';
import {thrownText} from '../../domain/text.ts';
import {refusedPath} from '../../gateway/operate/audit.ts';
import {verifyChain} from '../../gateway/operate/audit-chain.ts';
import {type AuditFiles, readAudit} from '../../gateway/operate/audit-read.ts';
import type {Options} from '../args/usage.ts';
import {exit, UsageError} from '../exit.ts';
import {auditPath, noAuditPath} from '../operating/audit-path.ts';
import {columnsOf} from '../status.ts';
import {auditCases, auditLines} from './audit-cases.ts';
import {casesText, verdictText} from './audit-text.ts';

export type AuditIo = {
	readonly stdout: Writable;
	readonly stderr: Writable;
	/** Where the log is, null where there is no place for one; left out, this account's. */
	readonly path?: string | null;
};

/** Prints who did what through this account's dmtop, or whether the log still is what was written; writes nothing. */
export function audit(options: Options, io: AuditIo): number {
	const {path = auditPath()} = io;
	if (path === null) throw new UsageError(noAuditPath);
	const logs = [
		{name: 'operations', ...read(path)},
		{name: 'refusals', ...read(refusedPath(path))},
	];
	return options.verify ? verified(logs, options, io) : printed(logs, options, io);
}

type Log = AuditFiles & {readonly name: string};

function read(file: string): AuditFiles {
	try {
		return readAudit(file);
	} catch (error) {
		throw new UsageError(`the audit log ${file} cannot be read: ${thrownText(error)}`);
	}
}

function printed(logs: readonly Log[], {since, task, json}: Options, {stdout, stderr}: AuditIo): number {
	const sinceMs = since === null ? null : since.type === 'ago' ? systemClock().wall() - since.ms : since.atMs;
	const lines = logs.flatMap(({files}) => auditLines(files, {sinceMs, task}));
	if (json) {
		const entries = lines.map(({file, line, entry}) => ({...entry, file, line}));
		stdout.write(`${JSON.stringify({entries}, null, 2)}\n`);
	} else if (lines.length > 0) {
		stdout.write(casesText(auditCases(lines), columnsOf(stdout)));
	} else {
		const all = sinceMs === null && task === null;
		stderr.write(
			`dmtop: ${all ? 'nothing has been written to the audit log yet' : 'the audit log has no such line'}\n`,
		);
	}
	return exit.fine;
}

function verified(logs: readonly Log[], {json}: Options, {stdout}: AuditIo): number {
	const verdicts = logs.map(({name, files, mayBeDropped}) => ({name, verdict: verifyChain(files, mayBeDropped)}));
	stdout.write(
		json
			? `${JSON.stringify(Object.fromEntries(verdicts.map(({name, verdict}) => [name, verdict])), null, 2)}\n`
			: verdicts.map(({name, verdict}) => verdictText(name, verdict)).join(''),
	);
	return verdicts.every(({verdict}) => verdict.misfit === null) ? exit.fine : exit.trouble;
}
