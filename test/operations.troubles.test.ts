import {afterEach, expect, test} from 'vitest';
import type {Operation, TargetOutcome} from '../src/domain/operation/operation.ts';
import {trustedVisitor} from '../src/gateway/serve/visitor.ts';
import {readTrouble} from '../src/simulator/operate/trouble.ts';
import type {Happening} from '../src/simulator/world/model.ts';
import {lab, told, versions} from './simulator/lab.ts';
import {type SimulatedCounter, seenIn, simulatedCounter, somebody} from './support/counter.ts';
import {changes} from './support/requests.ts';

const merge = 'orders_merge';

type Case = {
	readonly trouble: string;
	readonly operation?: Operation;
	readonly already?: readonly Happening[];
	readonly outcome: TargetOutcome['outcome'];
	/** A part of what is said. */
	readonly says: string | null;
	/** What each part is said to be. */
	readonly parts: string;
	/** What became of it, whatever was said; `-` = gone. */
	readonly stages: string;
	/** The same, a while later. */
	readonly later?: string;
};

const three = (word: string) => [word, word, word].join(' ');

const cases: readonly Case[] = [
	{
		trouble: 'refuses:orders_merge:mysql-replica-02',
		outcome: 'failed',
		says: 'mysql-replica-02: 38008 context deadline exceeded',
		parts: 'done failed done',
		stages: 'Paused Running Paused',
	},
	{
		trouble: 'refuses:orders_merge:mysql-replica-02',
		operation: 'stop',
		outcome: 'failed',
		says: '1 of 3 sources',
		parts: 'done failed done',
		stages: '- Running -',
	},
	{trouble: 'slow:orders_merge:20s', outcome: 'done', says: null, parts: three('done'), stages: three('Paused')},
	{
		trouble: 'late:orders_merge:10s',
		outcome: 'done',
		says: null,
		parts: three('done'),
		stages: three('Running'),
		later: three('Paused'),
	},
	{
		trouble: 'cut-before:orders_merge',
		outcome: 'unknown',
		says: 'unknown, watching',
		parts: three('unknown'),
		stages: three('Running'),
	},
	{
		trouble: 'cut-after:orders_merge',
		outcome: 'unknown',
		says: 'unknown, watching',
		parts: three('unknown'),
		stages: three('Paused'),
	},
	{
		trouble: 'cut-after:orders_merge',
		operation: 'stop',
		outcome: 'unknown',
		says: 'unknown, watching',
		parts: three('unknown'),
		stages: '- - -',
	},
	{
		trouble: 'invalid-op:orders_merge',
		outcome: 'failed',
		says: 'invalid op Pause on task',
		parts: three('failed'),
		stages: three('Running'),
	},
	{
		trouble: 'in-use:*',
		outcome: 'failed',
		says: 'resource orders_merge is in use by other client',
		parts: three('failed'),
		stages: three('Running'),
	},
	{
		trouble: 'relapses:orders_merge',
		operation: 'resume',
		already: [{type: 'paused', task: merge}],
		outcome: 'done',
		says: null,
		parts: three('done'),
		stages: three('Running'),
		later: three('Paused'),
	},
];

let counter: SimulatedCounter | null = null;
afterEach(async () => {
	await counter?.close();
	counter = null;
});

for (const dm of versions) {
	for (const {operation = 'pause', already, ...each} of cases) {
		test(`${dm}: ${operation} with ${each.trouble}: ${each.outcome}, and never asked twice`, async () => {
			counter = await simulatedCounter(dm, lab(dm, already), told[dm]);
			const {simulator, operator, poll, memory, audit} = counter;
			await poll();
			simulator.control.trouble(readTrouble(each.trouble));
			const target = {task: merge, sources: null, seen: seenIn(memory(), merge)};
			const [outcome] = await operator.operate({operation, targets: [target], by: somebody}, trustedVisitor('test'));
			expect(outcome?.outcome).toBe(each.outcome);
			if (each.says === null) expect(outcome?.message).toBeNull();
			else expect(outcome?.message).toContain(each.says);
			expect(outcome?.parts.map(part => part.outcome).join(' ')).toBe(each.parts);
			const stages = () => {
				const parts = simulator.control.world().tasks.find(({name}) => name === merge)?.subtasks ?? [];
				const stageOf = (id: string) => parts.find(({source}) => source === id)?.stage ?? '-';
				return ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'].map(stageOf).join(' ');
			};
			expect(stages()).toBe(each.stages);
			expect(simulator.control.requests().filter(changes)).toHaveLength(1);
			expect(audit.entries.map(entry => entry.outcome)).toEqual(['sending', each.outcome]);
			simulator.control.advance(12_000);
			if (each.later !== undefined) expect(stages()).toBe(each.later);
		});
	}
}

test('the first of several targets that is not done stops the rest', async () => {
	counter = await simulatedCounter('6.5', lab('6.5'), told['6.5']);
	const {simulator, operator, poll, memory, audit} = counter;
	await poll();
	simulator.control.trouble(readTrouble('refuses:orders_merge:mysql-replica-02'));
	const targets = ['billing', merge, 'inventory_full'].map(task => ({
		task,
		sources: null,
		seen: seenIn(memory(), task),
	}));
	const outcomes = await operator.operate({operation: 'stop', targets, by: somebody}, trustedVisitor('test'));
	expect(outcomes.map(({task, outcome}) => `${task} ${outcome}`)).toEqual([
		'billing done',
		'orders_merge failed',
		'inventory_full not-tried',
	]);
	expect(simulator.control.world().tasks.map(({name}) => name)).toEqual(['inventory_full', merge]);
	expect(audit.entries.map(({task, outcome}) => `${task} ${outcome}`)).toEqual([
		'billing sending',
		'billing done',
		'orders_merge sending',
		'orders_merge failed',
		'inventory_full not-tried',
	]);
});
