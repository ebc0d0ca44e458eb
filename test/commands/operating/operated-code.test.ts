import {expect, test} from 'vitest';
import {operatedCode} from '../../../src/commands/operating/operated-code.ts';
import type {DmErrorKind} from '../../../src/dm/ask/error.ts';
import type {TargetOutcome} from '../../../src/domain/operation/operation.ts';

test.each<[number, TargetOutcome['outcome'], DmErrorKind | null]>([
	[0, 'done', null],
	[1, 'refused', null],
	[1, 'failed', null],
	[4, 'unknown', null],
	// Nobody answered the second look, or took the request.
	[3, 'refused', 'refused'],
	[3, 'refused', 'unreachable'],
	[3, 'refused', 'reset'],
	[4, 'refused', 'timeout'],
	[4, 'unknown', 'reset'],
	// DM's own words are an answer.
	[1, 'refused', 'result-false'],
	[1, 'failed', 'http'],
	[1, 'refused', 'canceled'],
])('%i: %s, %s', (code, outcome, kind) => {
	expect(operatedCode([{outcome}], kind === null ? null : {kind})).toBe(code);
});
