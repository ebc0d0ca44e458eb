import {spawnSync} from 'node:child_process';
import fs, {cpSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Batch} from '../../../src/gateway/state/batch.ts';
import {openDatabase} from '../../../src/gateway/state/database.ts';
import {makeFolders, openStore} from '../../../src/gateway/state/store.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const writer = path.join(root, 'test/support/dying-writer.mjs');
let work = '';
let bundle = '';

beforeAll(async () => {
	work = mkdtempSync(path.join(tmpdir(), 'dmtop-killed-'));
	// Inside the project, where packages are found.
	mkdirSync(path.join(root, 'node_modules/.cache'), {recursive: true});
	bundle = path.join(mkdtempSync(path.join(root, 'node_modules/.cache/killed-')), 'store.mjs');
	await build({
		entryPoints: [path.join(root, 'src/gateway/state/store.ts')],
		outfile: bundle,
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
	});
});
afterAll(() => {
	rmSync(work, {recursive: true, force: true});
	rmSync(path.dirname(bundle), {recursive: true, force: true});
});

const batchOf = (minute: number): Batch => ({
	atMs: minute * 60_000 + 30_000,
	events: Array.from({length: 5}, (_, index) => ({
		atMs: minute * 60_000,
		firstAtMs: minute * 60_000,
		type: 'task-status',
		task: `task ${index}`,
		source: null,
		from: 'running',
		to: 'error',
		text: `text ${minute} ${'x'.repeat(300)}`,
		count: 1,
	})),
	minutes: Array.from({length: 60}, (_, index) => ({
		task: `task ${index % 20}`,
		source: `source ${minute} ${index}`,
		atS: minute * 60,
		lagSeconds: 1,
		gapBytes: null,
		rate: 2.5,
		progress: null,
		counter: index,
	})),
	remembered: Array.from({length: 10}, (_, index) => ({
		kind: 'task',
		name: `task ${index}`,
		value: JSON.stringify({minute, text: 'y'.repeat(200)}),
	})),
});

type Told = {readonly minutes: readonly unknown[]; readonly verdict: unknown};

/** Which batches are in the file, by each of the tables, and what SQLite finds wrong. */
function told(folder: string): Told {
	const store = openStore({folder, name: 'm', limitBytes: 64e6});
	store.close();
	const database = openDatabase(path.join(folder, 'm.db'));
	const minutes = database
		.all(
			`SELECT (SELECT group_concat(DISTINCT at_s / 60) FROM minute) AS minutes, (SELECT count(*) FROM minute) / 60 AS rows,
			(SELECT count(*) FROM event) / 5.0 AS events, (SELECT at_ms FROM saved) / 60000 AS saved,
			(SELECT group_concat(DISTINCT value ->> 'minute') FROM remembered) AS remembered`,
		)
		.flatMap(row => Object.values(row));
	const verdict = database.all('PRAGMA integrity_check').flatMap(row => Object.values(row));
	database.close();
	return {minutes, verdict};
}

const changing = [
	'writeSync',
	'fsyncSync',
	'ftruncateSync',
	'unlinkSync',
	'openSync',
	'mkdirSync',
	'rmdirSync',
] as const;

/** Does the work, and keeps what the folder holds before each step of it, and in the middle of each that writes. */
function keptWhile(folder: string, kept: string, work: () => void): number {
	let count = 0;
	const real = Object.fromEntries(changing.map(name => [name, fs[name]]));
	const keep = () => cpSync(folder, path.join(kept, String(count++)), {recursive: true, verbatimSymlinks: true});
	for (const name of changing) {
		Object.assign(fs, {
			[name](...given: unknown[]) {
				Object.assign(fs, real);
				const step = fs[name] as (...given: unknown[]) => unknown;
				keep();
				if (name === 'writeSync') {
					step(given[0], given[1], 0, Number(given[3]) >> 1, given[4]);
					keep();
				}
				Object.assign(fs, wrapped);
				return step(...given);
			},
		});
	}
	const wrapped = Object.fromEntries(changing.map(name => [name, fs[name]]));
	try {
		work();
	} finally {
		Object.assign(fs, real);
	}
	keep();
	return count;
}

const write = (folder: string, minute: number) => {
	const store = openStore({folder, name: 'm', limitBytes: 64e6});
	store.write(batchOf(minute));
	store.close();
};
const without = {minutes: ['1', 1, 1, 1, '1'], verdict: ['ok']};
const whole = {minutes: ['1,2', 2, 2, 2, '2'], verdict: ['ok']};

/** A folder with the first batch in its file. */
function based(name: string): string {
	const folder = path.join(work, name);
	makeFolders(folder);
	write(folder, 1);
	expect(told(folder)).toEqual(without);
	return folder;
}

test('at any step of a write, the file holds the batch before it, and of the last one all or nothing', () => {
	const [folder, kept] = [based('old'), path.join(work, 'old-kept')];
	const count = keptWhile(folder, kept, () => write(folder, 2));
	const all = Array.from({length: count}, (_, step) => told(path.join(kept, String(step))));
	const first = all.findIndex(it => JSON.stringify(it) === JSON.stringify(whole));
	expect(first).toBeGreaterThan(20);
	expect(all).toEqual(all.map((_, step) => (step < first ? without : whole)));
});

test('at any step of its making, the file can be opened', () => {
	const [folder, kept] = [path.join(work, 'new'), path.join(work, 'new-kept')];
	makeFolders(folder);
	const count = keptWhile(folder, kept, () => write(folder, 2));
	const all = Array.from({length: count}, (_, step) => told(path.join(kept, String(step))));
	expect(count).toBeGreaterThan(20);
	expect(all.map(({verdict}) => verdict)).toEqual(all.map(() => ['ok']));
	expect(all.at(-1)?.minutes).toEqual(['2', 1, 1, 2, '2']);
});

test.for([5, 12, 20])('killed by the system at step %i, it is the same', step => {
	const folder = based(`killed-${step}`);
	const args = [writer, bundle, folder, JSON.stringify(batchOf(2)), String(step)];
	expect(spawnSync(process.execPath, args, {encoding: 'utf8'})).toMatchObject({
		signal: 'SIGKILL',
		stdout: '',
		stderr: '',
	});
	expect([without, whole]).toContainEqual(told(folder));
});
