import {expect, test} from 'vitest';
import type {TaskRow} from '../../src/wire/topics.ts';
import {changeText} from '../../src/words/change.ts';
import {ago, nowMs, taskRow} from '../support/builder.ts';

const phase = {check: 0, dump: 0, load: 0, sync: 0, paused: 0, error: 0, silent: 0};
const blamed = {worker: 'w1', unit: 'Sync', stage: 'Paused', away: null, code: 10006, scope: 'downstream', text: null};

const running: Partial<TaskRow> = {};
const fresh: Partial<TaskRow> = {word: 'new', expected: 2, phase};
const dumping: Partial<TaskRow> = {expected: 2, phase: {...phase, dump: 2}};
const loading: Partial<TaskRow> = {expected: 2, phase: {...phase, load: 1, sync: 1}};
const held: Partial<TaskRow> = {
	word: 'locked',
	heldUpBy: [{source: 'orders-03', tables: 1}],
	reasonSource: 'orders-01',
};
const failing = (text: string): Partial<TaskRow> => ({
	word: 'error',
	kind: 'subtask',
	reasonSource: 'billing-01',
	blamed: {...blamed, text},
});

test.each<[Partial<TaskRow>, Partial<TaskRow>, string]>([
	[fresh, dumping, 'New -> Dumping, 2 sources'],
	[dumping, loading, 'Dumping -> Loading, 2 sources'],
	[loading, {expected: 2}, 'Loading -> Running, 2 sources'],
	[{...dumping, expected: 1}, {...loading, expected: 1}, 'Dumping -> Loading'],
	[running, held, 'Running -> DDL lock: orders-03 holds it up'],
	[
		running,
		{...held, heldUpBy: ['a', 'b', 'c'].map(source => ({source, tables: null}))},
		'Running -> DDL lock: a and 2 more hold it up',
	],
	[running, {...held, heldUpBy: null}, 'Running -> DDL lock: orders-01'],
	[held, running, 'DDL lock -> Running'],
	[running, failing("Error 1062: Duplicate entry '7'"), 'Running -> Error 1062: duplicate key at billing-01'],
	[failing('Error 1062: x'), running, 'Error 1062 -> Running'],
	[
		running,
		failing('something that nobody has named'),
		'Running -> Error 10006: billing-01: something that nobody has named',
	],
	[
		running,
		{
			...failing('dial tcp 10.0.5.20:4000: connect: connection refused'),
			word: 'retrying',
			kind: 'retry-subtask',
			blamed: {...blamed, code: 10001, text: 'dial tcp 10.0.5.20:4000: connect: connection refused'},
		},
		'Running -> Retrying: 10.0.5.20:4000 refuses (10001)',
	],
	[running, {word: 'warning', reasonSource: 'billing-01', lagSeconds: 61}, 'Running -> Lagging: billing-01 61s'],
	[{word: 'warning', sinceMs: ago(720)}, running, 'Lagging -> Running, caught up after 12m'],
	[{word: 'warning', sinceMs: null}, running, 'Lagging -> Running'],
	[running, {word: 'paused'}, 'Running -> Paused by a person'],
	[{word: 'paused'}, running, 'Paused -> Running'],
	[{sinceMs: ago(20_460)}, {word: 'finished'}, 'Running -> Finished after 5h41m'],
	[{sinceMs: null}, {word: 'finished'}, 'Running -> Finished'],
])('%j to %j', (before, after, expected) => {
	expect(changeText(taskRow('orders', before), taskRow('orders', after), nowMs)).toBe(expected);
});
