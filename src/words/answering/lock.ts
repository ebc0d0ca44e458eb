import {hasArrived, holdersOf, type Lock, type LockSource} from '../../domain/lock.ts';
import type {TaskView} from '../../wire/topics.ts';

import {gapText, placeText, plural} from '../format.ts';
import {type Seen, sinceText} from './began.ts';

/** What waits, without the words that every such DDL begins with: ``DDL lock on `shop`.`orders`: ADD COLUMN …``. */
export function lockWhat({target, ddls, mode, isNamedOnly, id}: Lock): string {
	if (isNamedOnly) return `DDL lock of unknown state: DM names ${id ?? target} and no DDL that waits`;
	const [ddl] = ddls;
	const name = mode === 'optimistic' ? 'DDL conflict' : 'DDL lock';
	return `${name} on ${target}${ddl === undefined ? '' : `: ${ddl.replace(beginning, '')}`}`;
}

const beginning = /^ALTER TABLE (?:(?:`[^`]*`|\w+)\.)?(?:`[^`]*`|\w+) /i;

/** Who holds it up and how, and where it was met first. */
export function lockWhere(lock: Lock, view: TaskView | null): string | null {
	const held = holdersOf(lock);
	const shown = held.slice(0, 3);
	const more = held.length > shown.length ? `; ${held.length - shown.length} more` : '';
	const first = lock.sources.find(source => hasArrived(source) && source.first !== null);
	const met = first === undefined ? null : `first met by ${first.source} at ${placeText(first.first)}`;
	const nobody = lock.isNamedOnly ? null : nobodyHolds(view);
	const who = shown.length === 0 ? nobody : shown.map(part => `${part.source}: ${partWhere(part)}`).join('; ') + more;
	return [who, met].filter(text => text !== null).join('; ') || null;
}

function nobodyHolds(view: TaskView | null): string {
	return view?.config == null ? 'all sources seen have met it' : 'every source has met it';
}

/** How a source stands to the DDL, after its name and a colon. */
export function partWhere(part: LockSource): string {
	const {unsynced} = part;
	const tables = unsynced.length === 1 ? `its ${unsynced[0]} has` : `${plural(unsynced.length, 'table')} of it have`;
	return partWords[part.state](tables);
}

const partWords = {
	waiting: () => 'waits',
	executing: () => 'executes the DDL',
	failed: () => 'failed to execute the DDL',
	partly: tables => `${tables} not met the DDL`,
	'not-met': () => 'has not met the DDL',
	unknown: () => 'no DDL yet',
	named: () => 'names the lock',
	conflict: () => 'its DDL does not agree with the others',
} as const satisfies Record<LockSource['state'], (tables: string) => string>;

/** Since when it is known, and how many wait. */
export function sinceOfLock({seenSinceMs, sources}: Lock, seen: Seen): string | null {
	if (seenSinceMs === null) return null;
	const waiting = sources.filter(({state}) => state === 'waiting').length;
	const wait = waiting === 0 ? '' : `; ${plural(waiting, 'source')} wait${waiting === 1 ? 's' : ''}`;
	return `${sinceText({sinceMs: seenSinceMs, seenSinceMs}, seen)}${wait}`;
}

/** How much binlog the one who holds it up has still to read; null where nobody does, or nobody knows. */
export function behindOfLock(lock: Lock): string | null {
	if (lock.mode === 'optimistic') return null;
	const [first] = holdersOf(lock);
	if (first === undefined || first.gapBytes === null) return null;
	return `${first.source} has ${gapText({type: 'bytes', bytes: first.gapBytes})} to read at most`;
}
