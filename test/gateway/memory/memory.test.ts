import {describe, expect, test} from 'vitest';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import type {Cluster, TaskConfig} from '../../../src/domain/cluster.ts';
import type {ByName} from '../../../src/domain/task.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {overview, taskValue} from '../../../src/gateway/views/views.ts';
import {answer, at, error, paused, relay, result, running, subtasksOf} from '../../support/cluster.ts';
import {fixture} from '../../support/recordings.ts';

type Step =
	| Cluster
	| {readonly config: TaskConfig; readonly task: string}
	| {readonly byName: ByName; readonly task: string}
	| 'lost';

/** The memory after readings at the given seconds. */
function folded(steps: readonly (readonly [seconds: number, step: Step])[], version: string | null = 'v6.5.0'): Memory {
	return steps.reduce(
		(memory, [seconds, step]) => {
			const atMs = seconds * 1000;
			if (step === 'lost') return remember(memory, {type: 'failed', ok: false, atMs, message: 'gone', timedOut: false});
			if ('sources' in step && 'shape' in step) {
				return remember(memory, {type: 'status', ok: true, atMs, tookMs: 5, master: 'm:8261', version, cluster: step});
			}
			if ('byName' in step) {
				return remember(memory, {type: 'by-name', ok: true, atMs, task: step.task, answer: step.byName});
			}
			return remember(memory, {type: 'config', ok: true, atMs, task: step.task, config: step.config});
		},
		emptyMemory(['m:8261'], 1000),
	);
}

function row(memory: Memory, name = 'orders') {
	const found = overview(memory).tasks.find(task => task.name === name);
	if (found === undefined) throw new Error(`no task ${name}`);
	return found;
}

const config = (sources: readonly string[]): TaskConfig => ({
	mode: 'all',
	shardMode: null,
	target: null,
	sources,
	yaml: '',
});
const two = answer({r1: {orders: running()}, r2: {orders: running()}});
const silent = answer({r1: {orders: running()}, r2: {answered: false, message: 'connection refused', worker: null}});
const vanished = answer({r1: {orders: running()}});
const nothing = answer({r1: {}, r2: {}});
const unknown: Step = {task: 'orders', byName: 'unknown'};

/** The same answer each 20 s. */
function watched(from: number, to: number, cluster: Cluster): readonly (readonly [number, Step])[] {
	return Array.from({length: (to - from) / 20 + 1}, (_, index) => [from + index * 20, cluster]);
}

