import {describe, expect, test} from 'vitest';
import type {Cluster, Subtask} from '../../../src/domain/cluster.ts';
import type {Operation, TargetOutcome} from '../../../src/domain/operation/operation.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import type {OperationReading} from '../../../src/gateway/memory/reading.ts';
import {overview, taskValue} from '../../../src/gateway/views/views.ts';
import {answer, paused, running} from '../../support/cluster.ts';

const startMs = 1_000_000;

function status(memory: Memory, atMs: number, parts: Readonly<Record<string, Subtask | null>>): Memory {
	const cluster: Cluster = answer(
		Object.fromEntries(
			Object.entries(parts).map(([source, part]) => [source, part === null ? {} : {orders: part}] as const),
		),
	);
	return remember(memory, {type: 'status', ok: true, atMs, tookMs: 1, master: 'm', version: 'v6.5.0', cluster});
}

const both = {a: running(), b: running()};

function asked(operation: Operation, addressed: readonly string[], atMs = startMs): OperationReading {
	const target = {task: 'orders', sources: addressed.length === 2 ? null : addressed};
	return {type: 'operation', ok: true, atMs, step: 'asked', operation, target, addressed, by: 'ops@bastion2'};
}

function answered(
	operation: Operation,
	outcome: TargetOutcome['outcome'],
	atMs: number,
	untouched: readonly string[] = [],
): OperationReading {
	const parts = [{source: 'a', worker: 'w', outcome: 'done', message: null}] as const;
	const told = {task: 'orders', sources: null, outcome, message: outcome === 'done' ? null : 'DM said no', parts};
	return {type: 'operation', ok: true, atMs, step: 'answered', operation, outcome: told, untouched};
}

/** The operation on the task's row, and on each part's. */
function shown(memory: Memory): readonly (string | null)[] {
	const view = taskValue(memory, 'orders').task;
	const parts = [...(view?.subtasks ?? [])].sort((x, y) => (x.source < y.source ? -1 : 1));
	const texts = [view?.row, ...parts].map(row =>
		row?.operation == null ? null : `${row.operation.operation}${row.operation.answered ? ', answered' : ''}`,
	);
	expect(overview(memory).tasks[0]?.operation).toEqual(view?.row.operation);
	return texts;
}

const known = status(emptyMemory(['m'], 3000), startMs - 1000, both);

