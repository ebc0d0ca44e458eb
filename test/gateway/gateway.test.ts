import {afterEach, expect, test} from 'vitest';
import {sleep} from '../../src/clock.ts';
import {startGateway} from '../../src/gateway/gateway.ts';
import {startSimulator} from '../../src/simulator/server.ts';
import type {DmVersion} from '../../src/simulator/world/model.ts';
import {dmVersions} from '../../src/simulator/world/since.ts';
import {createLink, type LinkEvent} from '../../src/wire/link.ts';
import {caseOf, startCaseMaster} from '../support/cases.ts';
import {createTestClock} from '../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../support/keys.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

const listen = {host: '127.0.0.1', port: 0};

/** A simulated dm-master, a gateway that asks it, and a viewer. */
async function start({dm = '6.5' as DmVersion} = {}) {
	const clock = createTestClock();
	const wait = (ms: number, signal: AbortSignal) => sleep(clock, ms, signal);
	const simulator = await startSimulator({listen, scenario: 'healthy', dm, now: () => 0, wait});
	closing.push(() => simulator.close());
	return {simulator, clock, ...(await watch(simulator.url, clock))};
}

/** A gateway that asks a dm-master, and a viewer, on one clock. Time passes only while somebody waits for something. */
async function watch(master: string, clock = createTestClock()) {
	const gateway = await startGateway({
		masters: [master],
		door: loopbackDoor(),
		keys: testKeys,
		everyMs: 500,
		program: 'dmtop 0.0.0',
		clock,
		random: () => 0,
	});
	closing.push(() => clock.during(gateway.close()));
	const events: LinkEvent[] = [];
	const link = createLink({
		url: gateway.url,
		token: testToken,
		onEvent: event => events.push(event),
		random: () => 0,
		clock,
	});
	closing.push(() => link.close());
	/** The first event from here on of which the fact is true. */
	async function until<E extends LinkEvent>(fact: (event: LinkEvent) => event is E): Promise<E> {
		for (;;) {
			const found = events.splice(0).find(fact);
			if (found !== undefined) return found;
			await clock.turn();
		}
	}
	return {gateway, link, events, until};
}

type OverviewMessage = Extract<LinkEvent, {topic: 'overview'}>;
type Heartbeat = Extract<LinkEvent, {type: 'heartbeat'}>;

function isList(event: LinkEvent): event is OverviewMessage {
	return event.type === 'topic' && event.topic === 'overview' && event.value.tasks.length > 0;
}

test.each(dmVersions)('the tasks of a DM %s reach a viewer, checked', async dm => {
	const {link, until} = await start({dm});
	link.setTopics(['overview']);
	const {value} = await until(isList);
	expect(value.tasks.map(({dmStatus}) => dmStatus)).toEqual(Array(6).fill('Running'));
	for (const topic of ['sources', 'locks', 'events', `task/${value.tasks[0]?.name}`] as const) {
		link.setTopics([topic]);
		await until((event): event is LinkEvent => event.type === 'topic' && event.topic === topic);
	}
});

test('a master that goes away is trouble with the time of the next try, and on demand it is found again', async () => {
	const {simulator, link, until} = await start();
	link.setTopics(['overview']);
	await until(isList);
	await simulator.control.down();
	const lost = await until(
		(event): event is Heartbeat =>
			event.type === 'heartbeat' && event.trouble !== null && event.trouble.nextTryAtMs !== null,
	);
	expect(lost.trouble?.message).toContain('refused');
	expect(lost.lastGoodAtMs).not.toBeNull();
	await simulator.control.up();
	link.refresh();
	await until((event): event is Heartbeat => event.type === 'heartbeat' && event.trouble === null);
});

test('an answer that is long in coming is told of while it is awaited', async () => {
	const {simulator, link, until} = await start();
	link.setTopics(['overview']);
	await until(isList);
	simulator.control.intercept(() => ({status: 500, contentType: 'text/plain', body: 'late', afterMs: 3500}));
	await until(
		(event): event is Heartbeat =>
			event.type === 'heartbeat' && event.asking !== null && event.nowMs - event.asking.sinceMs > 2000,
	);
});

test('the very JSON of DM can be asked for', async () => {
	const {link, until} = await start();
	link.setTopics(['overview']);
	const {value} = await until(isList);
	const task = value.tasks[0]?.name ?? '';
	const reply = await link.request({type: 'raw', of: {type: 'task', task}});
	expect(reply).toMatchObject({type: 'answered', value: expect.stringContaining('"syncerBinlog"')});
	expect(await link.request({type: 'raw', of: {type: 'task', task: 'nope'}})).toEqual({
		type: 'refused',
		message: 'the newest answer holds no such object',
	});
});

test('a value is not sent again while nothing changes, however often the cluster is asked', async () => {
	const {simulator, clock, link, events, until} = await start();
	link.setTopics(['overview']);
	await until(isList);
	const before = simulator.control.requests().length;
	events.length = 0;
	while (simulator.control.requests().length < before + 4) await clock.turn();
	expect(events.filter(({type}) => type === 'topic').length).toBeLessThanOrEqual(2);
});

test.each([
	false,
	true,
])('a source that the answer lacks is told of with the first answer (master fails at first: %s)', async fails => {
	let answered = false;
	const clock = createTestClock();
	const master = await startCaseMaster('real/2.0.7-unbound-source-oneshot', ({url, method}, response, poll) => {
		if (url === '/apis/v1alpha1/status/' && fails && poll === 0) {
			response.writeHead(500).end('no');
			return true;
		}
		if (url === '/apis/v1alpha1/status/') answered = true;
		if (url !== '/apis/v1alpha1/sources' || method !== 'PUT' || (fails && !answered)) return false;
		// Later than the status by far.
		clock.after(200, () => response.end(JSON.stringify(shownSources)));
		return true;
	});
	closing.push(() => master.close());
	const shownSources = caseOf('real/2.0.7-unbound-source-oneshot').sources;
	const {link, until} = await watch(master.address, clock);
	link.setTopics(['overview']);
	const {value} = await until(isList);
	expect(value.notes).toEqual(['source mysql-replica-03 has no worker: tasks that are on it alone are not shown']);
});
