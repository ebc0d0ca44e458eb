import {describe, expect, test} from 'vitest';
import {translateStatus} from '../../../../src/dm/answer/translate.ts';
import type {Cluster, Subtask, Work} from '../../../../src/domain/cluster.ts';
import type {Checker} from '../../../../src/domain/failure/checker.ts';
import {emptyMemory, type Memory, remember} from '../../../../src/gateway/memory/memory.ts';
import {overview} from '../../../../src/gateway/views/views.ts';
import {answer, at, paused, relay, result, running, subtasksOf} from '../../../support/cluster.ts';
import {taskOf} from '../../../support/recorded.ts';
import {fixtureText} from '../../../support/recordings.ts';

type Step = Cluster | {readonly checker: Checker | null} | 'lost';

function folded(steps: readonly (readonly [seconds: number, step: Step])[], version = 'v6.5.0'): Memory {
	return steps.reduce(
		(memory, [seconds, step]) => {
			const atMs = seconds * 1000;
			if (step === 'lost') return remember(memory, {type: 'failed', ok: false, atMs, message: 'gone', timedOut: false});
			if ('checker' in step) return remember(memory, {type: 'source-config', ok: true, atMs, source: 'r1', ...step});
			return remember(memory, {type: 'status', ok: true, atMs, tookMs: 5, master: 'm:8261', version, cluster: step});
		},
		emptyMemory(['m:8261'], 1000),
	);
}

function row(memory: Memory, name = 'orders') {
	const found = overview(memory).tasks.find(task => task.name === name);
	if (found === undefined) throw new Error(`no task ${name}`);
	return found;
}

function part(memory: Memory, name = 'orders') {
	const found = taskOf(memory, name).subtasks[0];
	if (found === undefined) throw new Error(`no part of ${name}`);
	return found;
}

const on: Checker = {enabled: true, everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2};
const off: Checker = {...on, enabled: false};

const of = (subtask: Subtask) => answer({r1: {orders: subtask}});
/** Paused by an error that DM resumes, with so many events. */
const failing = (totalEvents: number, cause = "Error 1146: Table 't' doesn't exist") =>
	of({...paused(10006, cause), work: running({totalEvents}).work});
const well = of(running({totalEvents: 100}));
const silent = answer({r1: {answered: false}});

/** The answers of each 3 s, from the first second to the last. */
function each(from: number, to: number, cluster: Step): readonly (readonly [number, Step])[] {
	return Array.from({length: Math.floor((to - from) / 3) + 1}, (_, index) => [from + index * 3, cluster]);
}

describe('the recorded failure of two tasks, with the checker on and off', () => {
	const answers = fixtureText('6.5.0-second-look/auto-resume.jsonl')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as {atMs: number; body: unknown});
	const until = (ms: number, everySeconds: number) =>
		folded(
			answers
				.filter(({atMs}, index) => atMs <= ms && index % everySeconds === 0)
				.map(({atMs, body}) => [atMs / 1000, translateStatus(body)]),
		);

	test.each([1, 3])('asked each %i s', seconds => {
		for (const ms of [12_100, 30_000, 38_000]) {
			expect(row(until(ms, seconds), 'my odd task').word).toBe('retrying');
			expect(row(until(ms, seconds), 'retrying_task').word).toBe('retrying');
		}
		const later = until(45_000, seconds);
		expect(row(later, 'my odd task')).toMatchObject({word: 'error', label: 'Not retried'});
		expect(row(later, 'my odd task').outlook).toContain('nobody retries it');
		expect(row(later, 'retrying_task').word).toBe('retrying');
		expect(part(later, 'retrying_task').verdict).toMatchObject({tries: 5});
		expect(row(later, 'retrying_task').outlook).toContain('5 tries were seen.');
		// It heals 56 s after it began.
		expect(row(until(70_000, seconds), 'retrying_task')).toMatchObject({word: 'retrying', label: 'Recovering'});
		expect(row(until(97_500, seconds), 'retrying_task').word).toBe('running');
	});
});

