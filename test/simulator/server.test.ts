import {afterEach, expect, test} from 'vitest';
import {type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import {createWorld} from '../../src/simulator/world/world.ts';
import {lab} from './lab.ts';

const started: {close: () => Promise<void>}[] = [];

afterEach(async () => {
	for (const each of started.splice(0)) await each.close();
});

async function start(options: Partial<SimulatorOptions> = {}) {
	const clock = {nowMs: 1000};
	const waited: number[] = [];
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		world: lab('6.5'),
		now: () => clock.nowMs,
		wait: ms => Promise.resolve(waited.push(ms)),
		...options,
	});
	started.push(simulator);
	const status = async () => (await fetch(`${simulator.url}/apis/v1alpha1/status/`)).text();
	return {...simulator, clock, waited, status};
}

test('answers with the type and the status of a real master', async () => {
	const {url} = await start();
	const status = await fetch(`${url}/apis/v1alpha1/status/`);
	expect(status.status).toBe(200);
	expect(status.headers.get('content-type')).toBe('application/json');
	expect((await fetch(`${url}/apis/v1alpha1/status`)).status).toBe(501);
	expect(await (await fetch(`${url}/status`)).text()).toContain('Release Version: v6.5.0');
});

test('time passes with the clock, and at once when a test wants it', async () => {
	const {clock, control, status} = await start({world: createWorld('healthy', {seed: 1, dm: '6.5'})});
	const first = await status();
	expect(await status()).toBe(first);
	clock.nowMs += 2000;
	const second = await status();
	expect(second).not.toBe(first);
	control.advance(2000);
	expect(await status()).not.toBe(second);
	expect(control.world().nowMs).toBe(4000);
});

test('a clock that stood still for a night is not made up for', async () => {
	const {clock, control} = await start();
	clock.nowMs += 12 * 3_600_000;
	expect(control.world().nowMs).toBe(600_000);
});

test('an operation takes as long as in DM, and has its effect', async () => {
	const {url, waited, control} = await start();
	const body = JSON.stringify({op: 2});
	const answer = await fetch(`${url}/apis/v1alpha1/tasks/inventory_full`, {method: 'PUT', body});
	expect(await answer.json()).toMatchObject({op: 'Pause', result: true, sources: [{result: false}]});
	expect(waited).toEqual([9000]);
	await fetch(`${url}/apis/v1alpha1/tasks/billing`, {method: 'PUT', body});
	expect(control.world().tasks[0]).toMatchObject({name: 'billing', subtasks: [{stage: 'Paused'}]});
	expect(control.requests().map(({method, url: path, body: sent}) => [method, path, sent])).toEqual([
		['PUT', '/apis/v1alpha1/tasks/inventory_full', body],
		['PUT', '/apis/v1alpha1/tasks/billing', body],
	]);
});

test('a worker dies when a test says so, and comes back', async () => {
	const {control, status} = await start();
	control.happen({type: 'worker-dies', worker: 'worker3'});
	expect(await status()).toContain('connect: connection refused');
	control.happen({type: 'worker-returns', worker: 'worker3'});
	expect(await status()).not.toContain('connect: connection refused');
});

test('the master goes away, drops who waits, and comes back on the same port', async () => {
	const never = (_ms: number, signal: AbortSignal) =>
		new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
	const {url, control, status} = await start({wait: never});
	const waiting = fetch(`${url}/apis/v1alpha1/tasks/billing`, {method: 'PUT', body: '{"op":2}'});
	const dropped = expect(waiting).rejects.toThrow();
	await until(() => control.requests().length === 1);
	await control.down();
	await dropped;
	await expect(status()).rejects.toThrow();
	await control.up();
	expect(await status()).toContain('"result": true');
});

test('a test can answer in place of the master, or drop the connection', async () => {
	const {url, control, status} = await start();
	control.intercept(({url: path}) =>
		path === '/status' ? {status: 502, contentType: 'text/html', body: '<html>'} : null,
	);
	expect((await fetch(`${url}/status`)).status).toBe(502);
	expect(await status()).toContain('"result": true');
	control.intercept(() => 'drop');
	await expect(status()).rejects.toThrow();
	control.intercept(null);
	expect(await status()).toContain('"result": true');
});

test('a port that is taken is refused', async () => {
	const {url} = await start();
	const port = Number(new URL(url).port);
	await expect(start({listen: {host: '127.0.0.1', port}})).rejects.toThrow('EADDRINUSE');
});

async function until(fact: () => boolean): Promise<void> {
	while (!fact()) await new Promise(resolve => setImmediate(resolve));
}

test('without a world of its own it serves the named scenario, for the named version', async () => {
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		scenario: 'healthy',
		dm: '1.0',
		seed: 4,
		now: () => 0,
	});
	started.push(simulator);
	expect(simulator.control.world()).toEqual(createWorld('healthy', {seed: 4, dm: '1.0'}));
});
