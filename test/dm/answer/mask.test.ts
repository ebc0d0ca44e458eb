import {expect, test} from 'vitest';
import {withoutSecrets} from '../../../src/dm/answer/mask.ts';

test.for([
	['what DM quotes of it', "dial with 'hunter2' failed", ['hunter2'], "dial with '******' failed"],
	['one that is part of another', 'abcdef abcd', ['abcd', 'abcdef'], '****** ******'],
	['one with signs of its own', 'a+b(c is wrong', ['a+b(c'], '****** is wrong'],
	['a short one as a word', 'pw 1 in Error 1045', ['1'], 'pw ****** in Error 1045'],
	['what a reader of YAML quotes', 'cannot unmarshal !!str `hunter...` into x', [], 'cannot unmarshal !!str into x'],
] as const)('%s is taken out', ([, text, secrets, expected]) => {
	expect(withoutSecrets(text, secrets)).toBe(expected);
});
