import {copyFileSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Database, openDatabase} from './database.ts';
import {journalFolder, StoreError, storeFile} from './store.ts';
import {applicationId, tablesVersion} from './tables.ts';
import {type KeptWindow, windowRows} from './window-rows.ts';

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
	return windowRows(database, fromMs);
}
