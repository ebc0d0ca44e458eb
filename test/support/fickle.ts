import type {OperateAnswer} from '../../src/dm/answer/operate.ts';
import {DmError} from '../../src/dm/ask/error.ts';
import type {Operation as DmOperation} from '../../src/dm/ask/ops.ts';
import type {ServerLock} from '../../src/domain/act/server-lock.ts';
import type {Cluster, Relay, Subtask} from '../../src/domain/cluster.ts';
import type {Operation, OperationTarget} from '../../src/domain/operation/operation.ts';
import {error, paused, relay, running} from './cluster.ts';

/** A cluster in which anything may be otherwise at the next look. Values are replaced, never changed. */
export type Fickle = {
	readonly shape: 'sources' | 'workers';
	readonly sources: ReadonlyMap<string, {readonly worker: string; readonly answers: boolean}>;
	/** Task → source → how its part is. */
	readonly tasks: ReadonlyMap<string, ReadonlyMap<string, Kind>>;
	/** The stages of the relays that are on, by their source. */
	readonly relays: ReadonlyMap<string, 'Running' | 'Paused'>;
	/** The DDL locks that the master holds. */
	readonly locks: readonly ServerLock[];
};

/** The last two fail at a DDL, each at another one. */
export const kinds = [
	'running',
	'loading',
	'new',
	'paused',
	'failed',
	'retrying',
	'finished',
	'at-ddl',
	'at-later-ddl',
] as const;

export type Kind = (typeof kinds)[number];

/** A number from 0 up to 1; the same seed gives the same row of them. */
export type Random = () => number;

export function randomOf(seed: number): Random {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) throw new RangeError('nothing to pick from');
	return item;
}

/** Names that are easily taken for one another. */
const taskNames = ['order', 'orders', 'orders-2', 'orders_2', 'orders2', 'billing', 'billing-eu', 'Orders', '会员积分'];
const sourceNames = ['src-1', 'src-2', 'src-10', 'src-11', 'src-3'];
const workerNames = [
	'10.0.4.1:8262',
	'10.0.4.2:8262',
	'10.0.4.10:8262',
	'10.0.4.11:8262',
	'10.0.4.3:8262',
	'10.0.4.30:8262',
];

/** Some tasks on some sources. */
export function fickleCluster(random: Random): Fickle {
	const sources = new Map(sourceNames.map((name, index) => [name, {worker: workerNames[index] ?? '', answers: true}]));
	const names = taskNames.filter(() => random() < 0.42);
	const tasks = new Map(names.map(name => [name, someParts(random)]));
	const shape = random() < 0.8 ? 'sources' : 'workers';
	const relays = new Map(
		sourceNames.filter(() => shape === 'workers' || random() < 0.6).map(name => [name, 'Running'] as const),
	);
	const world: Fickle = {shape, sources, tasks, relays, locks: []};
	return {...world, locks: names.slice(0, 3).map(name => someLock(world, name, random))};
}

/** Another cluster, on which there are tasks of the same names: as here, or in another state. */
export function twinOf(world: Fickle, random: Random): Fickle {
	if (random() < 0.5) return {...world};
	const other = fickleCluster(random);
	return {...other, tasks: new Map([...world.tasks, ...other.tasks])};
}

/** A lock of the task on some of the sources that it has, or had. */
function someLock({shape, sources, tasks}: Fickle, task: string, random: Random): ServerLock {
	const on = [...(tasks.get(task)?.keys() ?? sourceNames)].map(source =>
		shape === 'sources' ? source : (sources.get(source)?.worker ?? source),
	);
	const met = on.filter(() => random() < 0.6);
	const [owner = on[0] ?? null] = met;
	return {
		id: `${task}-\`shop\`.\`orders\``,
		task,
		mode: random() < 0.9 ? 'pessimistic' : 'optimistic',
		owner,
		ddls: [`ALTER TABLE \`shop\`.\`orders\` ADD COLUMN \`${pick(random, ['gift', 'note'])}\` INT`],
		synced: on.filter(name => name === owner || met.includes(name)),
		unsynced: on.filter(name => name !== owner && !met.includes(name)),
	};
}

function someParts(random: Random, kind: Kind | null = null): ReadonlyMap<string, Kind> {
	const base =
		kind ??
		pick(random, [
			'running',
			'running',
			'running',
			'paused',
			'failed',
			'retrying',
			'loading',
			'at-ddl',
			'at-ddl',
		] as const);
	const on = sourceNames.filter(() => random() < 0.45);
	const sources = on.length === 0 ? [pick(random, sourceNames)] : on;
	return new Map(sources.map(source => [source, random() < 0.85 ? base : pick(random, kinds)]));
}

/** The cluster after something has befallen it. */
export function befallen(world: Fickle, random: Random): Fickle {
	return random() < 0.25 ? befallenBeside(world, random) : befallenTask(world, random);
}

