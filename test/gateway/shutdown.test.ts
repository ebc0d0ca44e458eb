import fs from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {startGateway} from '../../src/gateway/gateway.ts';
import {openAuditLog} from '../../src/gateway/operate/audit.ts';
import {startSimulator} from '../../src/simulator/server.ts';
import type {Overview, TaskValue} from '../../src/wire/topics.ts';
import {createTestClock} from '../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../support/keys.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

const listen = {host: '127.0.0.1', port: 0};

/** A gateway of a cluster that never answers an operation of the task crm, and a viewer by hand. */
async function start() {
	const folder = fs.mkdtempSync(path.join(tmpdir(), 'dmtop-audit-'));
	closing.push(() => fs.rmSync(folder, {recursive: true}));
	const clock = createTestClock();
	const never = new Promise<void>(() => {});
	const simulator = await startSimulator({
		listen,
		scenario: 'healthy',
		now: () => 0,
		troubles: [{type: 'slow', task: 'crm', ms: 1000}],
		wait: ms => (ms < 1000 ? Promise.resolve() : never),
	});
	closing.push(() => simulator.close());
	const audit = openAuditLog({path: path.join(folder, 'audit.jsonl')});
	const gateway = await startGateway({
		masters: [simulator.url],
		door: loopbackDoor(),
		keys: testKeys,
		everyMs: 500,
		program: 'dmtop 0.0.0',
		clock,
		random: () => 0,
		writing: {type: 'allowed', atOnce: true, audit},
	});
	const lines = () =>
		fs
			.readFileSync(audit.path, 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
	return {clock, gateway, lines, isWritten: () => fs.existsSync(audit.path)};
}

function open(url: string) {
	const socket = new WebSocket(url, {headers: {authorization: `Bearer ${testToken}`}});
	closing.push(() => socket.terminate());
	const heard: {type: string; instance?: string; topic?: string; id?: number; value?: unknown}[] = [];
	const end = {code: 0, reason: ''};
	socket.on('message', data => heard.push(JSON.parse(String(data))));
	socket.on('error', error => {
		end.reason = error.message;
	});
	socket.on('close', (code, reason) => Object.assign(end, {code, ...(reason.length > 0 && {reason: String(reason)})}));
	const topic = <Value>(name: string) => heard.findLast(it => it.topic === name)?.value as Value | undefined;
	return {socket, heard, end, topic, say: (message: unknown) => socket.send(JSON.stringify(message))};
}

test('a gateway that is to end takes no new viewer, waits 3 s for what was sent, and says goodbye with 1001', async () => {
	const {clock, gateway, lines, isWritten} = await start();
	const viewer = open(gateway.url);
	await clock.until(
		() => viewer.heard.length > 0,
		() => 'no hello',
	);
	viewer.say({type: 'subscribe', topics: ['overview', 'task/crm']});
	const isSeen = () => (viewer.topic<Overview>('overview')?.tasks.length ?? 0) > 0;
	await clock.until(isSeen, () => 'no task');
	const seen = (viewer.topic<TaskValue>('task/crm')?.task?.subtasks ?? []).map(it => ({
		source: it.source,
		worker: it.worker,
		stage: it.stage,
		unit: 'Sync',
		situation: it.situation,
	}));
	const by = {user: 'ops', host: null, sshClient: null};
	const {instance} = viewer.heard[0] ?? {};
	const targets = [{task: 'crm', sources: null, seen}];
	viewer.say({type: 'request', id: 1, ask: {type: 'operate', instance, operation: 'pause', targets, by}});
	await clock.until(isWritten, () => `nothing was sent: ${JSON.stringify(viewer.heard.at(-1))}`);

	const fromMs = clock.now();
	let isClosed = false;
	const closed = gateway.close({wait: true}).then(() => (isClosed = true));
	const late = open(gateway.url);
	await clock.until(
		() => late.end.code !== 0,
		() => 'the new viewer is neither in nor refused',
	);
	expect(late.heard).toEqual([]);
	expect(late.end.reason).toMatch(/ECONNREFUSED|503/);
	expect([viewer.end.code, isClosed]).toEqual([0, false]);

	await clock.during(closed);
	expect(clock.now() - fromMs).toBeGreaterThanOrEqual(3000);
	expect(clock.now() - fromMs).toBeLessThan(5000);
	await clock.until(
		() => viewer.end.code !== 0,
		() => 'the viewer was not told',
	);
	expect(viewer.end).toEqual({code: 1001, reason: 'the gateway is shutting down'});
	expect(lines().map(({outcome, message}) => [outcome, message])).toEqual([
		['sending', null],
		['unknown', 'unknown: the gateway ended before DM had answered'],
	]);
});

test('where nothing is under way it ends at once', async () => {
	const {clock, gateway} = await start();
	const viewer = open(gateway.url);
	await clock.until(
		() => viewer.heard.length > 0,
		() => 'no hello',
	);
	const fromMs = clock.now();
	await clock.during(gateway.close({wait: true}));
	expect(clock.now() - fromMs).toBeLessThan(1000);
	await clock.until(
		() => viewer.end.code === 1001,
		() => 'the viewer was not told',
	);
});
