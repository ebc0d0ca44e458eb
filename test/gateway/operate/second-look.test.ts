import {describe, expect, test} from 'vitest';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import type {Cluster} from '../../../src/domain/cluster.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {decide} from '../../../src/gateway/operate/decide.ts';
import {type SecondLook, secondLook} from '../../../src/gateway/operate/second-look.ts';
import {taskValue} from '../../../src/gateway/views/views.ts';
import {fixtureJson} from '../../support/fixtures.ts';

const config = (sources: readonly string[]) => ({mode: null, shardMode: null, target: null, sources, yaml: ''});

/** What is known after these answers of a whole cluster. */
function memoryOf(version: string | null, ...files: readonly string[]): Memory {
	return files.reduce(
		(memory, file, index) => {
			const cluster = translateStatus(fixtureJson(file));
			const reading = {type: 'status', ok: true, tookMs: 1, master: 'm', version, cluster} as const;
			const told = remember(memory, {...reading, atMs: (index + 1) * 3000});
			return version === 'v1.0.7'
				? told
				: remember(told, {
						type: 'config',
						ok: true,
						atMs: 0,
						task: 'orders_merge',
						config: config(['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03']),
					});
		},
		emptyMemory(['m'], 3000),
	);
}

/** A recorded answer about the whole cluster as the same master answers when it is asked for one task. */
function answerFor(task: string, file: string): Cluster {
	const cluster = translateStatus(fixtureJson(file));
	const sources = cluster.sources.map(entry => ({
		...entry,
		subtasks: entry.unbound ? [] : entry.subtasks.filter(subtask => subtask.task === task),
	}));
	return {...cluster, sources: sources.filter(({subtasks, answered}) => subtasks.length > 0 || !answered)};
}

function look(task: string, cluster: Cluster, memory: Memory): Promise<SecondLook> {
	const client = {readTask: async () => ({value: cluster, master: 'm', tookMs: 1})};
	return secondLook(task, {client, memory: () => memory});
}

async function partsOf(task: string, cluster: Cluster, memory: Memory) {
	const looked = await look(task, cluster, memory);
	if (looked.type === 'refused') throw new Error(looked.why);
	return looked.parts;
}

function viewed(memory: Memory, task: string) {
	const {subtasks = []} = taskValue(memory, task).task ?? {};
	return subtasks.map(({source, presence, worker, stage, situation, work}) => {
		const here = presence.type === 'here';
		return {
			source,
			worker: here ? worker : null,
			stage: here ? stage : null,
			unit: here && work !== null ? (work.type === 'Other' ? work.unit : work.type) : null,
			situation: here ? situation : 'silent',
		};
	});
}

describe('nothing has changed where nothing has, however DM tells of one task and of all', () => {
	test.each([
		['1.0.7', 'v1.0.7', ['sync/running.json']],
		['2.0.7', 'v2.0.7', ['sync/running.json']],
		['6.5.0', 'v6.5.0', ['sync/running.json']],
		['1.0.7', 'v1.0.7', ['sync/running.json', 'worker-dead/just-died.json']],
		['2.0.7', 'v2.0.7', ['sync/running.json', 'worker-dead/just-died.json']],
		['6.5.0', 'v6.5.0', ['sync/running.json', 'worker-dead/just-died.json']],
		['8.5.7', 'v8.5.7', ['sync/running.json', 'worker-dead/just-died.json']],
		['26.3.3-head', 'v26.3.3', ['sync/running.json', 'worker-dead/just-died.json']],
		['26.3.3-head', 'v26.3.3', ['sync/running.json', 'upstream-down/early.json']],
		['2.0.7', null, ['sync/running.json', 'worker-dead/source-not-bound.json']],
		['6.5.0', null, ['sync/running.json', 'worker-dead/source-not-bound.json']],
		['8.5.7', null, ['sync/running.json', 'worker-dead/source-not-bound.json']],
		['26.3.3-head', 'v26.3.3', ['operations/one-of-three-paused.json']],
		['6.5.0', 'v6.5.0', ['operations/one-of-three-paused.json']],
	])('%s (%s): %j', async (folder, version, names) => {
		const files = names.map(name => `${folder}/${name}`);
		const memory = memoryOf(version, ...files);
		const parts = await partsOf('orders_merge', answerFor('orders_merge', files.at(-1) ?? ''), memory);
		const seen = viewed(memory, 'orders_merge');
		const bySource = (a: {source: string}, b: {source: string}) => (a.source < b.source ? -1 : 1);
		expect([...parts].sort(bySource)).toEqual([...seen].sort(bySource));
		expect(parts).toHaveLength(3);
		const target = {task: 'orders_merge', sources: null, seen};
		const shape = folder === '1.0.7' ? 'workers' : 'sources';
		expect(
			decide('stop', target, {type: 'parts', shape, parts, nameless: [], subtasks: new Map()}, memory),
		).toMatchObject({
			type: 'send',
			targets: [],
		});
	});
});

