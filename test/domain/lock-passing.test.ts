import {expect, test} from 'vitest';
import {readingTowards} from '../../src/domain/act/lock-act.ts';
import type {ServerLock} from '../../src/domain/act/server-lock.ts';
import type {Cluster, Position, ShardingGroup} from '../../src/domain/cluster.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {heldLock} from '../../src/gateway/operate/act/kinds.ts';
import {lockReading} from '../../src/tui/pages/locks/lock-reading.ts';
import {lockTold} from '../../src/words/acts/lock-told.ts';
import type {ActContext} from '../../src/words/acts/proposing.ts';
import {answer, at, running} from '../support/cluster.ts';

const ddl = 'ALTER TABLE `shop`.`orders` ADD COLUMN `x` INT';
const group = {
	target: '`shop`.`orders`',
	ddls: [ddl],
	first: at(900),
	firstGtid: null,
	synced: ['`s`.`a`'],
	unsynced: [],
};
const met = running({groups: [{...group, received: true}], blockingDdls: [ddl]});

/** One source has met the DDL; the other reads, with its checkpoint and its upstream there. */
function seen(checkpoint: Position, upstream: Position, more: Partial<ShardingGroup> = {}): Cluster {
	const late = {...group, first: null, synced: [], ...more, received: more.synced !== undefined} as const;
	return answer({'orders-01': {orders: met}, 'orders-02': {orders: running({groups: [late], checkpoint, upstream})}});
}

function told(polls: readonly Cluster[]): Memory {
	return polls.reduce(
		(memory, cluster, index) =>
			remember(memory, {
				...{type: 'status', ok: true, atMs: 1000 * (index + 1), tookMs: 1, master: 'm', version: 'v6.5.0', cluster},
			}),
		emptyMemory(['m'], 1000),
	);
}

/** What is said of the second source after these polls. */
function after(...polls: readonly Cluster[]) {
	const memory = told(polls);
	const [lock] = memory.tasks.get('orders')?.locks ?? [];
	if (lock === undefined) throw new Error('there is no lock');
	const server: ServerLock = {
		...{id: 'orders-`shop`.`orders`', task: 'orders', owner: 'orders-01', ddls: [ddl]},
		...{mode: 'pessimistic', synced: ['orders-01'], unsynced: ['orders-02']},
	};
	const held = heldLock(server, true, memory);
	const context: ActContext = {
		...{act: 'unlock', target: {task: 'orders', source: null, lock: server.id}, version: memory.version},
		...{isOld: false, master: 'm'},
	};
	const {times, costs} = lockTold(held, context);
	const reading = lockReading(lock, [], {sources: 'all', silent: []}, 'e').join(' ');
	return {source: lock.sources[1], isReading: readingTowards(held).length > 0, times, costs: costs.join(' '), reading};
}

const cases = [
	{name: 'at first sight it still has to read', polls: [seen(at(1000), at(5000))], isReading: true},
	{name: 'it has read a part of that', polls: [seen(at(1000), at(5000)), seen(at(4999), at(9000))], isReading: true},
	{name: 'it is where its upstream was', polls: [seen(at(1000), at(5000)), seen(at(5000), at(9000))], isReading: false},
	{
		name: 'it is past that, and its upstream goes on',
		polls: [seen(at(1000), at(5000)), seen(at(7000), at(9000))],
		isReading: false,
	},
	{
		name: 'it is past that, in a later file',
		polls: [seen(at(1000), at(5000)), seen(at(4, 'mysql-bin.000002'), at(900, 'mysql-bin.000002'))],
		isReading: false,
	},
	{name: 'it has read all there is', polls: [seen(at(5000), at(5000))], isReading: false},
	{
		name: 'some of its tables have met it, so that its checkpoint tells nothing of the others',
		polls: [1, 2].map(() => seen(at(6000), at(9000), {first: at(6000), synced: ['`s`.`a`'], unsynced: ['`s`.`b`']})),
		isReading: true,
	},
	{
		name: 'its upstream is another one with another series of files',
		polls: [seen(at(1000), at(5000)), seen(at(7000, 'other.000009'), at(9000, 'other.000009'))],
		isReading: true,
	},
] as const;

test.for(cases)('whether a source still reads towards the DDL: $name', ({polls, isReading}) => {
	const last = after(...polls);
	expect(last.isReading).toBe(isReading);
	expect(last.times).toBe(isReading ? 2 : 1);
});

test('past where its upstream was at first sight, all say so', () => {
	const {source, costs, reading} = after(seen(at(1000), at(5000)), seen(at(7000), at(9000)));
	expect(source).toMatchObject({upstreamThen: at(5000), hasPassed: true});
	expect(costs).toContain(
		'what the upstream had when the lock was first seen is read there, and the DDL was not in it',
	);
	expect(reading).toContain(
		'It has read past mysql-bin.000001:5000, where its upstream was when the lock was first seen',
	);
});

test('what was seen at first holds as long as the lock is there, and a new lock begins anew', () => {
	const first = [seen(at(1000), at(5000)), seen(at(2000), at(8000))];
	expect(after(...first).source?.upstreamThen).toEqual(at(5000));
	const gone = answer({'orders-01': {orders: running()}, 'orders-02': {orders: running()}});
	expect(after(...first, gone, seen(at(3000), at(9000))).source?.upstreamThen).toEqual(at(9000));
});
