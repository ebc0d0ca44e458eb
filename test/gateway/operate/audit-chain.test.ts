import {type ChildProcess, spawn} from 'node:child_process';
import fs from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type AuditEntry, openAuditLog} from '../../../src/gateway/operate/audit.ts';
import {type ChainVerdict, hashOf, verifyChain} from '../../../src/gateway/operate/audit-chain.ts';
import {fileAside} from '../../../src/gateway/operate/audit-file.ts';
import {isLong} from '../../support/long.ts';

let folder = '';
let file = '';
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(tmpdir(), 'dmtop-chain-'));
	file = path.join(folder, 'audit.jsonl');
});
afterEach(() => fs.rmSync(folder, {recursive: true, force: true}));

const entry: AuditEntry = {
	at: '2026-01-02T03:04:05.000Z',
	id: '1',
	user: 'ops',
	sshClient: null,
	host: 'bastion2',
	token: null,
	viewer: '127.0.0.1:51712',
	cluster: ['10.0.0.1:8261'],
	operation: 'pause',
	task: 'billing',
	sources: null,
	seen: [],
	request: null,
	answer: null,
	outcome: 'refused',
	message: null,
};

const write = (count: number, options: {maxBytes?: number; files?: number} = {}) => {
	const log = openAuditLog({path: file, ...options});
	for (let index = 0; index < count; index++) log.write({...entry, id: String(index)});
};

const whole = () => fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
const rewrite = (lines: readonly string[]) => fs.writeFileSync(file, lines.map(line => `${line}\n`).join(''));

/** What is found of all files that are there, the oldest first. */
function verdict(files = 5): ChainVerdict {
	const held = Array.from({length: files}, (_, index) => fileAside(file, index)).filter(it => fs.existsSync(it));
	return verifyChain(
		held.reverse().map(it => ({file: path.basename(it), text: fs.readFileSync(it, 'utf8')})),
		held.length === files,
	);
}

const clean = {unlinked: 0, dropped: 0, brokenOff: [], misfit: null};

describe('what was written fits', () => {
	test('line by line, and the head can be told', () => {
		write(5);
		expect(verdict()).toEqual({...clean, lines: 5, head: {n: 5, hash: hashOf(whole()[4] ?? '')}});
	});

	test('where there is nothing', () => {
		expect(verdict()).toEqual({...clean, lines: 0, head: null});
	});

	test('over files that were put aside', () => {
		write(8, {maxBytes: 1000});
		expect(fs.readdirSync(folder).length).toBeGreaterThan(2);
		expect(verdict()).toMatchObject({...clean, lines: 8, head: {n: 8}});
	});

	test('where a program ended after it had put the full file aside, and before it wrote', () => {
		write(2);
		fs.renameSync(file, fileAside(file, 1));
		write(1);
		expect(verdict()).toMatchObject({...clean, lines: 3, head: {n: 3}});
	});

	test('where the oldest files were dropped for room, and says how many lines went with them', () => {
		write(9, {maxBytes: 1000, files: 2});
		const {lines, dropped, misfit, head} = verdict(2);
		expect({misfit, head: head?.n, all: lines + dropped}).toEqual({misfit: null, head: 9, all: 9});
		expect(dropped).toBeGreaterThan(3);
	});

	test('after lines of an older dmtop, which are counted', () => {
		rewrite([JSON.stringify({...entry, id: 'old'}), JSON.stringify({...entry, id: 'older'})]);
		write(2);
		expect(verdict()).toMatchObject({...clean, lines: 4, unlinked: 2, head: {n: 2}});
	});

	test('with lines far longer than a piece that is read at once', () => {
		const log = openAuditLog({path: file});
		const answer = Array.from({length: 30}, () => 'é'.repeat(16_000));
		for (const id of ['1', '2', '3']) log.write({...entry, id, answer});
		expect(whole()[0]?.length).toBeGreaterThan(400_000);
		expect(verdict()).toMatchObject({...clean, lines: 3, head: {n: 3}});
	});
});

describe('a line that breaks off', () => {
	test('is lost alone, and the chain goes on after it and says so', () => {
		write(2);
		fs.appendFileSync(file, '{"at":"20');
		expect(verdict()).toMatchObject({
			lines: 3,
			brokenOff: [{file: 'audit.jsonl', line: 3}],
			misfit: null,
			head: {n: 3},
		});
		write(2);
		expect(verdict()).toMatchObject({lines: 5, brokenOff: [{line: 3}], misfit: null, head: {n: 5}});
	});

	test('at the very beginning, and two in a row', () => {
		fs.writeFileSync(file, '{"at"\n{"at":"2');
		write(2);
		expect(verdict()).toMatchObject({lines: 4, brokenOff: [{line: 1}, {line: 2}], misfit: null});
	});

	test('cannot be changed any more either', () => {
		write(1);
		fs.appendFileSync(file, '{"at":"20');
		write(1);
		rewrite(whole().with(1, '{"at":"21'));
		expect(verdict().misfit).toEqual({
			file: 'audit.jsonl',
			line: 3,
			why: 'the line before it is not the one after which it was written',
		});
	});
});

