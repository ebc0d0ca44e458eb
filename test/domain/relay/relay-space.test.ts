import {expect, test} from 'vitest';
import {isNearlyFull} from '../../../src/domain/relay/relay-space.ts';

const gibibyte = 1024 ** 3;

test.for<readonly [number, number, boolean]>([
	[73, 270, false],
	[14, 270, false],
	[13, 270, true],
	[2.1, 20, false],
	[1.9, 20, true],
	[0.5, 1, false],
	[0.1, 1, true],
	[0, 1, true],
])('%d of %d GiB', ([available, capacity, is]) => {
	expect(isNearlyFull({availableBytes: available * gibibyte, capacityBytes: capacity * gibibyte})).toBe(is);
});