describe('the status of a task', () => {
	test.each<[string, readonly (readonly [number, Step])[], string]>([
		['runs', [[0, two]], 'running'],
		[
			'a source does not answer',
			[
				[0, two],
				[1, silent],
			],
			'unknown',
		],
		[
			'a source is missing from the answer',
			[
				[0, two],
				[1, vanished],
			],
			'unknown',
		],
		[
			'every source is missing from the answer',
			[
				[0, two],
				[1, answer({})],
			],
			'unknown',
		],
		[
			'a source answers well and does not list it',
			[
				[0, two],
				[1, answer({r1: {orders: running()}, r2: {}})],
			],
			'warning',
		],
		[
			'every source answers and none lists it; DM is being asked',
			[
				[0, two],
				[1, nothing],
			],
			'running',
		],
		...(['listed', 'configured', 'no-answer'] as const).map((byName): [string, [number, Step][], string] => [
			`every source answers and none lists it; asked by name, DM says: ${byName}`,
			[
				[0, two],
				[1, nothing],
				[1, {task: 'orders', byName}],
			],
			'unknown',
		]),
		[
			'every source answers and none lists it, and DM does not know it by name',
			[
				[0, two],
				[1, nothing],
				[1, unknown],
			],
			'stopped',
		],
		[
			'DM had it by name, and a source lists it again',
			[
				[0, two],
				[1, nothing],
				[1, {task: 'orders', byName: 'configured'}],
				[2, two],
				[2, unknown],
			],
			'running',
		],
		[
			'none lists it, but one does not answer',
			[
				[0, two],
				[1, answer({r1: {}, r2: {answered: false}})],
			],
			'unknown',
		],
		[
			'none lists it, but one reports an error of its own',
			[
				[0, two],
				[1, answer({r1: {}, r2: {errors: [error(40071)]}})],
			],
			'error',
		],
		[
			'a source has an error of its own',
			[[0, answer({r1: {errors: [error(40071)], subtasks: subtasksOf({orders: running()})}})]],
			'error',
		],
		[
			'absent, and DM knows no such task any more',
			[
				[0, two],
				[1, answer({})],
				[2, unknown],
			],
			'stopped',
		],
		[
			'the configuration names a source that is not there',
			[
				[0, vanished],
				[1, {task: 'orders', config: config(['r1', 'r2'])}],
				[2, vanished],
			],
			'unknown',
		],
		[
			'the configuration no longer names a silent source',
			[
				[0, two],
				[1, vanished],
				[2, {task: 'orders', config: config(['r1'])}],
				[3, vanished],
			],
			'running',
		],
		[
			'a configuration that names no source, and the task has left',
			[
				[0, two],
				[1, {task: 'orders', config: config([])}],
				[2, nothing],
				[2, unknown],
			],
			'stopped',
		],
		[
			'a source stands twice, and one of them answers',
			[
				[0, twice()],
				[1, twice()],
			],
			'running',
		],
		['paused by a person', [[0, answer({r1: {orders: paused()}})]], 'paused'],
		['one of two paused', [[0, answer({r1: {orders: paused()}, r2: {orders: running()}})]], 'warning'],
		['an error that DM resumes', [[0, answer({r1: {orders: paused(10006, 'Error 1146')}})]], 'retrying'],
		['an error that DM leaves alone', [[0, answer({r1: {orders: paused(10006, 'Error 1062: Duplicate')}})]], 'error'],
		['5 minutes of the same error', watched(0, 340, answer({r1: {orders: paused(10006)}})), 'retrying'],
		[
			'6 minutes of the same error and no try, watched',
			watched(0, 360, answer({r1: {orders: paused(10006)}})),
			'error',
		],
		[
			'the same, and nobody watched',
			[
				[0, answer({r1: {orders: paused(10006)}})],
				[360, answer({r1: {orders: paused(10006)}})],
			],
			'retrying',
		],
		[
			'6 minutes, but another error in between',
			[
				...watched(0, 200, answer({r1: {orders: paused(10006)}})),
				...watched(220, 360, answer({r1: {orders: paused(44019)}})),
			],
			'retrying',
		],
		[
			'runs again for 10 s',
			[
				[0, answer({r1: {orders: paused(10006)}})],
				[5, vanished],
				[15, vanished],
			],
			'retrying',
		],
		[
			'runs again for 30 s with progress',
			[
				[0, answer({r1: {orders: paused(10006)}})],
				[5, vanished],
				[35, answer({r1: {orders: running({totalEvents: 900})}})],
			],
			'running',
		],
		[
			'lag above the limit',
			[[0, answer({r1: {orders: running({secondsBehindMaster: 61, checkpoint: at(900)})}})]],
			'warning',
		],
		[
			'lag at the limit',
			[[0, answer({r1: {orders: running({secondsBehindMaster: 60, checkpoint: at(900)})}})]],
			'running',
		],
		['upstream unknown', [[0, answer({r1: {orders: running({upstream: null})}})]], 'warning'],
		['waits for a DDL', [[0, answer({r1: {orders: running({blockingDdls: ['ALTER TABLE t']})}})]], 'locked'],
		['an optimistic conflict', [[0, answer({r1: {orders: running({conflictMessage: 'conflict'})}})]], 'locked'],
		[
			'relay paused by a person',
			[
				[
					0,
					answer({
						r1: {relay: relay({stage: 'Paused', result: result(null)}), subtasks: subtasksOf({orders: running()})},
					}),
				],
			],
			'warning',
		],
		[
			'relay of a subtask that reads its upstream',
			[
				[
					0,
					answer({
						r1: {
							relay: relay({stage: 'Paused', result: result(null)}),
							subtasks: subtasksOf({orders: running({binlogType: 'remote'})}),
						},
					}),
				],
			],
			'running',
		],
		[
			'relay failed, DM resumes it',
			[
				[
					0,
					answer({
						r1: {relay: relay({stage: 'Paused', result: result(30015)}), subtasks: subtasksOf({orders: running()})},
					}),
				],
			],
			'retrying',
		],
		[
			'relay failed, DM leaves it',
			[
				[
					0,
					answer({
						r1: {relay: relay({stage: 'Paused', result: result(30001)}), subtasks: subtasksOf({orders: running()})},
					}),
				],
			],
			'error',
		],
		[
			'relay behind for 59 s',
			[
				[0, behind()],
				[59, behind()],
			],
			'running',
		],
		[
			'relay behind for 60 s',
			[
				[0, behind()],
				[60, behind()],
			],
			'warning',
		],
		['a stage that is not known', [[0, answer({r1: {orders: running({}, {stage: 'Resting'})}})]], 'warning'],
		[
			'New beside Running and Finished',
			[
				[
					0,
					answer({
						r1: {orders: running({}, {stage: 'New'})},
						r2: {orders: running()},
						r3: {orders: running({}, {stage: 'Finished'})},
					}),
				],
			],
			'running',
		],
		['all New', [[0, answer({r1: {orders: running({}, {stage: 'New'})}})]], 'new'],
		['all Finished', [[0, answer({r1: {orders: running({}, {stage: 'Finished'})}})]], 'finished'],
		[
			'a failure whose source went silent still needs a person',
			[
				[0, answer({r1: {orders: paused(36062)}})],
				[1, answer({r1: {answered: false}})],
			],
			'error',
		],
	])('%s', (_, steps, expected) => expect(row(folded(steps)).word).toBe(expected));

	test('DM 1.0 never resumes a relay', () => {
		const failed = answer(
			{
				r1: {
					relay: relay({stage: 'Paused', result: result(30012)}),
					subtasks: subtasksOf({orders: running({binlogType: null})}),
				},
			},
			'workers',
		);
		expect(row(folded([[0, failed]], null)).word).toBe('error');
	});

	test('a stopped task stays stopped while its source goes silent', () => {
		const steps = [
			[0, two],
			[1, nothing],
			[1, unknown],
			[2, answer({r1: {answered: false}, r2: {}})],
			[3, answer({})],
		] as const;
		expect(row(folded(steps))).toMatchObject({word: 'stopped', goneAtMs: 1000});
	});

	test('a stopped task is kept for ten minutes, and starts anew when it comes back', () => {
		expect(
			row(
				folded([
					[0, two],
					[1, nothing],
					[1, unknown],
					[600, nothing],
				]),
			).word,
		).toBe('stopped');
		expect(
			overview(
				folded([
					[0, two],
					[1, nothing],
					[1, unknown],
					[601, nothing],
				]),
			).tasks,
		).toEqual([]);
		const again = row(
			folded([
				[0, two],
				[1, nothing],
				[1, unknown],
				[30, two],
			]),
		);
		expect([again.word, again.sinceMs]).toEqual(['running', 30_000]);
	});
});

