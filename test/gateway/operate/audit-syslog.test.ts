import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {openAuditLog} from '../../../src/gateway/operate/audit.ts';
import {hashOf} from '../../../src/gateway/operate/audit-chain.ts';
import {createSyslog} from '../../../src/gateway/operate/audit-syslog.ts';

let folder = '';
beforeEach(() => {
	folder = fs.mkdtempSync(path.join(tmpdir(), 'dmtop-syslog-'));
});
afterEach(() => fs.rmSync(folder, {recursive: true, force: true}));

/** A log whose lines go to this command too; what was told of that. */
function start(command: readonly [string, ...string[]]) {
	const troubles: string[] = [];
	const missed = {count: 0};
	const {copy, close} = createSyslog({
		command,
		onTrouble: it => troubles.push(it),
		onMissed: () => (missed.count += 1),
	});
	const log = openAuditLog({path: path.join(folder, 'audit.jsonl'), copy});
	const write = (text = 'billing') =>
		log.refuse({
			at: '2026-01-02T03:04:05.000Z',
			id: '1',
			user: 'ops',
			sshClient: null,
			host: null,
			token: null,
			viewer: 'v',
			cluster: [],
			operation: 'pause',
			task: text,
			sources: null,
			outcome: 'refused',
			message: null,
			more: 0,
		});
	const lines = () => fs.readFileSync(path.join(folder, 'audit-refused.jsonl'), 'utf8').split('\n').slice(0, -1);
	return {write, lines, troubles, missed, close};
}

async function until(met: () => boolean): Promise<void> {
	while (!met()) await new Promise(setImmediate);
}

describe('each line goes to the other program too', () => {
	const taken = () => fs.readFileSync(path.join(folder, 'taken'), 'utf8');
	const cat = (): [string, ...string[]] => ['/bin/sh', '-c', `exec cat > '${path.join(folder, 'taken')}'`];
	const isTaken = (count: number) => () =>
		fs.existsSync(path.join(folder, 'taken')) && taken().split('\n').length > count;

	test('with its number and its hash', async () => {
		const it = start(cat());
		it.write();
		it.write();
		await until(isTaken(2));
		const lines = it.lines();
		expect(taken()).toBe(lines.map((line, at) => `audit n=${at + 1} sha256=${hashOf(line)} ${line}\n`).join(''));
		expect(it.troubles).toEqual([]);
	});

	test('and closing waits until it has them all', async () => {
		const it = start(['/bin/sh', '-c', `sleep 0.1; exec cat > '${path.join(folder, 'taken')}'`]);
		it.write();
		await it.close();
		expect(taken()).toContain('audit n=1 ');
		expect(it.troubles).toEqual([]);
	});

	test('which prove it also where it is cut', async () => {
		const it = start(cat());
		it.write('x'.repeat(16_500));
		await until(isTaken(1));
		expect(taken().length).toBeLessThan(16_200);
		expect(taken()).toContain(` sha256=${hashOf(it.lines()[0] ?? '')} `);
	});
});

describe('what goes wrong there is told, and harms nothing', () => {
	test('a program that is not there', async () => {
		const it = start([path.join(folder, 'nope')]);
		it.write();
		await until(() => it.troubles.length > 0);
		it.write();
		await until(() => it.missed.count > 1);
		expect(it.troubles).toEqual([
			`the system's log lacks lines of the audit log: ${path.join(folder, 'nope')} is not there`,
		]);
		expect(it.lines()).toHaveLength(2);
	});

	test('one that ends', async () => {
		const it = start(['/bin/sh', '-c', 'read line; exit 3']);
		it.write();
		await until(() => it.troubles.length > 0);
		expect(it.troubles).toEqual(["the system's log lacks lines of the audit log: /bin/sh ended with 3"]);
		it.write();
		await until(() => it.missed.count > 1);
		expect(it.lines()).toHaveLength(2);
	});

	test('one that ends before it has all, heard of while closing', async () => {
		const it = start(['/bin/sh', '-c', 'exit 1']);
		it.write();
		await it.close();
		expect(it.troubles).toEqual(["the system's log lacks lines of the audit log: /bin/sh ended with 1"]);
	});

	test('one that takes nothing: what waits for it is bounded', async () => {
		const it = start(['/bin/sh', '-c', 'exec sleep 3']);
		for (let line = 0; line < 150; line++) it.write('x'.repeat(16_000));
		expect(it.lines()).toHaveLength(150);
		expect(it.missed.count).toBeGreaterThan(20);
		expect(it.troubles).toEqual(["the system's log lacks lines of the audit log: /bin/sh takes no more"]);
	});
});

test.skipIf(spawnSync('logger', ['--version']).status !== 0)('the program that is used takes what it is given', () => {
	const args = [
		'--tag',
		'dmtop',
		'--priority',
		'authpriv.notice',
		'--size',
		'32768',
		'--socket-errors=off',
		'--no-act',
		'--stderr',
	];
	const {status, stderr} = spawnSync('logger', args, {input: `${'x'.repeat(16_100)}\n`, encoding: 'utf8'});
	expect({status, length: stderr.trimEnd().split(': ').at(-1)?.length}).toEqual({status: 0, length: 16_100});
});
