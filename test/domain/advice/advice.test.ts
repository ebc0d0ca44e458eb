import {describe, expect, test} from 'vitest';
import {adviceFor, adviceForText, allAdvice, lineText, nowText} from '../../../src/domain/advice/advice.ts';
import type {About, Line} from '../../../src/domain/advice/entry.ts';
import type {ProcessError} from '../../../src/domain/cluster.ts';
import type {Lock, LockSource} from '../../../src/domain/lock.ts';
import {dmVersion} from '../../../src/domain/version.ts';

const [v10, v20, v65, v85] = [known('v1.0.7'), known('v2.0.7'), known('v6.5.0'), known('v8.5.7')];

function known(told: string) {
	return dmVersion(told, null);
}

function error(code: number | null, message: string | null, rawCause: string | null = null): ProcessError {
	return {code, message, rawCause, class: null, scope: null, level: null, workaround: null};
}

const at = '[position: (mysql-bin.000001, 4711), gtid-set: ]';
const place = `startLocation: ${at}, endLocation: ${at}`;
const duplicate = error(
	10006,
	`${place}: execute statement failed: INSERT INTO \`billing\`.\`invoices\` (\`id\`) VALUES (?)`,
	"Error 1062: Duplicate entry '115517330442' for key 'PRIMARY'",
);

const row: About = {task: 'billing', source: 'billing-01', worker: 'worker1', unit: 'Sync', version: v65};

/** Every line to paste, as it is printed. */
function linesOf(about: About): readonly string[] {
	const advice = adviceFor(about);
	return [advice?.now, ...(advice?.steps ?? [])].flatMap(it => (it?.lines ?? []).map(printed));
}

function printed(line: Line): string {
	return `${line.versions === null ? '' : `${line.versions}: `}${lineText(line, null)}`;
}

type Case = {about: About; id: string; now: string; lines?: readonly string[]};

function check({about, id, now, lines = []}: Case) {
	const advice = adviceFor(about);
	expect({id: advice?.id, now: advice === null ? null : nowText(advice.now)}).toEqual({id, now});
	expect(linesOf(about)).toEqual(expect.arrayContaining([...lines]));
}

function holding(state: LockSource['state'], gapBytes: number | null, unsynced: readonly string[] = []): Lock {
	const part = {worker: null, first: null, lagSeconds: null, synced: [], unsynced: [], gapBytes: 0};
	return {
		task: 'orders_merge',
		target: '`shop`.`orders`',
		mode: 'pessimistic',
		id: 'orders_merge-`shop`.`orders`',
		ddls: ['ALTER TABLE `shop`.`orders` ADD COLUMN `gift_note` VARCHAR(64)'],
		exists: true,
		isNamedOnly: false,
		conflict: null,
		owner: null,
		seenSinceMs: null,
		sources: [
			{...part, source: 'orders-01', state: 'waiting'},
			{...part, source: 'orders-03', state, gapBytes, unsynced},
		],
	};
}

const locked: About = {...row, kind: 'lock', task: 'orders_merge', source: 'orders-01'};

