import {actNames, actTargetName} from '../../domain/act/act.ts';
import type {ServerLock} from '../../domain/act/server-lock.ts';
import type {Members, SourceAnswer} from '../../domain/cluster.ts';
import type {ClusterEvent, EventType} from '../../domain/event.ts';
import {essence, firstLine, plainly} from '../../domain/failure/sentence.ts';
import {defaultLimits, type Limits} from '../../domain/limits.ts';
import {unreachable} from '../../domain/unreachable.ts';
import {type DmVersion, dmVersion} from '../../domain/version.ts';
import {type KnownActs, rememberActs} from './known-act.ts';
import {withChecker} from './known-checker.ts';
import {
	type KnownOperations,
	operationText,
	rememberOperation,
	settleOperations,
	withoutTask,
} from './known-operation.ts';
import {type Expected, type KnownSources, namesOf, rememberSources} from './known-source.ts';
import {type KnownTask, type KnownTasks, rememberTasks, withAnswer, withConfig} from './known-task.ts';
import {logged} from './log.ts';
import {type PausedBySource, rememberPaused, settlePaused} from './paused-by-source.ts';
import type {
	ActReading,
	Asking,
	FailedReading,
	MembersReading,
	OperationReading,
	Reading,
	RelaySpaceReading,
	ServerLocksReading,
	SlowReading,
	StatusReading,
} from './reading.ts';
import {unwatchedAfterMs} from './subtask/retries.ts';
import {taskTransitions, transitions} from './transitions.ts';

/** All that the gateway knows: the newest answer, and what it remembers of those before. */
export type Memory = {
	/** As given on the command line. */
	readonly masters: readonly string[];
	readonly everyMs: number;
	readonly limits: Limits;
	readonly shape: 'workers' | 'sources' | null;
	readonly version: DmVersion;
	/** When the first answer came: what was so then has no beginning that anyone saw. */
	readonly firstGoodAtMs: number | null;
	readonly lastGood: {readonly atMs: number; readonly tookMs: number; readonly master: string} | null;
	/** The failing polls since the last good one; null while all is well. */
	readonly trouble: {readonly sinceMs: number; readonly message: string; readonly tries: number} | null;
	readonly sources: KnownSources;
	/** All sources as the cluster lists them; null until it has been asked, and in 1.0. */
	readonly listed: Expected['listed'];
	/** 1.0 workers that do not answer and were never seen before: nobody knows what they hold. */
	readonly namelessWorkers: readonly NamelessWorker[];
	/** What entries of the newest answer say that name no source, a line each: nobody knows whose it is. */
	readonly sourceless: readonly string[];
	readonly tasks: KnownTasks;
	/** What was asked for and the cluster does not show yet. */
	readonly operations: KnownOperations;
	/** What was done to something else than a task, and is watched still. */
	readonly acts: KnownActs;
	readonly members: Members | null;
	readonly membersNote: string | null;
	/** Which tasks were paused with all others of a source, by their source: they are resumed so. */
	readonly pausedBySource: PausedBySource;
	/** The DDL locks that the master itself holds; null until it was asked for them. */
	readonly serverLocks: KnownServerLocks | null;
	/** The last leader of the masters that was told; there is none while they elect one. */
	readonly leader: string | null;
	/** How the cluster was asked last. */
	readonly asking: Asking;
	/** How many gateways of this host share what the cluster may be asked, with this one. */
	readonly gateways: number;
	/** Why what is seen is not saved, or what was put aside, in a sentence; null where there is nothing to say. */
	readonly stateNote: string | null;
	/** Newest last, at most 1,000, or as many as came with the newest reading. */
	readonly events: readonly ClusterEvent[];
};

/** The locks that the master holds, and when each was first told. */
export type KnownServerLocks = {
	readonly locks: readonly ServerLock[];
	readonly sinceMs: ReadonlyMap<string, number>;
	/** Why they could not be read when it was last asked, in a sentence; null where they could. */
	readonly note: string | null;
};

/** A worker by its address, with what the master says of it. */
export type NamelessWorker = {readonly worker: string; readonly message: string | null};

const inOne: Asking = {parts: null, apart: [], given: null};

/** Nothing known yet. */
export function emptyMemory(masters: readonly string[], everyMs: number, limits: Partial<Limits> = {}): Memory {
	return {
		masters,
		everyMs,
		limits: {...defaultLimits, ...limits},
		shape: null,
		version: dmVersion(null, null),
		firstGoodAtMs: null,
		lastGood: null,
		trouble: null,
		sources: new Map(),
		listed: null,
		namelessWorkers: [],
		sourceless: [],
		tasks: new Map(),
		operations: new Map(),
		acts: [],
		members: null,
		membersNote: null,
		pausedBySource: new Map(),
		serverLocks: null,
		leader: null,
		asking: inOne,
		gateways: 1,
		stateNote: null,
		events: [],
	};
}