describe('that no try is seen', () => {
	test.each<[string, readonly (readonly [number, Step])[], string]>([
		['from its beginning, 27 s', [[0, well], ...each(3, 30, failing(100))], 'retrying'],
		['from its beginning, 30 s', [[0, well], ...each(3, 33, failing(100))], 'error'],
		[
			'from its beginning, with a try',
			[[0, well], ...each(3, 12, failing(100)), ...each(15, 60, failing(101))],
			'retrying',
		],
		['the beginning was not watched', each(0, 300, failing(100)), 'retrying'],
		['the beginning was not watched, 6 minutes', each(0, 360, failing(100)), 'error'],
		['it began while nobody watched', [[0, well], ...each(600, 700, failing(100))], 'retrying'],
		[
			'the master was away',
			[[0, well], ...each(3, 12, failing(100)), [15, 'lost'], [300, 'lost'], [612, failing(100)], [615, failing(100)]],
			'retrying',
		],
		['the source is silent', [[0, well], ...each(3, 60, failing(100)), [63, silent]], 'unknown'],
		[
			'the upstream cannot be reached, so that nothing is counted',
			[[0, well], ...each(3, 200, failing(100, 'dial tcp 10.0.0.7:3306: connect: connection refused'))],
			'retrying',
		],
		[
			'of a load, which counts no tries',
			[
				[0, of(loading('Running'))],
				...each(3, 200, of({...loading('Paused'), result: result(10006, 'Error 1146: no table')})),
			],
			'retrying',
		],
		[
			'a failure soon after another one, whose pauses have grown',
			[
				[0, well],
				...each(3, 9, failing(100)),
				...each(12, 18, failing(101)),
				...each(21, 60, of(running({totalEvents: 200}))),
				...each(63, 120, failing(200)),
			],
			'retrying',
		],
		['the checker is on', [[0, well], [1, {checker: on}], ...each(3, 300, failing(100))], 'retrying'],
		[
			'the checker is on, and nothing for too long',
			[[0, well], [1, {checker: on}], ...each(3, 420, failing(100))],
			'error',
		],
		[
			'the checker is on, and may wait for an hour',
			[[0, well], [1, {checker: {...on, mostMs: 3_600_000}}], ...each(3, 420, failing(100))],
			'retrying',
		],
		[
			'the checker is on, and its tries leave no trace',
			[
				[0, well],
				[1, {checker: on}],
				...each(3, 900, failing(100, 'dial tcp 10.0.0.7:3306: connect: connection refused')),
			],
			'retrying',
		],
	])('%s', (_, steps, expected) => expect(row(folded(steps)).word).toBe(expected));
});

describe('the checker of a source', () => {
	test('that is off is told at once, and the failure begins no later by that', () => {
		const memory = folded([
			[0, well],
			[3, failing(100)],
			[10, {checker: off}],
		]);
		expect(row(memory)).toMatchObject({word: 'error', label: 'Error: subtask', sinceMs: 3000});
		expect(row(memory).outlook).toContain("DM's checker is off for this source: nobody retries");
		expect(part(memory)).toMatchObject({word: 'error', sinceMs: 3000, verdict: {resumes: false}});
		expect(overview(remember(memory, status(13, failing(100)))).tasks[0]).toMatchObject({word: 'error', sinceMs: 3000});
	});

	test('that is off leaves a relay alone, too', () => {
		const failed = answer({
			r1: {relay: relay({stage: 'Paused', result: result(30015)}), subtasks: subtasksOf({orders: running()})},
		});
		expect(row(folded([[0, failed]])).word).toBe('retrying');
		expect(
			row(
				folded([
					[0, failed],
					[1, {checker: off}],
				]),
			).word,
		).toBe('error');
	});

	test('of which nothing is known any more is as before', () => {
		const memory = folded([
			[0, failing(100)],
			[1, {checker: off}],
			[2, {checker: null}],
		]);
		expect(row(memory).word).toBe('retrying');
	});

	test('is forgotten with its source only', () => {
		const memory = folded([
			[0, well],
			[1, {checker: off}],
			[3, silent],
			[6, answer({})],
			[9, failing(100)],
		]);
		expect(row(memory).word).toBe('error');
	});
});

describe('tries', () => {
	test('ten in vain need a person, until it runs again', () => {
		const steps = Array.from({length: 11}, (_, index) => [index * 20, failing(100 + index)] as const);
		expect(row(folded(steps.slice(0, 10))).word).toBe('retrying');
		expect(row(folded(steps))).toMatchObject({word: 'error', label: 'Retried in vain'});
		expect(row(folded(steps)).outlook).toContain('10 tries');
		expect(row(folded([...steps, [230, of(running({totalEvents: 120}))]]))).toMatchObject({label: 'Recovering'});
	});

	test('one that is seen running is counted once', () => {
		const memory = folded([
			[0, failing(100)],
			[3, of(running({totalEvents: 100}))],
			[6, failing(101)],
		]);
		expect(part(memory).verdict).toMatchObject({tries: 1, cameBack: 1, lastTryMs: 3000, failingSinceMs: 0});
	});

	test('another error starts a new count', () => {
		const memory = folded([
			[0, failing(100)],
			[3, failing(101)],
			[6, failing(102)],
			[9, failing(103, 'Error 1054: Unknown column')],
		]);
		expect(part(memory).verdict).toMatchObject({tries: 0, lastTryMs: 9000, failingSinceMs: 0});
	});

	test('what a subtask counts is no try of its relay', () => {
		const failed = (totalEvents: number) =>
			answer({
				r1: {
					relay: relay({stage: 'Paused', result: result(30015)}),
					subtasks: subtasksOf({orders: running({totalEvents})}),
				},
			});
		expect(
			part(
				folded([
					[0, failed(1)],
					[3, failed(2)],
					[6, failed(3)],
				]),
			).verdict,
		).toMatchObject({tries: 0});
	});

	test('a stage in between ends no count', () => {
		const memory = folded([
			[0, failing(100)],
			[3, failing(101)],
			[4, of(running({totalEvents: 101}, {stage: 'Resuming'}))],
			[6, failing(102)],
		]);
		expect(part(memory).verdict).toMatchObject({tries: 2, failingSinceMs: 0});
	});
});

