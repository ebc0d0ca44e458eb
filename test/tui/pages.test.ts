import {describe, expect, test} from 'vitest';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {lockDetailLines} from '../../src/tui/pages/locks/lock-detail.ts';
import {sourceDetailLines} from '../../src/tui/pages/sources/source-detail.ts';
import {subtaskPageLines} from '../../src/tui/pages/subtask/subtask-page.ts';
import {tabLines} from '../../src/tui/pages/tabs/tabs.ts';
import {whyLines} from '../../src/tui/pages/why.ts';
import type {Model, TaskTab} from '../../src/tui/state.ts';
import {textOf} from '../../src/tui/ui/line.ts';
import {width} from '../../src/words/width.ts';
import {runsOf} from '../support/long.ts';
import {locksIn, type Recorded, recordedMemory, recordedModel, sourcesOf, taskOf} from '../support/recorded.ts';
import {sizes} from '../support/screens.ts';

type Page = {readonly name: string; readonly cluster: Recorded; readonly task: string; readonly lines: PageLines};
type PageLines = (model: Model, memory: Memory) => readonly string[];

const subtask =
	(task: string, source: string): PageLines =>
	(model, memory) => {
		const view = taskOf(memory, task);
		const row = view.subtasks.find(it => it.source === source);
		if (row === undefined) throw new Error(`${task} has no ${source}`);
		return textOf(subtaskPageLines(model, view, row));
	};

const tab =
	(task: string, which: Exclude<TaskTab, 'subtasks'>): PageLines =>
	(model, memory) =>
		textOf(tabLines(model, taskOf(memory, task), which));

const why =
	(task: string, source: string | null = null): PageLines =>
	(model, memory) =>
		textOf(whyLines(model, taskOf(memory, task), source));

const source =
	(name: string): PageLines =>
	(model, memory) => {
		const row = sourcesOf(memory).sources.find(it => it.source === name);
		if (row === undefined) throw new Error(`no source ${name}`);
		return textOf(sourceDetailLines(model, row));
	};

const lock: PageLines = (model, memory) => locksIn(memory).locks.flatMap(it => textOf(lockDetailLines(model, it)));

const [one, two, three] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'];

const v65 = (...answers: Recorded['answers']): Recorded => ({
	version: 'v6.5.0',
	answers: answers.map(([seconds, file]) => [seconds, `6.5.0/${file}.json`] as const),
	configs: {orders_merge: '6.5.0/sync/task-config.json'},
});
const v20 = (...answers: Recorded['answers']): Recorded => ({
	version: 'v2.0.7',
	answers: answers.map(([seconds, file]) => [seconds, `2.0.7/${file}.json`] as const),
	configs: {orders_merge: '2.0.7/sync/task-config.json'},
});
const v10 = (...answers: Recorded['answers']): Recorded => ({
	version: 'v1.0.7',
	answers: answers.map(([seconds, file]) => [seconds, `1.0.7/${file}.json`] as const),
});

const dump65 = v65(
	[32, 'dump/running-dump-1'],
	[22, 'dump/running-dump-6'],
	[12, 'dump/running-dump-11'],
	[2, 'dump/running-dump-16'],
);
const load65 = v65(
	[92, 'dump/running-load-1'],
	[72, 'dump/running-load-6'],
	[52, 'dump/running-load-11'],
	[32, 'dump/running-load-16'],
	[12, 'dump/running-load-21'],
	[2, 'dump/running-load-26'],
);
const sync65 = v65([62, 'sync/running'], [42, 'sync/writing'], [22, 'sync/writing-2'], [2, 'sync/writing-3']);
const error65 = v65([62, 'sync/running'], [32, 'error/sync-table-missing']);
const dead65 = v65([300, 'sync/running'], [65, 'worker-dead/just-died'], [5, 'worker-dead/source-not-bound']);
const locks65 = v65(
	[600, 'shard-pessimistic/one-table'],
	[300, 'shard-pessimistic/one-source'],
	[5, 'shard-pessimistic/two-and-a-half'],
);

