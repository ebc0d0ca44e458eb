import {describe, expect, test} from 'vitest';
import {contract} from '../../src/commands/contract.ts';
import {listTable} from '../../src/commands/table.ts';
import {begin, advance as waited} from '../../src/commands/waiting/waiting.ts';
import type {Position, Relay, Sync} from '../../src/domain/cluster.ts';
import {emptyMemory, type Memory} from '../../src/gateway/memory/memory.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {rowContext} from '../../src/tui/pages/row-context.ts';
import {lagCell, sinceCell} from '../../src/tui/pages/task-columns.ts';
import {whyLines} from '../../src/tui/pages/why.ts';
import {textOf} from '../../src/tui/ui/line.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {modelOf, shown} from '../support/builder.ts';
import {caseMemory} from '../support/cases.ts';
import {answer, at, relay, running, subtasksOf} from '../support/cluster.ts';
import {nothingGiven} from '../support/commands.ts';
import {recordedMemory} from '../support/recorded.ts';
import {remembered, type Told} from '../support/remembered.ts';
import {checkRow} from './check.ts';

/** How a wait for caught-up stands once all answers of the memory have come. */
function waitFor(memory: Memory, task: string): string {
	const waiting = begin({...nothingGiven, argument: task, waitFor: 'caught-up'}, 0);
	const {verdict, line} = waited(waiting, {type: 'memory', memory}, memory.lastGood?.atMs ?? 0);
	return verdict?.sentence ?? line;
}

function rowOf(memory: Memory, task = 'orders') {
	const row = overview(memory).tasks.find(({name}) => name === task);
	const subtasks = taskValue(memory, task).task?.subtasks ?? [];
	const json = contract(memory, task).tasks[0]?.subtasks ?? [];
	return {row, subtasks, json};
}

type Sight = {readonly sync?: Partial<Sync>; readonly relay?: Relay | null};

const seen = ({sync = {}, relay: told = null}: Sight, shape?: 'workers') =>
	answer({r1: {relay: told, subtasks: subtasksOf({orders: running(sync)})}}, shape);

describe('a checkpoint past the upstream', () => {
	checkRow('checkpoint-ahead', 'crm', {
		word: 'warning',
		label: 'Past its upstream',
		reason: 'the checkpoint is past the upstream (another server, or a position that wrapped)',
	});

	test('has no gap, no ETA, and is never caught up', () => {
		const memory = caseMemory('checkpoint-ahead', {polls: 3});
		const {row, subtasks, json} = rowOf(memory, 'crm');
		expect(row).toMatchObject({
			gap: null,
			gapUnknown: true,
			gapSinceMs: null,
			eta: null,
			lagSeconds: null,
			lagUnknown: true,
		});
		expect(subtasks[0]).toMatchObject({gap: null, gapSinceMs: null, eta: null});
		expect(json[0]).toMatchObject({gapBytes: null});
		expect(waitFor(memory, 'crm')).toContain('its checkpoint is past the upstream');
	});

	function check({name, told, shape, version, word}: Check) {
		test(name, () => {
			const memory = remembered(
				told.map(([seconds, checkpoint]) => [seconds, seen({sync: {checkpoint}}, shape)] as const),
				version,
			);
			const {row, subtasks} = rowOf(memory);
			expect(row?.word).toBe(word);
			expect(subtasks[0]?.gap ?? null).toEqual(
				word === 'warning' || name.includes('one answer') ? null : expect.anything(),
			);
		});
	}

	type Check = {
		readonly name: string;
		readonly told: readonly (readonly [seconds: number, checkpoint: Position])[];
		readonly shape?: 'workers';
		readonly version?: string;
		readonly word: string;
	};

	check({name: 'in DM 1.0', told: [[0, at(1200)]], shape: 'workers', version: 'v1.0.7', word: 'warning'});
	check({name: 'in a later file', told: [[0, at(4, 'mysql-bin.000002')]], version: 'v6.5.0', word: 'warning'});
	check({
		name: 'for one answer only, as when it is flushed between two questions to the worker',
		told: [
			[0, at(900)],
			[3, at(1001)],
		],
		word: 'running',
	});
	check({
		name: 'at two answers in a row',
		told: [
			[0, at(900)],
			[3, at(1001)],
			[6, at(1001)],
		],
		word: 'warning',
	});
	check({
		name: 'and before it again',
		told: [
			[0, at(1001)],
			[3, at(1001)],
			[6, at(1000)],
		],
		word: 'running',
	});
});

