import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {goesOnWithoutConfig, readFlags} from '../../../src/commands/args/usage.ts';
import {noConfig} from '../../../src/commands/config/config.ts';
import {exit, UsageError} from '../../../src/commands/exit.ts';
import {record} from '../../../src/commands/record/record.ts';
import {report} from '../../../src/commands/record/report.ts';
import {startReplay} from '../../../src/simulator/replay.ts';
import {type CaseMaster, type CaseRule, startCaseMaster} from '../../support/cases.ts';
import {listener, nothingGiven} from '../../support/commands.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'dmtop-report-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** A configuration as a master that masks nothing would tell it. */
const telltale: CaseRule = (request, response) => {
	if (!request.url?.includes('/tasks/')) return false;
	response.end(JSON.stringify({result: true, msg: '', cfg: 'task-mode: all\ntarget-database:\n  password: hunter2\n'}));
	return true;
};

const env = {TERM: 'xterm-256color', LANG: 'C.UTF-8', DMTOP_TOKEN_FILE: '/home/me/hidden', SECRET: 'hunter2'};

function ioOf(signal = new AbortController().signal) {
	const {stream, text} = listener();
	return {io: {stderr: stream, env, version: '1.2.3', findConfig: async () => noConfig, signal}, text};
}

async function linesOf(file: string) {
	const text = await readFile(file, 'utf8');
	return {
		text,
		lines: text
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line)),
	};
}

/** What a master tells to that question. */
async function asked(url: string, route = '/apis/v1alpha1/status/', init: RequestInit = {}): Promise<unknown> {
	return (await fetch(new URL(route, url), init)).json();
}

describe('a report', () => {
	let master: CaseMaster;
	beforeAll(async () => {
		master = await startCaseMaster('lag-flaps', telltale);
	});
	afterAll(() => master.close());
	const options = (name: string, other = {}) => ({
		...nothingGiven,
		noState: true,
		masters: [master.address],
		argument: path.join(folder, name),
		...other,
	});

	test('holds what this dmtop is, what the cluster answers, and no secret; only its owner may read it', async () => {
		const {io, text} = ioOf();
		const {argument} = options('report.jsonl');
		expect(await report(options('report.jsonl'), io)).toBe(exit.fine);
		expect(text()).toContain(`wrote ${argument}, `);
		expect((await stat(argument)).mode & 0o777).toBe(0o600);
		const {text: whole, lines} = await linesOf(argument);
		expect(whole).not.toContain('hunter2');
		const told = lines.flatMap(line => (line.told === undefined ? [] : [line.told]));
		expect(told[0]).toMatchObject({dmtop: '1.2.3', node: process.version, terminal: {TERM: 'xterm-256color'}});
		expect(told[0]).toMatchObject({masters: [master.address], trouble: null});
		expect(told[1]).toEqual({events: 'nothing is saved'});
		expect(lines.filter(line => line.asked === undefined && line.told === undefined)).toHaveLength(1);
	});

	test('is what a replay plays: the status, and what was asked beside it', async () => {
		const {argument} = options('played.jsonl');
		await report(options('played.jsonl'), ioOf().io);
		const {lines} = await linesOf(argument);
		const replay = await startReplay({listen: {host: '127.0.0.1', port: 0}, file: argument, now: () => 0});
		try {
			expect(await asked(replay.url)).toEqual(lines.find(line => line.asked === undefined).body);
			for (const line of lines.filter(({asked: question}) => question !== undefined)) {
				const [method = '', route, ...body] = line.asked.split(' ');
				if (route === '/status') continue;
				const init = {method, ...(method === 'PUT' && {body: body.join(' ')})};
				expect(await asked(replay.url, route, init), line.asked).toEqual(line.body);
			}
			const other = {method: 'PUT', body: '{"op":2}'};
			expect(await asked(replay.url, '/apis/v1alpha1/sources', other)).toMatchObject({code: 12});
		} finally {
			await replay.close();
		}
	});

	test('has no names of the cluster where that is wished', async () => {
		const {argument} = options('anonymous.jsonl', {anonymous: true});
		await report(options('anonymous.jsonl', {anonymous: true}), ioOf().io);
		const {lines, text} = await linesOf(argument);
		const {sources} = (await asked(`http://${master.address}`)) as {sources: {sourceStatus: {source: string}}[]};
		for (const {sourceStatus} of sources) expect(text).not.toContain(sourceStatus.source);
		expect(text).not.toContain('127.0.0.1');
		expect(lines.find(line => line.asked === undefined).body.sources[0].sourceStatus.source).toBe('source-1');
	});

	test('writes over nothing', async () => {
		const {argument} = options('there.jsonl');
		await writeFile(argument, 'mine');
		await expect(report(options('there.jsonl'), ioOf().io)).rejects.toThrow(
			'is there already, and is not written over',
		);
		expect(await readFile(argument, 'utf8')).toBe('mine');
		await expect(report(options('no/such/folder'), ioOf().io)).rejects.toThrow('cannot be made (ENOENT)');
	});

	test('tells of a cluster that does not answer', async () => {
		const {io, text} = ioOf();
		const {argument} = options('dead.jsonl');
		expect(await report({...options('dead.jsonl'), masters: ['127.0.0.1:1']}, io)).toBe(exit.fine);
		expect(text()).toContain('refused');
		const {lines} = await linesOf(argument);
		expect(lines.find(line => line.error !== undefined).error).toContain('127.0.0.1:1');
		const hidden = options('hidden.jsonl', {anonymous: true, masters: ['localhost:1']});
		expect(await report(hidden, ioOf().io)).toBe(exit.fine);
		expect((await linesOf(hidden.argument)).text).not.toContain('localhost');
	});
});

