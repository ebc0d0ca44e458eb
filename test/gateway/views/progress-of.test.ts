import {expect, test} from 'vitest';
import {overview} from '../../../src/gateway/views/views.ts';
import {caseMemory} from '../../support/cases.ts';

type Case = {name: string; task: string; done: unknown};

function check({name, task, done}: Case) {
	const row = overview(caseMemory(name, {everyMs: 3000})).tasks.find(each => each.name === task);
	expect(row?.done).toEqual(done);
}

test.for<Case>([
	{name: 'upstream-gone-85', task: 'archive', done: {unit: 'Load', fraction: 0.5, last: null}},
	{name: 'upstream-gone-85', task: 'stock', done: null},
	{name: 'real/36027-message', task: 'inventory_full', done: null},
])('how much of its dump or load is done: $name $task', check);

test('whom a lock waits for, and on how many of its tables', () => {
	const [row] = overview(caseMemory('real/1.0.7-dead-worker-one-task', {everyMs: 3000})).tasks.filter(
		({name}) => name === 'orders_merge',
	);
	expect(row?.heldUpBy).toEqual([{source: 'mysql-replica-02', tables: 1}]);
	const conflict = overview(caseMemory('real/optimistic-conflict-6.5.0', {everyMs: 3000})).tasks.find(
		({name}) => name === 'orders_opt',
	);
	expect(conflict?.heldUpBy).toEqual([{source: 'mysql-replica-02', tables: null}]);
	expect(conflict?.blamed).toMatchObject({stage: 'Running', away: null});
});