describe('figures that contradict each other', () => {
	checkRow('lag-stuck-high', 'crm', {word: 'running'});
	checkRow('relay-gtid-behind', 'crm', {word: 'running'}, {polls: 40});
	checkRow('negative-lag', 'crm', {word: 'running'});

	test.for(['lag-stuck-high', 'relay-gtid-behind'])('%s: a wait succeeds', name => {
		expect(waitFor(caseMemory(name, {polls: 40}), 'crm')).toMatch(/^crm is caught up/);
	});

	test('a lag beside equal positions is not believed', () => {
		const {row, json} = rowOf(caseMemory('lag-stuck-high'), 'crm');
		expect(row).toMatchObject({lagSeconds: null, lagUnknown: true, gap: {type: 'bytes', bytes: 0}});
		expect(json[0]).toMatchObject({lagSeconds: null, gapBytes: 0});
	});

	test('a relay whose GTID set alone is behind is ok', () => {
		expect(rowOf(caseMemory('relay-gtid-behind', {polls: 40}), 'crm').row).toMatchObject({relay: 'ok'});
	});

	test('a negative lag is unknown, and the lag of the task is that of the other source', () => {
		const {row, subtasks, json} = rowOf(caseMemory('negative-lag'), 'crm');
		expect(row).toMatchObject({lagSeconds: 12, lagUnknown: false});
		expect(subtasks.map(({source, lagSeconds, lagUnknown}) => [source, lagSeconds, lagUnknown])).toEqual([
			['mysql-01', null, true],
			['mysql-02', 12, false],
		]);
		expect(json.map(({lagSeconds}) => lagSeconds)).toEqual([null, 12]);
	});

	test('a negative lag of all sources is an unknown lag of the task', () => {
		const {row} = rowOf(remembered([[0, seen({sync: {secondsBehindMaster: -1, checkpoint: at(900)}})]]));
		expect(row).toMatchObject({lagSeconds: null, lagUnknown: true});
	});

	test('the lag of a subtask whose relay is halted is unknown', () => {
		const {row} = rowOf(remembered([[0, seen({relay: relay({stage: 'Paused'})})]]));
		expect(row).toMatchObject({lagSeconds: null, lagUnknown: true});
	});
});

describe('a lag that flaps', () => {
	/** Word, beginning and lag of the list at each poll. */
	function atEachPoll(lags: readonly (number | null)[], everyS: number, limitS = 60) {
		const known = emptyMemory(['m:8261'], everyS * 1000, {lagSeconds: limitS, stallMs: 180_000});
		const told = lags.map((lag, index): readonly [number, Told] => [
			index * everyS,
			seen({sync: {secondsBehindMaster: lag, checkpoint: at(900 + index), totalEvents: index}}),
		]);
		return told.map((_, index) => rowOf(remembered(told.slice(0, index + 1), 'v6.5.0', known)).row);
	}

	test('the case: warning at every poll, with the beginning and the peak that it had', () => {
		const rows = Array.from({length: 40}, (_, index) => rowOf(caseMemory('lag-flaps', {polls: index + 1}), 'crm').row);
		expect(new Set(rows.map(row => row?.word))).toEqual(new Set(['warning']));
		expect(new Set(rows.map(row => row?.seenSinceMs)).size).toBe(1);
		expect(new Set(rows.map(row => row?.lagSeconds))).toEqual(new Set([300]));
	});

	test('rises at once, and falls after a minute below three quarters', () => {
		const rows = atEachPoll([0, 61, 50, ...Array.from({length: 30}, () => 44)], 3);
		const words = rows.map(row => row?.word);
		expect(words.slice(0, 3)).toEqual(['running', 'warning', 'warning']);
		// Below three quarters from 9 s on, so until 69 s.
		expect(words.lastIndexOf('warning')).toBe(22);
		expect(words[23]).toBe('running');
	});

	test('below the limit it is calm, and the lag is the peak only once it has come back', () => {
		const rows = atEachPoll([0, 40, 0, 40, 0, 40, 0], 3);
		expect(rows.map(row => row?.word)).toEqual(Array.from({length: 7}, () => 'running'));
		expect(rows.map(row => row?.lagSeconds)).toEqual([0, 40, 0, 40, 40, 40, 40]);
	});

	test('a lag that is worked off is told as it falls', () => {
		const rows = atEachPoll([300, 240, 180, 120, 61], 3);
		expect(rows.map(row => row?.lagSeconds)).toEqual([300, 240, 180, 120, 61]);
	});

	test('--lag-limit is the limit', () => {
		const [row] = atEachPoll([61], 3, 300);
		expect(row?.word).toBe('running');
		const [, over] = atEachPoll([0, 11], 3, 10);
		expect(over).toMatchObject({word: 'warning', reason: expect.stringContaining('the limit is 10 s') as string});
	});
});

