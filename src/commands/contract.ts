import {knownUnit, type Position, type ProcessError, type Relay} from '../domain/cluster.ts';
import {hasArrived, type Lock} from '../domain/lock.ts';
import {severity} from '../domain/status.ts';
import {dmVersion} from '../domain/version.ts';
import type {KnownSource} from '../gateway/memory/known-source.ts';
import type {Memory} from '../gateway/memory/memory.ts';
import {allLocks} from '../gateway/views/view-locks.ts';
import {taskValue} from '../gateway/views/views.ts';
import type {SubtaskRow, TaskView} from '../wire/topics.ts';
import {type Around, aboutTask} from '../words/advised.ts';
import {nowSentence, whatToDo} from './now.ts';

/** What is known of a cluster, whoever told it. */
export type Facts = {
	readonly masters: readonly string[];
	readonly dmVersion: string | null;
	/** The newest answer: when it came, in ms, and how long it took. */
	readonly lastGood: {readonly atMs: number; readonly tookMs: number} | null;
	/** In how many parts the cluster is asked, and whom it asks apart; null = nobody tells. */
	readonly asking: {readonly parts: number | null; readonly apart: readonly string[] | null};
	readonly views: readonly TaskView[];
	readonly sources: readonly Told[];
	readonly locks: readonly Lock[];
};

/**
 * What `status --json` prints. A contract: keys may be added, never changed. Times are RFC 3339, durations carry their
 * unit in the name, and what is not known is null. `wallShiftMs` is what the clock on the wall is ahead of the memory's.
 */
export function contract(memory: Memory, task: string | null, wallShiftMs = 0) {
	const names = [...memory.tasks.keys()].filter(name => task === null || name === task);
	const facts: Facts = {
		masters: memory.masters,
		dmVersion: memory.version.told,
		lastGood: memory.lastGood,
		asking: memory.asking,
		views: names.map(name => taskValue(memory, name).task).filter(view => view !== null),
		sources: [
			...memory.sources.values(),
			...memory.namelessWorkers.map(({worker, message}) => ({
				source: null,
				worker,
				answered: false,
				message,
				errors: [],
				relay: null,
			})),
		],
		locks: allLocks(memory),
	};
	return contractOf(facts, task, wallShiftMs);
}

/** The same of what somebody else has told. */
export function contractOf(facts: Facts, task: string | null, wallShiftMs: number) {
	const {masters, lastGood, asking} = facts;
	const time = (ms: number) => new Date(ms + wallShiftMs).toISOString();
	const views = [...facts.views];
	const around = {version: dmVersion(facts.dmVersion, null), members: null, locks: facts.locks};
	views.sort((a, b) => severity(a.row.word) - severity(b.row.word) || (a.row.name < b.row.name ? -1 : 1));
	return {
		cluster: {
			masters: masters.map(master => master.replace(/^https?:\/\//, '').replace(/\/$/, '')),
			dmVersion: facts.dmVersion,
			askedAt: lastGood === null ? null : time(lastGood.atMs),
			tookMs: lastGood === null ? null : Math.round(lastGood.tookMs),
			askedInParts: asking.parts,
			askedApart: asking.apart,
		},
		tasks: views.map(view => taskOf(view, lastGood?.atMs ?? 0, time, around)),
		sources: facts.sources.map(sourceOf),
		locks: facts.locks.filter(lock => lock.exists && (task === null || lock.task === task)).map(lockOf),
	};
}

type Time = (ms: number) => string;

type Told = Pick<KnownSource, 'worker' | 'answered' | 'message' | 'errors' | 'relay'> & {
	/** Null where DM 1.0 names only the worker. */
	readonly source: string | null;
};

function sourceOf({source, worker, answered, message, errors, relay}: Told) {
	return {source, worker, answered, message, errors: errors.map(errorOf), relay: relayOf(relay)};
}

function taskOf({row, subtasks}: TaskView, askedAtMs: number, time: Time, around: Around) {
	const advice = whatToDo(aboutTask(row, around));
	return {
		name: row.name,
		dmStatus: row.dmStatus,
		status: row.word,
		reason: row.reason,
		now: advice === null ? null : nowSentence(advice),
		subtasks: subtasks.map(subtask => subtaskOf(subtask, askedAtMs, time)),
	};
}

function subtaskOf(subtask: SubtaskRow, askedAtMs: number, time: Time) {
	const {work, gap, presence} = subtask;
	const seenAtMs = presence.type === 'here' ? askedAtMs : subtask.lastSeenAtMs;
	return {
		source: subtask.source,
		worker: subtask.worker,
		stage: subtask.stage,
		unit: work === null ? null : knownUnit(work),
		status: subtask.word,
		since: subtask.sinceMs === null ? null : time(subtask.sinceMs),
		seenSince: time(subtask.seenSinceMs),
		lagSeconds: subtask.lagSeconds,
		gapBytes: gap?.type === 'bytes' ? gap.bytes : null,
		gapFiles: gap?.type === 'files' ? gap.files : null,
		ratePerSecond: subtask.rates.now,
		rateUnit: work === null ? null : rateUnits[work.type],
		lockId: subtask.lockId,
		errors: [...(subtask.result?.errors ?? []), ...subtask.sourceErrors].map(errorOf),
		lastSeenAt: seenAtMs === null ? null : time(seenAtMs),
	};
}

/** What a rate counts. */
const rateUnits = {Check: null, Dump: 'bytes', Load: 'bytes', Sync: 'rows', Other: null} as const;

function errorOf({code, class: kind, scope, level, message, rawCause, workaround}: ProcessError) {
	return {code, class: kind, scope, level, message, rawCause, workaround};
}

function relayOf(relay: Relay | null) {
	if (relay === null) return null;
	return {
		stage: relay.stage,
		caughtUp: relay.caughtUp,
		upstream: positionOf(relay.upstream),
		position: positionOf(relay.position),
		errors: (relay.result?.errors ?? []).map(errorOf),
	};
}

function lockOf({task, target, mode, ddls, sources}: Lock) {
	const unknown = sources.filter(({state}) => state === 'unknown' || state === 'named');
	const synced = sources.filter(hasArrived);
	const unsynced = sources.filter(source => !hasArrived(source) && !unknown.includes(source));
	return {
		task,
		target,
		mode,
		ddls,
		synced: synced.map(({source}) => source),
		unsynced: unsynced.map(({source}) => source),
		unknown: unknown.map(({source}) => source),
	};
}

/** In DM's own form. */
function positionOf(position: Position | null): string | null {
	return position === null ? null : `(${position.file}, ${position.offset})`;
}
