import {type ActRequest, shownRequest, skipRequest} from '../../../dm/ask/acts.ts';
import {type Act, type ActTarget, actTargetName} from '../../../domain/act/act.ts';
import {type HeldLock, lockSettled} from '../../../domain/act/lock-act.ts';
import {type RelayAct, relaySettled} from '../../../domain/act/relay-act.ts';
import type {ServerLock} from '../../../domain/act/server-lock.ts';
import {skipSettled} from '../../../domain/act/skip-act.ts';
import {startSettled} from '../../../domain/act/start-act.ts';
import {type ValidationAct, validationSettled} from '../../../domain/act/validation-act.ts';
import type {SourceAnswer, Subtask} from '../../../domain/cluster.ts';
import {notOverHttp} from '../../../domain/operation/words.ts';
import {factCharacters} from '../../../wire/limits.ts';
import {lockTold} from '../../../words/acts/lock-told.ts';
import type {ActContext, Told} from '../../../words/acts/proposing.ts';
import {relayTold} from '../../../words/acts/relay-told.ts';
import {skipTold} from '../../../words/acts/skip-told.ts';
import {startTold} from '../../../words/acts/start-told.ts';
import {validationTold} from '../../../words/acts/validation-told.ts';
import type {Memory} from '../../memory/memory.ts';
import {isGone, secondLook} from '../second-look.ts';
import {noGrpc, type Seeing, type Sight, unread} from './sight.ts';

/** Looks at the target of an act just now, over the cluster itself. Never throws. */
export async function lookAt(act: Act, target: ActTarget, seeing: Seeing): Promise<Sight> {
	const {memory} = seeing;
	if (memory.shape === null) return {type: 'refused', why: 'no answer of a dm-master has come yet'};
	const context: ActContext = {
		act,
		target,
		version: memory.version,
		isOld: memory.shape === 'workers',
		master: memory.masters[0] ?? null,
	};
	return looks[act](target, seeing, context);
}

type Look = (target: ActTarget, seeing: Seeing, context: ActContext) => Promise<Sight>;

const looks = {
	'pause-relay': lookAtRelay('pause-relay'),
	'resume-relay': lookAtRelay('resume-relay'),
	'start-relay': lookAtRelay('start-relay'),
	unlock: lookAtLock,
	'skip-ddl': lookAtFailing,
	'start-validation': lookAtValidator('start-validation'),
	'stop-validation': lookAtValidator('stop-validation'),
	'start-task': lookAtStart,
} as const satisfies Record<Act, Look>;

/** The file and what DM has found in it come with whoever asks: only a command line has them. */
async function lookAtStart(target: ActTarget, {client, memory, start}: Seeing, context: ActContext): Promise<Sight> {
	if (start === undefined) return {type: 'refused', why: 'a task is started from its file: dmtop start FILE'};
	const {file, check} = start;
	const look = await secondLook(file.task, {client, memory: () => memory});
	if (look.type === 'refused' && look.gone !== true) return look;
	const parts = look.type === 'parts' ? look.parts : [];
	const told = startTold(file, check, parts, context);
	const sources = target.source === null ? null : [target.source];
	return seen(told, {via: 'file', file, sources}, context, {
		addressed: (sources ?? file.sources).map(source => ({source, worker: memory.sources.get(source)?.worker ?? null})),
		settled: now => startSettled(sources ?? file.sources, now),
	});
}

function lookAtRelay(act: RelayAct): Look {
	return async (target, {client, memory}, context) => {
		const {source} = target;
		if (source === null) return {type: 'refused', why: 'no source is named'};
		const worker = memory.sources.get(source)?.worker ?? null;
		const name = context.isOld ? worker : source;
		if (name === null) return {type: 'refused', why: `it is not known which worker has ${source}`};
		let entry: SourceAnswer | undefined;
		try {
			const only = {shape: memory.shape ?? 'sources', names: [name]};
			const {cluster} = await client.readStatus({only});
			entry = cluster.sources.find(it => (context.isOld ? it.worker : it.source) === name);
		} catch (error) {
			return unread(`source ${source}`, error);
		}
		if (entry === undefined) return {type: 'refused', why: `DM tells of no source ${source}`, gone: true};
		// 1.0 answers for a worker, and for another source where that serves another one now.
		if (entry.source !== null && entry.source !== source)
			return {type: 'refused', why: `changed: the worker ${name} serves ${entry.source} now`};
		const told = relayTold(act, entry, context);
		const blocked = told.refused === null ? await whyNoGrpc(client, context) : null;
		if (blocked !== null) return blocked;
		const request: ActRequest =
			act === 'start-relay'
				? {via: 'gRPC', method: 'startRelay', generation: 'sources', values: {op: 1, source}}
				: {
						via: 'gRPC',
						method: 'operateRelay',
						generation: context.isOld ? 'workers' : 'sources',
						values: {op: act === 'pause-relay' ? 2 : 3, [context.isOld ? 'workers' : 'sources']: [name]},
					};
		const addressed = act === 'start-relay' ? [] : [{source, worker: entry.worker ?? worker}];
		return seen(told, request, context, {
			addressed,
			settled: now => relaySettled(act, now ?? []),
		});
	};
}

