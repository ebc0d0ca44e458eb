import fs from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type AuditEntry, openAuditLog, type Refusal, refusedPath} from '../../../src/gateway/operate/audit.ts';

let folder = '';
let file = '';
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(tmpdir(), 'dmtop-audit-'));
	file = path.join(folder, 'state', 'dmtop', 'audit.jsonl');
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

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

const lines = (of: string) =>
	fs
		.readFileSync(of, 'utf8')
		.split('\n')
		.slice(0, -1)
		.map(line => JSON.parse(line) as AuditEntry);
const mode = (of: string) => (fs.statSync(of).mode & 0o777).toString(8);

describe('the file', () => {
	test('is made with its folder, for its owner alone, and holds a line for each entry', () => {
		const log = openAuditLog({path: file});
		expect(fs.existsSync(path.dirname(file))).toBe(false);
		for (const id of ['1', '2', '3']) log.write({...entry, id});
		expect(lines(file)).toEqual(
			['1', '2', '3'].map(id => ({
				...entry,
				id,
				gatewayUser: expect.any(String),
				gatewayHost: hostname(),
				gatewayPid: process.pid,
				n: Number(id),
				prev: id === '1' ? null : expect.stringMatching(/^[0-9a-f]{64}$/),
			})),
		);
		expect([mode(file), mode(path.dirname(file)), mode(path.join(folder, 'state'))]).toEqual(['600', '700', '700']);
	});

	test('that others could read is theirs no more', () => {
		fs.mkdirSync(path.dirname(file), {recursive: true});
		fs.writeFileSync(file, '', {mode: 0o644});
		openAuditLog({path: file}).write(entry);
		expect(mode(file)).toBe('600');
	});

	test('that somebody took away is made again', () => {
		const log = openAuditLog({path: file});
		log.write(entry);
		fs.rmSync(path.dirname(file), {recursive: true});
		log.write(entry);
		expect(lines(file)).toHaveLength(1);
	});

	test('goes on after a line that broke off', () => {
		const log = openAuditLog({path: file});
		log.write(entry);
		fs.appendFileSync(file, '{"at":"20');
		log.write({...entry, id: '2'});
		expect(
			fs
				.readFileSync(file, 'utf8')
				.split('\n')
				.map(line => line.slice(0, 9)),
		).toEqual(['{"at":"20', '{"at":"20', '{"at":"20', '']);
		expect(JSON.parse(fs.readFileSync(file, 'utf8').split('\n')[2] ?? '')).toMatchObject({id: '2'});
	});

	test('is put aside when it is full, and the oldest goes', () => {
		const log = openAuditLog({path: file, maxBytes: 1000, files: 3});
		const ids = Array.from({length: 9}, (_, index) => String(index + 1));
		for (const id of ids) log.write({...entry, id});
		const files = fs.readdirSync(path.dirname(file)).sort();
		expect(files).toEqual(['audit.1.jsonl', 'audit.2.jsonl', 'audit.jsonl']);
		const held = ['audit.2.jsonl', 'audit.1.jsonl', 'audit.jsonl'].flatMap(name =>
			lines(path.join(path.dirname(file), name)).map(({id}) => id),
		);
		expect(held).toEqual(ids.slice(-held.length));
		expect(held.length).toBeGreaterThanOrEqual(5);
		for (const name of files) {
			const stat = fs.statSync(path.join(path.dirname(file), name));
			expect(stat.size).toBeLessThanOrEqual(1000);
			expect(stat.mode & 0o777).toBe(0o600);
		}
	});

	test('loses no line when several write to it', () => {
		const logs = [openAuditLog({path: file}), openAuditLog({path: file})];
		for (let round = 0; round < 20; round++) for (const log of logs) log.write({...entry, id: String(round)});
		expect(lines(file)).toHaveLength(40);
	});
});

describe('why it cannot be written, in one sentence', () => {
	const fails = (code: string) => () => {
		throw Object.assign(new Error(`${code}: some words of Node`), {code});
	};
	test.each([
		['a full disk', fails('ENOSPC'), 'the disk is full'],
		['a disk that was full before the end of the line', () => 5, 'the disk is full'],
		['a quota', fails('EDQUOT'), 'the disk quota is used up'],
		['a read-only home', fails('EROFS'), 'the file system is read-only'],
		['something else', fails('EWHAT'), 'EWHAT'],
	])('%s', (_, append, reason) => {
		const log = openAuditLog({path: file, append});
		expect(() => log.write(entry)).toThrow(new Error(`the audit log ${file} cannot be written: ${reason}`));
	});

	test.each<[string, () => void, string]>([
		['a directory in its place', () => fs.mkdirSync(file, {recursive: true}), 'it is a directory'],
		[
			'a link to somewhere else',
			() => {
				fs.mkdirSync(path.dirname(file), {recursive: true});
				fs.writeFileSync(path.join(folder, 'victim'), '');
				fs.symlinkSync(path.join(folder, 'victim'), file);
			},
			'it is a symbolic link',
		],
		[
			'a link to a device',
			() => {
				fs.mkdirSync(path.dirname(file), {recursive: true});
				fs.symlinkSync('/dev/null', file);
			},
			'it is a symbolic link',
		],
		[
			'a file in the place of its folder',
			() => fs.writeFileSync(path.join(folder, 'state'), ''),
			'a part of its path is no directory',
		],
	])('%s', (_, prepare, reason) => {
		prepare();
		const log = openAuditLog({path: file});
		expect(() => log.write(entry)).toThrow(new Error(`the audit log ${file} cannot be written: ${reason}`));
		if (fs.existsSync(path.join(folder, 'victim'))) {
			expect(fs.readFileSync(path.join(folder, 'victim'), 'utf8')).toBe('');
		}
	});

	test.skipIf(!fs.existsSync('/dev/full'))('a disk that is full indeed', () => {
		const full = fs.openSync('/dev/full', 'w');
		const log = openAuditLog({path: file, append: (_, bytes) => fs.writeSync(full, bytes)});
		expect(() => log.write(entry)).toThrow(new Error(`the audit log ${file} cannot be written: the disk is full`));
		fs.closeSync(full);
	});

	test('a device', () => {
		expect(() => openAuditLog({path: '/dev/full'}).write(entry)).toThrow(
			'the audit log /dev/full cannot be written: it is no regular file',
		);
	});
});

