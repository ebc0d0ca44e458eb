import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createServer, type TlsOptions} from 'node:tls';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {dialTls, type TlsPlace} from '../../../src/commands/connecting/dial-tls.ts';
import {knownGatewaysAt} from '../../../src/commands/connecting/known-gateways.ts';

const folder = fileURLToPath(new URL('../../support/tls/', import.meta.url));
const pem = (name: string) => readFileSync(`${folder}${name}.pem`);
const own = {cert: pem('cert'), key: pem('key')};
const other = {cert: pem('other-cert'), key: pem('other-key')};

const closing: (() => unknown)[] = [];
let file = '';

beforeEach(() => {
	const home = mkdtempSync(path.join(tmpdir(), 'dmtop-tls-'));
	closing.push(() => rmSync(home, {recursive: true}));
	file = path.join(home, 'dmtop', 'known_gateways');
});
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A port over TLS, and all that was said to it. */
async function listen(options: TlsOptions, host = '127.0.0.1', port = 0) {
	let said = '';
	const server = createServer(options, socket => {
		socket.on('error', () => {});
		socket.on('data', chunk => {
			said += chunk;
		});
	});
	server.on('tlsClientError', () => {});
	await new Promise<void>(resolve => server.listen(port, host, resolve));
	const close = () => new Promise(resolve => server.close(resolve));
	closing.push(close);
	return {port: (server.address() as AddressInfo).port, said: () => said, close};
}

async function dial(port: number, options: Partial<TlsPlace> = {}): Promise<string | null> {
	const {socket, note} = await dialTls({
		host: '127.0.0.1',
		port,
		tls: null,
		known: knownGatewaysAt(file),
		wallMs: Date.now,
		...options,
	});
	await new Promise(resolve => {
		socket.once('close', resolve);
		socket.destroy();
	});
	expect(note?.isToCompare ?? true).toBe(true);
	return note?.text ?? null;
}

test('a certificate that the named authority signed for this host is trusted, and nothing is kept', async () => {
	const {port} = await listen(own);
	expect(await dial(port, {tls: {ca: pem('ca')}})).toBeNull();
	expect(await dial(port, {host: 'localhost', tls: {ca: pem('ca')}})).toBeNull();
	expect(() => statSync(file)).toThrow('ENOENT');
});

test.each<[string, TlsOptions, string, string, RegExp]>([
	[
		'one that has expired',
		{cert: pem('expired-cert'), key: pem('key')},
		'127.0.0.1',
		'expired-ca',
		/^its certificate has expired, on \w{3} .* GMT$/,
	],
	[
		'one for another host',
		own,
		'127.0.0.2',
		'ca',
		/^its certificate is for IP Address:127\.0\.0\.1, DNS:localhost, not for 127\.0\.0\.2$/,
	],
	[
		'one of another authority',
		other,
		'127.0.0.1',
		'ca',
		/^its certificate is not signed by the authority of --ssl-ca \(\w+\)$/,
	],
])('with an authority, %s is refused', async (_, options, host, ca, why) => {
	const {port, said} = await listen(options, host);
	await expect(dial(port, {host, tls: {ca: pem(ca)}})).rejects.toThrow(why);
	expect(said()).toBe('');
});

test('without one, the certificate of the first time is kept and told, and nothing is said of it later', async () => {
	const {port} = await listen(own);
	const fingerprint = /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/;
	const note = await dial(port);
	const [, told = ''] = / SHA-256 (\S+), /.exec(note ?? '') ?? [];
	expect(told).toMatch(fingerprint);
	expect(note).toBe(
		`127.0.0.1:${port} is seen for the first time: its certificate, SHA-256 ${told}, is kept in ${file}`,
	);
	expect(readFileSync(file, 'utf8')).toBe(`127.0.0.1:${port} ${told}\n`);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(await dial(port)).toBeNull();
});

test('another certificate at the same place is refused, and nothing is sent to it', async () => {
	const first = await listen(own);
	await dial(first.port);
	const kept = readFileSync(file, 'utf8');
	await first.close();
	const second = await listen(other, '127.0.0.1', first.port);
	await expect(dial(second.port)).rejects.toThrow(
		new RegExp(
			`^its certificate has changed, so it may be somebody else \\(SHA-256 \\S+, before \\S+\\); if it was renewed, remove the line of 127\\.0\\.0\\.1:${first.port} from .*known_gateways$`,
		),
	);
	expect(second.said()).toBe('');
	expect(readFileSync(file, 'utf8')).toBe(kept);
});

test('without an authority too, a certificate holds in its time only', async () => {
	const {port} = await listen(own);
	await expect(dial(port, {wallMs: () => Date.UTC(2200, 0)})).rejects.toThrow('its certificate has expired, on ');
	await expect(dial(port, {wallMs: () => Date.UTC(2020, 0)})).rejects.toThrow('its certificate is valid from ');
	expect(() => statSync(file)).toThrow('ENOENT');
});

test('where nothing can be kept, an authority is needed', async () => {
	const {port} = await listen(own);
	await expect(dial(port, {known: null})).rejects.toThrow('name its authority with --ssl-ca');
});
