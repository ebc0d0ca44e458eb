import type {TaskSubtask} from '../../domain/task.ts';
import type {KnownSource} from '../memory/known-source.ts';
import type {KnownTask} from '../memory/known-task.ts';
import type {Verdict} from '../memory/known-verdict.ts';
import type {Memory} from '../memory/memory.ts';
import type {RememberedRow} from './batch.ts';
import {shifted} from './times.ts';

/**
 * The number of the form of the rows. Raised when a kept type of the memory changes: rows of another form are not read,
 * and the next start begins with the events and the history alone.
 */
export const rememberedForm = 3;

/** What was written of each row, so that the next batch holds only what is new. */
export type Written = ReadonlyMap<string, string>;

export type Remembered = {readonly rows: readonly RememberedRow[]; readonly written: Written};

type Pieces = ReadonlyMap<string, {readonly kind: RememberedRow['kind']; readonly name: string; readonly of: unknown}>;

/**
 * The rows of a memory that differ from those that were written, and what is written then. What changes with every answer
 * (counters, positions, when it was last seen) makes no row alone: of those, a part as large as `turn` of `turns` tells
 * is written each time, so that none is older than so many batches. `wallAheadMs` = how much more the wall shows. A large
 * memory lets others have their turn.
 */
export function* rememberedInTurns(
	memory: Memory,
	before: Written,
	{turn, turns, wallAheadMs}: {readonly turn: number; readonly turns: number; readonly wallAheadMs: number},
): Generator<void, Remembered> {
	const rows: RememberedRow[] = [];
	const written = new Map<string, string>();
	let number = 0;
	for (const [key, {kind, name, of}] of piecesOf(memory)) {
		const steady = JSON.stringify(of, withoutVolatile);
		written.set(key, steady);
		if ((number + 1) % piecesATurn === 0) yield;
		const isItsTurn = number++ % turns === turn % turns;
		if (kind !== 'cluster' && !isItsTurn && before.get(key) === steady) continue;
		rows.push({kind, name, value: JSON.stringify(shifted(of, wallAheadMs))});
	}
	for (const key of before.keys()) {
		const [kind = '', ...name] = key.split('\n');
		if (!written.has(key)) rows.push({kind: kind as RememberedRow['kind'], name: name.join('\n'), value: null});
	}
	return {rows, written};
}

/** The same at once. */
export function rememberedRows(...of: Parameters<typeof rememberedInTurns>): Remembered {
	const work = rememberedInTurns(...of);
	for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** About 20 ms of work. */
const piecesATurn = 500;

type KeptCluster = Pick<Memory, 'firstGoodAtMs' | 'lastGood' | 'leader' | 'shape'> & {readonly form: number};
type KeptTask = Omit<KnownTask, 'task' | 'verdicts' | 'tracks'> & {
	readonly task: Omit<KnownTask['task'], 'subtasks'>;
	readonly sources: readonly string[];
};
type KeptSubtask = {readonly it: Omit<TaskSubtask, 'slow'>; readonly verdict: Verdict | null};
type KeptSource = Omit<KnownSource, 'positions'>;

function piecesOf({firstGoodAtMs, lastGood, leader, shape, tasks, sources}: Memory): Pieces {
	const pieces = new Map<string, {kind: RememberedRow['kind']; name: string; of: unknown}>();
	const add = (kind: RememberedRow['kind'], name: string, of: unknown) =>
		pieces.set(`${kind}\n${name}`, {kind, name, of});
	add('cluster', '', {form: rememberedForm, firstGoodAtMs, lastGood, leader, shape} satisfies KeptCluster);
	for (const {positions: _, ...source} of sources.values()) {
		add('source', source.source, source satisfies KeptSource);
	}
	for (const {task, verdicts, tracks: _, ...rest} of tasks.values()) {
		const {subtasks, ...kept} = task;
		const order = subtasks.map(({source}) => source);
		add('task', task.name, {...rest, task: kept, sources: order} satisfies KeptTask);
		for (const {slow: _, ...it} of subtasks) {
			const verdict = verdicts.get(it.source) ?? null;
			add('subtask', `${task.name}\n${it.source}`, {it, verdict} satisfies KeptSubtask);
		}
	}
	return pieces;
}

/** Leaves out what changes with every answer. */
function withoutVolatile(name: string, value: unknown): unknown {
	return volatile.has(name) ? undefined : value;
}

const volatile: ReadonlySet<string> = new Set([
	'lastSeenAtMs',
	'gapSinceMs',
	'lag',
	'still',
	'watchedMs',
	'totalEvents',
	'totalTps',
	'recentTps',
	'totalRows',
	'totalRps',
	'recentRps',
	'ioTotalBytes',
	'dumpIoTotalBytes',
	'upstream',
	'upstreamGtid',
	'checkpoint',
	'checkpointGtid',
	'position',
	'gtid',
	'secondsBehindMaster',
	'synced',
	'caughtUp',
	'finishedBytes',
	'finishedRows',
	'completedTables',
	'bytesPerSecond',
	'progress',
	'processedRows',
	'pendingRows',
]);

/**
 * The memory that the rows tell of, in the place of an empty one; null where they are of another form or there are none.
 * What was there at the last answer was last seen then. Positions of the upstream are left out: a checkpoint that was
 * passed while nobody watched would else look younger than it is.
 */
export function memoryOf(rows: readonly RememberedRow[], empty: Memory, wallAheadMs: number): Memory | null {
	const cluster = parsed<KeptCluster>(rows.find(({kind}) => kind === 'cluster'));
	if (cluster === null || cluster.form !== rememberedForm || cluster.lastGood === null) return null;
	const {firstGoodAtMs, lastGood, leader, shape} = shifted(cluster, -wallAheadMs);
	const seenAtMs = lastGood?.atMs ?? null;
	const read = <Of>(kind: RememberedRow['kind']) =>
		new Map(
			rows.flatMap(row => {
				const value = row.kind === kind ? parsed<Of>(row) : null;
				return value === null ? [] : [[row.name, shifted(value, -wallAheadMs)] as const];
			}),
		);
	const parts = read<KeptSubtask>('subtask');
	const tasks = [...read<KeptTask>('task')].map(([name, kept]) => [name, taskOf(kept, parts, seenAtMs)] as const);
	const sources = [...read<KeptSource>('source')].map(([name, source]) => {
		const lastSeenAtMs = source.answered ? seenAtMs : source.lastSeenAtMs;
		return [name, {...source, lastSeenAtMs, positions: []}] as const;
	});
	return {...empty, firstGoodAtMs, lastGood, leader, shape, tasks: new Map(tasks), sources: new Map(sources)};
}

function taskOf({task, sources, ...kept}: KeptTask, parts: ReadonlyMap<string, KeptSubtask>, seenAtMs: number | null) {
	const found = sources.flatMap(source => parts.get(`${task.name}\n${source}`) ?? []);
	const subtasks = found.map(({it}) => ({
		...it,
		slow: null,
		...(it.presence.type === 'here' && {lastSeenAtMs: seenAtMs}),
	}));
	const verdicts = new Map(found.flatMap(({it, verdict}) => (verdict === null ? [] : [[it.source, verdict] as const])));
	return {...kept, task: {...task, subtasks}, verdicts, tracks: new Map()} satisfies KnownTask;
}

function parsed<Of>(row: RememberedRow | undefined): Of | null {
	return row?.value == null ? null : (JSON.parse(row.value) as Of);
}
