import {describe, expect, test} from 'vitest';
import {lacksOf} from '../../src/domain/caught-up.ts';
import type {Cluster, Subtask} from '../../src/domain/cluster.ts';
import {emptyMemory, remember} from '../../src/gateway/memory/memory.ts';
import {answer, at, error, paused, relay, running} from '../support/cluster.ts';
import {recordedMemory} from '../support/recorded.ts';

/** What each source of a task lacks; null = it has caught up. */
function lacking(memory: ReturnType<typeof recordedMemory>, name: string) {
	const task = memory.tasks.get(name)?.task;
	if (task === undefined) throw new Error(`no task ${name}, but ${[...memory.tasks.keys()].join(', ')}`);
	return Object.fromEntries(task.subtasks.map(it => [it.source, lacksOf(it)]));
}

const unknown = 'its upstream does not tell its position';
const lock = 'a shard DDL lock is open';
const ahead = expect.stringMatching(/^its checkpoint is \d+ bytes behind$/) as string;

const replicas = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;

describe('recorded answers', () => {
	function check([fixture, task, ...lacks]: readonly [string, string, ...(string | null)[]]) {
		const version = fixture.startsWith('2.0') ? null : `v${fixture.split('/')[0]}`;
		const got = lacking(recordedMemory({version, answers: [[1, fixture]]}), task);
		expect(replicas.slice(0, lacks.length).map(source => got[source])).toEqual(lacks);
	}

	test.for<readonly [string, string, ...(string | null)[]]>([
		['1.0.7/sync/running.json', 'orders_merge', null, null, null],
		['2.0.7/sync/running.json', 'orders_merge', null, null, null],
		['6.5.0/sync/running.json', 'orders_merge', null, null, null],
		['8.5.7/sync/running.json', 'orders_merge', null, null, null],
		['26.3.3-head/sync/running.json', 'orders_merge', null, null, null],
		// An idle task whose source is written by another one: its checkpoint does not move, and nobody can tell that.
		['1.0.7/sync/after-writing.json', 'orders_merge', 'its checkpoint is 271951 bytes behind', null, null],
		['2.0.7/sync/after-writing.json', 'orders_merge', 'its checkpoint is 271951 bytes behind', null, null],
		['6.5.0/sync/after-writing.json', 'orders_merge', 'its checkpoint is 271951 bytes behind', null, null],
		['1.0.7/operations/paused.json', 'billing', 'it is Paused'],
		['6.5.0/operations/paused.json', 'billing', 'it is Paused'],
		['1.0.7/relay/paused.json', 'orders_merge', ahead, 'its relay is Paused', null],
		['6.5.0/relay/paused.json', 'orders_merge', ahead, 'its relay is Paused', null],
		['26.3.3-head/operations/paused.json', 'billing', 'it is Paused'],
		['8.5.7/relay/paused.json', 'orders_merge', null, 'its relay is Paused', null],
		['26.3.3-head/relay/paused.json', 'orders_merge', null, 'its relay is Paused', null],
		['8.5.7/upstream-down/early.json', 'orders_merge', null, unknown, null],
		['1.0.7/upstream-down/early.json', 'orders_merge', 'its checkpoint is 272356 bytes behind', unknown, null],
		['2.0.7/upstream-down/early.json', 'orders_merge', 'its checkpoint is 405 bytes behind', unknown, null],
		['6.5.0/upstream-down/early.json', 'orders_merge', ahead, unknown, null],
		['6.5.0/shard-pessimistic/one-source.json', 'orders_merge', lock, lock, lock],
		['6.5.0/shard-pessimistic/one-table.json', 'orders_merge', lock, 'its checkpoint is 1 binlog file behind', null],
		['6.5.0/shard-pessimistic/resolved.json', 'orders_merge', ahead, 'its checkpoint is 294 bytes behind', ahead],
		['1.0.7/worker-dead/just-died.json', 'orders_merge', ahead, ahead],
	])('%s: %s', check);
});