describe('what to do about a row', () => {
	test.for<Case>([
		{
			about: {...row, kind: 'subtask', retried: false, error: duplicate},
			id: '1062-row',
			now: 'make the row equal in source and target, then r',
			lines: [
				"SELECT * FROM `billing`.`invoices` WHERE <primary key> = '115517330442';",
				'dmctl resume-task billing -s billing-01',
			],
		},
		{
			about: {...row, version: v10, worker: '10.0.0.7:8262', kind: 'subtask', retried: false, error: duplicate},
			id: '1062-row',
			now: 'make the row equal in source and target, then r',
			lines: ['dmctl resume-task billing -w 10.0.0.7:8262'],
		},
		{
			about: {...row, unit: 'Load', kind: 'subtask', error: duplicate},
			id: '1062-load',
			now: 'find out who else wrote this table; a load wants it empty',
			lines: ['dmctl stop-task billing', 'dmctl start-task --remove-meta FILE.yaml'],
		},
		{
			about: {
				...row,
				kind: 'retry-subtask',
				retried: true,
				error: error(44019, 'failed to fetch downstream table', "Error 1146: Table 'billing.accounts' doesn't exist"),
			},
			id: 'table-missing',
			now: 'create `billing`.`accounts` in the target; DM then goes on',
		},
		{
			about: {
				...row,
				kind: 'not-retried',
				retried: false,
				checkerOff: true,
				error: error(44019, null, "Error 1146: Table 'billing.accounts' doesn't exist"),
			},
			id: 'table-missing',
			now: 'create `billing`.`accounts` in the target, then r',
			lines: ['dmctl config source billing-01'],
		},
		...[
			{version: v85, skip: 'dmctl binlog skip billing -s billing-01'},
			{version: v65, skip: 'dmctl binlog skip billing -s billing-01'},
			{version: v20, skip: 'dmctl handle-error billing skip -s billing-01'},
			{version: v10, skip: 'dmctl sql-skip billing -w worker1 -b mysql-bin.000001:4711'},
			{version: dmVersion('v5.4.0', null), skip: 'dmctl handle-error billing skip -s billing-01'},
			{version: dmVersion('v6.0.0', null), skip: 'dmctl binlog skip billing -s billing-01'},
			{
				version: dmVersion(null, {shape: 'sources', tellsValidation: false}),
				skip: '2.0 to 5.4: dmctl handle-error billing skip -s billing-01',
			},
		].map(({version, skip}) => ({
			about: {
				...row,
				version,
				kind: 'subtask' as const,
				error: error(
					36067,
					`${place}: parse DDL: alter table billing.accounts add column place point`,
					'line 1 column 51',
				),
			},
			id: 'ddl-unparsed',
			now: 'skip the DDL if the target can do without it, else replace it',
			lines: [skip],
		})),
		{
			about: {...row, kind: 'retry-subtask', retried: true, error: error(36069, 'get binlog event error: EOF')},
			id: 'binlog-unreadable',
			now: 'see whether mysqlbinlog reads the binlog at this place; DM then goes on',
		},
		{
			about: {
				...row,
				kind: 'retry-subtask',
				retried: true,
				error: error(10001, 'database driver error', 'dial tcp 10.0.5.20:4000: connect: connection refused'),
			},
			id: 'database-unreachable',
			now: 'see whether 10.0.5.20:4000 is up; DM goes on by itself once it is',
		},
		{
			about: {
				...row,
				kind: 'relay',
				retried: false,
				error: error(30012, 'start sync', 'dial tcp 10.0.9.21:3306: i/o timeout'),
			},
			id: 'upstream-unreachable',
			now: 'bring 10.0.9.21:3306 back; resume the relay',
			lines: ['dmctl resume-relay -s billing-01'],
		},
		{
			about: {
				...row,
				kind: 'retry-subtask',
				retried: true,
				error: error(34019, null, 'Error 8160: Table orders is in mode Import'),
			},
			id: 'import-mode',
			now: 'nothing: DM tries again by itself',
		},
		{
			about: {
				...row,
				kind: 'subtask',
				retried: false,
				error: error(34019, null, 'Error 8160: Table orders is in mode Import'),
			},
			id: 'import-mode',
			now: 'wait until no other import holds the table, then r',
		},
		{
			about: {
				...row,
				kind: 'subtask',
				error: error(11001, 'parse mydumper metadata error: open m: no such file or directory'),
			},
			id: 'dump-files-gone',
			now: 'is its load through, stop it; else begin it anew',
		},
		{
			about: {
				...row,
				kind: 'source',
				error: error(40071, 'mysql source worker w has already started with source x'),
				address: '10.0.4.11:8262',
			},
			id: 'other-source',
			now: 'restart worker1',
			lines: ['ssh 10.0.4.11 systemctl restart dm-worker-8262'],
		},
		{
			about: {...row, kind: 'silent', free: ['worker7', 'worker8'], address: '10.0.4.12:8262'},
			id: 'no-answer',
			now: 'wait about a minute: its source goes to worker7 or worker8',
			lines: ['ssh 10.0.4.12 systemctl status dm-worker-8262', 'dmctl list-member --worker'],
		},
		{
			about: {...row, version: v10, worker: '10.0.4.12:8262', kind: 'silent', address: '10.0.4.12:8262'},
			id: 'no-answer',
			now: 'see whether 10.0.4.12:8262 is alive, and start it: no other takes over',
		},
		{
			about: {...row, kind: 'silent', free: []},
			id: 'no-answer',
			now: 'see whether worker1 is alive, and start it: no other takes over',
		},
		{
			about: {...row, kind: 'silent'},
			id: 'no-answer',
			now: 'wait about a minute: DM moves its source, where a worker is free',
		},
		{
			about: {...row, kind: 'unbound', free: []},
			id: 'not-bound',
			now: 'start a worker: DM gives it the source by itself',
		},
		{
			about: {...locked, lock: holding('partly', 1_700_000, ['`shop_1`.`orders_2`'])},
			id: 'lock-reads-on',
			now: 'wait while orders-03 reads on',
			lines: ['ALTER TABLE `shop`.`orders` ADD COLUMN `gift_note` VARCHAR(64)', 'dmctl shard-ddl-lock orders_merge'],
		},
		{
			about: {...locked, version: v20, lock: holding('partly', 0, ['`shop_1`.`orders_2`'])},
			id: 'lock-never-run',
			now: 'run the DDL on `shop_1`.`orders_2` at orders-03',
			lines: ['dmctl show-ddl-locks orders_merge'],
		},
		{
			about: {...locked, lock: holding('failed', 0)},
			id: 'lock-owner-failed',
			now: 'mend the error of orders-03, then r',
			lines: ['dmctl resume-task orders_merge -s orders-03'],
		},
		{
			// The owner itself is told of its own error.
			about: {
				...locked,
				kind: 'subtask',
				source: 'orders-03',
				lock: holding('failed', 0),
				error: error(10006, 'execute statement failed', "Error 1146: Table 'shop.orders' doesn't exist"),
			},
			id: 'table-missing',
			now: 'create `shop`.`orders` in the target, then r',
		},
		{
			about: {...locked, lock: holding('unknown', null)},
			id: 'lock-source-silent',
			now: 'bring orders-03 back; the lock then goes on by itself',
			lines: ["dmctl shard-ddl-lock unlock 'orders_merge-`shop`.`orders`'"],
		},
		{
			about: {...locked, lock: null},
			id: 'lock-waits',
			now: 'see who holds it up; the lock goes when they meet the DDL (d)',
		},
		{
			about: {
				...row,
				version: v20,
				kind: 'subtask',
				error: error(36062, 'schema conflict detected, conflict error: x'),
			},
			id: 'lock-conflict',
			now: 'make the tables agree: the DDL of billing-01 contradicts the others',
		},
		{about: {...row, kind: 'lag', falls: true}, id: 'lag', now: 'nothing, while it falls'},
		{
			about: {...row, kind: 'lag', falls: false, slow: 'target'},
			id: 'lag',
			now: 'see what the target is busy with: its load, its locks, its latency',
		},
		{
			about: {...row, kind: 'lag', slow: 'one-row'},
			id: 'lag',
			now: 'see which row, or which rows that depend on one another, change most: more workers do not help',
		},
		{about: {...row, kind: 'lag', falls: true, slow: 'upstream'}, id: 'lag', now: 'nothing, while it falls'},
		{
			about: {...row, kind: 'lag', falls: false},
			id: 'lag',
			now: 'find out what is slow: upstream, relay, worker or target',
		},
		{
			about: {...row, kind: 'running', unit: 'Load'},
			id: 'loading',
			now: 'nothing. A pause is safe: it goes on from its checkpoint',
		},
		{
			about: {task: 'audit_log', version: v65, kind: 'paused', error: error(50000, null, 'context canceled')},
			id: 'paused',
			now: 'nothing, until it shall go on (r)',
			lines: ['dmctl resume-task audit_log'],
		},
		{
			about: {...row, kind: 'validator', error: error(43003, 'failed to get event', 'invalid connection')},
			id: 'validator-stopped',
			now: 'start the validator again',
			lines: ['dmctl validation start billing'],
		},
		{
			about: {
				...row,
				kind: 'upstream',
				error: error(10001, null, 'dial tcp 10.0.9.21:3306: connect: connection refused'),
			},
			id: 'upstream-silent',
			now: 'see whether 10.0.9.21:3306 is up and reachable',
		},
		{
			about: {...row, kind: 'subtask', error: {...error(99999, 'strange'), workaround: 'Please turn it off and on.'}},
			id: 'workaround-of-dm',
			now: 'Please turn it off and on.',
		},
		{
			about: {...row, kind: 'subtask', error: error(99999, 'strange')},
			id: 'unknown',
			now: 'no advice is known for 99999',
		},
		{
			about: {...row, task: "it's --all", source: '-x', kind: 'paused'},
			id: 'paused',
			now: 'nothing, until it shall go on (r)',
			lines: ["dmctl resume-task 'it'\\''s --all' -s '-x'"],
		},
		{
			about: {...row, version: v20, task: '-t', kind: 'subtask', error: error(36067, 'parse DDL: x')},
			id: 'ddl-unparsed',
			now: 'skip the DDL if the target can do without it, else replace it',
			lines: ["dmctl handle-error -s billing-01 -- '-t' skip"],
		},
	])('$id: $now', check);

	test('nothing is said where nothing is asked', () => {
		expect(adviceFor({...row, kind: null})).toBeNull();
	});

	test('a row of which DM says nothing but an error is never told to skip it', () => {
		expect(linesOf({...row, kind: 'subtask', error: duplicate}).filter(line => line.includes('skip'))).toEqual([]);
	});

	test('what a value holds stays inside its quotes', () => {
		const hostile = error(10006, 'INSERT INTO `a`.`b``c`', "Error 1062: Duplicate entry 'x\\'; DROP' for key 'k'");
		expect(linesOf({...row, kind: 'subtask', error: hostile})[0]).toBe(
			"SELECT * FROM `a`.`b``c` WHERE <columns of k> = 'x\\\\''; DROP';",
		);
	});
});