test('nothing in a line can do harm in a terminal or break the line', () => {
	openAuditLog({path: file}).write({
		...entry,
		user: 'o\u001b[2Jps\n{"forged":true}',
		task: 'bil\u202eling',
		seen: [{source: '\u009b31m', worker: null, stage: 'x'.repeat(20_000), unit: null, situation: 'other'}],
		answer: {value: {message: 'a\u0007\u2028b'}},
		message: '\u001b]0;title\u0007',
	});
	const text = fs.readFileSync(file, 'utf8');
	expect(text).toMatch(/^[\x20-\x7e\u2026]+\n$/);
	const [line] = lines(file);
	expect(line).toMatchObject({
		user: 'o?ps\n{"forged":true}',
		task: 'bil?ling',
		answer: {value: {message: 'a?\nb'}},
		message: '?',
	});
	expect(line?.seen[0]?.stage).toHaveLength(16 * 1024 + '… (3616 more characters)'.length);
});

describe('refusals', () => {
	const {seen: _, request: __, answer: ___, ...rest} = entry;
	const refusal: Refusal = {...rest, more: 0};

	test('stand in a file of their own, however many', () => {
		const log = openAuditLog({path: file, maxBytes: 800, files: 2});
		log.write({...entry, id: 'sent', outcome: 'sending'});
		for (let index = 0; index < 50; index++) log.refuse(refusal);
		expect(lines(file).map(({id}) => id)).toEqual(['sent']);
		expect(refusedPath(file)).toBe(path.join(path.dirname(file), 'audit-refused.jsonl'));
		expect(mode(refusedPath(file))).toBe('600');
	});
});

describe('what was sent and has no end', () => {
	const atMs = Date.parse(entry.at);
	/** A line as another program of this host or another one wrote it. */
	const sent = (id: string, gatewayPid: number, gatewayHost = hostname()) =>
		`${JSON.stringify({...entry, id, outcome: 'sending', gatewayHost, gatewayPid})}\n`;
	const nobody = 2 ** 22 + 1;
	const unknowns = () => lines(file).flatMap(({id, outcome}) => (outcome === 'unknown' ? [id] : []));

	test.each<[string, string, number, readonly string[]]>([
		['by a program that is no more', sent('a', nobody), 1000, ['a']],
		['by one that runs', sent('a', process.pid), 1000, []],
		['by one that runs, long ago', sent('a', process.pid), 700_000, ['a']],
		['on another host', sent('a', nobody, 'elsewhere'), 1000, []],
		['on another host, long ago', sent('a', nobody, 'elsewhere'), 700_000, ['a']],
		['and has its end', `${sent('a', nobody)}${JSON.stringify({...entry, id: 'a', outcome: 'done'})}\n`, 1000, []],
		['beside lines that are broken', `{"id":"x"\n${sent('a', nobody)}{"at":"20`, 1000, ['a']],
	])('%s', (_, text, afterMs, ends) => {
		fs.mkdirSync(path.dirname(file), {recursive: true});
		fs.writeFileSync(file, text);
		const log = openAuditLog({path: file});
		log.settle(atMs + afterMs);
		log.settle(atMs + afterMs);
		const ended = fs
			.readFileSync(file, 'utf8')
			.split('\n')
			.filter(line => line.includes('"outcome":"unknown"'));
		expect(ended.map(line => JSON.parse(line).id)).toEqual(ends);
	});

	test('in the file that was put aside', () => {
		fs.mkdirSync(path.dirname(file), {recursive: true});
		fs.writeFileSync(path.join(path.dirname(file), 'audit.1.jsonl'), sent('a', nobody));
		openAuditLog({path: file}).settle(atMs + 1000);
		expect(unknowns()).toEqual(['a']);
	});

	test('beside what is no plain file, which is not read', () => {
		fs.mkdirSync(path.join(path.dirname(file), 'audit.1.jsonl'), {recursive: true});
		fs.writeFileSync(file, sent('a', nobody));
		openAuditLog({path: file}).settle(atMs + 1000);
		expect(unknowns()).toEqual(['a']);
	});

	test('where there is no log, nothing is made', () => {
		openAuditLog({path: file}).settle(atMs);
		expect(fs.existsSync(path.dirname(file))).toBe(false);
	});
});