describe('a Sync that does not move', () => {
	checkRow('stalled-running', 'crm', {word: 'running'}, {polls: 60});
	checkRow(
		'stalled-running',
		'crm',
		{word: 'warning', label: 'Running (not moving)', reason: 'has not moved since'},
		{polls: 61},
	);

	/** The row after polls 10 s apart, up to `seconds`. */
	function rowAfter(
		seconds: number,
		sight: (second: number) => Sight,
		version = 'v6.5.0',
		limits = {lagSeconds: 60, stallMs: 180_000},
	) {
		const polls = Array.from({length: seconds / 10 + 1}, (_, index): readonly [number, Told] => [
			index * 10,
			seen(sight(index * 10), version.startsWith('v1') ? 'workers' : undefined),
		]);
		return rowOf(remembered(polls, version, emptyMemory(['m:8261'], 10_000, limits))).row;
	}

	const mib = 1024 * 1024;
	const writing = (second: number): Sight => ({sync: {upstream: at(1000 + second * mib)}});

	test.for([
		{name: '2 min 50 s', row: rowAfter(170, writing), word: 'running'},
		{
			name: 'three minutes',
			row: rowAfter(180, writing),
			word: 'warning',
			says: 'while the upstream wrote 180 MiB; one large',
		},
		{
			name: 'into other files',
			row: rowAfter(180, s => ({sync: {upstream: at(4, `mysql-bin.0000${11 + s / 10}`)}})),
			word: 'warning',
			says: 'wrote 18 binlog files',
		},
		{
			name: 'in DM 1.0',
			row: rowAfter(
				180,
				s => ({...writing(s), sync: {...writing(s).sync, secondsBehindMaster: null, binlogType: null}}),
				'v1.0.7',
			),
			word: 'warning',
			says: 'so does a task whose tables nobody writes',
		},
		{
			name: 'in DM 2.0, where an idle task stands still too, beside a little',
			row: rowAfter(600, s => ({sync: {upstream: at(1000 + s)}}), 'v2.0.7'),
			word: 'running',
		},
		{
			name: 'while only its events count up',
			row: rowAfter(600, s => ({sync: {...writing(s).sync, totalEvents: Math.floor(s / 30)}})),
			word: 'running',
		},
		{
			name: 'while it counts many events and its checkpoint stands',
			row: rowAfter(300, s => ({sync: {...writing(s).sync, totalEvents: s * 20}})),
			word: 'warning',
			says: 'has counted 6000 events since',
		},
		{
			name: 'while it counts many events, for less than five minutes',
			row: rowAfter(290, s => ({sync: {...writing(s).sync, totalEvents: s * 20}})),
			word: 'running',
		},
		{
			name: 'while only its checkpoint moves',
			row: rowAfter(600, s => ({sync: {...writing(s).sync, checkpoint: at(900 + Math.floor(s / 30))}})),
			word: 'running',
		},
		{
			name: 'while the upstream stands still too',
			row: rowAfter(600, () => ({sync: {checkpoint: at(900)}})),
			word: 'running',
		},
		{
			name: 'for three minutes after the upstream began to write',
			row: rowAfter(600, s => writing(Math.max(0, s - 430))),
			word: 'running',
		},
		{
			name: 'while its relay goes on',
			row: rowAfter(180, s => ({
				sync: {upstream: at(1000 + s * mib)},
				relay: relay({position: at(1000 + s * mib), upstream: at(1000 + s * mib)}),
			})),
			word: 'warning',
			says: 'while its relay went on by 180 MiB',
		},
		{
			name: 'with --stall-after 1m',
			row: rowAfter(60, writing, 'v6.5.0', {lagSeconds: 60, stallMs: 60_000}),
			word: 'warning',
			says: 'has not moved since',
		},
		{
			name: 'behind an open lock',
			row: rowAfter(600, s => ({sync: {...writing(s).sync, conflictMessage: 'conflict'}})),
			word: 'locked',
		},
	])('for $name is $word', ({row, word, says}) => {
		expect(row?.word).toBe(word);
		if (says !== undefined) expect(row?.reason).toContain(says);
	});

	test('minutes that nobody watched do not count', () => {
		const row = (seconds: readonly number[]) => rowOf(remembered(seconds.map(s => [s, seen(writing(s))] as const))).row;
		expect(row([0, 600])?.word).toBe('running');
		expect(row([0, 600, 780])?.word).toBe('warning');
	});
});