/** The memory after one more reading. Pure: time comes with the reading. */
export function remember(memory: Memory, reading: Reading): Memory {
	switch (reading.type) {
		case 'status':
			return rememberStatus(memory, reading);
		case 'failed':
			return rememberTrouble(memory, reading);
		case 'members':
			return rememberMembers(memory, reading);
		case 'sources':
			return {...memory, listed: {...reading, first: memory.listed === null}};
		case 'config':
			return withTask(memory, reading.task, reading.atMs, known => withConfig(known, reading.config));
		case 'unread-config':
			return withTask(memory, reading.task, reading.atMs, known => ({...known, configNote: reading.why}));
		case 'by-name':
			return withTask(memory, reading.task, reading.atMs, known => withAnswer(known, reading.answer, reading.atMs));
		case 'source-config':
			return withChecker(memory, reading.source, reading.checker);
		case 'operation':
			return rememberAsked(memory, reading);
		case 'server-locks':
			return {...memory, serverLocks: rememberLocks(memory.serverLocks, reading)};
		case 'relay-space':
			return rememberSpace(memory, reading);
		case 'slow':
			return rememberSlow(memory, reading);
		case 'act':
			return rememberAct(memory, reading);
		default:
			return unreachable(reading);
	}
}

function rememberStatus(memory: Memory, reading: StatusReading): Memory {
	const {cluster, atMs, tookMs, master} = reading;
	const first = memory.lastGood === null;
	const told = reading.version === undefined ? memory.version.told : reading.version;
	const tellsValidation = cluster.tellsValidation || memory.version.oldest >= 602;
	const version = dmVersion(told, {shape: cluster.shape, tellsValidation});
	const {listed} = memory;
	const unseen = first || isUnwatched(memory, atMs);
	const sources = rememberSources(memory.sources, cluster, unseen, atMs, {
		listed,
		isNamed: name => isNamed(memory, name),
	});
	const tasks = rememberTasks(memory.tasks, cluster, sources, memory.sources, {
		atMs,
		first: unseen,
		version,
		limits: memory.limits,
	});
	const changes = first ? [] : transitions(memory, {sources, tasks}, atMs);
	const back = memory.trouble === null || first ? [] : [masterEvent(atMs, 'master-back', `${master} answers again`)];
	return {
		...memory,
		version,
		sources,
		tasks,
		operations: settleOperations(memory.operations, tasks, atMs),
		pausedBySource: settlePaused(memory.pausedBySource, tasks, atMs),
		shape: cluster.shape,
		firstGoodAtMs: memory.firstGoodAtMs ?? atMs,
		lastGood: {atMs, tookMs, master},
		asking: reading.asking ?? inOne,
		gateways: reading.gateways ?? 1,
		trouble: null,
		namelessWorkers: nameless(cluster, memory.sources),
		sourceless: sourceless(cluster, memory.sources),
		events: logged(memory.events, [...back, ...changes]),
	};
}

/** Whether nobody watched for so long that what has changed since has no beginning that anyone saw. */
function isUnwatched({lastGood, everyMs}: Memory, atMs: number): boolean {
	return lastGood !== null && atMs - lastGood.atMs > Math.max(unwatchedAfterMs, 3 * everyMs);
}

/** Whether a worker is said to serve the source, or a task to be on it. */
function isNamed({members, tasks}: Memory, source: string): boolean {
	if (members?.workers.some(worker => worker.source === source)) return true;
	for (const {task} of tasks.values()) {
		if (task.goneAtMs === null && task.config?.sources.includes(source)) return true;
	}
	return false;
}

function rememberMembers(memory: Memory, {members, note, atMs}: MembersReading): Memory {
	const [before, now] = [memory.leader, members?.leader ?? null];
	const known = {...memory, members: members ?? memory.members, membersNote: note, leader: now ?? before};
	if (before === null || now === null || before === now) return known;
	const text = `${now} is the leader of the masters now; it was ${before}`;
	const tasks = new Map([...memory.tasks].map(([name, task]) => [name, {...task, outdated: true}]));
	return {...known, tasks, events: logged(memory.events, [clusterEvent(atMs, 'leader-changed', before, now, text)])};
}

/** The memory with a change of one task, where it knows the task. */
function withTask(memory: Memory, name: string, atMs: number, change: (known: KnownTask) => KnownTask): Memory {
	const known = memory.tasks.get(name);
	if (known === undefined) return memory;
	const changed = change(known);
	const events = taskTransitions(known, changed, atMs);
	return {
		...memory,
		tasks: new Map(memory.tasks).set(name, changed),
		operations: changed.task.goneAtMs === null ? memory.operations : withoutTask(memory.operations, name),
		events: logged(memory.events, events),
	};
}

