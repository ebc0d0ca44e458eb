import type {Json} from '../answers/json.ts';
import {texts} from '../answers/texts.ts';
import {draftOf} from '../world/draft.ts';
import {failures} from '../world/failures.ts';
import {findSource, findTask, findWorker, serviceOf} from '../world/find.ts';
import {stop} from '../world/happen.ts';
import type {DmVersion, Draft, SimSource, SimSubtask, SimTask, World} from '../world/model.ts';
import {type Operation, type Outcome, outcome, refusal, situationOf} from './legality.ts';
import {pause, resume} from './stages.ts';

/** PUT /apis/v1alpha1/tasks/{task}: the number of an operation, and sources, or workers by address in 1.0. */
export type OperateRequest = {readonly task: string; readonly op: number; readonly only: readonly string[]};

export type Obeyed = {
	readonly world: World;
	/** With all its defaults; 1.0 takes them out when it writes. */
	readonly answer: Json;
	/** DM answers only then; the operation itself has already taken effect, or never will. */
	readonly afterMs: number;
};

/**
 * Does what a real master of that version would do, refusals, partial failures and wrong answers included. The workers
 * of the `refusing` sources do not even do that.
 */
export function obey(world: World, request: OperateRequest, refusing: readonly string[] = []): Obeyed {
	const {dm} = world;
	const op = opNames[dm][request.op] ?? request.op;
	const complaint = refuse(world, request);
	if (complaint !== null) return refused(world, request, complaint);
	const draft = draftOf(world);
	const task = findTask(draft, request.task);
	const operation = operationOf(dm, request.op);
	if (!task || operation === null) return refused(world, request, texts.invalidOp(String(op)));
	const unknown =
		dm === '1.0' ? request.only.filter(address => !draft.workers.some(each => each.address === address)) : [];
	const parts = task.subtasks
		.filter(subtask => request.only.length === 0 || request.only.includes(addressed(draft, subtask)))
		.map(subtask => operate(draft, task, subtask, operation, refusing.includes(subtask.source)));
	for (const {subtask} of parts.filter(({works}) => works && operation === 'stop'))
		stop(draft, task.name, [subtask.source]);
	const entries = [
		...parts.map(part => (dm === '1.0' ? oldEntry(draft, part, op) : entry(part))),
		...unknown.map(worker => ({meta: {worker, msg: texts.unknownWorkerToOperate(worker)}, op})),
	];
	const afterMs = Math.max(3, ...parts.map(part => part.afterMs));
	return {world: draft, answer: answered(dm, op, true, '', entries), afterMs};
}

/** The answer to a request that is refused as a whole, without effect. */
export function refused(world: World, {op}: OperateRequest, message: string): Obeyed {
	const {dm} = world;
	return {world, answer: answered(dm, opNames[dm][op] ?? op, false, message, []), afterMs: 3};
}

/** What DM's number of an operation asks for; null where that version knows no such operation on a task. */
export function operationOf(dm: DmVersion, op: number): Operation | null {
	return operations[dm][op] ?? null;
}

/** DM's name of an operation's number, or the number. */
export function opNameOf(dm: DmVersion, op: number): string {
	return opNames[dm][op] ?? String(op);
}

type Part = Outcome & {
	readonly subtask: SimSubtask;
	readonly source: SimSource;
	readonly address: string;
	readonly message: string;
};

function operate(draft: Draft, task: SimTask, subtask: SimSubtask, operation: Operation, refuses: boolean): Part {
	const source = findSource(draft, subtask.source);
	if (!source) throw new Error(`simulated task ${task.name} has a subtask on the unknown source ${subtask.source}`);
	const result = refuses
		? refusal
		: outcome(draft.dm, operation, situationOf(draft, subtask, serviceOf(draft, source)));
	const address = findWorker(draft, source.worker)?.address ?? '';
	if (draft.dm === '1.0') draft.logId += 1;
	const message = messages[result.text]({draft, task, subtask, source, operation, address});
	if (result.works && operation === 'pause') pause(subtask);
	if (result.works && operation === 'resume') resume(draft, subtask);
	return {...result, subtask, source, address, message};
}

function refuse({dm, tasks, sources}: World, {task, only}: OperateRequest): string | null {
	const known = tasks.find(({name}) => name === task);
	if (known === undefined) return texts.unknownTaskToOperate(dm, task);
	if (dm === '1.0') return null;
	const unknown = only.filter(
		id => !sources.some(source => source.id === id) || !known.subtasks.some(({source}) => source === id),
	);
	return unknown.length === 0 ? null : texts.unknownSourcesToOperate(unknown);
}

