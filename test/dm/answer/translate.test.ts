import {expect, test} from 'vitest';
import {translateStatus} from '../../../src/dm/answer/translate.ts';
import type {SourceAnswer, Subtask, Sync} from '../../../src/domain/cluster.ts';
import {fixtureJson} from '../../support/fixtures.ts';

/** Looks up a source (1.0: also by worker) of a recorded status. */
function source(file: string, name: string): SourceAnswer {
	const found = translateStatus(fixtureJson(file)).sources.find(one => one.source === name || one.worker === name);
	if (found === undefined) throw new Error(`${file} has no ${name}`);
	return found;
}

function subtask(file: string, name: string, task: string): Subtask {
	const found = source(file, name).subtasks.find(one => one.task === task);
	if (found === undefined) throw new Error(`${file} has no ${task} at ${name}`);
	return found;
}

const [one, two, three] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
const idle = {result: null, lockId: null, validation: null, message: null};
const noSync: Sync = {
	type: 'Sync',
	totalEvents: null,
	totalTps: null,
	recentTps: null,
	upstream: null,
	upstreamGtid: null,
	checkpoint: null,
	checkpointGtid: null,
	blockingDdls: [],
	groups: [],
	synced: null,
	binlogType: null,
	secondsBehindMaster: null,
	blockDdlOwner: null,
	conflictMessage: null,
	totalRows: null,
	totalRps: null,
	recentRps: null,
	ioTotalBytes: null,
	dumpIoTotalBytes: null,
};
/** What 1.0 means by leaving a key out. */
const sync10: Sync = {...noSync, totalEvents: 0, totalTps: 0, recentTps: 0, synced: false};
const silent = {answered: false, unbound: false, errors: [], relay: null, subtasks: []};

function at(offset: number, file = 'mysql-bin.000001') {
	return {file, offset};
}

