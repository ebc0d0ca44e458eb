import {knownUnit, type ProcessResult} from '../../domain/cluster.ts';
import type {ClusterEvent, EventType} from '../../domain/event.ts';
import {errorKey} from '../../domain/failure/error-key.ts';
import {essence} from '../../domain/failure/sentence.ts';
import {type PartBefore, partsBefore} from '../../domain/parts-before.ts';
import {servesAnother} from '../../domain/relay/relay.ts';
import {headline} from '../../domain/rules/parts.ts';
import type {TaskSubtask} from '../../domain/task.ts';
import {changeText, stateOf} from '../../words/change.ts';
import {duration, plural} from '../../words/format.ts';
import {hasBeginning} from '../../words/since.ts';
import {taskRow} from '../views/view-task.ts';
import {askedBy, type KnownOperations} from './known-operation.ts';
import type {Expected, KnownSource, KnownSources} from './known-source.ts';
import {isWidened, type KnownTask, type KnownTasks} from './known-task.ts';
import {movedBetween} from './restart.ts';

type Known = {
	readonly sources: KnownSources;
	readonly tasks: KnownTasks;
	/** What was so then has no beginning that anyone saw. */
	readonly firstGoodAtMs?: number | null;
	/** Null where nobody has told yet which sources there are. */
	readonly listed?: Expected['listed'];
	readonly namelessWorkers?: readonly {readonly worker: string}[];
	/** What was asked for through this gateway and was not shown yet. */
	readonly operations?: KnownOperations;
};
type About = {readonly task?: string; readonly source?: string};

/** What changed between two readings, as events of this moment. */
export function transitions(before: Known, after: Known, atMs: number): readonly ClusterEvent[] {
	const {events, add} = collector(atMs);
	for (const [name, source] of after.sources) sourceEvents(before, before.sources.get(name), source, after.tasks, add);
	const moment = {atMs, firstGoodAtMs: before.firstGoodAtMs ?? null, operations: before.operations};
	for (const [name, task] of after.tasks) taskEvents(before.tasks.get(name), task, moment, add);
	return events;
}

/** What changed of one task. */
export function taskTransitions(before: KnownTask, after: KnownTask, atMs: number): readonly ClusterEvent[] {
	const {events, add} = collector(atMs);
	taskEvents(before, after, {atMs, firstGoodAtMs: null}, add);
	return events;
}

function collector(atMs: number): {readonly events: readonly ClusterEvent[]; readonly add: Add} {
	const events: ClusterEvent[] = [];
	return {
		events,
		add(type, about, from, to, text) {
			const [task, source] = [about.task ?? null, about.source ?? null];
			events.push({atMs, firstAtMs: atMs, type, task, source, from, to, text, count: 1});
		},
	};
}

type Moment = {
	readonly atMs: number;
	readonly firstGoodAtMs: number | null;
	readonly operations?: KnownOperations | undefined;
};
type Add = (type: EventType, about: About, from: string | null, to: string | null, text: string) => void;

function sourceEvents(
	known: Known,
	before: KnownSource | undefined,
	after: KnownSource,
	tasks: KnownTasks,
	add: Add,
): void {
	const {source} = after;
	if (before === undefined || (before.leftSinceMs !== null && after.leftSinceMs === null)) {
		appeared(known, after, add);
		return;
	}
	if (before.leftSinceMs === null && after.leftSinceMs !== null) {
		add('source-left', {source}, source, null, `${source} has left the cluster: nothing names it any more`);
	}
	if (before.answered && !after.answered) {
		const silent = after.worker === null ? 'does not answer' : `${after.worker} stopped answering`;
		const why = after.unbound ? 'has no worker' : after.absent ? 'is missing from the answer' : silent;
		const count = tasksOn(source, tasks);
		const where = count === 0 ? '' : `, ${plural(count, 'task')} on it`;
		const message = after.message === null ? '' : `: ${essence(after.message)}`;
		add('source-silent', {source}, 'answering', 'silent', `${source}: ${why}${where}${message}`);
	}
	if (!before.answered && after.answered)
		add('source-back', {source}, 'silent', 'answering', `${source} answers again`);
	if (before.worker !== after.worker && after.worker !== null) {
		add(
			'worker-moved',
			{source},
			before.worker,
			after.worker,
			`${source} moved from ${before.worker ?? 'no worker'} to ${after.worker}`,
		);
	}
	if (!before.answered || !after.answered) return;
	const [from, to] = [relayStage(before), relayStage(after)];
	if (from !== null && to !== null && from !== to)
		add('relay-stage', {source}, from, to, `relay of ${source}: ${from} -> ${to}${causeOf(after.relay?.result)}`);
}

