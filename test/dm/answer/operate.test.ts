import {expect, test} from 'vitest';
import {translateMembers} from '../../../src/dm/answer/members.ts';
import {translateOperate} from '../../../src/dm/answer/operate.ts';
import {fixtureJson} from '../../support/fixtures.ts';

const done = {done: true, message: null};

test.each([
	[
		'1.0.7/operations/pause.json',
		{op: 'Pause', accepted: true, message: null, targets: [{source: null, worker: '127.0.0.1:8262', ...done}]},
	],
	[
		'1.0.7/operations/pause-finished.json',
		{
			op: 'Pause',
			accepted: true,
			message: null,
			targets: [
				{
					source: null,
					worker: '127.0.0.1:8264',
					done: false,
					message: expect.stringMatching(/^\[code=38032:.*current stage is Finished but not running, invalid\n/),
				},
			],
		},
	],
	[
		'1.0.7/empty/bad-op.json',
		{op: '99', accepted: false, message: expect.stringContaining('has no workers or not exist'), targets: []},
	],
	[
		'2.0.7/operations/pause.json',
		{op: 'Pause', accepted: true, message: null, targets: [{source: 'mysql-replica-01', worker: 'worker1', ...done}]},
	],
	[
		'2.0.7/worker-dead/pause-not-bound.json',
		{
			op: 'Pause',
			accepted: true,
			message: null,
			targets: [
				{source: 'mysql-replica-01', worker: 'worker1', ...done},
				{source: 'mysql-replica-02', worker: 'worker2', ...done},
				{
					source: 'mysql-replica-03',
					worker: null,
					done: false,
					message: 'mysql-replica-03 relevant worker-client not found',
				},
			],
		},
	],
	[
		'6.5.0/error/pause-while-error.json',
		{
			op: 'Pause',
			accepted: true,
			message: null,
			targets: [
				{
					source: 'mysql-replica-01',
					worker: 'worker1',
					done: true,
					message: expect.stringContaining('some error occurs in dm-worker'),
				},
			],
		},
	],
	[
		'26.3.3-head/operations/pause.json',
		{op: 'Pause', accepted: true, message: null, targets: [{source: 'mysql-replica-01', worker: 'worker2', ...done}]},
	],
	[
		'8.5.7/error/resume-after-fix.json',
		{op: 'Resume', accepted: true, message: null, targets: [{source: 'mysql-replica-01', worker: 'worker1', ...done}]},
	],
	[
		'6.5.0/operations/pause-unknown-source.json',
		{op: 'Pause', accepted: false, message: expect.stringContaining('need to be operate not exist'), targets: []},
	],
])('the operation %s', (file, expected) => {
	expect(translateOperate(fixtureJson(file))).toEqual(expected);
});

test('another answer is no operation', () => {
	expect(() => translateOperate(fixtureJson('6.5.0/sync/running.json'))).toThrow(
		'received an object with "result", "msg", "sources", expected the answer to an operation ("op")',
	);
});

test('the members of a cluster', () => {
	expect(translateMembers(fixtureJson('6.5.0/sync/members.json'))).toEqual({
		leader: 'master1',
		masters: [{name: 'master1', alive: true, addresses: ['http://127.0.0.1:8261']}],
		workers: [
			{name: 'worker1', address: '127.0.0.1:8262', stage: 'bound', source: 'mysql-replica-01'},
			{name: 'worker2', address: '127.0.0.1:8263', stage: 'bound', source: 'mysql-replica-02'},
			{name: 'worker3', address: '127.0.0.1:8264', stage: 'bound', source: 'mysql-replica-03'},
			{name: 'worker4', address: '127.0.0.1:8265', stage: 'free', source: null},
		],
	});
	expect(() => translateMembers({result: false, msg: 'no leader'})).toThrow('refused: no leader');
	expect(() => translateMembers({ok: 1})).toThrow('received an object with "ok", expected the members of a cluster');
});
