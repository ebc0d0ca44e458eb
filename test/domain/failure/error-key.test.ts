import {expect, test} from 'vitest';
import {errorKey} from '../../../src/domain/failure/error-key.ts';
import {error} from '../../support/cluster.ts';

const key = (code: number, cause: string | null) =>
	errorKey({isCanceled: false, errors: [error(code, cause)], detail: null});

test.each([
	[[10006, 'Error 1146: a'], [10006, 'Error 1146: b'], false],
	[[10006, 'Error 1146: a'], [44019, 'Error 1146: a'], false],
	[[10006, null], [10007, null], false],
	[
		[10001, 'read tcp 10.0.0.1:40112->10.0.0.2:3306: i/o timeout'],
		[10001, 'read tcp 10.0.0.1:51998->10.0.0.2:3306: i/o timeout'],
		true,
	],
	[
		[10001, 'read tcp 10.0.0.1:40112->10.0.0.2:3306: i/o timeout'],
		[10001, 'read tcp 10.0.0.1:40112->10.0.0.3:3306: i/o timeout'],
		false,
	],
] as const)('%j and %j: the same is %s', ([a, first], [b, second], same) => {
	expect(key(a, first) === key(b, second)).toBe(same);
});
