import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {afterEvents, modelOf, shown, taskEvents} from '../support/builder.ts';
import {caseMemory} from '../support/cases.ts';
import {answer, error, running} from '../support/cluster.ts';
import {press} from '../support/press.ts';
import {remembered} from '../support/remembered.ts';

/** What the page of a task says between its status and dmctl's word. */
function said(memory: Memory, task: string, columns = 120): string {
	const {task: view} = taskValue(memory, task);
	const list = overview(memory);
	const only = {...list, tasks: list.tasks.filter(({name}) => name === task)};
	const opened = press(modelOf(columns, 40, shown(only)), '<enter>');
	const model = afterEvents(opened, taskEvents(view === null ? [] : [view]));
	const lines = screenLines(model).map(stripVTControlCharacters);
	return (lines[1] ?? '')
		.replace(/^ . Running */, '')
		.replace(/ {2,}dmctl: .*$/, '')
		.replace(/ {3}all$/, '')
		.trim();
}

const well = answer({r1: {orders: running()}});
const unread = [0, well] as const;

test.each<[string, Memory, string, string]>([
	[
		'2.0.7: a source without a worker, and no configuration',
		caseMemory('real/2.0.7-unbound-source-oneshot'),
		'billing',
		'1 source; source mysql-replica-03 has no worker and may have a part of it',
	],
	[
		'6.5: a source that does not answer',
		remembered([[0, answer({r1: {orders: running()}, r2: {answered: false}})]]),
		'orders',
		'1 source; source r2 does not answer and may have a part of it',
	],
	[
		'two of them, for two reasons',
		remembered([
			[0, {listed: ['r1'], unbound: ['r3']}],
			[0, answer({r1: {orders: running()}, r2: {answered: false}})],
		]),
		'orders',
		'1 source; 2 sources tell nothing and may have parts of it',
	],
	[
		'two that do not answer',
		remembered([[0, answer({r1: {orders: running()}, r2: {answered: false}, r3: {answered: false}})]]),
		'orders',
		'1 source; 2 sources do not answer and may have parts of it',
	],
	[
		'a source that answers with an error of its own',
		remembered([[0, answer({r1: {orders: running()}, r2: {errors: [error(40071)]}})]]),
		'orders',
		'source r2 lists nothing and reports an error (40071 message of 40071) and may have a part of it',
	],
	[
		'1.0: a worker that told of no part of it, and does not answer any more',
		remembered(
			[
				[0, answer({r1: {orders: running()}, r2: {other: running()}}, 'workers')],
				[3, answer({r1: {orders: running()}, r2: {answered: false}}, 'workers')],
			],
			null,
		),
		'orders',
		'1 source; worker worker-2 does not answer and may have a part of it',
	],
	[
		'where the configuration names its sources nobody else may',
		remembered([unread, [1, {config: ['r1']}], [3, answer({r1: {orders: running()}, r2: {answered: false}})]]),
		'orders',
		'1 source',
	],
	['where all answer', remembered([unread]), 'orders', '1 source'],
])('%s', (_, memory, task, expected) => {
	expect(said(memory, task).replace(/^all, /, '')).toBe(expected);
});

test('where it is narrow, how many', () => {
	const memory = remembered([[0, answer({r1: {orders: running()}, r2: {answered: false}, r3: {answered: false}})]]);
	expect(said(memory, 'orders', 60)).toBe('2 sources silent');
});
