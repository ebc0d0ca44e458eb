import {createServer} from 'node:http';
import {type AddressInfo, createConnection as createTcpConnection, createServer as createTcpServer} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import {type WebSocket, WebSocketServer} from 'ws';
import {type Clock, systemClock} from '../../src/clock.ts';
import {createLink, type Link, type LinkEvent, type LinkOptions} from '../../src/wire/link.ts';
import {createTestClock} from '../support/clock.ts';
import {heartbeat, hello, overview} from './samples.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A gateway by hand: it greets, and remembers what was said to it. */
async function startGateway(port = 0, greeting: unknown = hello) {
	const server = new WebSocketServer({host: '127.0.0.1', port});
	await new Promise(resolve => server.once('listening', resolve));
	const said: unknown[] = [];
	const closed: number[] = [];
	const headers: (string | undefined)[] = [];
	const viewers: WebSocket[] = [];
	server.on('connection', (socket, request) => {
		viewers.push(socket);
		headers.push(request.headers.authorization);
		socket.on('message', data => said.push(JSON.parse(String(data))));
		socket.on('close', code => closed.push(code));
		socket.on('error', () => {});
		if (greeting !== null) socket.send(JSON.stringify(greeting));
	});
	async function stop() {
		for (const socket of server.clients) socket.terminate();
		await new Promise(resolve => server.close(resolve));
	}
	closing.push(stop);
	const address = server.address();
	const taken = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		url: `ws://127.0.0.1:${taken}`,
		port: taken,
		server,
		said,
		closed,
		headers,
		viewers,
		stop,
		tell: (message: unknown) => viewers.at(-1)?.send(JSON.stringify(message)),
	};
}

const pace = {backoffMs: [5, 10], steadyMs: 60_000, silenceMs: 600_000};

/** It waits as all do, but for it this is the time. */
function at(now: () => number): Clock {
	return {...systemClock(), now};
}

function connect(url: string, options: Partial<LinkOptions> = {}) {
	const events: LinkEvent[] = [];
	const link: Link = createLink({
		url,
		token: null,
		onEvent: event => events.push(event),
		random: () => 0.5,
		clock: at(() => 1000),
		pace,
		...options,
	});
	closing.push(() => link.close());
	return {link, events};
}

/** Waits for a fact; the test's own limit of time ends what never becomes true. */
async function until(fact: () => boolean): Promise<void> {
	while (!fact()) await new Promise(resolve => setTimeout(resolve, 1));
}

const typesOf = (events: readonly LinkEvent[]) => events.map(({type}) => type);
const topic = {type: 'topic', topic: 'overview', value: overview};

test('tells that it is open, and what comes of the topics that are wanted', async () => {
	const gateway = await startGateway();
	const {link, events} = connect(gateway.url, {token: 'secret'});
	link.setTopics(['overview']);
	expect(events).toEqual([]);
	await until(() => gateway.said.length === 1);
	gateway.tell({type: 'topic', topic: 'locks', value: {locks: []}});
	gateway.tell(topic);
	gateway.tell(heartbeat);
	gateway.tell({type: 'problem', message: 'locks cannot be shown'});
	await until(() => events.length === 4);
	expect(gateway.headers).toEqual(['Bearer secret']);
	expect(events).toEqual([
		{type: 'link-open', hello},
		topic,
		heartbeat,
		{type: 'link-problem', message: 'locks cannot be shown'},
	]);
});

test('of several gateways the next is tried where one cannot be reached, and where one is lost', async () => {
	const [first, second] = [await startGateway(), await startGateway()];
	await first.stop();
	const {link, events} = connect(first.url, {others: [{url: second.url}], pace: {...pace, backoffMs: [1, 600_000]}});
	link.setTopics(['overview']);
	await until(() => second.said.length === 1);
	expect(events[0]).toMatchObject({type: 'link-lost', message: expect.stringContaining(first.url)});
	const again = await startGateway(first.port);
	await second.stop();
	// A round of all of them is one failure: it comes without the long wait after the second.
	await until(() => again.said.length === 1);
	expect(events.findLast(({type}) => type === 'link-lost')).toMatchObject({
		message: expect.stringContaining(second.url),
	});
});

