import fs from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {systemClock} from '../../src/clock.ts';
import type {TargetOutcome} from '../../src/domain/operation/operation.ts';
import {startGateway} from '../../src/gateway/gateway.ts';
import {type AuditEntry, openAuditLog, type Refusal, refusedPath} from '../../src/gateway/operate/audit.ts';
import {type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import {createLink, type LinkEvent} from '../../src/wire/link.ts';
import {readOutcomes} from '../../src/wire/outcomes.ts';
import type {SubtaskRow, TaskView} from '../../src/wire/topics.ts';
import {loopbackDoor, testKeys, testToken} from '../support/keys.ts';
import {changes} from '../support/requests.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

const listen = {host: '127.0.0.1', port: 0};
const by = {user: 'ops', host: 'bastion2', sshClient: null};

/** A simulated dm-master, a gateway that asks it and may write, and its audit log. */
async function start({
	writes = true,
	everyMs = 3_600_000,
	port = 0,
	auditAt = 'audit.jsonl',
	...options
}: Partial<SimulatorOptions> & {writes?: boolean; everyMs?: number; port?: number; auditAt?: string} = {}) {
	const folder = fs.mkdtempSync(path.join(tmpdir(), 'dmtop-audit-'));
	closing.push(() => fs.rmSync(folder, {recursive: true}));
	const simulator = await startSimulator({listen, scenario: 'healthy', now: () => 0, ...options});
	closing.push(() => simulator.close());
	const audit = openAuditLog({path: path.resolve(folder, auditAt)});
	const gateway = await startGateway({
		masters: [simulator.url],
		door: loopbackDoor(port),
		keys: testKeys,
		everyMs,
		program: 'dmtop 0.0.0',
		clock: systemClock(),
		random: Math.random,
		writing: writes ? {type: 'allowed', atOnce: true, audit} : {type: 'read-only', reason: 'not here', audit},
	});
	closing.push(() => gateway.close());
	return {
		simulator,
		gateway,
		viewer: () => viewer(gateway.url),
		puts: () => simulator.control.requests().filter(changes),
		audit: () => linesOf<AuditEntry>(audit.path),
		refusals: () => linesOf<Refusal>(refusedPath(audit.path)),
	};
}

function linesOf<Line>(file: string): readonly Line[] {
	if (!fs.existsSync(file)) return [];
	return fs
		.readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
}

/** Somebody who looks at the task crm, and operates it as it looks. */
function viewer(url: string) {
	const events: LinkEvent[] = [];
	const link = createLink({
		url,
		token: testToken,
		onEvent: event => events.push(event),
		random: () => 0,
		clock: systemClock(),
	});
	closing.push(() => link.close());
	link.setTopics(['task/crm', 'events']);
	const crm = () => events.map(taskIn).findLast(task => task !== null) ?? null;
	return {
		link,
		events,
		texts: () => events.map(textsIn).findLast(texts => texts !== null) ?? [],
		async until(fact: (task: TaskView) => boolean): Promise<TaskView> {
			for (;;) {
				const task = crm();
				if (task !== null && fact(task)) return task;
				await tick();
			}
		},
		/** Of the gateway that greeted first, or of that `instance`. */
		async operate(
			operation: 'pause' | 'resume' | 'stop',
			task: TaskView,
			instance?: string,
		): Promise<readonly TargetOutcome[]> {
			const seen = task.subtasks.map(seenOf);
			const told = events.find(event => event.type === 'link-open')?.hello.instance ?? '';
			const targets = [{task: 'crm', sources: null, seen}];
			const reply = await link.request({type: 'operate', instance: instance ?? told, operation, targets, by});
			if (reply.type !== 'answered') throw new Error(reply.message);
			const outcomes = readOutcomes(reply.value);
			if (outcomes === null) throw new Error('no outcomes');
			return outcomes;
		},
	};
}

function taskIn(event: LinkEvent): TaskView | null {
	return event.type === 'topic' && event.topic === 'task/crm' && 'task' in event.value ? event.value.task : null;
}

function textsIn(event: LinkEvent): readonly string[] | null {
	if (event.type !== 'topic' || event.topic !== 'events' || !('events' in event.value)) return null;
	return event.value.events.map(({text}) => text);
}

function seenOf({source, worker, stage, work, situation}: SubtaskRow) {
	return {source, worker, stage, unit: work?.type ?? null, situation};
}

const tick = () => new Promise(resolve => setTimeout(resolve, 1));
const stageOf = (task: TaskView) => task.subtasks[0]?.stage;

test('a viewer operates, sees it under way, and sees the outcome at once, however seldom the cluster is asked', async () => {
	const it = await start();
	const one = it.viewer();
	const other = it.viewer();
	const task = await one.until(() => true);
	const outcomes = await one.operate('pause', task);
	expect(outcomes).toMatchObject([{task: 'crm', outcome: 'done', parts: [{worker: 'worker2', outcome: 'done'}]}]);
	for (const each of [one, other]) {
		const now = await each.until(view => stageOf(view) === 'Paused');
		expect([now.row.operation, now.subtasks[0]?.operation, now.subtasks[0]?.situation]).toEqual([null, null, 'paused']);
		expect(each.texts().filter(text => text.startsWith('pause'))).toEqual([
			'pause of crm: done at 1 of 1 source',
			'pause of crm asked for by ops@bastion2',
		]);
		expect(each.texts()).toContain('crm: Running -> Paused by ops@bastion2');
	}
	expect(it.audit().map(({outcome, viewer: from}) => [outcome, /^127\.0\.0\.1:\d+$/.test(from)])).toEqual([
		['sending', true],
		['done', true],
	]);
});

test('two viewers press at the same time: one acts, both get the truth', async () => {
	const it = await start();
	const [one, other] = [it.viewer(), it.viewer()];
	const [first, second] = [await one.until(() => true), await other.until(() => true)];
	const outcomes = await Promise.all([one.operate('pause', first), other.operate('stop', second)]);
	const [done, refused] = outcomes.flat().sort((a, b) => (a.outcome < b.outcome ? -1 : 1));
	expect([done?.outcome, refused?.outcome]).toEqual(['done', 'refused']);
	expect(refused?.message).toMatch(/^another operation is under way: (pause|stop) since 0s$|^changed: /);
	expect(it.puts()).toHaveLength(1);
});

test('while DM takes its time everybody sees what is under way, and the asking goes on', async () => {
	let release = () => {};
	const held = new Promise<void>(resolve => {
		release = resolve;
	});
	const it = await start({
		everyMs: 500,
		troubles: [{type: 'slow', task: 'crm', ms: 1000}],
		wait: ms => (ms < 1000 ? tick() : held),
	});
	const [one, other] = [it.viewer(), it.viewer()];
	const asked = one.operate('pause', await one.until(() => true));
	const seen = await other.until(({row}) => row.operation !== null);
	expect(seen.row.operation).toMatchObject({operation: 'pause', answered: false});
	expect(seen.subtasks[0]?.operation).toEqual(seen.row.operation);
	const polls = () => it.simulator.control.requests().filter(({url}) => url.endsWith('/status/')).length;
	const before = polls();
	while (polls() < before + 2) await tick();
	release();
	expect(await asked).toMatchObject([{outcome: 'done'}]);
});

test('a viewer that leaves takes back nothing: it is done, written down and told of', async () => {
	let release = () => {};
	const held = new Promise<void>(resolve => {
		release = resolve;
	});
	const it = await start({troubles: [{type: 'slow', task: 'crm', ms: 1000}], wait: ms => (ms < 1000 ? tick() : held)});
	const [one, other] = [it.viewer(), it.viewer()];
	one.operate('pause', await one.until(() => true)).catch(() => {});
	await other.until(({row}) => row.operation !== null);
	one.link.close();
	release();
	await other.until(view => stageOf(view) === 'Paused');
	while (it.audit().length < 2) await tick();
	expect(it.audit().map(({outcome}) => outcome)).toEqual(['sending', 'done']);
});

test('closing can wait for what was sent, and tells it', async () => {
	let release = () => {};
	const held = new Promise<void>(resolve => {
		release = resolve;
	});
	const it = await start({troubles: [{type: 'slow', task: 'crm', ms: 1000}], wait: ms => (ms < 1000 ? tick() : held)});
	const one = it.viewer();
	const asked = one.operate('pause', await one.until(() => true));
	await one.until(({row}) => row.operation !== null);
	const closed = it.gateway.close({wait: true});
	release();
	expect(await asked).toMatchObject([{outcome: 'done'}]);
	await closed;
	expect(it.audit().map(({outcome}) => outcome)).toEqual(['sending', 'done']);
});

test('a gateway that only watches says so at once, and to whoever tries all the same', async () => {
	const it = await start({writes: false});
	const one = it.viewer();
	const task = await one.until(() => true);
	expect(one.events.find(event => event.type === 'link-open')).toMatchObject({
		hello: {allowOperate: false, startsWriting: false, readOnlyReason: 'not here'},
	});
	await expect(one.operate('pause', task)).rejects.toThrow('not here');
	expect(it.puts()).toEqual([]);
	expect(it.refusals()).toMatchObject([
		{operation: 'pause', task: 'crm', user: 'ops', outcome: 'refused', message: 'not here'},
	]);
});

test('a flood of operations without permission: each has its reply, 60 of them a line, and nothing is sent', async () => {
	const it = await start({writes: false});
	const one = it.viewer();
	await one.until(() => true);
	const targets = [{task: 'crm', sources: null, seen: []}];
	const ask = {type: 'operate', instance: 'any', operation: 'stop', targets, by} as const;
	const replies = await Promise.all(Array.from({length: 300}, () => one.link.request(ask)));
	expect(replies.every(({type}) => type === 'refused')).toBe(true);
	const limit = 'the limit of one viewer is 1 operations a second: try again later';
	expect(replies.filter(reply => 'message' in reply && reply.message === limit).length).toBeGreaterThan(200);
	expect(it.refusals()).toHaveLength(60);
	expect(it.puts()).toEqual([]);
});

test('a refusal holds also where it cannot be written down', async () => {
	const it = await start({writes: false, auditAt: '/dev/null/audit.jsonl'});
	const one = it.viewer();
	await expect(one.operate('pause', await one.until(() => true))).rejects.toThrow('not here');
});

test('what was seen through one gateway is nothing to another that has taken its place', async () => {
	const before = await start();
	const port = Number(new URL(before.gateway.url).port);
	const one = before.viewer();
	const task = await one.until(() => true);
	await before.gateway.close();
	const after = await start({port, seed: 7});
	const hellos = () => one.events.flatMap(event => (event.type === 'link-open' ? [event.hello.instance] : []));
	one.link.retryNow();
	while (hellos().length < 2) await tick();
	expect(new Set(hellos()).size).toBe(2);
	const message = 'changed: this is another gateway than the one that told what was seen';
	await expect(one.operate('pause', task)).rejects.toThrow(message);
	expect([...before.puts(), ...after.puts()]).toEqual([]);
	expect(after.refusals()).toMatchObject([{operation: 'pause', task: 'crm', outcome: 'refused', message}]);
	// What is seen through it now is.
	const [outcome] = await one.operate('pause', task, hellos().at(-1));
	expect(outcome?.outcome).toBe('done');
});

test('an operate that cannot be read is refused, and written down as far as it can', async () => {
	const it = await start();
	const socket = new WebSocket(it.gateway.url, {headers: {authorization: `Bearer ${testToken}`}});
	closing.push(() => socket.close());
	const heard: string[] = [];
	socket.on('message', data => heard.push(String(data)));
	const say = (id: number, ask: unknown) => socket.send(JSON.stringify({type: 'request', id, ask}));
	while (heard.length === 0) await tick();
	const {instance} = JSON.parse(heard[0] ?? '');
	const crm = {task: 'crm', sources: null, seen: []};
	const ask = {type: 'operate', instance, operation: 'pause', targets: [crm], by};
	say(1, {...ask, operation: 're\u001b[2Jstart', by: {user: 'x'.repeat(2000), host: 7}});
	say(2, {...ask, targets: [{...crm, sources: ['a', 3]}, 'crm', {task: 'billing'}]});
	say(3, {type: 'operate'});
	say(4, {type: 'raw', of: 'crm'});
	while (!heard.some(text => text.includes('"id":4'))) await tick();
	const [first, ...others] = it.refusals();
	expect(first).toMatchObject({
		operation: 're?start',
		task: 'crm',
		user: 'x'.repeat(512),
		host: null,
		viewer: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
		outcome: 'refused',
		message: expect.stringContaining('received "re?start", expected "pause" or "resume" or "stop"'),
	});
	expect(others.map(({operation, task, sources, outcome}) => [operation, task, sources, outcome])).toEqual([
		['pause', 'crm', ['a'], 'refused'],
		['pause', null, null, 'refused'],
		['pause', 'billing', null, 'refused'],
		[null, null, null, 'refused'],
	]);
	expect(heard.filter(text => text.includes('"ok":false'))).toHaveLength(4);
	expect(it.puts()).toEqual([]);
});

test('closing without waiting writes down that it is not known', async () => {
	const it = await start({
		troubles: [{type: 'slow', task: 'crm', ms: 1000}],
		wait: ms => (ms < 1000 ? tick() : new Promise(() => {})),
	});
	const one = it.viewer();
	one.operate('pause', await one.until(() => true)).catch(() => {});
	await one.until(({row}) => row.operation !== null);
	await it.gateway.close();
	const [sending, last, ...rest] = it.audit();
	expect([sending?.outcome, last?.outcome, rest]).toEqual(['sending', 'unknown', []]);
	expect(last).toMatchObject({
		id: sending?.id,
		request: sending?.request,
		answer: null,
		message: 'unknown: the gateway ended before DM had answered',
	});
});

test('a gateway that writes says so', async () => {
	const one = (await start()).viewer();
	await one.until(() => true);
	expect(one.events.find(event => event.type === 'link-open')).toMatchObject({
		hello: {allowOperate: true, startsWriting: true, readOnlyReason: null},
	});
});