/** The old worker of a source is still in the answer, before the new one. */
function twice(): Cluster {
	const {sources, ...rest} = answer({r1: {answered: false, worker: 'old'}, r2: {orders: running()}});
	return {...rest, sources: sources.map(entry => ({...entry, source: 'r1'}))};
}

function behind(): Cluster {
	return answer({
		r1: {
			relay: relay({caughtUp: false, position: at(900)}),
			subtasks: subtasksOf({orders: running({checkpoint: at(900)})}),
		},
	});
}

describe('what is remembered', () => {
	test('the last known state of a silent source, with its age', () => {
		const {task} = taskValue(
			folded([
				[0, two],
				[7, silent],
				[9, silent],
			]),
			'orders',
		);
		const lost = task?.subtasks.find(({source}) => source === 'r2');
		expect(lost).toMatchObject({stage: 'Running', word: 'unknown', lastSeenAtMs: 0, worker: 'worker-2'});
		expect(lost?.presence).toEqual({type: 'silent', sinceMs: 7000, message: 'connection refused'});
		expect(task?.row).toMatchObject({good: 1, expected: 2, staleSinceMs: 0});
	});

	test('a state that was there at the first reading has no beginning, a later one has', () => {
		expect(
			row(
				folded([
					[5, two],
					[9, two],
				]),
			),
		).toMatchObject({sinceMs: null, seenSinceMs: 5000, changedAtMs: null});
		expect(
			row(
				folded([
					[5, two],
					[9, silent],
				]),
			),
		).toMatchObject({sinceMs: 9000, changedAtMs: 9000});
	});

	test('rows a second are those of the last 10 s, and a counter that fell starts anew', () => {
		const counted = (totalEvents: number) => answer({r1: {orders: running({totalEvents})}});
		expect(row(folded([[0, counted(100)]])).rowsPerSecond).toBeNull();
		expect(
			row(
				folded([
					[0, counted(0)],
					[10, counted(1000)],
					[20, counted(1500)],
				]),
			).rowsPerSecond,
		).toBe(50);
		expect(
			row(
				folded([
					[0, counted(1000)],
					[5, counted(0)],
				]),
			).rowsPerSecond,
		).toBeNull();
		expect(
			row(
				folded([
					[0, counted(1000)],
					[5, counted(0)],
					[10, counted(50)],
				]),
			).rowsPerSecond,
		).toBe(10);
	});

	test('the data is at most as old as when the upstream was first seen past the checkpoint', () => {
		const placed = (upstream: number, checkpoint: number) =>
			answer({r1: {orders: running({upstream: at(upstream), checkpoint: at(checkpoint)})}});
		expect(row(folded([[0, placed(500, 100)]])).gapSinceMs).toBeNull();
		const gone = folded([
			[0, placed(100, 100)],
			[10, placed(500, 100)],
			[20, placed(900, 500)],
			[30, placed(900, 600)],
		]);
		expect(row(gone)).toMatchObject({gapSinceMs: 20_000, gap: {type: 'bytes', bytes: 300}});
	});

	test('a load tells when it will be done, from its slowest and its fastest minute', () => {
		const loaded = (finishedBytes: number) =>
			answer({
				r1: {
					orders: running(
						{},
						{
							work: {
								type: 'Load',
								finishedBytes,
								totalBytes: 1000,
								progress: null,
								metaBinlog: null,
								metaBinlogGtid: null,
								bytesPerSecond: null,
							},
						},
					),
				},
			});
		const steps = Array.from({length: 7}, (_, index) => [index * 10, loaded(index * 100)] as const);
		expect(row(folded(steps))).toMatchObject({
			eta: {minSeconds: 40, maxSeconds: 40},
			bytesPerSecond: 10,
			rowsPerSecond: null,
		});
	});

	test('events tell every transition once, and repetitions are counted', () => {
		const failed = answer({r1: {orders: paused(10006)}, r2: {orders: running()}});
		const memory = folded([
			[0, two],
			[1, failed],
			[2, two],
			[3, failed],
			[4, silent],
			[5, two],
			[6, 'lost'],
			[7, 'lost'],
			[8, two],
		]);
		const texts = memory.events.map(
			({type, task, source, from, to, count}) => `${type} ${task ?? ''}/${source ?? ''} ${from}>${to} x${count}`,
		);
		expect(texts).toContain('subtask-stage orders/r1 Running>Paused x2');
		expect(texts.filter(text => text.startsWith('source-'))).toEqual([
			'source-silent /r2 answering>silent x1',
			'source-back /r2 silent>answering x1',
		]);
		expect(texts.slice(-2)).toEqual(['master-lost / answering>lost x1', 'master-back / lost>answering x1']);
		expect(
			folded([
				[0, two],
				[1, two],
			]).events,
		).toEqual([]);
	});

	test('trouble leaves all that was known in its place', () => {
		const memory = folded([
			[0, two],
			[1, 'lost'],
			[2, 'lost'],
		]);
		expect(memory.trouble).toEqual({sinceMs: 1000, message: 'gone', tries: 2});
		expect(row(memory).word).toBe('running');
	});
});

