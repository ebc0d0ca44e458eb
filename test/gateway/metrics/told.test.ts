import {afterEach, expect, test} from 'vitest';
import {startGateway} from '../../../src/gateway/gateway.ts';
import {createPrometheus} from '../../../src/gateway/metrics/prometheus.ts';
import {createTold} from '../../../src/gateway/metrics/told.ts';
import {startSimulator} from '../../../src/simulator/server.ts';
import {createLink, type LinkEvent} from '../../../src/wire/link.ts';
import {createTestClock} from '../../support/clock.ts';
import {answer, running} from '../../support/cluster.ts';
import {loopbackDoor, testKeys, testToken} from '../../support/keys.ts';
import {remembered} from '../../support/remembered.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

const listen = {host: '127.0.0.1', port: 0};

/** A gateway of a simulated cluster, how to ask it for a page, and a viewer. */
async function start({figures = true} = {}) {
	const clock = createTestClock();
	const simulator = await startSimulator({listen, scenario: 'showcase', now: () => 0});
	closing.push(() => simulator.close());
	const gateway = await startGateway({
		masters: [simulator.url],
		door: loopbackDoor(),
		keys: testKeys,
		everyMs: 500,
		program: 'dmtop 0.0.0',
		clock,
		random: () => 0,
		...(figures && {prometheus: createPrometheus()}),
	});
	let isClosed = false;
	const close = () => {
		if (!isClosed) isClosed = true;
		else return;
		return clock.during(gateway.close());
	};
	closing.push(close);
	const base = gateway.url.replace('ws:', 'http:');
	const read = async (path: string, {method = 'GET', token = testToken} = {}) => {
		const headers = token === '' ? {} : {authorization: `Bearer ${token}`};
		const response = await clock.during(fetch(base + path, {method, headers}));
		return {status: response.status, type: response.headers.get('content-type'), text: await response.text()};
	};
	const ready = async () => {
		while ((await read('/readyz')).status !== 200) await clock.turn();
	};
	return {clock, simulator, gateway, read, ready, close};
}

const number = (text: string, line: string) => {
	const found = text.split('\n').find(it => it.startsWith(`${line} `));
	return found === undefined ? null : Number(found.slice(line.length));
};

test('it lives from the start, is ready with the first answer, and is not once that is too old', async () => {
	const {clock, simulator, read, ready} = await start();
	expect(await read('/healthz', {token: ''})).toMatchObject({status: 200, text: 'it lives\n'});
	await ready();
	expect(await read('/readyz', {token: ''})).toMatchObject({status: 200});
	expect(number((await read('/metrics')).text, 'dmtop_up')).toBe(1);
	await simulator.close();
	clock.pass(60_000);
	const {status, text} = await read('/readyz', {token: ''});
	expect(status).toBe(503);
	expect(text).toMatch(/^the newest answer of the cluster is \d+ s old, expected at most 39 s\n$/);
	expect(await read('/healthz')).toMatchObject({status: 200});
	while (number((await read('/metrics')).text, 'dmtop_up') !== 0) await clock.turn();
});

test('the figures need the token, and hold tasks, polls and viewers', async () => {
	const {clock, gateway, read, ready} = await start();
	await ready();
	const events: LinkEvent[] = [];
	const link = createLink({url: gateway.url, token: testToken, onEvent: it => events.push(it), random: () => 0, clock});
	closing.push(() => link.close());
	link.setTopics(['overview']);
	while (!events.some(({type}) => type === 'topic')) await clock.turn();
	expect(await read('/metrics', {token: ''})).toMatchObject({
		status: 401,
		text: 'received no token, expected one of this gateway (--token-file)\n',
	});
	const {status, type, text} = await read('/metrics');
	expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
	expect(number(text, 'dmtop_viewers')).toBe(1);
	expect(number(text, 'dmtop_viewers_joined_total')).toBe(1);
	expect(number(text, 'dmtop_viewer_messages_total')).toBeGreaterThanOrEqual(3);
	expect(number(text, 'dmtop_viewer_sent_bytes_total')).toBeGreaterThan(1000);
	expect(number(text, 'dmtop_viewer_received_bytes_total')).toBeGreaterThan(10);
	expect(number(text, 'dmtop_viewer_refusals_total{status="401"}')).toBe(1);
	expect(number(text, 'dmtop_polls_total{outcome="answered"}')).toBeGreaterThan(0);
	expect(number(text, 'dmtop_poll_duration_seconds_count')).toBe(number(text, 'dmtop_polls_total{outcome="answered"}'));
	expect(number(text, 'dmtop_info{version="dmtop 0.0.0",dm_version="v6.5.0"}')).toBe(1);
	expect(number(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
	expect(text.split('\n').filter(line => line.startsWith('dmtop_task_status{'))).not.toEqual([]);
});

test('an operation that is refused is counted', async () => {
	const {clock, gateway, read, ready} = await start();
	await ready();
	let instance: string | null = null;
	const onEvent = (event: LinkEvent) => {
		if (event.type === 'link-open') instance = event.hello.instance;
	};
	const link = createLink({url: gateway.url, token: testToken, onEvent, random: () => 0, clock});
	closing.push(() => link.close());
	while (instance === null) await clock.turn();
	const targets = ['crm', 'billing'].map(task => ({task, sources: null, seen: []}));
	const by = {user: 'ops', host: null, sshClient: null};
	await clock.during(link.request({type: 'operate', instance, operation: 'pause', targets, by}));
	const {text} = await read('/metrics');
	expect(number(text, 'dmtop_operations_total{operation="pause",outcome="refused"}')).toBe(2);
});

test('what is no page is told so, and nothing can be changed', async () => {
	const {read} = await start({figures: false});
	expect(await read('/metrics')).toMatchObject({status: 404});
	expect(await read('/constructor')).toMatchObject({status: 404});
	expect(await read('/healthz?a=b')).toMatchObject({status: 200});
	expect(await read('/healthz', {method: 'HEAD'})).toMatchObject({status: 200, text: ''});
	expect(await read('/healthz', {method: 'POST'})).toMatchObject({status: 405});
});

test('what was kept of an earlier gateway is told with its age, and not as an answer of now', async () => {
	const {clock} = await start();
	const memory = remembered([[0, answer({r1: {orders: running()}})]]);
	const told = createTold({
		memory: () => memory,
		isAnswered: () => false,
		viewers: () => 0,
		isEnding: () => false,
		program: 'dmtop 0.0.0',
		clock,
		prometheus: createPrometheus(),
	});
	closing.push(told.close);
	const page = await told.pages['/metrics']?.page();
	expect(number(page?.text ?? '', 'dmtop_up')).toBe(null);
	expect(number(page?.text ?? '', 'dmtop_answer_age_seconds')).toBe(clock.now() / 1000);
	expect((await told.pages['/readyz']?.page())?.status).toBe(503);
});
