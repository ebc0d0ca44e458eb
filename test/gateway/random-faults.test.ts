import {mkdtempSync, rmSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {sleep} from '../../src/clock.ts';
import type {Work} from '../../src/domain/cluster.ts';
import {type Gateway, startGateway} from '../../src/gateway/gateway.ts';
import {startSimulator} from '../../src/simulator/server.ts';
import {createLink} from '../../src/wire/link.ts';
import type {Overview, TaskView} from '../../src/wire/topics.ts';
import {type BadLine, openBadLine} from '../support/bad-line.ts';
import {createTestClock} from '../support/clock.ts';
import {loopbackDoor, testKeys, testToken} from '../support/keys.ts';
import {runsOf} from '../support/long.ts';
import {seeded} from '../support/mutate.ts';

/** As long as it goes on, in simulated minutes: `DMTOP_MINUTES=600 npx vitest run test/gateway/random-faults.test.ts`. */
const minutes = Number(process.env['DMTOP_MINUTES'] ?? runsOf(1, 5));
const told = process.env['DMTOP_SEED'] ?? '20261128';
const seed = told === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(told);

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close();
});

/** A simulated master, a gateway with its state, and three viewers, each behind a line of its own. */
async function start() {
	const clock = createTestClock();
	closing.push(() => clock.pass(10_000));
	/** The same, only in longer steps: what is waited for here is far away. */
	const goOn = async (ms: number) => {
		for (const untilMs = clock.now() + ms; clock.now() < untilMs; clock.pass(180)) await clock.turn();
	};
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		scenario: 'showcase',
		now: clock.now,
		wait: (ms, signal) => sleep(clock, ms, signal),
	});
	closing.push(() => simulator.close());
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-faults-'));
	closing.push(() => rmSync(folder, {recursive: true, force: true}));
	const notes: string[] = [];
	let port = 0;
	let gateway: Gateway | null = null;
	const gatewayUp = async () => {
		gateway ??= await startGateway({
			masters: [new URL(simulator.url).host],
			door: loopbackDoor(port),
			keys: testKeys,
			everyMs: 1000,
			program: 'dmtop test',
			clock,
			random: () => 0.5,
			state: {folder, limitBytes: 4e6},
			onStateNote: note => notes.push(note),
		});
		port = Number(new URL(gateway.url).port);
	};
	const gatewayDown = async () => {
		const last = gateway;
		gateway = null;
		if (last !== null) await clock.during(last.close());
	};
	await gatewayUp();
	closing.push(gatewayDown);
	const viewers = await Promise.all([0, 1, 2].map(() => startViewer(port)));
	return {clock, goOn, simulator, viewers, notes, gatewayUp, gatewayDown, port: () => port};

	async function startViewer(to: number) {
		const line = await openBadLine(to);
		closing.push(line.close);
		let overview: Overview | null = null;
		let isLive = false;
		const tasks = new Map<string, TaskView | null>();
		const link = createLink({
			url: `ws://127.0.0.1:${line.port}`,
			token: testToken,
			random: () => 0.5,
			clock,
			onEvent(event) {
				if (event.type === 'link-lost') isLive = false;
				if (event.type === 'heartbeat') isLive = event.trouble === null;
				if (event.type !== 'topic') return;
				if (event.topic === 'overview') {
					overview = event.value;
					link.setTopics(['overview', 'sources', 'locks', 'events', ...topicsOf(event.value)]);
				}
				if (event.topic.startsWith('task/') && 'task' in event.value) tasks.set(event.value.name, event.value.task);
			},
		});
		closing.push(() => link.close());
		link.setTopics(['overview']);
		const shows = () => {
			const names = overview?.tasks.map(({name}) => name) ?? [];
			const parts = names.flatMap(name => {
				const here = tasks.get(name)?.subtasks.filter(({presence}) => presence.type === 'here');
				return here?.map(part => partText(name, part.source, part.stage, figuresOf(part.work))) ?? [`${name} ?`];
			});
			return isLive ? parts.sort() : ['not live'];
		};
		return {line, link, shows};
	}
}

type Stage = Awaited<ReturnType<typeof start>>;

const topicsOf = ({tasks}: Overview) => tasks.map(({name}) => `task/${name}` as const);

