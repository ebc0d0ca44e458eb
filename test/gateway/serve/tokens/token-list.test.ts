import {expect, test} from 'vitest';
import {hashOf, keyOf} from '../../../../src/gateway/serve/tokens/keys.ts';
import {parseTokens, tokensText} from '../../../../src/gateway/serve/tokens/token-list.ts';

const addedAt = '2026-11-20T14:02:11.000Z';
const alice = {name: 'alice', role: 'operate', hash: hashOf('the token of alice'), addedAt} as const;
const bob = {name: 'bob@bastion-2', role: 'read', hash: hashOf('the token of bob'), addedAt} as const;

test('what is written is read again, and no token stands in it', () => {
	const text = tokensText([alice, bob]);
	expect(parseTokens(text)).toEqual([alice, bob]);
	expect(text).not.toContain('the token of');
	expect(parseTokens('')).toEqual([]);
});

test('a token is found by itself, and nothing else finds it', () => {
	expect(keyOf('the token of bob', [alice, bob])).toEqual(bob);
	for (const wrong of ['', 'the token of carol', bob.hash, 'bob@bastion-2'])
		expect(keyOf(wrong, [alice, bob])).toBeNull();
});

const line = `alice read sha256:${alice.hash} ${addedAt}`;

test.each([
	[line.replace('read', 'write'), 'line 1 is no token: expected NAME read|operate sha256:HASH TIME'],
	[line.replace('sha256:', ''), 'line 1 is no token: expected NAME read|operate sha256:HASH TIME'],
	[`\n# well\n${line} more`, 'line 3 is no token: expected NAME read|operate sha256:HASH TIME'],
	[`${line}\n${line}`, 'the name alice stands there twice'],
])('%s', (text, why) => {
	expect(() => parseTokens(text)).toThrow(why);
});
