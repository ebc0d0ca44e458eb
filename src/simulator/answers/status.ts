import {gtidText, positionText} from '../world/binlog.ts';
import {isAnswering, serviceOf} from '../world/find.ts';
import type {DmVersion, World} from '../world/model.ts';
import {waits} from '../world/sharding.ts';
import {isSince} from '../world/since.ts';
import type {Json} from './json.ts';
import {relayStatus} from './relay.ts';
import {processResult, subtaskResult} from './result.ts';
import {texts} from './texts.ts';
import {lockId, unitStatus} from './unit.ts';

type Source = World['sources'][number];

/** What is asked for: a task by name (empty = all), and some sources, or workers by address in 1.0 (empty = all). */
export type StatusQuestion = {readonly task: string; readonly only: readonly string[]};

/** The answer to GET /apis/v1alpha1/status/, with all its defaults (1.0 takes them out when it writes). */
export function statusAnswer(world: World, question: StatusQuestion): Json {
	const {dm} = world;
	const list = dm === '1.0' ? 'workers' : 'sources';
	const refusal = refuse(world, question);
	if (refusal !== null) return {result: false, msg: refusal, [list]: []};
	const byName = question.task !== '';
	const sources = chosenSources(world, question);
	const perSource = subtasksPerSource(world, question.task);
	const entries = sources.map(source => {
		const subtasks = perSource.get(source.id) ?? [];
		return dm === '1.0' ? oldEntry(world, source, subtasks) : entry(world, source, subtasks, byName);
	});
	return {result: true, msg: '', [list]: entries.filter(each => each !== null)};
}

/** How long the master takes for that answer: with a hanging upstream, until somebody gives up waiting for it. */
export function statusTakesMs(world: World, question: StatusQuestion): number {
	const hangs = chosenSources(world, question).some(
		source => source.up && source.hangs && serviceOf(world, source) === 'served',
	);
	if (!hangs || refuse(world, question) !== null) return 0;
	return isSince('26.3', world.dm) ? 5000 : 30_000;
}

function refuse(world: World, {task, only}: StatusQuestion): string | null {
	if (world.dm === '1.0') {
		const unknown = only.find(address => !world.workers.some(worker => worker.address === address));
		if (unknown !== undefined) return texts.unknownWorker(unknown);
	} else {
		const unknown = only.filter(id => !world.sources.some(source => source.id === id));
		if (unknown.length > 0) return texts.unknownSources(unknown);
	}
	if (task !== '' && !world.tasks.some(({name}) => name === task)) return texts.unknownTask(world.dm, task);
	return null;
}

function chosenSources(world: World, {task, only}: StatusQuestion): readonly Source[] {
	const subtasks = world.tasks.find(({name}) => name === task)?.subtasks;
	return world.sources.filter(source => {
		if (only.length > 0) return only.includes(world.dm === '1.0' ? addressOf(world, source) : source.id);
		return subtasks === undefined || subtasks.some(subtask => subtask.source === source.id);
	});
}

type Pair = readonly [World['tasks'][number], World['tasks'][number]['subtasks'][number]];

function subtasksPerSource(world: World, name: string): ReadonlyMap<string, readonly Pair[]> {
	const perSource = new Map<string, Pair[]>(world.sources.map(({id}) => [id, []]));
	for (const task of world.tasks) {
		if (name !== '' && task.name !== name) continue;
		for (const subtask of task.subtasks) perSource.get(subtask.source)?.push([task, subtask]);
	}
	return perSource;
}

function entry(world: World, source: Source, pairs: readonly Pair[], byName: boolean): Json {
	const {dm} = world;
	const nobody = {source: source.id, worker: '', result: null, relayStatus: null};
	// From 26.3 on the master names the worker that it could not ask.
	const unasked = {...nobody, worker: isSince('26.3', dm) ? source.worker : ''};
	switch (serviceOf(world, source)) {
		case 'dead':
			return {
				result: false,
				msg: texts.deadWorker(dm, addressOf(world, source), 'getStatusFromWorkers.func2'),
				sourceStatus: unasked,
				subTaskStatus: [],
			};
		case 'unbound':
			if (byName) return {result: false, msg: texts.unbound(dm, source.id), sourceStatus: nobody, subTaskStatus: []};
			return unboundEntry(world, source, pairs);
		default:
			if (isLost(dm, source))
				return {result: false, msg: texts.hangingWorker(dm), sourceStatus: nobody, subTaskStatus: []};
			return {
				result: true,
				msg: message(world, source, pairs),
				sourceStatus: {
					source: source.id,
					worker: source.worker,
					result: source.complains ? complaint(world, source) : upstreamResult(dm, source),
					relayStatus: relayStatus(world, source),
				},
				subTaskStatus: source.complains ? [] : pairs.map(pair => subtaskStatus(world, source, pair)),
			};
	}
}

