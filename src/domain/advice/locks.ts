import type {Lock, LockSource} from '../lock.ts';
import {hasArrived} from '../lock.ts';
import {quoted} from '../operation/words.ts';
import {at, forms, queryTask, resumeTask, showLocks, startTask, stopTask, unlock} from './dmctl-lines.ts';
import type {Entry, Facts, Said} from './entry.ts';
import {step, stepThen} from './entry.ts';
import {pages} from './pages.ts';

/** DDL locks, from a row that waits or from the lock itself. */
export const locks: readonly Entry[] = [
	{
		id: 'lock-owner-failed',
		kinds: ['lock'],
		when: it => failedOwner(it.lock) !== null,
		means: 'The source that has to execute the shard DDL failed at it, and all others wait for that.',
		say: it => {
			const owner = failedOwner(it.lock)?.source ?? it.source;
			return {
				now: stepThen(`mend the error of ${owner}`, 'r', resumeTask(at(it, owner))),
				steps: [
					step(`see why ${owner} failed at the DDL`, queryTask(it), 'e'),
					step('mend it: in the target, or skip the DDL where the target has it already'),
					step(`resume ${owner}`, resumeTask(at(it, owner)), 'r'),
				],
				note: 'Removing the lock by force lets the others skip a DDL that nobody has executed.',
			};
		},
		page: pages.locks,
	},
	{
		id: 'lock-source-silent',
		kinds: ['lock'],
		when: it => holderOf(it.lock)?.state === 'unknown',
		means: 'A shard DDL waits for a source that gives no answer.',
		say: it => {
			const holder = holderOf(it.lock);
			return {
				now: step(`bring ${holder?.source ?? 'the source'} back; the lock then goes on by itself`),
				steps: [
					step(`see why ${holder?.source ?? 'the source'} does not answer`, [], '4'),
					step('is it gone for good, unlock: the owner executes the DDL, the others skip it', unlockOf(it)),
					...withoutSource(it),
				],
				note: 'Unlocking while a source can still come loses its changes, and it makes a new lock when it meets the DDL.',
			};
		},
		page: pages.locks,
	},
	{
		id: 'lock-reads-on',
		kinds: ['lock'],
		when: it => (holderOf(it.lock)?.gapBytes ?? 0) > 0,
		means: 'A shard DDL waits for a source that still has binlog to read, and may meet it there.',
		say: it => ({
			now: step(hasPassed(it) ? `wait until the DDL is run at ${holder(it)}` : `wait while ${holder(it)} reads on`),
			steps: [
				step(
					hasPassed(it)
						? `wait until the DDL is run at ${holder(it)}: it was not yet when the lock was first seen`
						: `wait while ${holder(it)} reads on: it may meet the DDL in what is left`,
				),
				...runThere(it),
				step('look at the lock', showLocks(it), '3'),
			],
			note: unlockWarning,
		}),
		page: pages.locks,
	},
	{
		id: 'lock-never-run',
		kinds: ['lock'],
		when: it => holderOf(it.lock)?.gapBytes === 0,
		means: 'A shard DDL waits for a source that has read all of its binlog: the DDL was not run there.',
		say: it => ({
			now: step(runText(it)),
			steps: [...runThere(it), step('look at the lock', showLocks(it), '3')],
			note: unlockWarning,
		}),
		page: pages.locks,
	},
	{
		id: 'lock-waits',
		kinds: ['lock'],
		codes: [36059],
		means: 'A shard DDL waits until every table of every source has met it.',
		say: it => ({
			now: step('see who holds it up; the lock goes when they meet the DDL', showLocks(it), 'd'),
			steps: [
				step('see which sources and tables have not met the DDL', showLocks(it), 'd'),
				step('wait while they read on; where their gap is 0, run the DDL there'),
				step('is a source gone for good, unlock by hand', unlockOf(it)),
			],
			note: unlockWarning,
		}),
		page: pages.locks,
	},
	{
		id: 'lock-left-over',
		kinds: ['lock-named'],
		means: 'DM names a lock and tells of no DDL that waits: it may be left over, also from a stopped task.',
		say: it => ({
			now: step('see whether the lock exists', showLocks(it)),
			steps: [
				step('see whether the lock exists', showLocks(it)),
				step('is it one of a task that is gone, unlock it', unlockOf(it)),
			],
			note: unlockWarning,
		}),
		page: pages.locks,
	},
	{
		id: 'lock-conflict',
		kinds: ['conflict'],
		codes: [36062, 11111],
		messages: ['schema conflict detected', 'optimistic shard ddl lock'],
		means: 'The DDLs of two shards contradict each other, and DM cannot make one table of them.',
		say: conflictSaid,
		page: pages.optimistic,
	},
	{
		id: 'lock-order',
		codes: [36008, 38016],
		messages: ['detect inconsistent ddl sequence', 'sharding ddls in ddl lock'],
		means: 'The shards of a task ran their DDLs in different orders, or different DDLs.',
		say: it => ({
			now: step('see which DDLs wait, and bring the shards to the same', showLocks(it)),
			steps: [
				step('see the lock and its DDLs', showLocks(it), '3'),
				step('make the tables of all shards and of the target the same'),
				step('resume it', resumeTask(it), 'r'),
			],
			note: 'In pessimistic mode all shards have to run the same DDLs in the same order.',
		}),
		page: pages.locks,
	},
	{
		id: 'lock-unknown-id',
		codes: [38019, 40061],
		messages: ['lock with id', 'ddllockinfo with id'],
		means: 'There is no lock of that ID: it was resolved, or the ID is another.',
		say: it => ({now: step('take the ID from the list of locks', showLocks(it))}),
		page: pages.locks,
	},
	{
		id: 'unlock-refused',
		codes: [38020, 38021, 38022, 38023],
		means: 'DM did not unlock: the lock is being resolved, or the source named is not one that waits for it.',
		say: it => ({
			now: step('look at the lock again, and name one of its `synced` sources', showLocks(it)),
		}),
		page: pages.locks,
	},
	{
		id: 'unlock-failed',
		codes: [38024],
		messages: ['executeddl fail'],
		means: 'The owner of the lock could not execute the DDL; the lock is still there.',
		say: it => ({
			now: step("see the owner's error and mend it; then unlock again", queryTask(it)),
			note: 'Removing the lock by force lets the others skip a DDL that nobody has executed.',
		}),
		page: pages.locks,
	},
	{
		id: 'unlock-partly',
		codes: [38025],
		messages: ['owner executeddl successfully'],
		means: 'The owner has executed the DDL and the lock is gone, but some workers did not skip it.',
		say: it => ({
			now: step('look which sources failed, and resume those', queryTask(it)),
			steps: [step('see which sources failed', queryTask(it)), step('resume them', resumeTask(it), 'r')],
		}),
		page: pages.locks,
	},
];

