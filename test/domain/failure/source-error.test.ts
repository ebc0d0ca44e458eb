import {expect, test} from 'vitest';
import {unusableError, upstreamError} from '../../../src/domain/failure/source-error.ts';
import {error} from '../../support/cluster.ts';

test.each<[number | null, string | null, 'upstream' | 'source']>([
	[10001, 'upstream', 'upstream'],
	[10001, 'not-set', 'upstream'],
	[10005, null, 'upstream'],
	[40071, 'internal', 'source'],
	[40070, 'upstream', 'source'],
	// Codes that nobody knows.
	[99999, 'upstream', 'upstream'],
	[99999, 'internal', 'source'],
	[null, null, 'source'],
])('code %s of scope %s is the fault of the %s', (code, scope, of) => {
	const told = {...error(0), code, scope};
	expect(upstreamError([told])).toBe(of === 'upstream' ? told : null);
	expect(unusableError([told])).toBe(of === 'source' ? told : null);
});
