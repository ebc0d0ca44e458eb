import type {ProcessError, ProcessResult} from '../cluster.ts';
import type {DmVersion} from '../version.ts';
import type {Checker} from './checker.ts';

/** What DM's task checker does about a failure, and the rule that says so, in words. */
export type Resume = {
	/** DM resumes it by itself, again and again. */
	readonly resumes: boolean;
	/** It may heal by that. What DM resumes for ever in vain needs a person all the same. */
	readonly heals: boolean;
	readonly rule: string;
};

/**
 * The rule of DM's worker (dm/worker/task_checker.go, dm/pkg/retry/errors.go): it resumes what is paused with errors,
 * unless a person paused it or any of its errors is on a list. Where the version leaves two rules possible, the
 * stricter holds. `checker` is that of the source, null where nobody knows it.
 */
export function resume(
	result: ProcessResult,
	of: 'subtask' | 'relay',
	version: DmVersion,
	checker: Checker | null = null,
): Resume {
	if (result.isCanceled) return left("a person paused it, and that ends DM's own retries");
	if (of === 'relay' && version.oldest < 200) return left('DM 1.0 never resumes a relay');
	for (const error of result.errors) {
		const rule = ruleAgainst(error, of, version);
		if (rule !== null) return left(rule);
	}
	if (checker?.enabled === false) return left("DM's checker is off for this source: nobody retries");
	for (const error of result.errors) {
		const why = of === 'subtask' ? hopeless(error) : null;
		if (why !== null) return {resumes: true, heals: false, rule: why};
	}
	const known = checker === null ? "the source's checker may be off, though" : "the source's checker is on";
	return {resumes: true, heals: true, rule: `it is on none of the lists of errors that DM leaves alone; ${known}`};
}

/**
 * Whether a person's pause left nothing behind but its own traces: work that it cut off fails with them, and dmctl calls
 * that an error.
 */
export function isPlainPause({isCanceled, errors}: ProcessResult): boolean {
	return isCanceled && errors.every(error => traces.some(trace => textOf(error).includes(trace)));
}

const traces = ['context canceled', 'connection is already closed'] as const;

/** The errors that something failed with; none of a person's pause, whatever it left behind. */
export function failureOf(result: ProcessResult | null): ProcessResult | null {
	return result === null || result.errors.length === 0 || isPlainPause(result) ? null : result;
}

function left(rule: string): Resume {
	return {resumes: false, heals: false, rule};
}

function ruleAgainst(error: ProcessError, of: 'subtask' | 'relay', version: DmVersion): string | null {
	const code = error.code;
	if (code === null && error.message === null && error.rawCause === null) return 'DM gives no error to judge by';
	if (of === 'relay') {
		return code !== null && relayCodes.includes(code)
			? `code ${code} is on DM's list of relay errors to leave alone`
			: null;
	}
	const coded = codes.find(entry => entry.code === code && isPossible(entry, version));
	if (coded !== undefined && !isExcepted(error, version)) {
		return `code ${coded.code} (${coded.means}) is on DM's list of errors to leave alone`;
	}
	const cause = textOf(error);
	const text = texts.find(entry => entry.since <= version.newest && cause.includes(listed(entry, version)));
	if (text !== undefined) return `"${text.text}" is on DM's list of ${text.kind} to leave alone`;
	const message = (error.message ?? '').toLowerCase();
	const broken = code === 11038 ? relayLogTexts.find(part => message.includes(part)) : undefined;
	return broken === undefined ? null : `code 11038 with "${broken}" is on DM's list of errors to leave alone`;
}

/** What DM searches, in small letters: the cause; where there is none, as in the oldest versions, the message. */
function textOf({rawCause, message}: ProcessError): string {
	return (rawCause ?? message ?? '').toLowerCase();
}

function isPossible({since, until = Number.POSITIVE_INFINITY}: Listed, {oldest, newest}: DmVersion): boolean {
	return since <= newest && oldest <= until;
}

/** An import that failed because its table was not there, or was still taken by an import before it, is tried again. */
function isExcepted({code, rawCause}: ProcessError, {oldest}: DmVersion): boolean {
	const cause = (rawCause ?? '').toLowerCase();
	return code === importFailed && importTexts.some(({since, text}) => since <= oldest && cause.includes(text));
}

/** An import by Lightning that failed (34019). */
export const importFailed = 34019;

const importTexts = [
	{since: 803, text: "doesn't exist"},
	{since: 2603, text: 'is in mode import'},
] as const;

