import type {ProcessError, ProcessResult} from './cluster.ts';
import type {DmVersion} from './version.ts';

/** Whether DM's task checker resumes a failure by itself, and the rule that says so, in words. */
export type Resume = {readonly resumes: boolean; readonly rule: string};

/**
 * The rule of DM's worker (dm/worker/task_checker.go, dm/pkg/retry/errors.go): it resumes what is paused with errors,
 * unless a person paused it or any of its errors is on a list. Where the version leaves two rules possible, the
 * stricter holds. Whether the source's checker is switched on is in no answer.
 */
export function resume(result: ProcessResult, of: 'subtask' | 'relay', version: DmVersion): Resume {
	if (result.isCanceled) return {resumes: false, rule: "a person paused it, and that ends DM's own retries"};
	if (of === 'relay' && version.oldest < 200) return {resumes: false, rule: 'DM 1.0 never resumes a relay'};
	for (const error of result.errors) {
		const rule = ruleAgainst(error, of, version);
		if (rule !== null) return {resumes: false, rule};
	}
	return {
		resumes: true,
		rule: "it is on none of the lists of errors that DM leaves alone; the source's checker may be off, though",
	};
}

function ruleAgainst(error: ProcessError, of: 'subtask' | 'relay', version: DmVersion): string | null {
	const code = error.code;
	if (code === null && error.message === null && error.rawCause === null) return 'DM gives no error to judge by';
	if (of === 'relay') {
		return code !== null && relayCodes.includes(code)
			? `code ${code} is on DM's list of relay errors to leave alone`
			: null;
	}
	const coded = codes.find(entry => entry.code === code && entry.since <= version.newest);
	if (coded !== undefined) return `code ${coded.code} (${coded.means}) is on DM's list of errors to leave alone`;
	const cause = (error.rawCause ?? '').toLowerCase();
	const text = texts.find(entry => entry.since <= version.newest && cause.includes(entry.text.toLowerCase()));
	if (text !== undefined) return `"${text.text}" is on DM's list of ${text.kind} to leave alone`;
	const message = (error.message ?? '').toLowerCase();
	const broken = code === 11038 ? relayLogTexts.find(part => message.includes(part)) : undefined;
	return broken === undefined ? null : `code 11038 with "${broken}" is on DM's list of errors to leave alone`;
}

/** `since` is the first DM version that has the entry, major * 100 + minor. */
const codes = [
	{code: 36008, since: 100, means: 'DDLs in wrong sequence'},
	// DM itself leaves it alone only in 1.0; a conflict needs a person in every version.
	{code: 36062, since: 100, means: 'shard DDL conflict'},
	{code: 32001, since: 200, means: 'dump failed'},
	{code: 32004, since: 200, means: 'no global lock for the dump'},
	{code: 36027, since: 200, means: 'DML columns do not match'},
	{code: 11129, since: 600, means: 'DDL cancelled'},
	{code: 34019, since: 600, means: 'the import failed'},
	{code: 34020, since: 606, means: 'duplicates in the import'},
	{code: 34021, since: 606, means: 'checksum of the import'},
] as const;

const relayCodes: readonly number[] = [30001, 30002, 30004, 30005, 30008];

const relayLogTexts = ['binlog checksum mismatch, data may be corrupted', 'get event err eof'] as const;

const texts = [
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
	{kind: 'DDL errors', since: 200, text: 'Error 1059'},
	{kind: 'DDL errors', since: 200, text: 'Error 1117'},
	{kind: 'DDL errors', since: 200, text: 'Error 1069'},
	{kind: 'DML errors', since: 100, text: 'Error 1062'},
	{kind: 'DML errors', since: 100, text: 'Error 1406'},
	{kind: 'DML errors', since: 200, text: 'Error 1366'},
	{kind: 'DML errors', since: 200, text: 'Error 8025'},
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
] as const;
