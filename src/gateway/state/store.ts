import {
	chmodSync,
	closeSync,
	existsSync,
	lstatSync,
	mkdirSync,
	openSync,
	renameSync,
	rmSync,
	statfsSync,
	symlinkSync,
} from 'node:fs';
import path from 'node:path';
import type {ClusterEvent} from '../../domain/event.ts';
import {thrownText} from '../../domain/text.ts';
import type {Batch, MinuteRow, RememberedRow} from './batch.ts';
import {type Database, openDatabase, type Row} from './database.ts';
import {eventOf, figureOf, measuredOf} from './row-values.ts';
import {applicationId, createTables, tablesVersion} from './tables.ts';
import {type KeptWindow, windowRows} from './window-rows.ts';

/** One file with what was seen of a cluster. Whoever opens it is the only one who does. */
export type Store = {
	/** Writes all of it or nothing. Throws a StoreError. */
	readonly write: (batch: Batch) => void;
	/** The same; what is large lets others have their turn, who may read meanwhile, and must not write. */
	readonly writeInTurns: (batch: Batch) => Generator<void, void>;
	/** The newest events of the time before, the newest last. */
	readonly events: (most: number) => readonly ClusterEvent[];
	/** The minutes since then, the oldest first. */
	readonly minutes: (sinceMs: number) => readonly MinuteRow[];
	readonly remembered: () => readonly RememberedRow[];
	/** All that is kept since then, at most so many events and spans. */
	readonly window: (fromMs: number, most: number) => KeptWindow;
	/** When the last batch was made; null where there is none. */
	readonly savedAtMs: () => number | null;
	readonly close: () => void;
};

/** What is wrong: the file is no such file any more, it is a newer program's, or it could not be written now. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
	readonly kind: 'broken' | 'newer' | 'unwritten';

	constructor(kind: StoreError['kind'], message: string) {
		super(message);
		this.kind = kind;
	}
}

export type StoreOptions = {
	/** A folder of this user's own. */
	readonly folder: string;
	/** The name of the file, without its ending. */
	readonly name: string;
	/** How large the file may become. */
	readonly limitBytes: number;
	readonly open?: (file: string) => Database;
};

/** The folder in which SQLite keeps what it is about to put into the file. */
export const journalFolder = '.journal';

export function storeFile({folder, name}: Pick<StoreOptions, 'folder' | 'name'>): string {
	return path.join(folder, `${name}.db`);
}

/** Makes the folders where they are missing. Throws an Error with a sentence where somebody else could read them. */
export function makeFolders(folder: string): void {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const told = lstatSync(folder);
	const mode = (told.mode & 0o777).toString(8);
	if (!told.isDirectory()) throw new Error(`${folder} is not a folder`);
	if (told.uid !== process.getuid?.()) throw new Error(`the folder ${folder} belongs to somebody else`);
	if ((told.mode & 0o077) !== 0) throw new Error(`others may open the folder ${folder} (${mode}): chmod 700 it`);
	mkdirSync(path.join(folder, journalFolder), {recursive: true, mode: 0o700});
}

/**
 * Opens the file, or makes it. SQLite knows it by a link in a folder beside it, so that its write-ahead log lies there: the
 * locks of this build are not those of other programs, and one that asked the file while it is written would take the log
 * for one that nobody uses, put it into the file and throw it away. (A rollback journal is nothing here: this build takes its
 * own lock for another's, and so never rolls back what a crash has left.) Throws a StoreError.
 */
