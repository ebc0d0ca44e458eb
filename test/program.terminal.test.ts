import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {startCaseMaster} from './support/cases.ts';
import {isLong} from './support/long.ts';
import {childrenOf, stateOf} from './support/processes.ts';
import {bin, type Ended, run, runFile, startOnTerminal, type TerminalProgram} from './support/program.ts';

let program: TerminalProgram | null = null;
let folder = '';

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
});

afterEach(() => {
	if (program !== null && folder !== '') for (const child of childrenOf(program.pid)) kill(child, 'SIGKILL');
	program?.dispose();
	program = null;
	rmSync(folder, {recursive: true, force: true});
});

function kill(pid: number, signal: NodeJS.Signals) {
	try {
		process.kill(pid, signal);
	} catch {}
}

function onTerminal(command: readonly [string, ...string[]], env: Readonly<Record<string, string>> = {}) {
	program = startOnTerminal(command, {columns: 80, rows: 24}, {XDG_STATE_HOME: folder, ...env});
	return program;
}

const node = process.execPath;
const demo = [node, bin, 'demo', '--scenario', 'healthy'] as const;
const esc = '\u001B';
const st = `${esc}\\`;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const cursorOn = (name: string) => (screen: readonly string[]) => screen.some(line => line.startsWith(`>.  ${name} `));
const hasDialog = (screen: readonly string[]) => screen.some(line => /^─ [A-Z ]+ ─/.test(line));

describe.skipIf(isLong)('what a terminal answers', () => {
	let terminal: TerminalProgram;
	beforeAll(async () => {
		terminal = startOnTerminal(demo, {columns: 80, rows: 24});
		await terminal.until('the first row', cursorOn('audit_log'));
	});
	afterAll(() => terminal.dispose());

	test.for<readonly [string, readonly (string | number)[]]>([
		['a colour, late and whole', [`${esc}]11;rgb:1e1e/1e1e/2e2e${st}`]],
		['a colour, after a pause in its ESC', [esc, 60, ']11;rgb:1e1e/1e1e/2e2e', 200, st]],
		['a name with W and z in it', [`${esc}P>|WezTerm W z 20240203${st}`]],
		['O and P apart', [`${esc}O`, 150, 'P']],
		['the old mouse', [`${esc}[M`, 100, ' Wz', `${esc}[M X!`]],
		['keys that are let go', [`${esc}[119;1:3u${esc}[1;1:3A`]],
		['many of them, byte by byte', [...`${esc}[?62;22c${esc}P1+r524742=38${st}${esc}[?2026;2$y${esc}[24;80R`]],
	])('%s is no key, and a key after it is', async ([, steps]) => {
		terminal.type('g');
		await terminal.until('the first row', cursorOn('audit_log'));
		// In the first moment only plain keys count.
		terminal.type('j');
		await terminal.until('the second row', cursorOn('billing'));
		for (const step of steps) {
			if (typeof step === 'number') await pause(step);
			else terminal.type(step);
		}
		// It also has to be over before the next key is no part of it.
		await pause(20);
		terminal.type('j');
		await terminal.until('the third row', cursorOn('crm'));
		expect(hasDialog(terminal.screen())).toBe(false);
		expect(terminal.screen()[0]).toMatch(/LIVE +RW {2}/);
		expect(terminal.screen().join('\n')).not.toContain('FROZEN');
	});
});

describe.skipIf(isLong)('a screen that somebody else has written on', () => {
	test('is whole again after Ctrl-l', async () => {
		// The second command writes where the first one draws, once it is told to.
		const junk = `while read -r line; do printf '\\033[5;1Hjunk\\033[?7h\\033[31m'; done < "$2"`;
		const fifo = path.join(folder, 'fifo');
		await runFile('mkfifo', [fifo]);
		const command = `(${junk}) & exec "$0" "$1" demo --scenario healthy`;
		const terminal = onTerminal(['/bin/sh', '-c', command, node, bin, fifo]);
		await terminal.until('the first row', cursorOn('audit_log'));
		await runFile('/bin/sh', ['-c', 'echo now > "$0"', fifo]);
		await terminal.until('junk');
		terminal.type('\u000C');
		await terminal.until('no junk', screen => !screen.some(line => line.includes('junk')));
		expect(cursorOn('audit_log')(terminal.screen())).toBe(true);
		expect(terminal.modes().wrapping).toBe(false);
	});
});