test('says only the difference', async () => {
	const gateway = await startGateway();
	const {link} = connect(gateway.url);
	link.setTopics(['overview', 'locks']);
	await until(() => gateway.said.length === 1);
	link.setTopics(['locks', 'overview']);
	link.setTopics(['overview', 'task/orders', `task/${'x'.repeat(600)}`]);
	link.refresh();
	await until(() => gateway.said.length === 4);
	expect(gateway.said).toEqual([
		{type: 'subscribe', topics: ['overview', 'locks'], deltas: true},
		{type: 'unsubscribe', topics: ['locks']},
		{type: 'subscribe', topics: ['task/orders'], deltas: true},
		{type: 'refresh'},
	]);
});

test('a gateway that dies and comes back is read again', async () => {
	const gateway = await startGateway();
	const {link, events} = connect(gateway.url);
	link.setTopics(['overview']);
	await until(() => gateway.said.length === 1);
	const lost = link.request({type: 'raw', of: {type: 'all'}});
	await gateway.stop();
	await until(() => events.some(({type}) => type === 'link-lost'));
	await expect(lost).resolves.toMatchObject({type: 'lost'});
	await expect(link.request({type: 'raw', of: {type: 'all'}})).resolves.toEqual({
		type: 'refused',
		message: 'there is no link to the gateway: nothing was sent',
	});
	link.setTopics(['sources']);
	const again = await startGateway(gateway.port);
	await until(() => again.said.length === 1);
	expect(again.said).toEqual([{type: 'subscribe', topics: ['sources'], deltas: true}]);
	expect(events.at(-1)).toEqual({type: 'link-open', hello});
	expect(events[1]).toMatchObject({type: 'link-lost', message: `${gateway.url}: the connection broke`, sinceMs: 1000});
});

test('back-off grows, and a retry on demand does not wait for it', async () => {
	const closedPort = await freePort();
	let nowMs = 1000;
	const {link, events} = connect(`ws://127.0.0.1:${closedPort}`, {
		clock: at(() => nowMs++),
		pace: {...pace, backoffMs: [1, 2, 600_000]},
	});
	await until(() => events.length === 3);
	const lost = events.filter(event => event.type === 'link-lost');
	expect(lost.map(({message}) => message)).toEqual(
		Array(3).fill(`ws://127.0.0.1:${closedPort}: nothing listens there`),
	);
	expect(lost.map(({sinceMs}) => sinceMs)).toEqual([1000, 1000, 1000]);
	expect(lost.map(({retryAtMs}, index) => retryAtMs - 1001 - index)).toEqual([1, 2, 600_000]);
	link.retryNow();
	await until(() => events.length === 4);
});

test('a connection that lasted ends the row of failures, one that did not goes on with it', async () => {
	const gateway = await startGateway();
	let nowMs = 0;
	const {events} = connect(gateway.url, {clock: at(() => nowMs), pace: {...pace, backoffMs: [1, 2, 3], steadyMs: 100}});
	const waits: number[] = [];
	for (const lastsMs of [0, 0, 100]) {
		await until(() => events.at(-1)?.type === 'link-open');
		nowMs += lastsMs;
		gateway.viewers.at(-1)?.terminate();
		await until(() => events.at(-1)?.type === 'link-lost');
		const event = events.at(-1);
		if (event?.type === 'link-lost') waits.push(event.retryAtMs - nowMs);
	}
	expect(waits).toEqual([1, 2, 1]);
});

test('a gateway that falls silent counts as dead', async () => {
	const gateway = await startGateway();
	const clock = createTestClock();
	const {events} = connect(gateway.url, {clock, pace: {...pace, silenceMs: 5_000}});
	const told = (...types: readonly LinkEvent['type'][]) =>
		clock.until(
			() => types.every((type, index) => events[index]?.type === type),
			() => JSON.stringify(events),
		);
	await told('link-open', 'link-lost');
	expect(events[1]).toMatchObject({
		message: `${gateway.url}: nothing was heard from the gateway for 5 s`,
	});
	await told('link-open', 'link-lost', 'link-open');
});

test('one that takes the connection and never answers counts as dead', async () => {
	const server = createTcpServer(() => {});
	const port = await new Promise<number>(resolve =>
		server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
	);
	closing.push(() => server.close());
	const {events} = connect(`ws://127.0.0.1:${port}`, {pace: {...pace, silenceMs: 50}});
	await until(() => events.length > 0);
	expect(events[0]).toMatchObject({type: 'link-lost'});
});

