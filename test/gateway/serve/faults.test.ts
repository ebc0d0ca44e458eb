import {readFileSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {createAllowance} from '../../../src/gateway/serve/allowance.ts';
import {createHub, type HubOptions} from '../../../src/gateway/serve/hub.ts';
import {type GatewayServerOptions, startGatewayServer} from '../../../src/gateway/serve/server.ts';
import {createTestClock} from '../../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../../support/keys.ts';
import {runsOf} from '../../support/long.ts';
import {heartbeat, hello, overview} from '../../wire/samples.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A gateway on a clock that stands still until a test lets time pass. */
async function start(options: Partial<GatewayServerOptions> = {}, hubOptions: Partial<HubOptions> = {}) {
	const clock = createTestClock();
	const hub = createHub({
		topicValue: () => overview,
		hello: () => hello,
		heartbeat: () => heartbeat,
		onRefresh: () => {},
		onAsk: async () => ({ok: true, value: 'raw'}),
		allowance: () => createAllowance(clock.now),
		...hubOptions,
	});
	const server = await startGatewayServer({door: loopbackDoor(), keys: testKeys, hub, clock, ...options});
	closing.push(() => clock.during(server.close()));
	const port = Number(new URL(server.url).port);
	return {clock, hub, server, port};
}

/** Somebody who connects and says no more than that. */
async function mute(port: number, says = '') {
	const socket: Socket = connect(port, '127.0.0.1');
	closing.push(() => socket.destroy());
	let isGone = false;
	socket.on('error', () => {});
	socket.on('close', () => {
		isGone = true;
	});
	socket.resume();
	await new Promise<void>(resolve => {
		socket.once('connect', resolve);
		socket.once('close', () => resolve());
	});
	if (says !== '') socket.write(says);
	return {isGone: () => isGone};
}

/** A viewer with this token: what came of it. */
function knock(url: string, token = testToken) {
	const socket = new WebSocket(url, {headers: {authorization: `Bearer ${token}`}, rejectUnauthorized: false});
	closing.push(() => socket.terminate());
	let end: string | null = null;
	const received: {readonly type: string; readonly id?: number; readonly message?: string; readonly ok?: boolean}[] =
		[];
	socket.on('message', data => received.push(JSON.parse(String(data))));
	socket.on('error', error => {
		end ??= error.message;
	});
	socket.on('close', (code, reason) => {
		end ??= `${code} ${reason}`;
	});
	return {
		socket,
		received,
		say: (message: unknown) => socket.send(JSON.stringify(message)),
		isIn: () => received.some(({type}) => type === 'hello'),
		end: () => end,
	};
}

const tls = {
	cert: readFileSync(fileURLToPath(new URL('../../support/tls/cert.pem', import.meta.url))),
	key: readFileSync(fileURLToPath(new URL('../../support/tls/key.pem', import.meta.url))),
	clientCa: null,
};

test.each([
	['says nothing', '', loopbackDoor()],
	['sends half of a request', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgr', loopbackDoor()],
	['says nothing over TLS', '', {...loopbackDoor(), tls}],
	['sends half of a handshake', '\u0016\u0003\u0001', {...loopbackDoor(), tls}],
])('who %s is cut off after 5 s', async (_, says, door) => {
	const {clock, port} = await start({door});
	const one = await mute(port, says);
	await clock.wait(4_000);
	expect(one.isGone()).toBe(false);
	await clock.wait(1_500);
	await clock.until(one.isGone, () => 'it is still there');
});

test.each([
	['', loopbackDoor()],
	[' over TLS', {...loopbackDoor(), tls}],
])('300 who only wait do not keep a viewer out%s; at most 256 of them hold a place', async (_, door) => {
	const {clock, hub, server, port} = await start({door});
	const idle = await Promise.all(Array.from({length: 300}, () => mute(port)));
	await clock.until(
		() => idle.filter(one => one.isGone()).length === 300 - 256,
		() => `${idle.filter(one => one.isGone()).length} are gone`,
	);
	const viewer = knock(server.url);
	await clock.until(viewer.isIn, () => `not let in: ${viewer.end()}`);
	expect(hub.viewers()).toBe(1);
	await clock.wait(6_000);
	expect(idle.every(one => one.isGone())).toBe(true);
	expect(viewer.end()).toBeNull();
});

/** As many as a person asks for, such as 10,000; fewer show the same. */
const many = Number(process.env['DMTOP_CONNECTIONS'] ?? runsOf(600, 2_000));

test(`${many} who connect in a burst and say nothing: 256 places at most, and a viewer comes in among them`, async () => {
	const {clock, server, port} = await start();
	const counts: number[] = [];
	let viewer: ReturnType<typeof knock> | null = null;
	const all: Awaited<ReturnType<typeof mute>>[] = [];
	for (let burst = 0; burst < 20; burst += 1) {
		all.push(...(await Promise.all(Array.from({length: many / 20}, () => mute(port)))));
		if (burst === 10) viewer = knock(server.url);
		await new Promise(setImmediate);
		counts.push(all.filter(one => !one.isGone()).length);
	}
	await clock.until(
		() => all.filter(one => !one.isGone()).length <= 256,
		() => `${all.filter(one => !one.isGone()).length} are there`,
	);
	expect(counts).toHaveLength(20);
	const came = viewer;
	await clock.until(
		() => came?.isIn() === true,
		() => `not let in: ${came?.end()}`,
	);
});

test('wrong tokens are answered later and later, are told of, and keep nobody out', async () => {
	const told: string[] = [];
	const {clock, server} = await start({onNotLetIn: ({address}, why) => told.push(`${address}: ${why}`)});
	const wrong = Array.from({length: 4}, () => knock(server.url, 'x'.repeat(43)));
	await clock.until(
		() => wrong[0]?.end() !== null,
		() => 'the first is not answered',
	);
	expect(wrong.map(({end}) => end())).toEqual(['Unexpected server response: 401', null, null, null]);
	const viewer = knock(server.url);
	await clock.until(viewer.isIn, () => `not let in: ${viewer.end()}`);
	expect(wrong[3]?.end()).toBeNull();
	await clock.wait(1_200);
	await clock.until(
		() => wrong.every(({end}) => end() !== null),
		() => 'not all are answered',
	);
	expect(told).toEqual(Array(4).fill('127.0.0.1: received a token that this gateway does not know'));
	expect(told.join('')).not.toContain('xxx');
});

test('one token holds at most half of the places of viewers', async () => {
	const key = {name: 'alice', role: 'read', hash: testKeys.all()[0]?.hash ?? ''} as const;
	const {clock, server} = await start({viewersAtMost: 4, keys: {all: () => [key], onChange: () => () => {}}});
	const [first, second] = [knock(server.url), knock(server.url)];
	await clock.until(
		() => first.isIn() && second.isIn(),
		() => 'two are not let in',
	);
	const third = knock(server.url);
	await clock.until(
		() => third.end() !== null,
		() => 'the third has no answer',
	);
	expect(third.end()).toBe('Unexpected server response: 503');
});

/** A viewer that is in, and one beside it that must not notice. */
async function flooded(hubOptions: Partial<HubOptions> = {}) {
	const it = await start({}, hubOptions);
	const [viewer, other] = [knock(it.server.url), knock(it.server.url)];
	await it.clock.until(
		() => viewer.isIn() && other.isIn(),
		() => 'they are not let in',
	);
	const goesOn = async () => {
		other.say({type: 'request', id: 1, ask: {type: 'raw', of: {type: 'all'}}});
		await it.clock.until(
			() => other.received.some(({type}) => type === 'reply'),
			() => 'the other one has no reply',
		);
		expect(other.end()).toBeNull();
	};
	return {...it, viewer, goesOn};
}

test('a flood of refreshes asks the cluster ten times, and the viewer is told of the limit', async () => {
	let asked = 0;
	const {clock, viewer, goesOn} = await flooded({
		onRefresh: () => {
			asked += 1;
		},
	});
	for (let count = 0; count < 500; count += 1) viewer.say({type: 'refresh'});
	const told = () => viewer.received.filter(({type}) => type === 'problem');
	await clock.until(
		() => told().length > 0,
		() => 'it was not told',
	);
	await goesOn();
	expect(asked).toBeLessThanOrEqual(11);
	expect(told()[0]?.message).toBe('the limit of one viewer is 1 refreshes a second: try again later');
	expect(viewer.end()).toBeNull();
});

test('a flood of raw requests is answered twenty times; each of the rest has its reply, with the limit', async () => {
	let asked = 0;
	const {clock, viewer, goesOn} = await flooded({
		onAsk: async () => {
			asked += 1;
			return {ok: true, value: 'raw'};
		},
	});
	for (let id = 1; id <= 500; id += 1) viewer.say({type: 'request', id, ask: {type: 'raw', of: {type: 'all'}}});
	const replies = () => viewer.received.filter(({type}) => type === 'reply');
	await clock.until(
		() => replies().length === 500,
		() => `${replies().length} replies`,
	);
	expect(asked).toBeLessThanOrEqual(22);
	const refused = replies().filter(({ok}) => ok === false);
	expect(refused.length).toBe(500 - asked);
	expect(refused.at(-1)?.message).toBe('the limit of one viewer is 2 raw answers a second: try again later');
	await goesOn();
});

test.each<[string, (viewer: ReturnType<typeof knock>) => void, string]>([
	[
		'pings',
		({socket}) => {
			for (let count = 0; count < 100; count += 1) socket.ping();
		},
		'4429 the limit of one viewer is 2 pings a second: try again later',
	],
	[
		'messages',
		({say}) => {
			for (let count = 0; count < 3000; count += 1) say({type: 'refresh'});
		},
		'4429 the limit of one viewer is 300 messages a second: try again later',
	],
	[
		'bytes',
		({socket}) => {
			for (let count = 0; count < 20; count += 1)
				socket.send(JSON.stringify({type: 'refresh', more: 'x'.repeat(250_000)}));
		},
		'4429 the limit of one viewer is 131072 bytes a second: try again later',
	],
	[
		'subscriptions',
		({say}) => {
			const topics = Array.from({length: 60}, (_, at) => `task/t${at}`);
			for (let count = 0; count < 40; count += 1) say({type: count % 2 === 0 ? 'subscribe' : 'unsubscribe', topics});
		},
		'4429 the limit of one viewer is 300 subscriptions a second: try again later',
	],
])('a flood of %s ends with a code of its own and the limit, and nobody else notices', async (_, flood, end) => {
	const {clock, viewer, goesOn} = await flooded();
	flood(viewer);
	await clock.until(
		() => viewer.end() !== null,
		() => 'it is still there',
	);
	expect(viewer.end()).toBe(end);
	await goesOn();
});