/** Whether gRPC gets through to a master, by a question that changes nothing; null where it does. */
async function whyNoGrpc(client: Seeing['client'], {isOld}: ActContext): Promise<Sight | null> {
	try {
		await client.readLocks(isOld ? 'workers' : 'sources');
		return null;
	} catch (error) {
		return noGrpc(error);
	}
}

async function lookAtLock(target: ActTarget, {client, memory}: Seeing, context: ActContext): Promise<Sight> {
	const {lock: id} = target;
	let locks: readonly ServerLock[];
	try {
		locks = (await client.readLocks(context.isOld ? 'workers' : 'sources')).value;
	} catch (error) {
		return noGrpc(error);
	}
	const lock = locks.find(it => it.id === id);
	if (lock === undefined) return {type: 'refused', why: `the master holds no lock ${id ?? ''}`, gone: true};
	let isTaskKnown = true;
	try {
		await client.readTask(lock.task, {urgent: true});
	} catch (error) {
		if (!isGone(error)) return unread(`the task ${lock.task}`, error);
		isTaskKnown = false;
	}
	const held = heldLock(lock, isTaskKnown, memory);
	const told = lockTold(held, context);
	const force = context.isOld && !isTaskKnown ? {forceRemove: true} : {};
	const request: ActRequest = {
		via: 'gRPC',
		method: 'unlock',
		generation: context.isOld ? 'workers' : 'sources',
		values: {ID: lock.id, ...force},
	};
	return seen(
		told,
		request,
		{...context, target: {...target, task: lock.task}},
		{
			addressed: [],
			settled: now => lockSettled(told.facts, now),
		},
	);
}

/** A lock with what the status tells of it; 1.0 names workers, by their addresses. */
export function heldLock(lock: ServerLock, isTaskKnown: boolean, memory: Memory): HeldLock {
	const sourceOf = (name: string) =>
		memory.shape === 'workers' ? ([...memory.sources.values()].find(it => it.worker === name)?.source ?? name) : name;
	return {
		lock,
		owner: lock.owner === null ? null : sourceOf(lock.owner),
		synced: lock.synced.map(sourceOf),
		unsynced: lock.unsynced.map(sourceOf),
		isTaskKnown,
		group: memory.tasks.get(lock.task)?.locks.find(it => it.id === lock.id) ?? null,
	};
}

async function lookAtFailing(target: ActTarget, seeing: Seeing, context: ActContext): Promise<Sight> {
	const found = await lookAtPart(target, seeing);
	if ('type' in found) return found;
	const {entry, subtask, task, source} = found;
	const told = skipTold(entry, subtask, context);
	return seen(told, skipRequest(task, source), context, {
		addressed: [{source, worker: entry.worker}],
		settled: now => skipSettled(told.facts, now ?? []),
		holdsAfterLooks: 3,
	});
}

function lookAtValidator(act: ValidationAct): Look {
	return async (target, seeing, context) => {
		const found = await lookAtPart(target, seeing);
		if ('type' in found) return found;
		const {entry, subtask, task, source} = found;
		const told = validationTold(act, entry, subtask, context);
		const blocked = told.refused === null ? await whyNoGrpc(seeing.client, context) : null;
		if (blocked !== null) return blocked;
		// DM refuses a mode for a validator that exists already.
		const mode = act === 'start-validation' && subtask.validation === null ? {mode_value: 'full'} : {};
		const request: ActRequest = {
			via: 'gRPC',
			method: act === 'start-validation' ? 'startValidation' : 'stopValidation',
			generation: 'sources',
			values: {...mode, sources: [source], taskName: task},
		};
		return seen(told, request, context, {addressed: [], settled: now => validationSettled(act, now ?? [])});
	};
}

type Part = {readonly entry: SourceAnswer; readonly subtask: Subtask; readonly task: string; readonly source: string};

async function lookAtPart({task, source}: ActTarget, {client, memory}: Seeing): Promise<Part | Sight> {
	if (task === null || source === null) return {type: 'refused', why: 'no task at a source is named'};
	const unaddressable = notOverHttp('resume', {task, sources: [source]}, memory.masters[0] ?? null);
	if (unaddressable !== null) return {type: 'refused', why: unaddressable};
	try {
		const {value} = await client.readTask(task, {urgent: true});
		const worker = memory.sources.get(source)?.worker ?? null;
		const entry = value.sources.find(
			it => it.source === source || (it.source === null && worker !== null && it.worker === worker),
		);
		const subtask = entry?.subtasks.find(it => it.task === task);
		if (entry === undefined || subtask === undefined)
			return {type: 'refused', why: `DM tells of no part of ${task} on ${source}`, gone: true};
		return {entry, subtask, task, source};
	} catch (error) {
		return isGone(error)
			? {type: 'refused', why: `DM lists no task ${task}`, gone: true}
			: unread(`the task ${task}`, error);
	}
}

function seen(
	told: Told,
	request: ActRequest,
	{act, target}: ActContext,
	rest: Omit<Extract<Sight, {type: 'seen'}>, 'type' | 'proposal' | 'request'>,
): Sight {
	const {name = actTargetName(target), times = 1, ...more} = told;
	const isAble = told.refused === null;
	const facts = more.facts.map(({what, is}) => ({what, is: is?.slice(0, factCharacters) ?? null}));
	return {
		type: 'seen',
		proposal: {...{act, target, name, times}, ...more, facts, request: isAble ? shownRequest(request) : null},
		request: isAble ? request : null,
		...rest,
	};
}