function addressed(draft: Draft, subtask: SimSubtask): string {
	if (draft.dm !== '1.0') return subtask.source;
	return findWorker(draft, findSource(draft, subtask.source)?.worker)?.address ?? '';
}

function answered(dm: DmVersion, op: string | number, result: boolean, msg: string, entries: readonly Json[]): Json {
	return {op, result, msg, [dm === '1.0' ? 'workers' : 'sources']: entries};
}

function entry({ok, message, source, text}: Part): Json {
	return {result: ok, msg: message, source: source.id, worker: text === 'not-found' ? '' : (source.worker ?? '')};
}

function oldEntry(draft: Draft, {ok, message, address, text}: Part, op: string | number): Json {
	const meta = {result: ok, worker: address, msg: message};
	return text === 'dead-worker' || text === 'refused' ? {meta, op} : {meta, op, logID: String(draft.logId)};
}

type Spoken = {
	readonly draft: Draft;
	readonly task: SimTask;
	readonly subtask: SimSubtask;
	readonly source: SimSource;
	readonly operation: Operation;
	readonly address: string;
};

const messages = {
	none: () => '',
	'dead-worker': ({address}) => texts.deadWorker('1.0', address, 'OperateTask.func2'),
	'not-found': ({source}) => texts.unknownWorker(source.id),
	refused: ({draft}) => texts.hangingWorker(draft.dm),
	'not-expected': () =>
		'[code=38045:class=dm-master:scope=internal:level=medium], Message: fail to get expected result',
	'old-error': ({draft, task, subtask, source}) => {
		if (subtask.failure === null) return '';
		const error = failures[subtask.failure.name].error({dm: draft.dm, task, subtask, source, failure: subtask.failure});
		const told = Object.entries(error)
			.map(([key, value]) => (value === '' ? '' : `${key}:${JSON.stringify(value)} `))
			.join('');
		return `[code=38032:class=dm-master:scope=internal:level=high], Message: some error occurs in dm-worker: ${told}, Workaround: Please execute \`query-status\` to check status.`;
	},
	'wrong-stage': ({draft, task, subtask, operation, address}) => {
		const [code, expected] = operation === 'pause' ? ['40050', 'running'] : ['40051', 'paused'];
		return [
			`[code=38032:class=dm-master:scope=internal:level=high] operation ${draft.logId} of task ${task.name} on worker ${address} not success: [code=${code}:class=dm-worker:scope=internal:level=high] current stage is ${subtask.stage} but not ${expected}, invalid`,
			'github.com/pingcap/dm/pkg/terror.(*Error).Generate',
			'\tgithub.com/pingcap/dm/pkg/terror/terror.go:236',
			'github.com/pingcap/dm/dm/master.(*Server).waitOperationOk',
			'\tgithub.com/pingcap/dm/dm/master/server.go:1911',
			'github.com/pingcap/dm/dm/master.(*Server).handleOperationResult',
			'\tgithub.com/pingcap/dm/dm/master/server.go:1946',
			'github.com/pingcap/dm/dm/master.(*Server).OperateTask.func2',
			'\tgithub.com/pingcap/dm/dm/master/server.go:368',
			'github.com/pingcap/dm/dm/master.(*AgentPool).Emit',
			'\tgithub.com/pingcap/dm/dm/master/agent_pool.go:117',
			'runtime.goexit',
			'\truntime/asm_amd64.s:1771',
		].join('\n');
	},
} as const satisfies Record<Outcome['text'], (spoken: Spoken) => string>;

const sinceSix = {7: 'stop', 2: 'pause', 3: 'resume'} as const;

/** Stop is 1 up to 5.4; 6.0 knows 1 by name, refuses it, and takes 7. */
const operations: Readonly<Record<DmVersion, Readonly<Record<number, Operation>>>> = {
	'1.0': {1: 'stop', 2: 'pause', 3: 'resume'},
	'2.0': {1: 'stop', 2: 'pause', 3: 'resume'},
	'6.5': sinceSix,
	'8.5': sinceSix,
	'26.3': sinceSix,
};

const oldNames = ['InvalidOp', 'Stop', 'Pause', 'Resume', 'Start', 'Update', 'AutoResume'] as const;
const newNames = [...oldNames, 'Delete'] as const;

const opNames: Readonly<Record<DmVersion, readonly string[]>> = {
	'1.0': oldNames,
	'2.0': oldNames,
	'6.5': newNames,
	'8.5': newNames,
	'26.3': newNames,
};