describe('under a shell that controls jobs', () => {
	/** A shell in which the demo runs. */
	async function shell() {
		const terminal = onTerminal(['/bin/sh', '-i'], {PS1: 'sh> ', ENV: ''});
		await terminal.until('sh> ');
		terminal.type(`${demo.join(' ')}\r`);
		await terminal.until('the first row', cursorOn('audit_log'));
		return terminal;
	}

	const isPrompt = (screen: readonly string[]) => screen.findLast(line => line !== '')?.trimEnd() === 'sh>';
	const given = {screen: 'normal', cursor: 'visible', bracketedPaste: false, wrapping: true, mouse: 'none'};
	const taken = {screen: 'alternate', cursor: 'hidden', bracketedPaste: true, wrapping: false, mouse: 'none'};

	/** What is typed is echoed again, and the demo is stopped. */
	async function expectGiven(terminal: TerminalProgram) {
		await terminal.until('the prompt', isPrompt);
		expect(terminal.modes()).toMatchObject(given);
		terminal.type('stty -a\n');
		await terminal.until('lines and an echo', screen => / icanon .* echo /.test(screen.join(' ')));
	}

	async function expectBack(terminal: TerminalProgram) {
		terminal.type('fg\n');
		await terminal.until('the first row', cursorOn('audit_log'));
		await terminal.until('the footer', screen => screen.at(-1)?.includes('Enter open') === true);
		expect(terminal.modes()).toMatchObject(taken);
		// Keys work, and what has happened meanwhile comes.
		terminal.type('j');
		await terminal.until('the second row', cursorOn('billing'));
		await terminal.until('LIVE');
		terminal.type('k');
		await terminal.until('the first row', cursorOn('audit_log'));
	}

	test.skipIf(isLong)('Ctrl-Z gives the terminal back, and fg takes it again, at its new size', async () => {
		const terminal = await shell();
		terminal.type('\u001A');
		await expectGiven(terminal);
		terminal.resize(100, 30);
		await expectBack(terminal);
		expect(terminal.screen()[0]).toHaveLength(100);
		expect(terminal.screen()).toHaveLength(30);
	});

	test.runIf(isLong)('so does SIGTSTP', async () => {
		const terminal = await shell();
		for (const child of childrenOf(terminal.pid)) kill(child, 'SIGTSTP');
		await expectGiven(terminal);
		await expectBack(terminal);
	});

	test.runIf(isLong)('after a stop that nobody told it of, the screen is whole again', async () => {
		const terminal = await shell();
		for (const child of childrenOf(terminal.pid)) kill(child, 'SIGSTOP');
		await terminal.until('the prompt', screen => screen.some(line => line.startsWith('sh>')));
		// A terminal that is still raw takes no other end of a line.
		terminal.type('echo; echo junk; echo junk\n');
		await terminal.until('junk');
		await expectBack(terminal);
		expect(terminal.screen().filter(line => /junk|sh>/.test(line))).toEqual([]);
	});
});

test.skipIf(isLong)('Ctrl-Z where no shell could continue it says so, and goes on', async () => {
	const terminal = onTerminal(demo);
	await terminal.until('the first row', cursorOn('audit_log'));
	terminal.type('\u001A');
	await terminal.until('suspend: no shell is there that could continue dmtop');
	terminal.type('j');
	await terminal.until('the second row', cursorOn('billing'));
	expect(terminal.modes()).toMatchObject({screen: 'alternate', wrapping: false});
});