describe('a report without a cluster', () => {
	const told = async (name: string, other: object, config: () => Promise<typeof noConfig> = async () => noConfig) => {
		const argument = path.join(folder, name);
		const {io} = ioOf();
		expect(await report({...nothingGiven, noState: true, argument, ...other}, {...io, findConfig: config})).toBe(
			exit.fine,
		);
		const {lines} = await linesOf(argument);
		return lines.flatMap(line => line.told ?? [])[0];
	};

	test('that is named, or of one that has a gateway only, says so', async () => {
		expect(await told('none.jsonl', {})).toMatchObject({
			trouble: 'no dm-master is named: nobody was asked',
			dmtop: '1.2.3',
		});
		const far = {cluster: 'sh-stage', gateway: 'wss://gw:1'};
		expect((await told('far.jsonl', far)).trouble).toContain('the cluster sh-stage has a gateway only');
	});

	test('whose certificates cannot be read says so', async () => {
		const {trouble} = await told('tls.jsonl', {masters: ['127.0.0.1:1'], tls: {ca: '/nowhere/ca.pem'}});
		expect(trouble).toBe('--ssl-ca: /nowhere/ca.pem cannot be read (ENOENT)');
	});

	test('since the file of settings is wrong says what is wrong', async () => {
		const wrong = async () => {
			throw new UsageError('config.yaml:1:1: received the key "x"');
		};
		expect((await told('wrong.jsonl', {}, wrong)).settings).toBe('config.yaml:1:1: received the key "x"');
		expect((await told('hidden-wrong.jsonl', {anonymous: true}, wrong)).settings).toBe('cannot be read');
	});

	test('is begun by the command line where nothing else is', () => {
		const read = (words: readonly string[], given = {}) => readFlags(words, {master: [], ...given}, [], {});
		expect(read(['report'])).toMatchObject({command: 'report', options: {masters: []}});
		expect(() => read(['record', 'f'])).toThrow('no dm-master given');
		expect(goesOnWithoutConfig(['report'], {}, {})).toBe(true);
		expect(goesOnWithoutConfig(['report'], {cluster: ['a']}, {})).toBe(false);
		expect(goesOnWithoutConfig(['report'], {}, {DMTOP_CLUSTER: 'a'})).toBe(false);
		expect(goesOnWithoutConfig(['status'], {}, {})).toBe(false);
	});
});

test('a recording goes on until it is ended, and says so', async () => {
	const end = new AbortController();
	const master = await startCaseMaster('lag-flaps', (_, __, poll) => {
		if (poll >= 3) end.abort();
		return false;
	});
	try {
		const {io, text} = ioOf(end.signal);
		const argument = path.join(folder, 'record.jsonl');
		const options = {...nothingGiven, masters: [master.address], argument, everyMs: 1, runtimeDir: folder};
		expect(await record(options, io)).toBe(exit.fine);
		const {lines} = await linesOf(argument);
		expect(lines[0].told).toMatchObject({dmtop: '1.2.3'});
		const statuses = lines.filter(line => line.asked === undefined && line.told === undefined);
		expect(statuses.length).toBeGreaterThan(1);
		expect(text()).toMatch(/^dmtop: recording to .*record\.jsonl; Ctrl-C ends it\ndmtop: recorded \d+ answers in /);
		expect(text()).toContain(`dmtop simulate --replay ${argument}\n`);
	} finally {
		await master.close();
	}
});
