import {expect, test} from 'vitest';
import {DmError} from '../../../src/dm/ask/error.ts';
import type {Cluster} from '../../../src/domain/cluster.ts';
import {createSourceConfigs} from '../../../src/gateway/ask/source-configs.ts';
import {createTurns} from '../../../src/gateway/ask/turns.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import {answer, paused, running} from '../../support/cluster.ts';

const checker = {enabled: true, everyMs: 5000, leastMs: 1000, mostMs: 300_000, factor: 2};
const signal = new AbortController().signal;

/** Asks a client that answers as told, at the given time. */
function asker(told: (source: string) => DmError | null = () => null) {
	const asked: string[] = [];
	let atMs = 0;
	let under = 0;
	let most = 0;
	const client = {
		async readSourceConfig(source: string) {
			asked.push(source);
			most = Math.max(most, ++under);
			await Promise.resolve();
			under--;
			const error = told(source);
			if (error !== null) throw error;
			return {value: {checker}, master: 'm:8261', tookMs: 1};
		},
	};
	const clock = {now: () => atMs, wall: () => atMs, after: () => () => {}};
	const ask = createSourceConfigs(client, clock, createTurns(8));
	return {
		most: () => most,
		/** Which sources it asked for. */
		async at(seconds: number, memory: Memory, which: 'all' | 'failing' = 'all') {
			atMs = seconds * 1000;
			asked.length = 0;
			const told: string[] = [];
			for await (const reading of ask(memory, signal, which)) told.push(reading.source);
			return {asked: [...asked], told};
		},
	};
}

function memoryOf(cluster: Cluster): Memory {
	const reading = {type: 'status', ok: true, atMs: 0, tookMs: 5, master: 'm:8261', version: 'v6.5.0', cluster} as const;
	return remember(emptyMemory(['m:8261'], 3000), reading);
}

const two = memoryOf(answer({r1: {orders: running()}, r2: {orders: paused(10006)}}));
const names = Array.from({length: 20}, (_, index) => `r${index + 1}`);
const twenty = memoryOf(answer(Object.fromEntries(names.map(name => [name, {orders: running()}]))));
const failed = (httpStatus: number | null) =>
	new DmError('GET', '/', [{master: 'm:8261', kind: 'http', problem: 'no', sent: true, httpStatus}]);

test('each source once, and again each hour', async () => {
	const it = asker();
	expect(await it.at(0, two)).toEqual({asked: ['r1', 'r2'], told: ['r1', 'r2']});
	expect((await it.at(3, two)).asked).toEqual([]);
	expect((await it.at(3599, two)).asked).toEqual([]);
	expect((await it.at(3600, two)).asked).toEqual(['r1', 'r2']);
});

test('again where the worker is another one', async () => {
	const it = asker();
	await it.at(0, two);
	const moved = memoryOf(answer({r1: {worker: 'w9', errors: []}, r2: {orders: running()}}));
	expect((await it.at(3, moved)).asked).toEqual(['r1']);
});

test('only those that fail, where the others do not matter', async () => {
	expect((await asker().at(0, two, 'failing')).asked).toEqual(['r2']);
});

test('at most eight at a time', async () => {
	const it = asker();
	expect((await it.at(0, twenty)).told).toEqual(names);
	expect(it.most()).toBe(8);
});

test('one that fails is asked again after a minute, and holds up no other', async () => {
	const it = asker(source => (source === 'r1' ? failed(200) : null));
	expect(await it.at(0, two)).toEqual({asked: ['r1', 'r2'], told: ['r2']});
	expect((await it.at(59, two)).asked).toEqual([]);
	expect((await it.at(60, two)).asked).toEqual(['r1']);
});

test.each([404, 501])('a route that is not there (%i) is asked for once an hour', async httpStatus => {
	const it = asker(() => failed(httpStatus));
	expect((await it.at(0, twenty)).asked).toEqual(['r1']);
	expect((await it.at(3599, twenty)).asked).toEqual([]);
	expect((await it.at(3600, twenty)).asked).toEqual(['r1']);
});

test('1.0 is not asked', async () => {
	expect((await asker().at(0, memoryOf(answer({r1: {orders: running()}}, 'workers')))).asked).toEqual([]);
});
