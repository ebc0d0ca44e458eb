import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {count, lagDuration, longBytes, plural} from '../../../words/format.ts';
import {lasting} from '../../freshness.ts';
import type {Model} from '../../state.ts';
import type {Line} from '../../ui/line.ts';

import {labelled, within} from '../pieces/blocks.ts';
import {etaRange} from '../subtask/eta.ts';

/** What all subtasks of a task come to: lag, rate and units, with the name of the one that holds up the others. */
export function totalsLines(model: Model, task: TaskView): readonly Line[] {
	const {columns} = model.size;
	return within(
		[
			...labelled('lag', lagText(task, model), columns),
			...labelled('rate', rateText(task), columns),
			...labelled('units', unitsText(task), columns),
		],
		columns,
	);
}

function lagText({subtasks, row}: TaskView, model: Model): string {
	const told = subtasks.flatMap(({source, lagSeconds}) => (lagSeconds === null ? [] : [{source, lagSeconds}]));
	const sorted = [...told].sort((a, b) => b.lagSeconds - a.lagSeconds);
	const [worst] = sorted;
	const blocked = row.blockedSinceMs === null ? '' : `   blocked by a DDL lock${lasting(model, row.blockedSinceMs)}`;
	const unknown = subtasks.filter(({upstreamUnknown}) => upstreamUnknown).length;
	const without = unknown === 0 ? '' : `   upstream unknown at ${unknown}`;
	if (worst === undefined) return `- (none is told)${blocked}${without}`;
	const median = sorted[Math.floor(sorted.length / 2)] ?? worst;
	const name = worst.lagSeconds > 0 ? ` (${worst.source})` : '';
	return `max ${lagDuration(worst.lagSeconds)}${name}   median ${lagDuration(median.lagSeconds)}   ${told.length} of ${plural(subtasks.length, 'source')}${blocked}${without}`;
}

function rateText({row, subtasks}: TaskView): string {
	const rows = row.rowsPerSecond === null ? '-' : `${count(row.rowsPerSecond)} rows/s`;
	const bytes = row.bytesPerSecond === null ? '' : `   ${longBytes(row.bytesPerSecond)}/s`;
	const slowest = subtasks.reduce<SubtaskRow | null>(
		(worst, it) => (it.eta !== null && it.eta.maxSeconds > (worst?.eta?.maxSeconds ?? -1) ? it : worst),
		null,
	);
	const eta = slowest === null ? '' : `   ETA ${etaRange(slowest.eta)}, set by ${slowest.source}`;
	return `${rows} (sum)${bytes}${eta}`;
}

function unitsText({row: {phase, good, expected}}: TaskView): string {
	const counts = [
		['Check', phase.check],
		['Dump', phase.dump],
		['Load', phase.load],
		['Sync', phase.sync],
		['paused', phase.paused],
		['in error', phase.error],
		['silent', phase.silent],
	] as const;
	const told = counts.filter(([, number]) => number > 0).map(([name, number]) => `${name} ${number}`);
	return `${told.length === 0 ? 'none at work' : told.join('   ')}   (${good} of ${expected} running or finished)`;
}
