import type {Cluster, Subtask, TaskConfig} from '../../domain/cluster.ts';
import {dmStatuses} from '../../domain/dmctl.ts';
import {type Lock, locksOf} from '../../domain/lock.ts';
import {withPassing} from '../../domain/lock-passing.ts';
import {partsBefore} from '../../domain/parts-before.ts';
import {stillAsking} from '../../domain/rules/absent.ts';
import {findingsOf, type Status, status} from '../../domain/status.ts';
import type {ByName, Task, TaskSubtask, Unlisted} from '../../domain/task.ts';
import {type KnownSource, type KnownSources, keepGoneMs, namesOf} from './known-source.ts';
import {isAnotherError, type Verdict, verdictsOf} from './known-verdict.ts';
import {isRestarted, movedBetween} from './restart.ts';
import {absentSubtask, type Moment, presentSubtask} from './subtask/known-subtask.ts';
import {follow, type Track} from './track.ts';

/** A task as the gateway knows it, with what was derived from it at the newest answer. */
export type KnownTask = {
	readonly task: Task;
	/** dmctl's word; null while DM does not list it. */
	readonly dmStatus: string | null;
	readonly status: Status;
	/** When the status began; null when it was so at the first reading. */
	readonly sinceMs: number | null;
	readonly seenSinceMs: number;
	readonly changedAtMs: number | null;
	/** By source: what is found at its subtask, and since when. */
	readonly verdicts: ReadonlyMap<string, Verdict>;
	/** By source. */
	readonly tracks: ReadonlyMap<string, Track>;
	readonly locks: readonly Lock[];
	/** The configuration may be another one by now: it has to be asked for again. */
	readonly outdated: boolean;
	/** Its configuration has come since the last answer: what shows now because of it has no beginning. */
	readonly informed: boolean;
	/** Why its configuration could not be read when it was last asked for; null where it could. */
	readonly configNote: string | null;
};

export type KnownTasks = ReadonlyMap<string, KnownTask>;

/** The tasks after one more answer; `sources` is after the answer, `before` tells 1.0's nameless workers apart. */
export function rememberTasks(
	known: KnownTasks,
	cluster: Cluster,
	sources: KnownSources,
	before: KnownSources,
	moment: Moment,
): KnownTasks {
	const words = dmStatuses(cluster);
	const listed = listedSubtasks(cluster, before);
	const names = new Set([...listed.keys(), ...known.keys()]);
	const next = new Map<string, KnownTask>();
	for (const name of names) {
		const last = known.get(name);
		// A task that is started again after a stop is a new one: nothing of the old one holds for it.
		const old = last?.task.goneAtMs != null && listed.has(name) ? undefined : last;
		const told = listed.get(name) ?? new Map<string, Subtask | null>();
		const task = advance(old, name, told, sources, moment);
		if (task.goneAtMs !== null && moment.atMs - task.goneAtMs >= keepGoneMs) continue;
		next.set(name, derived(old, task, words.get(name) ?? null, told, moment));
	}
	return next;
}

/** The same with another configuration; what it means shows at the next answer. */
export function withConfig(known: KnownTask, config: TaskConfig): KnownTask {
	return {...known, outdated: false, informed: true, configNote: null, task: {...known.task, config}};
}

/** The same after DM was asked for it by name: only what DM does not know any more is gone. */
export function withAnswer(known: KnownTask, answer: ByName, atMs: number): KnownTask {
	const {task, dmStatus, informed} = known;
	if (task.goneAtMs !== null || task.subtasks.some(({presence}) => presence.type === 'here')) return known;
	const now: Task =
		answer === 'unknown'
			? {...task, subtasks: task.subtasks.map(withoutBlockAndRetry), goneAtMs: atMs, unlisted: null}
			: {...task, unlisted: task.unlisted && {...task.unlisted, byName: answer}};
	const moment = {atMs, first: false, version: task.version, limits: task.limits};
	return {...derived(known, now, dmStatus, new Map(), moment), informed};
}

/** Task → source → subtask; null where the answer names the source but could not ask it (6.5's "source not bound"). */
function listedSubtasks(cluster: Cluster, before: KnownSources): ReadonlyMap<string, Map<string, Subtask | null>> {
	const tasks = new Map<string, Map<string, Subtask | null>>();
	const named = namesOf(cluster, before);
	for (const entry of cluster.sources) {
		const source = named.get(entry) ?? null;
		if (source === null) continue;
		for (const subtask of entry.subtasks) {
			const sources = tasks.get(subtask.task) ?? new Map<string, Subtask | null>();
			sources.set(source, worse(sources.get(source) ?? null, entry.answered ? subtask : null));
			tasks.set(subtask.task, sources);
		}
	}
	return tasks;
}

/** Of two entries for one subtask the one that is more in need of somebody. */
function worse(one: Subtask | null, other: Subtask | null): Subtask | null {
	if (one === null || other === null) return one ?? other;
	return needOf(other) > needOf(one) ? other : one;
}

function needOf({stage, result}: Subtask): number {
	if (stage === 'Paused') return (result?.errors.length ?? 0) > 0 ? 5 : 4;
	return calm.get(stage) ?? 3;
}

/** Any other stage is one that somebody should look at. */
const calm: ReadonlyMap<string, number> = new Map([
	['New', 2],
	['Running', 1],
	['Finished', 0],
]);

