import type {Subtask} from '../../domain/cluster.ts';
import type {Lag, Still, TaskSubtask} from '../../domain/task.ts';
import {emptyHistory, type History} from '../memory/history.ts';
import type {KnownSource} from '../memory/known-source.ts';
import type {KnownTask} from '../memory/known-task.ts';
import type {Verdict} from '../memory/known-verdict.ts';
import type {Memory} from '../memory/memory.ts';
import type {Track} from '../memory/track.ts';
import {fromJson, toJson} from './json-maps.ts';
import type {Piece, PieceWriter} from './piece-stream.ts';

/**
 * The parts of a memory, but for the samples of its histories, which are told apart (sample-stream.ts). What is only ever added
 * to, such as events, has a part for each of its items: `idOf` gives an object a number of its own.
 */
export function* memoryPieces(
	memory: Memory,
	written: Pick<PieceWriter, 'has'>,
	idOf: (list: string, item: object) => number,
): Iterable<Piece> {
	const {tasks, sources, events, ...rest} = memory;
	yield ['', toJson({...rest, tasks: [...tasks.keys()], sources: [...sources.keys()]})];
	yield* itemPieces('e', events, written, idOf);
	for (const [name, {positions, ...source}] of sources) {
		yield [`s\x01${name}`, JSON.stringify(source)];
		yield* itemPieces(`p\x01${name}`, positions, written, idOf);
	}
	for (const [name, {task, verdicts, tracks, ...known}] of tasks) {
		const {subtasks, ...ofTask} = task;
		const order = subtasks.map(({source}) => source);
		const others = [...tracks.keys()].filter(source => !order.includes(source));
		yield [`t\x01${name}`, JSON.stringify({...known, task: ofTask, order, others} satisfies KeptTask)];
		for (const it of subtasks) {
			const {subtask, lag, still, ...others} = it;
			const verdict = verdicts.get(it.source) ?? null;
			const of = `${name}\x01${it.source}`;
			yield [`u\x01${of}`, JSON.stringify({others, verdict} satisfies KeptSubtask)];
			yield [ofSubtask(name, it.source), JSON.stringify(subtask)];
			// Without names, and apart from what grows and shrinks, these are alike for many.
			const {peaks, ...rest} = lag;
			yield [`l\x01${of}`, JSON.stringify(rest)];
			yield [`h\x01${of}`, JSON.stringify(peaks)];
			yield [`k\x01${of}`, JSON.stringify({still, track: trackOf(tracks.get(it.source))} satisfies KeptMeasure)];
		}
		for (const source of others) {
			const track = trackOf(tracks.get(source));
			yield [`k\x01${name}\x01${source}`, JSON.stringify({still: null, track} satisfies KeptMeasure)];
		}
	}
}

/** What the part is called that has what DM told of a subtask. */
export function ofSubtask(task: string, source: string): string {
	return `${subtaskPrefix}${task}\x01${source}`;
}

export const subtaskPrefix = 'd\x01';

/** The memory of its parts; `historyOf` gives the history of a subtask of which so many samples were there. */
export function memoryOf(
	pieces: ReadonlyMap<string, string>,
	historyOf: (task: string, source: string, size: number) => History,
): Memory {
	const part = <Of>(name: string) => JSON.parse(pieces.get(name) ?? '') as Of;
	const {tasks, sources, ...rest} = fromJson(pieces.get('') ?? '') as KeptRest;
	return {
		...rest,
		events: itemsOf('e', pieces),
		sources: new Map(
			sources.map(name => [
				name,
				{...part<Omit<KnownSource, 'positions'>>(`s\x01${name}`), positions: itemsOf(`p\x01${name}`, pieces)},
			]),
		),
		tasks: new Map(tasks.map(name => [name, taskOf(name)])),
	};

	function taskOf(name: string): KnownTask {
		const {task, order, others, ...known} = part<KeptTask>(`t\x01${name}`);
		const verdicts = new Map<string, Verdict>();
		const tracks = new Map<string, Track>();
		const subtasks = order.map((source): TaskSubtask => {
			const of = `${name}\x01${source}`;
			const {others, verdict} = part<KeptSubtask>(`u\x01${of}`);
			const {still, track} = part<KeptMeasure>(`k\x01${of}`);
			if (verdict !== null) verdicts.set(source, verdict);
			if (track !== null) tracks.set(source, measured(name, source, track));
			const peaks = part<Lag['peaks']>(`h\x01${of}`);
			const lag = {...part<Omit<Lag, 'peaks'>>(`l\x01${of}`), peaks};
			return {...others, subtask: part<Subtask | null>(ofSubtask(name, source)), lag, still};
		});
		for (const source of others) {
			const {track} = part<KeptMeasure>(`k\x01${name}\x01${source}`);
			if (track !== null) tracks.set(source, measured(name, source, track));
		}
		return {...known, task: {...task, subtasks}, verdicts, tracks};
	}

	function measured(task: string, source: string, {size, ...track}: KeptTrack): Track {
		return {...track, history: size === 0 ? emptyHistory : historyOf(task, source, size)};
	}
}

type KeptRest = Omit<Memory, 'tasks' | 'sources' | 'events'> & {
	readonly tasks: readonly string[];
	readonly sources: readonly string[];
};
type KeptTask = Omit<KnownTask, 'task' | 'verdicts' | 'tracks'> & {
	readonly task: Omit<KnownTask['task'], 'subtasks'>;
	/** The sources of its subtasks, and those of which there is no more than what was measured. */
	readonly order: readonly string[];
	readonly others: readonly string[];
};
type KeptTrack = Omit<Track, 'history'> & {readonly size: number};
type KeptSubtask = {
	readonly others: Omit<TaskSubtask, 'subtask' | 'lag' | 'still'>;
	readonly verdict: Verdict | null;
};
type KeptMeasure = {readonly still: Still | null; readonly track: KeptTrack | null};

function trackOf(track: Track | undefined): KeptTrack | null {
	if (track === undefined) return null;
	const {history, ...of} = track;
	return {...of, size: history.size};
}

/** Each item once, and in which order they are there. */
function* itemPieces(
	name: string,
	items: readonly object[],
	written: Pick<PieceWriter, 'has'>,
	idOf: (list: string, item: object) => number,
): Iterable<Piece> {
	const runs: [number, number][] = [];
	for (const item of items) {
		const id = idOf(name, item);
		const last = runs.at(-1);
		if (last !== undefined && last[0] + last[1] === id) last[1] += 1;
		else runs.push([id, 1]);
		const piece = `${name}\x01${id}`;
		yield [piece, written.has(piece) ? null : JSON.stringify(item)];
	}
	yield [name, JSON.stringify(runs)];
}

function itemsOf<Item>(name: string, pieces: ReadonlyMap<string, string>): readonly Item[] {
	const runs = JSON.parse(pieces.get(name) ?? '') as readonly (readonly [number, number])[];
	return runs.flatMap(([first, count]) =>
		Array.from({length: count}, (_, at) => JSON.parse(pieces.get(`${name}\x01${first + at}`) ?? '') as Item),
	);
}
