import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Batch} from '../../../src/gateway/state/batch.ts';
import {openDatabase} from '../../../src/gateway/state/database.ts';
import {makeFolders, openStore} from '../../../src/gateway/state/store.ts';
import {isLong} from '../../support/long.ts';

let folder = '';
beforeEach(() => {
	folder = path.join(mkdtempSync(path.join(tmpdir(), 'dmtop-bounds-')), 'state');
	makeFolders(folder);
});
afterEach(() => rmSync(path.dirname(folder), {recursive: true, force: true}));

const file = () => path.join(folder, 'm.db');
const query = (sql: string) => {
	const database = openDatabase(file());
	try {
		return database.all(sql).map(row => Object.values(row));
	} finally {
		database.close();
	}
};

const startS = 1_795_000_200;

/** A minute of so many subtasks, with an event. */
const batchOf = (minute: number, subtasks: number): Batch => ({
	atMs: (startS + minute * 60) * 1000,
	events: [
		{
			atMs: (startS + minute * 60) * 1000,
			firstAtMs: (startS + minute * 60) * 1000,
			type: 'task-status',
			task: 'orders',
			source: null,
			from: 'running',
			to: 'error',
			text: `minute ${minute}`,
			count: 1,
		},
	],
	minutes: Array.from({length: subtasks}, (_, index) => ({
		task: 'orders',
		source: `source-${index}`,
		atS: startS + (minute - 1) * 60,
		lagSeconds: minute,
		gapBytes: 1e9 + index,
		rate: index === 0 ? null : 10,
		progress: null,
		counter: 1e9 + minute,
	})),
	remembered: [],
});

function written(minutes: number, subtasks: number, limitBytes: number, step = 1) {
	const store = openStore({folder, name: 'm', limitBytes});
	for (let minute = 0; minute < minutes; minute += step) store.write(batchOf(minute, subtasks));
	store.close();
}

describe('what is kept', () => {
	test.runIf(isLong)('is minutes of a day and ten minutes of thirty days, and events of seven', () => {
		written(35 * 1440, 1, 64e6, 240);
		const [hours] = query('SELECT (max(at_s) - min(at_s)) / 3600.0 FROM minute').flat();
		const [days] = query('SELECT (max(at_s) - min(at_s)) / 86400.0 FROM ten_minutes').flat();
		const [events] = query('SELECT (max(at_ms) - min(at_ms)) / 86400000.0 FROM event').flat();
		expect(Number(hours)).toBeGreaterThan(18);
		expect(Number(hours)).toBeLessThanOrEqual(24);
		expect(days).toBeCloseTo(30, 0);
		expect(events).toBeCloseTo(7, 0);
	});

	test('ten minutes are the worst, the mean and the end of their minutes, and what is not known stays so', () => {
		written(21, 2, 64e6);
		expect(query('SELECT * FROM history_30_days ORDER BY at_s, source').slice(2, 4)).toEqual([
			[startS, 'orders', 'source-0', 10, 1e9, null, null, 1e9 + 10],
			[startS, 'orders', 'source-1', 10, 1e9 + 1, 10, null, 1e9 + 10],
		]);
	});

	test.runIf(isLong)('stays within its bound: the oldest thinned history goes first, then minutes, events last', () => {
		written(90, 2000, 4e6);
		expect(statSync(file()).size).toBeLessThanOrEqual(4e6);
		expect(query('SELECT count(*) FROM ten_minutes').flat()[0]).toBeLessThan(20_000);
		expect(query('SELECT min(at_s) FROM minute').flat()[0]).toBeGreaterThan(startS + 600);
		expect(query('SELECT max(at_s) FROM minute').flat()[0]).toBe(startS + 88 * 60);
		expect(query('SELECT count(*) FROM event')).toEqual([[90]]);
		expect(query('PRAGMA integrity_check')).toEqual([['ok']]);
	});

	test.runIf(isLong)('a smaller bound than before holds from the next write on', () => {
		written(30, 2000, 64e6);
		const before = statSync(file()).size;
		const store = openStore({folder, name: 'm', limitBytes: 2e6});
		store.write(batchOf(60, 10));
		store.write(batchOf(61, 10));
		store.close();
		expect(before).toBeGreaterThan(2e6);
		expect(statSync(file()).size).toBeLessThanOrEqual(2e6);
	});
});

describe('docs/state.md', () => {
	const document = readFileSync(new URL('../../../docs/state.md', import.meta.url), 'utf8');
	const questions = [...document.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);

	test('asks three questions that are answered', () => {
		written(25, 2, 64e6);
		expect(questions).toHaveLength(3);
		const [worst, night, hours] = questions.map(query);
		expect(worst?.[0]).toEqual(['orders', 'source-0', 24, 1e9, 25]);
		expect(night).toHaveLength(25);
		expect(night?.[0]?.slice(1)).toEqual(['task-status', null, 'minute 0', 1]);
		expect(hours?.at(-1)?.slice(1)).toEqual(['orders', 10]);
	});

	test('names every table and view', () => {
		written(1, 1, 64e6);
		const names = query(
			`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'`,
		).flat();
		expect(names.filter(name => !document.includes(`\`${name}\``))).toEqual([]);
	});
});
