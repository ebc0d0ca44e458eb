import {expect, test} from 'vitest';
import {nearest} from '../../../src/commands/args/nearest.ts';

const known = ['masters', 'workers', 'gateway', 'label', 'tls', 'token-file', 'sh-main', 'sh-stage'];

test.each([
	['master', 'masters'],
	['Masters', 'masters'],
	['amsters', 'masters'],
	['lable', 'label'],
	['tsl', 'tls'],
	['token_file', 'token-file'],
	['sh-mian', 'sh-main'],
	['token', 'token-file'],
	['gat', 'gateway'],
	['sh', null],
	['xyz', null],
	['', null],
	['m'.repeat(100_000), null],
])('%s', (word, expected) => {
	expect(nearest(word, known)).toBe(expected);
});