function checkText({text, ids}: {text: string; ids: readonly string[]}) {
	expect(adviceForText(text).map(({id}) => id)).toEqual(ids);
}

describe('what is known about a text', () => {
	test.for<{text: string; ids: readonly string[]}>([
		{text: '1062', ids: ['1062-load', '1062-row']},
		{text: ' 36067 ', ids: ['ddl-unparsed']},
		{text: '34019', ids: ['import-mode', 'import-table-missing', 'import-columns', 'import-failed']},
		{text: '12345', ids: []},
		{text: '50000', ids: []},
		{text: 'lag', ids: ['lag']},
		{text: 'Duplicate entry', ids: ['1062-row']},
		{text: 'has purged binary logs', ids: ['binlog-purged']},
		{text: 'purged', ids: ['binlog-purged']},
		{text: 'ERROR 1236 (HY000): Could not find first log file name in binary log index file', ids: ['binlog-purged']},
		{text: 'ERROR 1236 (HY000): bogus data in log event', ids: ['binlog-over-4g']},
		{text: '1236', ids: ['binlog-purged', 'binlog-over-4g']},
		{text: 'fox', ids: []},
		{text: '', ids: []},
		{text: '?!', ids: []},
		{
			text: '[code=38032:class=dm-master:scope=internal:level=high] operation 5 of task x on worker y not success: [code=40050:class=dm-worker:scope=internal:level=high] current stage is Finished but not running, invalid',
			ids: ['not-running', 'failed-at-worker'],
		},
		{
			text: '[code=10006:class=database:scope=not-set:level=high], Message: execute statement failed: begin, RawCause: Error 1062: Duplicate entry',
			ids: ['1062-row'],
		},
		{text: '{"ErrCode": 36027, "Message": "Column count does not match"}', ids: ['columns-differ']},
		{text: '[code=99999:class=x], Message: Error 1062: Duplicate entry', ids: ['1062-row']},
	])('$text', checkText);
});

