import {mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {startSimulator} from '../src/simulator/server.ts';
import {bin, run, startListening, startOnTerminal} from './support/program.ts';

const opened: (() => unknown)[] = [];
let folder = '';
let env: Readonly<Record<string, string>> = {};
let master = '';

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-sharing-'));
	opened.push(() => rmSync(folder, {recursive: true}));
	env = {XDG_RUNTIME_DIR: folder, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, TMPDIR: folder};
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		scenario: 'healthy',
		now: Date.now,
	});
	opened.push(simulator.close);
	master = new URL(simulator.url).host;
});

afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
});

async function serve(...args: readonly string[]) {
	const gateway = await startListening(['serve', '--master', master, ...args], env);
	opened.push(() => gateway.end('SIGKILL'));
	return gateway;
}

const {username} = userInfo();

describe('one socket for a host', () => {
	test('connect finds the gateway, and says whose it is; nothing is left of it', async () => {
		const gateway = await serve();
		const file = path.join(folder, 'dmtop', 'gateway.sock');
		expect(gateway.url).toBe(`unix:${file}`);
		expect([statSync(path.dirname(file)).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
		const told = await run(['connect'], env);
		expect(told).toMatchObject({code: 0, stderr: `dmtop: the gateway of ${username} at unix:${file}\n`});
		expect(told.stdout).toMatch(/^ \. {2}orders_merge +Running/m);
		expect((await run(['connect', `unix:${file}`])).code).toBe(0);
		expect(await gateway.end()).toBe(0);
		expect(readdirSync(path.dirname(file))).toEqual([]);
		expect(await run(['connect'], env)).toMatchObject({
			code: 3,
			stdout: '',
			stderr: expect.stringMatching(
				/^dmtop: no gateway is found on this host \(looked for .*\); start one with dmtop serve, .*\n$/,
			),
		});
	});

	test('the full screen says whose gateway it is', async () => {
		await serve();
		const screen = startOnTerminal([process.execPath, bin, 'connect'], {columns: 120, rows: 30}, env);
		opened.push(screen.dispose);
		await screen.until(`the gateway of ${username} at unix:`);
		await screen.until('orders_merge');
		screen.type('q');
		expect(await screen.ended()).toMatchObject({exitCode: 0});
	});

	test('a living gateway is not replaced, a dead one is', async () => {
		const first = await serve();
		expect(await run(['serve', '--master', master], env)).toEqual({
			code: 2,
			stdout: '',
			stderr: `dmtop: cannot listen on ${first.url}: another gateway listens there; dmtop connect opens it\n`,
		});
		expect(await first.end('SIGKILL')).toBeNull();
		expect(await run(['connect'], env)).toMatchObject({
			code: 3,
			stderr: `dmtop: ${first.url}: nothing listens there\n`,
		});
		await serve();
		expect((await run(['connect'], env)).code).toBe(0);
	});
});
