import {unitOf} from '../../domain/cluster.ts';
import {hasArrived, type Lock} from '../../domain/lock.ts';
import type {SourceRow, SubtaskRow, TaskRow} from '../../wire/topics.ts';
import {verdicts} from '../../words/theme.ts';
import type {EventRow} from '../event-rows.ts';
import {lockId, sourceId} from '../row-ids.ts';
import type {WorkerRow} from '../worker-rows.ts';
import {isProblemWord, type Traits} from './arrange.ts';

/** Tasks: found by what their row says, and by why they are as they are. */
export const taskTraits: Traits<TaskRow> = {
	id: row => row.name,
	text: row => texts(row.name, row.label, verdicts[row.word].short, row.reasonSource, row.reason),
	isProblem: row => isProblemWord(row.word),
	sorts: {
		name: row => row.name,
		lag: row => lagOf(row),
		rate: row => row.rowsPerSecond,
		since: row => row.goneAtMs ?? row.sinceMs ?? row.seenSinceMs,
	},
};

/** Subtasks: by their source, worker, stage and unit too. */
export const subtaskTraits: Traits<SubtaskRow> = {
	id: row => row.source,
	text: row =>
		texts(
			row.source,
			row.worker,
			row.stage,
			row.work === null ? null : unitOf(row.work),
			verdicts[row.word].short,
			row.label,
			row.reason,
		),
	isProblem: row => isProblemWord(row.word),
	sorts: {
		name: row => row.source,
		lag: row => lagOf(row),
		rate: row => row.rates.now,
		since: row => row.sinceMs ?? row.seenSinceMs,
	},
};

/** Sources: by their worker, their relay and the tasks on them too. */
export const sourceTraits: Traits<SourceRow> = {
	id: sourceId,
	text: row =>
		texts(
			row.source,
			row.worker,
			verdicts[row.word].short,
			row.relay === null ? 'off' : row.relay.stage,
			row.reason,
			...row.tasks.map(({task}) => task),
		),
	isProblem: row => isProblemWord(row.word),
	sorts: {
		name: sourceId,
		lag: row => (row.gap === null ? null : row.gap.type === 'files' ? row.gap.files * 1e15 : row.gap.bytes),
		since: row => row.silentSinceMs ?? row.relaySinceMs,
	},
};

/** Locks: by their task, their table, their DDLs and the sources that have not met them. */
export const lockTraits: Traits<Lock> = {
	id: lockId,
	text: ({task, target, mode, ddls, conflict, sources}) =>
		texts(task, target, mode, ...ddls, conflict, ...sources.filter(it => !hasArrived(it)).map(({source}) => source)),
	sorts: {name: ({task}) => task, since: ({seenSinceMs}) => seenSinceMs},
};

/** Workers: by their address, stage and source too. */
export const workerTraits: Traits<WorkerRow> = {
	id: row => row.name,
	text: row => texts(row.name, row.address, row.stage, row.source, row.note),
	isProblem: row => isProblemWord(row.word),
	sorts: {name: row => row.name},
};

/** Events: by what they say. */
export const eventTraits: Traits<EventRow> = {
	id: row => row.id,
	text: ({event}) => texts(event.task, event.source, event.type, event.text),
	sorts: {},
};

/**
 * The lag in seconds. What a lock blocks comes before any lag, the longest first. Where DM tells no lag (1.0) it is a
 * number below zero, the nearer to it the further the task is behind in the binlog.
 */
function lagOf(row: Pick<TaskRow, 'lagSeconds' | 'gap' | 'blockedSinceMs'>): number | null {
	if (row.blockedSinceMs !== null) return beforeAnyLag - row.blockedSinceMs / 1000;
	if (row.lagSeconds !== null) return row.lagSeconds;
	if (row.gap === null) return null;
	const bytes = row.gap.type === 'files' ? row.gap.files * moreThanAnyFile : row.gap.bytes;
	return -1 / (1 + bytes);
}

const beforeAnyLag = 1e10;
const moreThanAnyFile = 1e12;

function texts(...parts: readonly (string | null)[]): string {
	return parts.filter(part => part !== null).join(' ');
}