test.runIf(isLong)('an Esc is never lost, also where the program stands still for a while', async () => {
	const terminal = onTerminal(demo);
	await terminal.until('the first row', cursorOn('audit_log'));
	for (let times = 0; times < 3; times++) {
		terminal.type('\r');
		await terminal.until(' demo  › audit_log ');
		terminal.kill('SIGSTOP');
		terminal.type(esc);
		terminal.kill('SIGCONT');
		await terminal.until(' tasks ');
		terminal.type('\r');
		await terminal.until(' demo  › audit_log ');
		terminal.type(esc);
		terminal.kill('SIGCONT');
		await terminal.until(' tasks ');
	}
});

test.runIf(isLong).for<NodeJS.Signals>(['SIGTERM', 'SIGHUP'])(
	'%s ends it also when the terminal reads nothing',
	async signal => {
		const terminal = onTerminal(demo);
		await terminal.until('the first row', cursorOn('audit_log'));
		terminal.stall();
		// More than any terminal holds for who does not read.
		for (let turn = 0; turn < 40; turn++) {
			terminal.type('\u000C');
			await pause(20);
		}
		terminal.kill(signal);
		for (let look = 0; !/^Z|null/.test(String(stateOf(terminal.pid))); look++) {
			if (look > 200) throw new Error(`it goes on: ${stateOf(terminal.pid)}`);
			await pause(50);
		}
	},
);

