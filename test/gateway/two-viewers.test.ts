import {afterEach, expect, test} from 'vitest';
import {systemClock} from '../../src/clock.ts';
import type {Operation, OperationTarget, TargetOutcome} from '../../src/domain/operation/operation.ts';
import {startGateway} from '../../src/gateway/gateway.ts';
import {startSimulator} from '../../src/simulator/server.ts';
import type {DmVersion} from '../../src/simulator/world/model.ts';
import {seenParts} from '../../src/tui/operate/target.ts';
import {createLink, type LinkEvent} from '../../src/wire/link.ts';
import {readOutcomes} from '../../src/wire/outcomes.ts';
import type {TaskView} from '../../src/wire/topics.ts';
import {lab, versions} from '../simulator/lab.ts';
import {keptAudit} from '../support/counter.ts';
import {loopbackDoor, testKeys, testToken} from '../support/keys.ts';
import {changes} from '../support/requests.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A simulated master whose answers wait until they are let go, a gateway that may write, and its viewers. */
async function start(dm: DmVersion) {
	const listen = {host: '127.0.0.1', port: 0};
	const held: (() => void)[] = [];
	const simulator = await startSimulator({
		listen,
		dm,
		world: lab(dm),
		now: () => 0,
		wait: (_ms, signal) =>
			new Promise((resolve, reject) => {
				held.push(() => resolve(null));
				signal.addEventListener('abort', () => reject(signal.reason));
			}),
	});
	closing.push(() => simulator.close());
	const audit = keptAudit();
	const gateway = await startGateway({
		masters: [simulator.url],
		door: loopbackDoor(),
		keys: testKeys,
		everyMs: 500,
		program: 'dmtop 0.0.0',
		clock: systemClock(),
		random: () => 0,
		writing: {type: 'allowed', atOnce: true, audit},
	});
	closing.push(() => gateway.close());
	const puts = () => simulator.control.requests().filter(changes);
	/** Lets the master answer the request that it took last, or will take next. */
	const letGo = async () => {
		await until(() => held.length > 0);
		held.shift()?.();
	};
	return {simulator, gateway, audit, puts, letGo};
}

function viewer(url: string, user: string) {
	const tasks = new Map<string, TaskView>();
	let instance = '';
	const onEvent = (event: LinkEvent) => {
		if (event.type === 'link-open') instance = event.hello.instance;
		if (event.type !== 'topic' || !event.topic.startsWith('task/')) return;
		const {value} = event;
		if ('task' in value && value.task !== null) tasks.set(value.name, value.task);
	};
	const link = createLink({url, token: testToken, onEvent, random: () => 0, clock: systemClock()});
	closing.push(() => link.close());
	link.setTopics(['overview', 'task/billing', 'task/orders_merge']);
	const by = {user, host: `host-of-${user}`, sshClient: null};
	const view = (task: string) => tasks.get(task);
	return {
		view,
		close: () => link.close(),
		ready: () => until(() => tasks.size === 2),
		stages: (task: string) =>
			view(task)
				?.subtasks.map(({stage}) => stage)
				.join(' '),
		/** The newest that this viewer has seen of the tasks goes with the request. */
		press(operation: Operation, ...targets: readonly OperationTarget[]): Promise<readonly TargetOutcome[] | null> {
			const seen = targets.map(target => {
				const task = view(target.task);
				return {...target, seen: task === undefined ? [] : seenParts(task)};
			});
			return link
				.request({type: 'operate', instance, operation, targets: seen, by})
				.then(reply => (reply.type === 'answered' ? readOutcomes(reply.value) : null));
		},
	};
}

async function until(fact: () => boolean): Promise<void> {
	while (!fact()) await new Promise(resolve => setTimeout(resolve, 2));
}

const billing = {task: 'billing', sources: null};
const merge = {task: 'orders_merge', sources: null};

