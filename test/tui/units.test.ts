import {describe, expect, test} from 'vitest';
import type {Check, Dump, Load} from '../../src/domain/cluster.ts';
import {figure} from '../../src/tui/pages/pieces/blocks.ts';
import {positionsText} from '../../src/tui/pages/pieces/error-text.ts';
import {trendText, withPresent} from '../../src/tui/pages/pieces/points.ts';
import {percentText, saidFraction, saidProgress} from '../../src/tui/pages/pieces/progress-text.ts';
import {subtaskPageLines} from '../../src/tui/pages/subtask/subtask-page.ts';
import {textOf} from '../../src/tui/ui/line.ts';
import type {SubtaskRow} from '../../src/wire/topics.ts';
import {ago, modelOf, overview, shown, subtaskRow, sync, taskRow, taskView} from '../support/builder.ts';
import {at, relay} from '../support/cluster.ts';

const load: Load = {
	type: 'Load',
	finishedBytes: 70,
	totalBytes: 100,
	progress: '70.00 %',
	metaBinlog: {file: 'bin.000388', offset: 154},
	metaBinlogGtid: 'c0149e17:1-80',
	bytesPerSecond: 5,
};
const dump: Dump = {
	type: 'Dump',
	totalTables: 246,
	completedTables: 41,
	finishedBytes: 1000,
	finishedRows: 300,
	estimateTotalRows: 200,
	bytesPerSecond: null,
	progress: null,
};
const check: Check = {type: 'Check', passed: false, total: 3, successful: 1, failed: 1, warning: 1, detail: null};

function page(row: Partial<SubtaskRow>, others: readonly SubtaskRow[] = []): string {
	const it = subtaskRow('r1', {lagSeconds: null, gap: null, ...row});
	const view = taskView(taskRow('orders'), [it, ...others]);
	return textOf(subtaskPageLines(modelOf(100, 24, shown(overview([view.row]), [view])), view, it)).join('\n');
}

