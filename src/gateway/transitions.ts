import {knownUnit} from '../domain/cluster.ts';
import {errorKey} from '../domain/error-key.ts';
import type {ClusterEvent, EventType} from '../domain/event.ts';
import {servesAnother} from '../domain/relay.ts';
import {headline} from '../domain/rules/parts.ts';
import {essence} from '../domain/sentence.ts';
import type {TaskSubtask} from '../domain/task.ts';
import type {KnownSource, KnownSources} from './known-source.ts';
import {isWidened, type KnownTask, type KnownTasks} from './known-task.ts';

type Known = {readonly sources: KnownSources; readonly tasks: KnownTasks};
type About = {readonly task?: string; readonly source?: string};

/** What changed between two readings, as events of this moment. */
export function transitions(before: Known, after: Known, atMs: number): readonly ClusterEvent[] {
	const events: ClusterEvent[] = [];
	const add = (type: EventType, about: About, from: string | null, to: string | null, text: string) => {
		events.push({
			atMs,
			firstAtMs: atMs,
			type,
			task: about.task ?? null,
			source: about.source ?? null,
			from,
			to,
			text,
			count: 1,
		});
	};
	for (const [name, source] of after.sources) sourceEvents(before.sources.get(name), source, add);
	for (const [name, task] of after.tasks) taskEvents(before.tasks.get(name), task, add);
	return events;
}

/** How many events are kept. */
export const eventsKept = 1000;
/** The same pair of states within this time is one event with a count. */
const togetherMs = 60_000;

/** The log with more events, newest last; a repetition counts up the one before and takes its place at the end. */
export function logged(log: readonly ClusterEvent[], events: readonly ClusterEvent[]): readonly ClusterEvent[] {
	if (events.length === 0) return log;
	const next = [...log];
	for (const event of events) {
		const index = next.findLastIndex(old => Math.abs(event.atMs - old.atMs) <= togetherMs && isSame(old, event));
		const old = index < 0 ? undefined : next.splice(index, 1)[0];
		next.push(old === undefined ? event : {...event, firstAtMs: old.firstAtMs, count: old.count + 1});
	}
	return next.slice(-eventsKept);
}

function isSame(a: ClusterEvent, b: ClusterEvent): boolean {
	// Two operations are two deeds, however alike.
	if (a.type === 'operation') return false;
	return a.type === b.type && a.task === b.task && a.source === b.source && a.from === b.from && a.to === b.to;
}

type Add = (type: EventType, about: About, from: string | null, to: string | null, text: string) => void;

function sourceEvents(before: KnownSource | undefined, after: KnownSource, add: Add): void {
	if (before === undefined) return;
	const {source} = after;
	if (before.answered && !after.answered) {
		const why = after.absent ? 'is missing from the answer' : after.unbound ? 'has no worker' : 'does not answer';
		add(
			'source-silent',
			{source},
			'answering',
			'silent',
			`${source} ${why}${after.message ? `: ${essence(after.message)}` : ''}`,
		);
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
		add('relay-stage', {source}, from, to, `relay of ${source}: ${from} -> ${to}`);
}

/** Null where nobody knows: the worker tells of another source's relay. */
function relayStage({relay, errors}: KnownSource): string | null {
	return servesAnother(errors) ? null : (relay?.stage ?? 'off');
}

function taskEvents(before: KnownTask | undefined, after: KnownTask, add: Add): void {
	const {name} = after.task;
	const about = {task: name};
	const reborn = before?.task.goneAtMs != null && after.task.goneAtMs === null;
	if (before === undefined || reborn) {
		add('task-appeared', about, null, after.status.label, `${name} appeared: ${after.status.label}`);
		return;
	}
	if (before.task.goneAtMs === null && after.task.goneAtMs !== null) {
		add('task-gone', about, before.status.label, null, `${name} was stopped: DM no longer lists it`);
		return;
	}
	// A configuration that names more sources is no change of the cluster.
	if (before.status.word !== after.status.word && !isWidened(before, after.task)) {
		const text = `${name}: ${before.status.label} -> ${after.status.label}`;
		add('task-status', about, before.status.word, after.status.word, text);
	}
	const old = new Map(before.task.subtasks.map(subtask => [subtask.source, subtask]));
	for (const subtask of after.task.subtasks) subtaskEvents(old.get(subtask.source), subtask, add);
	lockEvents(before, after, add);
}

function subtaskEvents(before: TaskSubtask | undefined, after: TaskSubtask, add: Add): void {
	if (!before?.subtask || !after.subtask || before.subtask === after.subtask) return;
	const about = {task: after.task, source: after.source};
	const name = `${after.task}/${after.source}`;
	const [from, to] = [before.subtask, after.subtask];
	if (from.stage !== to.stage) {
		const [error] = to.result?.errors ?? [];
		const why = error === undefined ? '' : `: ${headline(error)}`;
		add('subtask-stage', about, from.stage, to.stage, `${name}: ${from.stage} -> ${to.stage}${why}`);
	} else if (to.stage === 'Paused' && to.result !== null && errorKey(from.result) !== errorKey(to.result)) {
		const [error] = to.result.errors;
		if (error !== undefined)
			add('subtask-stage', about, from.stage, to.stage, `${name}: another error: ${headline(error)}`);
	}
	if (before.importFailedAtMs !== null && (to.stage === 'Finished' || from.work.type !== to.work.type)) {
		const text = `${name}: finished after a failed import: compare the rows; a load healed so missed rows on DM 8.5.7`;
		add('subtask-stage', about, 'failed import', 'loaded', text);
	}
	const units = [knownUnit(from.work), knownUnit(to.work)] as const;
	if (units[0] !== units[1])
		add('subtask-unit', about, units[0], units[1], `${name}: ${units[0] ?? '-'} -> ${units[1] ?? '-'}`);
	const [knew, knows] = [upstreamKnown(before), upstreamKnown(after)];
	if (knew === true && knows === false) {
		add('upstream-unknown', about, 'known', 'unknown', `${name}: the upstream does not tell its position`);
	}
	if (knew === false && knows === true)
		add('upstream-known', about, 'unknown', 'known', `${name}: the upstream answers again`);
}

/** Null where the unit has no upstream position, or its worker is busy. */
function upstreamKnown({subtask, busySinceMs}: TaskSubtask): boolean | null {
	if (busySinceMs !== null) return null;
	return subtask?.work.type === 'Sync' ? subtask.work.upstream !== null : null;
}

function lockEvents(before: KnownTask, after: KnownTask, add: Add): void {
	const about = {task: after.task.name};
	const open = new Set(after.locks.filter(({exists, isNamedOnly}) => exists || isNamedOnly).map(({target}) => target));
	const old = new Set(before.locks.filter(({exists}) => exists).map(({target}) => target));
	const now = new Set(after.locks.filter(({exists}) => exists).map(({target}) => target));
	for (const target of now) {
		if (!old.has(target)) add('lock-created', about, null, target, `${after.task.name}: a DDL lock on ${target}`);
	}
	for (const target of old) {
		if (!open.has(target))
			add('lock-resolved', about, target, null, `${after.task.name}: the DDL lock on ${target} is resolved`);
	}
}
