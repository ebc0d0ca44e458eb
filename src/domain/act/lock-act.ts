import type {Lock, LockSource} from '../lock.ts';
import type {Fact, Settled} from './act.ts';
import type {ServerLock} from './server-lock.ts';

/** A lock as the master holds it, and what the status tells of its sources; `group` is null where it tells of no such lock. */
export type HeldLock = {
	readonly lock: ServerLock;
	/** The owner, the synced and the unsynced ones by their sources, also where DM 1.0 names workers. */
	readonly owner: string | null;
	readonly synced: readonly string[];
	readonly unsynced: readonly string[];
	/** DM lists its task: else the lock is left over. */
	readonly isTaskKnown: boolean;
	readonly group: Lock | null;
};

/** What of a lock an act on it depends on. */
export function lockFacts({lock, isTaskKnown}: HeldLock): readonly Fact[] {
	return [
		{what: 'the task', is: isTaskKnown ? 'there' : 'gone'},
		{what: 'the mode', is: lock.mode},
		{what: 'the owner', is: lock.owner},
		{what: 'the DDL', is: lock.ddls.join('; ')},
		{what: 'who has met it', is: [...lock.synced].sort().join(', ')},
		{what: 'who has not met it', is: [...lock.unsynced].sort().join(', ')},
	];
}

/** Why nothing is unlocked here, in a sentence; null where it can be. */
export function lockWhyNot({lock, isTaskKnown}: HeldLock): string | null {
	if (lock.mode === 'optimistic') {
		return 'an optimistic lock is not unlocked here: DM skips the DDL without asking, and a row that held a text arrived as 0';
	}
	if (isTaskKnown && lock.ddls.length === 0) return 'the master tells of no DDL that waits';
	return null;
}

/**
 * The sources that have not met the DDL and are still reading towards it: an early unlock makes the next lock there. Who
 * has read past where its upstream was when the lock was first seen is not among them.
 */
export function readingTowards({group, unsynced}: HeldLock): readonly string[] {
	return unsynced.filter(source => {
		const part = group?.sources.find(it => it.source === source);
		return part === undefined || isReading(part);
	});
}

/** Whether the DDL may still be ahead of it; what nobody knows may be. */
function isReading({gapBytes, state, hasPassed}: LockSource): boolean {
	if (hasPassed === true) return false;
	return state !== 'waiting' && state !== 'executing' && (gapBytes === null || gapBytes > 0);
}

/** Whether the lock is gone; `now` is null where the master holds no such lock any more. */
export function lockSettled(before: readonly Fact[], now: readonly Fact[] | null): Settled {
	if (now === null) return {type: 'done', says: 'the master holds no such lock any more'};
	const owner = (facts: readonly Fact[]) => facts.find(({what}) => what === 'the owner')?.is ?? null;
	return owner(before) !== null && owner(now) !== owner(before)
		? {
				type: 'done',
				says: `that lock is gone; ${owner(now)} has made a new one with the same ID, which has to be unlocked too`,
			}
		: {type: 'waiting', says: 'the master holds the lock still'};
}
