import sqlite from 'node-sqlite3-wasm';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** An open SQLite file. All of it is done when a call returns; each call throws an Error in SQLite's words. */
export type Database = {
	/** Several statements, without values. */
	readonly exec: (sql: string) => void;
	/** One statement, with its values in order; returns how many rows it changed. */
	readonly run: (sql: string, values?: readonly Value[]) => number;
	readonly all: (sql: string, values?: readonly Value[]) => readonly Row[];
	/** Takes back what a transaction has done so far, where there is one. */
	readonly rollback: () => void;
	readonly close: () => void;
};

/** Opens the file, which is made where it is missing. Throws an Error in SQLite's words. */
export function openDatabase(file: string): Database {
	const database = new sqlite.Database(file);
	// This build shares no memory with others, without which a write-ahead log is one process's own.
	database.exec('PRAGMA locking_mode = EXCLUSIVE');
	return {
		exec: sql => database.exec(sql),
		run: (sql, values = []) => database.run(sql, [...values]).changes,
		all: (sql, values = []) => database.all(sql, [...values]).map(row => row as Row),
		rollback() {
			if (database.inTransaction) database.exec('ROLLBACK');
		},
		close: () => database.close(),
	};
}