export function openStore({folder, name, limitBytes, open = openDatabase}: StoreOptions): Store {
	const file = storeFile({folder, name});
	const link = path.join(folder, journalFolder, `${name}.db`);
	const pages = Math.max(leastPages, Math.floor(limitBytes / pageBytes));
	let database = opened();
	let ids = new Map<string, number>();
	return {write, writeInTurns, events, minutes, window, remembered, savedAtMs, close: () => database.close()};

	function opened(): Database {
		try {
			// What a process that was killed has left; its right to the file is ours now.
			rmSync(`${link}.lock`, {recursive: true, force: true});
			if (sizeOf(file) === 0) make();
			chmodSync(file, 0o600);
			if (!isLink(link)) symlinkSync(path.join('..', `${name}.db`), link);
		} catch (error) {
			throw error instanceof StoreError ? error : unwritten(error);
		}
		const it = guarded(() => open(link));
		try {
			guarded(() => begin(it));
		} catch (error) {
			closed(it);
			throw error;
		}
		return it;
	}

	/** Makes it whole under another name first: there is never half a file. */
	function make(): void {
		const half = path.join(folder, journalFolder, `${name}.new.db`);
		for (const end of ['', '-wal', '-journal']) rmSync(`${half}${end}`, {force: true});
		rmSync(`${half}.lock`, {recursive: true, force: true});
		rmSync(`${link}-wal`, {force: true});
		closeSync(openSync(half, 'wx', 0o600));
		const it = guarded(() => open(half));
		try {
			guarded(() => {
				it.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL');
				it.exec(
					`BEGIN; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${tablesVersion}; ${createTables} COMMIT`,
				);
			});
		} finally {
			closed(it);
		}
		renameSync(half, file);
	}

	function begin(it: Database): void {
		it.exec('PRAGMA cache_size = -4000');
		const version = numberOf(it.all('PRAGMA user_version'));
		const owner = numberOf(it.all('PRAGMA application_id'));
		if (owner !== applicationId) throw new StoreError('broken', `${file} is not a file of dmtop's`);
		if (version > tablesVersion) {
			const which = `its tables have version ${version}, and this program knows ${tablesVersion}`;
			throw new StoreError('newer', `${file} was written by a newer dmtop (${which})`);
		}
		it.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA max_page_count = ${pages}`);
	}

	function write(batch: Batch): void {
		for (const _ of writeInTurns(batch)) {
		}
	}

	function* writeInTurns(batch: Batch): Generator<void, void> {
		const isLarge = batch.minutes.length + batch.remembered.length > rowsATurn;
		for (let tries = 0; ; tries++) {
			try {
				guarded(() => database.exec('BEGIN IMMEDIATE'));
				for (const part of partsOf(batch)) {
					guarded(part);
					if (isLarge) yield;
				}
				guarded(() => database.exec('COMMIT'));
				intoFile();
				return;
			} catch (error) {
				ids = new Map();
				recover();
				const isFull = error instanceof StoreError && error.message.includes('full') && !isDiskFull(folder);
				if (!isFull || tries >= mostTries || !guarded(makeRoom)) throw error;
			}
		}
	}

	/** What is written stands in the log until then, which is as safe; who asks the file does not see it there. */
	function intoFile(): void {
		try {
			database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		} catch {}
	}

	/** After a failure the file is opened anew, where what was begun cannot be taken back. */
	function recover(): void {
		try {
			database.rollback();
		} catch {
			closed(database);
			database = opened();
		}
	}

	/** What a batch puts into the tables, in this order. */
	function* partsOf({atMs, events, minutes, remembered}: Batch): Generator<() => void, void> {
		const nowS = Math.floor(atMs / 1000);
		yield () => {
			database.run('UPDATE saved SET at_ms = ?', [atMs]);
			for (const event of events) putEvent(event);
		};
		for (const rows of slices(minutes)) yield () => putMinutes(rows);
		for (const rows of slices(remembered)) yield () => putRemembered(rows);
		if (minutes.length > 0) {
			yield () => thin(nowS);
			yield () => expire(nowS);
		}
		yield keepWithin;
	}

	function putRemembered(rows: readonly RememberedRow[]): void {
		const kept = rows.map(({kind, name, value}) => [kind, name, value]);
		database.run(
			`INSERT OR REPLACE INTO remembered SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)
			WHERE value ->> 2 IS NOT NULL`,
			[JSON.stringify(kept)],
		);
		for (const {kind, name, value} of rows) {
			if (value === null) database.run('DELETE FROM remembered WHERE kind = ? AND name = ?', [kind, name]);
		}
	}

	/** What is counted up is the same event. */
	function putEvent({atMs, firstAtMs, count, type, task, source, from, to, text}: ClusterEvent): void {
		const same = [firstAtMs, type, task, source, from, to, text];
		const isCountedUp =
			count > 1 &&
			database.run(
				`UPDATE event SET at_ms = ?, count = ? WHERE first_at_ms = ? AND type = ? AND task IS ? AND source IS ?
				AND from_state IS ? AND to_state IS ? AND text = ?`,
				[atMs, count, ...same],
			) > 0;
		if (isCountedUp) return;
		database.run(
			`INSERT INTO event (at_ms, count, first_at_ms, type, task, source, from_state, to_state, text)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			[atMs, count, ...same],
		);
	}

	/** Of two rows for one minute, as after a restart or a clock that was set back, the worse figures stay. */
	function putMinutes(rows: readonly MinuteRow[]): void {
		const values = rows.map(it => [
			it.atS,
			idOf(it.task, it.source),
			it.lagSeconds,
			it.gapBytes,
			it.rate,
			it.progress,
			it.counter,
		]);
		database.run(
			`INSERT INTO minute SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
			FROM json_each(?) WHERE true
			ON CONFLICT DO UPDATE SET lag_seconds = max(ifnull(lag_seconds, excluded.lag_seconds), ifnull(excluded.lag_seconds, lag_seconds)),
			gap_bytes = max(ifnull(gap_bytes, excluded.gap_bytes), ifnull(excluded.gap_bytes, gap_bytes)),
			rate = excluded.rate, progress = excluded.progress, counter = excluded.counter`,
			[JSON.stringify(values)],
		);
	}

	function idOf(task: string, source: string): number {
		const name = `${task}\n${source}`;
		const known = ids.get(name);
		if (known !== undefined) return known;
		database.run('INSERT OR IGNORE INTO subtask (task, source) VALUES (?, ?)', [task, source]);
		const id = numberOf(database.all('SELECT id FROM subtask WHERE task = ? AND source = ?', [task, source]));
		ids.set(name, id);
		return id;
	}

	/** Ten minutes that are over become one row. */
	function thin(nowS: number): void {
		const done = database.all('SELECT max(at_s) FROM ten_minutes');
		const first = firstValue(done) === null ? database.all('SELECT min(at_s) FROM minute') : done;
		const from = firstValue(done) === null ? numberOf(first) : numberOf(done) + 600;
		const until = nowS - (nowS % 600);
		if (from >= until) return;
		database.run(
			`INSERT OR REPLACE INTO ten_minutes SELECT at_s - at_s % 600 AS ten, subtask, max(lag_seconds), max(gap_bytes), avg(rate),
			max(progress), max(counter) FROM minute WHERE at_s >= ? AND at_s < ? GROUP BY ten, subtask`,
			[from, until],
		);
	}

	function expire(nowS: number): void {
		database.run('DELETE FROM minute WHERE at_s < ?', [nowS - minutesKeptS]);
		database.run('DELETE FROM ten_minutes WHERE at_s < ?', [nowS - tenMinutesKeptS]);
		database.run('DELETE FROM event WHERE at_ms < ?', [(nowS - eventsKeptS) * 1000]);
	}

	/** Frees room before it is needed, and gives back what a larger limit had allowed. */
	function keepWithin(): void {
		while (usedPages() > pages * mostFilled && makeRoom()) {}
		const excess = numberOf(database.all('PRAGMA page_count')) - pages;
		if (excess > 0) database.exec(`PRAGMA incremental_vacuum(${excess})`);
	}

	function usedPages(): number {
		return numberOf(database.all('PRAGMA page_count')) - numberOf(database.all('PRAGMA freelist_count'));
	}

	/** The oldest of the thinned history goes first, then that of minutes, events last; false where there is nothing. */
	function makeRoom(): boolean {
		return [
			['ten_minutes', 'at_s', 6 * 3600],
			['minute', 'at_s', 1800],
			['event', 'at_ms', 3_600_000],
		].some(
			([table, at, span]) =>
				database.run(`DELETE FROM ${table} WHERE ${at} < (SELECT min(${at}) FROM ${table}) + ${span}`) > 0,
		);
	}

	function events(most: number): readonly ClusterEvent[] {
		const rows = guarded(() => database.all('SELECT * FROM event ORDER BY at_ms DESC, id DESC LIMIT ?', [most]));
		return rows.toReversed().map(eventOf);
	}

	function minutes(sinceMs: number): readonly MinuteRow[] {
		const rows = guarded(() =>
			database.all('SELECT * FROM history WHERE at_s >= ? ORDER BY at_s', [Math.floor(sinceMs / 1000)]),
		);
		return rows.map(row => ({
			...measuredOf(row),
			gapBytes: figureOf(row['gap_bytes']),
			counter: figureOf(row['counter']),
		}));
	}

	function window(fromMs: number, most: number): KeptWindow {
		return guarded(() => windowRows(database, fromMs, most));
	}

	function remembered(): readonly RememberedRow[] {
		return guarded(() => database.all('SELECT kind, name, value FROM remembered')).map(row => ({
			kind: String(row['kind']) as RememberedRow['kind'],
			name: String(row['name']),
			value: String(row['value']),
		}));
	}

	function savedAtMs(): number | null {
		return figureOf(guarded(() => database.all('SELECT at_ms FROM saved'))[0]?.['at_ms']);
	}

	/** What the work returns. Throws a StoreError that says what SQLite found. */
	function guarded<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			if (error instanceof StoreError) throw error;
			const text = thrownText(error);
			if (/malformed|not a database|corrupt/.test(text)) throw new StoreError('broken', `${file} is damaged: ${text}`);
			throw unwritten(error);
		}
	}

	function unwritten(error: unknown): StoreError {
		const why = isDiskFull(folder) ? 'the disk is full' : thrownText(error);
		return new StoreError('unwritten', `${file} cannot be written: ${why}`);
	}
}

