import {expect, test} from 'vitest';
import {resume} from '../../src/domain/resume.ts';
import {dmVersion} from '../../src/domain/version.ts';

type Case = {
	readonly code: number;
	readonly cause?: string;
	readonly message?: string;
	readonly of?: 'subtask' | 'relay';
	readonly canceled?: boolean;
	/** As `/status` tells it; `workers` and `sources` = it does not. */
	readonly version: string;
	readonly expect: boolean;
};

test.each<Case>([
	{code: 10006, cause: 'Error 1146: no such table', version: 'v6.5.0', expect: true},
	{code: 10006, cause: 'Error 1146: no such table', version: 'v6.5.0', canceled: true, expect: false},
	{code: 10006, cause: 'ERROR 1062: Duplicate entry', version: 'v1.0.7', expect: false},
	{code: 10006, cause: 'Error 1366: incorrect value', version: 'v1.0.7', expect: true},
	{code: 10006, cause: 'Error 1366: incorrect value', version: 'v2.0.7', expect: false},
	{code: 36062, version: 'v6.5.0', expect: false},
	{code: 36008, version: 'v1.0.7', expect: false},
	{code: 32001, version: 'v1.0.7', expect: true},
	{code: 32001, version: 'v2.0.7', expect: false},
	{code: 34019, version: 'v2.0.7', expect: true},
	{code: 34019, version: 'v6.5.0', expect: false},
	{code: 34020, version: 'v6.5.0', expect: true},
	{code: 34020, version: 'v8.1.0', expect: false},
	// Untold: the stricter of the rules that remain possible.
	{code: 34019, version: 'sources', expect: false},
	{code: 32001, version: 'workers', expect: true},
	{code: 11038, message: 'parse relay log: get event err EOF', version: 'v2.0.7', expect: false},
	{code: 11038, message: 'parse relay log: something else', version: 'v2.0.7', expect: true},
	{code: 30012, of: 'relay', version: 'v1.0.7', expect: false},
	{code: 30012, of: 'relay', version: 'v2.0.7', expect: true},
	{code: 30001, of: 'relay', version: 'v6.5.0', expect: false},
])('$code $cause $message $of of $version: $expect', ({
	code,
	cause,
	message,
	of,
	canceled,
	version,
	expect: expected,
}) => {
	const shape = version === 'workers' ? 'workers' : 'sources';
	const told = version.startsWith('v') ? version : null;
	const error = {
		code,
		class: null,
		scope: null,
		level: null,
		message: message ?? 'm',
		rawCause: cause ?? null,
		workaround: null,
	};
	const verdict = resume(
		{isCanceled: canceled ?? false, errors: [error], detail: null},
		of ?? 'subtask',
		dmVersion(told, {shape, tellsValidation: false}),
	);
	expect(verdict.resumes).toBe(expected);
	expect(verdict.rule).not.toBe('');
});
