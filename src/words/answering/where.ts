import {positionIn} from '../../domain/advice/facts.ts';
import {unitOf} from '../../domain/cluster.ts';
import {blamedError} from '../../domain/failure/blamed-error.ts';
import {holdsUp} from '../../domain/lock.ts';
import type {SubtaskRow, TaskRow, TaskView} from '../../wire/topics.ts';
import {lagDuration, plural} from '../format.ts';
import {statusText} from '../headline.ts';
import {partWhere} from './lock.ts';

/** Where it is: `billing-01 on worker1, Sync, INSERT INTO …`; `others` are the rest of its task, where the task is meant. */
export function whereOfSubtask(row: SubtaskRow, view: TaskView, others: readonly SubtaskRow[]): string {
	const {source, worker, work, kind, presence} = row;
	const part = kind === 'lock' ? partOf(view, source) : null;
	const at = worker === null ? source : `${source} on ${worker}`;
	if (part !== null && holdsUp(part)) return `${at}: ${partWhere(part)}`;
	const unit = work === null || presence.type !== 'here' ? null : unitOf(work);
	const places = [at, unit, failedAt(row)].filter(text => text !== null).join(', ');
	return others.length === 0 ? places : `${places}; ${othersText(others)}`;
}

/** The same as far as a line of the list tells. */
export function whereOfTask({blamed, reasonSource, expected}: TaskRow): string | null {
	if (reasonSource === null) return expected > 0 ? plural(expected, 'source') : null;
	const worker = blamed?.worker ?? null;
	return [worker === null ? reasonSource : `${reasonSource} on ${worker}`, blamed?.unit ?? null]
		.filter(text => text !== null)
		.join(', ');
}

function partOf({locks}: TaskView, source: string) {
	return locks.flatMap(({sources}) => sources).find(part => part.source === source) ?? null;
}

/** How the rest of a task is: of one by its name, of several by their number. */
function othersText(others: readonly SubtaskRow[]): string {
	const [first] = others;
	if (first !== undefined && others.length === 1) {
		const lag = first.lagSeconds === null || first.word !== 'running' ? '' : `, lag ${lagDuration(first.lagSeconds)}`;
		return `${first.source}: ${statusText(first, 0)}${lag}`;
	}
	const well = others.filter(({word}) => word === 'running' || word === 'finished' || word === 'new').length;
	return well === others.length
		? `the other ${others.length} are well`
		: `${well} of the other ${others.length} are well`;
}

/** The statement or the place in the binlog at which it failed; null where DM names none. */
function failedAt(row: SubtaskRow): string | null {
	const error = blamedError(row.kind, row);
	const text = [error?.message, error?.rawCause].filter(part => part != null).join('\n');
	const [statement] =
		/\b(?:INSERT INTO|REPLACE INTO|UPDATE|DELETE FROM) `(?:[^`]|``){1,64}`\.`(?:[^`]|``){1,64}`/i.exec(text) ?? [];
	const position = positionIn(text);
	const place = position === null ? null : `at ${position}`;
	return [statement ?? null, place].filter(part => part !== null).join(' ') || null;
}
