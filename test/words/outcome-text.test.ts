import {expect, test} from 'vitest';
import type {Operation, PartOutcome, TargetOutcome} from '../../src/domain/operation/operation.ts';
import {outcomeText} from '../../src/words/outcome-text.ts';

type Case = Partial<TargetOutcome> & {readonly operation?: Operation; readonly says: readonly string[]};

const connection = ' --master m1:8261';

function check({operation = 'pause', says, ...other}: Case) {
	const outcome: TargetOutcome = {task: 'orders', sources: null, outcome: 'done', message: null, parts: [], ...other};
	expect(outcomeText(operation, outcome, connection).split('\n')).toEqual([...says, '']);
}

function part(source: string, outcome: PartOutcome['outcome'], message: string | null = null): PartOutcome {
	return {source, worker: 'w1', outcome, message};
}

test.for<Case>([
	{
		parts: [part('a', 'done'), part('b', 'done', 'an old error\nof two lines')],
		says: [
			'pause orders: DM answered done at 2 of 2 sources',
			'  a  w1  done',
			'  b  w1  done: an old error',
			'      of two lines',
			'Whether it is so: dmtop wait orders --for paused --master m1:8261',
		],
	},
	{
		sources: ['a'],
		operation: 'resume',
		parts: [part('a', 'done'), part('b', 'not-tried', 'already running')],
		says: [
			'resume orders: DM answered done at 1 of 1 source',
			'  a  w1  done',
			'  b  w1  left alone: already running',
			'Whether it is so: dmtop status orders --master m1:8261',
		],
	},
	{
		operation: 'stop',
		parts: [part('a', 'done')],
		says: ['stop orders: DM answered done at 1 of 1 source', '  a  w1  done', 'dmtop start FILE starts it again.'],
	},
	{outcome: 'refused', message: 'changed: x', says: ['pause orders: refused, nothing was sent: changed: x']},
	{
		outcome: 'refused',
		message: 'nothing was sent: no connection',
		says: ['pause orders: refused, nothing was sent: no connection'],
	},
	{
		task: '$(rm -rf ~)',
		says: [
			'pause $(rm -rf ~): DM answered done',
			"Whether it is so: dmtop wait '$(rm -rf ~)' --for paused --master m1:8261",
		],
	},
	{
		task: '-s evil',
		operation: 'resume',
		says: [
			'resume -s evil: DM answered done',
			"Whether it is so: dmtop wait --for running --master m1:8261 -- '-s evil'",
		],
	},
	{
		task: "a it's -s b",
		sources: ['c'],
		says: ["pause a it's -s b: DM answered done", "Whether it is so: dmtop status 'a it'\\''s -s b' --master m1:8261"],
	},
	{
		task: '-s evil',
		sources: ['c'],
		says: ['pause -s evil: DM answered done', "Whether it is so: dmtop status --master m1:8261 -- '-s evil'"],
	},
	{outcome: 'not-tried', message: 'crm was refused', says: ['pause orders: not tried: crm was refused']},
	{outcome: 'not-tried', message: null, says: ['pause orders: not tried']},
	{
		outcome: 'failed',
		message: '1 of 2 sources: b: no',
		parts: [part('a', 'done'), part('b', 'failed', 'no')],
		says: [
			'pause orders: failed, done at 1 of 2 sources',
			'  a  w1  done',
			'  b  w1  failed: no',
			'Whether it is so: dmtop status orders --master m1:8261',
		],
	},
	{
		outcome: 'failed',
		message: 'sources [nope] need to be operate not exist',
		parts: [part('a', 'failed')],
		says: [
			'pause orders: failed, done at 0 of 1 source: sources [nope] need to be operate not exist',
			'  a  w1  failed',
			'Whether it is so: dmtop status orders --master m1:8261',
		],
	},
	{
		outcome: 'unknown',
		message: 'unknown, watching: no answer within 45 s',
		parts: [part('a', 'unknown')],
		says: [
			'pause orders: unknown: no answer within 45 s',
			'  a  w1  unknown',
			'Whether it is so: dmtop status orders --master m1:8261',
		],
	},
	{
		parts: [part('a', 'done')],
		unwritten: 'the audit log /x cannot be written: the disk is full',
		says: [
			'pause orders: DM answered done at 1 of 1 source',
			'  a  w1  done',
			'  ! how it ended is not written down: the audit log /x cannot be written: the disk is full',
			'Whether it is so: dmtop wait orders --for paused --master m1:8261',
		],
	},
])('$operation $outcome $message', check);
