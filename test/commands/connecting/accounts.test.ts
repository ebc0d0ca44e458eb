import {expect, test} from 'vitest';
import {gidOf, uidOf, userOf} from '../../../src/commands/connecting/accounts.ts';

test.each([
	['root', 0],
	['0', 0],
	['54321', 54_321],
	['no such user', null],
	['--help', null],
])('the user %s is %s', (name, uid) => {
	expect(uidOf(name)).toBe(uid);
});

test('groups by name, users by number', () => {
	expect([gidOf('no-such-group'), gidOf('7'), userOf(0), userOf(54_321)]).toEqual([null, 7, 'root', 'uid 54321']);
});
