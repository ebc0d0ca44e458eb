import type {Lock, LockSource, LockState} from '../../../domain/lock.ts';
import type {SubtaskRow, TaskView} from '../../../wire/topics.ts';
import {lagDuration, longBytes, placeText, plural} from '../../../words/format.ts';
import type {Model} from '../../state.ts';

/**
 * Of which sources a lock can be told: `all` where the task's configuration names them, else those that were `seen`.
 * `silent` are workers that may have a part of the task and do not answer.
 */
export type Coverage = {readonly sources: 'all' | 'seen'; readonly silent: readonly string[]};

/** What is known of the sources of a lock's task; where its page is not read, by what DM's version can tell. */
export function coverageOf(model: Model, task: string): Coverage {
	const view = model.tasks.get(task)?.task;
	if (view) return coverageOfTask(view);
	return {sources: model.overview?.cluster.shape === 'workers' ? 'seen' : 'all', silent: []};
}

/** The same, of a task whose page is read. */
export function coverageOfTask({config, namelessWorkers}: TaskView): Coverage {
	return {sources: config === null ? 'seen' : 'all', silent: namelessWorkers};
}

/** A source that the others wait for. */
export function holdsUp({state}: LockSource): boolean {
	return state === 'partly' || state === 'not-met' || state === 'failed' || state === 'unknown' || state === 'conflict';
}

/** A source's state in a few words. */
export function stateText({state}: LockSource): string {
	return states[state];
}

const states = {
	waiting: 'waits',
	executing: 'executes it',
	failed: 'HOLDS UP: failed',
	partly: 'HOLDS UP: tables missing',
	'not-met': 'HOLDS UP: has not met it',
	unknown: 'no DDL yet',
	named: 'names it: state unknown',
	conflict: 'CONFLICT',
} as const satisfies Record<LockState, string>;

/**
 * What the lock means, in sentences: for each source that holds it up whether the DDL is still ahead of it in the
 * binlog or has never been run there. The subtasks tell more where they are known.
 */
export function lockReading(
	lock: Lock,
	subtasks: readonly SubtaskRow[],
	coverage: Coverage,
	whyKey: string,
): readonly string[] {
	const {mode, sources} = lock;
	if (lock.isNamedOnly) return [namedOnly(lock)];
	const waiting = sources.filter(({state}) => state === 'waiting');
	const holding = sources.filter(holdsUp);
	const spoken = holding.filter(({state}) => mode === 'pessimistic' || state === 'conflict').slice(0, mostSpoken);
	const more = holding.length - spoken.length;
	return [
		...spoken.map(source =>
			sentence(
				source,
				subtasks.find(row => row.source === source.source),
				whyKey,
			),
		),
		...(mode === 'pessimistic' && more > 0 ? [`... ${plural(more, 'source')} more hold it up.`] : []),
		...(mode === 'optimistic' ? [optimistic] : []),
		...(waiting.length > 0 && mode === 'pessimistic'
			? [
					`${plural(waiting.length, 'source')} wait${waiting.length === 1 ? 's' : ''}: what was written there after the DDL is held back, and ${waiting.length === 1 ? 'its' : 'their'} lag grows with the clock.`,
				]
			: []),
		...(holding.length === 0 && mode === 'pessimistic' ? [nobodyHolds(coverage)] : []),
	];
}

function nobodyHolds({sources, silent}: Coverage): string {
	if (sources === 'all') return 'Every source has met the DDL: DM should resolve the lock now.';
	const who =
		silent.length === 0
			? ''
			: `: ${silent.slice(0, 5).join(', ')} may, and ${silent.length === 1 ? 'does' : 'do'} not answer`;
	return `Of the sources seen all have met the DDL. DM does not say which sources the task has: one that was never seen may hold it up${who}.`;
}

function namedOnly({id, task, sources}: Lock): string {
	const names = sources.map(({source}) => source).join(', ');
	const whose = id?.startsWith(`${task}-`) ? '' : ' It is not an ID of this task.';
	return `${names} name${sources.length === 1 ? 's' : ''} the lock ${id} and no group and no DDL that waits: whether the lock exists is not known, it may be left over.${whose} dmctl tells which locks there are.`;
}

const mostSpoken = 20;

const optimistic =
	"In optimistic mode DM's status tells no groups: only a conflict shows. The conflicting DDLs have to be made to agree, and it needs a person.";

function sentence(source: LockSource, row: SubtaskRow | undefined, whyKey: string): string {
	const name = source.source;
	switch (source.state) {
		case 'failed':
			return `${name} failed to execute the DDL, and all others wait for it. Its why page (${whyKey}) has the error.`;
		case 'conflict':
			return `${name} is in conflict: its DDL does not agree with that of the others.`;
		case 'unknown':
			return `${name} has told no DDL yet${silence(row)}. That is not the same as having met it.`;
		case 'partly': {
			const all = source.synced.length + source.unsynced.length;
			return `${name} has met the DDL on ${source.synced.length} of ${all} tables. ${reading(source, row, `on ${tables(source)} there`)}`;
		}
		default:
			return `${name} has not met the DDL. ${reading(source, row, 'there')}`;
	}
}

/** Whether the DDL can still be ahead of it, or has never been run. */
function reading(source: LockSource, row: SubtaskRow | undefined, where: string): string {
	if (row !== undefined && row.stage !== null && row.stage !== 'Running') {
		return `Its subtask is ${row.stage}, so it reads nothing: it has to run before the DDL can arrive.`;
	}
	const {gapBytes, lagSeconds, upstreamThen} = source;
	if (source.hasPassed === true && gapBytes !== 0) {
		return `It has read past ${placeText(upstreamThen ?? null)}, where its upstream was when the lock was first seen, and not met the DDL: it had not been run ${where} by then. Unless it was run since, nothing will happen until somebody runs it.`;
	}
	if (gapBytes === 0) {
		return `It has read all of its upstream's binlog: the DDL has not been run ${where}. Until somebody runs it, nothing will happen.`;
	}
	if (gapBytes === null) {
		return `How much binlog it still has to read is not known, so the DDL may be ahead of it or may never have been run ${where}.`;
	}
	const lag = lagSeconds === null ? '' : `, lag ${lagDuration(lagSeconds)}`;
	const moving = row?.rates.now ? ' and it is reading' : '';
	const until =
		upstreamThen === undefined || source.state !== 'not-met'
			? 'If that does not shrink to 0, or does and the lock stays,'
			: `Is it past ${placeText(upstreamThen)}, where its upstream was when the lock was first seen, and the lock stays,`;
	return `At most ${longBytes(gapBytes)} of binlog are still ahead of it${lag}${moving}: the DDL may be in there. ${until} the DDL has not been run ${where}.`;
}

function tables({unsynced}: LockSource): string {
	return unsynced.length <= 3 ? unsynced.join(', ') : `${plural(unsynced.length, 'table')}`;
}

function silence(row: SubtaskRow | undefined): string {
	switch (row?.presence.type) {
		case 'silent':
			return ' (it does not answer)';
		case 'unbound':
			return ' (it has no worker)';
		case 'absent':
			return " (it is missing from the master's answer)";
		case 'missing':
			return ' (it does not list the task)';
		default:
			return '';
	}
}