describe('the page of a subtask', () => {
	test('of a Load shows how far each source is, in bars up to the edge, and who will be last without taking turns', () => {
		const part = (finishedBytes: number, maxSeconds: number) => ({
			work: {...load, finishedBytes},
			eta: {minSeconds: maxSeconds, maxSeconds, steady: true},
		});
		const bars = (mine: number, others: number) =>
			page(part(70, mine), [subtaskRow('r2', {lagSeconds: null, gap: null, ...part(70, others)})])
				.split('\n')
				.filter(line => /━━/.test(line) && / r[12] /.test(line))
				.map(line => [line.match(/r[12]/)?.[0], line.length]);
		const expected = [
			['r2', 100],
			['r1', 100],
		];
		expect(bars(24, 25)).toEqual(expected);
		expect(bars(25, 24)).toEqual(expected);
		expect(bars(600, 24)).toEqual(expected);
		expect(bars(24, 600)).toEqual(expected.toReversed());
	});

	test.each<[string, Partial<SubtaskRow>, readonly string[]]>([
		[
			'a load',
			{work: load},
			['done 70.0 % 70 B of 100 B ━', 'DM says 70.00 %', 'Sync will start from bin.000388:154', 'c0149e17:1-80'],
		],
		[
			'a load while the upstream goes on',
			{work: load, writtenSinceDump: {type: 'bytes', bytes: 5 * 2 ** 30}},
			['Since the dump the upstream has written 5.0 GiB: Sync has that to catch up'],
		],
		[
			'a dump while the upstream goes on',
			{work: dump, writtenSinceDump: {type: 'files', files: 2, atLeastBytes: 154}},
			['Since the dump the upstream has written 2 binlog files'],
		],
		[
			'a Sync that is files behind',
			{
				work: sync({upstream: at(154, 'bin.000012'), checkpoint: at(4, 'bin.000009'), binlogType: 'remote'}),
				gap: {type: 'files', files: 3, atLeastBytes: 154},
			},
			['The upstream must keep bin.000009 and what comes after it: DM reads on there. It has begun 3 binlog files'],
		],
		[
			'a load past its total',
			{work: {...load, finishedBytes: 250}},
			['250.0 % 250 B of 100 B', '━>', 'the total was too small'],
		],
		[
			'a load without a total',
			{work: {...load, totalBytes: 0, progress: 'NaN %'}},
			['not a number', 'done - 70 B of 0 B', 'does not know the total yet'],
		],
		[
			'a load of which nothing is told',
			{work: {...load, finishedBytes: null, totalBytes: null, progress: null}},
			['DM tells no bytes', '? of ?'],
		],
		[
			'a dump past its estimate',
			{work: dump},
			['tables 41 of 246 ━', '~150.0 % 300 of about 200', '━>', 'The estimate was too small'],
		],
		[
			'two methods of a dump that disagree',
			{
				work: {...dump, finishedRows: 10, progress: '50.00 %'},
				eta: {minSeconds: 3600, maxSeconds: 7200, steady: false},
				rates: {now: 10, fiveMinutes: 10, sinceStart: 10},
			},
			['two methods disagree: rows say 1h00m-2h00m, bytes say 1m'],
		],
		[
			'a check',
			{stage: 'New', work: check},
			['3 checks', '1 successful', '1 warnings', '1 failed', 'passed: no', 'no detail'],
		],
		[
			'a check with a text',
			{work: {...check, detail: 'user has no REPLICATION SLAVE'}},
			['user has no REPLICATION SLAVE'],
		],
		[
			'a check with named results',
			{
				work: {
					...check,
					detail: JSON.stringify({
						results: [
							{name: 'replication privilege', state: 'fail', errorMsg: 'missing', instruction: 'GRANT it'},
							{name: 'table structure', state: 'warn'},
							{name: 'server_id', state: 'success'},
							{name: 'other', state: 'odd'},
						],
					}),
				},
			},
			[
				'failed: blocks the start (1)',
				'X replication privilege',
				'GRANT it',
				'! table structure',
				'. server_id',
				'DM says: odd',
			],
		],
		['a unit that is not known', {work: {type: 'Other', unit: 'Explode'}}, ['DM names the unit Explode']],
		[
			'a checkpoint past the upstream',
			{gap: null, work: sync({upstream: at(5693), checkpoint: at(25_660_968)})},
			['the checkpoint is past the upstream: another server, or a position that wrapped'],
		],
		[
			'a lag beside equal positions',
			{lagSeconds: null, lagUnknown: true, work: sync({secondsBehindMaster: 5400})},
			["DM says 5,400 s behind, but the checkpoint is at the upstream's position", 'not believed'],
		],
		[
			'a negative lag',
			{lagSeconds: null, lagUnknown: true, work: sync({secondsBehindMaster: -28_800})},
			['DM says -28,800 s behind, which cannot be: the clocks', 'No lag is believed'],
		],
		[
			'a lag that flaps',
			{lagSeconds: 300, work: sync({secondsBehindMaster: 0})},
			['lag 300s', 'it may drop to 0 between two batches, so the peak'],
		],
		[
			'a lag of which the target is the cause',
			{
				lagSeconds: 300,
				slow: {
					part: 'target',
					spanMs: 15_200,
					busy: {read: 0.11, relay: null, conflicts: 0.004, queue: 0.97, target: 4.2},
					queues: [490, 488, 493, 486],
				},
			},
			[
				"who is slow: of 15 s, by its worker's metrics",
				'read 11 %',
				'relay -',
				'target 105 %',
				'The target is slow: 490, 488, 493, 486 jobs wait for its 4 writers',
			],
		],
		[
			'a lag of which nobody knows the cause',
			{
				lagSeconds: 300,
				slow: {
					part: 'unknown',
					spanMs: 15_200,
					busy: {read: 0.5, relay: 1, conflicts: 0, queue: 0, target: 1},
					queues: [0],
				},
			},
			['Who is slow is not known: no rule matches. 0 jobs wait for its writer.'],
		],
		[
			'a relay whose GTID set alone is behind',
			{relay: relay({caughtUp: false}), work: sync({binlogType: 'local'})},
			['caught up', 'DM says that the relay has not caught up (it compares GTID sets)', 'not believed'],
		],
		[
			'a relay that is halted',
			{lagSeconds: null, lagUnknown: true, relay: relay({stage: 'Paused'}), work: sync({binlogType: 'local'})},
			['but the relay that it reads is Paused'],
		],
		[
			'an unknown upstream',
			{work: sync({upstream: null}), upstreamUnknown: true, lagUnknown: true},
			['upstream   unknown', 'no answer', 'neither behind nor', 'no lag is believed'],
		],
		[
			'a gap of files',
			{gap: {type: 'files', files: 2, atLeastBytes: 74_659_000}, gapSinceMs: ago(45)},
			['2 files + at least 71.2 MiB (at most 40s of writes; the sizes'],
		],
		['a flag that proves nothing', {work: sync({synced: false})}, ['DM says synced: false.', 'proves nothing']],
		[
			'a lock that blocks',
			{blockedSinceMs: ago(330), lockId: 'orders-`a`.`b`', work: sync({blockingDdls: ['ALTER TABLE t']})},
			['held by a DDL lock for 5m', 'orders-`a`.`b`', 'waits with: ALTER TABLE t'],
		],
	])('%s', (_, row, expected) => {
		const text = page(row).replace(/\s+/g, ' ');
		for (const part of expected) expect(text).toContain(part.replace(/\s+/g, ' '));
	});

	test('shows the one that holds up the other loads', () => {
		const slow = subtaskRow('r2', {
			work: {...load, finishedBytes: 10},
			eta: {minSeconds: 60, maxSeconds: 90, steady: true},
		});
		const text = page({work: load, eta: {minSeconds: 6, maxSeconds: 9, steady: true}}, [slow]);
		expect(text).toMatch(/^> \. r1 .* 70\.0 %/m);
		expect(text).toContain('r2 is the last to finish');
		expect(text).toMatch(/r1 .*\n {2}\. r2 .* 10\.0 % /);
	});
});

