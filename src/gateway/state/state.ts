import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {type Clock, every} from '../../clock.ts';
import type {ClusterEvent} from '../../domain/event.ts';
import {cleanText, thrownText} from '../../domain/text.ts';
import {createInTurns} from '../in-turns.ts';
import {eventsKept} from '../memory/log.ts';
import type {Memory} from '../memory/memory.ts';
import type {MinuteRow} from './batch.ts';
import {minuteRowsOf} from './minutes.ts';
import {rememberedInTurns, type Written} from './remembered.ts';
import {restored, type Saved} from './restored.ts';
import {becomeSole, type Sole} from './sole.ts';
import {journalFolder, makeFolders, openStore, putAside, type Store, StoreError, storeFile} from './store.ts';
import type {KeptWindow} from './window-rows.ts';

export type StateOptions = {
	/** A folder of this user's own; each cluster has a file in it. */
	readonly folder: string;
	/** As given on the command line. */
	readonly masters: readonly string[];
	readonly limitBytes: number;
	readonly clock: Clock;
	/** Part of a name that no other gateway has. */
	readonly instance: string;
	/** Somebody should know of it: why nothing is saved, or what was put aside. Null where all is well again. */
	readonly onNote: (note: string | null) => void;
	readonly open?: typeof openStore;
	/** Lets others have their turn between two pieces of a large memory; left out, nobody waits for one. */
	readonly yieldTurn?: () => Promise<void>;
};

/** What outlives the gateway. */
export type State = {
	/** The memory to begin with in the place of an empty one: with what was saved before, where that can be read. */
	readonly restore: (empty: Memory) => Memory;
	/** What the gateway knows now; it is written later on, in batches. */
	readonly note: (memory: Memory) => void;
	/** What is kept since a time of the clock on the wall; null where nothing can be read. */
	readonly window: (fromMs: number) => KeptWindow | null;
	/** The folder for what is read of this cluster, and whether this gateway has the right to write there. */
	readonly readings: () => {readonly folder: string; readonly isOurs: boolean};
	/** What was saved is of another cluster: it is put aside, and a new file begun. */
	readonly startAnew: () => void;
	/** Writes what is not written yet, and lets another have the file. */
	readonly close: () => void;
};

/** How often events are written, where there are new ones. */
const writeEveryMs = 10_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** How many minutes it takes at most until all that is remembered is written anew. */
const turns = 10;
/** Of more than this is told by tens of minutes: reading them would hold up all else. */
const mostInWindow = 100_000;
/** More that could not be written are not kept. */
const mostPending = 50_000;

/**
 * Opens what is saved of the cluster, or begins it. What goes wrong is told by `onNote` and is never thrown: a gateway
 * that cannot save goes on without, and tries again each minute.
 */
