import {expect, test} from 'vitest';
import {proposal} from '../../../src/commands/operating/proposal.ts';
import {planOf} from '../../../src/domain/operation/plan.ts';
import type {Memory} from '../../../src/gateway/memory/memory.ts';
import {taskValue} from '../../../src/gateway/views/views.ts';
import {seenParts} from '../../../src/tui/operate/target.ts';
import {width} from '../../../src/words/width.ts';
import {caseMemory} from '../../support/cases.ts';

function proposed(memory: Memory, task: string, columns: number | null): string {
	const {task: view} = taskValue(memory, task);
	if (view === null) throw new Error(`no task ${task}`);
	const target = {task, sources: null};
	const plan = planOf('pause', target, seenParts(view), memory.shape ?? 'sources');
	if (plan.type !== 'act') throw new Error(`nothing to do: ${plan.type}`);
	return proposal('pause', target, plan, memory, columns).text;
}

test.each([60, 80, 100])('what is seen of the task before it is asked fits %d columns', columns => {
	const text = proposed(caseMemory('real/validator-stopped-says-invalid-rows'), 'validated', columns);
	const [table = ''] = text.split('\npause the whole task');
	expect(table).toContain('Validator stopped');
	expect(table.split('\n').filter(line => width(line) > columns)).toEqual([]);
});

test.each([
	[null, 'y'],
	['stage', 'y'],
	['prod', 'validated'],
] as const)('a pause of a cluster with the label %s is confirmed by %s', (label, expected) => {
	const memory = caseMemory('real/validator-stopped-says-invalid-rows');
	const target = {task: 'validated', sources: null};
	const plan = planOf('pause', target, seenParts(taskValue(memory, 'validated').task ?? never()), 'sources');
	if (plan.type !== 'act') throw new Error('nothing to do');
	expect(proposal('pause', target, plan, memory, null, label)).toMatchObject({
		expected,
		question: expect.stringMatching(
			label === 'prod' ? /^Production: type the name of the task and Enter to pause it/ : /^Type y/,
		),
	});
});

function never(): never {
	throw new Error('no such task');
}

test('where no terminal shows it nothing is fitted', () => {
	const text = proposed(caseMemory('real/validator-stopped-says-invalid-rows'), 'validated', null);
	expect(Math.max(...text.split('\n').map(width))).toBeGreaterThan(100);
});
