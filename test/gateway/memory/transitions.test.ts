import {expect, test} from 'vitest';
import {answer, running} from '../../support/cluster.ts';
import {remembered, type Told} from '../../support/remembered.ts';

const one = answer({r1: {orders: running()}});
const two = answer({r1: {orders: running()}, r2: {orders: running()}});

test.each<[string, readonly (readonly [number, Told])[], readonly string[]]>([
	[
		'a configuration that names one more',
		[
			[0, one],
			[1, {config: ['r1', 'r2']}],
			[2, one],
			[3, one],
		],
		[],
	],
	[
		'one that is known already falls silent as the configuration comes',
		[
			[0, two],
			[1, {config: ['r1', 'r2']}],
			[2, one],
		],
		['orders: Running -> Not in the answer: r2'],
	],
	[
		'the one that the configuration named has come, and gone',
		[
			[0, one],
			[1, {config: ['r1', 'r2']}],
			[2, one],
			[3, two],
			[4, one],
		],
		['orders: Not in the answer -> Running', 'orders: Running -> Not in the answer: r2'],
	],
	[
		'a configuration that no longer names the silent one',
		[
			[0, two],
			[1, one],
			[2, {config: ['r1']}],
			[3, one],
		],
		['orders: Running -> Not in the answer: r2', 'orders: Not in the answer -> Running'],
	],
])('the task changes its status, or does not: %s', (_, told, expected) => {
	const {events} = remembered(told);
	expect(events.filter(({type}) => type === 'task-status').map(({text}) => text)).toEqual(expected);
});

test('a unit that DM did not name before is none', () => {
	const unnamed = answer({r1: {orders: running({}, {stage: 'New', work: {type: 'Other', unit: 'InvalidUnit'}})}});
	const {events} = remembered([
		[0, unnamed],
		[1, one],
	]);
	expect(events.find(({type}) => type === 'subtask-unit')).toMatchObject({
		from: null,
		to: 'Sync',
		text: 'orders/r1: New -> Sync',
	});
});
