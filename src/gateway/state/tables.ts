/** The number of the tables' form, kept as `PRAGMA user_version`; a file with a higher one is a newer program's. */
export const tablesVersion = 1;

/** `PRAGMA application_id`: the letters `dmtp`. */
export const applicationId = 0x64_6d_74_70;

/**
 * What a new file begins with; docs/state.md explains it to who asks it. Times are of the clock on the wall: `at_ms` in
 * ms since 1970, `at_s` in seconds. What is not known is NULL.
 */
export const createTables = `
CREATE TABLE saved (at_ms INTEGER);
INSERT INTO saved VALUES (NULL);
CREATE TABLE event (
	id INTEGER PRIMARY KEY,
	at_ms INTEGER NOT NULL,
	first_at_ms INTEGER NOT NULL,
	count INTEGER NOT NULL,
	type TEXT NOT NULL,
	task TEXT,
	source TEXT,
	from_state TEXT,
	to_state TEXT,
	text TEXT NOT NULL
);
CREATE INDEX event_at ON event (at_ms);
CREATE INDEX event_first ON event (first_at_ms);
CREATE TABLE subtask (
	id INTEGER PRIMARY KEY,
	task TEXT NOT NULL,
	source TEXT NOT NULL,
	UNIQUE (task, source)
);
CREATE TABLE minute (
	at_s INTEGER NOT NULL,
	subtask INTEGER NOT NULL,
	lag_seconds REAL,
	gap_bytes REAL,
	rate REAL,
	progress REAL,
	counter REAL,
	PRIMARY KEY (at_s, subtask)
) WITHOUT ROWID;
CREATE TABLE ten_minutes (
	at_s INTEGER NOT NULL,
	subtask INTEGER NOT NULL,
	lag_seconds REAL,
	gap_bytes REAL,
	rate REAL,
	progress REAL,
	counter REAL,
	PRIMARY KEY (at_s, subtask)
) WITHOUT ROWID;
CREATE TABLE remembered (
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (kind, name)
) WITHOUT ROWID;
CREATE VIEW history AS
	SELECT minute.at_s, task, source, lag_seconds, gap_bytes, rate, progress, counter
	FROM minute JOIN subtask ON subtask.id = minute.subtask;
CREATE VIEW history_30_days AS
	SELECT ten_minutes.at_s, task, source, lag_seconds, gap_bytes, rate, progress, counter
	FROM ten_minutes JOIN subtask ON subtask.id = ten_minutes.subtask;
CREATE VIEW operation AS
	SELECT at_ms, task, source, from_state AS operation, to_state AS step, text
	FROM event WHERE type = 'operation';
`;