test.each(versions)('DM %s: two press at once on the same task: one is done, the other hears why not', async dm => {
	const {gateway, audit, puts, letGo} = await start(dm);
	const [ann, bob] = [viewer(gateway.url, 'ann'), viewer(gateway.url, 'bob')];
	await Promise.all([ann.ready(), bob.ready()]);
	const pressed = [ann.press('pause', billing), bob.press('pause', billing)] as const;
	await letGo();
	const outcomes = (await Promise.all(pressed)).map(answer => answer?.[0]);
	expect(outcomes.map(outcome => outcome?.outcome).sort()).toEqual(['done', 'refused']);
	const refused = outcomes.find(outcome => outcome?.outcome === 'refused');
	expect(refused?.message).toMatch(/another operation is under way: pause|changed: .*Paused/);
	expect(puts()).toHaveLength(1);
	// Both see what has become of it.
	await until(() => ann.stages('billing') === 'Paused' && bob.stages('billing') === 'Paused');
	const users = audit.entries.map(({user, outcome}) => `${user} ${outcome}`);
	const [won, lost] = outcomes[0]?.outcome === 'done' ? ['ann', 'bob'] : ['bob', 'ann'];
	expect(users.sort()).toEqual([`${lost} refused`, `${won} done`, `${won} sending`].sort());
});

test('while one waits for DM, the other hears at once, sees what is under way, and may operate another task', async () => {
	const {gateway, puts, letGo} = await start('6.5');
	const [ann, bob] = [viewer(gateway.url, 'ann'), viewer(gateway.url, 'bob')];
	await Promise.all([ann.ready(), bob.ready()]);
	const anns = ann.press('pause', billing);
	await until(() => puts().length === 1);
	const refused = await bob.press('stop', billing);
	expect(refused?.[0]).toMatchObject({
		outcome: 'refused',
		message: expect.stringContaining('another operation is under way: pause since'),
	});
	await until(() => bob.view('billing')?.row.operation !== null);
	expect(bob.view('billing')?.row.operation).toMatchObject({operation: 'pause', answered: false});
	const bobs = bob.press('pause', merge);
	await until(() => puts().length === 2);
	await letGo();
	await letGo();
	expect((await anns)?.[0]?.outcome).toBe('done');
	expect((await bobs)?.[0]?.outcome).toBe('done');
	await until(
		() => ann.stages('orders_merge') === 'Paused Paused Paused' && ann.view('billing')?.row.operation === null,
	);
});

test('who presses on what another has changed meanwhile is told what changed', async () => {
	const {gateway, puts, letGo, simulator} = await start('6.5');
	const [ann, bob] = [viewer(gateway.url, 'ann'), viewer(gateway.url, 'bob')];
	await Promise.all([ann.ready(), bob.ready()]);
	// The same moment for the cluster, but the viewers have not heard of it yet.
	simulator.control.happen({type: 'paused', task: 'orders_merge', sources: ['mysql-replica-02']});
	const outcomes = await ann.press('pause', merge, billing);
	expect(outcomes?.map(({outcome}) => outcome)).toEqual(['refused', 'not-tried']);
	expect(outcomes?.[0]?.message).toMatch(/^changed: mysql-replica-02 was Running in Sync and is Paused in Sync/);
	expect(puts()).toEqual([]);
	const stop = bob.press('stop', billing);
	await letGo();
	expect((await stop)?.[0]?.outcome).toBe('done');
});

test('a viewer that goes away does not undo what was sent, and the others hear of it', async () => {
	const {gateway, audit, puts, letGo} = await start('6.5');
	const [ann, bob] = [viewer(gateway.url, 'ann'), viewer(gateway.url, 'bob')];
	await Promise.all([ann.ready(), bob.ready()]);
	void ann.press('pause', billing);
	await until(() => puts().length === 1);
	ann.close();
	await letGo();
	await until(() => bob.stages('billing') === 'Paused');
	await until(() => audit.entries.some(({user, outcome}) => user === 'ann' && outcome === 'done'));
});
