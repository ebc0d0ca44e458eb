import {expect, test} from 'vitest';
import {overview} from '../../../src/gateway/views/views.ts';
import {answer, running} from '../../support/cluster.ts';
import {taskOf} from '../../support/recorded.ts';
import {remembered} from '../../support/remembered.ts';

const all = answer({r1: {orders: running()}, r2: {orders: running()}, r3: {orders: running()}});

test.each([
	[
		'one is silent',
		answer({r1: {answered: false}, r2: {orders: running()}, r3: {orders: running()}}),
		'silent: worker-1',
	],
	[
		'one is unbound',
		answer({r1: {answered: false, unbound: true}, r2: {orders: running()}, r3: {orders: running()}}),
		'not bound: r1',
	],
	['one is absent', answer({r2: {orders: running()}, r3: {orders: running()}}), 'absent: r1'],
	['two are away', answer({r1: {answered: false}, r3: {orders: running()}}), 'silent: 2 sources'],
])('%s: the label begins with what is wrong', (_, then, label) => {
	const memory = remembered([
		[0, all],
		[1, then],
	]);
	expect(overview(memory).tasks[0]).toMatchObject({word: 'unknown', label});
	expect(taskOf(memory, 'orders').subtasks[0]?.label).toMatch(/^(silent|not bound|absent): /);
});
