import {
	checkTask,
	queryTask,
	resumeRelay,
	resumeTask,
	setSchema,
	showSchema,
	startAnew,
	startTask,
	stopTask,
} from './dmctl-lines.ts';
import type {Entry, Facts, Line, Step} from './entry.ts';
import {nothing, step, stepThen} from './entry.ts';
import {addressIn, duplicateIn, isOfRelay, sqlTable, sqlText, tableIn} from './facts.ts';
import {pages} from './pages.ts';

/** How it goes on once its cause is gone: by itself, or by a person. */
export function goesOn(it: Facts): readonly Step[] {
	const isRelay = isOfRelay(it);
	const byHand = isRelay ? step('resume the relay', resumeRelay(it)) : step('resume it', resumeTask(it), 'r');
	if (it.retried !== true || it.checkerOff) return [byHand];
	return [{...byHand, text: `wait: DM tries again by itself within 5 minutes; or ${byHand.text} at once`}];
}

/** What to do first, after which it goes on: by itself, or by the key. */
export function mend(it: Facts, text: string, lines: readonly Line[] = []): Step {
	if (it.retried === true && !it.checkerOff) return step(`${text}; DM then goes on`, lines);
	return isOfRelay(it) ? step(`${text}; resume the relay`, resumeRelay(it)) : stepThen(text, 'r', lines);
}

function statement(text: string): readonly Line[] {
	return [{type: 'sql', text, versions: null}];
}

/** The table of the error as a person is told of it. */
function named(it: Facts, otherwise: string): string {
	const table = tableIn(it.text);
	return table === null ? otherwise : sqlTable(table);
}

/** Where the row that is there already can be looked at; nothing where the text does not tell. */
function lookAtDuplicate(it: Facts): readonly Line[] {
	const [table, duplicate] = [tableIn(it.text), duplicateIn(it.text)];
	if (table === null || duplicate === null) return [];
	const columns = /^(.*\.)?PRIMARY$/.test(duplicate.key) ? '<primary key>' : `<columns of ${duplicate.key}>`;
	return statement(`SELECT * FROM ${sqlTable(table)} WHERE ${columns} = ${sqlText(duplicate.value)};`);
}

/** From the beginning: what the documentation calls to reset a task. */
export function resetSteps(it: Facts): readonly Step[] {
	return [
		step('stop the task', stopTask(it), 'X'),
		step('remove what it has migrated from the target'),
		step(
			it.version.newest < 200 ? 'start it with `remove-meta: true` in its file' : 'start it from the beginning',
			startAnew(it),
		),
	];
}

