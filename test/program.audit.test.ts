import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {systemClock} from '../src/clock.ts';
import {type Simulator, startSimulator} from '../src/simulator/server.ts';
import {createLink} from '../src/wire/link.ts';
import {isLong} from './support/long.ts';
import {bin, run, runFile, startListening} from './support/program.ts';
import {changes} from './support/requests.ts';

let home = '';
let simulator: Simulator;

beforeEach(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
	simulator = await startSimulator({listen: {host: '127.0.0.1', port: 0}, scenario: 'healthy', now: Date.now});
});

afterEach(async () => {
	await simulator.close();
	rmSync(home, {recursive: true, force: true});
});

const sent = () => simulator.control.requests().filter(changes);
const pauseCrm = () => ['pause', 'crm', '--yes', '--master', new URL(simulator.url).host];

/** Nothing was sent, and one sentence says why. */
function expectRefusal({code, stdout, stderr}: Awaited<ReturnType<typeof run>>, why: RegExp): void {
	expect({code, stderr, sent: sent()}).toEqual({code: 1, stderr: '', sent: []});
	expect(stdout).toMatch(/^pause crm: refused, nothing was sent: the audit log \S+ cannot be written: [^\n]+\n$/);
	expect(stdout).toMatch(why);
}

describe.runIf(isLong)('where the audit log cannot be written, a pause is refused', () => {
	const noPlace = /cannot be written: (a part of its path is (missing|no directory)|permission denied|the file .*)\n/;

	test.each([
		['a folder that nobody can write to', () => '/proc/1'],
		['a folder of the system', () => '/sys'],
		[
			'a path below a file',
			() => {
				writeFileSync(path.join(home, 'file'), '');
				return path.join(home, 'file', 'state');
			},
		],
		[
			'a file in the place of its folder',
			() => {
				writeFileSync(path.join(home, 'dmtop'), '');
				return home;
			},
		],
	])('%s', async (_, state) => {
		expectRefusal(await run(pauseCrm(), {XDG_STATE_HOME: state()}), noPlace);
	});

	test.skipIf(userInfo().uid === 0)('a read-only home', async () => {
		chmodSync(home, 0o500);
		expectRefusal(await run(pauseCrm(), {HOME: home}), /permission denied/);
	});

	// A limit on the size of files is to a program what a full disk is: no byte goes, or only the first few.
	test.each([
		[0, /the file may not grow any more/],
		[1, /the disk is full/],
	])('a disk with room for %i blocks', async (blocks, why) => {
		const limited = ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, bin, ...pauseCrm()];
		const env = {XDG_STATE_HOME: home, SSH_CLIENT: 'x'.repeat(2000)};
		expectRefusal(await runFile('/bin/sh', limited, env), why);
	});
});

test.skipIf(isLong).each([
	['a relative XDG_STATE_HOME', {XDG_STATE_HOME: 'state'}, (at: string) => path.join(at, '.local/state/dmtop')],
	['an empty one', {XDG_STATE_HOME: ''}, (at: string) => path.join(at, '.local/state/dmtop')],
	['an absolute one and no HOME', {XDG_STATE_HOME: '/x/y', HOME: ''}, () => '/x/y/dmtop'],
	['no HOME', {HOME: ''}, () => path.join(userInfo().homedir, '.local/state/dmtop')],
	['both relative', {XDG_STATE_HOME: './s', HOME: 'h'}, () => path.join(userInfo().homedir, '.local/state/dmtop')],
])('the audit log is at an absolute path: %s', async (_, env, folder) => {
	const {stdout} = await run(['info'], {HOME: home, ...env});
	expect(stdout).toContain(`audit log       ${path.join(folder(home), 'audit.jsonl')}\n`);
});

describe.runIf(isLong)('a request that was sent and has no end gets one at the next start', () => {
	test.each<[string, readonly string[]]>([
		['status', ['status']],
		['the full screen without a terminal', []],
		['wait', ['wait', 'crm', '--for', 'running']],
		['pause', ['pause', 'crm', '--yes']],
	])('%s', async (_, args) => {
		await settledBy([...args, '--master', new URL(simulator.url).host]);
	});

	test.each(['info', 'explain'])('%s', name => settledBy(name === 'info' ? [name] : [name, '1062']));

	async function settledBy(args: readonly string[]) {
		const file = path.join(home, 'dmtop', 'audit.jsonl');
		mkdirSync(path.dirname(file));
		const entry = {at: '2026-11-20T14:00:00Z', id: 'left', task: 'crm', outcome: 'sending'};
		writeFileSync(file, `${JSON.stringify({...entry, gatewayHost: 'elsewhere', gatewayPid: 1})}\n`);
		expect((await run(args, {XDG_STATE_HOME: home})).code).toBe(0);
		const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
		const ends = lines.map(line => JSON.parse(line)).filter(({id}) => id === 'left');
		expect(ends.map(({outcome, task}) => [outcome, task])).toEqual([
			['sending', 'crm'],
			['unknown', 'crm'],
		]);
	}
});

test.skipIf(isLong)('a gateway that only watches writes down who tried all the same', async () => {
	const file = path.join(home, 'gateway.sock');
	const args = ['serve', '--no-state', '--listen', `unix:${file}`, '--master', new URL(simulator.url).host];
	const gateway = await startListening(args, {XDG_STATE_HOME: home});
	let instance = '';
	const link = createLink({
		url: `ws+unix:${file}:/`,
		token: null,
		random: Math.random,
		clock: systemClock(),
		onEvent(event) {
			if (event.type === 'link-open') instance = event.hello.instance;
		},
	});
	try {
		while (instance === '') await new Promise(resolve => setTimeout(resolve, 5));
		const by = {user: 'ops', host: 'bastion2', sshClient: null};
		const targets = [{task: 'crm', sources: null, seen: []}];
		const reply = await link.request({type: 'operate', instance, operation: 'stop', targets, by});
		const message = 'this gateway was started without --allow-operate';
		expect(reply).toEqual({type: 'refused', message});
		const lines = readFileSync(path.join(home, 'dmtop', 'audit-refused.jsonl'), 'utf8')
			.trimEnd()
			.split('\n');
		expect(lines.map(line => JSON.parse(line))).toMatchObject([
			{user: 'ops', operation: 'stop', task: 'crm', outcome: 'refused', message, more: 0},
		]);
		expect(sent()).toEqual([]);
	} finally {
		link.close();
		await gateway.end();
	}
});
