import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {startReplay} from '../../src/simulator/replay.ts';
import {readTimeline} from '../../src/simulator/timeline.ts';
import {fixture} from './lab.ts';

const disposables: (() => Promise<unknown>)[] = [];

afterEach(async () => {
	for (const dispose of disposables.splice(0)) await dispose();
});

const short = fileURLToPath(new URL('../../fixtures/6.5.0/timeline-short.jsonl', import.meta.url));
type Answer = {
	readonly sources?: readonly {
		readonly sourceStatus: {readonly source: string};
		readonly subTaskStatus: readonly {readonly name: string}[];
	}[];
	readonly workers?: readonly unknown[];
};

const lines: {atMs: number; body?: unknown; error?: string}[] = fixture('6.5.0/timeline-short.jsonl')
	.trim()
	.split('\n')
	.map(line => JSON.parse(line));

async function fileOf(text: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'dmtop-timeline-'));
	disposables.push(() => rm(folder, {recursive: true}));
	const file = join(folder, 'timeline.jsonl');
	await writeFile(file, text);
	return file;
}

async function start(file = short, speed = 1) {
	const clock = {nowMs: 50_000};
	const replay = await startReplay({listen: {host: '127.0.0.1', port: 0}, file, speed, now: () => clock.nowMs});
	disposables.push(replay.close);
	const ask = (path: string, init?: RequestInit) => fetch(replay.url + path, init);
	const status = async (path = ''): Promise<Answer> =>
		JSON.parse(await (await ask(`/apis/v1alpha1/status/${path}`)).text());
	return {...replay, clock, ask, status};
}

describe('a replay', () => {
	test('gives the answer of the moment, faster where asked, and holds the last', async () => {
		const {clock, status, lastMs} = await start(short, 10);
		expect(await status()).toEqual(lines[0]?.body);
		clock.nowMs += 1900;
		expect(await status()).toEqual(lines[0]?.body);
		clock.nowMs += 2;
		expect(await status()).toEqual(lines[1]?.body);
		clock.nowMs += 3_600_000;
		expect(await status()).toEqual(lines.at(-1)?.body);
		expect(lastMs).toBe(342_704);
	});

	test('drops the connection where the master did not answer', async () => {
		const {control, status} = await start();
		const lost = lines.find(({error}) => error !== undefined);
		control.seek(lost?.atMs ?? 0);
		await expect(status()).rejects.toThrow('fetch failed');
		control.seek((lost?.atMs ?? 0) - 1);
		expect(await status()).toMatchObject({result: true});
	});

	test('gives one task, or one source', async () => {
		const {control, status} = await start();
		control.seek(152_266);
		const names = ({sources = []}: Answer) =>
			sources.map(({sourceStatus, subTaskStatus}) => [sourceStatus.source, ...subTaskStatus.map(({name}) => name)]);
		expect(names(await status('billing'))).toEqual([['mysql-replica-01', 'billing']]);
		expect(names(await status('?sources=mysql-replica-03'))).toEqual([['mysql-replica-03', 'orders_merge']]);
		expect(await status('no_such_task')).toEqual(JSON.parse(fixture('6.5.0/empty/status-unknown-task.json')));
	});

	test('has its status only', async () => {
		const {ask} = await start();
		expect(await (await ask('/status')).text()).toBe(fixture('6.5.0/empty/version.txt'));
		const unavailable = {code: 12, message: 'Not Implemented', details: []};
		for (const path of ['/apis/v1alpha1/members', '/apis/v1alpha1/tasks/billing?type=1', '/apis/v1alpha1/status']) {
			const answer = await ask(path);
			expect(answer.status).toBe(501);
			expect(await answer.json()).toEqual(unavailable);
		}
		const refused = await ask('/apis/v1alpha1/tasks/billing', {method: 'PUT', body: '{"op":2}'});
		expect(refused.status).toBe(501);
		expect(await refused.json()).toMatchObject({message: 'a recording cannot be operated'});
	});

	test('of 1.0 has the shape and the version of 1.0', async () => {
		const body = JSON.parse(fixture('1.0.7/sync/running.json'));
		const {ask, status} = await start(await fileOf(JSON.stringify({atMs: 0, status: 200, body})));
		expect(await (await ask('/status')).text()).toBe(fixture('1.0.7/empty/version.txt'));
		expect(await (await ask('/apis/v1alpha1/status/')).text()).toBe(fixture('1.0.7/sync/running.json'));
		expect((await status('?workers=127.0.0.1:8262')).workers).toEqual(body.workers.slice(0, 1));
	});
});

describe('a file that is no timeline is refused with a sentence', () => {
	const good = '{"atMs":1000,"status":200,"body":{}}';
	const cases: readonly (readonly [name: string, text: string, sentence: RegExp])[] = [
		['nothing in it', '\n', /^The recording .* is empty; expected one JSON object a line\.$/],
		['not JSON', `${good}\n{oops`, /, line 2: not JSON \(.*\)\.$/],
		['not an object', '[1]', /, line 1: expected an object, got \[1\]\.$/],
		['no time', '{"status":200,"body":{}}', /, line 1: expected atMs as a number from 0 on, got nothing\.$/],
		[
			'a time before the last',
			`${good}\n{"atMs":2,"error":"x"}`,
			/, line 2: atMs 2 lies before 1000 of the line above\.$/,
		],
		[
			'no HTTP status',
			'{"atMs":1,"status":"fine","body":{}}',
			/, line 1: expected an HTTP status or an error, got "fine"\.$/,
		],
		['no body', '{"atMs":1,"status":200}', /, line 1: expected a body\.$/],
	];
	for (const [name, text, sentence] of cases) {
		test(name, async () => {
			const file = await fileOf(text);
			await expect(readTimeline(file)).rejects.toThrow(sentence);
		});
	}

	test('no such file', async () => {
		await expect(readTimeline('/nowhere/timeline.jsonl')).rejects.toThrow(/^Cannot read the recording \/nowhere/);
	});
});
