import {mkdtempSync, rmSync} from 'node:fs';
import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {startReplay} from '../src/simulator/replay.ts';
import {startSimulator} from '../src/simulator/server.ts';
import {isLong, shareOf} from './support/long.ts';
import {bin, run, startListening, startOnTerminal, type TerminalModes} from './support/program.ts';
import {fixtures} from './support/recordings.ts';

const opened: (() => unknown)[] = [];

afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
});

const anyPort = {host: '127.0.0.1', port: 0};
const timeline = `${fixtures}6.5.0/timeline-short.jsonl`;

async function master(scenario: 'healthy' | 'showcase' = 'healthy', now = Date.now) {
	const simulator = await startSimulator({listen: anyPort, scenario, now});
	opened.push(simulator.close);
	return {control: simulator.control, address: new URL(simulator.url).host};
}

async function recordedMaster(atMs: number) {
	const replay = await startReplay({listen: anyPort, file: timeline, now: () => 0});
	opened.push(replay.close);
	replay.control.seek(atMs);
	return new URL(replay.url).host;
}

async function listening(...args: readonly string[]) {
	const program = await startListening(args);
	opened.push(() => program.end('SIGKILL'));
	return program;
}

/** A place for a gateway's socket that nobody else has. */
function socketPlace(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-program-'));
	opened.push(() => rmSync(folder, {recursive: true}));
	return `unix:${path.join(folder, 'gateway.sock')}`;
}

