import {describe, expect, test} from 'vitest';
import type {ProcessResult} from '../../../src/domain/cluster.ts';
import type {Checker} from '../../../src/domain/failure/checker.ts';
import {failureOf, isPlainPause, resume} from '../../../src/domain/failure/resume.ts';
import {dmVersion} from '../../../src/domain/version.ts';

type Case = {
	readonly code: number | null;
	readonly cause?: string;
	/** Null = DM gives none. */
	readonly message?: string | null;
	readonly of?: 'subtask' | 'relay';
	readonly canceled?: boolean;
	/** As `/status` tells it; `workers` and `sources` = it does not. */
	readonly version: string;
	/** `in vain` = DM resumes it for ever, and it cannot heal. */
	readonly expect: boolean | 'in vain';
};

function resultOf({code, cause, message = 'm', canceled = false}: Omit<Case, 'version' | 'expect'>): ProcessResult {
	const error = {
		code,
		class: null,
		scope: null,
		level: null,
		message,
		rawCause: cause ?? null,
		workaround: null,
	};
	return {isCanceled: canceled, errors: [error], detail: null};
}

function versionOf(version: string) {
	const shape = version === 'workers' ? 'workers' : 'sources';
	return dmVersion(version.startsWith('v') ? version : null, {shape, tellsValidation: false});
}

const tableGone = "table `shop`.`items` doesn't exist";
const importMode = 'Error 8160: Table orders is in mode Import';

test.each<Case>([
	{code: 10006, cause: 'Error 1146: no such table', version: 'v6.5.0', expect: true},
	{code: 10006, cause: 'Error 1146: no such table', version: 'v6.5.0', canceled: true, expect: false},
	{code: 10006, cause: 'ERROR 1062: Duplicate entry', version: 'v1.0.7', expect: false},
	{code: 10006, cause: 'Error 1366: incorrect value', version: 'v1.0.7', expect: true},
	{code: 10006, cause: 'Error 1366: incorrect value', version: 'v2.0.7', expect: false},
	{code: 36008, version: 'v1.0.7', expect: false},
	{code: 32001, version: 'v1.0.7', expect: true},
	{code: 32001, version: 'v2.0.7', expect: false},
	{code: 34020, version: 'v6.5.0', expect: false},
	{code: 34020, version: 'v8.1.0', expect: false},
	{code: 34021, version: 'v8.5.7', expect: false},
	{code: 34021, cause: tableGone, version: 'v26.3.3', expect: false},
	// Untold: the stricter of the rules that remain possible.
	{code: 34019, version: 'sources', expect: false},
	{code: 34019, cause: tableGone, version: 'sources', expect: false},
	{code: 32001, version: 'workers', expect: true},
	{code: 11038, message: 'parse relay log: get event err EOF', version: 'v2.0.7', expect: false},
	{code: 11038, message: 'parse relay log: something else', version: 'v2.0.7', expect: true},
	{code: 30012, of: 'relay', version: 'v1.0.7', expect: false},
	{code: 30012, of: 'relay', version: 'v2.0.7', expect: true},
	{code: 30001, of: 'relay', version: 'v6.5.0', expect: false},
	// An import.
	{code: 34019, version: 'v2.0.7', expect: true},
	{code: 34019, cause: tableGone, version: 'v6.5.0', expect: false},
	{code: 34019, cause: tableGone, version: 'v8.2.0', expect: false},
	{code: 34019, cause: tableGone, version: 'v8.3.0', expect: true},
	{code: 34019, cause: tableGone.toUpperCase(), version: 'v8.5.7', expect: true},
	{code: 34019, cause: 'unknown columns in header', version: 'v8.5.7', expect: false},
	{code: 34019, message: tableGone, version: 'v8.5.7', expect: false},
	{code: 34019, cause: importMode, version: 'v8.5.7', expect: false},
	{code: 34019, cause: importMode, version: 'v26.3.3', expect: true},
	{code: 34019, cause: importMode.toLowerCase(), version: 'v26.3.0', expect: true},
	// The driver that puts the SQLSTATE in between, and the lists that were cut for it, but in 6.5.12.
	{code: 10006, cause: 'Error 1062 (23000): Duplicate entry', version: 'v6.5.1', expect: false},
	{code: 10006, cause: 'Error 1062 (23000): Duplicate entry', version: 'v6.5.12', expect: true},
	{code: 10006, cause: 'Error 1062: Duplicate entry', version: 'v6.5.12', expect: false},
	{code: 10006, cause: 'Error 1366 (HY000): Incorrect value', version: 'v6.5.12', expect: false},
	{code: 10006, cause: 'Error 1062 (23000): Duplicate entry', version: 'v6.6.12', expect: false},
	{code: 10006, cause: 'Error 1062 (23000): Duplicate entry', version: 'v8.5.7', expect: false},
	// Without a cause the message is searched; with one it is not.
	{code: null, message: "Error 1062: Duplicate entry '1' for key 'PRIMARY'", version: 'workers', expect: false},
	{code: null, message: "Error 1054: Unknown column 'a'", version: 'workers', expect: true},
	{code: 10006, message: 'INSERT … Error 1062', cause: 'Error 1146', version: 'v1.0.7', expect: true},
	{code: null, message: null, version: 'v6.5.0', expect: false},
	// On no list, and nobody but a person ends it.
	{code: 36062, version: 'v1.0.7', expect: false},
	{code: 36062, version: 'v2.0.7', expect: 'in vain'},
	{code: 36062, version: 'v6.5.0', expect: 'in vain'},
	{code: 36067, version: 'v6.5.0', expect: 'in vain'},
	{code: 11001, message: 'open /dumped-a.b/metadata: no such file or directory', version: 'v6.5.0', expect: 'in vain'},
	{
		code: 10006,
		message: 'open ./dumped_data.b/a.t.sql: no such file or directory',
		version: 'v6.5.0',
		expect: 'in vain',
	},
	{code: 11001, message: 'parse mydumper metadata error: EOF', version: 'v6.5.0', expect: true},
])('$code $cause $message $of of $version: $expect', it => {
	const {resumes, heals, rule} = resume(resultOf(it), it.of ?? 'subtask', versionOf(it.version));
	expect(resumes && !heals ? 'in vain' : resumes).toBe(it.expect);
	expect(rule).not.toBe('');
});