export async function openState(options: StateOptions): Promise<State> {
	const {clock, onNote, open = openStore, yieldTurn = async () => {}} = options;
	const works = createInTurns(yieldTurn, error => onNote(unsaved(thrownText(error))));
	const place = {folder: options.folder, name: stateName(options), limitBytes: options.limitBytes};
	let memory: Memory | null = null;
	let known: readonly ClusterEvent[] = [];
	let pending: readonly ClusterEvent[] = [];
	let written: Written = new Map();
	let turn = 0;
	let minutesFromMs = clock.now();
	let triedAtMs = clock.now();
	let sole: Sole | null = null;
	let store: Store | null = null;
	let isClosed = false;
	let isWriting = false;
	let asideNote: string | null = null;
	await begin();
	const stop = every(clock, writeEveryMs, () => void tick());

	return {
		restore(empty) {
			const saved = read();
			const memory = saved === null ? empty : restored(saved, empty, {nowMs: clock.now(), wallMs: clock.wall()});
			// The gap that nobody watched is told for the first time.
			known = saved === null ? [] : memory.events.slice(0, saved.events.length);
			return memory;
		},
		note(now) {
			if (now.events !== known) {
				const old = new Set(known);
				pending = [...pending, ...now.events.filter(event => !old.has(event))].slice(-mostPending);
				known = now.events;
			}
			memory = now;
		},
		window(fromMs) {
			works.finish();
			if (pending.length > 0) writeAtOnce(false);
			try {
				return store?.window(fromMs, mostInWindow) ?? null;
			} catch {
				return null;
			}
		},
		readings: () => ({
			folder: path.join(place.folder, `${place.name}.readings`),
			isOurs: sole?.holds() === true,
		}),
		startAnew() {
			works.finish();
			if (store === null) return;
			store.close();
			store = null;
			aside('other', 'what was saved is of another cluster');
		},
		close() {
			stop();
			works.finish();
			isClosed = true;
			if (store !== null) writeAtOnce(true);
			end();
		},
	};

	async function begin(): Promise<void> {
		triedAtMs = clock.now();
		try {
			makeFolders(place.folder);
			const right = createHash('sha256').update(place.name).digest('hex').slice(0, 16);
			const mine = await becomeSole(path.join(place.folder, journalFolder), right, options.instance.slice(-20));
			if (mine === null) {
				onNote(unsaved(`another dmtop keeps ${storeFile(place)}`));
				return;
			}
			if (isClosed) mine.release();
			else sole = mine;
		} catch (error) {
			onNote(unsaved(thrownText(error)));
			return;
		}
		if (!isClosed) openFile();
	}

	/** A file that is damaged is put aside, and a new one begun. */
	function openFile(): void {
		try {
			store = open(place);
			onNote(asideNote);
		} catch (error) {
			if (error instanceof StoreError && error.kind === 'broken') aside('broken', error.message);
			else fail(error);
		}
	}

	function aside(word: 'broken' | 'other', why: string): void {
		try {
			const name = putAside(place, word);
			[written, store] = [new Map(), open(place)];
			asideNote = cleanText(`${capitalized(why)}: it is kept as ${name}, and a new file was begun.`);
			onNote(asideNote);
		} catch (error) {
			fail(error);
		}
	}

	function fail(error: unknown): void {
		end();
		onNote(unsaved(thrownText(error)));
	}

	function end(): void {
		try {
			store?.close();
		} catch {}
		sole?.release();
		[store, sole] = [null, null];
	}

	function read(): Saved | null {
		if (store === null) return null;
		try {
			const [remembered, events, atMs] = [store.remembered(), store.events(eventsKept), store.savedAtMs()];
			return atMs === null ? null : {atMs, events, remembered, minutes: store.minutes(atMs - hourMs)};
		} catch (error) {
			store.close();
			store = null;
			if (error instanceof StoreError && error.kind === 'broken') aside('broken', error.message);
			else fail(error);
			return null;
		}
	}

	async function tick(): Promise<void> {
		const isMinute = clock.now() - minutesFromMs >= minuteMs;
		if (isWriting) return;
		if (store === null) {
			if (clock.now() - triedAtMs >= minuteMs) await begin();
		} else if (isMinute || pending.length > 0) works.add(write(isMinute));
	}

	function writeAtOnce(isMinute: boolean): void {
		works.add(write(isMinute));
		works.finish();
	}

	function* write(isMinute: boolean): Generator<void, void> {
		isWriting = true;
		try {
			yield* writeBatch(isMinute);
		} finally {
			isWriting = false;
		}
	}

	function* writeBatch(isMinute: boolean): Generator<void, void> {
		if (memory === null || store === null || sole === null) return;
		const of = memory;
		const events = pending;
		if (!sole.holds()) {
			fail(new Error(`somebody took ${storeFile(place)} away`));
			return;
		}
		const nowMs = clock.now();
		const wallAheadMs = clock.wall() - nowMs;
		const span = {fromMs: minutesFromMs, untilMs: isClosed ? nowMs + 1 : wholeMinute(nowMs, wallAheadMs)};
		const which = {turn, turns: isClosed ? 1 : turns, wallAheadMs};
		const kept = isMinute ? yield* rememberedInTurns(of, written, which) : null;
		const minutes = isMinute ? yield* minutesOf(of, span, wallAheadMs) : [];
		const later = ({atMs, firstAtMs, ...event}: ClusterEvent) => ({
			...event,
			atMs: atMs + wallAheadMs,
			firstAtMs: firstAtMs + wallAheadMs,
		});
		try {
			yield* store.writeInTurns({
				atMs: nowMs + wallAheadMs,
				events: events.map(later),
				minutes,
				remembered: kept?.rows ?? [],
			});
			const isSaved = new Set(events);
			pending = pending.filter(event => !isSaved.has(event));
			if (kept !== null) [written, turn, minutesFromMs] = [kept.written, turn + 1, span.untilMs];
			onNote(asideNote);
		} catch (error) {
			if (error instanceof StoreError && error.kind === 'broken') {
				store.close();
				store = null;
				aside('broken', error.message);
			} else onNote(unsaved(thrownText(error)));
		}
	}
}

/** What the histories hold of some minutes; many tasks let others have their turn. */
function* minutesOf(
	{tasks}: Memory,
	span: Parameters<typeof minuteRowsOf>[1],
	wallAheadMs: number,
): Generator<void, readonly MinuteRow[]> {
	const rows: MinuteRow[] = [];
	let tasksDone = 0;
	for (const known of tasks.values()) {
		rows.push(...minuteRowsOf(known, span, wallAheadMs));
		if (++tasksDone % tasksATurn === 0) yield;
	}
	return rows;
}

const tasksATurn = 50;

/** The last whole minute of the wall before a moment. */
function wholeMinute(nowMs: number, wallAheadMs: number): number {
	return nowMs - ((nowMs + wallAheadMs) % minuteMs);
}

function unsaved(why: string): string {
	return cleanText(`What is seen is not saved: ${why}.`);
}

/** The file is named after the first master; where the masters come in another order, after the one that has a file. */
export function stateName({folder, masters}: Pick<StateOptions, 'folder' | 'masters'>): string {
	const names = masters.map(fileName);
	return names.find(name => existsSync(storeFile({folder, name}))) ?? names[0] ?? 'unknown';
}

/** Such as `10.0.0.5_8261`. */
function fileName(master: string): string {
	const address = master
		.toLowerCase()
		.replace(/^\w+:\/\//, '')
		.replace(/^localhost:/, '127.0.0.1:');
	return address.replace(/[^a-z0-9.-]/g, '_').slice(0, 100);
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
