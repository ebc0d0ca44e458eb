import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {type Simulator, startSimulator} from '../src/simulator/server.ts';
import {bin, run, startOnTerminal} from './support/program.ts';
import {changes} from './support/requests.ts';

const opened: (() => unknown)[] = [];
let home = '';
let simulator: Simulator;

beforeEach(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
	simulator = await startSimulator({listen: {host: '127.0.0.1', port: 0}, scenario: 'healthy', now: Date.now});
});

afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
	await simulator.close();
	rmSync(home, {recursive: true});
});

function env() {
	return {XDG_STATE_HOME: home, DM_MASTER_ADDR: new URL(simulator.url).host};
}

function onTerminal(...args: readonly string[]) {
	const program = startOnTerminal([process.execPath, bin, ...args], {columns: 100, rows: 40}, env());
	opened.push(program.dispose);
	return program;
}

function sent() {
	return simulator.control.requests().filter(changes);
}

test('a script pauses, waits, reads the outcome and finds it in the audit log', async () => {
	const refused = await run(['pause', 'crm'], env());
	expect(refused).toMatchObject({code: 2, stdout: '', stderr: expect.stringMatching(/^dmtop: pause .* --yes; .*\n$/)});
	expect(sent()).toEqual([]);

	const paused = await run(['pause', 'crm', '--yes', '--json'], env());
	expect(paused).toMatchObject({code: 0, stderr: ''});
	expect(JSON.parse(paused.stdout)).toMatchObject({operation: 'pause', outcomes: [{task: 'crm', outcome: 'done'}]});
	expect(await run(['wait', 'crm', '--for', 'paused'], env())).toEqual({code: 0, stdout: '', stderr: ''});
	expect((await run(['pause', 'crm', '--yes'], env())).code).toBe(1);

	const info = await run(['info'], env());
	const [, audit = ''] = /^audit log +(.*)$/m.exec(info.stdout) ?? [];
	expect(audit).toBe(path.join(home, 'dmtop', 'audit.jsonl'));
	const outcomes = (file: string) => {
		const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
		return lines.map(line => JSON.parse(line).outcome);
	};
	expect(outcomes(audit)).toEqual(['sending', 'done']);
	expect(outcomes(audit.replace('.jsonl', '-refused.jsonl'))).toEqual(['refused']);
});

test('on a terminal it asks; what was typed ahead answers nothing', async () => {
	const program = onTerminal('pause', 'orders_merge');
	program.type('y\r');
	await program.until('it was ignored');
	expect(sent()).toEqual([]);
	// Once the question has stood long enough to be read; how long that is in the program only the machine knows.
	const ignored = () => program.screen().filter(line => line.includes('it was ignored')).length;
	for (let before = ignored(), done = false; !done; before = ignored()) {
		await new Promise(resolve => setTimeout(resolve, 350));
		program.type('y\r');
		await program.until('an answer', lines => {
			done = lines.some(line => line.includes('pause orders_merge: DM answered done at 3 of 3 sources'));
			return done || ignored() > before;
		});
	}
	expect(await program.ended()).toMatchObject({exitCode: 0});
	expect(sent()).toHaveLength(1);
});

test('Ctrl-C at the question sends nothing', async () => {
	const program = onTerminal('stop', 'crm');
	await program.until('Type the name of the task and Enter to stop it');
	program.type('\u0003');
	await program.until('dmtop: interrupted; nothing was sent');
	expect(await program.ended()).toMatchObject({exitCode: 130});
	expect(sent()).toEqual([]);
});

test('cutover ends at once where its report is there already, and asks nobody', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-report-'));
	try {
		const file = path.join(folder, 'cut.md');
		writeFileSync(file, 'kept');
		const {code, stderr} = await run(['cutover', 'crm', '--master', '127.0.0.1:1', '--report', file]);
		expect([code, stderr]).toEqual([2, `dmtop: --report ${file}: it is there already, and is not written over\n`]);
		expect(readFileSync(file, 'utf8')).toBe('kept');
	} finally {
		rmSync(folder, {recursive: true});
	}
});
