import {describe, expect, test} from 'vitest';
import {translateServerLocks} from '../../../../src/dm/answer/acts/server-locks.ts';
import {methods} from '../../../../src/dm/grpc/methods.ts';
import {decodeMessage} from '../../../../src/dm/grpc/protobuf.ts';
import {fixture} from '../../../support/recordings.ts';

const wire = fixture('operations/wire.json') as Readonly<Record<string, {readonly answer: string}>>;

function locksIn(name: string, generation: 'workers' | 'sources') {
	const bytes = Buffer.from(wire[name]?.answer ?? '', 'base64');
	return translateServerLocks(decodeMessage(methods.showLocks[generation].answer, bytes), generation);
}

describe('the locks of a master', () => {
	test.for([
		['1.0.7/locks-one-source', 'workers', '127.0.0.1:8262', ['127.0.0.1:8263', '127.0.0.1:8264']],
		['2.0.7/locks-one-source', 'sources', 'mysql-replica-01', ['mysql-replica-02', 'mysql-replica-03']],
		['6.5.0/locks-one-source', 'sources', 'mysql-replica-01', ['mysql-replica-02', 'mysql-replica-03']],
	] as const)('%s', ([name, generation, owner, unsynced]) => {
		expect(locksIn(name, generation)).toEqual([
			{
				id: 'orders_merge-`shop`.`orders`',
				task: 'orders_merge',
				mode: 'pessimistic',
				owner,
				ddls: ['ALTER TABLE `shop`.`orders` ADD COLUMN `u1` INT'],
				synced: [owner],
				unsynced,
			},
		]);
	});

	test('an optimistic lock without a conflict has no owner', () => {
		expect(locksIn('6.5.0/locks-optimistic-half', 'sources')).toMatchObject([{mode: 'optimistic', owner: null}]);
		expect(locksIn('6.5.0/locks-optimistic-conflict', 'sources')).toMatchObject([
			{owner: 'mysql-replica-02-`shop_2`.`orders_1`'},
		]);
	});

	const held = Object.keys(wire).filter(name => /locks-(?!none|unknown)/.test(name));
	test.for(held)('%s, read by the numbers of the other generation, is refused and never shown as garbage', name => {
		const right = name.startsWith('1.0') ? 'workers' : 'sources';
		if (locksIn(name, right).length === 0) return;
		expect(() => locksIn(name, right === 'workers' ? 'sources' : 'workers')).toThrow(/received .*, expected/);
	});
});