describe('until the cluster shows it', () => {
	test.each<[string, Operation, Readonly<Record<string, Subtask | null>>, readonly (string | null)[]]>([
		['nothing has changed', 'pause', both, ['pause', 'pause', 'pause']],
		['one part is paused', 'pause', {a: paused(), b: running()}, ['pause', null, 'pause']],
		['all are paused', 'pause', {a: paused(), b: paused()}, [null, null, null]],
		['one has finished', 'pause', {a: paused(), b: running({}, {stage: 'Finished'})}, [null, null, null]],
		['one has failed instead', 'pause', {a: paused(), b: paused(10006)}, ['pause', null, 'pause']],
		['all run', 'resume', both, [null, null, null]],
		['one failed again', 'resume', {a: running(), b: paused(10006)}, ['resume', null, 'resume']],
		['one is not listed any more', 'stop', {a: null, b: running()}, ['stop', null, 'stop']],
		['none is listed, and DM has not been asked by name', 'stop', {a: null, b: null}, ['stop', 'stop', 'stop']],
		['one is out of sight', 'stop', {a: null}, ['stop', null, 'stop']],
	])('%s', (_, operation, parts, expected) => {
		const after = status(remember(known, asked(operation, ['a', 'b'])), startMs + 1000, parts);
		expect(shown(after)).toEqual(expected);
	});

	test('none is listed, and DM does not know it by name', () => {
		const unlisted = status(remember(known, asked('stop', ['a', 'b'])), startMs + 1000, {a: null, b: null});
		const gone = remember(unlisted, {
			type: 'by-name',
			ok: true,
			atMs: startMs + 1005,
			task: 'orders',
			answer: 'unknown',
		});
		expect(shown(gone)).toEqual([null, null, null]);
	});

	test('a part that was not addressed shows nothing', () => {
		expect(shown(remember(known, asked('pause', ['b'])))).toEqual(['pause', null, 'pause']);
	});

	test('an answer alone does not end it, and its being answered is shown', () => {
		const memory = remember(remember(known, asked('pause', ['a', 'b'])), answered('pause', 'done', startMs + 100));
		expect(shown(memory)).toEqual(['pause, answered', 'pause, answered', 'pause, answered']);
	});

	test('a request that never went ends it at once', () => {
		const memory = remember(remember(known, asked('pause', ['a', 'b'])), answered('pause', 'refused', startMs + 100));
		expect(shown(memory)).toEqual([null, null, null]);
	});

	test('where DM refused before it did anything it ends at once', () => {
		const memory = remember(known, asked('pause', ['a', 'b']));
		expect(shown(remember(memory, answered('pause', 'failed', startMs + 100, ['a'])))).toEqual([
			'pause, answered',
			null,
			'pause, answered',
		]);
		expect(shown(remember(memory, answered('pause', 'failed', startMs + 100, ['a', 'b'])))).toEqual([null, null, null]);
	});

	test.each([
		['15 s and two polls', [9_000, 15_100], false],
		['15 s and one poll', [15_100], true],
		['three polls and 14 s', [5_000, 9_000, 14_000], true],
	])('after the answer it is shown for %s', (_, polls, still) => {
		const told = remember(remember(known, asked('pause', ['a', 'b'])), answered('pause', 'failed', startMs));
		const memory = polls.reduce((before, afterMs) => status(before, startMs + afterMs, both), told);
		expect(shown(memory)[0] !== null).toBe(still);
	});

	test('without an answer it is shown for ever', () => {
		const memory = [20_000, 40_000, 60_000].reduce(
			(before, afterMs) => status(before, startMs + afterMs, both),
			remember(known, asked('pause', ['a', 'b'])),
		);
		expect(shown(memory)).toEqual(['pause', 'pause', 'pause']);
	});

	test('the row tells of the newest that is not answered', () => {
		const first = remember(remember(known, asked('pause', ['a'])), answered('pause', 'done', startMs + 10));
		expect(shown(remember(first, asked('stop', ['b'], startMs + 20)))).toEqual(['stop', 'pause, answered', 'stop']);
	});
});

test('the events tell who asked and what DM said, and two alike are two', () => {
	const readings = [
		asked('pause', ['a', 'b']),
		answered('pause', 'done', startMs + 100),
		asked('pause', ['a'], startMs + 200),
		answered('pause', 'failed', startMs + 300),
		asked('pause', ['a'], startMs + 400),
		answered('pause', 'unknown', startMs + 500),
		asked('pause', ['a'], startMs + 600),
		answered('pause', 'refused', startMs + 700),
	];
	const memory = readings.reduce(remember, known);
	const told = memory.events.map(({type, task, source, from, to, text, count}) => {
		expect([type, task, from, count]).toEqual(['operation', 'orders', 'pause', 1]);
		return [source, to, text];
	});
	expect(told).toEqual([
		[null, 'asked', 'pause of orders asked for by ops@bastion2'],
		[null, 'done', 'pause of orders: done at 1 of 1 source'],
		['a', 'asked', 'pause of orders on a asked for by ops@bastion2'],
		[null, 'failed', 'pause of orders: failed at 0 of 1 source: DM said no'],
		['a', 'asked', 'pause of orders on a asked for by ops@bastion2'],
		[null, 'unknown', 'pause of orders: outcome unknown at 0 of 1 source: DM said no'],
		['a', 'asked', 'pause of orders on a asked for by ops@bastion2'],
		[null, 'refused', 'pause of orders: not sent: DM said no'],
	]);
});
