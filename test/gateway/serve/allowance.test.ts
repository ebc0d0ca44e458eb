import {expect, test} from 'vitest';
import {createAllowance} from '../../../src/gateway/serve/allowance.ts';

test('a burst is allowed, then so much a second; which limit was met is said', () => {
	let nowMs = 0;
	const {take} = createAllowance(() => nowMs);
	const refused = 'the limit of one viewer is 2 raw answers a second: try again later';
	expect(Array.from({length: 21}, () => take('raws')).filter(why => why !== null)).toEqual([refused]);
	// Others are not touched by it.
	expect(take('refreshes')).toBeNull();
	nowMs = 1000;
	expect([take('raws'), take('raws'), take('raws')]).toEqual([null, null, refused]);
	nowMs = 3_600_000;
	expect(Array.from({length: 21}, () => take('raws')).filter(why => why === null)).toHaveLength(20);
});

test('bytes count as many as they are, and the longest message of a viewer fits', () => {
	const {take} = createAllowance(() => 0);
	expect(take('bytes', 256 * 1024)).toBeNull();
	expect(take('bytes', 2 * 1024 * 1024)).toBe('the limit of one viewer is 131072 bytes a second: try again later');
});