/** A source without worker vanishes from 2.0's answer; from 6.5 on the master makes up subtasks for it. */
function unboundEntry(world: World, source: Source, pairs: readonly Pair[]): Json {
	const last = pairs.at(-1);
	if (world.dm === '2.0' || last === undefined) return null;
	return {
		result: false,
		msg: texts.unboundWithTask(last[0].name, source.id),
		sourceStatus: {source: source.id, worker: 'source not bound', result: null, relayStatus: null},
		subTaskStatus: pairs.map(([{name}]) => ({
			name,
			stage: 'InvalidStage',
			unit: 'InvalidUnit',
			result: null,
			unresolvedDDLLockID: '',
			validation: null,
		})),
	};
}

function oldEntry(world: World, source: Source, pairs: readonly Pair[]): Json {
	const worker = addressOf(world, source);
	if (serviceOf(world, source) !== 'served') {
		return {result: false, worker, msg: texts.deadWorker('1.0', worker, 'getStatusFromWorkers.func2')};
	}
	if (isLost('1.0', source)) return {result: false, worker, msg: texts.hangingWorker('1.0')};
	return {
		result: true,
		worker,
		msg: message(world, source, pairs),
		subTaskStatus: pairs.map(pair => subtaskStatus(world, source, pair)),
		relayStatus: relayStatus(world, source),
		sourceID: source.id,
	};
}

function message(world: World, source: Source, pairs: readonly Pair[]): string {
	if (pairs.length === 0 || source.complains) return texts.noSubtask;
	return world.dm === '2.0' && !source.up && source.relay === null ? texts.upstreamAway(source.address) : '';
}

function subtaskStatus(world: World, source: Source, [task, subtask]: Pair): Json {
	const {dm} = world;
	const seat = {dm, source, task, subtask};
	const status = {
		name: task.name,
		stage: subtask.stage,
		unit: subtask.unit ?? (dm === '1.0' ? '' : 'InvalidUnit'),
		result: subtaskResult(seat),
		// From 2.0 on it is set only while the resolved DDL is executed, which is too short to be seen.
		unresolvedDDLLockID: dm === '1.0' && waits(subtask) ? lockId(task) : '',
		...unitStatus(seat),
	};
	return isSince('6.5', dm) ? {...status, validation: validation(dm, source, task, subtask)} : status;
}

function validation(dm: DmVersion, source: Source, task: Pair[0], {validator, checkpoint}: Pair[1]): Json {
	if (validator === null) return null;
	const {inserts, updates, deletes, pending, errors} = validator;
	// It names no position before it has compared a row.
	const began = inserts + updates + deletes >= 1;
	return {
		task: task.name,
		source: source.id,
		mode: 'full',
		stage: validator.isStopped === true ? 'Stopped' : 'Running',
		validatorBinlog: began ? positionText(checkpoint, source.relay ? 'relay' : 'upstream') : '',
		validatorBinlogGtid: began ? gtidText(source, checkpoint) : '',
		result: null,
		processedRowsStatus: `insert/update/delete: ${[inserts, updates, deletes].map(Math.floor).join('/')}`,
		pendingRowsStatus: `insert/update/delete: ${pending}/0/0`,
		errorRowsStatus: `new/ignored/resolved: ${errors}/0/0`,
		// Where validation was to be cut over to; empty for all who did not ask for it.
		...(isSince('8.5', dm) ? {cutoverBinlogPos: '', cutoverBinlogGtid: ''} : {}),
	};
}

/** What a worker says that could not ask its upstream, from 26.3 on; null where there is nothing to say. */
function upstreamResult(dm: DmVersion, source: Source): Json {
	if (isAnswering(source) || !isSince('26.3', dm)) return null;
	return processResult(dm, false, [
		{
			ErrCode: 10001,
			ErrClass: 'database',
			ErrScope: 'upstream',
			ErrLevel: 'high',
			Message: 'database driver error',
			RawCause: source.up ? 'context deadline exceeded' : `dial tcp ${source.address}: connect: connection refused`,
			Workaround: 'Please check the database connection and the database config in configuration file.',
		},
	]);
}

/** Before 26.3 the worker waits for a hanging upstream until the master gives up. */
function isLost(dm: DmVersion, {up, hangs}: Source): boolean {
	return up && hangs && !isSince('26.3', dm);
}

function complaint(world: World, source: Source): Json {
	const other = world.sources.find(({id}) => id !== source.id)?.id ?? '';
	return processResult(world.dm, false, [
		{
			ErrCode: 40071,
			ErrClass: 'dm-worker',
			ErrScope: 'internal',
			ErrLevel: 'high',
			Message: `mysql source worker ${source.worker} has already started with source ${other}, but get a request with source ${source.id}`,
			RawCause: '',
			Workaround: 'Please try restart this DM-worker',
		},
	]);
}

function addressOf(world: World, source: Source): string {
	return world.workers.find(({name}) => name === source.worker)?.address ?? '';
}