test.each([
	{
		name: 'a newer protocol',
		greeting: {type: 'hello', protocol: 3},
		message: 'the gateway speaks protocol 3, this program protocol 2: use a newer dmtop here',
		code: 4406,
	},
	{
		name: 'an older protocol',
		greeting: {type: 'hello', protocol: 1},
		message: 'the gateway speaks protocol 1, this program protocol 2: use a newer dmtop there',
		code: 4406,
	},
	{
		name: 'another program',
		greeting: {type: 'connection_ack'},
		message: 'received a message of type "connection_ack", expected topic, hello, heartbeat, reply, delta, problem',
		code: 4400,
	},
	{
		name: 'no manners',
		greeting: heartbeat,
		message: 'received a heartbeat, expected a hello first',
		code: 4400,
	},
])('a gateway that cannot be understood is left, with a sentence: $name', async ({greeting, message, code}) => {
	const gateway = await startGateway(0, greeting);
	const {events} = connect(gateway.url, {pace: {...pace, backoffMs: [600_000]}});
	await until(() => events.length === 1 && gateway.closed.length === 1);
	expect(events[0]).toMatchObject({type: 'link-lost', message: `${gateway.url}: ${message}`});
	expect(gateway.closed).toEqual([code]);
});

test('another protocol is retried slowly', async () => {
	const gateway = await startGateway(0, {type: 'hello', protocol: 9});
	const {events} = connect(gateway.url, {pace: {...pace, backoffMs: [1, 600_000]}});
	await until(() => events.length === 1);
	expect(events[0]).toMatchObject({retryAtMs: 601_000});
});

test('one message that cannot be read costs only itself', async () => {
	const gateway = await startGateway();
	const {link, events} = connect(gateway.url);
	link.setTopics(['overview']);
	await until(() => gateway.said.length === 1);
	gateway.tell({type: 'topic', topic: 'overview', value: {...overview, notes: 7}});
	gateway.tell(topic);
	await until(() => events.length === 3);
	expect(events.slice(1)).toEqual([
		{type: 'link-problem', message: 'overview: value.notes: received 7, expected an array'},
		topic,
	]);
});

test('replies find their requests', async () => {
	const gateway = await startGateway();
	const {link, events} = connect(gateway.url);
	await until(() => events.length === 1);
	const replies = Promise.all([
		link.request({type: 'raw', of: {type: 'all'}}),
		link.request({type: 'raw', of: {type: 'task', task: 'orders'}}),
	]);
	await until(() => gateway.said.length === 2);
	gateway.tell({type: 'reply', id: 99, ok: true, value: 'of nobody'});
	gateway.tell({type: 'reply', id: 2, ok: false, message: 'no such task'});
	gateway.tell({type: 'reply', id: 1, ok: true, value: {sources: []}});
	expect(await replies).toEqual([
		{type: 'answered', value: {sources: []}},
		{type: 'refused', message: 'no such task'},
	]);
});

test.each([
	{status: 401, body: 'received no token', message: 'the gateway refuses (HTTP 401): received no token'},
	{status: 403, body: 'no \u001b[31mweb pages', message: 'the gateway refuses (HTTP 403): no ?web pages'},
	{status: 404, body: '<html>', message: 'received HTTP 404, expected a gateway of dmtop'},
	{status: 302, body: '', message: 'received HTTP 302, expected a gateway of dmtop'},
])('who is not let in hears why: HTTP $status', async ({status, body, message}) => {
	const server = createServer();
	server.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\n\r\n${body}`));
	const port = await new Promise<number>(resolve =>
		server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
	);
	closing.push(() => server.close());
	const {events} = connect(`ws://127.0.0.1:${port}`, {pace: {...pace, backoffMs: [600_000]}});
	await until(() => events.length === 1);
	expect(events[0]).toMatchObject({type: 'link-lost', message: `ws://127.0.0.1:${port}: ${message}`});
});

test('a closed link says goodbye, leaves nobody waiting, and does not come back', async () => {
	const gateway = await startGateway();
	const {link, events} = connect(gateway.url);
	await until(() => events.length === 1);
	const waiting = link.request({type: 'raw', of: {type: 'all'}});
	link.close();
	link.retryNow();
	expect(await waiting).toEqual({type: 'lost', message: 'the link was closed'});
	await until(() => gateway.closed.length === 1);
	expect(gateway.closed).toEqual([1000]);
	expect(events).toHaveLength(1);
	expect(gateway.viewers).toHaveLength(1);
});

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
	const server = createTcpServer();
	const port = await new Promise<number>(resolve =>
		server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
	);
	await new Promise(resolve => server.close(resolve));
	return port;
}