const upstream65 = v65([120, 'sync/running'], [60, 'upstream-down/early'], [5, 'upstream-down/later']);
const v26 = (...answers: Recorded['answers']): Recorded => ({
	version: 'v26.3.3',
	answers: answers.map(([seconds, file]) => [seconds, `26.3.3-head/${file}.json`] as const),
});
const upstream26 = v26([120, 'relay/resumed'], [60, 'upstream-down/early'], [5, 'upstream-down/later']);
const off20 = (...answers: Recorded['answers']): Recorded => ({
	version: 'v2.0.7',
	answers: answers.map(([seconds, file]) => [seconds, `2.0.7-relay-off/${file}.json`] as const),
});
const upstream20 = off20([120, 'upstream-down/early'], [5, 'upstream-down/later']);
const another20 = off20(
	[120, 'upstream-down/recovered'],
	[60, 'worker-dead/just-died'],
	[5, 'worker-dead/failed-over'],
);
const gone65 = v65([300, 'shard-pessimistic/two-and-a-half'], [60, 'empty/status-sources-only']);
const relay65 = v65([120, 'relay/running'], [30, 'relay/paused']);

/** Every page of a recorded cluster, by the name of its files. */
const pages: readonly Page[] = [
	{name: 'subtask-dump', cluster: dump65, task: 'archive_full', lines: subtask('archive_full', three)},
	{name: 'subtask-load', cluster: load65, task: 'archive_full', lines: subtask('archive_full', three)},
	{
		name: 'subtask-finished',
		cluster: v65([9, 'full/finished']),
		task: 'inventory_full',
		lines: subtask('inventory_full', three),
	},
	{name: 'subtask-sync', cluster: sync65, task: 'orders_merge', lines: subtask('orders_merge', one)},
	{name: 'subtask-sync-relay-paused', cluster: relay65, task: 'orders_merge', lines: subtask('orders_merge', two)},
	{name: 'subtask-sync-error', cluster: error65, task: 'billing', lines: subtask('billing', one)},
	{name: 'subtask-sync-locked', cluster: locks65, task: 'orders_merge', lines: subtask('orders_merge', one)},
	{name: 'subtask-sync-holding', cluster: locks65, task: 'orders_merge', lines: subtask('orders_merge', three)},
	{
		name: 'subtask-sync-conflict',
		cluster: v65([60, 'shard-optimistic/half-way'], [5, 'shard-optimistic/conflict']),
		task: 'orders_opt',
		lines: subtask('orders_opt', two),
	},
	{name: 'subtask-sync-upstream-down', cluster: upstream65, task: 'orders_merge', lines: subtask('orders_merge', two)},
	{
		name: 'subtask-validated',
		cluster: v65([60, 'validated/running'], [5, 'validated/later']),
		task: 'validated',
		lines: subtask('validated', two),
	},
	{name: 'subtask-silent', cluster: dead65, task: 'orders_merge', lines: subtask('orders_merge', three)},
	{
		name: 'subtask-never-seen',
		cluster: v65([8, 'worker-dead/just-died'], [5, 'worker-dead/just-died']),
		task: 'orders_merge',
		lines: subtask('orders_merge', three),
	},
	{
		name: 'subtask-dump-2.0',
		cluster: v20([12, 'dump/running-dump-1'], [2, 'dump/running-dump-6']),
		task: 'archive_full',
		lines: subtask('archive_full', three),
	},
	{
		name: 'subtask-sync-2.0',
		cluster: v20([12, 'sync/writing'], [2, 'sync/writing-2']),
		task: 'orders_merge',
		lines: subtask('orders_merge', one),
	},
	{
		name: 'subtask-load-1.0',
		cluster: v10([12, 'full/running-load-1'], [2, 'full/running-load-26']),
		task: 'inventory_full',
		lines: subtask('inventory_full', three),
	},
	{
		name: 'subtask-dump-1.0',
		cluster: v10([12, 'full/running-dump-1'], [2, 'full/running-dump-5']),
		task: 'inventory_full',
		lines: subtask('inventory_full', three),
	},
	{
		name: 'subtask-sync-1.0',
		cluster: v10([12, 'sync/writing'], [2, 'sync/writing-2']),
		task: 'orders_merge',
		lines: subtask('orders_merge', one),
	},
	{name: 'tab-sharding', cluster: locks65, task: 'orders_merge', lines: tab('orders_merge', 'sharding')},
	{name: 'tab-sharding-none', cluster: sync65, task: 'orders_merge', lines: tab('orders_merge', 'sharding')},
	{
		name: 'tab-sharding-not-yet',
		cluster: v65([5, 'shard-pessimistic/one-table']),
		task: 'orders_merge',
		lines: tab('orders_merge', 'sharding'),
	},
	{
		name: 'tab-sharding-2.0',
		cluster: v20([5, 'shard-pessimistic/one-source']),
		task: 'orders_merge',
		lines: tab('orders_merge', 'sharding'),
	},
	{
		name: 'tab-sharding-1.0',
		cluster: v10([60, 'shard-pessimistic/one-source'], [5, 'shard-pessimistic/two-and-a-half']),
		task: 'orders_merge',
		lines: tab('orders_merge', 'sharding'),
	},
	{
		name: 'tab-sharding-failed',
		cluster: v65([300, 'sync/running'], [5, 'worker-dead/failed-over']),
		task: 'orders_merge',
		lines: tab('orders_merge', 'sharding'),
	},
	{
		name: 'tab-sharding-optimistic',
		cluster: v65([60, 'shard-optimistic/half-way'], [5, 'shard-optimistic/conflict']),
		task: 'orders_opt',
		lines: tab('orders_opt', 'sharding'),
	},
	{
		name: 'tab-sharding-optimistic-2.0',
		cluster: v20([60, 'shard-optimistic/half-way'], [5, 'shard-optimistic/conflict']),
		task: 'orders_opt',
		lines: tab('orders_opt', 'sharding'),
	},
	{name: 'tab-relay', cluster: relay65, task: 'orders_merge', lines: tab('orders_merge', 'relay')},
	{
		name: 'tab-relay-off',
		cluster: v65([5, 'full/running-load-1']),
		task: 'inventory_full',
		lines: tab('inventory_full', 'relay'),
	},
	{
		name: 'tab-relay-1.0',
		cluster: v10([60, 'upstream-down/early'], [5, 'upstream-down/later']),
		task: 'orders_merge',
		lines: tab('orders_merge', 'relay'),
	},
	{name: 'tab-errors', cluster: error65, task: 'billing', lines: tab('billing', 'errors')},
	{name: 'tab-errors-none', cluster: sync65, task: 'billing', lines: tab('billing', 'errors')},
	{name: 'tab-events', cluster: dead65, task: 'orders_merge', lines: tab('orders_merge', 'events')},
	{
		name: 'tab-events-none',
		cluster: v65([5, 'sync/running']),
		task: 'orders_merge',
		lines: tab('orders_merge', 'events'),
	},
	{name: 'tab-config', cluster: sync65, task: 'orders_merge', lines: tab('orders_merge', 'config')},
	{name: 'tab-config-unread', cluster: sync65, task: 'billing', lines: tab('billing', 'config')},
	{name: 'tab-config-1.0', cluster: v10([5, 'sync/running']), task: 'billing', lines: tab('billing', 'config')},
	{
		name: 'subtask-sync-26.3',
		cluster: v26([42, 'sync/writing'], [22, 'sync/writing-2'], [2, 'sync/writing-3']),
		task: 'billing',
		lines: subtask('billing', one),
	},
	{name: 'subtask-upstream-down-26.3', cluster: upstream26, task: 'orders_merge', lines: subtask('orders_merge', two)},
	{name: 'why-upstream-down-26.3', cluster: upstream26, task: 'orders_merge', lines: why('orders_merge')},
	{name: 'source-upstream-down-26.3', cluster: upstream26, task: 'orders_merge', lines: source(two)},
	{name: 'source-relay-paused', cluster: relay65, task: 'orders_merge', lines: source(two)},
	{name: 'source-relay-off', cluster: v65([5, 'full/running-load-1']), task: 'inventory_full', lines: source(three)},
	{name: 'source-not-bound', cluster: dead65, task: 'orders_merge', lines: source(three)},
	{
		name: 'source-upstream-down-1.0',
		cluster: v10([60, 'upstream-down/early'], [5, 'upstream-down/later']),
		task: 'orders_merge',
		lines: source(two),
	},
	{name: 'locks', cluster: locks65, task: 'orders_merge', lines: lock},
	{name: 'why-table-missing', cluster: error65, task: 'billing', lines: why('billing')},
	{
		name: 'why-load-column-missing',
		cluster: v65([60, 'sync/running'], [5, 'error/load-column-missing']),
		task: 'crm',
		lines: why('crm'),
	},
	{
		name: 'why-load-column-missing-1.0',
		cluster: v10([60, 'sync/running'], [5, 'error/load-column-missing']),
		task: 'crm',
		lines: why('crm'),
	},
	{
		name: 'why-paused-by-hand',
		cluster: v20([60, 'error/sync-table-missing'], [5, 'error/paused-by-hand-after-error']),
		task: 'billing',
		lines: why('billing', one),
	},
	{name: 'why-worker-dead', cluster: dead65, task: 'orders_merge', lines: why('orders_merge')},
	{
		name: 'why-worker-dead-1.0',
		cluster: v10([60, 'sync/running'], [5, 'worker-dead/just-died']),
		task: 'orders_merge',
		lines: why('orders_merge'),
	},
	{name: 'why-locked', cluster: locks65, task: 'orders_merge', lines: why('orders_merge')},
	{name: 'why-upstream-down', cluster: upstream65, task: 'orders_merge', lines: why('orders_merge')},
	{name: 'why-upstream-down-2.0', cluster: upstream20, task: 'orders_merge', lines: why('orders_merge', two)},
	{name: 'source-upstream-down-2.0', cluster: upstream20, task: 'orders_merge', lines: source(two)},
	{name: 'why-worker-of-another', cluster: another20, task: 'orders_merge', lines: why('orders_merge', three)},
	{name: 'source-worker-of-another', cluster: another20, task: 'orders_merge', lines: source(three)},
	{name: 'tab-relay-worker-of-another', cluster: another20, task: 'orders_merge', lines: tab('orders_merge', 'relay')},
	{name: 'why-gone', cluster: gone65, task: 'orders_merge', lines: why('orders_merge')},
	{name: 'tab-sharding-gone', cluster: gone65, task: 'orders_merge', lines: tab('orders_merge', 'sharding')},
	{
		name: 'why-relay-1.0',
		cluster: v10([60, 'upstream-down/early'], [5, 'upstream-down/later']),
		task: 'orders_merge',
		lines: why('orders_merge'),
	},
];

describe.each(pages.map(page => [page.name, page] as const))('%s', (name, {cluster, task, lines}) => {
	const memory = recordedMemory(cluster);
	const at = (columns: number, rows: number) => lines(recordedModel(memory, task, columns, rows), memory);

	test.each(sizes)('at %ix%i', async (columns, rows) => {
		const text = `${at(columns, rows).join('\n')}\n`;
		await expect(text).toMatchFileSnapshot(`frames/pages/${name}-${columns}x${rows}.txt`);
	});

	test('is never wider than the terminal, never empty, and shows nothing that was not told', () => {
		for (let columns = 20 + (name.length % runsOf(27, 9)); columns <= 260; columns += runsOf(27, 9)) {
			const page = at(columns, columns > 110 ? 40 : 24);
			expect(page.filter(line => width(line) > columns)).toEqual([]);
			const text = page.join('\n');
			expect(text.trim().length).toBeGreaterThan(20);
			expect(text).not.toMatch(/undefined|NaN|\[object|Infinity|[^\x20-\x7e─━¦›✓\u2800-\u28ff\n]/);
		}
	});
});
