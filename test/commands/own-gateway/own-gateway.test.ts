import {Worker, type WorkerOptions} from 'node:worker_threads';
import {afterEach, expect, test, vi} from 'vitest';
import {readFlags} from '../../../src/commands/args/usage.ts';
import {GatewayDeath, UsageError} from '../../../src/commands/exit.ts';
import {watch} from '../../../src/commands/watch.ts';
import {type FakeTerminal, fakeTerminal} from '../../support/terminal.ts';

let terminal: FakeTerminal | undefined;

afterEach(() => {
	vi.unstubAllGlobals();
	terminal?.dispose();
});

/** A full screen whose gateway thread runs this code instead. */
function screenOver(code: string) {
	const workers: Worker[] = [];
	vi.stubGlobal('__startThread__', (_: string, {workerData}: WorkerOptions) => {
		const worker = new Worker(code, {eval: true, workerData});
		workers.push(worker);
		return worker;
	});
	terminal = fakeTerminal(80, 24);
	const {stdin, stdout, chunks} = terminal;
	const {options} = readFlags([], {master: ['x:1']}, ['--master', 'x:1'], {});
	const interrupted = () => new AbortController().signal;
	const io = {stdin, stdout, stderr: process.stderr, env: {}, version: '0', interrupted};
	const ended = watch('watch', options, io);
	ended.catch(() => {});
	return {ended, stdin, written: () => chunks.join(''), worker: () => workers[0], until: terminal.until};
}

const listening = `const {parentPort} = require('node:worker_threads');
parentPort.postMessage({type: 'started', gateways: [{type: 'listening', url: 'ws://127.0.0.1:1'}]});
`;

test.each([
	['throws', 'throw new Error("out of luck")', 'the gateway broke: out of luck'],
	['ends', 'process.exit(7)', 'the gateway ended by itself, with 7'],
])('a gateway that %s after it listened ends the screen with a sentence', async (_, death, sentence) => {
	const screen = screenOver(`${listening} parentPort.once('message', () => { ${death} });`);
	await screen.until('NO DATA');
	expect(screen.written()).toContain('\u001B[?1049h');
	screen.worker()?.postMessage('die');
	await expect(screen.ended).rejects.toEqual(new GatewayDeath(sentence));
	expect(screen.written()).toContain('\u001B[?1049l');
	expect(screen.stdin.isRaw).toBe(false);
});

test('a gateway that dies before it listens leaves the terminal alone', async () => {
	const screen = screenOver('throw new Error("out of luck")');
	await expect(screen.ended).rejects.toEqual(new GatewayDeath('the gateway broke: out of luck'));
	expect(screen.written()).toBe('');
});

test.each([
	[true, UsageError],
	[false, GatewayDeath],
])('why it does not listen is told (a mistake: %s)', async (isMistake, kind) => {
	const news = JSON.stringify({type: 'started', gateways: [{type: 'failed', message: 'no', isMistake}]});
	const screen = screenOver(`require('node:worker_threads').parentPort.postMessage(${news})`);
	await expect(screen.ended).rejects.toEqual(new kind('no'));
});

test('quitting ends the gateway, and that is no death', async () => {
	const screen = screenOver(`${listening} setInterval(() => {}, 1000);`);
	await screen.until('NO DATA');
	screen.stdin.push('q');
	expect(await screen.ended).toBe(0);
	expect(screen.worker()?.threadId).toBe(-1);
});
