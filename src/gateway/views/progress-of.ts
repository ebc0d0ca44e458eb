import {amountOf} from '../../domain/progress.ts';
import type {TaskSubtask} from '../../domain/task.ts';
import type {TaskRow} from '../../wire/topics.ts';
import {etaOf, type Track} from '../memory/track.ts';

/** A part of a task that the newest answer tells of, with what was measured of it. */
type Measured = {readonly it: TaskSubtask; readonly track: Track | undefined};

/** How far the checks of a task are, and its dump or else its load. A dump that goes on anywhere comes before a load. */
export function progressOf(parts: readonly Measured[]): Pick<TaskRow, 'done' | 'checks'> {
	return {done: doneOf(parts, 'Dump') ?? doneOf(parts, 'Load'), checks: checksOf(parts)};
}

function doneOf(parts: readonly Measured[], unit: 'Dump' | 'Load'): TaskRow['done'] {
	const inUnit = parts.filter(({it}) => it.subtask?.work.type === unit && it.subtask.stage !== 'Finished');
	const amounts = inUnit.map(({it}) => (it.subtask === null ? null : amountOf(it.subtask.work)));
	const known = amounts.filter(amount => amount !== null);
	const total = known.reduce((sum, amount) => sum + amount.total, 0);
	if (total <= 0 || known.length < amounts.length) return null;
	const finished = known.reduce((sum, amount) => sum + amount.finished, 0);
	return {unit, fraction: Math.min(1, finished / total), last: lastOf(inUnit)};
}

/** Who will be through last, where that is known of all of several. */
function lastOf(parts: readonly Measured[]): string | null {
	const ends = parts.map(({it, track}) => ({
		source: it.source,
		seconds: it.subtask === null ? null : (etaOf(track, it.subtask)?.maxSeconds ?? null),
	}));
	const [first] = ends;
	if (first === undefined || ends.length < 2 || ends.some(({seconds}) => seconds === null)) return null;
	return ends.reduce((last, each) => ((each.seconds ?? 0) > (last.seconds ?? 0) ? each : last), first).source;
}

function checksOf(parts: readonly Measured[]): TaskRow['checks'] {
	const checks = parts.flatMap(({it}) => (it.subtask?.work.type === 'Check' ? [it.subtask.work] : []));
	if (checks.length === 0) return null;
	let total = 0;
	let successful = 0;
	for (const check of checks) {
		if (check.total === null || check.successful === null) return null;
		total += check.total;
		successful += check.successful;
	}
	return {total, successful};
}
