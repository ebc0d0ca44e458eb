import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {UsageError} from '../../../src/commands/exit.ts';
import {history} from '../../../src/commands/history/history.ts';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {makeFolders, openStore, type Store} from '../../../src/gateway/state/store.ts';
import {createTestClock} from '../../support/clock.ts';
import {listener, nothingGiven} from '../../support/commands.ts';

const startMs = Date.UTC(2026, 10, 28, 3, 0, 0);
const minute = 60_000;
let folder = '';
let store: Store | null = null;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-history-test-'));
	rmSync(folder, {recursive: true});
	makeFolders(folder);
});

afterEach(() => {
	store?.close();
	store = null;
	rmSync(folder, {recursive: true, force: true});
});

function changed(at: number, task: string, from: string, to: string): ClusterEvent {
	const atMs = startMs + at * minute;
	const text = `${task}: ${from} -> ${to}`;
	return {atMs, firstAtMs: atMs, type: 'task-status', task, source: null, from, to, text, count: 1};
}

/** A gateway has written this, and has the file still open. */
function kept(): void {
	store = openStore({folder, name: '10.0.0.5_8261', limitBytes: 64e6});
	const lag = {task: 'orders', source: 'r1', gapBytes: 0, progress: null, counter: 1};
	store.write({
		atMs: startMs + 60 * minute,
		events: [changed(10, 'orders', 'running', 'error'), changed(25, 'orders', 'error', 'running')],
		minutes: [{...lag, atS: startMs / 1000 + 600, lagSeconds: 42, rate: 100}],
		remembered: [],
	});
}

function told(options: Partial<typeof nothingGiven> = {}): string {
	const stdout = listener();
	const clock = createTestClock(startMs + 60 * minute);
	const given = {...nothingGiven, masters: ['10.0.0.5:8261'], state: folder, ...options};
	expect(history(given, {stdout: stdout.stream, clock})).toBe(0);
	return stdout.text();
}

test('tells what a gateway has written, also while it has the file open, and leaves nothing behind', () => {
	kept();
	const before = readdirSync(folder, {recursive: true}).sort();
	const text = told();
	expect(text).toContain('orders: running -> error: 15m, from ');
	expect(text).toContain('orders: 42s (r1, ');
	expect(text).toContain('orders: 6.0k rows');
	expect(readdirSync(folder, {recursive: true}).sort()).toEqual(before);
});

test('as JSON and as a document', () => {
	kept();
	expect(JSON.parse(told({json: true}))).toMatchObject({
		needed: [{task: 'orders', from: '2026-11-28T03:10:00.000Z', until: '2026-11-28T03:25:00.000Z', seconds: 900}],
		lags: [{task: 'orders', source: 'r1', seconds: 42}],
		amounts: [{task: 'orders', rows: 6000, bytes: null}],
	});
	expect(told({markdown: true})).toContain('## Needed a person\n\n- orders: running -\\> error: 15m');
});

test('of a window, and of one task', () => {
	kept();
	expect(told({since: {type: 'ago', ms: 20 * minute}})).toContain('Needed a person\n  Nothing.');
	expect(told({task: 'billing'})).toContain('Needed a person\n  Nothing.');
});

test('where nothing was kept it says so', () => {
	expect(() => told()).toThrow(UsageError);
	expect(() => told()).toThrow('nothing has been kept of this cluster');
});