test('a dead worker of 1.0 has no source', () => {
	expect(source('1.0.7/worker-dead/just-died.json', '127.0.0.1:8264')).toEqual({
		...silent,
		source: null,
		worker: '127.0.0.1:8264',
		message: expect.stringMatching(/^\[code=38008:.*connection refused"\ngithub\.com\/.*\n github\.com/s),
	});
});

test.each([
	['2.0.7', null],
	['6.5.0', null],
	['8.5.7', null],
	['26.3.3-head', 'worker3'],
])('a dead worker of %s is named %s', (version, worker) => {
	expect(source(`${version}/worker-dead/just-died.json`, three)).toEqual({
		...silent,
		source: three,
		worker,
		message: expect.stringMatching(/^\[code=38008:.*, Message: grpc request error, RawCause: .*connection refused"$/),
	});
});

test.each(['6.5.0', '8.5.7'])('a source without worker is a fake subtask in %s', version => {
	expect(source(`${version}/worker-dead/source-not-bound.json`, three)).toEqual({
		...silent,
		source: three,
		worker: null,
		unbound: true,
		message: expect.stringContaining("can't find task=orders_merge from dm-worker for source=mysql-replica-03"),
		subtasks: [{...idle, task: 'orders_merge', stage: 'InvalidStage', work: {type: 'Other', unit: 'InvalidUnit'}}],
	});
});

test('a source without worker is absent in 2.0', () => {
	const {sources} = translateStatus(fixtureJson('2.0.7/worker-dead/source-not-bound.json'));
	expect(sources.map(({source}) => source)).toEqual([one, two]);
});

test('a cluster of 2.0 whose workers have all died answers well and empty', () => {
	expect(translateStatus(fixtureJson('2.0.7-all-workers-dead/status.json'))).toEqual({
		shape: 'sources',
		sources: [],
		tellsValidation: false,
	});
});

test('a source without worker, asked for by task name, is unbound by its text', () => {
	const body = {
		result: true,
		sources: [
			{
				result: false,
				msg: '[code=38029:class=dm-master], Message: mysql-replica-03 relevant worker-client not found',
				sourceStatus: {source: three, worker: '', result: null, relayStatus: null},
				subTaskStatus: [],
			},
		],
	};
	expect(translateStatus(body).sources[0]).toMatchObject({unbound: true, worker: null, answered: false});
});

test('a worker that takes over while it runs the relay of another source', () => {
	expect(source('2.0.7-relay-off/worker-dead/failed-over.json', three)).toEqual({
		source: three,
		worker: 'worker2',
		answered: true,
		message: null,
		unbound: false,
		errors: [
			{
				code: 40071,
				class: 'dm-worker',
				scope: 'internal',
				level: 'high',
				message:
					'mysql source worker worker2 has already started with source mysql-replica-02, but get a request with source mysql-replica-03',
				rawCause: null,
				workaround: 'Please try restart this DM-worker',
			},
		],
		relay: {
			stage: 'Running',
			upstream: at(1532, 'mysql-bin.000005'),
			upstreamGtid: '0-102-77',
			position: at(1532, 'mysql-bin.000005'),
			gtid: '0-102-69',
			directory: '0-102.000001',
			caughtUp: true,
			result: null,
		},
		subtasks: [],
	});
});

test('a subtask of 1.0 that waits for a lock, with defaults left out', () => {
	expect(subtask('1.0.7/shard-pessimistic/one-source.json', one, 'orders_merge')).toEqual({
		...idle,
		task: 'orders_merge',
		stage: 'Running',
		lockId: 'orders_merge-`shop`.`orders`',
		work: {
			...sync10,
			upstream: at(2306303),
			upstreamGtid: '0-101-84',
			checkpoint: at(2305741),
			blockingDdls: ['ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)'],
			groups: [
				{
					target: '`shop`.`orders`',
					ddls: ['ALTER TABLE `shop`.`orders` ADD COLUMN `tag` VARCHAR(32)'],
					first: at(2306009),
					firstGtid: null,
					synced: ['`shop_1`.`orders_1`', '`shop_1`.`orders_2`'],
					unsynced: [],
					received: true,
				},
			],
		},
	});
});

test('a subtask of 6.5 that has not met the DDL: a sentence in the place of a table', () => {
	expect(subtask('6.5.0/shard-pessimistic/one-source.json', two, 'orders_merge')).toEqual({
		...idle,
		task: 'orders_merge',
		stage: 'Running',
		work: {
			...noSync,
			totalEvents: 501,
			totalTps: 10,
			recentTps: 0,
			upstream: at(342, 'mysql-bin.000002'),
			upstreamGtid: '0-102-12',
			checkpoint: at(1992831),
			checkpointGtid: '0-102-11',
			groups: [
				{target: '`shop`.`orders`', ddls: [], first: null, firstGtid: null, synced: [], unsynced: [], received: false},
			],
			synced: false,
			binlogType: 'local',
			secondsBehindMaster: 0,
			totalRows: 501,
			totalRps: 10,
			recentRps: 0,
		},
	});
});

test('a lock of 2.0 and later has its GTID set where there is one', () => {
	const groups = (version: string) => subtask(`${version}/shard-pessimistic/one-source.json`, one, 'orders_merge').work;
	expect(groups('2.0.7')).toMatchObject({groups: [{first: at(2306009), firstGtid: null}]});
	expect(groups('6.5.0')).toMatchObject({groups: [{first: at(2306009), firstGtid: '0-101-82'}]});
});

test.each(['6.5.0', '8.5.7'])('a subtask of %s in an optimistic conflict', version => {
	expect(subtask(`${version}/shard-optimistic/conflict.json`, two, 'orders_opt')).toMatchObject({
		stage: 'Running',
		result: null,
		work: {
			groups: [],
			blockDdlOwner: 'mysql-replica-02-`shop_2`.`orders_1`',
			conflictMessage: expect.stringContaining('there will be conflicts if DDLs'),
		},
	});
});

test('a dump of 6.5', () => {
	expect(subtask('6.5.0/dump/running-dump-6.json', three, 'archive_full')).toEqual({
		...idle,
		task: 'archive_full',
		stage: 'Running',
		work: {
			type: 'Dump',
			totalTables: 13,
			completedTables: 0,
			finishedBytes: 83061935,
			finishedRows: 381494,
			estimateTotalRows: 2437267,
			bytesPerSecond: 71302523,
			progress: '4.17 %',
		},
	});
});

test.each([
	['1.0.7/full/running-dump-1.json', 'inventory_full'],
	['2.0.7/dump/running-dump-6.json', 'archive_full'],
])('a dump that tells nothing: %s', (file, task) => {
	expect(subtask(file, three, task).work).toEqual({
		type: 'Dump',
		totalTables: null,
		completedTables: null,
		finishedBytes: null,
		finishedRows: null,
		estimateTotalRows: null,
		bytesPerSecond: null,
		progress: null,
	});
});

test.each([
	['1.0.7', {finishedBytes: 0, totalBytes: 15198904, metaBinlogGtid: null, bytesPerSecond: null}],
	['6.5.0', {finishedBytes: 0, totalBytes: 0, metaBinlogGtid: '0-103-492', bytesPerSecond: 0}],
])('a load of %s', (version, expected) => {
	expect(subtask(`${version}/full/running-load-26.json`, three, 'inventory_full').work).toEqual({
		type: 'Load',
		progress: '0.00 %',
		metaBinlog: at(19109603),
		...expected,
	});
});

test('errors in words, from the numbers of 1.0', () => {
	expect(subtask('1.0.7/error/sync-table-missing.json', one, 'billing').result).toEqual({
		isCanceled: false,
		errors: [
			{
				code: 10005,
				class: 'database',
				scope: 'downstream',
				level: 'high',
				message: expect.stringMatching(/^current pos .* doesn't exist$/),
				rawCause: "Error 1146: Table 'billing.accounts' doesn't exist",
				workaround: null,
			},
		],
		detail: null,
	});
	expect(source('1.0.7/upstream-down/early.json', two).relay).toMatchObject({
		stage: 'Paused',
		upstream: null,
		caughtUp: false,
		result: {errors: [{code: 30012, class: 'relay-unit', scope: 'upstream', level: 'high'}]},
	});
});

test.each([
	['6.5.0', 'not-set'],
	['8.5.7', 'internal'],
])('an error of %s whose text is only in its cause', (version, scope) => {
	expect(subtask(`${version}/error/load-column-missing.json`, two, 'crm').result?.errors).toEqual([
		{
			code: 34019,
			class: 'load-unit',
			scope,
			level: 'high',
			message: null,
			rawCause: '[Lightning:Restore:ErrUnknownColumns]unknown columns in header (name) for table leads',
			workaround: null,
		},
	]);
});

test.each([
	[
		{ErrCode: 1, ErrClass: 99, ErrLevel: 7},
		{code: 1, class: '99', scope: 'not-set', level: '7'},
	],
	[{}, {code: null, class: null, scope: 'not-set', level: null}],
])('numbers of 1.0 without a word: %j', (error, expected) => {
	const subTaskStatus = [{name: 'a', stage: 'Paused', unit: 'Load', result: {errors: [{error}]}}];
	const {sources} = translateStatus({result: true, workers: [{result: true, worker: 'w:1', subTaskStatus}]});
	expect(sources[0]?.subtasks[0]?.result?.errors[0]).toMatchObject(expected);
});

test.each(['detail.json', 'detail-source-id-inside-relay.json'])('the documented sample %s', file => {
	const {sources} = translateStatus(fixtureJson(`docs-1.0/${file}`));
	expect(sources.map(({source}) => source)).toEqual(['172.17.0.2:3306', '172.17.0.3:3306', '172.17.0.6:3306']);
	expect(sources[2]?.subtasks[0]?.result?.errors).toEqual([
		{
			code: null,
			class: null,
			scope: null,
			level: null,
			message: expect.stringMatching(/^Error 1062: Duplicate entry .* for key 'PRIMARY'\n.*file test\.t1\.sql$/s),
			rawCause: null,
			workaround: null,
		},
	]);
});

test.each([
	['1.0.7/upstream-down/early.json', 500, 'Running'],
	['2.0.7/upstream-down/early.json', 500, 'Running'],
	['6.5.0/upstream-down/early.json', 501, 'Running'],
	['8.5.7/upstream-down/early.json', 501, 'Running'],
	['26.3.3-head/upstream-down/early.json', 501, 'Running'],
	['2.0.7-relay-off/upstream-down/early.json', null, 'Paused'],
	['6.5.0-relay-off/upstream-down/early.json', 1, 'Paused'],
])('an upstream that does not answer is unknown: %s', (file, events, stage) => {
	const {work, ...rest} = subtask(file, two, 'orders_merge');
	expect(work).toMatchObject({upstream: null, checkpoint: {file: expect.stringMatching(/^mysql-bin\.00000[1-4]$/)}});
	expect(rest.stage).toBe(stage);
	if (events !== null) expect(work).toMatchObject({totalEvents: events});
});

test("a person's pause: canceled from 2.0 on, without a result in 1.0", () => {
	expect(subtask('1.0.7/operations/paused.json', one, 'billing')).toMatchObject({stage: 'Paused', result: null});
	for (const version of ['2.0.7', '6.5.0', '26.3.3-head']) {
		expect(subtask(`${version}/operations/paused.json`, one, 'billing')).toMatchObject({
			stage: 'Paused',
			result: {isCanceled: true, errors: [], detail: null},
		});
	}
});

test.each(['6.5.0', '8.5.7', '26.3.3-head'])('the validator of %s, its texts split into numbers', version => {
	expect(subtask(`${version}/validated/later.json`, two, 'validated').validation).toEqual({
		mode: 'full',
		stage: 'Running',
		position: null,
		gtid: null,
		cutoverPosition: null,
		cutoverGtid: null,
		result: null,
		processedRows: {insert: 0, update: 0, delete: 0},
		pendingRows: {insert: 0, update: 0, delete: 0},
		errorRows: {new: 0, ignored: 0, resolved: 0},
		said: {processed: null, pending: null, errors: null},
	});
});

test('26.3: what a source says that cannot ask its upstream, as long as it cannot', () => {
	const down = source('26.3.3-head/upstream-down/early.json', two);
	expect(down).toMatchObject({
		answered: true,
		worker: 'worker1',
		message: null,
		relay: {stage: 'Running', result: null},
	});
	expect(down.errors).toEqual([
		{
			code: 10001,
			class: 'database',
			scope: 'upstream',
			level: 'high',
			message: 'database driver error',
			rawCause: 'dial tcp 127.0.0.1:3307: connect: connection refused',
			workaround: 'Please check the database connection and the database config in configuration file.',
		},
	]);
	expect(source('26.3.3-head/upstream-down/upstream-back.json', two).errors).toEqual([]);
	expect(source('8.5.7/upstream-down/early.json', two).errors).toEqual([]);
});

test.each([
	['8.5.7', null, null],
	['26.3.3-head', 14698, 3005],
])('the bytes that a Sync of %s has read and dumped', (version, ioTotalBytes, dumpIoTotalBytes) => {
	expect(subtask(`${version}/sync/running.json`, one, 'billing').work).toMatchObject({ioTotalBytes, dumpIoTotalBytes});
});

test('where a validation was cut over to', () => {
	const validation = {cutoverBinlogPos: '(mysql-bin.000004, 678)', cutoverBinlogGtid: '0-102-55'};
	expect(translated({validation})?.validation).toMatchObject({
		cutoverPosition: at(678, 'mysql-bin.000004'),
		cutoverGtid: '0-102-55',
	});
});

function translated(subtaskOnTheWire: object): Subtask | undefined {
	const entry = {
		result: true,
		sourceStatus: {source: 's', worker: 'w'},
		subTaskStatus: [{name: 'a', ...subtaskOnTheWire}],
	};
	return translateStatus({result: true, sources: [entry]}).sources[0]?.subtasks[0];
}

test('a validator that has counted, and a text that is none of the known ones', () => {
	const validation = {
		stage: 'Paused',
		validatorBinlog: '(mysql-bin.000002, 1673)',
		processedRowsStatus: 'insert/update/delete: 12/3/1',
		pendingRowsStatus: 'many',
		errorRowsStatus: 'new/ignored/resolved: 4/0/2',
	};
	expect(translated({validation})?.validation).toMatchObject({
		stage: 'Paused',
		position: at(1673, 'mysql-bin.000002'),
		processedRows: {insert: 12, update: 3, delete: 1},
		pendingRows: null,
		errorRows: {new: 4, ignored: 0, resolved: 2},
	});
});

test('a check, with its text decoded and cleaned', () => {
	const detail = Buffer.from('[{"state":"fail"}]\n\x1b[31mbinlog off\x1b[0m').toString('base64');
	expect(translated({unit: 'Check', check: {passed: false, total: '4', failed: 1, detail}})?.work).toEqual({
		type: 'Check',
		passed: false,
		total: 4,
		successful: null,
		failed: 1,
		warning: null,
		detail: '[{"state":"fail"}]\n?binlog off?',
	});
});

test('a unit whose status DM left out is unknown, with its text', () => {
	expect(translated({stage: 'Running', unit: 'Sync', msg: 'no sub task with name a has started'})).toEqual({
		...idle,
		task: 'a',
		stage: 'Running',
		work: noSync,
		message: 'no sub task with name a has started',
	});
});

test('stages and units that are not known stay as they are', () => {
	expect(translated({stage: 'Sleeping', unit: 'constructor'})).toMatchObject({
		stage: 'Sleeping',
		work: {type: 'Other', unit: 'constructor'},
	});
	expect(translated({stage: 12, unit: 100})).toMatchObject({stage: '12', work: {type: 'Other', unit: '100'}});
});

test('hostile texts are clean in every place', () => {
	const evil = 'a\x1b]52;c;eA==\x07\u202eb\x9b2J';
	const error = {ErrClass: evil, ErrScope: evil, ErrLevel: evil, Message: evil, RawCause: evil, Workaround: evil};
	const result = {errors: [error], detail: evil};
	const group = {target: evil, DDLs: [evil], firstLocation: evil, synced: [evil], unsynced: [evil]};
	const relay = {stage: evil, masterBinlog: `(${evil}.1, 4)`, relaySubDir: evil, relayBinlogGtid: evil, result};
	const subtasks = ['Check', 'Dump', 'Load', 'Sync', evil].map(unit => ({
		name: evil,
		stage: evil,
		unit,
		result,
		msg: evil,
		unresolvedDDLLockID: evil,
		check: {detail: evil},
		dump: {progress: evil},
		load: {progress: evil, metaBinlog: `(${evil}.1, 4)`, metaBinlogGTID: evil},
		sync: {
			syncerBinlogGtid: evil,
			blockingDDLs: [evil],
			unresolvedGroups: [group],
			binlogType: evil,
			conflictMsg: evil,
			blockDDLOwner: evil,
		},
		validation: {mode: evil, stage: evil, validatorBinlogGtid: evil, result},
	}));
	const entry = {
		result: true,
		msg: evil,
		sourceStatus: {source: evil, worker: evil, result, relayStatus: relay},
		subTaskStatus: subtasks,
	};
	const text = JSON.stringify(translateStatus({result: true, sources: [entry]}));
	expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]|\\u00[01]|\\u009b/);
	expect(text).toContain('a?b');
});