describe('each thing that a part may lack', () => {
	function check({subtask, source = {}, lacks}: Case) {
		const told = answer({'replica-01': {subtasks: [subtask], ...source}});
		expect(lacking(read(told), 'orders')).toEqual({'replica-01': lacks});
	}

	type Case = {
		readonly subtask: Subtask;
		readonly source?: Partial<Cluster['sources'][number]>;
		readonly lacks: string | null;
	};

	test.for<Case>([
		{subtask: running(), lacks: null},
		{subtask: running({secondsBehindMaster: null}), lacks: null},
		{subtask: running(), source: {relay: relay()}, lacks: null},
		{subtask: running({checkpoint: at(1200)}), lacks: 'its checkpoint is past the upstream'},
		{subtask: running({checkpoint: at(4, 'mysql-bin.000009')}), lacks: 'its checkpoint is past the upstream'},
		{subtask: running({synced: false}), lacks: null},
		{subtask: running({checkpoint: at(900)}), lacks: 'its checkpoint is 100 bytes behind'},
		{subtask: running({upstream: at(4, 'mysql-bin.000003')}), lacks: 'its checkpoint is 2 binlog files behind'},
		{subtask: running({checkpoint: null}), lacks: 'its checkpoint does not compare with the upstream'},
		{subtask: running({upstream: at(4, 'other.000001')}), lacks: 'its checkpoint does not compare with the upstream'},
		{subtask: running({upstream: null}), lacks: unknown},
		// The positions decide: DM's figures may be stuck.
		{subtask: running({secondsBehindMaster: 5400}), lacks: null},
		{subtask: running({secondsBehindMaster: -28_800}), lacks: null},
		{subtask: running({secondsBehindMaster: 0, checkpoint: at(900)}), lacks: 'its checkpoint is 100 bytes behind'},
		{subtask: running({blockingDdls: ['ALTER TABLE t']}), lacks: lock},
		{subtask: running({conflictMessage: 'conflict'}), lacks: lock},
		{subtask: running({}, {lockId: 'orders-`a`.`b`'}), lacks: 'DM names a DDL lock of it whose state is unknown'},
		{subtask: paused(), lacks: 'it is Paused'},
		{subtask: running({}, {work: {type: 'Other', unit: 'InvalidUnit'}}), lacks: 'its unit is InvalidUnit'},
		{subtask: running(), source: {relay: relay({stage: 'Paused'})}, lacks: 'its relay is Paused'},
		{subtask: running(), source: {relay: relay({caughtUp: false})}, lacks: null},
		{subtask: running(), source: {relay: relay({position: at(900)})}, lacks: 'its relay has not caught up'},
		{subtask: running(), source: {relay: relay({position: null})}, lacks: 'its relay has not caught up'},
		{subtask: running(), source: {errors: [error(40071)]}, lacks: 'its source reports an error'},
	])('$lacks', check);

	test('a source that its configuration names and no answer tells of', () => {
		const told = answer({'replica-01': {orders: running()}});
		const config = {mode: 'all', shardMode: null, target: null, sources: ['replica-01', 'replica-02'], yaml: ''};
		const known = remember(read(told), {type: 'config', ok: true, atMs: 1, task: 'orders', config});
		expect(lacking(read(told, known), 'orders')).toEqual({
			'replica-01': null,
			'replica-02': 'its source is missing from the answer',
		});
	});

	test('a source that does not answer any more', () => {
		const before = read(answer({'replica-01': {orders: running()}}));
		const after = read(answer({'replica-01': {answered: false, subtasks: []}}), before);
		expect(lacking(after, 'orders')).toEqual({'replica-01': 'its source does not answer'});
	});
});

function read(cluster: Cluster, before = emptyMemory(['m:8261'], 3000)) {
	const reading = {type: 'status', ok: true, tookMs: 1, master: 'm:8261', version: 'v6.5.0'} as const;
	return remember(before, {...reading, atMs: (before.lastGood?.atMs ?? 0) + 1000, cluster});
}
