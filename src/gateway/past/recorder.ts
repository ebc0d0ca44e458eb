import {thrownText} from '../../domain/text.ts';
import {createInTurns} from '../in-turns.ts';
import type {Memory} from '../memory/memory.ts';
import type {Reading} from '../memory/reading.ts';
import {entries, type SegmentHead} from './entries.ts';
import {toJson} from './json-maps.ts';
import {memoryPieces, subtaskPrefix} from './memory-pieces.ts';
import {createPieceWriter, type PieceWriter} from './piece-stream.ts';
import {type Body, changesAtMost, emptyBody, encodeRecord, type RecordKind} from './record.ts';
import {createSampleWriter} from './sample-stream.ts';
import {createMemoryShelf, type Shelf} from './shelf.ts';
import {statusPieces} from './status-pieces.ts';

/** Keeps what the memory is made of, so that it can be made again as it was at any moment. */
export type Recorder = {
	/** The memory took a reading, and is this now. */
	readonly took: (reading: Reading, memory: Memory) => void;
	/** The memory is another one, and no reading tells why. */
	readonly became: (memory: Memory) => void;
	/** When dm-master is asked again after a failure; null while it is being asked. */
	readonly waits: (untilMs: number | null) => void;
	/** Keeps it all there from now on; null = in memory. */
	readonly keepIn: (shelf: Shelf | null) => void;
	/** Writes what is not written yet. */
	readonly flush: () => void;
	/** Resolves when all that it was told is taken in: what is long is done in turns. */
	readonly settled: () => Promise<void>;
	/** Where it is kept, what is only in memory last. */
	readonly shelves: () => readonly Shelf[];
};

export type RecorderOptions = {
	readonly now: () => number;
	readonly wall: () => number;
	/** What wrote it: only the same program can read it. */
	readonly form: string;
	/** A name that no other run has. */
	readonly session: string;
	/** For how long it is kept. */
	readonly keepMs: number;
	/** How much is kept on a shelf, and how much in memory. */
	readonly limitBytes: number;
	readonly memoryLimitBytes: number;
	/** Why it is not kept where it should be, in a sentence; null where all is well again. */
	readonly onNote: (note: string | null) => void;
	/** Lets others have their turn. */
	readonly yieldTurn: () => Promise<void>;
	/** Something that is a mistake of ours. */
	readonly onError: (error: unknown) => void;
};

/** So much is lost at most where the program is killed. */
const writeEveryMs = 10_000;
const segmentMs = 10 * 60_000;
/** A moment is made from the memory before it and the readings since: so many ms, or answers for so many subtasks, at most. */
const memoryEveryMs = 2 * 60_000;
const subtasksBetween = 9_600;
const answersBetween = 4;
/** Writing a huge memory takes a while: it is not done more often. */
const leastMsPerSubtask = 10;
const retryMs = 60_000;
/** Histories reach back so far. */
export const historyMs = 3_600_000;
/** The samples of a while were measured over times between answers of a little more than that. */
const gapsWithinMs = 60_000;

type Segment = {
	readonly shelf: Shelf;
	readonly id: string;
	readonly fromMs: number;
	readonly wallAheadMs: number;
	bytes: number;
	memoryAtMs: number;
	answers: number;
};

type Pending = {readonly body: Body; readonly fromMs: number; untilMs: number; readonly changes: number[]};

