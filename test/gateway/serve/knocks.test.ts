import {expect, test} from 'vitest';
import {createKnocks} from '../../../src/gateway/serve/knocks.ts';

test('the answer to a wrong token is the later the more there were, by address; a quiet minute is forgiven', () => {
	let nowMs = 0;
	const {wrong} = createKnocks(() => nowMs);
	expect(Array.from({length: 8}, () => wrong('a'))).toEqual([0, 250, 500, 1000, 2000, 4000, 4000, 4000]);
	expect(wrong('b')).toBe(0);
	nowMs = 59_999;
	expect(wrong('a')).toBe(4000);
	nowMs += 60_000;
	expect(wrong('a')).toBe(0);
});
