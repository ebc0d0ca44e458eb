import {chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {dialUnix} from '../../../src/commands/connecting/dial-unix.ts';
import {listenOnSocket} from '../../../src/gateway/serve/door/socket-file.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

async function gateway() {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-dial-'));
	closing.push(() => rmSync(folder, {recursive: true}));
	const file = path.join(folder, 'gateway.sock');
	const server = createServer(socket => socket.on('error', () => {}));
	await listenOnSocket(server, {path: file, gid: null});
	closing.push(() => server.close());
	return {folder, file};
}

async function dialled(file: string, owner: number | null = null): Promise<string | null> {
	const {socket, note} = await dialUnix(file, owner);
	socket.destroy();
	expect(note?.isToCompare ?? false).toBe(false);
	return note?.text ?? null;
}

test('a gateway of this user is opened, and whose it is is told', async () => {
	const {file} = await gateway();
	expect(await dialled(file)).toBe(`the gateway of ${userInfo().username} at unix:${file}`);
});

test('a folder in which others could put another one is refused', async () => {
	const {folder, file} = await gateway();
	chmodSync(folder, 0o777);
	await expect(dialled(file)).rejects.toThrow(`others may write to ${folder}, so the gateway there may be anybody's`);
});

test('what is no socket is refused', async () => {
	const {folder} = await gateway();
	const file = path.join(folder, 'file');
	writeFileSync(file, '');
	await expect(dialled(file)).rejects.toThrow('a file is there that is no socket');
});

// Only root can give a file away.
test.runIf(process.getuid?.() === 0)("another user's is refused, unless that user is named", async () => {
	const {folder, file} = await gateway();
	const stranger = 54_321;
	chownSync(file, stranger, -1);
	await expect(dialled(file)).rejects.toThrow('the socket belongs to uid 54321; --owner 54321 trusts it');
	expect(await dialled(file, stranger)).toBe(`the gateway of uid 54321 at unix:${file}`);
	chownSync(file, 0, -1);
	chownSync(folder, stranger, -1);
	await expect(dialled(file)).rejects.toThrow(`${folder} belongs to another user (uid 54321)`);
});