export function createRecorder(options: RecorderOptions): Recorder {
	const {form, session, onNote} = options;
	const works = createInTurns(options.yieldTurn, options.onError);
	/** Of what is being taken in, which may be a while ago. */
	let moment = {nowMs: options.now(), wallMs: options.wall()};
	const now = () => moment.nowMs;
	const wall = () => moment.wallMs;
	const inMemory = createMemoryShelf();
	let shelf: Shelf | null = null;
	let retryAtMs = Number.NEGATIVE_INFINITY;
	let segment: Segment | null = null;
	let pending: Pending | null = null;
	let memory: Memory | null = null;
	let nextTryAtMs: number | null = null;
	let statuses: PieceWriter = createPieceWriter();
	let memories: PieceWriter = createPieceWriter();
	let answersAtMs: readonly number[] = [];
	const samples = createSampleWriter(gaps);
	const ids = new WeakMap<object, number>();
	/** Of each list what its newest item has for a number. */
	const lastIds = new Map<string, number>();

	return {
		took: (reading, after) => add(() => take(reading, after)),
		became: after =>
			add(() => {
				memory = after;
				return segment === null ? begin(false, false) : writeMemory();
			}),
		waits: untilMs =>
			add(() => {
				wait(untilMs);
				return [];
			}),
		keepIn: next => add(() => moveTo(next)),
		flush() {
			works.finish();
			add(flush);
			works.finish();
		},
		settled: works.done,
		shelves: () => (shelf === null ? [inMemory] : [shelf, inMemory]),
	};

	/** What is told while something long is being taken in waits for it: all is written in its order. */
	function add(work: () => Iterable<void>): void {
		const at = {nowMs: options.now(), wallMs: options.wall()};
		works.add(
			(function* () {
				moment = at;
				yield* work();
			})(),
		);
	}

	function* take(reading: Reading, after: Memory): Generator<void, void> {
		const hasChanged = memory !== null && (memory.events !== after.events || memory.shape !== after.shape);
		memory = after;
		if (reading.type === 'status')
			answersAtMs = [...answersAtMs, reading.atMs].filter(it => reading.atMs - it < gapsWithinMs);
		if (segment === null || isOver(segment)) {
			yield* begin(segment !== null && segment.shelf === target(), hasChanged);
			return;
		}
		const it = entry();
		if (reading.type === 'status') {
			it.body.ints.put(entries.status);
			it.body.ints.put(it.untilMs);
			yield* statuses.write(statusPieces(reading), it.body.ints, it.body.texts);
			segment.answers += 1;
		} else {
			it.body.ints.put(entries.other);
			it.body.ints.put(it.untilMs);
			it.body.texts.push(toJson(reading));
		}
		if (hasChanged) it.changes.push(it.untilMs);
		if (isMemoryDue(segment, after)) yield* writeMemory();
		else if (it.untilMs - it.fromMs >= writeEveryMs || it.changes.length === changesAtMost) yield* flush();
	}

	function wait(untilMs: number | null): void {
		if (untilMs === nextTryAtMs) return;
		nextTryAtMs = untilMs;
		if (segment === null) return;
		const {body, untilMs: atMs} = entry();
		body.ints.put(entries.wait);
		body.ints.put(atMs);
		body.ints.put(untilMs ?? 0);
	}

	function* moveTo(next: Shelf | null): Generator<void, void> {
		yield* flush();
		[shelf, retryAtMs] = [next, Number.NEGATIVE_INFINITY];
		if (memory !== null && segment?.shelf !== target()) yield* begin(false, false);
	}

	/** Where it is written now: what could not be kept is tried again after a while. */
	function target(): Shelf {
		return shelf === null || now() < retryAtMs ? inMemory : shelf;
	}

	function limitOf(of: Shelf): number {
		return of === inMemory ? options.memoryLimitBytes : options.limitBytes;
	}

	function isOver({shelf: of, fromMs, bytes, wallAheadMs}: Segment): boolean {
		if (of !== target() || now() - fromMs >= segmentMs || bytes > limitOf(of) / 16) return true;
		return Math.abs(wall() - now() - wallAheadMs) > 1000;
	}

	function isMemoryDue({memoryAtMs, answers}: Segment, {tasks}: Memory): boolean {
		if (now() - memoryAtMs >= memoryEveryMs) return true;
		let subtasks = 0;
		for (const {task} of tasks.values()) subtasks += task.subtasks.length;
		if (now() - memoryAtMs < subtasks * leastMsPerSubtask) return false;
		return answers >= answersBetween && answers * subtasks >= subtasksBetween;
	}

	/** What comes next goes there. */
	function entry(): Pending {
		pending ??= {body: emptyBody(), fromMs: now(), untilMs: now(), changes: []};
		pending.untilMs = now();
		return pending;
	}

	/** A segment can be read by itself; where it goes on with the one before it, the samples of that are not told again. */
	function* begin(goesOn: boolean, hasChanged: boolean): Generator<void, void> {
		yield* flush();
		if (memory === null) return;
		const on = target();
		memories = createPieceWriter();
		const isNext = goesOn && segment !== null;
		samples.begin(isNext);
		const fromMs = now();
		const wallAheadMs = wall() - fromMs;
		const head = emptyBody();
		head.texts.push(JSON.stringify({form, session, wallAheadMs, goesOn: isNext} satisfies SegmentHead));
		const changes = hasChanged || (!isNext && memory.shape !== null) ? [fromMs] : [];
		const bytes = Buffer.concat([recordOf('head', head, fromMs), ...(yield* memoryRecords(memory, fromMs, changes))]);
		segment = null;
		try {
			const id = on.begin(Math.round(wall()), bytes);
			segment = {shelf: on, id, fromMs, wallAheadMs, bytes: bytes.length, memoryAtMs: fromMs, answers: 0};
			if (on === shelf) onNote(null);
			trim(on);
		} catch (error) {
			yield* failed(error);
		}
	}

	function* writeMemory(): Generator<void, void> {
		yield* flush();
		if (segment === null || memory === null) return;
		const atMs = now();
		yield* write(Buffer.concat(yield* memoryRecords(memory, atMs, [])));
		if (segment !== null) [segment.memoryAtMs, segment.answers] = [atMs, 0];
	}

	function* memoryRecords(of: Memory, atMs: number, changes: readonly number[]): Generator<void, readonly Buffer[]> {
		const [whole, measured] = [emptyBody(), emptyBody()];
		whole.ints.put(nextTryAtMs ?? 0);
		yield* memories.write(memoryPieces(of, memories, idOf), whole.ints, whole.texts);
		// What DM tells next of a subtask is told by what the memory has of it, so that nothing before it has to be read.
		statuses = createPieceWriter(memories.seed(subtaskPrefix));
		yield;
		yield* samples.write(of.tasks, measured.ints, measured.texts);
		yield;
		const memoryRecord = recordOf('memory', whole, atMs, changes);
		yield;
		const samplesRecord = recordOf('samples', measured, atMs);
		yield;
		return [memoryRecord, samplesRecord];
	}

	function* flush(): Generator<void, void> {
		if (pending === null) return;
		const {body, ...of} = pending;
		pending = null;
		yield* write(encodeRecord('readings', of, body));
	}

	function* write(bytes: Buffer): Generator<void, void> {
		if (segment === null) return;
		try {
			segment.shelf.append(segment.id, bytes);
			segment.bytes += bytes.length;
		} catch (error) {
			yield* failed(error);
		}
	}

	/** Nothing can be added to what is not whole: from here on it is kept in memory, until it is tried again. */
	function* failed(error: unknown): Generator<void, void> {
		const wasOn = segment?.shelf ?? target();
		[segment, pending] = [null, null];
		if (wasOn === inMemory) return;
		retryAtMs = now() + retryMs;
		onNote(`What is seen cannot be looked back at after a restart: ${thrownText(error)}.`);
		yield* begin(false, false);
	}

	/** The oldest go, where there is too much, or it is too old. */
	function trim(of: Shelf): void {
		const all = of.segments();
		let total = all.reduce((sum, {bytes}) => sum + bytes, 0);
		for (const [index, {id, bytes}] of all.entries()) {
			const next = all[index + 1];
			if (next === undefined || id === segment?.id) return;
			const isOld = next.fromMs < wall() - options.keepMs - historyMs;
			if (!isOld && total <= limitOf(of) * mostFilled) return;
			of.remove(id);
			total -= bytes;
		}
	}

	function gaps(): readonly number[] {
		const found = new Set<number>();
		for (const [index, from] of answersAtMs.entries()) {
			for (const to of answersAtMs.slice(index + 1)) if (to - from <= 2 * writeEveryMs) found.add(to - from);
		}
		return [...found];
	}

	function idOf(list: string, item: object): number {
		const known = ids.get(item);
		if (known !== undefined) return known;
		const id = (lastIds.get(list) ?? 0) + 1;
		lastIds.set(list, id);
		ids.set(item, id);
		return id;
	}
}

/** A segment has a sixteenth of the room at most: with one more it is full. */
const mostFilled = 0.9;

function recordOf(kind: RecordKind, body: Body, atMs: number, changes: readonly number[] = []): Buffer {
	return encodeRecord(kind, {fromMs: atMs, untilMs: atMs, changes}, body);
}