describe('another error with the same code', () => {
	const memory = folded([
		[0, well],
		[3, failing(100, 'Error 1062: Duplicate entry 1')],
		[23, failing(100, 'Error 1062: Duplicate entry 2')],
	]);

	test('begins anew and is marked', () => {
		expect(part(memory)).toMatchObject({word: 'error', sinceMs: 23_000, changedAtMs: 23_000});
		expect(row(memory)).toMatchObject({changedAtMs: 23_000, sinceMs: 23_000});
	});

	test('is as old as it may be, where nobody saw it come', () => {
		const later = folded([
			[0, well],
			[3, failing(100, 'Error 1062: Duplicate entry 1')],
			[300, failing(100, 'Error 1062: Duplicate entry 2')],
		]);
		expect(row(later)).toMatchObject({sinceMs: null, seenSinceMs: 300_000});
	});

	test('at another source changes nothing of the one that is told', () => {
		const at = (first: string, second: string) =>
			answer({r1: {orders: paused(10006, first)}, r2: {orders: paused(10006, second)}});
		const memory = folded([
			[0, answer({r1: {orders: running()}, r2: {orders: running()}})],
			[3, at('Error 1062: 1', 'Error 1062: 2')],
			[6, at('Error 1062: 1', 'Error 1062: 3')],
		]);
		expect(row(memory)).toMatchObject({sinceMs: 3000, changedAtMs: 6000});
	});

	test('is an event', () => {
		expect(memory.events.at(-1)?.text).toBe('orders/r1: another error: 10006 Error 1062: Duplicate entry 2');
	});

	test('but not where only the near end of a connection is another', () => {
		const cause = (port: number) => `read tcp 10.0.0.1:${port}->10.0.0.2:4000: i/o timeout`;
		const same = folded([
			[0, well],
			[3, failing(100, cause(40_000))],
			[6, failing(100, cause(40_001))],
		]);
		expect(part(same).sinceMs).toBe(3000);
	});
});

describe('a load that heals after a failed import', () => {
	const imported = (stage: string) => of(loading(stage));
	const failedImport = of({...loading('Paused'), result: result(34019, "table doesn't exist")});

	test.each<[string, readonly (readonly [number, Step])[], boolean]>([
		[
			'finishes',
			[
				[0, failedImport],
				[5, imported('Running')],
				[900, imported('Finished')],
			],
			true,
		],
		[
			'goes on to sync',
			[
				[0, failedImport],
				[5, imported('Running')],
				[900, well],
			],
			true,
		],
		[
			'finishes while nobody sees it run',
			[
				[0, failedImport],
				[5, imported('Finished')],
			],
			true,
		],
		[
			'begins anew',
			[
				[0, failedImport],
				[5, of({...loading('Running'), work: dumping})],
			],
			false,
		],
		[
			'still loads',
			[
				[0, failedImport],
				[5, imported('Running')],
			],
			false,
		],
		[
			'never failed',
			[
				[0, imported('Running')],
				[5, imported('Finished')],
			],
			false,
		],
		[
			'finished long ago',
			[
				[0, failedImport],
				[5, imported('Finished')],
				[100, imported('Finished')],
			],
			true,
		],
	])('%s', (_, steps, told) => {
		const asks = folded(steps, 'v8.5.7').events.filter(({text}) => text.includes('compare the rows'));
		expect(asks.length).toBe(told ? 1 : 0);
	});
});

const dumping: Work = {
	type: 'Dump',
	totalTables: null,
	completedTables: null,
	finishedBytes: 1,
	finishedRows: null,
	estimateTotalRows: null,
	bytesPerSecond: null,
	progress: null,
};

function loading(stage: string): Subtask {
	return {
		...running({}, {stage}),
		work: {
			type: 'Load',
			finishedBytes: 5,
			totalBytes: 10,
			progress: '50.00 %',
			metaBinlog: at(4),
			metaBinlogGtid: null,
			bytesPerSecond: null,
		},
	};
}

function status(seconds: number, cluster: Cluster) {
	return {
		type: 'status',
		ok: true,
		atMs: seconds * 1000,
		tookMs: 5,
		master: 'm:8261',
		version: 'v6.5.0',
		cluster,
	} as const;
}
