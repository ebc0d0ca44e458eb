import {expect, test} from 'vitest';
import {byNumbers, byText} from '../../src/domain/order.ts';

test.each([
	[
		['worker10', 'worker2', 'worker1'],
		['worker1', 'worker2', 'worker10'],
	],
	[
		['10.0.4.12:8262', '10.0.4.2:8262', '10.0.4.2:961'],
		['10.0.4.2:961', '10.0.4.2:8262', '10.0.4.12:8262'],
	],
	[
		['a-02', 'a-2', 'a-1', 'a', 'B'],
		['B', 'a', 'a-1', 'a-02', 'a-2'],
	],
	[
		['w9999999999999999999', 'w10000000000000000000'],
		['w9999999999999999999', 'w10000000000000000000'],
	],
])('by their numbers %j are %j', (names, sorted) => {
	expect([...names].sort(byNumbers)).toEqual(sorted);
});

test('by text digits are letters like others', () => {
	expect(['w2', 'w10'].sort(byText)).toEqual(['w10', 'w2']);
});