test.skipIf(isLong)('a title, a place to begin at, a pager and a mouse; and the terminal is as before', async () => {
	const pager = 'cat; printf PAGED; read -r line </dev/tty';
	const terminal = onTerminal([...demo, '--mouse', '--goto', 'task/crm'], {PAGER: pager});
	await terminal.until(' demo  › crm ');
	expect(terminal.modes().mouse).toBe('vt200');
	expect(terminal.written()).toMatch(/^.*\u001B\[22;2t/s);
	const isWhy = (screen: readonly string[]) => screen[0]?.includes('› why ') === true;
	terminal.type('e');
	await terminal.until('why', isWhy);
	await pause(400);
	terminal.type(`${esc}[<0;3;24M${esc}[<0;3;24m`);
	await terminal.until('back, by a click on the footer', screen => /^ demo {2}› crm {2}/.test(screen[0] ?? ''));
	terminal.type('e');
	await terminal.until('why again', isWhy);
	terminal.type('E');
	await terminal.until('PAGED');
	expect(terminal.modes()).toMatchObject({screen: 'normal', mouse: 'none', wrapping: true});
	expect(terminal.screen().join('\n')).toContain('Nothing is wrong');
	terminal.type('\r');
	await terminal.until('the same page', isWhy);
	expect(terminal.modes()).toMatchObject({screen: 'alternate', mouse: 'vt200'});
	terminal.kill('SIGTERM');
	await terminal.ended();
	expect(terminal.modes()).toMatchObject({screen: 'normal', mouse: 'none', cursor: 'visible'});
	expect(terminal.written()).toMatch(/\u001B\]2;\.\d+ .*demo dmtop\u0007/);
	expect([...terminal.written().matchAll(/\u001B\[2([23]);2t/g)].map(([, what]) => what).join('')).toBe('2323');
});

test.runIf(isLong)('SIGUSR1 opens no debugger', async () => {
	const terminal = onTerminal(demo);
	await terminal.until('the first row', cursorOn('audit_log'));
	terminal.kill('SIGUSR1');
	terminal.type('j');
	await terminal.until('the second row', cursorOn('billing'));
	expect(terminal.written()).not.toContain('Debugger');
});

describe.runIf(isLong)('odd surroundings', () => {
	test.for(['dumb', ''])('TERM=%s: the list, once', async term => {
		const terminal = onTerminal(['/bin/sh', '-c', `TERM="${term}"; "$@"; echo "exit $?"`, '-', ...demo]);
		await terminal.until('exit 0');
		expect(terminal.written()).toMatch(/\. {2}audit_log +Running/);
		expect(terminal.written()).not.toContain(esc);
	});

	test.for([{FORCE_COLOR: '0'}, {NO_COLOR: '1'}])('%o: no colour and no style', async env => {
		const terminal = onTerminal([node, bin, 'demo'], env);
		await terminal.until('archive_2019');
		expect(terminal.written()).not.toMatch(/\u001B\[[1-9][\d;]*m/);
	});

	test('a deleted working folder is no trouble', async () => {
		const command = 'mkdir "$0/d"; cd "$0/d"; rmdir "$0/d"; exec "$@"';
		const terminal = onTerminal(['/bin/sh', '-c', command, folder, ...demo]);
		await terminal.until('the first row', cursorOn('audit_log'));
	});

	test('what Node says for NODE_DEBUG is nowhere', async () => {
		const env = {NODE_DEBUG: 'http,net,stream,timer,worker', NODE_OPTIONS: '--trace-warnings'};
		const terminal = onTerminal(demo, env);
		await terminal.until('the first row', cursorOn('audit_log'));
		expect(terminal.written()).not.toMatch(/HTTP|NET|STREAM|TIMER|WORKER/);
		const {code, stderr} = await run(['status', '--master', '127.0.0.1:9'], env);
		expect({code, stderr}).toEqual({
			code: 3,
			stderr: 'dmtop: GET /apis/v1alpha1/status/ of 127.0.0.1:9: connection refused\n',
		});
	});

	test('too little memory for the screen is one sentence', async () => {
		const command = 'ulimit -v 4000000 || exit 99; "$@"; echo "exit $?"';
		const terminal = onTerminal(['/bin/sh', '-c', command, '-', ...demo]);
		await terminal.until('exit');
		expect(terminal.screen().filter(line => line !== '')).toEqual([
			'dmtop: there is too little memory for the full screen (dmtop status needs less)',
			'exit 70',
		]);
	});
});

const unwritten = 'dmtop: the output could not be written: no space is left (ENOSPC)';

test
	.runIf(isLong)
	.for([
		['--help'],
		['--version'],
		['info'],
		['explain', '1062'],
		['demo'],
		['simulate', '--listen', '127.0.0.1:0'],
		['serve', '--master', '127.0.0.1:9', '--listen', `unix:${tmpdir()}/dmtop-full-${process.pid}.sock`],
	])('%s: output that cannot be written is an error', async args => {
	const full: Ended = await runFile('/bin/sh', ['-c', '"$@" > /dev/full', '-', node, bin, ...args]);
	expect(full).toEqual({
		code: 74,
		stdout: '',
		stderr: `${unwritten}\n`,
	});
});

describe.runIf(isLong)('output that cannot be written, of a cluster in trouble', () => {
	test.each<[string, string, readonly string[], number, string]>([
		['status', 'real/ddl-36067-says-retrying', ['status'], 74, unwritten],
		['status of one task', 'real/ddl-36067-says-retrying', ['status', 'billing'], 74, unwritten],
		['status as JSON', 'real/ddl-36067-says-retrying', ['status', '--json'], 74, unwritten],
		['the full screen without a terminal', 'real/ddl-36067-says-retrying', [], 74, unwritten],
		['a pause that is refused', 'real/ddl-36067-says-retrying', ['pause', 'billing', '--yes'], 74, unwritten],
		// It says what it has to say on standard error, where that can be read.
		[
			'an unknown task',
			'real/ddl-36067-says-retrying',
			['status', 'nope'],
			2,
			'dmtop: the cluster lists no task "nope"; it lists ',
		],
	])('%s', async (_, name, args, code, says) => {
		const master = await startCaseMaster(name);
		const command = [node, bin, ...args, '--master', master.address];
		const told = await runFile('/bin/sh', ['-c', '"$@" > /dev/full', '-', ...command], {XDG_STATE_HOME: folder});
		await master.close();
		expect({...told, stderr: told.stderr.split('\n')[0]?.slice(0, says.length)}).toEqual({
			code,
			stdout: '',
			stderr: says,
		});
	});

	test('a wait prints nothing there, and ends as it ends', async () => {
		const master = await startCaseMaster('real/ddl-36067-says-retrying');
		const args = ['wait', 'billing', '--for', 'finished', '--master', master.address];
		const {code, stderr} = await runFile('/bin/sh', ['-c', '"$@" > /dev/full', '-', node, bin, ...args]);
		await master.close();
		expect({code, says: stderr.includes('could not be written')}).toEqual({code: 1, says: false});
	});
});