function partText(task: string, source: string, stage: string | null, figures: string) {
	return `${task} ${source} ${stage} ${figures}`;
}

function figuresOf(work: Work | null): string {
	if (work?.type !== 'Sync') return '';
	const {totalEvents, upstream, checkpoint} = work;
	return [totalEvents, ...[upstream, checkpoint].map(it => (it === null ? '-' : `${it.file}:${it.offset}`))].join(' ');
}

/** The same of what DM writes, `(mysql-bin|000001.000001, 154)`, where the part in the middle is the relay's. */
function figuresIn(sync: MasterSync | undefined): string {
	if (sync === undefined) return '';
	const place = (text: string) => /^\((\S+), (\d+)\)$/.exec(text.replace(/\|\d+/, ''))?.slice(1).join(':') ?? '-';
	return [Number(sync.totalEvents), place(sync.masterBinlog), place(sync.syncerBinlog)].join(' ');
}

type MasterSync = {readonly totalEvents: string; readonly masterBinlog: string; readonly syncerBinlog: string};

type MasterAnswer = {
	readonly sources: readonly {
		readonly sourceStatus: {readonly source: string};
		readonly subTaskStatus: readonly {readonly name: string; readonly stage: string; readonly sync?: MasterSync}[];
	}[];
};

/** What the master itself answers, without anything of dmtop in between; it answers the same to everybody from then on. */
async function masterSays({url, control}: Stage['simulator']): Promise<readonly string[]> {
	const text = await (await fetch(`${url}/apis/v1alpha1/status/`)).text();
	control.intercept(request => (/^\/apis\/v1alpha1\/status\/?(\?.*)?$/.test(request.url) ? body(text) : null));
	const answer = JSON.parse(text) as MasterAnswer;
	return answer.sources
		.flatMap(({sourceStatus: {source}, subTaskStatus}) =>
			subTaskStatus
				// That of a worker that does not answer.
				.filter(({stage}) => stage !== 'InvalidStage')
				.map(({name, stage, sync}) => partText(name, source, stage, figuresIn(sync))),
		)
		.sort();
}

type Fault = (stage: Stage, random: () => number) => unknown;

const pick = <Item>(random: () => number, items: readonly Item[]): Item => {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) throw new Error('nothing to pick from');
	return item;
};
const aLine = ({viewers}: Stage, random: () => number): BadLine => pick(random, viewers).line;
const body = (text: string) => ({status: 200, contentType: 'application/json', body: text});

/** What goes wrong; all of it is mended now and then, and at the end. */
const faults: Readonly<Record<string, Fault>> = {
	'the master is gone': ({simulator}) => simulator.control.down(),
	'the master answers with an error': ({simulator}) =>
		simulator.control.intercept(() => ({...body('{"code": 500}'), status: 500})),
	'the master cuts its answers': ({simulator}) => simulator.control.intercept(() => 'drop'),
	'the master answers nonsense': ({simulator}, random) => {
		const nonsense = pick(random, [
			'',
			'null',
			'{"result": true',
			'[]'.repeat(9),
			'['.repeat(1e5),
			'\u0000',
			'{"sources": 5}',
		]);
		simulator.control.intercept(() => body(nonsense));
	},
	'the master answers bytes that are no text': ({simulator}) =>
		simulator.control.intercept(() => body('{\ud800\u0000}')),
	'tasks are paused': ({simulator}, random) =>
		simulator.control.happen({type: 'paused', task: pick(random, namesIn(simulator))}),
	'tasks are resumed': ({simulator}, random) =>
		simulator.control.happen({type: 'resumed', task: pick(random, namesIn(simulator))}),
	'a worker dies': ({simulator}, random) =>
		simulator.control.happen({type: 'worker-dies', source: pick(random, sourcesIn(simulator))}),
	'workers come back': ({simulator}) => simulator.control.happen({type: 'worker-returns'}),
	'the gateway is gone': ({gatewayDown}) => gatewayDown(),
	'the gateway begins anew': async ({gatewayDown, gatewayUp}) => {
		await gatewayDown();
		await gatewayUp();
	},
	'a line is cut': (stage, random) => aLine(stage, random).cut(),
	'a line falls silent': (stage, random) => aLine(stage, random).stall(),
	'a line garbles': (stage, random) => aLine(stage, random).garble(),
	'a line says it twice': (stage, random) => aLine(stage, random).repeat(),
	'the clock is set': ({clock}, random) => clock.setWall(Math.round((random() - 0.5) * 600_000)),
	'somebody connects and says nothing': ({port}, random) => {
		for (let count = 0; count < 20; count++) mute(port(), pick(random, ['', 'GET / HT', '\u0016\u0003\u0001']));
	},
	'somebody shows a wrong token': ({port}) => hostile(port(), 'wrong', []),
	'somebody floods': ({port}, random) => {
		const message = pick(random, [
			'{"type":"refresh"}',
			'{"type":"request","id":1,"ask":{"type":"raw","of":{"type":"task","task":"crm"}}}',
			'{"type":"request","id":1,"ask":{"type":"operate"}}',
			'{"type":"subscribe","topics":["overview","events"],"deltas":true}',
			'['.repeat(60_000),
			'x'.repeat(200_000),
		]);
		hostile(
			port(),
			testToken,
			Array.from({length: 300}, () => message),
		);
	},
	'a viewer asks for what it may not': ({viewers}, random) =>
		void pick(random, viewers).link.request({
			type: 'operate',
			instance: 'another',
			operation: 'stop',
			targets: [{task: 'crm', sources: null, seen: []}],
			by: {user: 'x', host: null, sshClient: null},
		}),
	'a viewer asks again': ({viewers}, random) => pick(random, viewers).link.refresh(),
};

