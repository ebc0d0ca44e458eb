import type {Members, SourceAnswer} from '../domain/cluster.ts';
import type {ClusterEvent} from '../domain/event.ts';
import {essence, firstLine} from '../domain/sentence.ts';
import {unreachable} from '../domain/unreachable.ts';
import {type DmVersion, dmVersion} from '../domain/version.ts';
import {withChecker} from './known-checker.ts';
import {type KnownOperations, operationText, rememberOperation, settleOperations} from './known-operation.ts';
import {type KnownSources, namesOf, rememberSources} from './known-source.ts';
import {type KnownTasks, rememberTasks, withConfig} from './known-task.ts';
import type {FailedReading, OperationReading, Reading, StatusReading} from './reading.ts';
import {logged, transitions} from './transitions.ts';

/** All that the gateway knows: the newest answer, and what it remembers of those before. */
export type Memory = {
	/** As given on the command line. */
	readonly masters: readonly string[];
	readonly everyMs: number;
	readonly shape: 'workers' | 'sources' | null;
	readonly version: DmVersion;
	readonly lastGood: {readonly atMs: number; readonly tookMs: number; readonly master: string} | null;
	/** The failing polls since the last good one; null while all is well. */
	readonly trouble: {readonly sinceMs: number; readonly message: string; readonly tries: number} | null;
	readonly sources: KnownSources;
	/** 1.0 workers that do not answer and were never seen before: nobody knows what they hold. */
	readonly namelessWorkers: readonly string[];
	/** What entries of the newest answer say that name no source, a line each: nobody knows whose it is. */
	readonly sourceless: readonly string[];
	readonly tasks: KnownTasks;
	/** What was asked for and the cluster does not show yet. */
	readonly operations: KnownOperations;
	readonly members: Members | null;
	readonly membersNote: string | null;
	/** Newest last, at most 1,000. */
	readonly events: readonly ClusterEvent[];
};

/** Nothing known yet. */
export function emptyMemory(masters: readonly string[], everyMs: number): Memory {
	return {
		masters,
		everyMs,
		shape: null,
		version: dmVersion(null, null),
		lastGood: null,
		trouble: null,
		sources: new Map(),
		namelessWorkers: [],
		sourceless: [],
		tasks: new Map(),
		operations: new Map(),
		members: null,
		membersNote: null,
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
			return {...memory, members: reading.members ?? memory.members, membersNote: reading.note};
		case 'config': {
			const known = memory.tasks.get(reading.task);
			if (known === undefined) return memory;
			const tasks = new Map(memory.tasks).set(reading.task, withConfig(known, reading.config, reading.gone));
			return {...memory, tasks};
		}
		case 'source-config':
			return withChecker(memory, reading.source, reading.checker);
		case 'operation':
			return rememberAsked(memory, reading);
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
	const sources = rememberSources(memory.sources, cluster, first, atMs);
	const tasks = rememberTasks(memory.tasks, cluster, sources, memory.sources, {
		atMs,
		first,
		version,
		watched: reading.watched ?? new Set(),
	});
	const changes = first ? [] : transitions(memory, {sources, tasks}, atMs);
	const back = memory.trouble === null || first ? [] : [masterEvent(atMs, 'master-back', `${master} answers again`)];
	return {
		...memory,
		version,
		sources,
		tasks,
		operations: settleOperations(memory.operations, tasks, atMs),
		shape: cluster.shape,
		lastGood: {atMs, tookMs, master},
		trouble: null,
		namelessWorkers: nameless(cluster, memory.sources),
		sourceless: sourceless(cluster, memory.sources),
		events: logged(memory.events, [...back, ...changes]),
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
		events: logged(memory.events, [event]),
	};
}

function masterEvent(atMs: number, type: 'master-lost' | 'master-back', text: string): ClusterEvent {
	const [from, to] = type === 'master-lost' ? ['answering', 'lost'] : ['lost', 'answering'];
	return {atMs, firstAtMs: atMs, type, task: null, source: null, from: from ?? null, to: to ?? null, text, count: 1};
}

function nameless(cluster: StatusReading['cluster'], known: KnownSources): readonly string[] {
	return unnamed(cluster, known).flatMap(({answered, worker}) => (answered || worker === null ? [] : [worker]));
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
