import {describe, expect, test} from 'vitest';
import {systemClock} from '../../src/clock.ts';
import {createDmClient} from '../../src/dm/client.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory.ts';
import {createReader} from '../../src/gateway/reader.ts';
import {startReplay} from '../../src/simulator/replay.ts';
import {startSimulator} from '../../src/simulator/server.ts';
import {fixtures} from '../support/recordings.ts';

const listen = {host: '127.0.0.1', port: 0};
const signal = new AbortController().signal;

async function reading(url: string) {
	const client = createDmClient({masters: [url], now: Date.now});
	const reader = createReader(client, systemClock());
	let memory = emptyMemory([url], 1000);
	const take = async (): Promise<Memory> => {
		memory = remember(memory, await reader.status(signal));
		for await (const told of reader.byName(memory, signal)) memory = remember(memory, told);
		memory = (await reader.around(memory, signal)).reduce(remember, memory);
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