function rememberTrouble(memory: Memory, {atMs, message}: FailedReading): Memory {
	const {trouble} = memory;
	const lost = trouble === null && memory.lastGood !== null ? [masterEvent(atMs, 'master-lost', message)] : [];
	return {
		...memory,
		trouble: {sinceMs: trouble?.sinceMs ?? atMs, message, tries: (trouble?.tries ?? 0) + 1},
		events: logged(memory.events, lost),
	};
}

function rememberAsked(memory: Memory, reading: OperationReading): Memory {
	const {atMs, operation, step} = reading;
	const target = step === 'asked' ? reading.target : reading.outcome;
	const source = target.sources?.length === 1 ? (target.sources[0] ?? null) : null;
	const to = step === 'asked' ? 'asked' : reading.outcome.outcome;
	const text = firstLine(operationText(reading), 240);
	const event: ClusterEvent = {
		atMs,
		firstAtMs: atMs,
		type: 'operation',
		task: target.task,
		source,
		from: operation,
		to,
		text,
		count: 1,
	};
	return {
		...memory,
		operations: rememberOperation(memory.operations, reading),
		pausedBySource: rememberPaused(memory.pausedBySource, reading),
		events: logged(memory.events, [event]),
	};
}

function rememberSpace(memory: Memory, {source: name, space, atMs}: RelaySpaceReading): Memory {
	const source = memory.sources.get(name);
	if (source === undefined || source.relay === null) return memory;
	const relaySpace = space === null ? null : {...space, atMs};
	return {...memory, sources: new Map(memory.sources).set(name, {...source, relaySpace})};
}

function rememberSlow(memory: Memory, {task: name, source, slow, atMs}: SlowReading): Memory {
	const known = memory.tasks.get(name);
	if (known === undefined) return memory;
	const subtasks = known.task.subtasks.map(it =>
		it.source === source ? {...it, slow: slow === null ? null : {...slow, atMs}} : it,
	);
	return {...memory, tasks: new Map(memory.tasks).set(name, {...known, task: {...known.task, subtasks}})};
}

/** What cannot be read now is not there any more, as far as is known: what was told before is no longer shown. */
function rememberLocks(known: KnownServerLocks | null, {atMs, locks, note}: ServerLocksReading): KnownServerLocks {
	const sinceMs = new Map(locks.map(({id}) => [id, known?.sinceMs.get(id) ?? atMs]));
	return {locks, sinceMs, note};
}

function rememberAct(memory: Memory, reading: ActReading): Memory {
	const {atMs, act, target} = reading;
	const what = `${actNames[act]} of ${actTargetName(target)}`;
	const told =
		reading.step === 'asked'
			? `${what} asked for by ${reading.by}`
			: `${what}: ${reading.outcome}${reading.message === null ? '' : `: ${plainly(reading.message)}`}`;
	const to = reading.step === 'asked' ? 'asked' : reading.outcome;
	const text = firstLine(told, 240);
	const {task, source} = target;
	const event: ClusterEvent = {
		...{atMs, firstAtMs: atMs, type: 'operation', task, source},
		from: act,
		to,
		text,
		count: 1,
	};
	return {...memory, acts: rememberActs(memory.acts, reading), events: logged(memory.events, [event])};
}

function masterEvent(atMs: number, type: 'master-lost' | 'master-back', text: string): ClusterEvent {
	const isLost = type === 'master-lost';
	return clusterEvent(atMs, type, isLost ? 'answering' : 'lost', isLost ? 'lost' : 'answering', text);
}

function clusterEvent(atMs: number, type: EventType, from: string, to: string, text: string): ClusterEvent {
	return {atMs, firstAtMs: atMs, type, task: null, source: null, from, to, text, count: 1};
}

function nameless(cluster: StatusReading['cluster'], known: KnownSources): readonly NamelessWorker[] {
	return unnamed(cluster, known).flatMap(({answered, worker, message}) =>
		answered || worker === null ? [] : [{worker, message}],
	);
}

function sourceless(cluster: StatusReading['cluster'], known: KnownSources): readonly string[] {
	return unnamed(cluster, known)
		.filter(({answered, worker}) => answered || worker === null)
		.map(({worker, message, subtasks}) => {
			const who = `${worker === null ? 'an entry of the answer' : `worker ${worker}`} names no source`;
			const said = message === null ? '' : `: ${essence(message)}`;
			const tasks = [...new Set(subtasks.map(({task}) => task))];
			return tasks.length === 0 ? `${who}${said}` : `${who}: what it tells of ${tasks.join(', ')} is not shown${said}`;
		});
}

function unnamed(cluster: StatusReading['cluster'], known: KnownSources): readonly SourceAnswer[] {
	const named = namesOf(cluster, known);
	return cluster.sources.filter(entry => named.get(entry) === null);
}