type Listed = {readonly since: number; readonly until?: number};

/** `since` and `until` are the first and the last DM version that have the entry, as major * 100 + minor. */
const codes: readonly (Listed & {readonly code: number; readonly means: string})[] = [
	{code: 36008, since: 100, means: 'DDLs in wrong sequence'},
	{code: 36062, since: 100, until: 199, means: 'shard DDL conflict'},
	{code: 32001, since: 200, means: 'dump failed'},
	{code: 32004, since: 200, means: 'no global lock for the dump'},
	{code: 36027, since: 200, means: 'DML columns do not match'},
	{code: 11129, since: 600, means: 'DDL cancelled'},
	{code: importFailed, since: 600, means: 'the import failed'},
	// No version that knows these two resumes them.
	{code: 34020, since: 100, means: 'duplicates in the import'},
	{code: 34021, since: 100, means: 'checksum of the import'},
];

const relayCodes: readonly number[] = [30001, 30002, 30004, 30005, 30008];

const relayLogTexts = ['binlog checksum mismatch, data may be corrupted', 'get event err eof'] as const;

/** Why a failure that DM resumes cannot heal by that, whatever happens outside; null where it may. */
function hopeless(error: ProcessError): string | null {
	const text = `${error.message ?? ''}\n${error.rawCause ?? ''}`;
	return cannotHeal.find(({code, says}) => (code === null || code === error.code) && says.test(text))?.why ?? null;
}

/** 36067 and 11001 were seen to be retried for ever by 6.5.0, 36062 by 2.0.7. */
const cannotHeal = [
	{code: 36067, says: /(?:)/, why: 'TiDB does not understand this DDL, which has to be skipped or replaced'},
	{code: 36062, says: /(?:)/, why: 'a conflict of shard DDLs ends only by a decision'},
	{
		code: null,
		says: /(dump|metadata)\S*: no such file/i,
		why: 'its dump files are not on this worker, and the task has to begin anew',
	},
] as const;

/** The text that the list of a version holds, in small letters. */
function listed({text, uncut = text}: Text, {newest, oldest, patch}: DmVersion): string {
	// The driver of this one puts the SQLSTATE between number and text, and its lists were not cut to fit.
	const isUncut = oldest === 605 && newest === 605 && patch === 12;
	return (isUncut ? uncut : text).toLowerCase();
}

type Text = {
	readonly kind: string;
	readonly since: number;
	readonly text: string;
	/** The whole entry, as it stood before the lists were cut to the number. */
	readonly uncut?: string;
};

const texts: readonly Text[] = [
	{kind: 'DDL errors', since: 100, text: "can't drop column with index"},
	{kind: 'DDL errors', since: 100, text: 'unsupported add column'},
	{kind: 'DDL errors', since: 100, text: 'unsupported modify column'},
	{kind: 'DDL errors', since: 100, text: 'unsupported modify charset'},
	{kind: 'DDL errors', since: 100, text: 'unsupported modify collate'},
	{kind: 'DDL errors', since: 100, text: 'unsupported drop integer primary key'},
	{kind: 'DDL errors', since: 100, text: 'Unsupported collation'},
	{kind: 'DDL errors', since: 100, text: 'Invalid default value for'},
	{kind: 'DDL errors', since: 200, text: 'with tidb_enable_change_multi_schema is disable'},
	{kind: 'DDL errors', since: 200, text: 'Unsupported drop primary key'},
	{kind: 'DDL errors', since: 200, text: 'Error 1059', uncut: 'Error 1059: Identifier name'},
	{kind: 'DDL errors', since: 200, text: 'Error 1117', uncut: 'Error 1117: Too many columns'},
	{kind: 'DDL errors', since: 200, text: 'Error 1069', uncut: 'Error 1069: Too many keys specified'},
	{kind: 'DML errors', since: 100, text: 'Error 1062', uncut: 'Error 1062: Duplicate'},
	{kind: 'DML errors', since: 100, text: 'Error 1406', uncut: 'Error 1406: Data too long for column'},
	{kind: 'DML errors', since: 200, text: 'Error 1366'},
	{kind: 'DML errors', since: 200, text: 'Error 8025', uncut: 'Error 8025: entry too large'},
	{
		kind: 'replication errors',
		since: 200,
		text: 'Could not find first log file name in binary log index file',
	},
	{
		kind: 'replication errors',
		since: 200,
		text: 'The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged binary logs containing GTIDs that the slave requires',
	},
];