function tasksOn(source: string, tasks: KnownTasks): number {
	let count = 0;
	for (const {task} of tasks.values()) {
		if (task.goneAtMs === null && task.subtasks.some(subtask => subtask.source === source)) count++;
	}
	return count;
}

/** A source of which nothing was known before; one that was there all along and could not be told from others is none. */
function appeared(known: Known, after: KnownSource, add: Add): void {
	const {source, worker, unbound, answered} = after;
	if (!answered && known.listed?.first !== false) return;
	if (known.namelessWorkers?.some(nameless => nameless.worker === worker)) {
		add('source-back', {source}, 'silent', 'answering', `${source} at ${worker} answers`);
		return;
	}
	const where = unbound ? 'no worker is bound to it' : worker === null ? 'its worker is not told' : `at ${worker}`;
	add('source-appeared', {source}, null, source, `${source} is new in the cluster, ${where}`);
}

/** Null where nobody knows: the worker tells of another source's relay. */
function relayStage({relay, errors}: KnownSource): string | null {
	return servesAnother(errors) ? null : (relay?.stage ?? 'off');
}

function taskEvents(before: KnownTask | undefined, after: KnownTask, moment: Moment, add: Add): void {
	const {name} = after.task;
	const about = {task: name};
	const isStartedAnew = before?.task.goneAtMs != null && after.task.goneAtMs === null;
	if (before === undefined || isStartedAnew) {
		const row = taskRow(after, noOperations);
		const text = `${name} appeared: ${plural(row.expected, 'source')}, ${stateOf(row)}`;
		add('task-appeared', about, null, after.status.label, text);
		return;
	}
	if (before.task.goneAtMs === null && after.task.goneAtMs !== null) {
		add('task-gone', about, before.status.label, null, `${name} was stopped: DM no longer lists it`);
		return;
	}
	const old = partsBefore(before.task.subtasks);
	const isAnother = before.status.word !== after.status.word;
	// A configuration that names more sources is no change of the cluster.
	if ((isAnother || isNextUnit(before, after, old)) && !isWidened(before, after.task)) {
		const text = changeText(taskRow(before, noOperations), taskRow(after, noOperations), moment.atMs);
		const told = withPerson(text, before, after, moment.operations);
		add('task-status', about, before.status.word, after.status.word, `${name}: ${told}`);
	}
	for (const [place, subtask] of after.task.subtasks.entries()) subtaskEvents(old(subtask.source, place), subtask, add);
	movedEvents(before, after, add);
	lockEvents(before, after, moment, add);
}

/** The text with who paused or resumed it through this gateway, where that is what has changed. */
function withPerson(
	text: string,
	{status}: KnownTask,
	after: KnownTask,
	operations: KnownOperations | undefined,
): string {
	const {name} = after.task;
	const paused = after.status.word === 'paused' ? askedBy(operations, name, 'pause') : null;
	if (paused !== null) return text.replace(/ by a person$/, ` by ${paused}`);
	const resumed = status.word === 'paused' || status.word === 'error' ? askedBy(operations, name, 'resume') : null;
	return resumed === null ? text : `${text}, resumed by ${resumed}`;
}

const noOperations: Parameters<typeof taskRow>[1] = {operations: new Map(), acts: []};

/** Whether all of a task that is well has gone on from a dump to its load, or to Sync. */
function isNextUnit(before: KnownTask, after: KnownTask, old: PartBefore<TaskSubtask>): boolean {
	if (before.status.kind !== 'running' || after.status.kind !== 'running') return false;
	const hasMoved = after.task.subtasks.some(({source, subtask}, place) => {
		const last = old(source, place)?.subtask;
		return last && subtask && last !== subtask && last.work.type !== subtask.work.type;
	});
	return hasMoved && stateOf(taskRow(before, noOperations)) !== stateOf(taskRow(after, noOperations));
}