/** What befalls relays and locks: they change, come and go. */
function befallenBeside(world: Fickle, random: Random): Fickle {
	const source = pick(random, sourceNames);
	if (random() < 0.5) {
		const relays = new Map(world.relays);
		if (world.shape === 'sources' && random() < 0.3) relays.delete(source);
		else relays.set(source, relays.get(source) === 'Running' ? 'Paused' : 'Running');
		return {...world, relays};
	}
	const task = pick(random, taskNames);
	const others = world.locks.filter(lock => lock.task !== task);
	return {...world, locks: random() < 0.3 ? others : [...others, someLock(world, task, random)]};
}

function befallenTask(world: Fickle, random: Random): Fickle {
	const names = [...world.tasks.keys()];
	const roll = random();
	if (roll < 0.1 || names.length === 0) return withTask(world, pick(random, taskNames), someParts(random));
	const name = pick(random, names);
	const parts = world.tasks.get(name) ?? new Map<string, Kind>();
	const source = pick(random, [...parts.keys()]);
	const free = sourceNames.filter(other => !parts.has(other));
	// A part changes its stage, or all of the task's.
	if (roll < 0.35) return withTask(world, name, new Map(parts).set(source, pick(random, kinds)));
	if (roll < 0.48) {
		const kind = pick(random, kinds);
		return withTask(world, name, new Map([...parts].map(([each]) => [each, kind])));
	}
	if (roll < 0.55) return withoutTask(world, name);
	// Renamed: the name that was meant goes to nobody, or to another task.
	if (roll < 0.62) return withTask(withoutTask(world, name), pick(random, taskNames), parts);
	if (roll < 0.66) return swapped(world, name, pick(random, names));
	// Stopped, and started again somewhere else.
	if (roll < 0.74) return withTask(world, name, someParts(random, parts.get(source) ?? null));
	if (roll < 0.8 && free.length > 0) {
		return withTask(world, name, new Map(parts).set(pick(random, free), parts.get(source) ?? 'running'));
	}
	if (roll < 0.86 && parts.size > 1)
		return withTask(world, name, new Map([...parts].filter(([each]) => each !== source)));
	const here = world.sources.get(source);
	if (here === undefined) return world;
	if (roll < 0.93) {
		const taken = new Set([...world.sources.values()].map(({worker}) => worker));
		const worker = pick(
			random,
			workerNames.filter(each => !taken.has(each)),
		);
		return {...world, sources: new Map(world.sources).set(source, {worker, answers: true})};
	}
	return {...world, sources: new Map(world.sources).set(source, {...here, answers: !here.answers})};
}

function withTask(world: Fickle, name: string, parts: ReadonlyMap<string, Kind>): Fickle {
	return {...world, tasks: new Map(world.tasks).set(name, parts)};
}

function withoutTask(world: Fickle, name: string): Fickle {
	return {...world, tasks: new Map([...world.tasks].filter(([each]) => each !== name))};
}

function swapped(world: Fickle, one: string, other: string): Fickle {
	const [a, b] = [world.tasks.get(one), world.tasks.get(other)];
	return a === undefined || b === undefined ? world : withTask(withTask(world, one, b), other, a);
}

/** What the master answers to a status; of one task where its name is given. Throws a DmError where there is none. */
export function statusOf(world: Fickle, name: string | null = null): Cluster {
	const parts = name === null ? null : world.tasks.get(name);
	if (parts === undefined) throw refused(`task ${name} has no source or not exist`);
	const entries = [...world.sources].filter(([source]) => parts === null || parts.has(source));
	return {
		shape: world.shape,
		tellsValidation: world.shape === 'sources',
		sources: entries.map(([source, {worker, answers}]) => {
			const subtasks = [...world.tasks].flatMap(([task, each]) => {
				const kind = each.get(source);
				return kind === undefined || (name !== null && task !== name) ? [] : [{...subtaskOf[kind], task}];
			});
			return {
				source: answers || world.shape === 'sources' ? source : null,
				worker: answers || world.shape === 'workers' ? worker : null,
				answered: answers,
				message: answers ? null : 'grpc request error',
				unbound: false,
				errors: [],
				relay: relayOf(world, source),
				subtasks: answers ? subtasks : [],
			};
		}),
	};
}

function relayOf({relays, sources}: Fickle, source: string): Relay | null {
	const stage = relays.get(source);
	return stage === undefined || sources.get(source)?.answers !== true ? null : relay({stage});
}

const subtaskOf: Readonly<Record<Kind, Subtask>> = {
	running: running(),
	loading: {
		...running(),
		work: {
			type: 'Load',
			finishedBytes: 10,
			totalBytes: 100,
			progress: '10.00 %',
			metaBinlog: {file: 'mysql-bin.000001', offset: 4},
			metaBinlogGtid: null,
			bytesPerSecond: null,
		},
	},
	new: running({}, {stage: 'New'}),
	paused: paused(),
	failed: paused(10_006, "Error 1062: Duplicate entry '1' for key 'PRIMARY'"),
	retrying: paused(10_001, 'dial tcp 10.0.5.20:4000: connect: connection refused'),
	finished: running({}, {stage: 'Finished'}),
	'at-ddl': failingAt('ADD COLUMN `gift` INT', 2000),
	'at-later-ddl': failingAt('DROP COLUMN `note`', 3000),
};

