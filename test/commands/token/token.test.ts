import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {shownToken} from '../../../src/commands/connecting/shown-token.ts';
import {type TokenOptions, token} from '../../../src/commands/token/token.ts';
import {keyOf} from '../../../src/gateway/serve/tokens/keys.ts';
import {readTokens} from '../../../src/gateway/serve/tokens/token-file.ts';
import {listener} from '../../support/commands.ts';

let folder = '';
let file = '';

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-token-'));
	file = path.join(folder, 'tokens');
});
afterEach(() => rmSync(folder, {recursive: true}));

function run(argument: string, options: Partial<TokenOptions> = {}) {
	const [stdout, stderr] = [listener(), listener()];
	const code = token(
		{tokens: file, tokenFile: null, role: null, ...options, argument},
		{stdout: stdout.stream, stderr: stderr.stream},
	);
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

test('a token is shown once, and only its hash is kept', () => {
	const {stdout, stderr, code} = run('add alice', {role: 'operate'});
	expect(code).toBe(0);
	// 256 bits of chance.
	expect(stdout).toMatch(/^dmtop_[\w-]{43}\n$/);
	expect(stderr).toBe(`dmtop: this is the token alice; it is shown only now, and only its hash is kept in ${file}\n`);
	expect(readFileSync(file, 'utf8')).not.toContain(stdout.trim());
	expect(keyOf(stdout.trim(), readTokens(file))).toMatchObject({name: 'alice', role: 'operate'});
	expect(run('add bob', {role: 'operate'}).stdout).not.toBe(stdout);
});

test('a token that goes into a file is not shown, and nobody else can read it', () => {
	const kept = path.join(folder, 'bob.token');
	expect(run('add bob', {role: 'read', tokenFile: kept})).toEqual({
		code: 0,
		stdout: `The token bob is in ${kept}; only its hash is kept in ${file}.\n`,
		stderr: '',
	});
	expect(statSync(kept).mode & 0o777).toBe(0o600);
	expect(keyOf(shownToken(kept) ?? '', readTokens(file))).toMatchObject({name: 'bob', role: 'read'});
	expect(() => run('add carol', {role: 'read', tokenFile: kept})).toThrow('--token-file: ');
	expect(readTokens(file).map(({name}) => name)).toEqual(['bob']);
});

test('tokens are listed and revoked by name', () => {
	run('add alice', {role: 'operate'});
	run('add bob', {role: 'read'});
	expect(run('list').stdout).toMatch(/^NAME +ROLE +SINCE\nalice +operate +20\S+Z\nbob +read +20\S+Z\n$/);
	expect(run('revoke alice').stdout).toContain('The token alice is revoked');
	expect(run('list').stdout).not.toContain('alice');
	run('revoke bob');
	expect(run('list')).toEqual({code: 0, stdout: '', stderr: `dmtop: there are no tokens in ${file}\n`});
});

test.each<[string, Partial<TokenOptions>, string]>([
	['add alice', {}, 'token add needs --role read, operate or admin'],
	['add a/b', {role: 'read'}, 'token add: received "a/b", expected a name of letters, digits and . _ @ -, at most 64'],
	['add', {role: 'read'}, 'token add needs a name'],
	['revoke alice', {}, 'there is no token alice in '],
	['list alice', {}, 'token list takes no "alice"'],
	['burn alice', {}, 'token: received "burn", expected one of add, list, revoke'],
])('%s', (argument, options, why) => {
	expect(() => run(argument, options)).toThrow(why);
});

test('a name is given once', () => {
	const kept = path.join(folder, 'other.token');
	run('add alice', {role: 'read'});
	expect(() => run('add alice', {role: 'read', tokenFile: kept})).toThrow(
		'there is a token alice already; revoke it first',
	);
	expect(() => statSync(kept)).toThrow('ENOENT');
});

test.each([
	['a token that others may read', 'x'.repeat(40), 0o644, /^others may read the token in (.*); chmod 600 \1$/],
	['an empty file', '', 0o600, /holds no token; dmtop token add makes one$/],
	['a text', 'what is this supposed to be', 0o600, /holds no token/],
])('what is shown to a gateway: %s is refused', (_, text, mode, why) => {
	const kept = path.join(folder, 'kept');
	writeFileSync(kept, text, {mode});
	expect(() => shownToken(kept)).toThrow(why);
});