function slices<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
	return Array.from({length: Math.ceil(rows.length / rowsATurn)}, (_, at) =>
		rows.slice(at * rowsATurn, (at + 1) * rowsATurn),
	);
}

/** About 20 ms of work. */
const rowsATurn = 200;

/** Puts the file aside under another name, in the place of one that was put aside before; returns that name. */
export function putAside(options: Pick<StoreOptions, 'folder' | 'name'>, word: 'broken' | 'other'): string {
	const aside = path.join(options.folder, `${options.name}.${word}.db`);
	renameSync(storeFile(options), aside);
	rmSync(path.join(options.folder, journalFolder, `${options.name}.db-wal`), {force: true});
	return aside;
}

const pageBytes = 4096;
/** Without room for the tables and some events there is no file. */
const leastPages = 256;
/** The file is kept filled up to that: a batch needs room. */
const mostFilled = 0.9;
const mostTries = 20;
const minutesKeptS = 86_400;
const tenMinutesKeptS = 30 * 86_400;
const eventsKeptS = 7 * 86_400;

function isDiskFull(folder: string): boolean {
	try {
		return statfsSync(folder).bavail === 0;
	} catch {
		return false;
	}
}

/** 0 where there is none. */
function sizeOf(file: string): number {
	return existsSync(file) ? lstatSync(file).size : 0;
}

function isLink(file: string): boolean {
	try {
		return lstatSync(file).isSymbolicLink();
	} catch {
		return false;
	}
}

function closed(database: Database): void {
	try {
		database.close();
	} catch {}
}

function firstValue([row]: readonly Row[]) {
	return Object.values(row ?? {})[0] ?? null;
}

function numberOf(rows: readonly Row[]): number {
	return Number(firstValue(rows) ?? 0);
}
