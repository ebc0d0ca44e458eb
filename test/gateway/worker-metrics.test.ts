import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {startGateway} from '../../src/gateway/gateway.ts';
import {createLink, type LinkEvent} from '../../src/wire/link.ts';
import type {SubtaskRow} from '../../src/wire/topics.ts';
import {createTestClock} from '../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../support/keys.ts';
import {fixtureText} from '../support/recordings.ts';
import {slowStatus} from '../support/slow.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

async function serve(answer: Answer): Promise<string> {
	const server = http.createServer(answer);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => {
		server.closeAllConnections();
		server.close();
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A dm-master whose one task lags more at each poll, its worker, a gateway, and what a viewer sees of the task. */
async function watch(workerAnswers: Answer, workerMetrics: boolean | undefined) {
	const clock = createTestClock();
	const scraped: string[] = [];
	const worker = await serve((request, response) => {
		scraped.push(`${request.method} ${request.url}`);
		workerAnswers(request, response);
	});
	let poll = 0;
	const master = await serve((request, response) => {
		const say = (body: unknown) => {
			response.writeHead(200, {'content-type': 'application/json'});
			response.end(typeof body === 'string' ? body : JSON.stringify(body));
		};
		if (request.url === '/status') return say('Release Version: v6.5.0\n');
		if (request.url?.startsWith('/apis/v1alpha1/members')) return say(membersAnswer(worker));
		if (request.url?.startsWith('/apis/v1alpha1/status')) return say(slowStatus(poll, 90 + poll++));
		response.writeHead(501, {'content-type': 'application/json'});
		response.end('{"code":12,"message":"Not Implemented","details":[]}');
	});
	const gateway = await startGateway({
		masters: [master],
		door: loopbackDoor(),
		keys: testKeys,
		everyMs: 3000,
		program: 'dmtop 0.0.0',
		clock,
		random: () => 0,
		...(workerMetrics !== undefined && {workerMetrics}),
	});
	closing.push(() => clock.during(gateway.close()));
	let row: SubtaskRow | null = null;
	const onEvent = (event: LinkEvent) => {
		if (event.type === 'topic' && event.topic === 'task/load4') row = event.value.task?.subtasks[0] ?? row;
	};
	const link = createLink({url: gateway.url, token: testToken, onEvent, random: () => 0, clock});
	closing.push(() => link.close());
	link.setTopics(['task/load4']);
	return {clock, scraped, row: (): SubtaskRow | null => row};
}

function membersAnswer(worker: string) {
	const told = {name: 'worker4', addr: worker, stage: 'bound', source: 'mysql-replica-04'};
	return {result: true, msg: '', members: [{worker: {msg: '', workers: [told]}}]};
}

/** The worker's `/metrics` as recorded, one scrape after the other. */
function playing(names: readonly string[]): Answer {
	let scrape = 0;
	return (_, response) => {
		const name = names[Math.min(scrape++, names.length - 1)];
		response.end(fixtureText(`operations/6.5.0/metrics-worker-${name}.txt`));
	};
}

test('the worker of a task that lags is asked twice, and the row says who is slow', async () => {
	const {clock, scraped, row} = await watch(playing(['slow-target', 'slow-upstream']), true);
	await clock.until(
		() => row()?.label === 'Lagging: upstream is slow',
		() => `the row says ${JSON.stringify(row()?.label)} after ${scraped.length} scrapes`,
	);
	expect(scraped).toEqual(['GET /metrics', 'GET /metrics']);
	expect(row()?.slow).toMatchObject({part: 'upstream', queues: [0, 0, 0, 0]});
	expect(row()?.slow?.spanMs).toBeGreaterThan(14_000);
});

type Failing = {
	readonly name: string;
	readonly answer: Answer;
	readonly asks: boolean | undefined;
	readonly most: number;
};

const failing: readonly Failing[] = [
	{name: 'it is not asked unless somebody wants it', answer: playing(['slow-target']), asks: undefined, most: 0},
	{name: 'nor where that is off', answer: playing(['slow-target']), asks: false, most: 0},
	{name: 'a worker that says nothing', answer: () => {}, asks: true, most: 1},
	{
		name: 'a worker that has no such page',
		answer: (_, response) => response.writeHead(404).end('404 page not found'),
		asks: true,
		most: 1,
	},
	{
		name: 'a worker that sends far too much',
		answer: (_, response) => response.writeHead(200, {'content-length': 64 * 1024 * 1024}).end('x'),
		asks: true,
		most: 1,
	},
];

test.each(failing)('$name: all else is as ever', async ({answer, asks, most}) => {
	const {clock, scraped, row} = await watch(answer, asks);
	await clock.until(
		() => (row()?.lagSeconds ?? 0) >= 93,
		() => `the row says ${JSON.stringify(row()?.lagSeconds)}`,
	);
	expect(row()).toMatchObject({label: 'Running (lagging)', slow: null});
	expect(scraped.length).toBeLessThanOrEqual(most);
});
