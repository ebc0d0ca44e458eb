import {chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {connect, createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {listenOnSocket} from '../../../../src/gateway/serve/door/socket-file.ts';

let folder = '';
const servers: Server[] = [];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-door-'));
});
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
	rmSync(folder, {recursive: true});
});

function listen(file: string, gid: number | null = null) {
	const server = createServer(socket => socket.on('error', () => {}).end('hello'));
	servers.push(server);
	return listenOnSocket(server, {path: file, gid});
}

/** What is told by whoever listens there. */
function ask(file: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let told = '';
		connect({path: file})
			.on('data', chunk => {
				told += chunk;
			})
			.on('end', () => resolve(told))
			.on('error', reject);
	});
}

const modeOf = (file: string) => statSync(file).mode & 0o777;
const ownGid = process.getgid?.() ?? 0;

test('a socket for this user alone, in a folder of its own, and nothing is left of it', async () => {
	const file = path.join(folder, 'dmtop', 'gateway.sock');
	const release = await listen(file);
	expect([modeOf(path.dirname(file)), modeOf(file)]).toEqual([0o700, 0o600]);
	expect(readdirSync(path.dirname(file))).toEqual(['gateway.sock']);
	expect(await ask(file)).toBe('hello');
	release();
	expect(readdirSync(path.dirname(file))).toEqual([]);
});

test('a socket for a group', async () => {
	chmodSync(folder, 0o755);
	const file = path.join(folder, 'team', 'gateway.sock');
	await listen(file, ownGid);
	expect([modeOf(path.dirname(file)), modeOf(file)]).toEqual([0o750, 0o660]);
	expect(statSync(file).gid).toBe(ownGid);
});

test('what a dead gateway left is replaced; release leaves what another one put there', async () => {
	const file = path.join(folder, 'gateway.sock');
	const release = await listen(file);
	// As after kill -9: nobody listens, and the file is there.
	const [dead] = servers.splice(0);
	await new Promise(resolve => dead?.close(resolve));
	expect(existsSync(file)).toBe(true);
	await listen(file);
	expect(await ask(file)).toBe('hello');
	release();
	expect(existsSync(file)).toBe(true);
});

test.each<[string, (file: string) => unknown, number | null, string]>([
	['a living gateway', file => listen(file), null, 'another gateway listens there; dmtop connect opens it'],
	['a file that is no socket', file => writeFileSync(file, ''), null, 'a file is there that is no socket'],
	[
		'a folder that others may write to',
		() => chmodSync(folder, 0o777),
		null,
		'others may write to FOLDER, so another program could take its place',
	],
	[
		'a folder that the group may not enter',
		() => chmodSync(folder, 0o700),
		4_000_000,
		'the group may not enter FOLDER; choose another place with --listen unix:PATH',
	],
])('%s', async (_, prepare, gid, why) => {
	const file = path.join(folder, 'gateway.sock');
	await prepare(file);
	await expect(listen(file, gid)).rejects.toMatchObject({
		name: 'ListenError',
		message: `cannot listen on unix:${file}: ${why.replace('FOLDER', folder)}`,
	});
});

test('one folder is made, not two', async () => {
	const file = path.join(folder, 'one', 'two', 'gateway.sock');
	await expect(listen(file)).rejects.toThrow(`the folder above ${path.dirname(file)} is not there`);
});

test('a path that is too long is named as such', async () => {
	const file = path.join(folder, 'x'.repeat(100), 'gateway.sock');
	await expect(listen(file)).rejects.toThrow('the path is longer than 103 bytes');
});