const namesIn = (simulator: Stage['simulator']) => simulator.control.world().tasks.map(({name}) => name);
const sourcesIn = (simulator: Stage['simulator']) => simulator.control.world().sources.map(({id}) => id);

function mute(port: number, says: string): void {
	const socket: Socket = connect(port, '127.0.0.1');
	closing.push(() => socket.destroy());
	socket.on('error', () => {});
	socket.resume();
	if (says !== '') socket.write(says);
}

function hostile(port: number, token: string, says: readonly string[]): void {
	const socket = new WebSocket(`ws://127.0.0.1:${port}`, {headers: {authorization: `Bearer ${token}`}});
	closing.push(() => socket.terminate());
	socket.on('error', () => {});
	socket.on('open', () => {
		for (const message of says) socket.send(message, () => {});
	});
}

async function mend({simulator, viewers, gatewayUp}: Stage): Promise<void> {
	simulator.control.intercept(null);
	await simulator.control.up();
	await gatewayUp();
	for (const {line} of viewers) line.mend();
}

test(`${minutes} minutes of faults (seed ${seed}; DMTOP_SEED sets another): at the end every viewer shows what the master says`, {
	timeout: 24 * 3_600_000,
}, async () => {
	const random = seeded(seed);
	const stage = await start();
	const {clock, goOn, viewers, simulator} = stage;
	const trace: string[] = [];
	const settled = async () => {
		await mend(stage);
		// Longer than any back-off and any silence that is waited for.
		await goOn(45_000);
		const says = await masterSays(simulator);
		const isTrue = () => viewers.every(viewer => viewer.shows().join('\n') === says.join('\n'));
		for (let look = 0; look < 40 && !isTrue(); look++) await goOn(1000);
		simulator.control.intercept(null);
		for (const viewer of viewers) expect(viewer.shows(), trace.slice(-30).join('; ')).toEqual(says);
	};
	await settled();
	const count = new Map<string, number>();
	for (const untilMs = clock.now() + minutes * 60_000; clock.now() < untilMs; ) {
		const [name, fault] = pick(random, Object.entries(faults));
		trace.push(name);
		count.set(name, (count.get(name) ?? 0) + 1);
		await fault(stage, random);
		await goOn(random() * 6000);
		if (random() < 0.25) await mend(stage);
		if (random() < 0.04) await settled();
	}
	await settled();
	process.stderr.write(`faults: seed ${seed}, ${[...count].map(([name, times]) => `${times} ${name}`).join(', ')}\n`);
	expect(stage.notes.filter(note => /put aside|broken/.test(note))).toEqual([]);
	// A run without faults would show nothing.
	expect(trace.length).toBeGreaterThan(minutes * 5);
});
