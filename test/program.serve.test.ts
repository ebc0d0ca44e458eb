import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {counters, gauges, histograms} from '../src/gateway/metrics/figures.ts';
import {type Simulator, startSimulator} from '../src/simulator/server.ts';
import {type Background, startListening} from './support/program.ts';

let folder = '';
let socketPath = '';
let simulator: Simulator;
let gateway: Background;

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
	socketPath = path.join(folder, 'gateway.sock');
	simulator = await startSimulator({listen: {host: '127.0.0.1', port: 0}, scenario: 'showcase', now: Date.now});
	const args = ['serve', '--no-state', '--listen', `unix:${socketPath}`, '--master', new URL(simulator.url).host];
	gateway = await startListening(args, {XDG_STATE_HOME: folder});
});

afterEach(async () => {
	await gateway.end();
	await simulator.close();
	rmSync(folder, {recursive: true, force: true});
});

function read(page: string): Promise<{readonly status: number; readonly text: string}> {
	return new Promise((resolve, reject) => {
		request({socketPath, path: page}, async response => {
			let text = '';
			for await (const chunk of response) text += String(chunk);
			resolve({status: response.statusCode ?? 0, text});
		})
			.on('error', reject)
			.end();
	});
}

test('the built gateway tells that it lives, that it knows, and every figure', async () => {
	expect(await read('/healthz')).toEqual({status: 200, text: 'it lives\n'});
	while ((await read('/readyz')).status !== 200) await new Promise(resolve => setTimeout(resolve, 20));
	const {status, text} = await read('/metrics');
	expect(status).toBe(200);
	const told = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
	expect(told).toEqual(new Set(Object.keys({...gauges, ...counters, ...histograms})));
	// Debian's package `prometheus` has it.
	const {
		error,
		status: code,
		stdout,
		stderr,
	} = spawnSync('promtool', ['check', 'metrics'], {input: text, encoding: 'utf8'});
	if (error === undefined) expect({code, said: stdout + stderr}).toEqual({code: 0, said: ''});
});

test('at SIGTERM it tells its viewers, takes no more, and ends well', async () => {
	const viewer = new WebSocket(`ws+unix:${socketPath}:/`);
	await new Promise(resolve => viewer.once('message', resolve));
	const closed = new Promise(resolve => viewer.once('close', (code, reason) => resolve([code, String(reason)])));
	expect(await gateway.end('SIGTERM')).toBe(0);
	expect(await closed).toEqual([1001, 'the gateway is shutting down']);
	await expect(read('/healthz')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
});