function advance(
	old: KnownTask | undefined,
	name: string,
	told: ReadonlyMap<string, Subtask | null>,
	sources: KnownSources,
	moment: Moment,
): Task {
	const known = old?.task.subtasks ?? [];
	const before = partsBefore(known);
	const config = old?.task.config ?? null;
	const expected = new Set(told.keys());
	if (config?.sources.length) for (const source of config.sources) expected.add(source);
	// Of a source that left the cluster long ago nothing is expected.
	else for (const {source} of known) if (sources.has(source)) expected.add(source);
	const here: TaskSubtask[] = [];
	const rest: TaskSubtask[] = [];
	for (const source of expected) {
		const subtask = told.get(source);
		const answer = sources.get(source);
		const part = before(source, here.length + rest.length);
		if (subtask && answer !== undefined) here.push(presentOrAnew(part, subtask, answer, moment));
		else rest.push(absentSubtask(part, name, source, answer, moment));
	}
	// Gone once is gone until it is listed again, whatever becomes of its sources meanwhile.
	const goneAtMs = told.size === 0 ? (old?.task.goneAtMs ?? null) : null;
	return {
		name,
		config,
		version: moment.version,
		limits: moment.limits,
		subtasks: goneAtMs === null ? [...here, ...rest] : rest.map(withoutBlockAndRetry),
		goneAtMs,
		unlisted: told.size === 0 && goneAtMs === null ? unlistedOf(old?.task, rest, moment.atMs) : null,
	};
}

/** One that was started anew under its name is a new one: nothing that was remembered of the old one holds for it. */
function presentOrAnew(
	known: TaskSubtask | undefined,
	subtask: Subtask,
	source: KnownSource,
	moment: Moment,
): TaskSubtask {
	if (!isRestarted(known, subtask, source.worker)) return presentSubtask(known, subtask, source, moment);
	return {...presentSubtask(undefined, subtask, source, moment), changedAtMs: moment.atMs};
}

/** Every source on which it was last seen answers without an error of its own, and does not list it. */
function unlistedOf(before: Task | undefined, subtasks: readonly TaskSubtask[], atMs: number): Unlisted | null {
	const seen = subtasks.filter(({lastSeenAtMs}) => lastSeenAtMs !== null);
	const isUnlisted =
		seen.length > 0 &&
		seen.every(({presence, sourceErrors}) => presence.type === 'missing' && sourceErrors.length === 0);
	return isUnlisted ? (before?.unlisted ?? {sinceMs: atMs, byName: null}) : null;
}

/** A subtask that went with its task: nothing blocks it any more, and nobody retries it. */
function withoutBlockAndRetry(subtask: TaskSubtask): TaskSubtask {
	const {blockedSinceMs, lockSinceMs, retry} = subtask;
	if (blockedSinceMs === null && lockSinceMs === null && retry === null) return subtask;
	return {...subtask, blockedSinceMs: null, lockSinceMs: null, retry: null};
}

function derived(
	old: KnownTask | undefined,
	task: Task,
	dmStatus: string | null,
	told: ReadonlyMap<string, Subtask | null>,
	{atMs, first}: Moment,
): KnownTask {
	const findings = findingsOf(task, atMs);
	const isAsked = old !== undefined && task.unlisted !== null && task.unlisted.byName === null;
	const now = isAsked ? {...old.status, outlook: stillAsking} : status(task, atMs, findings);
	const moved = old === undefined ? null : movedBetween(old.task, task);
	const sameWord = old !== undefined && old.status.word === now.word && moved?.restarted.length === 0;
	// What shows only because a configuration names it was so before anyone could know.
	const unseen = first || (old !== undefined && isWidened(old, task));
	const verdicts = verdictsOf(old?.verdicts, task, findings, atMs);
	const deciding = verdicts.get(now.source ?? '');
	const another = old?.status.source === now.source && isAnotherError(old?.verdicts.get(now.source ?? ''), deciding);
	const same = sameWord && !another;
	const newest = task.subtasks.reduce((latest, {changedAtMs}) => Math.max(latest, changedAtMs ?? 0), 0);
	const changed = !same && !unseen ? atMs : Math.max(old?.changedAtMs ?? 0, newest) || null;
	return {
		task,
		dmStatus,
		status: now,
		sinceMs: same ? old.sinceMs : unseen ? null : another && deciding !== undefined ? deciding.sinceMs : atMs,
		seenSinceMs: same ? old.seenSinceMs : atMs,
		changedAtMs: changed,
		verdicts,
		tracks: followed(old, task, told, atMs),
		locks: task.goneAtMs === null ? locksSeen(old?.locks ?? [], task, atMs) : [],
		outdated: old?.outdated === true || (moved !== null && (moved.restarted.length > 0 || moved.isMoved)),
		informed: false,
		configNote: old?.configNote ?? null,
	};
}

function locksSeen(old: readonly Lock[], task: Task, atMs: number): readonly Lock[] {
	return locksOf(task).map(lock => {
		const before = old.find(it => it.mode === lock.mode && it.target === lock.target);
		return {...withPassing(lock, before, task), seenSinceMs: before?.seenSinceMs ?? atMs};
	});
}

/** Whether a configuration that came since the last answer names a source of which nobody knew. */
export function isWidened({informed, task: before}: KnownTask, after: Task): boolean {
	if (!informed) return false;
	const known = new Set(before.subtasks.map(({source}) => source));
	return after.subtasks.some(({source}) => !known.has(source));
}

function followed(old: KnownTask | undefined, task: Task, told: ReadonlyMap<string, Subtask | null>, atMs: number) {
	const tracks = new Map<string, Track>();
	for (const {source, subtask, lag} of task.subtasks) {
		const before = old?.tracks.get(source);
		if (subtask && told.get(source)) tracks.set(source, follow(before, subtask, lag.seconds, atMs));
		else if (before !== undefined) tracks.set(source, before);
	}
	return tracks;
}