test('what is longer than a gateway reads is refused here, with nothing sent, and the link stays', async () => {
	const gateway = await startGateway();
	const {link, events} = connect(gateway.url);
	await until(() => events.length === 1);
	const part = (source: string) => ({source, worker: null, stage: null, unit: null, situation: 'silent'}) as const;
	const seen = Array.from({length: 600}, () => part('é'.repeat(250)));
	const ask = (targets: number) =>
		({
			type: 'operate',
			instance: 'g1',
			operation: 'pause',
			targets: [{task: 'orders', sources: null, seen: seen.slice(0, targets)}],
			by: {user: null, host: null, sshClient: null},
		}) as const;
	expect(await link.request(ask(600))).toEqual({
		type: 'refused',
		message: expect.stringMatching(/^the request is 3\d{5} bytes long, more than the 262144 .*: nothing was sent$/),
	});
	void link.request(ask(400));
	await until(() => gateway.said.length === 1);
	expect(gateway.said).toMatchObject([{type: 'request', id: 2}]);
	expect(typesOf(events)).toEqual(['link-open']);
});

describe('what has changed', () => {
	const delta = (from: number, seq: number, changed: unknown) => ({
		type: 'delta',
		topic: 'overview',
		from,
		seq,
		delta: changed,
	});
	const notes = (...texts: readonly string[]) => ({s: {notes: texts}});

	test('is told as the whole that it leads to', async () => {
		const gateway = await startGateway();
		const {link, events} = connect(gateway.url);
		link.setTopics(['overview']);
		await until(() => gateway.said.length === 1);
		gateway.tell({...topic, seq: 4});
		gateway.tell(delta(4, 7, notes('one')));
		gateway.tell(delta(7, 8, notes('one', 'two')));
		await until(() => events.length === 4);
		expect(events.slice(2)).toMatchObject([
			{type: 'topic', topic: 'overview', value: {...overview, notes: ['one']}},
			{type: 'topic', topic: 'overview', value: {...overview, notes: ['one', 'two']}},
		]);
		expect(gateway.said).toHaveLength(1);
	});

	const doubtful = [
		['one was missed', delta(5, 6, notes('one'))],
		['it does not fit', delta(4, 5, {o: {tasks: {a: [[900, 1]]}}})],
	] as const;
	test.for(doubtful)('has the whole asked for where %s', async ([, changed]) => {
		const gateway = await startGateway();
		const {link, events} = connect(gateway.url);
		link.setTopics(['overview']);
		await until(() => gateway.said.length === 1);
		gateway.tell({...topic, seq: 4});
		gateway.tell(changed);
		await until(() => gateway.said.length === 2);
		expect(gateway.said[1]).toEqual({type: 'subscribe', topics: ['overview'], deltas: true});
		gateway.tell({...topic, seq: 9, value: {...overview, notes: ['whole']}});
		await until(() => events.length === 3);
		expect(events[2]).toMatchObject({type: 'topic', value: {notes: ['whole']}});
	});

	test('is checked like a whole, and said where it is wrong', async () => {
		const gateway = await startGateway();
		const {link, events} = connect(gateway.url);
		link.setTopics(['overview']);
		await until(() => gateway.said.length === 1);
		gateway.tell({...topic, seq: 4});
		gateway.tell(delta(4, 5, {s: {notes: 'none'}}));
		await until(() => events.length === 3);
		expect(events[2]).toMatchObject({type: 'link-problem', message: expect.stringContaining('overview: value.notes')});
	});
});

test.for<readonly [string, boolean]>([
	['ws://gateway.example', true],
	['ws://10.0.0.5', true],
	['ws://127.0.0.1', false],
	['ws://localhost', false],
	['ws://[::1]', false],
])('over %s large messages may come compressed: %s', async ([place, isAsked]) => {
	const gateway = await startGateway();
	const asked = new Promise<string | undefined>(resolve => {
		gateway.server.once('connection', (_, request) => resolve(request.headers['sec-websocket-extensions']));
	});
	const {link} = connect(place, {createConnection: () => createTcpConnection(gateway.port, '127.0.0.1')});
	closing.push(() => link.close());
	expect((await asked)?.startsWith('permessage-deflate') ?? false).toBe(isAsked);
});
