import {describe, expect, test} from 'vitest';
import {systemClock} from '../../../src/clock.ts';
import {createDmClient} from '../../../src/dm/ask/client.ts';
import {DmError, type Try} from '../../../src/dm/ask/error.ts';
import {createReader, type ReaderClient} from '../../../src/gateway/ask/reader.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {startReplay} from '../../../src/simulator/replay.ts';
import {startSimulator} from '../../../src/simulator/server.ts';
import {createTestClock} from '../../support/clock.ts';
import {answer, running} from '../../support/cluster.ts';
import {fixtures} from '../../support/recordings.ts';
import {remembered} from '../../support/remembered.ts';

const listen = {host: '127.0.0.1', port: 0};
const signal = new AbortController().signal;

async function reading(url: string) {
	const client = createDmClient({masters: [url], now: Date.now});
	const reader = createReader(client, systemClock());
	let memory = emptyMemory([url], 1000);
	const take = async (): Promise<Memory> => {
		memory = remember(memory, await reader.status(signal));
		for await (const told of reader.byName(memory, signal)) memory = remember(memory, told);
		memory = (await reader.membersAndSources(memory, signal)).reduce(remember, memory);
		for await (const config of reader.configs(memory, signal)) memory = remember(memory, config);
		return memory;
	};
	return {take, reader, close: () => client.close()};
}

describe('what a reader asks', () => {
	test('6.5: the version once, each configuration once, the members', async () => {
		const simulator = await startSimulator({listen, scenario: 'healthy', now: () => 0});
		const {take, close} = await reading(simulator.url);
		const memory = await take();
		expect(memory.version.told).toBe('v6.5.0');
		expect(memory.members?.workers.length).toBeGreaterThan(0);
		for (const {task} of memory.tasks.values()) expect(task.config?.sources.length).toBeGreaterThan(0);
		const before = simulator.control.requests().length;
		await take();
		const asked = simulator.control
			.requests()
			.slice(before)
			.map(({url}) => url);
		expect(asked).toEqual(['/apis/v1alpha1/status/']);
		close();
		await simulator.close();
	});

	test('1.0: no members and no configurations are asked for', async () => {
		const simulator = await startSimulator({listen, scenario: 'healthy', dm: '1.0', now: () => 0});
		const {take, close} = await reading(simulator.url);
		const memory = await take();
		expect(memory.shape).toBe('workers');
		expect(
			simulator.control
				.requests()
				.map(({url}) => url)
				.sort(),
		).toEqual(['/apis/v1alpha1/status/', '/status']);
		close();
		await simulator.close();
	});

	test('a route that is not there is asked for once', async () => {
		const file = `${fixtures}6.5.0/timeline-short.jsonl`;
		const replay = await startReplay({listen, file, now: () => 0});
		replay.control.seek(replay.lastMs);
		const {take, close} = await reading(replay.url);
		const memory = await take();
		expect(memory.tasks.size).toBeGreaterThan(0);
		expect(memory.membersNote).toContain('501');
		close();
		await replay.close();
	});

	test('trouble is a reading', async () => {
		const {reader, close} = await reading('127.0.0.1:1');
		expect(await reader.status(signal)).toMatchObject({type: 'failed', ok: false, timedOut: false});
		close();
	});
});

