import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Options} from '../../../src/commands/args/usage.ts';
import {cutover} from '../../../src/commands/cutover/cutover.ts';
import {UsageError} from '../../../src/commands/exit.ts';
import {type Control, startSimulator} from '../../../src/simulator/server.ts';
import {createTestClock} from '../../support/clock.ts';
import {listener, nothingGiven} from '../../support/commands.ts';

let folder = '';
const opened: (() => unknown)[] = [];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'dmtop-cutover-'));
});

afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
	rmSync(folder, {recursive: true});
});

type Setting = {
	readonly options?: Partial<Options>;
	/** Befalls the cluster after so many polls. */
	readonly after?: Readonly<Record<number, (control: Control) => unknown>>;
	readonly interruptAfter?: number;
};

/** Watches a simulated cluster whose time passes only between the polls; nobody writes there from the second minute on. */
async function watched({options = {}, after = {}, interruptAfter}: Setting) {
	const time = createTestClock(1_000_000);
	const {now, wall} = time;
	const simulator = await startSimulator({listen: {host: '127.0.0.1', port: 0}, now, scenario: 'cutover'});
	opened.push(simulator.close);
	const [stdout, stderr] = [listener(), listener()];
	const interrupting = new AbortController();
	let polls = 0;
	async function pause(ms: number) {
		time.pass(ms);
		// What the budget makes a question wait is no pause between two polls.
		if (ms < 700) return;
		polls += 1;
		await after[polls]?.(simulator.control);
		if (polls === interruptAfter || polls > 500) interrupting.abort();
	}
	const code = await cutover(
		{...nothingGiven, everyMs: 2500, tasks: ['orders_merge'], masters: [simulator.url], ...options},
		{
			stdout: stdout.stream,
			stderr: stderr.stream,
			terminal: false,
			env: {SSH_CLIENT: '10.0.0.7 1 22'},
			version: '1.2.3',
			signal: interrupting.signal,
			clock: {
				now,
				wall,
				after(ms, work) {
					// Only pauses between two polls pass: no answer is late, or late enough to be given up.
					if (ms < 3000) void pause(ms).then(work);
					return () => {};
				},
			},
		},
	);
	return {code, out: stdout.text(), err: stderr.text(), polls, seconds: (now() - 1_000_000) / 1000};
}

test('ends well once the upstream has stood still and the checkpoint has stayed there', async () => {
	const report = path.join(folder, 'cutover.md');
	const {code, out, err, seconds} = await watched({options: {report}});
	expect({code, err}).toEqual({code: 0, err: ''});
	expect(out).toContain('orders_merge: all is green since');
	expect(out).toContain('the upstream has stopped writing: green (all 3 where they were)');
	// A minute until nobody writes, and a minute in which the checkpoint stays.
	expect(seconds).toBeGreaterThan(120);
	expect(seconds).toBeLessThan(160);
	const text = readFileSync(report, 'utf8');
	expect(text).toContain('# Cut-over of orders\\_merge');
	expect(text).toMatch(/\*\*orders\\_merge: all is green since .*, after 2m\*\*/);
	expect(text).toContain(' from 10.0.0.7 1 22');
	expect(text).toContain('dmtop 1.2.3');
	expect(text).toContain('(DM v6.5.0)');
	expect(text).toMatch(/\| mysql-bin\.\d+:(\d+) \| 0-101-(\d+) \| mysql-bin\.\d+:\1 \| 0-101-\2 \|/);
	expect(text).toMatch(/- \S+Z no lag, no gap: green \(3 checkpoints where the upstream is\)/);
});

test('what steps back begins the time anew and is told', async () => {
	const {code, out, seconds} = await watched({
		after: {
			40: control => control.happen({type: 'paused', task: 'orders_merge', sources: ['mysql-replica-02']}),
			44: control => control.happen({type: 'resumed', task: 'orders_merge', sources: ['mysql-replica-02']}),
		},
	});
	expect(code).toBe(0);
	expect(out).toContain('the time begins anew: no longer "all Running in Sync": mysql-replica-02: it is Paused');
	expect(seconds).toBeGreaterThanOrEqual(44 * 2.5 + 60);
});

test('goes on watching with --stay, and says loudly when somebody writes again', async () => {
	const report = path.join(folder, 'cutover.md');
	const {code, out, err} = await watched({options: {stay: true, report}, interruptAfter: 140});
	expect(code).toBe(1);
	expect(out).toContain('orders_merge: all is green since');
	expect(err).toMatch(/dmtop: NO LONGER GREEN: the upstream of mysql-replica-0\d moved from mysql-bin/);
	expect(readFileSync(report, 'utf8')).toContain('after all had been green');
});

test('is interrupted with 130 before it is green, and says what is missing', async () => {
	const {code, err} = await watched({interruptAfter: 3});
	expect(code).toBe(130);
	expect(err).toContain('interrupted: ');
	expect(err).toContain('no lag, no gap: not yet');
});

test('an unknown task ends it at once', async () => {
	const {code, err} = await watched({options: {tasks: ['orders_merge', 'nope']}});
	expect(code).toBe(2);
	expect(err).toContain('the cluster lists no task "nope"');
});

test('a document that is there already is not written over', async () => {
	const report = path.join(folder, 'cutover.md');
	await watched({options: {report}, interruptAfter: 2});
	await expect(watched({options: {report}})).rejects.toThrow(UsageError);
});
