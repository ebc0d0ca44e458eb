import {copyFileSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ClusterEvent} from '../../domain/event.ts';
import type {Span} from '../../domain/report/window-report.ts';
import {type Database, openDatabase, type Row} from './database.ts';
import {journalFolder, StoreError, storeFile} from './store.ts';
import {applicationId, tablesVersion} from './tables.ts';

/** What a gateway has kept of a window of time, in the time of the clock on the wall. */
export type KeptWindow = {
	/** When it wrote last; null where it never did. */
	readonly savedAtMs: number | null;
	/** Of when the oldest is that is kept at all: what was before nobody knows. Null where there is nothing. */
	readonly oldestAtMs: number | null;
	/** Oldest first. */
	readonly events: readonly ClusterEvent[];
	readonly spans: readonly Span[];
};

/**
 * Reads a copy of the file, with what stands in its log and not in the file yet: a gateway that writes it is not disturbed,
 * and where it wrote in that very moment another copy is made. Throws a StoreError.
 */
export function keptWindow(place: {readonly folder: string; readonly name: string}, fromMs: number): KeptWindow {
	for (let tries = 1; ; tries++) {
		try {
			return readCopy(place, fromMs);
		} catch (error) {
			if (tries < mostTries && !(error instanceof StoreError && error.kind === 'newer')) continue;
			throw error;
		}
	}
}

const mostTries = 3;

function readCopy({folder, name}: {readonly folder: string; readonly name: string}, fromMs: number): KeptWindow {
	const own = mkdtempSync(path.join(tmpdir(), 'dmtop-history-'));
	try {
		const copy = path.join(own, `${name}.db`);
		const log = path.join(folder, journalFolder, `${name}.db-wal`);
		copyFileSync(storeFile({folder, name}), copy);
		if (existsSync(log)) copyFileSync(log, `${copy}-wal`);
		const database = openDatabase(copy);
		try {
			return readAll(database, fromMs, storeFile({folder, name}));
		} finally {
			database.close();
		}
	} finally {
		rmSync(own, {recursive: true, force: true});
	}
}

function readAll(database: Database, fromMs: number, file: string): KeptWindow {
	const first = (sql: string) => Object.values(database.all(sql)[0] ?? {})[0] ?? null;
	if (first('PRAGMA application_id') !== applicationId)
		throw new StoreError('broken', `${file} is no file in which dmtop keeps what it sees`);
	if (Number(first('PRAGMA user_version')) > tablesVersion)
		throw new StoreError('newer', `${file} was written by a newer dmtop`);
	const events = database.all('SELECT * FROM event WHERE at_ms >= ? ORDER BY first_at_ms, id', [fromMs]).map(eventOf);
	const fromS = Math.floor(fromMs / 1000);
	// The minutes are kept for a day; what is older is told by ten of them.
	const oldestS = Number(first('SELECT min(at_s) FROM minute') ?? Number.MAX_SAFE_INTEGER);
	const tens = database.all('SELECT * FROM history_30_days WHERE at_s >= ? AND at_s + 600 <= ?', [fromS, oldestS]);
	const minutes = database.all('SELECT * FROM history WHERE at_s >= ? ORDER BY at_s', [fromS]);
	const saved = first('SELECT at_ms FROM saved');
	const oldest = [
		first('SELECT min(first_at_ms) FROM event'),
		first('SELECT 1000 * min(at_s) FROM minute'),
		first('SELECT 1000 * min(at_s) FROM ten_minutes'),
	].filter(value => typeof value === 'number');
	return {
		savedAtMs: typeof saved === 'number' ? saved : null,
		oldestAtMs: oldest.length === 0 ? null : Math.min(...oldest),
		events,
		spans: [...tens.map(row => spanOf(row, 600)), ...minutes.map(row => spanOf(row, 60))],
	};
}

function eventOf(row: Row): ClusterEvent {
	return {
		atMs: Number(row['at_ms']),
		firstAtMs: Number(row['first_at_ms']),
		type: String(row['type']) as ClusterEvent['type'],
		task: textOf(row['task']),
		source: textOf(row['source']),
		from: textOf(row['from_state']),
		to: textOf(row['to_state']),
		text: String(row['text']),
		count: Number(row['count']),
	};
}

function spanOf(row: Row, seconds: number): Span {
	return {
		atS: Number(row['at_s']),
		seconds,
		task: String(row['task']),
		source: String(row['source']),
		lagSeconds: figureOf(row['lag_seconds']),
		rate: figureOf(row['rate']),
		progress: figureOf(row['progress']),
	};
}

function textOf(value: Row[string] | undefined): string | null {
	return typeof value === 'string' ? value : null;
}

function figureOf(value: Row[string] | undefined): number | null {
	return typeof value === 'number' ? value : null;
}