test('a 1.0 worker that died is addressed by its last address', async () => {
	const memory = memoryOf('v1.0.7', '1.0.7/sync/running.json', '1.0.7/worker-dead/just-died.json');
	const looked = await look('orders_merge', answerFor('orders_merge', '1.0.7/worker-dead/just-died.json'), memory);
	if (looked.type === 'refused') throw new Error(looked.why);
	const target = {task: 'orders_merge', sources: ['mysql-replica-03'], seen: viewed(memory, 'orders_merge')};
	expect(decide('stop', target, looked, memory)).toMatchObject({
		type: 'send',
		targets: ['127.0.0.1:8264'],
		addressed: [{source: 'mysql-replica-03', worker: '127.0.0.1:8264'}],
	});
});

test('a 1.0 worker that nobody can name is not reached by an operation on the whole', async () => {
	const memory = memoryOf('v1.0.7', '1.0.7/worker-dead/just-died.json');
	const looked = await look('orders_merge', answerFor('orders_merge', '1.0.7/worker-dead/just-died.json'), memory);
	if (looked.type === 'refused') throw new Error(looked.why);
	expect(looked.nameless).toEqual(['127.0.0.1:8264']);
	// Its viewers hear of it too.
	expect(taskValue(memory, 'orders_merge').task?.namelessWorkers).toEqual(['127.0.0.1:8264']);
	const target = {task: 'orders_merge', sources: null, seen: viewed(memory, 'orders_merge')};
	const worker = '127.0.0.1:8264';
	expect(decide('pause', target, looked, memory)).toMatchObject({
		type: 'send',
		targets: ['127.0.0.1:8262', '127.0.0.1:8263'],
		left: [{source: null, worker, why: 'it does not answer, and DM counts it to the task: it was not asked'}],
	});
	const why = 'it does not answer and is not known to have a part of the task: it was not asked';
	expect(decide('pause', target, {...looked, nameless: []}, memory)).toMatchObject({
		type: 'send',
		targets: ['127.0.0.1:8262', '127.0.0.1:8263'],
		left: [{source: null, worker, why}],
	});
	// Who names the sources means no other.
	expect(decide('pause', {...target, sources: ['mysql-replica-01']}, looked, memory)).toMatchObject({
		targets: ['127.0.0.1:8262'],
		left: [],
	});
});

test('a worker that says that it has no such task has none', async () => {
	const memory = memoryOf('v6.5.0', '6.5.0/sync/running.json');
	const cluster = translateStatus({
		result: true,
		sources: [
			{
				result: true,
				sourceStatus: {source: 'mysql-replica-01', worker: 'worker1'},
				subTaskStatus: [
					{
						name: 'billing',
						stage: 'InvalidStage',
						unit: 'InvalidUnit',
						msg: 'no sub task with name billing has started',
					},
				],
			},
		],
	});
	expect(await partsOf('billing', cluster, memory)).toEqual([
		{source: 'mysql-replica-01', worker: null, stage: null, unit: null, situation: 'silent'},
	]);
});

test('a name that DM may read as another needs somebody who says it', async () => {
	const silent = translateStatus({
		result: true,
		sources: [{result: false, msg: 'down', sourceStatus: {source: 's', worker: ''}, subTaskStatus: []}],
	});
	const memory = memoryOf('v6.5.0', '6.5.0/sync/running.json');
	expect(await look('a:b', silent, memory)).toMatchObject({
		type: 'refused',
		why: expect.stringMatching(/^no source names/),
	});
	expect(await look('a.b', silent, memory)).toMatchObject({type: 'parts'});
});
