import {gzipSync} from 'node:zlib';
import {afterEach, expect, test} from 'vitest';
import {createDmClient} from '../../src/dm/ask/client.ts';
import {createReader} from '../../src/gateway/ask/reader.ts';
import {emptyMemory, remember} from '../../src/gateway/memory/memory.ts';
import {overview} from '../../src/gateway/views/views.ts';
import {type CaseRule, startCaseMaster} from '../support/cases.ts';
import {createTestClock} from '../support/clock.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const one of undo.splice(0).reverse()) await one();
});

/** Polls a master that plays a case by its rule; time passes only while an answer is awaited, and 3 s between two polls. */
async function polled(name: string, rule: CaseRule, polls = 1, workers: readonly string[] = []) {
	const master = await startCaseMaster(name, rule);
	const clock = createTestClock(0);
	const client = createDmClient({masters: [master.address], now: clock.now});
	const reader = createReader(client, clock, workers);
	undo.push(master.close, client.close, reader.close);
	let memory = emptyMemory([master.address], 3000);
	const ages: number[] = [];
	for (let poll = 0; poll < polls; poll++) {
		const startedMs = clock.now();
		memory = remember(memory, await clock.during(reader.status(new AbortController().signal)));
		ages.push(clock.now() - startedMs);
		clock.pass(3000);
	}
	return {memory, ages, requests: master.requests, list: overview(memory)};
}

const isWhole = (url = '') => /\/status\/$/.test(url);

/** The answer for all is larger than gRPC lets through inside the master. */
const tooLarge =
	(status: number): CaseRule =>
	({url}, response) => {
		if (!isWhole(url)) return false;
		const message = 'grpc: received message larger than max (6069063 vs. 4194304)';
		response.writeHead(status).end(JSON.stringify({code: 8, message, details: []}));
		return true;
	};

test.each([429, 500])('grpc-4mib, as HTTP %i: it is asked by its sources, and the screen says so', async status => {
	const {list, requests, memory} = await polled('grpc-4mib', tooLarge(status), 2);
	expect(list.tasks.map(({name, word}) => `${name} ${word}`)).toEqual(['crm running']);
	expect(list.remarks).toEqual([
		'The cluster is asked in 1 part, by its sources: one answer for all would be too large.',
	]);
	expect(list.notes).toEqual([]);
	expect(requests.filter(it => it.includes('/status/'))).toEqual([
		'GET /apis/v1alpha1/status/',
		'GET /apis/v1alpha1/status/?sources=mysql-01',
		'GET /apis/v1alpha1/status/?sources=mysql-01',
	]);
	expect(memory.trouble).toBeNull();
});

/** As 1.0 answers, which has neither members nor a list of sources. */
const ofOldMaster =
	(rule: CaseRule): CaseRule =>
	(request, response, poll) => {
		if (!/\/(members|sources)$/.test(request.url ?? '')) return rule(request, response, poll);
		response.writeHead(404).end('Not Found');
		return true;
	};

test.each([429, 500])('1.0, too large as HTTP %i: it is asked by the workers that are given', async status => {
	const workers = ['127.0.0.1:8262', '127.0.0.1:8263', '127.0.0.1:8264'];
	const rule = ofOldMaster(tooLarge(status));
	const {list, memory, requests} = await polled('real/1.0.7-dead-worker-one-task', rule, 2, workers);
	expect(memory.trouble).toBeNull();
	expect(list.cluster.shape).toBe('workers');
	expect(list.tasks.length).toBeGreaterThan(0);
	expect(list.remarks).toEqual([
		'The cluster is asked in 2 parts, by its sources: one answer for all would be too large.',
		'Tasks on none of the 3 workers that --worker names are not shown.',
	]);
	expect(requests.some(it => it.includes('?workers=127.0.0.1%3A8262'))).toBe(true);
	const blind = await polled('real/1.0.7-dead-worker-one-task', rule);
	expect(blind.memory.trouble?.message).toMatch(/: to ask them in parts, name each of them with --worker HOST:PORT$/);
});

test('hang-one-in-three: the rows are never older than a few seconds', async () => {
	let questions = 0;
	const everyThird: CaseRule = ({url = ''}) => /\/status\/(\?|$)/.test(url) && ++questions % 3 === 0;
	const {ages, memory, list} = await polled('hang-one-in-three', everyThird, 8);
	expect(Math.max(...ages)).toBeLessThan(6000);
	expect(memory.trouble).toBeNull();
	expect(list.tasks.map(({word}) => word)).toEqual(['running']);
});

test('proxy-gzip: what a proxy packed is read', async () => {
	const {list} = await polled('proxy-gzip', ({url}, response) => {
		if (!isWhole(url)) return false;
		const body = JSON.stringify({result: true, msg: '', sources: []});
		response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(body));
		return true;
	});
	expect([list.cluster.shape, list.tasks]).toEqual(['sources', []]);
});