/** Errors of the two databases and of the rows between them. */
export const errors: readonly Entry[] = [
	{
		id: '1062-load',
		sql: [1062],
		texts: ['duplicate entry'],
		units: ['Load'],
		means: 'The full load meets a row that the target has already.',
		say: it => ({
			now: step('find out who else wrote this table; a load wants it empty', lookAtDuplicate(it)),
			steps: [
				step('make sure that nothing else writes to the table in the target'),
				step('look at the row that is there', lookAtDuplicate(it)),
				...resetSteps(it),
			],
			note: 'Where the row in the target is one too many, delete it and resume instead.',
		}),
		page: pages.faq,
	},
	{
		id: '1062-row',
		sql: [1062],
		texts: ['duplicate entry'],
		means: 'A row that DM writes is in the target already, with the same key.',
		say: it => ({
			now: mend(it, 'make the row equal in source and target'),
			steps: [
				step('make sure that nothing else writes to the table, and that no filter drops its changes'),
				step('look the key up in source and target', lookAtDuplicate(it)),
				step('make the two rows equal, or delete the one in the target'),
				...goesOn(it),
			],
			note: "A row cannot be skipped: DM's skip is for DDL.",
		}),
		page: pages.faq,
	},
	{
		id: '1406-too-long',
		sql: [1406],
		texts: ['data too long for column'],
		means: 'A value is longer than its column in the target.',
		say: it => ({
			now: mend(it, `make the column of ${named(it, 'the table')} as wide as in the source`),
			steps: [
				step('compare the column in source and target', showCreate(it)),
				step('make the column in the target as wide as in the source'),
				...goesOn(it),
			],
			note: "A row cannot be skipped: DM's skip is for DDL.",
		}),
		page: pages.errors,
	},
	{
		id: '1366-wrong-value',
		sql: [1366],
		means: 'A value does not fit the type or the character set of its column in the target.',
		say: it => ({
			now: mend(it, `make the column of ${named(it, 'the table')} the same as in the source`),
			steps: [
				step('compare type and character set of the column in source and target', showCreate(it)),
				step('make the column in the target the same as in the source'),
				...goesOn(it),
			],
			note: "A row cannot be skipped: DM's skip is for DDL.",
		}),
		page: pages.errors,
	},
	{
		id: '8025-too-large',
		sql: [8025],
		texts: ['entry too large'],
		means: 'A row is larger than what TiDB takes for one entry.',
		say: it => ({
			now: mend(it, "raise the target's txn-entry-size-limit"),
			steps: [
				step('raise `performance.txn-entry-size-limit` of TiDB above the size of the row'),
				step('raise `raftstore.raft-entry-max-size` of TiKV too, where the row is larger than that'),
				...goesOn(it),
			],
		}),
		page: pages.tidbFile,
	},
	{
		id: 'packet-too-large',
		texts: ['packet for query is too large', 'max_allowed_packet'],
		means: 'A statement is larger than the packet that the target takes.',
		say: it => ({
			now: step("raise max_allowed_packet in the target and in the task's file"),
			steps: [
				step('raise it in the target', statement('SET @@global.max_allowed_packet = 134217728;')),
				step('write `max-allowed-packet: 134217728` under `target-database` in the task file'),
				step('stop the task', stopTask(it), 'X'),
				step('start it with that file', startTask()),
			],
			note: 'At the next dump a smaller `--statement-size` in `extra-args` avoids it, unless a single row is that large.',
		}),
		page: pages.errors,
	},
	{
		id: 'meta-of-1.0',
		texts: ["unknown column 'binlog_gtid'"],
		means: 'The checkpoint in the target is one of DM 1.0, which DM 2.0 and later cannot read.',
		say: it => ({
			now: step('import the tasks of DM 1.0 as the documentation says'),
			steps: [step('stop the task', stopTask(it), 'X'), step('follow the manual upgrade from 1.0 to 2.0')],
		}),
		page: pages.upgrade,
		versions: '2.0 and later',
	},
	{
		id: 'charset-unknown',
		sql: [1115],
		texts: ['unknown character set'],
		means: 'A table of the source has a character set that TiDB does not know.',
		say: it => ({
			now: mend(it, 'create the table in the target, with a known character set'),
			steps: [step('create the table in the target beforehand, with a character set of TiDB'), ...goesOn(it)],
		}),
		page: pages.faq,
	},
	{
		id: 'table-missing',
		sql: [1146],
		codes: [44019, 44007, 10005, 10006],
		means: it => `The target has no table ${named(it, 'of that name')}, and DM writes to it.`,
		say: it => ({
			now: mend(it, `create ${named(it, 'the table')} in the target`),
			steps: [
				step('look how the table is in the source', showCreate(it)),
				step('create it in the target: same name after routing, same columns'),
				...goesOn(it),
			],
			note: 'Rows that were in a dropped table do not come back by that: compare the table afterwards.',
		}),
		page: pages.errors,
	},
	{
		id: 'columns-differ',
		codes: [36027],
		messages: ['(columns) vs '],
		means:
			"A row has another number of columns than DM believes the table to have: a DDL was skipped, or DM's picture of the table is wrong.",
		say: columnsDiffer,
		page: pages.schema,
		versions: '2.0 and later (the commands)',
	},
	{
		id: 'column-missing',
		sql: [1054, 1136],
		texts: ['errunknowncolumns', 'unknown column', "column count doesn't match value count"],
		means: it => `The columns of ${named(it, 'a table')} in the target are not those of the source.`,
		say: it => ({
			now: mend(it, `give ${named(it, 'the table')} the same columns in the target`),
			steps: [
				step('compare the columns in source and target', showCreate(it)),
				step('add or remove the column in the target'),
				...goesOn(it),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'access-denied',
		sql: [1045, 1142, 1044],
		texts: ['access denied for user', 'command denied to user'],
		means: 'A database refuses the user of DM: the password is wrong, or a privilege is missing.',
		say: it => ({
			now: mend(it, 'mend the password or the privileges of the user in the message'),
			steps: [
				step('try user and password of the message by hand, from the machine of the worker'),
				step('encrypt a changed password with dmctl', encrypt),
				step('grant what DM needs: see the page'),
				...goesOn(it),
			],
			note: 'A configuration that dmctl shows has `******` in place of the password: type it in before using the file.',
		}),
		page: pages.privileges,
	},
	{
		id: 'password-unreadable',
		codes: [20010],
		messages: ['decode base64 encoded password', 'decrypt'],
		means: 'DM cannot decrypt the password of a configuration.',
		say: () => ({
			now: step('encrypt the password with dmctl and put it into the file', encrypt),
			steps: [
				step('encrypt the password', encrypt),
				step('put the result into the task file'),
				step('start the task with it', startTask()),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'precheck-connect',
		codes: [26002],
		messages: ['failed to open dsn'],
		means: 'The check before a start could not connect to a database.',
		say: () => ({
			now: step('see that dm-master can reach the database and may log in'),
			steps: [
				step('connect to the database of the message from the machine of dm-master'),
				step('mend host, port, user or password in the configuration'),
				step('start the task again', startTask()),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'bad-connection',
		codes: [10002],
		means: 'The connection to a database broke before the statement was sent.',
		say: it => brokenConnection(it),
		page: pages.errors,
	},
	{
		id: 'invalid-connection',
		codes: [10003],
		means: 'The connection to a database broke while a statement was under way.',
		say: it => brokenConnection(it),
		page: pages.errors,
	},
	{
		id: 'upstream-unreachable',
		codes: [36053, 30012, 30014, 30015, 36069],
		texts: [
			'dial tcp',
			'connection refused',
			'i/o timeout',
			'connection was bad',
			'no route to host',
			'no such host',
			'err eof',
			'connection reset',
		],
		means: 'The worker cannot read from the upstream: it is down, or the network between them is.',
		say: unreachable('upstream'),
		page: pages.errors,
	},
	{
		id: 'database-unreachable',
		texts: [
			'dial tcp',
			'connection refused',
			'i/o timeout',
			'no route to host',
			'no such host',
			'invalid connection',
			'bad connection',
		],
		codes: [10001, 10004, 10005, 10006],
		means: 'A database does not take connections: it is down, or the network to it is.',
		say: unreachable('database'),
		page: pages.errors,
	},
	{
		id: 'binlog-unreadable',
		codes: [36069],
		messages: ['get binlog event error'],
		means: 'DM could not read the next event of the binlog.',
		say: it => ({
			now: mend(it, 'see whether mysqlbinlog reads the binlog at this place'),
			steps: [
				step('see whether the upstream is there and keeps this binlog file', statement('SHOW BINARY LOGS;')),
				step('try to read the file with mysqlbinlog'),
				...goesOn(it),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'pause-trace',
		texts: ['context canceled', 'connection is already closed'],
		means: 'It is what a pause cuts off, not a failure of its own.',
		say: it => ({now: step('nothing, until it shall go on', resumeTask(it), 'r')}),
		page: null,
	},
	{
		id: 'sql-failed',
		codes: [10006],
		means: 'The target refused a statement; the reason is the SQL error in the message.',
		say: it => ({
			now: mend(it, 'mend what the SQL error names, in the target'),
			steps: [
				step('read the SQL error: its number and text say what the target refuses', [], 'e'),
				step('mend it in the target'),
				...goesOn(it),
			],
			note: 'Only a DDL can be skipped, never a row.',
		}),
		page: pages.errors,
	},
	{
		id: 'query-failed',
		codes: [10005, 10004],
		means: 'A question to a database failed; the reason is the SQL error in the message.',
		say: it => ({
			now: mend(it, 'mend what the SQL error names'),
			steps: [step('read the SQL error', [], 'e'), step('mend it in the database that it speaks of'), ...goesOn(it)],
		}),
		page: pages.errors,
	},
	{
		id: 'database-error',
		codes: [10001],
		means: 'Something went wrong between DM and a database; the message says what.',
		say: it => ({
			now: mend(it, 'read the message, then look at that database and its network'),
			steps: [
				step('read message and cause', [], 'e'),
				step('see that host, port and user in the configuration are right'),
				...goesOn(it),
			],
		}),
		page: pages.errors,
	},
	{
		id: 'start-time-late',
		codes: [20057],
		means: 'The start time is later than the last event of the upstream.',
		say: it => ({
			now: step('start the task with an earlier start time', startTask(" --start-time '2026-01-31 14:00:00'")),
			steps: [
				step('stop the task', stopTask(it), 'X'),
				step('start it with an earlier time', startTask(" --start-time '2026-01-31 14:00:00'")),
			],
		}),
		page: null,
		versions: '6.0 and later',
	},
	{
		id: 'config-unreadable',
		codes: [20003, 20019],
		messages: ['decode task config failed', 'must specify a unique task name'],
		means: 'The task file is not what DM can read: no valid YAML, or without a name.',
		say: () => ({
			now: step('mend the task file: valid YAML, with a `name` of its own'),
			steps: [step('have DM check the file', checkTask()), step('start the task with it', startTask())],
		}),
		page: pages.errors,
	},
];

function showCreate(it: Facts): readonly Line[] {
	const table = tableIn(it.text);
	return table === null ? [] : statement(`SHOW CREATE TABLE ${sqlTable(table)};`);
}

const encrypt: readonly Line[] = [{type: 'dmctl', text: "encrypt 'PASSWORD'", versions: null}];

function columnsDiffer(it: Facts) {
	const table = tableIn(it.text) ?? {schema: 'SCHEMA', name: 'TABLE'};
	return {
		now: step('compare the table with what DM believes it to be', showSchema(it, table)),
		steps: [
			step('see what DM believes the table to be', showSchema(it, table)),
			step('see how it was in the source when the row was written', statement(`SHOW CREATE TABLE ${sqlTable(table)};`)),
			step('write that CREATE TABLE into a file and give it to DM', setSchema(it, table)),
			step('give the table in the target the same columns, where they are missing'),
			...goesOn(it),
		],
		note: 'Keep what DM shows before you change it; a wrong picture of a table writes wrong rows. It works only while the task is paused.',
	};
}

function brokenConnection(it: Facts) {
	const address = addressIn(it.text);
	const where = address ?? 'the target';
	return {
		now:
			it.retried === false || it.checkerOff
				? mend(it, `see whether ${where} is well`)
				: nothing(`DM tries again by itself; look at ${where} if it lasts`),
		steps: [
			step(`see whether ${where} is well`),
			step('pause it, where DM does not come back by itself for long', [], 'p'),
			step('resume it', resumeTask(it), 'r'),
		],
	};
}

function unreachable(what: 'upstream' | 'database') {
	return (it: Facts) => {
		const address = addressIn(it.text);
		const who = address ?? `the ${what}`;
		return {
			now:
				it.retried === true && !it.checkerOff
					? step(`see whether ${who} is up; DM goes on by itself once it is`)
					: mend(it, `bring ${who} back`),
			steps: [
				step(`see whether ${who} is up`),
				step(`see whether ${it.worker === 'WORKER' ? 'the worker' : it.worker} reaches it: network, firewall, user`),
				...goesOn(it),
			],
			...(what === 'upstream' && {
				note: 'Nothing is lost as long as the upstream keeps the binlog file that DM is at.',
			}),
		};
	};
}

/** What a DDL at the failing place is looked at with, for the themes beside this one. */
export function lookAgain(it: Facts): Step {
	return step('see that it runs', queryTask(it));
}