describe('a figure of a task beside a source that nobody hears', () => {
	const both = answer({r1: {orders: running()}, r2: {orders: running()}});
	const one = answer({r1: {orders: running()}, r2: {answered: false}});
	const absent = answer({r1: {orders: running()}});

	test.for([
		['two that answer', [[0, both]], {lagSeconds: 0, lagUnknown: false, gapUnknown: false}],
		[
			'one that is silent',
			[
				[0, both],
				[3, one],
			],
			{lagSeconds: null, lagUnknown: true, gap: null, gapUnknown: true},
		],
		[
			'one that is missing',
			[
				[0, both],
				[3, absent],
			],
			{lagSeconds: null, lagUnknown: true, gap: null, gapUnknown: true},
		],
	] as const)('%s', ([, told, expected]) => {
		expect(rowOf(remembered(told)).row).toMatchObject(expected);
	});

	test('in DM 1.0 the gap, which stands in the place of the lag', () => {
		const quiet = (told: Parameters<typeof answer>[0]) => answer(told, 'workers');
		const memory = remembered(
			[
				[0, quiet({r1: {orders: running()}, r2: {orders: running()}})],
				[3, quiet({r1: {orders: running()}, r2: {answered: false}})],
			],
			'v1.0.7',
		);
		expect(rowOf(memory).row).toMatchObject({gap: null, gapUnknown: true});
	});
});

describe('a figure whose beginning nobody saw', () => {
	const once = recordedMemory({version: 'v6.5.0', answers: [[0, '6.5.0/shard-pessimistic/one-source.json']]});
	const twice = recordedMemory({
		version: 'v6.5.0',
		answers: [
			[60, '6.5.0/sync/running.json'],
			[50, '6.5.0/shard-pessimistic/one-source.json'],
			[0, '6.5.0/shard-pessimistic/one-source.json'],
		],
	});
	const lagOf = (memory: Memory) =>
		listTable(overview(memory), memory.lastGood?.atMs ?? 0)
			.split('\n')
			.find(line => line.startsWith(' L  orders_merge'))
			?.trim()
			.split(/\s{2,}/);

	test('is blank in a one-shot', () => {
		expect(lagOf(once)).toEqual([
			'L',
			'orders_merge',
			'DDL lock: mysql-replica-02 +1',
			'3/3',
			'held',
			'1f+',
			'-',
			'- ok',
		]);
		expect(listTable(overview(once), 0)).not.toMatch(/>\d/);
	});

	test('is one where it began later', () => {
		expect(lagOf(twice)?.[4]).toBe('held');
		expect(lagOf(twice)?.at(-1)).toBe('50s');
	});

	test.for([false, true])('on the screens, with clock times: %s', absoluteTimes => {
		const value = overview(once);
		const task = taskValue(once, 'orders_merge').task;
		const start = modelOf(120, 40, shown(value, task === null ? [] : [task]));
		const model = {...start, absoluteTimes, nowMs: (once.lastGood?.atMs ?? 0) + 30_000};
		const lines = task === null ? [] : textOf(whyLines(model, task, null));
		const context = rowContext(model, null);
		const cells = value.tasks.flatMap(row => [sinceCell(row, context), lagCell(row)]);
		expect([...cells, ...lines, ...screenLines(model)].join('\n')).not.toMatch(/>\s?\d/);
		expect(lines.join(' ')).toContain('since before');
		expect(sinceCell(value.tasks[0] ?? {sinceMs: 1}, context)).toBe('');
	});
});
