import {mkdtempSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {systemClock} from '../../../src/clock.ts';
import {createHub, type HubOptions} from '../../../src/gateway/serve/hub.ts';
import {type GatewayServerOptions, startGatewayServer} from '../../../src/gateway/serve/server.ts';
import {hashOf, type Key} from '../../../src/gateway/serve/tokens/keys.ts';
import {clientMessageBytes} from '../../../src/wire/limits.ts';
import {createTestClock, type TestClock} from '../../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../../support/keys.ts';
import {heartbeat, hello, overview} from '../../wire/samples.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

async function start(
	options: Partial<GatewayServerOptions> & {readonly clock?: TestClock} = {},
	hubOptions: Partial<HubOptions> = {},
) {
	const hub = createHub({
		topicValue: () => overview,
		hello: () => hello,
		heartbeat: () => heartbeat,
		onRefresh: () => {},
		onAsk: async () => ({ok: true, value: 'raw'}),
		...hubOptions,
	});
	const server = await startGatewayServer({
		door: loopbackDoor(),
		keys: testKeys,
		hub,
		clock: systemClock(),
		...options,
	});
	closing.push(() => (options.clock === undefined ? server.close() : options.clock.during(server.close())));
	return {hub, server};
}

/** A viewer by hand: what it received and how it ended. */
function open(url: string, options: ConstructorParameters<typeof WebSocket>[2] = {}) {
	const socket = new WebSocket(url, {headers: {authorization: `Bearer ${testToken}`}, ...options});
	closing.push(() => socket.terminate());
	const received: unknown[] = [];
	let arrived = () => {};
	socket.on('message', data => {
		received.push(JSON.parse(String(data)));
		arrived();
	});
	socket.on('error', () => {});
	return {
		socket,
		say: (message: unknown) => socket.send(JSON.stringify(message)),
		async until(count: number): Promise<readonly unknown[]> {
			while (received.length < count) await new Promise<void>(resolve => (arrived = resolve));
			return received;
		},
		opened: new Promise<void>(resolve => socket.once('open', () => resolve())),
		closed: new Promise<{code: number; reason: string}>(resolve =>
			socket.once('close', (code, reason) => resolve({code, reason: String(reason)})),
		),
	};
}

/** Tries to come in, and tells the answer in HTTP. */
function knock(url: string, headers: Record<string, string>): Promise<{status: number | undefined; body: string}> {
	return new Promise((resolve, reject) => {
		const asked = request(url.replace('ws:', 'http:'), {headers});
		asked.on('upgrade', (_, socket) => {
			socket.destroy();
			resolve({status: 101, body: ''});
		});
		asked.on('response', async response => {
			let body = '';
			for await (const chunk of response) body += String(chunk);
			resolve({status: response.statusCode, body});
		});
		asked.on('error', reject);
		asked.end();
	});
}

const upgrade = {
	connection: 'Upgrade',
	upgrade: 'websocket',
	'sec-websocket-version': '13',
	'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

test('a viewer is greeted, reads a topic and asks, over a real websocket', async () => {
	const {hub, server} = await start();
	const viewer = open(server.url);
	await viewer.until(2);
	viewer.say({type: 'subscribe', topics: ['overview']});
	viewer.say({type: 'request', id: 1, ask: {type: 'raw', of: {type: 'all'}}});
	await viewer.until(4);
	hub.publish(() => ({...overview, notes: ['changed']}));
	expect(await viewer.until(5)).toEqual([
		hello,
		heartbeat,
		{type: 'topic', topic: 'overview', seq: 1, value: overview},
		{type: 'reply', id: 1, ok: true, value: 'raw'},
		{type: 'topic', topic: 'overview', seq: 2, value: {...overview, notes: ['changed']}},
	]);
});

type Case = {
	readonly name: string;
	readonly headers: Record<string, string>;
	readonly status: number;
	readonly body?: string;
};

const shown = {authorization: `Bearer ${testToken}`};

test.each<Case>([
	{name: 'a viewer with its token', headers: {...upgrade, ...shown}, status: 101},
	{name: 'through an ssh tunnel', headers: {...upgrade, ...shown, host: 'localhost:9000'}, status: 101},
	{
		name: 'a web page, whatever it has',
		headers: {...upgrade, ...shown, origin: 'http://127.0.0.1'},
		status: 403,
		body: 'received an Origin header: web pages are not let in, expected a dmtop viewer\n',
	},
	{
		name: 'a wrong token',
		headers: {...upgrade, authorization: `Bearer ${testToken.slice(1)}`},
		status: 401,
		body: 'received a token that this gateway does not know\n',
	},
	{
		name: 'no token, though from this machine',
		headers: upgrade,
		status: 401,
		body: 'received no token, expected one of this gateway (--token-file)\n',
	},
	{
		name: 'a token in the address',
		headers: {...upgrade, authorization: 'Basic eDp5'},
		status: 401,
		body: 'received no token, expected one of this gateway (--token-file)\n',
	},
	{
		name: 'a browser that only looks',
		headers: {},
		status: 426,
		body: 'this is a gateway of dmtop: expected a websocket, such as `dmtop connect` opens\n',
	},
])('who is let in: $name', async ({headers, status, body = ''}) => {
	const {server} = await start();
	expect(await knock(server.url, headers)).toEqual({status, body});
});

test('a socket of this host asks for no token, and still lets no page in', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-server-'));
	closing.push(() => rmSync(folder, {recursive: true}));
	const file = path.join(folder, 'gateway.sock');
	const joined: unknown[] = [];
	const {server} = await start(
		{door: {type: 'unix', path: file, gid: null}, keys: null},
		{
			hello(visitor) {
				joined.push(visitor);
				return hello;
			},
		},
	);
	expect(server.url).toBe(`unix:${file}`);
	const viewer = open(`ws+unix:${file}:/`, {headers: {}});
	expect((await viewer.until(1))[0]).toEqual(hello);
	expect(joined).toEqual([{from: 'unix:1', address: 'unix', token: null, role: 'admin'}]);
	const page = open(`ws+unix:${file}:/`, {headers: {origin: 'http://localhost'}});
	expect(await page.closed).toMatchObject({code: 1006});
	expect(joined).toHaveLength(1);
});

test('a port without tokens is not opened', async () => {
	await expect(start({keys: null})).rejects.toThrow('cannot listen on 127.0.0.1: a port needs tokens');
});

test('who came in with a token that is revoked, or allows something else now, is shown out; the others stay', async () => {
	const keys = ['alice', 'bob', 'carol'].map(name => ({name, role: 'operate', hash: hashOf(name)}) as const);
	let valid: readonly Key[] = keys;
	let changed = () => {};
	const {hub, server} = await start({
		keys: {
			all: () => valid,
			onChange(work) {
				changed = work;
				return () => {};
			},
		},
	});
	const [alice, bob, carol] = keys.map(({name}) => open(server.url, {headers: {authorization: `Bearer ${name}`}}));
	for (const viewer of [alice, bob, carol]) await viewer?.until(1);
	valid = keys.flatMap(key => (key.name === 'alice' ? [] : [key.name === 'bob' ? {...key, role: 'read'} : key]));
	changed();
	expect(await alice?.closed).toEqual({code: 4401, reason: 'the token alice was revoked or changed'});
	expect(await bob?.closed).toEqual({code: 4401, reason: 'the token bob was revoked or changed'});
	expect(hub.viewers()).toBe(1);
	expect(await knock(server.url, {...upgrade, authorization: 'Bearer alice'})).toMatchObject({status: 401});
	expect(await knock(server.url, {...upgrade, authorization: 'Bearer bob'})).toMatchObject({status: 101});
});

test('one viewer too many is turned away, until another leaves', async () => {
	const {hub, server} = await start({viewersAtMost: 1});
	const first = open(server.url);
	await first.until(1);
	expect(await knock(server.url, {...upgrade, ...shown})).toEqual({status: 503, body: 'there are 1 viewers already\n'});
	first.socket.close();
	await first.closed;
	while (hub.viewers() > 0) await new Promise(setImmediate);
	expect(await knock(server.url, {...upgrade, ...shown})).toMatchObject({status: 101});
});

test.each([
	{name: 'no message', send: 'hello', code: 4400, reason: 'received "hello", expected a message in JSON'},
	{name: 'bytes', send: Buffer.from('{}'), code: 4400, reason: 'received bytes, expected text'},
	{name: 'too long', send: 'x'.repeat(clientMessageBytes + 1), code: 1009, reason: ''},
])('what ends a connection: $name', async ({send, code, reason}) => {
	const {hub, server} = await start();
	const viewer = open(server.url);
	await viewer.opened;
	viewer.socket.send(send);
	expect(await viewer.closed).toEqual({code, reason});
	while (hub.viewers() > 0) await new Promise(setImmediate);
});

test('a long reason is cut to what a close frame holds', async () => {
	const {server} = await start();
	const viewer = open(server.url);
	await viewer.opened;
	viewer.say({type: 'subscribe', topics: ['ü'.repeat(500)]});
	const {code, reason} = await viewer.closed;
	expect(code).toBe(4400);
	expect(reason).toMatch(/^subscribe: topics\.0: received "ü+…$/);
	expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
});

test('a viewer that answers no ping is cut off', async () => {
	const clock = createTestClock();
	const {hub, server} = await start({clock, pingEveryMs: 200});
	const viewer = open(server.url, {autoPong: false});
	expect(await clock.during(viewer.closed)).toMatchObject({code: 1006});
	while (hub.viewers() > 0) await new Promise(setImmediate);
});

test('a viewer that answers pings stays', async () => {
	const clock = createTestClock();
	const {hub, server} = await start({clock, pingEveryMs: 200});
	const viewer = open(server.url);
	let pings = 0;
	viewer.socket.on('ping', () => pings++);
	await clock.until(
		() => pings === 4,
		() => `${pings} pings`,
	);
	expect(hub.viewers()).toBe(1);
});

test('closing says goodbye and frees the port, even with a viewer that does not answer', async () => {
	const {hub, server} = await start();
	const viewer = open(server.url);
	const mute = open(server.url);
	await Promise.all([viewer.until(1), mute.until(1)]);
	mute.socket.pause();
	hub.close();
	await server.close();
	expect(await viewer.closed).toEqual({code: 1001, reason: 'the gateway is shutting down'});
	await start({door: loopbackDoor(Number(new URL(server.url).port))});
});

const readable = 'beyond this machine it needs --tls-cert and --tls-key, or --insecure-network to be read by everybody';

test.each([
	['0.0.0.0', readable],
	['db1.example', readable],
	['127.0.0.1.example', readable],
])('%s is not listened on', async (host, why) => {
	await expect(start({door: {...loopbackDoor(), host}})).rejects.toMatchObject({
		name: 'ListenError',
		message: `cannot listen on ${host}: ${why}`,
	});
});

test('a port that is taken is named', async () => {
	const other = createServer();
	await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
	closing.push(() => other.close());
	const address = other.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	await expect(start({door: loopbackDoor(port)})).rejects.toThrow(
		`cannot listen on 127.0.0.1:${port}: another program listens there`,
	);
});

test('a large message is compressed where the viewer asks for it, and a small one never is', async () => {
	const notes = Array.from({length: 500}, (_, index) => `the note of number ${index}`);
	const large = {...overview, notes};
	const {server} = await start({}, {topicValue: () => large});
	const sizes = await Promise.all(
		[true, false].map(async perMessageDeflate => {
			const viewer = open(server.url, {perMessageDeflate});
			let stream: Socket | null = null;
			viewer.socket.on('upgrade', response => {
				stream = response.socket;
			});
			await viewer.until(2);
			expect(viewer.socket.extensions !== '').toBe(perMessageDeflate);
			const before = (stream as Socket | null)?.bytesRead ?? 0;
			viewer.say({type: 'request', id: 1, ask: {type: 'raw', of: {type: 'all'}}});
			await viewer.until(3);
			const small = ((stream as Socket | null)?.bytesRead ?? 0) - before;
			viewer.say({type: 'subscribe', topics: ['overview']});
			const [, , reply, topic] = await viewer.until(4);
			expect(topic).toEqual({type: 'topic', topic: 'overview', seq: 1, value: large});
			// Two bytes before it: it is as it is written.
			expect(small).toBe(JSON.stringify(reply).length + 2);
			return ((stream as Socket | null)?.bytesRead ?? 0) - before;
		}),
	);
	expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) / 3);
});