/** A master that is asked by a reader whose clock is the test's; what it was asked, and how much of that at a time. */
function asked(answers: Partial<ReaderClient> = {}) {
	const requests: string[] = [];
	const clock = createTestClock(0);
	let underWay = 0;
	let most = 0;
	const asking =
		<Args extends readonly unknown[], T>(name: string, answer: (...args: Args) => Promise<T>) =>
		async (...args: Args): Promise<T> => {
			requests.push(typeof args[0] === 'string' ? `${name} ${args[0]}` : name);
			underWay += 1;
			most = Math.max(most, underWay);
			await new Promise(resolve => setImmediate(resolve));
			underWay -= 1;
			return answer(...args);
		};
	const config = (name: string) => ({mode: 'all', shardMode: null, target: null, sources: ['r1'], yaml: name});
	const told = <T>(value: T) => Promise.resolve({value, master: 'm', tookMs: 1});
	const refused = () => Promise.reject(failed('result-false', 'refused: task not found'));
	const client: ReaderClient = {
		readStatus: refused,
		readVersion: refused,
		readTask: asking('status', answers.readTask ?? refused),
		readMembers: asking('members', answers.readMembers ?? (() => told({leader: 'm1', masters: [], workers: []}))),
		readSources: asking('sources', answers.readSources ?? (() => told([]))),
		readTaskConfig: asking('config', answers.readTaskConfig ?? (name => told(config(name)))),
		readSourceConfig: refused,
	};
	const reader = createReader(client, clock);
	const all = async <T>(readings: AsyncIterable<T>) => {
		const list: T[] = [];
		for await (const reading of readings) list.push(reading);
		return list;
	};
	const since = () => requests.splice(0);
	return {
		clock,
		configs: async (memory: Memory) => {
			await all(reader.configs(memory, signal));
			return since();
		},
		byName: async (memory: Memory) => {
			const readings = await all(reader.byName(memory, signal));
			const [answer] = readings.flatMap(reading => (reading.type === 'by-name' ? [reading.answer] : []));
			return {asked: since(), answer};
		},
		around: async (memory: Memory) => {
			const readings = await reader.membersAndSources(memory, signal);
			return {asked: since(), told: readings.map(({type}) => type)};
		},
		most: () => most,
	};
}

function failed(kind: Try['kind'], problem: string, httpStatus: number | null = 200) {
	return new DmError('GET', '/', [{master: 'm:8261', kind, problem, sent: true, httpStatus}]);
}

const one = answer({r1: {orders: running()}});
const none = answer({r1: {}});

describe('a task that no answer lists', () => {
	const unlisted = remembered([
		[0, one],
		[3, none],
	]);

	test('the configuration is asked for first, and only where there is none the status by name', async () => {
		const it = asked();
		await it.configs(unlisted);
		expect(await it.byName(unlisted)).toEqual({asked: ['config orders'], answer: 'configured'});
		const gone = asked({readTaskConfig: () => Promise.reject(failed('result-false', 'refused: task not found'))});
		await gone.configs(unlisted);
		expect(await gone.byName(unlisted)).toEqual({asked: ['config orders', 'status orders'], answer: 'unknown'});
	});

	test.each<[string, Partial<ReaderClient>, string]>([
		[
			'no answer for its configuration, none by name',
			{readTaskConfig: () => Promise.reject(failed('timeout', 'no answer within 4 s', null))},
			'no-answer',
		],
		[
			'no such route for configurations (501), none by name',
			{readTaskConfig: () => Promise.reject(failed('http', 'HTTP 501: Not Implemented', 501))},
			'unknown',
		],
		[
			'no configuration, and DM refuses the status for another reason',
			{
				readTaskConfig: () => Promise.reject(failed('result-false', 'refused: task not found')),
				readTask: () => Promise.reject(failed('result-false', 'refused: no leader yet')),
			},
			'no-answer',
		],
		[
			'no configuration, and DM answers for it',
			{
				readTaskConfig: () => Promise.reject(failed('result-false', 'refused: task not found')),
				readTask: () => Promise.resolve({value: one, master: 'm', tookMs: 1}),
			},
			'listed',
		],
		[
			'a name that no path can hold',
			{
				readTaskConfig: () => Promise.reject(new DmError('GET', '/', {kind: 'usage', problem: 'a slash'})),
				readTask: () => Promise.reject(new DmError('GET', '/', {kind: 'usage', problem: 'a slash'})),
			},
			'no-answer',
		],
	])('%s', async (_, answers, expected) => {
		expect((await asked(answers).byName(unlisted)).answer).toBe(expected);
	});

	test('1.0: by name alone', async () => {
		const memory = remembered(
			[
				[0, answer({r1: {orders: running()}}, 'workers')],
				[3, answer({r1: {}}, 'workers')],
			],
			null,
		);
		expect(await asked().byName(memory)).toEqual({asked: ['status orders'], answer: 'unknown'});
	});

	test('at every poll at first, and each 15 s after a minute', async () => {
		const it = asked();
		const counts: number[] = [];
		it.clock.pass(3000);
		for (let poll = 0; poll < 40; poll++) {
			counts.push((await it.byName(unlisted)).asked.length);
			it.clock.pass(3000);
		}
		expect(counts.slice(0, 20)).toEqual(Array.from({length: 20}, () => 1));
		expect(counts.slice(20).reduce((sum, count) => sum + count, 0)).toBe(4);
	});

	test('eight at a poll, and the others have their turn', async () => {
		const names = Array.from({length: 12}, (_, index) => `t${index}`);
		const listed = answer({r1: Object.fromEntries(names.map(name => [name, running()]))});
		const memory = remembered([
			[0, listed],
			[3, none],
		]);
		const it = asked();
		it.clock.pass(3000);
		expect((await it.byName(memory)).asked).toHaveLength(8);
		it.clock.pass(3000);
		expect((await it.byName(memory)).asked.slice(0, 4)).toEqual(names.slice(8).map(name => `config ${name}`));
		expect(it.most()).toBe(8);
	});

	test('one whose source is silent is asked for each minute', async () => {
		const silent = remembered([
			[0, one],
			[3, answer({r1: {answered: false}})],
		]);
		const it = asked();
		await it.configs(silent);
		expect((await it.byName(silent)).asked).toEqual([]);
		it.clock.pass(60_000);
		expect((await it.byName(silent)).asked).toEqual(['config orders']);
		expect(await it.configs(silent)).toEqual([]);
	});
});

