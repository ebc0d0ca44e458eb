import {describe, expect, test} from 'vitest';
import {findingKinds} from '../../src/domain/rules/finding-kind.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import type {Blamed, TaskRow} from '../../src/wire/topics.ts';
import {statusText} from '../../src/words/headline.ts';
import {subtaskRow, taskRow} from '../support/builder.ts';
import {caseMemory} from '../support/cases.ts';

const blamed: Blamed = {
	worker: 'worker2',
	unit: 'Sync',
	stage: 'Paused',
	away: null,
	code: null,
	scope: null,
	text: null,
};

type Case = {row: Partial<TaskRow>; blamed?: Partial<Blamed>; short: string; long: string};

/** In a column of 26, and where there is room. */
function check({row, blamed: more, short, long}: Case) {
	const whole = taskRow('billing', {reasonSource: 'billing-01', blamed: {...blamed, ...more}, ...row});
	expect(statusText(whole, 26)).toBe(short);
	expect(statusText(whole, 60)).toBe(long);
}

const duplicate = {code: 10006, text: "execute statement failed\nError 1062: Duplicate entry '1' for key 'PRIMARY'"};
const refused = {code: 10001, text: 'dial tcp 10.0.5.20:4000: connect: connection refused'};

describe('STATUS names what and who', () => {
	test.for<Case>([
		{
			row: {kind: 'subtask'},
			blamed: duplicate,
			short: 'Error 1062: duplicate key',
			long: 'Error 1062: duplicate key at billing-01',
		},
		{
			row: {kind: 'subtask', more: 2},
			blamed: {code: 36067, text: 'parse DDL'},
			short: 'Error 36067: DDL not parsed +2',
			long: 'Error 36067: DDL not parsed at billing-01 +2',
		},
		{
			row: {kind: 'subtask'},
			blamed: {code: 99_999, text: 'new'},
			short: 'Error 99999: billing-01',
			long: 'Error 99999: billing-01',
		},
		{row: {kind: 'subtask'}, blamed: {text: 'no code'}, short: 'Error: billing-01', long: 'Error: billing-01'},
		{
			row: {kind: 'silent'},
			blamed: {away: 'silent'},
			short: 'No answer: worker2',
			long: 'No answer: worker2, with billing-01',
		},
		{row: {kind: 'silent'}, blamed: {away: 'unbound'}, short: 'No worker: billing-01', long: 'No worker: billing-01'},
		{
			row: {kind: 'retry-subtask'},
			blamed: {...refused, scope: 'downstream'},
			short: 'Retrying: target refuses',
			long: 'Retrying: 10.0.5.20:4000 refuses',
		},
		{
			row: {kind: 'retry-subtask'},
			blamed: {code: 10006, text: 'Error 1205: Lock wait timeout exceeded'},
			short: 'Retrying: lock timeout',
			long: 'Retrying: lock timeout at billing-01',
		},
		{row: {kind: 'recovering'}, short: 'Coming back: billing-01', long: 'Coming back: billing-01'},
		{
			row: {
				kind: 'conflict',
				reason: 'billing-01 Sync: optimistic shard DDL conflict on `a`.`b`: ALTER TABLE `a`.`b` ADD COLUMN price INT',
			},
			short: 'DDL conflict: billing-01',
			long: 'DDL conflict: billing-01, ADD COLUMN price INT',
		},
		{
			row: {kind: 'lock', heldUpBy: [{source: 'orders-03', tables: 1}]},
			short: 'DDL lock: orders-03',
			long: 'DDL lock: orders-03 misses 1 table',
		},
		{
			row: {
				kind: 'lock',
				heldUpBy: [
					{source: 'orders-03', tables: null},
					{source: 'orders-04', tables: null},
				],
			},
			short: 'DDL lock: orders-03 +1',
			long: 'DDL lock: orders-03 +1',
		},
		{
			row: {kind: 'lock', more: 2, heldUpBy: [{source: 'orders-03', tables: null}]},
			short: 'DDL lock: orders-03',
			long: 'DDL lock: orders-03 has not met it',
		},
		{
			row: {kind: 'lag', history: [null, 90, 118, 92]},
			short: 'Lagging: billing-01',
			long: 'Lagging: billing-01, growing',
		},
		{
			row: {kind: 'lag', label: 'Lagging: target is slow 1/16', history: [null, 90, 118, 92]},
			short: 'Lagging: target is slow',
			long: 'Lagging: target is slow at billing-01, growing',
		},
		{
			row: {kind: 'relay-halted', label: 'Relay paused 1/2'},
			short: 'Relay paused: billing-01',
			long: 'Relay paused: billing-01',
		},
		{
			row: {kind: 'stages-differ', good: 15, expected: 16},
			short: 'Running 15 of 16: billing-01 paused',
			long: 'Running 15 of 16: billing-01 paused',
		},
		{row: {kind: 'paused', reasonSource: null}, short: 'Paused by a person', long: 'Paused by a person'},
		{
			row: {kind: 'running', reasonSource: null, done: {unit: 'Load', fraction: 0.789, last: 'inv-04'}},
			short: 'Loading 78 %',
			long: 'Loading 78 %, inv-04 is last',
		},
		{
			row: {kind: 'new', reasonSource: null, checks: {total: 12, successful: 10}},
			short: 'New: checks',
			long: 'New: 10 of 12 checks',
		},
		{row: {kind: 'gone', goneAtMs: 1, reasonSource: null}, short: 'Stopped: start-task', long: 'Stopped: start-task'},
	])('$short', check);
});

test.for(findingKinds)('there is something for %s, on the line of a task and on that of a source', kind => {
	expect(statusText(taskRow('billing', {kind, reasonSource: 'billing-01'}), 26)).toMatch(/^[A-Z][\w ?]*(: [\w -]+)?$/);
	expect(statusText(subtaskRow('billing-01', {kind}), 26)).toMatch(/^[A-Z][\w ?]*(: [\w -]+)?$/);
});

type CaseOf = {name: string; task: string; long: string; part: string};

test.for<CaseOf>([
	{
		name: 'real/36027-message',
		task: 'billing',
		long: 'Error 36027: columns differ at mysql-replica-01',
		part: 'Error 36027: columns differ',
	},
	{
		name: 'real/1.0.7-dead-worker-one-task',
		task: 'billing',
		long: 'Running',
		part: 'Running',
	},
	{
		name: 'validator-died',
		task: 'crm',
		long: 'Validator stopped: mysql-01',
		part: 'Validator stopped',
	},
	{
		name: 'checkpoint-ahead',
		task: 'crm',
		long: 'Past its upstream: mysql-01',
		part: 'Past its upstream',
	},
])('of the case $name, $task: $long', ({name, task, long, part}) => {
	const memory = caseMemory(name, {everyMs: 3000});
	const row = overview(memory).tasks.find(each => each.name === task);
	const [first] = taskValue(memory, task).task?.subtasks ?? [];
	expect(row && statusText(row, 60)).toBe(long);
	expect(first && statusText(first, 60)).toBe(part);
});
