import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {AuditEntry} from '../src/gateway/operate/audit.ts';
import {type Simulator, startSimulator} from '../src/simulator/server.ts';
import {isLong} from './support/long.ts';
import {bin, startOnTerminal, type TerminalProgram} from './support/program.ts';
import {changes} from './support/requests.ts';

let home = '';
let simulator: Simulator;
let program: TerminalProgram;
/** Lets the master answer what it takes its time for. */
let letGo = () => {};

beforeEach(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
	const held = new Promise<void>(resolve => {
		letGo = resolve;
	});
	const wait = async (ms: number, signal: AbortSignal) => {
		if (ms >= 3000) await Promise.race([held, once(signal, 'abort')]);
	};
	simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		scenario: 'healthy',
		now: Date.now,
		wait,
	});
});

afterEach(async () => {
	program.dispose();
	letGo();
	await simulator.close();
	rmSync(home, {recursive: true, force: true});
});

/** The screen with the cursor on crm. */
async function watch(...flags: readonly string[]): Promise<void> {
	const command = ['/bin/sh', '-c', '"$0" "$@"; echo "exit $?"', process.execPath, bin] as const;
	const env = {XDG_STATE_HOME: home, DM_MASTER_ADDR: new URL(simulator.url).host, SSH_CLIENT: '10.0.0.7 51000 22'};
	program = startOnTerminal([...command, '--every', '500ms', '--no-state', ...flags], {columns: 100, rows: 40}, env);
	await program.until('crm is there', lines => lines.some(line => / crm /.test(line)));
	program.type('/crm\r');
	await program.until('the cursor is on crm', lines => lines.some(line => /^>.. crm /.test(line)));
}

const sent = () => simulator.control.requests().filter(changes);
const audit = (): readonly AuditEntry[] =>
	readFileSync(path.join(home, 'dmtop', 'audit.jsonl'), 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as AuditEntry);
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const isAsking = (lines: readonly string[]) => lines.some(line => /^━ {2}(PAUSE|STOP) /.test(line));

/** Confirms a dialog, and once more where it says that this was too soon: only the machine knows how long it takes. */
async function answer(key: string): Promise<void> {
	const isTooSoon = (lines: readonly string[]) => lines.some(line => /too fast|burst of keys/.test(line));
	const isOpen = (lines: readonly string[]) => lines.some(line => /^ Esc cancel/.test(line));
	do {
		await pause(500);
		program.type(key);
		await program.until('it is taken, or not', lines => isTooSoon(lines) || !isOpen(lines));
	} while (isTooSoon(program.screen()));
}

/** What no person types into a dialog that was read: keys, and how long nothing is typed, in ms. */
const bursts: readonly (readonly [string, readonly (string | number)[]])[] = [
	['py in one burst', ['py']],
	['yyyyyyyy pasted into a dialog', ['p', 500, '\u001B[200~yyyyyyyy\u001B[201~']],
	['yyyyyyyy pasted where the terminal does not say so', ['p', 500, 'yyyyyyyy']],
	['pyyyyyyy pasted over the list', ['\u001B[200~pyyyyyyy\u001B[201~', 300, 'p']],
	['Xcrm and Enter in one burst', ['Xcrm\r']],
	['the name and Enter pasted', ['X', 500, '\u001B[200~crm\r\u001B[201~']],
	['the name and Enter in one burst', ['X', 500, 'crm\r']],
];

test.runIf(isLong)('what is typed too fast or pasted sends nothing', async () => {
	await watch('--write');
	for (const [what, keys] of bursts) {
		for (const key of keys) {
			if (typeof key === 'number') await pause(key);
			else program.type(key);
		}
		await program.until(`a dialog after ${what}`, isAsking);
		await pause(500);
		expect(isAsking(program.screen()), what).toBe(true);
		expect(sent(), what).toEqual([]);
		program.type('\u001B');
		await program.until('no dialog', lines => !isAsking(lines));
		// An X right after an Esc could be the rest of a sequence; after another key it is none.
		program.type('e');
		await program.until('› why');
		program.type('h');
		await program.until('the list', lines => /› \d+ tasks?/.test(lines[0] ?? ''));
	}
});

test.skipIf(isLong)(
	'a pause from the screen is done, shown, and in the audit log of the person who did it',
	async () => {
		await watch();
		program.type('p');
		await program.until('read-only: W allows writing for 10 minutes');
		program.type('W');
		await program.until('ALLOW WRITING  on');
		await answer('y');
		await program.until('RW 10m');
		program.type('p');
		await program.until('PAUSE crm');
		await answer('y');
		await program.until('crm is paused', lines => lines.some(line => /^>=. crm /.test(line)));
		await program.until('pause crm: DM answered done at 1 of 1 source');
		expect(sent()).toHaveLength(1);
		expect(audit().map(({operation, task, outcome, sshClient}) => [operation, task, outcome, sshClient])).toEqual([
			['pause', 'crm', 'sending', '10.0.0.7 51000 22'],
			['pause', 'crm', 'done', '10.0.0.7 51000 22'],
		]);
	},
);

test.runIf(isLong)('a stop from the screen asks for the name', async () => {
	await watch('--write');
	program.type('X');
	await program.until("Type the task's name to stop it");
	for (const typed of ['c', 'cr', 'crm']) {
		program.type(typed.at(-1) ?? '');
		await program.until(`stop it:  ${typed}_`);
	}
	await answer('\r');
	await program.until('crm is stopped', lines => lines.some(line => /^>-. crm +Stopped: start-task/.test(line)));
	expect(sent().map(({body}) => body)).toEqual(['{"op":7,"sources":[]}']);
});

test.runIf(isLong)('--read-only never writes', async () => {
	await watch('--read-only');
	program.type('W');
	await program.until('read-only');
	program.type('p');
	await pause(300);
	expect(isAsking(program.screen())).toBe(false);
});

test.runIf(isLong)('quitting while something is under way asks once, and prints its outcome', async () => {
	simulator.control.trouble({type: 'slow', task: 'crm', ms: 3000});
	await watch('--write');
	program.type('p');
	await program.until('PAUSE crm');
	await answer('y');
	await program.until('DM has not answered yet');
	program.type('\u001B');
	await program.until('the dialog is closed', lines => !isAsking(lines));
	program.type('q');
	await program.until('1 operation is under way: q again quits and prints its outcome');
	program.type('q');
	await program.until('dmtop: waiting for the outcome of pause crm (Ctrl-C stops waiting)');
	letGo();
	await program.until('pause crm: DM answered done at 1 of 1 source');
	await program.until('exit 0');
	expect(program.modes()).toMatchObject({screen: 'normal', cursor: 'visible'});
	expect(sent()).toHaveLength(1);
});

test.runIf(isLong)('Ctrl-C stops waiting for an outcome, which is unknown then', async () => {
	simulator.control.trouble({type: 'slow', task: 'crm', ms: 8000});
	await watch('--write');
	program.type('p');
	await program.until('PAUSE crm');
	await answer('y');
	await program.until('DM has not answered yet');
	program.type('\u0003');
	await program.until('Ctrl-c again quits');
	program.type('\u0003');
	await program.until('Ctrl-C stops waiting');
	program.type('\u0003');
	await program.until('pause crm: unknown: interrupted while waiting');
	await program.ended();
	expect(sent()).toHaveLength(1);
	expect(audit().map(({task, outcome, message}) => [task, outcome, message])).toEqual([
		['crm', 'sending', null],
		['crm', 'unknown', 'unknown: the gateway ended before DM had answered'],
	]);
});