describe('what does not fit is named', () => {
	const changed = 'the line before it is not the one after which it was written';

	test.each<[string, (lines: readonly string[]) => readonly string[], number, string]>([
		['a changed line', it => it.with(1, it[1]?.replace('billing', 'orders') ?? ''), 3, changed],
		['a blank more in a line', it => it.with(1, `${it[1]} `), 3, changed],
		['a line that was taken out', it => it.toSpliced(2, 1), 3, 'number 3 of the chain is missing before it'],
		['two that were taken out', it => it.toSpliced(1, 2), 2, 'numbers 2 to 3 of the chain are missing before it'],
		[
			'the first that was taken out',
			it => it.slice(1),
			1,
			'number 1 of the chain is gone, and no file was dropped for room',
		],
		[
			'a line that stands there twice',
			it => it.toSpliced(2, 0, it[1] ?? ''),
			3,
			'it is number 2 of the chain, and 3 was due: it stands there a second time, or two programs wrote at once',
		],
		[
			'a line without a place',
			it => it.toSpliced(2, 0, JSON.stringify(entry)),
			3,
			'it has no place in the chain: an older dmtop or something else has written it',
		],
		[
			'two that have changed places',
			it => it.with(1, it[2] ?? '').with(2, it[1] ?? ''),
			2,
			'number 2 of the chain is missing before it',
		],
		[
			'a chain begun anew',
			it => [it[0] ?? '', ...it],
			2,
			'it is number 1 of the chain, and 2 was due: it stands there a second time, or two programs wrote at once',
		],
	])('%s', (_, change, line, why) => {
		write(5);
		rewrite(change(whole()));
		expect(verdict()).toMatchObject({misfit: {file: 'audit.jsonl', line, why}, head: null});
	});

	test('in a file that was put aside, and where such a file is gone', () => {
		write(8, {maxBytes: 1000});
		const aside = fileAside(file, 1);
		const text = fs.readFileSync(aside, 'utf8');
		fs.writeFileSync(aside, text.replace('billing', 'orders'));
		expect(verdict().misfit).toMatchObject({why: changed});
		fs.rmSync(aside);
		expect(verdict().misfit).toMatchObject({
			file: 'audit.jsonl',
			line: 1,
			why: expect.stringContaining('missing before it'),
		});
	});

	test('lines at the end that are gone are told by the head alone', () => {
		write(5);
		const {head} = verdict();
		rewrite(whole().slice(0, 3));
		expect(verdict()).toMatchObject({misfit: null, head: {n: 3}});
		expect(verdict().head?.hash).not.toBe(head?.hash);
	});
});

describe('several programs that write to one log', () => {
	/** A program that writes so many lines, as a process of its own. */
	async function startWriter(count: number, name: string): Promise<ChildProcess> {
		const outfile = path.join(folder, 'writer.mjs');
		if (!fs.existsSync(outfile)) {
			const contents = `
				import {openAuditLog} from './src/gateway/operate/audit.ts';
				const [, , file, count, id] = process.argv;
				const log = openAuditLog({path: file, maxBytes: 20_000, files: 50});
				for (let at = 0; at < Number(count); at++) log.write({...${JSON.stringify(entry)}, id: id + at});
			`;
			const resolveDir = process.cwd();
			await build({
				stdin: {contents, resolveDir, loader: 'ts'},
				outfile,
				bundle: true,
				platform: 'node',
				format: 'esm',
			});
		}
		return spawn(process.execPath, [outfile, file, String(count), name], {stdio: 'inherit'});
	}

	async function writer(count: number, name: string): Promise<number | null> {
		const child = await startWriter(count, name);
		return new Promise(resolve => child.once('exit', resolve));
	}

	test.runIf(isLong)('make one chain, and lose no line', async () => {
		await writer(0, '');
		expect(await Promise.all(['a', 'b', 'c'].map(name => writer(100, name)))).toEqual([0, 0, 0]);
		expect(verdict(50)).toMatchObject({...clean, lines: 300, head: {n: 300}});
		expect(fs.existsSync(`${file}.lock`)).toBe(false);
	});

	test.runIf(isLong)('make one chain, though each of them is killed in the middle of its writing', async () => {
		/** The number of the last whole line; 0 while there is none. */
		const newest = () => {
			try {
				const line = fs.readFileSync(file, 'utf8').split('\n').at(-2) ?? '';
				return Number(/"n":(\d+)/.exec(line)?.[1] ?? 0);
			} catch {
				// It is being put aside just now.
				return 0;
			}
		};
		for (const round of [1, 2, 3, 4]) {
			const child = await startWriter(1_000_000, `k${round}-`);
			const ended = new Promise(resolve => child.once('exit', resolve));
			const before = newest();
			while (newest() < before + 10 * round) await new Promise(setImmediate);
			child.kill('SIGKILL');
			await ended;
		}
		expect(await writer(3, 'last')).toBe(0);
		const {misfit, unlinked, brokenOff, head} = verdict(50);
		expect({misfit, unlinked}).toEqual({misfit: null, unlinked: 0});
		expect(brokenOff.length).toBeLessThanOrEqual(4);
		expect(head?.n).toBe(verdict(50).lines + verdict(50).dropped);
	});

	test.each([
		['is no more', `${2 ** 22 + 1}@${hostname()}:1`],
		['was never seen to let go, on another host', '17@elsewhere:1'],
	])('do not wait for one that %s', (_, holder) => {
		write(1);
		fs.symlinkSync(holder, `${file}.lock`);
		write(1);
		expect(verdict()).toMatchObject({...clean, lines: 2});
		expect(fs.readdirSync(folder)).toEqual(['audit.jsonl']);
	});

	test('do not break the chain unnoticed where they write at once all the same', () => {
		write(2);
		const before = fs.readFileSync(file, 'utf8');
		write(1);
		const late = fs.readFileSync(file, 'utf8').slice(before.length);
		fs.appendFileSync(file, late);
		expect(verdict().misfit).toMatchObject({line: 4, why: expect.stringContaining('two programs wrote at once')});
	});
});