describe('the table', () => {
	const all = allAdvice();

	test('has one entry of each name, and a sentence in each', () => {
		expect(new Set(all.map(({id}) => id)).size).toBe(all.length);
		expect(all.filter(({id}) => !/^[a-z0-9.-]+$/.test(id))).toEqual([]);
		expect(all.filter(({means}) => !/^[A-Z].*\.$/.test(means) || means.length > 170).map(({means}) => means)).toEqual(
			[],
		);
		expect(all.filter(({note}) => note !== null && !/^[A-Z].*\.$/.test(note)).map(({note}) => note)).toEqual([]);
	});

	test('says what to do now on one line', () => {
		expect(all.map(({now}) => nowText(now)).filter(text => text.length > 72 || text === '')).toEqual([]);
	});

	test('has steps in small letters, without a full stop', () => {
		const steps = all.flatMap(({now, steps}) => [now, ...steps]).map(({text}) => text);
		expect(steps.filter(text => /^[A-Z]|\.$|!|undefined|null/.test(text))).toEqual([]);
		expect(steps.filter(text => text.length > 110)).toEqual([]);
	});

	test('names pages of the documentation', () => {
		const pages = all.flatMap(({page}) => page ?? []);
		expect(pages.filter(({title, url}) => title === '' || !url.startsWith('https://docs.pingcap.com/'))).toEqual([]);
		expect(all.length - pages.length).toBeLessThan(6);
	});

	test('names each range of versions once in a step', () => {
		const lists = all.flatMap(({now, steps}) => [now, ...steps]).map(({lines}) => lines.map(({versions}) => versions));
		expect(lists.filter(versions => new Set(versions).size !== versions.length)).toEqual([]);
		expect(lists.filter(versions => versions.length > 1 && versions.includes(null))).toEqual([]);
	});
});