const unlockWarning = 'Unlocking by hand loses changes unless a source is gone for good.';

/** The one that holds the lock up most: of those that have not arrived the first; null where all have. */
function holderOf(lock: Lock | null): LockSource | null {
	const waiting = (lock?.sources ?? []).filter(source => !hasArrived(source) && source.state !== 'conflict');
	const rank = (source: LockSource) => ['partly', 'not-met', 'unknown', 'named'].indexOf(source.state);
	return waiting.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

function holder(it: Facts): string {
	return holderOf(it.lock)?.source ?? 'the source';
}

/** It has read all that its upstream had when the lock was first seen. */
function hasPassed(it: Facts): boolean {
	return holderOf(it.lock)?.hasPassed === true;
}

function failedOwner(lock: Lock | null): LockSource | null {
	return lock?.sources.find(({state}) => state === 'failed') ?? null;
}

/** Of the tables that have not met the DDL; in DM's words that is also a whole source. */
function runText(it: Facts): string {
	const holder = holderOf(it.lock);
	const [first, ...others] = holder?.unsynced ?? [];
	const where = holder?.source ?? 'the source';
	if (first === undefined) return `run the DDL on the tables of ${where}`;
	return `run the DDL on ${first}${others.length > 0 ? ` and ${others.length} more` : ''} at ${where}`;
}

function runThere(it: Facts) {
	const [ddl] = it.lock?.ddls ?? [];
	return [
		step(
			hasPassed(it) ? runText(it) : `if its gap is 0 and the lock stays, ${runText(it)}`,
			ddl === undefined ? [] : [{type: 'sql' as const, text: ddl, versions: null}],
		),
	];
}

function unlockOf(it: Facts) {
	return unlock(it, it.lock?.id ?? 'LOCK-ID');
}

function withoutSource(it: Facts) {
	return [
		step('stop the task', stopTask(it), 'X'),
		step('take the source out of the task file and start the task again', startTask()),
	];
}

function conflictSaid(it: Facts): Said {
	const {lock} = it;
	const who = lock?.sources.find(({state}) => state === 'conflict')?.source ?? it.source;
	const id = lock?.id ?? 'LOCK-ID';
	const table = /-`([^`]+)`\.`([^`]+)`$/.exec(lock?.owner ?? '');
	const at = ` -s ${quoted(who)} -d ${quoted(table?.[1] ?? 'SCHEMA')} -t ${quoted(table?.[2] ?? 'TABLE')}`;
	return {
		now: step(`make the tables agree: the DDL of ${who} contradicts the others`, showLocks(it)),
		steps: [
			step('see the DDL and the tables that contradict each other', showLocks(it), '3'),
			step('decide what the table shall be, and run the DDL at the shard that differs'),
			...(it.version.newest >= 600
				? [
						step(
							'or have DM pass over the DDL that conflicts',
							forms(it, {from: 600, text: `shard-ddl-lock unlock ${quoted(id)}${at} --action skip`}),
						),
					]
				: []),
			step('resume it, where it is paused', resumeTask(it), 'r'),
			step('compare the rows of source and target'),
		],
		note: 'After a skip, values of the new type may arrive changed and without an error (a text in a column of numbers became 0): compare the rows.',
	};
}