describe('recorded clusters', () => {
	const recorded = (...names: readonly string[]) =>
		folded(
			names.map((name, index) => [index, translateStatus(fixture(name))] as const),
			null,
		);

	test('2.0.7: every worker has died, and no task disappears', () => {
		const memory = recorded('2.0.7/sync/running.json', '2.0.7-all-workers-dead/status.json');
		expect(overview(memory).tasks.map(({name, word}) => `${name} ${word}`)).toEqual([
			'billing unknown',
			'inventory_full unknown',
			'orders_merge unknown',
		]);
	});

	test('1.0.7: a dead worker names no source, and is found by its address', () => {
		const memory = recorded('1.0.7/shard-pessimistic/resolved.json', '1.0.7/worker-dead/just-died.json');
		expect(row(memory, 'orders_merge')).toMatchObject({word: 'unknown', good: 2, expected: 3, dmStatus: 'Running'});
		expect(overview(memory).notes).toEqual([]);
	});

	test('6.5.0: a source that was silent from the start is a note, unless a task is known to be on it', () => {
		expect(overview(recorded('6.5.0/worker-dead/just-died.json')).notes).toEqual([
			'source mysql-replica-03 does not answer: tasks that are on it alone are not shown',
		]);
		expect(overview(recorded('6.5.0/sync/running.json', '6.5.0/worker-dead/just-died.json')).notes).toEqual([]);
	});

	test('1.0.7: a dead worker that was never seen is a note', () => {
		expect(overview(recorded('1.0.7/worker-dead/just-died.json')).notes).toEqual([
			'worker 127.0.0.1:8264 does not answer: its tasks are not shown',
		]);
	});

	test('6.5.0: the fake subtask of an unbound source is no knowledge', () => {
		const memory = recorded('6.5.0/shard-pessimistic/resolved.json', '6.5.0/worker-dead/source-not-bound.json');
		const subtask = taskValue(memory, 'orders_merge').task?.subtasks.find(({source}) => source === 'mysql-replica-03');
		expect(subtask).toMatchObject({stage: 'Running', word: 'unknown', presence: {type: 'unbound'}});
	});

	test.each(['1.0.7', '2.0.7', '6.5.0', '26.3.3-head'])('%s: locks are derived as dmctl tells them', version => {
		const memory = recorded(`${version}/shard-pessimistic/two-and-a-half.json`);
		const [lock] = taskValue(memory, 'orders_merge').task?.locks ?? [];
		expect(lock).toMatchObject({
			target: '`shop`.`orders`',
			mode: 'pessimistic',
			exists: true,
			id: 'orders_merge-`shop`.`orders`',
		});
		expect(lock?.sources.map(({source, state}) => `${source} ${state}`)).toEqual([
			'mysql-replica-01 waiting',
			'mysql-replica-02 waiting',
			'mysql-replica-03 partly',
		]);
	});

	test.each(['6.5.0', '8.5.7'])('%s: an optimistic conflict that DM calls Running is locked', version => {
		const memory = recorded(`${version}/shard-optimistic/conflict.json`);
		expect(row(memory, 'orders_opt')).toMatchObject({word: 'locked', dmStatus: 'Running'});
	});

	test('upstream down: dmctl says Running, we say that the upstream is unknown', () => {
		for (const version of ['2.0.7', '6.5.0', '8.5.7']) {
			expect(row(recorded(`${version}/upstream-down/early.json`), 'orders_merge')).toMatchObject({
				word: 'warning',
				label: expect.stringContaining('Upstream silent'),
				dmStatus: 'Running',
				upstreamUnknown: true,
			});
		}
	});
});
