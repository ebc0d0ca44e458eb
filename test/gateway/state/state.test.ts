import {existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {samples} from '../../../src/gateway/memory/history.ts';
import {emptyMemory, type Memory} from '../../../src/gateway/memory/memory.ts';
import {openDatabase} from '../../../src/gateway/state/database.ts';
import {openState, type StateOptions} from '../../../src/gateway/state/state.ts';
import {openStore} from '../../../src/gateway/state/store.ts';
import {overview} from '../../../src/gateway/views/views.ts';
import {createTestClock, type TestClock} from '../../support/clock.ts';
import {answer, paused, running} from '../../support/cluster.ts';
import {remembered, type Told} from '../../support/remembered.ts';

let folder = '';
let notes: (string | null)[] = [];
beforeEach(() => {
	folder = path.join(mkdtempSync(path.join(tmpdir(), 'dmtop-state-')), 'state');
	notes = [];
});
afterEach(() => rmSync(path.dirname(folder), {recursive: true, force: true}));

let instances = 0;
function opened(clock: TestClock, more: Partial<StateOptions> = {}) {
	const instance = `test-${instances++}`;
	const onNote = (note: string | null) => notes.push(note);
	return openState({folder, masters: ['m:8261'], limitBytes: 64e6, clock, instance, onNote, ...more});
}

const file = () => path.join(folder, 'm_8261.db');
const empty = () => emptyMemory(['m:8261'], 1000);
const query = (sql: string) => {
	const database = openDatabase(file());
	try {
		return database.all(sql).map(row => Object.values(row));
	} finally {
		database.close();
	}
};
const steps = (told: readonly Told[], fromS: number, everyS: number) =>
	told.map((it, index) => [fromS + index * everyS, it] as const);
/** The task `orders` on two sources, with so many events. */
const counting = (r1: number, r2: number) =>
	answer({r1: {orders: running({totalEvents: r1})}, r2: {orders: running({totalEvents: r2})}});
const going = (count: number) => Array.from({length: count}, (_, at) => counting(at * 100, at * 50));
/** Of the second source nothing is known but that it runs. */
const seenAndUnseen = (at: number) =>
	answer({r1: {orders: running({totalEvents: at * 100})}, r2: {orders: running({totalEvents: null, upstream: null})}});
const failing = (count: number) =>
	Array<Told>(count).fill(answer({r1: {orders: paused(10006)}, r2: {orders: running()}}));

/** A gateway that saw these answers, saved them, and ended. */
async function savedBy(told: readonly (readonly [number, Told])[], clock: TestClock) {
	const state = await opened(clock);
	let memory: Memory = empty();
	for (const [seconds, it] of told) {
		clock.pass(seconds * 1000 - clock.now());
		memory = remembered([[seconds, it]], 'v6.5.0', memory);
		state.note(memory);
	}
	state.close();
	return memory;
}

describe('after a restart', () => {
	test('since when, retries and events go on, and the hole in the history stays', async () => {
		const told = [
			...steps(going(30), 0, 10),
			...steps(failing(10), 300, 10),
			...steps(going(1), 405, 10),
			...steps(failing(10), 410, 10),
		];
		const before = await savedBy(told, createTestClock(0));
		const clock = createTestClock(510_000);
		const state = await opened(clock);
		const after = state.restore(empty());
		state.close();
		const [old, now] = [before.tasks.get('orders'), after.tasks.get('orders')];
		expect(now?.task.subtasks.map(({retry}) => retry)).toEqual(old?.task.subtasks.map(({retry}) => retry));
		expect(now?.task.subtasks.map(({sinceMs}) => sinceMs)).toEqual(old?.task.subtasks.map(({sinceMs}) => sinceMs));
		expect([now?.status, now?.sinceMs, now?.seenSinceMs]).toEqual([old?.status, old?.sinceMs, old?.seenSinceMs]);
		expect(after.events).toEqual(before.events);
		expect(after.events.length).toBeGreaterThan(3);
		expect(overview(after).tasks.map(({word, label}) => [word, label])).toEqual(
			overview(before).tasks.map(({word, label}) => [word, label]),
		);
		const later = remembered([[900, counting(4000, 4000)]], 'v6.5.0', after);
		const times = samples(later.tasks.get('orders')?.tracks.get('r1')?.history ?? never()).map(({atMs}) => atMs / 1000);
		expect(times.at(-1)).toBe(900);
		// What nobody saw is no point.
		expect(times.filter(at => at > 540 && at < 900)).toEqual([]);
		expect(times.filter(at => at < 540).length).toBeGreaterThanOrEqual(8);
	});

	test('what changed meanwhile has no beginning, and that nobody watched is an event', async () => {
		await savedBy(steps(going(2), 0, 10), createTestClock(0));
		const state = await opened(createTestClock(4000_000));
		const after = remembered([[4000, failing(1)[0] ?? never()]], 'v6.5.0', state.restore(empty()));
		state.close();
		const [row] = overview(after).tasks;
		expect([row?.word, row?.sinceMs]).toEqual(['retrying', null]);
		expect(after.events.map(({type, atMs}) => [type, atMs])).toEqual([
			['unwatched', 4000_000],
			['task-status', 4000_000],
			['subtask-stage', 4000_000],
		]);
		expect(after.events[0]?.text).toContain('for 66m');
	});

	test('by a clock on the wall that was set back five minutes, nothing is later than now', async () => {
		await savedBy(steps([...going(20), ...failing(2)], 0, 10), createTestClock(0));
		const clock = createTestClock(1000_000);
		clock.setWall(-1_090_000);
		const state = await opened(clock);
		const after = state.restore(empty());
		state.close();
		const times = after.events.map(({atMs}) => atMs);
		expect(Math.max(...times)).toBeLessThanOrEqual(1000_000);
		expect(after.lastGood?.atMs).toBe(1000_000);
		expect(times.length).toBeGreaterThan(0);
	});
});

describe('the file', () => {
	test('is of its user alone, and what is not known is NULL', async () => {
		await savedBy(
			steps(
				Array.from({length: 14}, (_, at) => seenAndUnseen(at)),
				0,
				10,
			),
			createTestClock(0),
		);
		expect(statSync(file()).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(
			query(
				'SELECT task, source, at_s, lag_seconds, gap_bytes, rate, progress, counter FROM history ORDER BY at_s, source',
			),
		).toEqual([
			['orders', 'r1', 0, 0, 0, 10, null, 500],
			['orders', 'r2', 0, null, null, null, null, null],
			['orders', 'r1', 60, 0, 0, 10, null, 1100],
			['orders', 'r2', 60, null, null, null, null, null],
			['orders', 'r1', 120, 0, 0, 10, null, 1300],
			['orders', 'r2', 120, null, null, null, null, null],
		]);
	});

	test('takes a large memory in turns, and what happens meanwhile is saved as well', async () => {
		let turns = 0;
		const yieldTurn = async () => {
			turns += 1;
		};
		const tasks = Array.from({length: 60}, (_, at) => [`t${at}`, running({totalEvents: at})] as const);
		const large = answer(
			Object.fromEntries(Array.from({length: 10}, (_, at) => [`s${at}`, Object.fromEntries(tasks)] as const)),
		);
		const clock = createTestClock(0);
		const state = await opened(clock, {yieldTurn});
		const before = remembered(steps(Array<Told>(7).fill(large), 0, 10));
		state.note(before);
		clock.pass(61_000);
		// It is being written.
		expect(query("SELECT count(*) FROM remembered WHERE kind = 'subtask'")).toEqual([[0]]);
		const after = remembered([[61, answer({s0: {t0: paused(10006)}})]], 'v6.5.0', before);
		state.note(after);
		await expect.poll(() => query("SELECT count(*) FROM remembered WHERE kind = 'subtask'")).toEqual([[600]]);
		expect(turns).toBeGreaterThan(5);
		expect(query('SELECT count(*) FROM event')).toEqual([[0]]);
		state.close();
		expect(query('SELECT count(*) FROM event')).toEqual([[after.events.length]]);
		expect(after.events.length).toBeGreaterThan(0);
	});

	test('holds an event that is counted up once', async () => {
		const flapping = [1, 2, 3].flatMap(at => [counting(at, at), ...failing(1)]);
		const memory = await savedBy(steps(flapping, 0, 11), createTestClock(0));
		const told = memory.events.map(({text, count, atMs}) => [text, count, atMs]);
		expect(query('SELECT text, count, at_ms FROM event ORDER BY at_ms, id').sort()).toEqual([...told].sort());
		expect(told.some(([, count]) => count === 3 || count === 2)).toBe(true);
	});

	test('is written by one only; the next one takes over', async () => {
		const clock = createTestClock(0);
		const [first, second] = [await opened(clock), await opened(clock)];
		expect(notes).toEqual([null, expect.stringContaining('another dmtop keeps')]);
		first.close();
		clock.pass(61_000);
		await expect.poll(() => notes.at(-1)).toBeNull();
		second.close();
		expect(readdirSync(path.join(folder, '.journal')).filter(name => !name.startsWith('m_8261.db'))).toEqual([]);
	});

	test('that is damaged is put aside, and a new one is begun', async () => {
		await savedBy(steps(going(3), 0, 10), createTestClock(0));
		writeFileSync(file(), 'garbage '.repeat(2000));
		const state = await opened(createTestClock(100_000));
		expect(notes.at(-1)).toMatch(
			/^.*m_8261\.db is damaged: .*: it is kept as .*m_8261\.broken\.db, and a new file was begun\.$/,
		);
		expect(state.restore(empty())).toEqual(empty());
		state.note(remembered([[100, counting(1, 1)]]));
		state.close();
		expect(existsSync(path.join(folder, 'm_8261.broken.db'))).toBe(true);
		expect(query('SELECT count(*) FROM minute')).toEqual([[2]]);
	});

	test('of a newer program is left alone', async () => {
		await savedBy(steps(going(3), 0, 10), createTestClock(0));
		const database = openDatabase(file());
		database.exec('PRAGMA user_version = 7');
		database.close();
		const state = await opened(createTestClock(100_000));
		expect(notes.at(-1)).toContain(
			'was written by a newer dmtop (its tables have version 7, and this program knows 1)',
		);
		state.note(remembered([[100, counting(1, 1)]]));
		state.close();
		expect(query('PRAGMA user_version')).toEqual([[7]]);
	});

	test('that cannot be written is tried again, and nothing is lost', async () => {
		const clock = createTestClock(0);
		let isFull = true;
		const open: typeof openStore = options =>
			openStore({
				...options,
				open(at) {
					const database = openDatabase(at);
					return {
						...database,
						run(sql, values) {
							if (isFull && sql.includes('INTO minute')) throw new Error('disk I/O error');
							return database.run(sql, values);
						},
					};
				},
			});
		const state = await opened(clock, {open});
		let memory = empty();
		for (const [seconds, it] of steps([...going(20), ...failing(1)], 0, 10)) {
			clock.pass(seconds * 1000 - clock.now());
			memory = remembered([[seconds, it]], 'v6.5.0', memory);
			state.note(memory);
		}
		expect(notes.at(-1)).toBe(`What is seen is not saved: ${file()} cannot be written: disk I/O error.`);
		isFull = false;
		clock.pass(20_000);
		expect(notes.at(-1)).toBeNull();
		state.close();
		expect(query('SELECT count(DISTINCT at_s) FROM minute')).toEqual([[4]]);
		expect(query('SELECT count(*) FROM event')).toEqual([[memory.events.length]]);
	});

	test('a folder that others may open is refused', async () => {
		rmSync(folder, {recursive: true, force: true});
		const open = path.dirname(folder);
		const {chmodSync} = await import('node:fs');
		chmodSync(open, 0o755);
		const state = await opened(createTestClock(0), {folder: open});
		expect(notes).toEqual([`What is seen is not saved: others may open the folder ${open} (755): chmod 700 it.`]);
		state.close();
		expect(readdirSync(open)).toEqual([]);
	});
});

function never(): never {
	throw new Error('There is no such history.');
}

test('a window of what is kept, with events that were not written yet', async () => {
	const clock = createTestClock();
	const state = await opened(clock);
	let memory: Memory = empty();
	for (const [seconds, it] of [...steps(going(30), 0, 10), ...steps(failing(2), 300, 10)]) {
		clock.pass(seconds * 1000 - clock.now());
		memory = remembered([[seconds, it]], 'v6.5.0', memory);
		state.note(memory);
	}
	const kept = state.window(0);
	expect(kept).toMatchObject({isMeasured: true});
	expect(kept?.events.length).toBe(memory.events.length);
	expect(kept?.events.length).toBeGreaterThan(0);
	state.close();
	expect(state.window(0)).toBeNull();
});
