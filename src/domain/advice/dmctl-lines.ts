import {commandLine, quoted} from '../operation/words.ts';
import type {Facts, Line} from './entry.ts';

/** A form of a command and the versions that have it, as major * 100 + minor. */
type Form = {readonly from?: number; readonly until?: number; readonly text: string};

type Of = Pick<Facts, 'version' | 'task' | 'source' | 'worker' | 'isWhole'>;

/** The forms that the version may have, each with its versions where there are several. */
export function forms({version}: Pick<Of, 'version'>, ...all: readonly Form[]): readonly Line[] {
	const possible = all.filter(
		({from = 0, until = Number.POSITIVE_INFINITY}) => from <= version.newest && version.oldest <= until,
	);
	return possible.map(form => ({
		type: 'dmctl',
		text: form.text,
		versions: possible.length === 1 ? null : versionsOf(form),
	}));
}

function versionsOf({from, until}: Form): string {
	if (until === undefined) return from === undefined ? 'all versions' : `${named(from)} and later`;
	if (from === undefined) return until < 200 ? '1.0' : `before ${named(until + 1)}`;
	return `${named(from)} to ${named(until)}`;
}

/** Before 6.0 came 5.4. */
function named(version: number): string {
	return version === 599 ? '5.4' : `${Math.floor(version / 100)}.${version % 100}`;
}

/** Where a command acts: by source, in 1.0 by worker; everywhere where the whole task is meant. */
function place({version, source, worker, isWhole}: Of): string {
	if (isWhole) return '';
	return version.newest < 200 ? ` -w ${quoted(worker)}` : ` -s ${quoted(source)}`;
}

function one(text: string): readonly Line[] {
	return [{type: 'dmctl', text, versions: null}];
}

export function resumeTask(it: Of): readonly Line[] {
	return one(commandLine('resume-task', it.task, place(it)));
}

export function pauseTask(it: Of): readonly Line[] {
	return one(commandLine('pause-task', it.task, place(it)));
}

export function stopTask(it: Of): readonly Line[] {
	return one(commandLine('stop-task', it.task, ''));
}

/** The file of a task, of which nobody here knows where it is. */
const taskFile = 'FILE.yaml';

/** Starts a task from its file. */
export function startTask(flags = ''): readonly Line[] {
	return one(`start-task${flags} ${taskFile}`);
}

/** Starts it from the beginning; in 1.0 that is a setting of the task's file. */
export function startAnew(it: Of): readonly Line[] {
	return forms(
		it,
		{from: 200, text: `start-task --remove-meta ${taskFile}`},
		...(it.version.newest < 200 ? [{until: 199, text: `start-task ${taskFile}`}] : []),
	);
}

export function queryTask(it: Of): readonly Line[] {
	return one(commandLine('query-status', it.task, ''));
}

export function querySource(it: Of): readonly Line[] {
	return it.isWhole ? queryTask(it) : one(`query-status${place(it)}`);
}

export function resumeRelay(it: Of): readonly Line[] {
	return one(`resume-relay${place({...it, isWhole: false})}`);
}

export function startRelay(it: Of): readonly Line[] {
	return forms(
		it,
		{from: 504, text: `start-relay -s ${quoted(it.source)}`},
		{from: 200, until: 503, text: `start-relay -s ${quoted(it.source)} ${quoted(it.worker)}`},
	);
}

export function stopRelay(it: Of): readonly Line[] {
	return forms(
		it,
		{from: 504, text: `stop-relay -s ${quoted(it.source)}`},
		{from: 200, until: 503, text: `stop-relay -s ${quoted(it.source)} ${quoted(it.worker)}`},
	);
}

export function listWorkers(it: Of): readonly Line[] {
	return forms(it, {from: 200, text: 'list-member --worker'});
}

export function listMasters(it: Of): readonly Line[] {
	return forms(it, {from: 200, text: 'list-member --master'});
}

export function showSources(it: Of): readonly Line[] {
	return forms(it, {from: 200, text: 'operate-source show'});
}

export function sourceConfig(it: Of): readonly Line[] {
	return forms(
		it,
		{from: 600, text: commandLine('config source', it.source, '')},
		{from: 200, until: 599, text: commandLine('get-config source', it.source, '')},
	);
}

/** Skips the DDL that the task is failing at; 1.0 wants its position. */
export function skipDdl(it: Of, position: string): readonly Line[] {
	return forms(
		it,
		{from: 600, text: commandLine('binlog skip', it.task, place(it))},
		{from: 200, until: 599, text: commandLine('handle-error', it.task, place(it), ' skip')},
		{until: 199, text: commandLine('sql-skip', it.task, ` -w ${quoted(it.worker)} -b ${quoted(position)}`)},
	);
}

/** Runs another DDL in its place. */
export function replaceDdl(it: Of, position: string): readonly Line[] {
	const ddl = " 'DDL'";
	return forms(
		it,
		{from: 600, text: commandLine('binlog replace', it.task, place(it), ddl)},
		{from: 200, until: 599, text: commandLine('handle-error', it.task, place(it), ` replace${ddl}`)},
		{until: 199, text: commandLine('sql-replace', it.task, ` -w ${quoted(it.worker)} -b ${quoted(position)}`, ddl)},
	);
}

/** Shows the table as DM believes it to be. */
export function showSchema(it: Of, {schema, name}: Table): readonly Line[] {
	return forms(
		it,
		{
			from: 600,
			text: commandLine('binlog-schema list', it.task, place(it), ` ${quoted(schema)} ${quoted(name)}`),
		},
		{
			from: 200,
			until: 599,
			text: commandLine('operate-schema get', it.task, `${place(it)} -d ${quoted(schema)} -t ${quoted(name)}`),
		},
	);
}

/** Sets it from a file with a CREATE TABLE. */
export function setSchema(it: Of, {schema, name}: Table): readonly Line[] {
	return forms(
		it,
		{
			from: 600,
			text: commandLine('binlog-schema update', it.task, place(it), ` ${quoted(schema)} ${quoted(name)} FILE.sql`),
		},
		{
			from: 200,
			until: 599,
			text: commandLine(
				'operate-schema set',
				it.task,
				`${place(it)} -d ${quoted(schema)} -t ${quoted(name)}`,
				' FILE.sql',
			),
		},
	);
}

export type Table = {readonly schema: string; readonly name: string};

export function showLocks(it: Of): readonly Line[] {
	return forms(
		it,
		{from: 600, text: commandLine('shard-ddl-lock', it.task, '')},
		{until: 599, text: commandLine('show-ddl-locks', it.task, '')},
	);
}

/** The owner executes the DDL, the others skip it. */
export function unlock(it: Of, id: string, flags = ''): readonly Line[] {
	return forms(
		it,
		{from: 600, text: commandLine('shard-ddl-lock unlock', id, flags)},
		{until: 599, text: commandLine('unlock-ddl-lock', id, flags)},
	);
}

export function validation(it: Of, command: 'start' | 'status' | 'show-error' | 'resolve-error', rest = '') {
	return forms(it, {from: 602, text: commandLine(`validation ${command}`, it.task, '', rest)});
}

export function transferSource(it: Of, worker: string): readonly Line[] {
	return forms(it, {from: 200, text: commandLine('transfer-source', it.source, '', ` ${quoted(worker)}`)});
}

/** The same at another source of the task. */
export function at<It extends Of>(it: It, source: string): It {
	return {...it, source, isWhole: false};
}

/** Has DM check the file of a task. */
export function checkTask(): readonly Line[] {
	return one(`check-task ${taskFile}`);
}