test.each<[number | null, string]>([
	[null, '-'],
	[0.9999, '99.9 %'],
	[1, '100.0 %'],
	[0.1193, '11.9 %'],
])('%s is %s', (value, expected) => {
	expect(percentText(value)).toBe(expected);
});

test.each<[string | null, string | null, number | null]>([
	['27.98 %', '27.98 %', 0.2798],
	['NaN %', 'not a number', null],
	['+Inf %', 'not a number', null],
	['', null, null],
	[null, null, null],
	['soon', 'soon', null],
])('the progress %s is said as %s', (text, said, value) => {
	expect(saidProgress(text)).toBe(said);
	const told = saidFraction(text);
	if (value === null) expect(told).toBeNull();
	else expect(told).toBeCloseTo(value);
});

test.each<[number | null, string]>([
	[null, '-'],
	[Number.NaN, '-'],
	[0, '0'],
	[1234567, '1,234,567'],
	[-1234, '-1,234'],
])('the figure of %s is %s', (value, expected) => {
	expect(figure(value)).toBe(expected);
});

test.each<[string, string | null]>([
	[
		'startLocation: [position: (mysql-bin|000001.000002, 1054), gtid-set: 0-102-16], endLocation: [position: (mysql-bin|000001.000002, 1203), gtid-set: ], origin SQL: [x]',
		'at mysql-bin.000002:1054 to mysql-bin.000002:1203   GTID 0-102-16',
	],
	[
		'startLocation: [position: (, 0), gtid-set: ], endLocation: [position: (mysql-bin.000001, 2305710), gtid-set: ]: x',
		'up to mysql-bin.000001:2305710',
	],
	['start sync from position (mysql-bin.000001, 2002027): refused', 'at mysql-bin.000001:2002027'],
	['INSERT INTO `leads` VALUES (1,2),(2,3)', null],
	['', null],
])('the positions of %s', (text, expected) => {
	expect(positionsText(text)).toBe(expected);
});

const points = (values: readonly (number | null)[]) =>
	values.map((value, index) => ({atMs: ago((values.length - 1 - index) * 10), value}));

describe('the present stands at the end of a graph', () => {
	const sample = (seconds: number, value: number | null) => ({
		atMs: ago(seconds),
		lagSeconds: value,
		gapBytes: value,
		rate: null,
	});
	const gap = (bytes: number): Partial<SubtaskRow> => ({gap: {type: 'bytes', bytes}, lagSeconds: 0, work: sync()});

	test.each<[string, Partial<SubtaskRow>, readonly string[], readonly string[]]>([
		['the first reading has no sample yet', {...gap(5_000_000), samples: []}, ['gap 4.8 MiB ─', ' 4.8M '], []],
		[
			'between two samples',
			{...gap(5_000_000), lagSeconds: 7, work: sync({secondsBehindMaster: 7}), samples: [sample(14, 0), sample(4, 0)]},
			['gap 4.8 MiB ─', 'lag 7s ─'],
			[],
		],
		['all were 0', {...gap(0), samples: [sample(14, 0), sample(4, 0)]}, ['gap 0 B ─', '1.0M 0 ⣀⣀⣀'], []],
		[
			'the present is not known',
			{
				gap: null,
				upstreamUnknown: true,
				lagUnknown: true,
				work: sync({upstream: null}),
				samples: [sample(14, 0), sample(4, 0)],
			},
			['lag ? ─', 'gap ? ─'],
			['gap 0'],
		],
		[
			'the present is a gap of files',
			{gap: {type: 'files', files: 2, atLeastBytes: 9}, work: sync(), samples: [sample(14, 0), sample(4, 0)]},
			['2 files', 'gap over several files'],
			['gap 0'],
		],
		[
			'a source that is silent has no present',
			{
				...gap(5_000_000),
				presence: {type: 'silent', sinceMs: ago(9), message: null},
				samples: [sample(24, 0), sample(14, 3000)],
			},
			['gap ?, peak 2.9 KiB'],
			['4.8M'],
		],
	])('%s', (_, row, expected, not) => {
		const text = page(row).replace(/\s+/g, ' ');
		for (const part of expected) expect(text).toContain(part);
		for (const part of not) expect(text).not.toContain(part);
	});

	test('in place of a sample that is not older', () => {
		const samples = points([1, 2, 3]);
		expect(withPresent(samples, 4, ago(-5))).toEqual([...samples, {atMs: ago(-5), value: 4}]);
		expect(withPresent(samples, 4, ago(0))).toEqual([...samples.slice(0, 2), {atMs: ago(0), value: 4}]);
		expect(withPresent([], null, ago(0))).toEqual([{atMs: ago(0), value: null}]);
	});
});

test.each<[readonly (number | null)[], string]>([
	[[0, 10, 20, 30, 40, 50], 'rising 60 a minute'],
	[[50, 40, 30, 20, 10, 0], 'falling 60 a minute'],
	[[50, 50, 50, 50, 50, 50], 'steady'],
	[[1, 2], ''],
	[[null, null, null, null, null, null, null], ''],
])('the trend of %j is "%s"', (values, expected) => {
	expect(trendText(points(values), value => String(Math.round(value)))).toBe(expected);
});
