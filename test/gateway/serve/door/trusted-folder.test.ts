import {expect, test} from 'vitest';
import {folderTrouble} from '../../../../src/gateway/serve/door/trusted-folder.ts';

const own = {uid: 1000, mode: 0o40700};
const root = {uid: 0, mode: 0o40755};
const tmp = {uid: 0, mode: 0o41777};

test.each([
	['a folder of this user', {'/a/b': own}, null],
	['one that all may read', {'/a/b': {uid: 1000, mode: 0o40755}}, null],
	['one of root', {'/a/b': root}, null],
	['one below /tmp', {'/a': tmp, '/a/b': own}, null],
	['one of a stranger', {'/a/b': {uid: 1001, mode: 0o40700}}, '/a/b belongs to another user (uid 1001)'],
	['one that all may write to', {'/a/b': {uid: 1000, mode: 0o40777}}, 'others may write to /a/b'],
	['one that a group may write to', {'/a/b': {uid: 1000, mode: 0o40770}}, 'others may write to /a/b'],
	[
		'one below that of a stranger',
		{'/a': {uid: 1001, mode: 0o40755}, '/a/b': own},
		'/a belongs to another user (uid 1001)',
	],
	['one below a folder that all may write to', {'/a': {uid: 0, mode: 0o40777}, '/a/b': own}, 'others may write to /a'],
	['one of a user who is trusted', {'/a': tmp, '/a/b': {uid: 2000, mode: 0o40750}}, null],
])('%s', (_, folders: Readonly<Record<string, typeof own>>, trouble) => {
	expect(folderTrouble('/a/b', [1000, 2000], folder => folders[folder] ?? root)).toBe(trouble);
});
