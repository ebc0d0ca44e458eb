import {type HeldLock, lockFacts, lockWhyNot, readingTowards} from '../../domain/act/lock-act.ts';
import {commandLine, dmctlLine} from '../../domain/operation/words.ts';
import type {ActContext, Told} from './proposing.ts';

/** What there is to know before a lock is unlocked: who executes the DDL, who skips it, who is forgotten. */
export function lockTold(held: HeldLock, context: ActContext): Told {
	const {lock, isTaskKnown} = held;
	const refused = lockWhyNot(held);
	const reading = isTaskKnown ? readingTowards(held) : [];
	const ddl = lock.ddls.length === 0 ? 'no DDL' : lock.ddls.join('; ');
	return {
		tier: isTaskKnown ? 3 : 2,
		name: lock.task,
		times: reading.length > 0 ? 2 : 1,
		facts: lockFacts(held),
		now: [`waiting: ${ddl}`, `met by ${listed(held.synced)}; not met by ${listed(held.unsynced)}`],
		costs: isTaskKnown ? liveCosts(held, reading, context) : leftOverCosts(context),
		undo: isTaskKnown ? ['nothing undoes it: what the owner executes stays in the target'] : ['nothing is lost by it'],
		dmctl: [dmctlLine(context.master, unlockLine(lock.id, !isTaskKnown, context))],
		refused,
	};
}

function liveCosts(held: HeldLock, reading: readonly string[], {isOld, version}: ActContext): readonly string[] {
	const {owner, synced, unsynced} = held;
	const others = synced.filter(source => source !== owner);
	const passed = unsynced.filter(source => !reading.includes(source));
	const then = passed.filter(source => held.group?.sources.some(it => it.source === source && (it.gapBytes ?? 1) > 0));
	const allRead = passed.filter(source => !then.includes(source));
	const isPausing = !isOld && version.oldest < 600;
	const late = isPausing
		? 'DM before 6.0 may pause it there: 44006, duplicate column'
		: 'it makes a new lock of the same ID there, which never resolves by itself and blocks it until that is unlocked too';
	return [
		`${owner ?? 'The owner'} executes the DDL in the target.`,
		...(others.length === 0
			? []
			: [`${listed(others)} skip${others.length === 1 ? 's' : ''} it: the owner has done it for them.`]),
		...(allRead.length === 0
			? []
			: [
					`${listed(allRead)} ${are(allRead)} forgotten: all of the binlog there is read, and the DDL has not been run there.`,
				]),
		...(then.length === 0
			? []
			: [
					`${listed(then)} ${are(then)} forgotten: what the upstream had when the lock was first seen is read there, and the DDL was not in it. Where it was run since, it makes a lock of its own.`,
				]),
		...(reading.length === 0
			? []
			: [
					`${listed(reading)} ${are(reading)} forgotten and may still read towards the DDL: ${late}. So the name is typed twice.`,
				]),
		'An answer that takes 10 s is normal; where the owner cannot execute the DDL the lock stays.',
		...(isOld ? ['DM 1.0 answers false also where it worked: the list of locks decides.'] : []),
	];
}

function leftOverCosts({isOld}: ActContext): readonly string[] {
	return [
		'The task is not listed any more: the lock is left over. Nobody executes the DDL, and nothing in the target changes.',
		isOld
			? 'DM 1.0 removes it by force only, and answers false all the same: the list of locks decides.'
			: 'An answer that takes 10 s is normal.',
	];
}

function unlockLine(id: string, isLeftOver: boolean, {isOld, version}: ActContext): string {
	const command = version.oldest >= 600 ? 'shard-ddl-lock unlock' : 'unlock-ddl-lock';
	return commandLine(command, id, isOld && isLeftOver ? ' --force-remove' : '');
}

function listed(sources: readonly string[]): string {
	return sources.length === 0 ? 'nobody' : sources.join(', ');
}

function are(sources: readonly string[]): string {
	return sources.length === 1 ? 'is' : 'are';
}
