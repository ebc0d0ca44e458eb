import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {status} from '../../src/commands/status.ts';
import {wait} from '../../src/commands/wait.ts';
import {listener, nothingGiven} from '../support/commands.ts';
import {fixtureText} from '../support/recordings.ts';

const open = new Set<Server>();

afterEach(() => {
	for (const server of open) server.close();
	open.clear();
});

/** A master that gives recorded answers, and remembers what it was asked. */
async function master(answers: Readonly<Record<string, string>>) {
	const asked: string[] = [];
	const server = createServer(({url = ''}, response) => {
		asked.push(url);
		const [, file] = Object.entries(answers).find(([path]) => url.startsWith(path)) ?? [];
		response.writeHead(file === undefined ? 404 : 200, {'content-type': 'application/json'});
		response.end(file === undefined ? '{}' : fixtureText(file));
	});
	open.add(server.listen(0, '127.0.0.1'));
	await once(server, 'listening');
	return {asked, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
}

test.each([
	[
		'every worker is offline',
		'2.0.7-all-workers-dead/status.json',
		'2.0.7-all-workers-dead/members.json',
		1,
		/No answer tells of a task\.\n\n4 of 4 workers are offline: there may be tasks that no answer tells of/,
	],
	['there is no task yet', '2.0.7/empty/status.json', '2.0.7/empty/members.json', 0, /The cluster has no task\.\n$/],
] as const)('an empty answer: %s', async (_, told, members, code, text) => {
	const {address, asked} = await master({'/apis/v1alpha1/status': told, '/apis/v1alpha1/members': members});
	const [stdout, stderr] = [listener(), listener()];
	const io = {stdout: stdout.stream, stderr: stderr.stream, signal: new AbortController().signal};
	expect(await status({...nothingGiven, masters: [address]}, io)).toBe(code);
	expect(stdout.text()).toMatch(text);
	expect(asked).toContain('/apis/v1alpha1/members');
});

test('what nobody has to know before is asked at once: the version, the status, the members, the sources', async () => {
	const {address, asked} = await master({'/apis/v1alpha1/status': '2.0.7/sync/running.json'});
	const stdout = listener();
	const io = {stdout: stdout.stream, stderr: listener().stream, signal: new AbortController().signal};
	expect(await status({...nothingGiven, masters: [address]}, io)).toBe(0);
	expect(asked.slice(0, 4).sort()).toEqual([
		'/apis/v1alpha1/members',
		'/apis/v1alpha1/sources',
		'/apis/v1alpha1/status/',
		'/status',
	]);
});

/** A master that answers nothing of a round before all of it has been asked: one after the other, nobody would ever end. */
async function roundMaster(rounds: readonly (readonly string[])[]) {
	const waiting = new Map<string, () => void>();
	let round = 0;
	const server = createServer(({url = '', method}, response) => {
		const body = bodies[url] ?? fixtureText('6.5.0/sync/task-config.json').replaceAll('orders_merge', taskIn(url));
		waiting.set(`${method} ${url}`, () => response.writeHead(200).end(body));
		const wanted = rounds[round] ?? [];
		if (!wanted.every(request => waiting.has(request))) return;
		round += 1;
		for (const answer of waiting.values()) answer();
		waiting.clear();
	});
	open.add(server.listen(0, '127.0.0.1'));
	await once(server, 'listening');
	return {rounds: () => round, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
}

const bodies: Readonly<Record<string, string>> = {
	'/status': 'Release Version: v6.5.0\n',
	'/apis/v1alpha1/status/': fixtureText('6.5.0/sync/running.json'),
	'/apis/v1alpha1/members': fixtureText('6.5.0/sync/members.json'),
	'/apis/v1alpha1/sources': '{"result":true,"msg":"","sources":[]}',
};

function taskIn(url: string): string {
	return /\/tasks\/([^?]*)/.exec(url)?.[1] ?? '';
}

const firstRound = [
	'GET /status',
	'GET /apis/v1alpha1/status/',
	'GET /apis/v1alpha1/members',
	'PUT /apis/v1alpha1/sources',
];
const config = (task: string) => `GET /apis/v1alpha1/tasks/${task}?type=1`;

test.each<[string | null, readonly string[]]>([
	[null, ['billing', 'orders_merge', 'inventory_full']],
	['billing', ['billing']],
])('everything is asked for in two rounds (task: %s)', async (argument, tasks) => {
	const {address, rounds} = await roundMaster([firstRound, tasks.map(config)]);
	const io = {stdout: listener().stream, stderr: listener().stream, signal: new AbortController().signal};
	await status({...nothingGiven, argument, masters: [address]}, io);
	expect(rounds()).toBe(2);
});

test('a wait asks in two rounds too', async () => {
	const {address, rounds} = await roundMaster([firstRound, [config('orders_merge')]]);
	const io = {stderr: listener().stream, terminal: false, signal: new AbortController().signal};
	await wait({...nothingGiven, argument: 'orders_merge', waitFor: 'running', masters: [address]}, io);
	expect(rounds()).toBe(2);
});

/**
 * A master of twelve sources with a failed task each: the configurations of both are asked for. It answers none of them
 * before nobody else is about to ask.
 */
async function crowdedMaster() {
	const {sources} = JSON.parse(fixtureText('6.5.0/error/load-column-missing.json'));
	const [entry] = sources.filter(({subTaskStatus}: Entry) => subTaskStatus.some(({stage}) => stage === 'Paused'));
	const failed = entry.subTaskStatus.find(({stage}: Stage) => stage === 'Paused');
	const crowd = Array.from({length: 12}, (_, index) => ({
		...entry,
		sourceStatus: {...entry.sourceStatus, source: `s${index}`, worker: `w${index}`},
		subTaskStatus: [{...failed, name: `t${index}`}],
	}));
	const first: Readonly<Record<string, string>> = {
		...bodies,
		'/apis/v1alpha1/status/': JSON.stringify({result: true, msg: '', sources: crowd}),
	};
	const asked: string[] = [];
	const waiting: Array<() => void> = [];
	let most = 0;
	const server = createServer(async ({url = ''}, response) => {
		const told = first[url];
		if (told !== undefined) {
			response.writeHead(200).end(told);
			return;
		}
		asked.push(url);
		const config = fixtureText('6.5.0/sync/task-config.json').replaceAll('orders_merge', taskIn(url));
		waiting.push(() => response.writeHead(200).end(config));
		most = Math.max(most, waiting.length);
		// Whoever else is about to ask has asked by then.
		const open = waiting.length;
		for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
		if (open === waiting.length) for (const answer of waiting.splice(0)) answer();
	});
	open.add(server.listen(0, '127.0.0.1'));
	await once(server, 'listening');
	return {asked, most: () => most, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
}

type Stage = {readonly stage: string};
type Entry = {readonly subTaskStatus: readonly Stage[]};

test('of the second round at most eight questions are open, of whatever kind they are', async () => {
	const {address, asked, most} = await crowdedMaster();
	const io = {stdout: listener().stream, stderr: listener().stream, signal: new AbortController().signal};
	await status({...nothingGiven, masters: [address]}, io);
	expect(asked.filter(url => url.endsWith('type=1'))).toHaveLength(12);
	expect(asked.filter(url => url.endsWith('type=4'))).toHaveLength(12);
	expect(most()).toBe(8);
});
