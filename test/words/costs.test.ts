import {expect, test} from 'vitest';
import type {Operation} from '../../src/domain/operation/operation.ts';
import {planOf} from '../../src/domain/operation/plan.ts';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {taskValue} from '../../src/gateway/views/views.ts';
import {seenParts} from '../../src/tui/operate/target.ts';
import {costsOf} from '../../src/words/costs.ts';
import {caseMemory} from '../support/cases.ts';
import {answer, at, running} from '../support/cluster.ts';
import {remembered} from '../support/remembered.ts';

function notesOf(memory: Memory, task: string, operation: Operation, nowMs: number): string {
	const view = taskValue(memory, task).task;
	if (view === null) throw new Error(`no task ${task}`);
	const plan = planOf(operation, {task, sources: null}, seenParts(view), 'sources');
	const seen = {nowMs, firstAnswerAtMs: memory.firstGoodAtMs};
	return costsOf(operation, plan, view, seen)
		.map(({text}) => text)
		.join('\n');
}

const group = {
	target: '`shop`.`orders`',
	ddls: ['ALTER TABLE t ADD a INT'],
	first: at(400),
	firstGtid: null,
	synced: ['a', 'b'],
	unsynced: [],
	received: true,
};
const waits = {orders: running({groups: [group], blockingDdls: group.ddls})};
const free = {orders: running()};

test.each<[string, readonly (readonly [number, ReturnType<typeof answer>])[], string]>([
	[
		'was seen to begin',
		[
			[1, answer({r1: free, r2: free})],
			[2, answer({r1: waits, r2: free})],
		],
		'(1 source here, for 30s)',
	],
	['was there at the first answer', [[1, answer({r1: waits, r2: free})]], '(1 source here)'],
	[
		'was there at the first answer for one of them',
		[
			[1, answer({r1: waits, r2: free})],
			[2, answer({r1: waits, r2: waits})],
		],
		'(2 sources here)',
	],
])('a lock that %s', (_, told, expected) => {
	expect(notesOf(remembered(told), 'orders', 'pause', 32_000)).toContain(
		`waits for other sources ${expected}: the lock`,
	);
});

test.each<[string, string, Operation, string]>([
	['lock-id-leftover', 'crm', 'pause', 'may be there, of which DM names the ID alone'],
	['lock-id-leftover', 'crm', 'stop', 'may be there, of which DM names the ID alone'],
	['real/optimistic-conflict-6.5.0', 'orders_opt', 'pause', 'is in conflict, and stays so until somebody decides'],
])('%s: %s is not said to wait for other sources (%s)', (name, task, operation, expected) => {
	const text = notesOf(caseMemory(name), task, operation, 0);
	expect(text).toContain(expected);
	expect(text).not.toContain('waits for other sources');
});
