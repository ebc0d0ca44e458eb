import {expect, test} from 'vitest';
import type {Sync} from '../../src/domain/cluster.ts';
import type {LockSource} from '../../src/domain/lock.ts';
import {answer, at, running} from '../support/cluster.ts';
import {locksIn, recordedMemory} from '../support/recorded.ts';
import {remembered} from '../support/remembered.ts';

const target = '`shop`.`orders`';
const group = {target, ddls: ['ALTER TABLE t'], first: at(400), firstGtid: null, received: true};
const complete = {...group, synced: ['a', 'b'], unsynced: []};
const partly = {...group, synced: ['a'], unsynced: ['b']};
const notMet = {...group, ddls: [], first: null, received: false, synced: [], unsynced: []};

test.each<[string, Partial<Sync>, Partial<LockSource>]>([
	[
		'waits: its lag is the clock, and its checkpoint tells what is ahead',
		{groups: [complete], checkpoint: at(300), secondsBehindMaster: 9},
		{state: 'waiting', gapBytes: 700, lagSeconds: null},
	],
	[
		'has met it in part: it reads on behind the DDL, and its lag is true',
		{groups: [partly], checkpoint: at(300), secondsBehindMaster: 9},
		{state: 'partly', gapBytes: 600, lagSeconds: 9},
	],
	[
		'has met it in part, and its checkpoint is further',
		{groups: [partly], checkpoint: at(900)},
		{state: 'partly', gapBytes: 100},
	],
	[
		'has met it in part, in files that do not compare',
		{groups: [{...partly, first: at(1, 'other.000009')}], checkpoint: at(300)},
		{state: 'partly', gapBytes: 700},
	],
	[
		'has not met it',
		{groups: [notMet], checkpoint: at(300), secondsBehindMaster: 9},
		{state: 'not-met', gapBytes: 700, lagSeconds: 9},
	],
])('a source that %s', (_, sync, expected) => {
	const told = {upstream: at(1000), ...sync};
	const memory = remembered([[0, answer({r1: {orders: running({groups: [complete]})}, r2: {orders: running(told)}})]]);
	const [lock] = locksIn(memory).locks;
	expect(lock?.sources.find(({source}) => source === 'r2')).toMatchObject(expected);
});

test.each([
	'1.0.7',
	'2.0.7',
	'6.5.0',
	'26.3.3-head',
])('%s: the one that holds it up has less ahead than its checkpoint says', dm => {
	const file = `${dm}/shard-pessimistic/two-and-a-half.json`;
	const [lock] = locksIn(recordedMemory({version: `v${dm}`, answers: [[1, file]]})).locks;
	const lagSeconds = dm === '1.0.7' ? null : 0;
	expect(lock?.sources.at(-1)).toMatchObject({state: 'partly', gapBytes: 126, lagSeconds});
});
