import {describe, expect, test} from 'vitest';
import type {ServerLock} from '../../../src/domain/act/server-lock.ts';
import {emptyMemory, remember} from '../../../src/gateway/memory/memory.ts';
import {locksValue} from '../../../src/gateway/views/view-locks.ts';
import {lockAnswers} from '../../../src/words/answers.ts';

const leftOver: ServerLock = {
	id: 'old-`old`.`invoices`',
	task: 'old',
	mode: 'pessimistic',
	owner: 's-1',
	ddls: ['ALTER TABLE `old`.`invoices` ADD COLUMN `x` INT'],
	synced: ['s-1'],
	unsynced: ['s-2'],
};

const read = (locks: readonly ServerLock[], note: string | null = null) =>
	({type: 'server-locks', ok: true, atMs: 7, locks, note}) as const;

describe('the locks as the master holds them', () => {
	test('before it was asked nothing is said of it', () => {
		expect(locksValue(emptyMemory(['m:8261'], 1000))).toEqual({locks: []});
	});

	test('one of a task that is not listed is a row, marked as left over, since it was first told', () => {
		const memory = remember(remember(emptyMemory(['m:8261'], 1000), read([leftOver])), {...read([leftOver]), atMs: 9});
		const {locks} = locksValue(memory);
		expect(locks).toMatchObject([
			{task: 'old', target: '`old`.`invoices`', isLeftOver: true, seenSinceMs: 7, held: {owner: 's-1'}},
		]);
		const [lock] = locks;
		const seen = {nowMs: 9, firstAnswerAtMs: 1} as never;
		expect(lock === undefined ? null : lockAnswers(lock, null, seen)).toMatchObject({title: 'left over'});
	});

	test('what could not be read is said, and no lock is made of it', () => {
		const value = locksValue(remember(emptyMemory(['m:8261'], 1000), read([], 'gRPC does not get through')));
		expect(value).toEqual({locks: [], heldNote: 'gRPC does not get through'});
	});
});