function movedEvents(before: KnownTask, after: KnownTask, add: Add): void {
	const {name, subtasks} = after.task;
	const {restarted, appeared: come, left} = movedBetween(before.task, after.task);
	const [source] = restarted;
	if (source !== undefined) {
		const where = restarted.length === 1 ? source : `${restarted.length} of ${subtasks.length} sources`;
		add('task-restarted', {task: name}, null, null, `${name} was begun anew on ${where}: its counters started again`);
	}
	for (const one of come) add('task-sources', {task: name, source: one}, null, one, `${name}: now also on ${one}`);
	for (const one of left) {
		add('task-sources', {task: name, source: one}, one, null, `${name}: ${one} does not list it any more`);
	}
}

function causeOf(result: ProcessResult | null | undefined): string {
	const [error] = result?.errors ?? [];
	return error === undefined ? '' : `: ${headline(error)}`;
}

function subtaskEvents(before: TaskSubtask | undefined, after: TaskSubtask, add: Add): void {
	if (!before?.subtask || !after.subtask || before.subtask === after.subtask) return;
	const about = {task: after.task, source: after.source};
	const name = `${after.task}/${after.source}`;
	const [from, to] = [before.subtask, after.subtask];
	if (from.stage !== to.stage) {
		const text = `${name}: ${from.stage} -> ${to.stage}${causeOf(to.result)}`;
		add('subtask-stage', about, from.stage, to.stage, text);
	} else if (to.stage === 'Paused' && to.result !== null && errorKey(from.result) !== errorKey(to.result)) {
		const [error] = to.result.errors;
		if (error !== undefined)
			add('subtask-stage', about, from.stage, to.stage, `${name}: another error: ${headline(error)}`);
	}
	if (before.importFailedAtMs !== null && (to.stage === 'Finished' || to.work.type === 'Sync')) {
		const text = `${name}: finished after a failed import: compare the rows; a load healed so missed rows on DM 8.5.7`;
		add('subtask-stage', about, 'failed import', 'loaded', text);
	}
	const units = [knownUnit(from.work), knownUnit(to.work)] as const;
	if (units[0] !== units[1])
		add('subtask-unit', about, units[0], units[1], `${name}: ${unitState(units[0])} -> ${unitState(units[1])}`);
	const [knew, knows] = [upstreamKnown(before), upstreamKnown(after)];
	if (knew === true && knows === false) {
		add('upstream-unknown', about, 'known', 'unknown', `${name}: the upstream does not tell its position`);
	}
	if (knew === false && knows === true)
		add('upstream-known', about, 'unknown', 'known', `${name}: the upstream answers again`);
}

/** A unit as the state that it is. */
function unitState(unit: string | null): string {
	return unit === null ? 'New' : (unitStates.get(unit) ?? unit);
}

const unitStates: ReadonlyMap<string, string> = new Map([
	['Check', 'Checking'],
	['Dump', 'Dumping'],
	['Load', 'Loading'],
]);

/** Null where the unit has no upstream position, or its worker is busy. */
function upstreamKnown({subtask, busySinceMs}: TaskSubtask): boolean | null {
	if (busySinceMs !== null) return null;
	return subtask?.work.type === 'Sync' ? subtask.work.upstream !== null : null;
}

function lockEvents(before: KnownTask, after: KnownTask, {atMs, firstGoodAtMs}: Moment, add: Add): void {
	if (before.locks.length + after.locks.length === 0) return;
	const about = {task: after.task.name};
	const open = new Set(after.locks.filter(({exists, isNamedOnly}) => exists || isNamedOnly).map(({target}) => target));
	const old = new Set(before.locks.filter(({exists}) => exists).map(({target}) => target));
	const now = new Set(after.locks.filter(({exists}) => exists).map(({target}) => target));
	for (const target of now) {
		if (!old.has(target)) add('lock-created', about, null, target, `${after.task.name}: a DDL lock on ${target}`);
	}
	for (const {target, seenSinceMs} of before.locks.filter(({exists}) => exists)) {
		if (open.has(target)) continue;
		const isSeen = seenSinceMs !== null && hasBeginning(firstGoodAtMs, seenSinceMs);
		const lasted = isSeen ? ` after ${duration((atMs - seenSinceMs) / 1000)}` : '';
		add('lock-resolved', about, target, null, `${after.task.name}: the DDL lock on ${target} is resolved${lasted}`);
	}
}