function failingAt(change: string, offset: number): Subtask {
	const message = `startLocation: [position: (mysql-bin.000001, ${offset}), gtid-set: ], endLocation: [position: (mysql-bin.000001, ${offset + 100}), gtid-set: ], origin SQL: [ALTER TABLE \`shop\`.\`orders\` ${change}]: cannot track DDL`;
	return running(
		{},
		{
			stage: 'Paused',
			result: {isCanceled: false, detail: null, errors: [{...error(10_006, 'unsupported modify column'), message}]},
		},
	);
}

function refused(problem: string): DmError {
	return new DmError('GET', '/apis/v1alpha1/status/x', [
		{master: 'm:8261', kind: 'result-false', problem, sent: true, httpStatus: 200},
	]);
}

/** The sources that a request reaches: those it names, or all that have a part of the task. */
export function reached(world: Fickle, {task, targets}: DmOperation): readonly string[] {
	const parts = [...(world.tasks.get(task)?.keys() ?? [])];
	if (targets.length === 0) return parts;
	return parts.filter(source =>
		targets.includes(world.shape === 'sources' ? source : (world.sources.get(source)?.worker ?? '')),
	);
}

const effects = {pause: 'paused', resume: 'running'} as const;
const names = {pause: 'Pause', resume: 'Resume', stop: 'Stop', delete: 'Delete'} as const;

/** What becomes of the cluster, and what the master answers: those who answer are done. */
export function operated(
	world: Fickle,
	request: DmOperation,
): {readonly world: Fickle; readonly answer: OperateAnswer} {
	const sources = reached(world, request);
	const works = (source: string) => world.sources.get(source)?.answers === true;
	const parts = new Map(world.tasks.get(request.task));
	for (const source of sources.filter(works)) {
		if (request.op === 'stop' || request.op === 'delete') parts.delete(source);
		else parts.set(source, effects[request.op]);
	}
	return {
		world: parts.size === 0 ? withoutTask(world, request.task) : withTask(world, request.task, parts),
		answer: {
			op: names[request.op],
			accepted: true,
			message: null,
			targets: sources.map(source => ({
				source: world.shape === 'sources' ? source : null,
				worker: world.sources.get(source)?.worker ?? null,
				done: works(source),
				message: works(source) ? null : 'grpc request error',
			})),
		},
	};
}

/**
 * How the cluster that is operated differs from the one that was seen, in a way that matters; null = not at all. `told`
 * are the sources that the dialog spoke of. Written from what is promised to people, and not from the code that keeps
 * the promise.
 */
export function differs(
	operation: Operation,
	{task}: OperationTarget,
	addressed: readonly string[],
	told: readonly string[],
	seen: Fickle,
	now: Fickle,
): string | null {
	// Of a task on sources that do not answer nobody knows that it is gone.
	const before = seen.tasks.get(task) ?? new Map<string, Kind>();
	const after = now.tasks.get(task);
	if (after === undefined) return `${task} is not there`;
	for (const source of new Set([...before.keys(), ...after.keys()])) {
		const [was, is] = [asOperated(before.get(source)), asOperated(after.get(source))];
		const [wasThere, isThere] = [seen.sources.get(source), now.sources.get(source)];
		const answered = wasThere?.answers === true;
		const answers = isThere?.answers === true;
		// What nobody could see cannot have been promised; nor what nobody can see, where it was said to be there.
		if (!answered && (is === undefined || !answers)) continue;
		if (was === undefined && !answers && told.includes(source)) continue;
		if (was === undefined || is === undefined) return `${task} is on other sources: ${source}`;
		if (answered && answers && wasThere?.worker !== isThere?.worker) return `${source} is on another worker`;
		if (!addressed.includes(source)) continue;
		if (answered !== answers) return `${source} ${answers ? 'answers again' : 'does not answer any more'}`;
		if (!answered || was === is) continue;
		if (operation === 'stop' && stateOf(was) !== stateOf(is)) return `${source} was ${was} and is ${is}`;
		if (operation !== 'stop' && !aims[operation].includes(is)) return `${source} is ${is}`;
	}
	return null;
}

/** At what it fails is nothing to an operation. */
function asOperated(kind: Kind | undefined): Kind | undefined {
	return kind === 'at-ddl' || kind === 'at-later-ddl' ? 'failed' : kind;
}

const aims: Readonly<Record<'pause' | 'resume', readonly Kind[]>> = {
	pause: ['running', 'loading', 'retrying'],
	resume: ['paused', 'retrying', 'failed'],
};

function stateOf(kind: Kind): string {
	return `${subtaskOf[kind].stage} ${subtaskOf[kind].work.type}`;
}
