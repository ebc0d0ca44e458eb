import {type Subtask, unitOf} from '../../domain/cluster.ts';
import {partsBefore} from '../../domain/parts-before.ts';
import type {Task, TaskSubtask} from '../../domain/task.ts';

/** How the parts of a task differ between two answers, by source: what tells that it is another task under the same name. */
export type Moved = {
	/** Begun anew. */
	readonly restarted: readonly string[];
	/** Listed now, where they were answered for before and not listed. */
	readonly appeared: readonly string[];
	/** Answered for, and no longer listed; none where no source lists the task any more. */
	readonly left: readonly string[];
	/** Any of the last two. */
	readonly isMoved: boolean;
};

/** What of the task has begun anew, has come or has gone between two answers. */
export function movedBetween(before: Task, after: Task): Moved {
	if (before.subtasks === after.subtasks || after.goneAtMs !== null) return nothing;
	const old = partsBefore(before.subtasks);
	const isListed = after.subtasks.some(({presence}) => presence.type === 'here');
	const restarted: string[] = [];
	const appeared: string[] = [];
	const left: string[] = [];
	for (const [place, it] of after.subtasks.entries()) {
		const was = old(it.source, place);
		const isHere = it.presence.type === 'here';
		// Where no source listed the task for a moment, those that did before have only come back.
		const wasMissing = was?.presence.type === 'missing' && before.unlisted === null;
		if (isHere && (was === undefined || wasMissing)) appeared.push(it.source);
		else if (isHere && it.subtask !== null && isRestarted(was, it.subtask, it.worker)) restarted.push(it.source);
		if (isListed && it.presence.type === 'missing' && was?.presence.type === 'here') left.push(it.source);
	}
	return {restarted, appeared, left, isMoved: appeared.length + left.length > 0};
}

/**
 * Whether a part of a task was started anew under the same name: it counts its events from 0 again, so that they are half
 * as many at most, or it is back at an earlier unit, on the same worker. A count that is a little smaller proves nothing. They also begin anew where it moves to another worker, or begins to read
 * from the relay or stops to, or where its worker was away.
 */
export function isRestarted(before: TaskSubtask | undefined, subtask: Subtask, worker: string | null): boolean {
	const was = before?.subtask ?? null;
	if (before === undefined || was === null || before.worker !== worker) return false;
	if (before.presence.type !== 'here' && before.presence.type !== 'missing') return false;
	if (was.work.type === 'Sync' && subtask.work.type === 'Sync') {
		if (was.work.binlogType !== subtask.work.binlogType) return false;
		const [counted, counts] = [was.work.totalEvents, subtask.work.totalEvents];
		return counted !== null && counts !== null && counts < counted && counts <= counted / 2;
	}
	const [from, to] = [units.indexOf(unitOf(was.work)), units.indexOf(unitOf(subtask.work))];
	return from >= 0 && to >= 0 && to < from;
}

/** In the order in which a task goes through them. */
const units: readonly string[] = ['Check', 'Dump', 'Load', 'Sync'];

const nothing: Moved = {restarted: [], appeared: [], left: [], isMoved: false};
