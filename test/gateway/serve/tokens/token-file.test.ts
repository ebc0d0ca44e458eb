import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {hashOf} from '../../../../src/gateway/serve/tokens/keys.ts';
import {changeTokens, openTokenFile, readTokens} from '../../../../src/gateway/serve/tokens/token-file.ts';
import type {TokenEntry} from '../../../../src/gateway/serve/tokens/token-list.ts';
import {createTestClock} from '../../../support/clock.ts';

let folder = '';
let file = '';

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-tokens-'));
	file = path.join(folder, 'dmtop', 'tokens');
});
afterEach(() => rmSync(folder, {recursive: true}));

const entry = (name: string): TokenEntry => ({
	name,
	role: 'read',
	hash: hashOf(name),
	addedAt: '2026-11-20T14:02:11.000Z',
});
const add = (name: string) => changeTokens(file, entries => [...entries, entry(name)]);

test('a file that is not there has no tokens; the first one makes it, for this user alone', () => {
	expect(readTokens(file)).toEqual([]);
	add('alice');
	expect(readTokens(file)).toEqual([entry('alice')]);
	expect([statSync(path.dirname(file)).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('a file that others may read is not used', () => {
	add('alice');
	chmodSync(file, 0o640);
	expect(() => readTokens(file)).toThrow(
		`the tokens in ${file} cannot be used: others may read or write it; chmod 600 ${file}`,
	);
	expect(() => add('bob')).toThrow('others may read or write it');
	expect(existsSync(`${file}.new`)).toBe(false);
});

test('two programs do not change it at the same time, and what was there stays', () => {
	add('alice');
	writeFileSync(`${file}.new`, '');
	const before = readFileSync(file, 'utf8');
	expect(() => add('bob')).toThrow(
		`the tokens in ${file} cannot be changed: another program changes them, or ended in the middle: then remove ${file}.new`,
	);
	expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a change is seen within a second; what cannot be read leaves what was, and is told', () => {
	add('alice');
	const clock = createTestClock();
	const troubles: string[] = [];
	let changes = 0;
	const keys = openTokenFile({file, clock, onTrouble: sentence => troubles.push(sentence)});
	keys.onChange(() => {
		changes += 1;
	});
	const names = () => keys.all().map(({name}) => name);
	clock.pass(10_000);
	expect([names(), changes]).toEqual([['alice'], 0]);
	add('bob');
	clock.pass(1000);
	expect([names(), changes]).toEqual([['alice', 'bob'], 1]);
	writeFileSync(file, 'nonsense\n');
	clock.pass(10_000);
	expect([names(), changes, troubles]).toEqual([
		['alice', 'bob'],
		1,
		[`the tokens in ${file} cannot be used: line 1 is no token: expected NAME read|operate sha256:HASH TIME`],
	]);
	rmSync(file);
	clock.pass(1000);
	expect([names(), changes]).toEqual([[], 2]);
	keys.close();
	expect(clock.timers()).toBe(0);
});