/** A port on which nothing listens: it was just given back. */
async function deadAddress(): Promise<string> {
	const server = createServer().listen(anyPort);
	await new Promise(resolve => server.once('listening', resolve));
	const address = server.address();
	await new Promise(resolve => server.close(resolve));
	return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

function onTerminal(columns: number, rows: number, ...command: readonly [string, ...string[]]) {
	const program = startOnTerminal(command, {columns, rows});
	opened.push(program.dispose);
	return program;
}

const demo = [process.execPath, bin, 'demo'] as const;

const asBefore: TerminalModes = {
	screen: 'normal',
	cursor: 'visible',
	bracketedPaste: false,
	mouse: 'none',
	applicationKeys: false,
	focusReports: false,
	frameOpen: false,
	wrapping: true,
};

describe('on a terminal', () => {
	test.skipIf(isLong).for([{columns: 80, rows: 24}])(
		'the demo is read and walked at $columns x $rows, through a resize, and quit',
		async ({columns, rows}) => {
			// The shell tells what it was left with: the exit code, and how the terminal treats what is typed.
			const program = onTerminal(columns, rows, '/bin/sh', '-c', '"$0" "$1" demo; echo "exit $?"; stty -a', ...demo);
			await program.until(' tasks ');
			await program.until('archive_2019');
			expect(program.modes()).toMatchObject({
				screen: 'alternate',
				cursor: 'hidden',
				bracketedPaste: true,
				wrapping: false,
			});
			const full = (screen: readonly string[]) => screen.at(-1)?.includes('Enter open  e why     p pause') === true;
			await program.until('a footer in the last line', full);
			expect(program.screen()[0]).toMatch(/ LIVE +R[OW] {2}\d\d:\d\d$/);
			await program.until('billing is the first row', screen => screen.some(line => /^>X. billing /.test(line)));

			program.type('\r');
			await program.until('the task', screen => /^ demo {2}› billing {2}/.test(screen[0] ?? ''));
			await program.until('>X', screen => screen.some(line => /^>X. billing-01 /.test(line)));
			program.type('e');
			await program.until('billing-01 › why');
			await program.until('Duplicate entry');

			const [wide, high] = columns === 80 ? [120, 40] : [80, 24];
			program.resize(wide, high);
			await program.until('a full frame at the new size', screen => {
				const [title, footer] = [screen[0] ?? '', screen.at(-1) ?? ''];
				return title.startsWith(' demo  › billing') && title.length === wide && footer.includes('Esc back');
			});
			expect(program.screen()).toHaveLength(high);
			expect(program.screen().filter(line => line.includes(' demo  › '))).toHaveLength(1);

			program.type('\u001B');
			await program.until('the task', screen => /^ demo {2}› billing {2}/.test(screen[0] ?? ''));
			program.type('\u001B');
			await program.until(' tasks ');
			await program.until('the whole list', screen => full(screen) && screen[0]?.length === wide);

			program.type('q');
			await program.until('exit 0');
			expect(await program.ended()).toMatchObject({exitCode: 0});
			expect(program.modes()).toEqual(asBefore);
			expect(program.screen().join('\n')).toMatch(/[^-]icanon .*[^-]echo /s);
		},
	);

	test.runIf(isLong)('Ctrl-C quits as well', async () => {
		const program = onTerminal(80, 24, ...demo);
		await program.until('archive_2019');
		program.type('\u0003');
		expect(await program.ended()).toMatchObject({exitCode: 0});
		expect(program.modes()).toEqual(asBefore);
	});

	test.runIf(isLong).for<readonly [NodeJS.Signals, number]>([
		['SIGTERM', 15],
		['SIGHUP', 1],
		['SIGINT', 2],
		['SIGQUIT', 3],
	])('%s ends it, and the terminal is as before', async ([signal, number]) => {
		const program = onTerminal(80, 24, ...demo);
		await program.until('archive_2019');
		program.kill(signal);
		const {exitCode, signal: diedOf} = await program.ended();
		expect([diedOf, exitCode - 128]).toContain(number);
		expect(program.modes()).toEqual(asBefore);
	});

	test.runIf(isLong)('a master that is away at the start is said on the screen, and q leaves with 0', async () => {
		const program = onTerminal(80, 24, process.execPath, bin, '--master', await deadAddress());
		await program.until('NO DATA');
		await program.until('refused. Tried since');
		program.type('q');
		expect(await program.ended()).toMatchObject({exitCode: 0});
	});

	test.runIf(isLong)('a gateway that is not there is said on the screen, and q leaves with 0', async () => {
		const address = await deadAddress();
		const program = onTerminal(80, 24, process.execPath, bin, 'connect', `ws://${address}`);
		await program.until('NO DATA');
		await program.until('nothing listens there');
		program.type('q');
		expect(await program.ended()).toMatchObject({exitCode: 0});
	});

	test.runIf(isLong)('connect shows the list of a gateway', async () => {
		const gateway = await listening(
			'serve',
			'--no-state',
			'--master',
			(await master()).address,
			'--listen',
			socketPlace(),
		);
		const program = onTerminal(80, 24, process.execPath, bin, 'connect', gateway.url);
		await program.until('orders_merge');
		program.type('q');
		expect(await program.ended()).toMatchObject({exitCode: 0});
	});

	test('a mistake is one sentence, and the terminal was never touched', async () => {
		const program = onTerminal(80, 24, process.execPath, bin, '--master', 'a b');
		expect(await program.ended()).toMatchObject({exitCode: 2});
		expect(program.screen().filter(line => line !== '')).toEqual([
			'dmtop: received "a b" as a master, expected HOST:PORT such as 127.0.0.1:8261',
		]);
	});
});

describe('without a terminal', () => {
	test('demo prints the list once', async () => {
		const {code, stdout, stderr} = await run(['demo']);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(/^ {4}TASK +STATUS +SUB /m);
		expect(stdout).toMatch(/^ X {2}billing +Error/m);
		expect(stdout).not.toMatch(/\u001B|undefined|NaN/);
	});

	test('the monitor prints the list of DM_MASTER_ADDR', async () => {
		const {address} = await master();
		const {code, stdout} = await run([], {DM_MASTER_ADDR: address});
		expect(stdout).toMatch(/^ \. {2}crm +Running/m);
		expect(code).toBe(0);
	});

	test.runIf(isLong)('serve tells connect, which prints the list once; both end well', async () => {
		const {address, control} = await master();
		const where = socketPlace();
		const gateway = await listening('serve', '--no-state', '--master', address, '--listen', where, '--every', '500ms');
		expect(gateway.url).toBe(where);
		const well = await run(['connect', gateway.url]);
		expect(well).toMatchObject({code: 0, stderr: expect.stringMatching(/^dmtop: the gateway of \S+ at unix:\S+\n$/)});
		expect(well.stdout).toMatch(/^ \. {2}orders_merge +Running/m);
		control.happen({type: 'failed', task: 'crm', failure: 'duplicate-entry'});
		while ((await run(['connect', gateway.url])).code === 0);
		expect(await run(['connect', gateway.url])).toMatchObject({code: 1});
		expect(await gateway.end()).toBe(0);
		const gone = await run(['connect', gateway.url]);
		expect(gone).toMatchObject({code: 3, stdout: ''});
		expect(gone.stderr).toBe(`dmtop: ${where}: there is no such socket\n`);
	});

	test.runIf(isLong)('a replayed recording cannot be operated', async () => {
		const replay = await listening('simulate', '--replay', timeline, '--listen', '127.0.0.1:0', '--speed', '100');
		const answer = await fetch(`${replay.url}/apis/v1alpha1/tasks/orders_merge`, {
			method: 'PUT',
			body: JSON.stringify({op: 2, name: 'orders_merge'}),
		});
		expect(answer.status).toBe(501);
		expect(await answer.json()).toMatchObject({message: 'a recording cannot be operated'});
		expect((await fetch(`${replay.url}/apis/v1alpha1/members`)).status).toBe(501);
		expect(await replay.end('SIGINT')).toBe(0);
	});

	test.runIf(isLong)('simulate plays the chosen DM', async () => {
		const simulator = await listening('simulate', '--dm', '1.0', '--scenario', 'healthy', '--listen', '127.0.0.1:0');
		const {stdout, code} = await run(['status', '--master', new URL(simulator.url).host]);
		expect(stdout).toContain('DM v1.0');
		expect(stdout).toMatch(/^ \. {2}payments /m);
		expect(code).toBe(0);
	});

	test.runIf(isLong)('a reader that leaves early is no trouble', async () => {
		const {address} = await master();
		const program = startOnTerminal(
			['/bin/sh', '-c', `"$0" "$1" status --watch 0.5 --master ${address} | head -1; echo done`, process.execPath, bin],
			{columns: 120, rows: 40},
		);
		opened.push(program.dispose);
		await program.ended();
		expect(program.screen().filter(line => line !== '')).toEqual([expect.stringContaining('6 tasks'), 'done']);
	});
});

describe.runIf(isLong)('the exit code of status', () => {
	test('0: all is well', async () => {
		const {address} = await master();
		const {code, stdout, stderr} = await run(['status', '--master', address]);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(/^ \. {2}billing +Running/m);
		expect(stdout).not.toContain('\u001B');
	});

	test('0: of one task, though another is in trouble', async () => {
		// As the story begins: in three seconds it meets a DDL.
		const {address} = await master('showcase', () => 0);
		const {code, stdout} = await run(['status', 'orders_merge', '--master', address]);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^\. orders-01 +worker3 +Running +Sync/m);
	});

	test('1: a task is in trouble', async () => {
		const {address} = await master('showcase');
		expect((await run(['status', '--master', address])).code).toBe(1);
		expect((await run(['status', 'billing', '--master', address])).code).toBe(1);
	});

	test('1: a worker does not answer', async () => {
		const {address, control} = await master();
		control.happen({type: 'worker-dies', source: 'mysql-replica-02'});
		const {code, stdout} = await run(['status', '--master', address]);
		expect(code).toBe(1);
		expect(stdout).toMatch(/^ \? {2}orders_merge +No answer: .*2\/3 /m);
	});

	test('2: the task is unknown', async () => {
		const {address} = await master();
		expect(await run(['status', 'nope', '--master', address])).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'dmtop: the cluster lists no task "nope"; it lists audit_log, billing, crm, orders_merge, payments, search_idx\n',
		});
	});

	test('3: nobody answers', async () => {
		const address = await deadAddress();
		expect(await run(['status', '--master', address])).toEqual({
			code: 3,
			stdout: '',
			stderr: `dmtop: GET /apis/v1alpha1/status/ of ${address}: connection refused\n`,
		});
	});

	test('3: who answers is no dm-master', async () => {
		const stranger = createHttpServer((_, response) => response.end('hello')).listen(anyPort);
		opened.push(() => stranger.close());
		await new Promise(resolve => stranger.once('listening', resolve));
		const {code, stderr} = await run(['status', '--master', `127.0.0.1:${(stranger.address() as AddressInfo).port}`]);
		expect(code).toBe(3);
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
	});
});

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test('status --json of a recorded moment is the contract', async () => {
	const address = await recordedMaster(342_704);
	const {code, stdout, stderr} = await run(['status', '--json', '--master', address]);
	expect({code, stderr}).toEqual({code: 1, stderr: ''});
	const subtask = {
		worker: 'worker2',
		stage: 'Running',
		unit: 'Sync',
		status: 'running',
		since: null,
		seenSince: time,
		lagSeconds: 0,
		gapBytes: expect.any(Number),
		gapFiles: null,
		ratePerSecond: null,
		rateUnit: 'rows',
		lockId: null,
		errors: [],
		lastSeenAt: time,
	};
	const error = {
		code: 10006,
		class: 'database',
		scope: 'downstream',
		level: 'high',
		message: expect.stringMatching(/^startLocation: \[position: .* DROP COLUMN IF EXISTS `tag`$/),
		rawCause: "Error 1146: Table 'shop.orders' doesn't exist",
		workaround: null,
	};
	const ddl = 'ALTER TABLE `shop`.`orders` DROP COLUMN IF EXISTS `tag`';
	const replicas = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'] as const;
	const notBound = expect.stringMatching(/^can't find task=orders_merge from dm-worker for source=mysql-replica-03/);
	expect(JSON.parse(stdout)).toStrictEqual({
		cluster: {
			masters: [address],
			dmVersion: 'v6.5.0',
			askedAt: time,
			tookMs: expect.any(Number),
			askedInParts: null,
			askedApart: [],
		},
		tasks: [
			{
				name: 'orders_merge',
				dmStatus: 'Error - Some error occurred in subtask',
				status: 'unknown',
				reason: expect.stringContaining('no worker is bound'),
				now: 'wait about a minute: DM moves its source, where a worker is free',
				subtasks: [
					{
						...subtask,
						source: replicas[2],
						worker: null,
						stage: null,
						unit: null,
						rateUnit: null,
						status: 'unknown',
						lagSeconds: null,
						gapBytes: null,
						lastSeenAt: null,
					},
					{
						...subtask,
						source: replicas[0],
						worker: 'worker1',
						stage: 'Paused',
						status: 'retrying',
						lagSeconds: null,
						gapBytes: 1119,
						lockId: 'orders_merge-`shop`.`orders`',
						errors: [error],
					},
					{...subtask, source: replicas[1], status: 'locked', lagSeconds: null, gapBytes: 3020},
				],
			},
			{
				name: 'billing',
				dmStatus: 'Running',
				status: 'running',
				reason: null,
				now: null,
				subtasks: [{...subtask, source: replicas[0], worker: 'worker1', gapBytes: 1161}],
			},
		],
		sources: [
			{source: replicas[0], worker: 'worker1', answered: true, message: null, errors: [], relay: null},
			{
				source: replicas[1],
				worker: 'worker2',
				answered: true,
				message: null,
				errors: [],
				relay: {
					stage: 'Running',
					caughtUp: true,
					upstream: '(mysql-bin.000002, 3404)',
					position: '(mysql-bin.000002, 3404)',
					errors: [],
				},
			},
			{source: replicas[2], worker: null, answered: false, message: notBound, errors: [], relay: null},
		],
		locks: [
			{
				task: 'orders_merge',
				target: '`shop`.`orders`',
				mode: 'pessimistic',
				ddls: [ddl],
				synced: [replicas[0], replicas[1]],
				unsynced: [],
				unknown: [replicas[2]],
			},
		],
	});
});

test('status --json of one task tells of that task only', async () => {
	const address = await recordedMaster(342_704);
	const {code, stdout} = await run(['status', 'billing', '--json', '--master', address]);
	const told = JSON.parse(stdout);
	expect(told.tasks.map(({name}: {name: string}) => name)).toEqual(['billing']);
	expect(told.locks).toEqual([]);
	// Nobody told on which sources the task is, and one of them does not answer.
	expect(code).toBe(1);
});

/** What is wrong on a command line, and the sentence about it. */
const mistakes: readonly (readonly [string, string | RegExp])[] = [
	['frobnicate', /^received the command "frobnicate", expected one of demo, serve, connect, simulate, status, wait,/],
	['--frobnicate', 'the full screen takes no --frobnicate; see dmtop help screen'],
	['demo --json', 'demo takes no --json; see dmtop help demo'],
	[
		'demo --scenario nope',
		'--scenario: received "nope", expected one of showcase, healthy, storm, huge, cutover, incident',
	],
	['status --master x:1 --every 100ms', /^--every: received 100ms, expected at least 500ms/],
	['status --master x:1 --every abc', '--every: received "abc", expected a duration such as 500ms or 3s'],
	['status --master x:1 one two', 'status takes no "two"; see dmtop help status'],
	['status', 'no dm-master given: use --master HOST:8261 or set DM_MASTER_ADDR'],
	['--every 500', 'no dm-master given: use --master HOST:8261 or set DM_MASTER_ADDR'],
	['x\u001B[31mred\u009B2J', /^received the command "x\?red\?", expected one of /],
	['status --master \u001B]0;t\u0007', /^received "\?" as a master, expected HOST:PORT/],
	['status --master', '--master needs a value'],
	['status --master x:1 --ssl-ca /nowhere.pem', '--ssl-ca: /nowhere.pem cannot be read (ENOENT)'],
	['serve --master x:1 --listen nonsense', '--listen: received "nonsense", expected HOST:PORT or unix:PATH'],
	['connect http://x', 'connect: received "http://x", expected unix:PATH, wss://HOST:PORT or ws://127.0.0.1:PORT'],
	['simulate --replay /nowhere.jsonl', /^Cannot read the recording \/nowhere\.jsonl: /],
	['simulate --replay package.json --listen 127.0.0.1:0', /^package\.json, line 1: not JSON/],
];

/** One of each kind: a command, a flag, a value, what is missing, a file, and an escape sequence. */
const inSuite: ReadonlySet<string> = new Set([
	'frobnicate',
	'demo --json',
	'status --master x:1 --every 100ms',
	'status',
	'simulate --replay /nowhere.jsonl',
	'x\u001B[31mred\u009B2J',
]);

describe('usage', () => {
	test.for(shareOf(mistakes, ([args]) => inSuite.has(args)))('dmtop %s', async ([args, expected]) => {
		const {code, stdout, stderr} = await run(args.split(' '));
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
		const sentence = stderr.replace(/^dmtop: /, '').trimEnd();
		if (typeof expected === 'string') expect(sentence).toBe(expected);
		else expect(sentence).toMatch(expected);
	});

	test.runIf(isLong)('an address in use is one sentence', async () => {
		const {address} = await master();
		expect(await run(['simulate', '--listen', address])).toEqual({
			code: 2,
			stdout: '',
			stderr: `dmtop: cannot listen on ${address}: another program listens there\n`,
		});
	});

	test.runIf(isLong)('--help and --version answer on stdout', async () => {
		const help = await run(['--help']);
		expect(help).toMatchObject({code: 0, stderr: ''});
		expect(help.stdout).toMatch(/^Exit codes\n {2}0 +fine/m);
		expect((await run(['help'])).stdout).toBe(help.stdout);
		expect(await run(['--version'])).toMatchObject({code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/)});
	});

	test('alone and without a master it helps, on stderr', async () => {
		const {code, stdout, stderr} = await run([]);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain('dmtop --master HOST:8261');
		expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^dmtop: no dm-master given/);
	});
});