test('what is on no list is not said to be on one', () => {
	expect(resume(resultOf({code: 36062}), 'subtask', versionOf('v2.0.7')).rule).not.toContain('list');
	expect(resume(resultOf({code: 36062}), 'subtask', versionOf('v1.0.7')).rule).toContain("DM's list");
});

describe("the source's checker", () => {
	const on: Checker = {enabled: true, everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2};
	const off: Checker = {...on, enabled: false};

	test.each<[string, Partial<Case>, Checker | null, boolean, string]>([
		['off', {code: 10006}, off, false, "DM's checker is off for this source: nobody retries"],
		['off, of a relay', {code: 30012, of: 'relay'}, off, false, "DM's checker is off"],
		['off, in vain', {code: 36067}, off, false, "DM's checker is off"],
		['off, but left alone anyhow', {code: 34020}, off, false, "on DM's list"],
		['on', {code: 10006}, on, true, "the source's checker is on"],
		['not known', {code: 10006}, null, true, 'may be off'],
	])('%s', (_, it, checker, resumes, rule) => {
		const said = resume(resultOf({code: 10006, ...it}), it.of ?? 'subtask', versionOf('v6.5.0'), checker);
		expect(said.resumes).toBe(resumes);
		expect(said.rule).toContain(rule);
	});
});

test.each<[string, ProcessResult, boolean]>([
	['no error', {isCanceled: true, errors: [], detail: null}, true],
	['context canceled', resultOf({code: 50000, message: 'context canceled', canceled: true}), true],
	['a closed connection', resultOf({code: 10006, cause: 'sql: connection is already closed', canceled: true}), true],
	['the same without a pause', resultOf({code: 50000, message: 'context canceled'}), false],
	['a failure that a person paused', resultOf({code: 10006, cause: 'Error 1146', canceled: true}), false],
])('a plain pause: %s is %s', (_, result, expected) => {
	expect(isPlainPause(result)).toBe(expected);
	expect(failureOf(result)).toBe(expected ? null : result);
});
