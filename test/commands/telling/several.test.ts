import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {systemClock} from '../../../src/clock.ts';
import type {ClusterProfile} from '../../../src/commands/config/config.ts';
import {status} from '../../../src/commands/status.ts';
import {startGateway} from '../../../src/gateway/gateway.ts';
import {type CaseMaster, startCaseMaster} from '../../support/cases.ts';
import {listener, nothingGiven} from '../../support/commands.ts';

let folder = '';
let master: CaseMaster;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-several-'));
	master = await startCaseMaster('busy-worker-snapshot');
	const gateway = await startGateway({
		masters: [master.address],
		door: {type: 'unix', path: path.join(folder, 's'), gid: null},
		keys: null,
		everyMs: 60_000,
		program: 'dmtop test',
		label: 'prod',
		clock: systemClock(),
		random: Math.random,
	});
	closing.push(
		() => gateway.close(),
		() => master.close(),
	);
});

afterEach(async () => {
	for (const close of closing.splice(0)) await close();
	rmSync(folder, {recursive: true});
});

const cluster = (name: string, more: Partial<ClusterProfile>): ClusterProfile => ({
	...{name, masters: [], workers: [], gateway: null, label: null, tls: {}, tokenFile: null},
	...more,
});

async function run(given: object) {
	const [out, err] = [listener(), listener()];
	const io = {stdout: out.stream, stderr: err.stream, signal: new AbortController().signal};
	const code = await status({...nothingGiven, ...given}, io);
	return {code, out: out.text(), err: err.text()};
}

test('all clusters: by their masters, by a gateway, and one that does not answer', async () => {
	const clusters = [
		cluster('own', {masters: [master.address], label: 'prod'}),
		cluster('far', {gateway: `unix:${path.join(folder, 's')}`}),
		cluster('gone', {masters: ['127.0.0.1:1']}),
		cluster('wrong', {masters: ['127.0.0.1:1'], tls: {ca: '/is/not/there'}}),
	];
	const {code, out, err} = await run({clusters, json: true});
	expect(code).toBe(3);
	const [own, far, gone, wrong] = JSON.parse(out).clusters;
	expect(own).toMatchObject({name: 'own', label: 'prod', error: null});
	// Its gateway says so.
	expect(far).toMatchObject({name: 'far', label: 'prod', error: null});
	// A gateway tells the same of the same cluster, but for when it asked and how.
	const plain = (told: object) =>
		JSON.parse(JSON.stringify(told, (key, value) => (timely.has(key) ? null : value)) ?? 'null');
	expect(plain(far.tasks)).toEqual(plain(own.tasks));
	expect(far.locks).toEqual(own.locks);
	const bySource = (rows: readonly {source: string}[]) => [...rows].sort((a, b) => (a.source < b.source ? -1 : 1));
	expect(bySource(far.sources)).toEqual(bySource(own.sources));
	expect(Object.keys(far.cluster)).toEqual(Object.keys(own.cluster));
	expect(far.cluster.askedAt).toMatch(/^20\d\d-/);
	expect(gone).toMatchObject({name: 'gone', error: expect.stringContaining('127.0.0.1:1'), tasks: null, cluster: null});
	expect(wrong).toMatchObject({name: 'wrong', error: expect.stringContaining('/is/not/there')});
	expect(err).toMatch(/dmtop: gone: .*\ndmtop: wrong: .*\n$/);

	const text = await run({clusters: clusters.slice(0, 2)});
	expect(text.code).toBe(0);
	const [first = '', second = ''] = text.out.split('\n== far (prod)\n');
	expect(first).toMatch(/^== own \(prod\)\n/);
	expect(second.split('\n')[0]).toBe(first.split('\n')[1]);
});

const timely: ReadonlySet<string> = new Set(['seenSince', 'lastSeenAt', 'ratePerSecond', 'since']);

test('one that was named says its name, and a gateway tells of one task too', async () => {
	const own = await run({masters: [master.address], cluster: 'own', label: 'prod', json: true});
	const told = JSON.parse(own.out);
	expect(told.cluster).toMatchObject({name: 'own', label: 'prod'});
	const task = told.tasks[0].name;
	const far = await run({gateway: `unix:${path.join(folder, 's')}`, argument: task});
	expect(far.out).toContain(task);
	const none = await run({gateway: `unix:${path.join(folder, 's')}`, argument: 'nope'});
	expect(none).toMatchObject({code: 2, err: expect.stringContaining('the cluster has no task "nope"; it has ')});
});

test('of several gateways of one cluster the next is asked where the first is not reached', async () => {
	const socket = path.join(folder, 's');
	const {code, out, err} = await run({gateway: `unix:${socket}-gone,unix:${socket}`});
	expect({code, err: err.replaceAll(/dmtop: the gateway of .*\n/g, '')}).toEqual({code: 0, err: ''});
	expect(out).toContain('DM v');
	const none = await run({gateway: `unix:${socket}-gone,unix:${socket}-too`});
	expect(none).toMatchObject({
		code: 3,
		err: `dmtop: unix:${socket}-gone: there is no such socket; unix:${socket}-too: there is no such socket\n`,
	});
});