describe('configurations', () => {
	test('at most eight at a time, and all of them at once where there are no more', async () => {
		const names = Array.from({length: 20}, (_, index) => `t${index}`);
		const memory = remembered([[0, answer({r1: Object.fromEntries(names.map(name => [name, running()]))})]]);
		const it = asked();
		expect(await it.configs(memory)).toEqual(names.map(name => `config ${name}`));
		expect(it.most()).toBe(8);
	});

	test('again where it may be another one by now', async () => {
		const it = asked();
		const memory = remembered([[0, one]]);
		expect(await it.configs(memory)).toEqual(['config orders']);
		expect(await it.configs(memory)).toEqual([]);
		const restarted = remembered([
			[0, answer({r1: {orders: running({totalEvents: 9})}})],
			[3, answer({r1: {orders: running({totalEvents: 1})}})],
		]);
		expect(await it.configs(restarted)).toEqual(['config orders']);
	});
});

describe('who belongs to the cluster', () => {
	test('members and sources together, each 15 s', async () => {
		const it = asked();
		const memory = remembered([[0, one]]);
		expect(await it.around(memory)).toEqual({asked: ['members', 'sources'], told: ['members', 'sources']});
		it.clock.pass(14_999);
		expect((await it.around(memory)).asked).toEqual([]);
		it.clock.pass(1);
		expect((await it.around(memory)).asked).toEqual(['members', 'sources']);
	});

	test('before the first answer too, but not of 1.0', async () => {
		expect((await asked().around(emptyMemory(['m'], 3000))).asked).toEqual(['members', 'sources']);
		const old = remembered([[0, answer({r1: {}}, 'workers')]], null);
		expect((await asked().around(old)).asked).toEqual([]);
	});

	test('a master that does not show its sources is not asked again', async () => {
		const it = asked({readSources: () => Promise.reject(failed('http', 'HTTP 501: Not Implemented', 501))});
		const memory = remembered([[0, one]]);
		expect((await it.around(memory)).told).toEqual(['members']);
		it.clock.pass(15_000);
		expect((await it.around(memory)).asked).toEqual(['members']);
	});
});
