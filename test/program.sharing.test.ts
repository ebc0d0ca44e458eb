import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {systemClock} from '../src/clock.ts';
import {startSimulator} from '../src/simulator/server.ts';
import {createLink, type LinkEvent} from '../src/wire/link.ts';
import {isLong} from './support/long.ts';
import {bin, run, startListening, startOnTerminal} from './support/program.ts';

const opened: (() => unknown)[] = [];
let folder = '';
let env: Readonly<Record<string, string>> = {};
let master = '';

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-sharing-'));
	opened.push(() => rmSync(folder, {recursive: true}));
	const runtime = path.join(folder, 'run');
	mkdirSync(runtime, {mode: 0o700});
	env = {XDG_RUNTIME_DIR: runtime, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, TMPDIR: folder};
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
	const gateway = await startListening(['serve', '--no-state', '--master', master, ...args], env);
	opened.push(() => gateway.end('SIGKILL'));
	return gateway;
}

const {username} = userInfo();

describe('one socket for a host', () => {
	test.skipIf(isLong)('connect finds the gateway, and says whose it is; nothing is left of it', async () => {
		const gateway = await serve();
		const file = path.join(folder, 'run', 'dmtop', 'gateway.sock');
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

	test.runIf(isLong)('the full screen says whose gateway it is', async () => {
		await serve();
		const screen = startOnTerminal([process.execPath, bin, 'connect'], {columns: 120, rows: 30}, env);
		opened.push(screen.dispose);
		await screen.until(`the gateway of ${username} at unix:`);
		await screen.until('orders_merge');
		screen.type('q');
		expect(await screen.ended()).toMatchObject({exitCode: 0});
	});

	test.runIf(isLong)('a living gateway is not replaced, a dead one is', async () => {
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

const onPort = ['--listen', '127.0.0.1:0'] as const;

/** A new token: itself, and the file that it is in. */
async function add(name: string, role: 'read' | 'operate') {
	const file = path.join(folder, `${name}.token`);
	const made = await run(['token', 'add', name, '--role', role, '--token-file', file], env);
	expect(made).toMatchObject({code: 0, stderr: ''});
	return {file, token: readFileSync(file, 'utf8').trim()};
}

/** A viewer by hand, which shows that token: what it is told, and how its link ends. */
function viewer(url: string, token: string) {
	const events: LinkEvent[] = [];
	const link = createLink({
		url,
		token,
		random: Math.random,
		clock: systemClock(),
		onEvent: event => events.push(event),
	});
	opened.push(() => link.close());
	return {
		link,
		async until<T extends LinkEvent['type']>(type: T): Promise<Extract<LinkEvent, {type: T}>> {
			for (;;) {
				const found = events.find((event): event is Extract<LinkEvent, {type: T}> => event.type === type);
				if (found !== undefined) return found;
				await new Promise(resolve => setTimeout(resolve, 5));
			}
		},
	};
}

describe.runIf(isLong)('a port with tokens', () => {
	test('it is not opened before somebody could come in', async () => {
		expect(await run(['serve', '--master', master, ...onPort], env)).toEqual({
			code: 2,
			stdout: '',
			stderr: `dmtop: there are no tokens in ${path.join(folder, 'dmtop', 'tokens')}, so nobody could come in; dmtop token add NAME --role read makes one\n`,
		});
	});

	test('connect needs a token, from a file that is named or in the environment', async () => {
		const {file, token} = await add('alice', 'read');
		const gateway = await serve(...onPort);
		expect(await run(['connect', gateway.url], env)).toMatchObject({
			code: 3,
			stderr: `dmtop: ${gateway.url}: the gateway refuses (HTTP 401): received no token, expected one of this gateway (--token-file)\n`,
		});
		for (const known of [
			await run(['connect', gateway.url, '--token-file', file], env),
			await run(['connect', gateway.url], {...env, DMTOP_TOKEN_FILE: file}),
		]) {
			expect(known).toMatchObject({code: 0, stderr: ''});
			expect(known.stdout).toContain('orders_merge');
		}
		chmodSync(file, 0o644);
		expect(await run(['connect', gateway.url, '--token-file', file], env)).toMatchObject({
			code: 2,
			stderr: `dmtop: others may read the token in ${file}; chmod 600 ${file}\n`,
		});
		const kept = readFileSync(path.join(folder, 'dmtop', 'tokens'), 'utf8');
		expect(kept).not.toContain(token);
	});

	test('who may read cannot write; who did it is the name of the token, and what the viewer says stands beside it', async () => {
		const [alice, bob] = [await add('alice', 'operate'), await add('bob', 'read')];
		const gateway = await serve(...onPort, '--allow-operate');
		const [writes, reads] = [viewer(gateway.url, alice.token), viewer(gateway.url, bob.token)];
		const {hello} = await writes.until('link-open');
		expect(hello).toMatchObject({allowOperate: true, readOnlyReason: null});
		const reason = 'the token bob allows reading only';
		expect((await reads.until('link-open')).hello).toMatchObject({allowOperate: false, readOnlyReason: reason});

		const by = {user: 'root', host: 'db1', sshClient: null};
		const ask = (task: string) =>
			({
				type: 'operate',
				instance: hello.instance,
				operation: 'pause',
				targets: [{task, sources: null, seen: []}],
				by,
			}) as const;
		expect(await reads.link.request(ask('crm'))).toEqual({type: 'refused', message: reason});
		await writes.link.request(ask('nope'));
		const refused = readFileSync(path.join(folder, 'dmtop', 'audit-refused.jsonl'), 'utf8')
			.trimEnd()
			.split('\n');
		expect(refused.map(line => JSON.parse(line))).toMatchObject([
			{token: 'bob', user: 'root', host: 'db1', task: 'crm', message: reason},
			{token: 'alice', user: 'root', host: 'db1', task: 'nope'},
		]);
		expect(refused.join('\n')).not.toContain('dmtop_');
	});

	test('the screen of who may read says RO, and why', async () => {
		const {file} = await add('bob', 'read');
		const gateway = await serve(...onPort, '--allow-operate');
		const args = [process.execPath, bin, 'connect', gateway.url, '--token-file', file] as const;
		const screen = startOnTerminal(args, {columns: 100, rows: 30}, env);
		opened.push(screen.dispose);
		await screen.until('orders_merge');
		expect(screen.screen()[0]).toMatch(/ LIVE +RO /);
		screen.type('W');
		await screen.until('read-only: the token bob allows reading only');
		screen.type('q');
		expect(await screen.ended()).toMatchObject({exitCode: 0});
	});

	test('a token that is revoked ends what came in with it; at SIGHUP the file is read again', async () => {
		const [alice, bob] = [await add('alice', 'read'), await add('bob', 'read')];
		const gateway = await serve(...onPort);
		const [gone, stays] = [viewer(gateway.url, alice.token), viewer(gateway.url, bob.token)];
		await Promise.all([gone.until('link-open'), stays.until('link-open')]);
		expect((await run(['token', 'revoke', 'alice'], env)).code).toBe(0);
		const {message} = await gone.until('link-lost');
		expect(message).toBe(`${gateway.url}: the token alice was revoked or changed`);
		const carol = await add('carol', 'read');
		gateway.signal('SIGHUP');
		await viewer(gateway.url, carol.token).until('link-open');
		expect(await run(['connect', gateway.url, '--token-file', alice.file], env)).toMatchObject({
			code: 3,
			stderr: `dmtop: ${gateway.url}: the gateway refuses (HTTP 401): received a token that this gateway does not know\n`,
		});
		expect((await run(['connect', gateway.url, '--token-file', bob.file], env)).code).toBe(0);
	});
});

const pem = (name: string) => fileURLToPath(new URL(`support/tls/${name}.pem`, import.meta.url));

describe.runIf(isLong)('a port with TLS', () => {
	const tls = ['--tls-cert', pem('cert'), '--tls-key', pem('key')] as const;

	test('beyond this machine it is not opened without', async () => {
		await add('alice', 'read');
		const args = ['serve', '--master', master, '--listen', '0.0.0.0:0'];
		expect(await run(args, env)).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'dmtop: cannot listen on 0.0.0.0: beyond this machine it needs --tls-cert and --tls-key, or --insecure-network to be read by everybody\n',
		});
		const open = await serve('--listen', '0.0.0.0:0', '--insecure-network');
		expect(open.url).toMatch(/^ws:\/\/0\.0\.0\.0:\d+$/);
		expect((await serve('--listen', '0.0.0.0:0', ...tls)).url).toMatch(/^wss:\/\/0\.0\.0\.0:\d+$/);
	});

	test('connect trusts the named authority, or the certificate of the first time, and no other', async () => {
		const {file} = await add('alice', 'read');
		const shown = ['--token-file', file] as const;
		const gateway = await serve(...onPort, ...tls);
		expect(gateway.url).toMatch(/^wss:/);
		const {host} = new URL(gateway.url);
		expect(await run(['connect', gateway.url, ...shown, '--ssl-ca', pem('ca')], env)).toMatchObject({
			code: 0,
			stderr: '',
		});
		expect(await run(['connect', gateway.url, ...shown], env)).toMatchObject({
			code: 0,
			stderr: expect.stringMatching(
				/^dmtop: 127\.0\.0\.1:\d+ is seen for the first time: its certificate, SHA-256 \S+, is kept in \S+\n$/,
			),
		});
		expect(await run(['connect', gateway.url, ...shown], env)).toMatchObject({code: 0, stderr: ''});
		await gateway.end();
		await serve('--listen', host, '--tls-cert', pem('other-cert'), '--tls-key', pem('other-key'));
		expect(await run(['connect', gateway.url, ...shown], env)).toMatchObject({
			code: 3,
			stdout: '',
			stderr: expect.stringMatching(/^dmtop: wss:\S+: its certificate has changed, so it may be somebody else /),
		});
	});

	test('at SIGHUP another certificate is shown; one that has expired is said so', async () => {
		const {file} = await add('alice', 'read');
		const shown = path.join(folder, 'gateway.pem');
		copyFileSync(pem('cert'), shown);
		const gateway = await serve(...onPort, '--tls-cert', shown, '--tls-key', pem('key'));
		const args = ['connect', gateway.url, '--token-file', file, '--ssl-ca', pem('ca')];
		expect((await run(args, env)).code).toBe(0);
		copyFileSync(pem('expired-cert'), shown);
		gateway.signal('SIGHUP');
		let told = await run(args, env);
		while (told.code === 0) told = await run(args, env);
		expect(told).toMatchObject({
			code: 3,
			stderr: expect.stringMatching(/^dmtop: wss:\S+: its certificate has expired, on /),
		});
	});

	test('with an authority for viewers, they need a certificate beside the token', async () => {
		const {file} = await add('alice', 'read');
		const gateway = await serve(...onPort, ...tls, '--tls-client-ca', pem('ca'));
		const args = ['connect', gateway.url, '--token-file', file, '--ssl-ca', pem('ca')];
		expect(await run([...args, '--ssl-cert', pem('cert'), '--ssl-key', pem('key')], env)).toMatchObject({code: 0});
		expect(await run(args, env)).toMatchObject({
			code: 3,
			stderr: `dmtop: ${gateway.url}: the gateway wants a certificate of yours (--ssl-cert and --ssl-key)\n`,
		});
	});

	test('a token does not cross a network that everybody can read', async () => {
		const {file} = await add('alice', 'read');
		expect(await run(['connect', 'ws://db1.example:8271', '--token-file', file], env)).toEqual({
			code: 2,
			stdout: '',
			stderr:
				'dmtop: connect: everybody on the way can read ws://, your token too: use wss://db1.example, or --insecure-network\n',
		});
	});
});
