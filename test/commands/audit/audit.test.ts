import fs from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Options} from '../../../src/commands/args/usage.ts';
import {audit} from '../../../src/commands/audit/audit.ts';
import {type AuditEntry, openAuditLog} from '../../../src/gateway/operate/audit.ts';
import {listener, nothingGiven} from '../../support/commands.ts';

let folder = '';
let file = '';
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(tmpdir(), 'dmtop-audit-'));
	file = path.join(folder, 'audit.jsonl');
});
afterEach(() => fs.rmSync(folder, {recursive: true, force: true}));

const entry: AuditEntry = {
	at: '2026-01-02T03:04:05.000Z',
	id: 'a',
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
	outcome: 'sending',
	message: null,
};

function run(options: Partial<Options> = {}, at: string | null = file) {
	const [stdout, stderr] = [listener(), listener()];
	const code = audit({...nothingGiven, ...options}, {stdout: stdout.stream, stderr: stderr.stream, path: at});
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

/** Three cases: one done, one that has no end, one refused. */
function written() {
	const log = openAuditLog({path: file});
	log.write(entry);
	log.write({...entry, at: '2026-01-02T03:04:06.000Z', outcome: 'done'});
	log.write({
		...entry,
		at: '2026-01-04T00:00:00.000Z',
		id: 'b',
		task: 'orders',
		sources: ['r1', 'r2'],
		operation: 'stop',
	});
	const {seen: _, request: __, answer: ___, ...rest} = entry;
	const at = '2026-01-03T00:00:00.000Z';
	log.refuse({...rest, at, id: 'c', user: null, host: null, outcome: 'refused', message: 'not here', more: 2});
}

describe('what it says', () => {
	test('is a line for each case, in order, with who asked and what came of it', () => {
		written();
		expect(run()).toEqual({
			code: 0,
			stderr: '',
			stdout: [
				'TIME                  WHAT   TASK              OUTCOME  WHO                          CLUSTER',
				'2026-01-02 03:04:05Z  pause  billing           done     ops@bastion2                 10.0.0.1:8261',
				'2026-01-03 00:00:00Z  pause  billing           refused  somebody at 127.0.0.1:51712  10.0.0.1:8261',
				'    not here; 2 more of this viewer were refused before it',
				'2026-01-04 00:00:00Z  stop   orders on r1, r2  no end   ops@bastion2                 10.0.0.1:8261',
				'',
			].join('\n'),
		});
	});

	test.each<[string, Partial<Options>, readonly string[]]>([
		['of a task', {task: 'orders'}, ['b']],
		['since a time', {since: {type: 'at', atMs: Date.parse('2026-01-03')}}, ['b', 'c']],
		['of a time so long ago that all are younger', {since: {type: 'ago', ms: Date.now()}}, ['a', 'a', 'b', 'c']],
		['of both', {task: 'billing', since: {type: 'at', atMs: Date.parse('2026-01-03')}}, ['c']],
	])('can be the lines %s, as JSON', (_, options, ids) => {
		written();
		const {entries} = JSON.parse(run({...options, json: true}).stdout);
		expect(entries.map(({id}: {id: string}) => id)).toEqual(ids);
		expect(entries[0]).toMatchObject({n: expect.any(Number), file: expect.any(String), line: expect.any(Number)});
	});

	test('is nothing where nothing was written, or no line is asked for', () => {
		expect(run()).toEqual({code: 0, stdout: '', stderr: 'dmtop: nothing has been written to the audit log yet\n'});
		written();
		const none = 'dmtop: the audit log has no such line\n';
		expect(run({task: 'nope'})).toEqual({code: 0, stdout: '', stderr: none});
		expect(fs.readdirSync(folder).sort()).toEqual(['audit-refused.jsonl', 'audit.jsonl']);
	});

	test('names whom a token names, and what that one says of itself beside it', () => {
		fs.writeFileSync(file, `${JSON.stringify({...entry, token: 'alice'})}\n`);
		expect(run().stdout).toContain('alice (ops@bastion2)');
	});

	test('is of no task where a connection was refused', () => {
		fs.writeFileSync(
			file,
			`${JSON.stringify({...entry, operation: 'connect', task: null, user: null, host: null, outcome: 'refused'})}\n`,
		);
		expect(run().stdout.split('\n')[1]).toBe(
			'2026-01-02 03:04:05Z  connect  -     refused  somebody at 127.0.0.1:51712  10.0.0.1:8261',
		);
	});

	test('can do no harm on a terminal, whatever somebody has written into the file', () => {
		const bad = {
			...entry,
			id: 7,
			user: '\u001b[2J',
			task: 'a\nb',
			sources: ['\u009b1m'],
			message: 'x\u0007\ny',
			at: '\u001b',
		};
		fs.writeFileSync(file, `${JSON.stringify(bad)}\n["a"]\n{"at"\n{}\n`);
		expect(run().stdout).toMatch(/^[\x20-\x7e\n]+$/);
		expect(run().stdout.split('\n')).toHaveLength(5);
	});
});

describe('whether it can be trusted', () => {
	test('all lines fit', () => {
		written();
		const {code, stdout} = run({verify: true});
		expect(code).toBe(0);
		expect(stdout).toMatch(
			/^operations: 3 lines, all of which fit; the last is number 3, SHA-256 [0-9a-f]{64}\nrefusals: 1 line, all of which fit; the last is number 1, SHA-256 [0-9a-f]{64}\n$/,
		);
	});

	test('the first line that does not fit is named', () => {
		written();
		fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"done"', '"failed"'));
		const {code, stdout} = run({verify: true});
		expect(code).toBe(1);
		expect(stdout.split('\n')[0]).toBe(
			'operations: line 3 of audit.jsonl does not fit: the line before it is not the one after which it was written',
		);
		expect(JSON.parse(run({verify: true, json: true}).stdout)).toMatchObject({
			operations: {misfit: {line: 3}, head: null},
			refusals: {misfit: null, lines: 1},
		});
	});

	test('what broke off, what is older than the chain and what is not there are told', () => {
		fs.writeFileSync(file, `${JSON.stringify({id: 'old'})}\n`);
		written();
		fs.appendFileSync(file, '{"at');
		expect(run({verify: true})).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('operations: 5 lines, all of which fit'),
		});
		expect(run({verify: true}).stdout).toContain(
			'\n  1 line of an older dmtop before it cannot be proven\n  line 5 of audit.jsonl broke off while it was written: it alone is lost\n',
		);
		fs.rmSync(file);
		expect(run({verify: true}).stdout).toContain('operations: nothing was written\n');
	});
});

test('where there is no place for a log, that is said', () => {
	expect(() => run({}, null)).toThrow('there is no place for the audit log');
});
