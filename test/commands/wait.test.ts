import {afterEach, describe, expect, test} from 'vitest';
import type {Options} from '../../src/commands/args/usage.ts';
import {wait} from '../../src/commands/wait.ts';
import {type Control, type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import {createTestClock} from '../support/clock.ts';
import {clockSteps} from '../support/clock-steps.ts';
import {listener, nothingGiven} from '../support/commands.ts';
import {fixtureText} from '../support/recordings.ts';

const opened: (() => unknown)[] = [];

afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
});

type Setting = {
	readonly task?: string;
	readonly options: Partial<Options>;
	readonly simulated?: Partial<SimulatorOptions>;
	/** Befalls the cluster before the first poll. */
	readonly before?: (control: Control) => unknown;
	/** Befalls the cluster after so many polls. */
	readonly after?: Readonly<Record<number, (control: Control) => unknown>>;
	readonly terminal?: boolean;
	readonly columns?: number;
	/** Interrupted after so many polls. */
	readonly interruptAfter?: number;
	/** The clock on the wall is set after the third poll. */
	readonly setWallMs?: number;
};

/** Waits on a simulated cluster whose time passes only between the polls. */
async function waited({task = 'orders_merge', options, simulated = {}, before, after = {}, ...more}: Setting) {
	const time = createTestClock(1_000_000);
	const {now, wall} = time;
	const wish = {scenario: 'healthy', ...simulated} as const;
	const simulator = await startSimulator({listen: {host: '127.0.0.1', port: 0}, now, ...wish});
	opened.push(simulator.close);
	await before?.(simulator.control);
	const stderr = listener();
	const interrupting = new AbortController();
	let polls = 0;
	async function pause(ms: number) {
		time.pass(ms);
		// What the budget makes a question wait is no pause between two polls.
		if (ms < 700) return;
		polls += 1;
		if (polls === 3) time.setWall(more.setWallMs ?? 0);
		await after[polls]?.(simulator.control);
		if (polls === more.interruptAfter || polls > 500) interrupting.abort();
	}
	const code = await wait(
		{...nothingGiven, everyMs: 2500, argument: task, masters: [simulator.url], ...options},
		{
			stderr: Object.assign(stderr.stream, more.columns === undefined ? {} : {columns: more.columns}),
			terminal: more.terminal ?? false,
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
	return {code, said: stderr.text(), polls: polls + 1, waitedMs: now() - 1_000_000};
}

/** The master answers what was recorded. */
function recorded(fixture: string) {
	const body = fixtureText(fixture);
	return (control: Control) =>
		control.intercept(({url}) =>
			/\/status\//.test(url) ? {status: 200, contentType: 'application/json', body} : null,
		);
}

describe('it is so', () => {
	function check({polls, ...setting}: Setting & {readonly polls: number}) {
		return expect(waited(setting)).resolves.toMatchObject({code: 0, said: '', polls});
	}

	test.for<Setting & {readonly what: string; readonly polls: number}>([
		{what: 'at once', options: {waitFor: 'running'}, polls: 1},
		{what: 'DM 1.0', options: {waitFor: 'running'}, simulated: {dm: '1.0'}, polls: 1},
		{
			what: 'paused by a person',
			options: {waitFor: 'paused'},
			after: {2: control => control.happen({type: 'paused', task: 'orders_merge'})},
			polls: 3,
		},
		{
			what: 'the last source is paused',
			options: {waitFor: 'paused'},
			after: {
				1: control => control.happen({type: 'paused', task: 'orders_merge', sources: ['mysql-replica-01']}),
				3: control => control.happen({type: 'paused', task: 'orders_merge'}),
			},
			polls: 4,
		},
		{
			what: 'it runs again',
			options: {waitFor: 'running'},
			before: control => control.happen({type: 'paused', task: 'orders_merge', sources: ['mysql-replica-02']}),
			after: {2: control => control.happen({type: 'resumed', task: 'orders_merge'})},
			polls: 3,
		},
		{
			what: 'stopped',
			options: {waitFor: 'stopped'},
			after: {1: control => control.happen({type: 'stopped', task: 'orders_merge'})},
			polls: 2,
		},
		{
			what: 'a dead worker comes back',
			options: {waitFor: 'running'},
			before: control => control.happen({type: 'worker-dies', source: 'mysql-replica-02'}),
			after: {3: control => control.happen({type: 'worker-returns'})},
			polls: 4,
		},
		{
			what: 'caught up, as recorded',
			options: {waitFor: 'caught-up'},
			before: recorded('6.5.0/sync/after-writing.json'),
			after: {2: recorded('6.5.0/sync/running.json')},
			polls: 3,
		},
		{
			what: 'finished, as recorded',
			task: 'inventory_full',
			options: {waitFor: 'finished'},
			before: recorded('6.5.0/full/running-load-1.json'),
			after: {2: recorded('6.5.0/full/finished.json')},
			polls: 3,
		},
		{
			what: 'the master was away for a while',
			options: {waitFor: 'paused'},
			after: {
				1: control => control.down(),
				3: async control => {
					await control.up();
					control.happen({type: 'paused', task: 'orders_merge'});
				},
			},
			polls: 4,
		},
	])('$what', check);
});

describe('--stable', () => {
	const stable = {waitFor: 'running', stableMs: 10_000} as const;

	test('holds at every poll for so long', async () => {
		expect(await waited({options: stable})).toMatchObject({code: 0, polls: 5, waitedMs: 10_000});
	});

	test.for(clockSteps)('measures the same while the clock on the wall is set %s', async ([, setWallMs]) => {
		expect(await waited({options: stable, setWallMs})).toMatchObject({code: 0, polls: 5, waitedMs: 10_000});
	});

	test('begins anew where it did not hold, also where nobody answered', async () => {
		const hiccup = {
			2: (control: Control) => control.happen({type: 'paused', task: 'orders_merge'}),
			3: (control: Control) => control.happen({type: 'resumed', task: 'orders_merge'}),
			5: (control: Control) => control.down(),
			6: (control: Control) => control.up(),
		};
		expect(await waited({options: stable, after: hiccup})).toMatchObject({code: 0, polls: 11});
	});
});

describe('it cannot be so any more', () => {
	function check({says, ...setting}: Setting & {readonly says: string}) {
		return expect(waited(setting)).resolves.toMatchObject({code: 1, said: `dmtop: ${says}\n`});
	}

	test.for<Setting & {readonly says: string}>([
		{
			options: {waitFor: 'running'},
			before: control => control.happen({type: 'paused', task: 'orders_merge'}),
			after: {1: control => control.happen({type: 'stopped', task: 'orders_merge'})},
			says: 'orders_merge can no longer be running: it was stopped',
		},
		{
			options: {waitFor: 'caught-up'},
			before: control => control.happen({type: 'paused', task: 'orders_merge'}),
			after: {1: control => control.happen({type: 'stopped', task: 'orders_merge'})},
			says: 'orders_merge can no longer be caught up: it was stopped',
		},
		{
			options: {waitFor: 'finished'},
			says: 'orders_merge can no longer be finished: its mode is all: it syncs until somebody stops it',
		},
		{
			options: {waitFor: 'finished'},
			simulated: {dm: '1.0'},
			says: 'orders_merge can no longer be finished: mysql-replica-01 is in Sync, which never finishes',
		},
		{
			task: 'inventory_full',
			options: {waitFor: 'paused'},
			before: recorded('1.0.7/full/finished.json'),
			says: 'inventory_full can no longer be paused: it has finished',
		},
		{
			task: 'inventory_full',
			options: {waitFor: 'caught-up'},
			before: recorded('1.0.7/full/finished.json'),
			says: 'inventory_full can no longer be caught up: mysql-replica-03 has finished without Sync',
		},
	])('$says', check);
});

describe('it was not so', () => {
	test('an unknown task is a mistake of usage', async () => {
		expect(await waited({task: 'nope', options: {waitFor: 'stopped'}})).toMatchObject({
			code: 2,
			said: expect.stringMatching(
				/^dmtop: the cluster lists no task "nope"; it lists audit_log, .*; DM does not list a task that was stopped before either\n$/,
			),
			polls: 1,
		});
	});

	test('a task that may be on a source that does not answer', async () => {
		const before = (control: Control) => control.happen({type: 'worker-dies', source: 'mysql-replica-03'});
		const {code, said} = await waited({task: 'audit_log', options: {waitFor: 'running'}, before});
		expect(code).toBe(2);
		expect(said).toMatch(/lists no task "audit_log"; .*mysql-replica-03 does not answer/);
	});

	test('nobody answers at the start', async () => {
		const before = (control: Control) => control.down();
		const {code, said} = await waited({options: {waitFor: 'running'}, before});
		expect(code).toBe(3);
		expect(said).toMatch(/^dmtop: GET .*: connection refused\n$/);
	});

	test('a failed task is not paused, and not running', async () => {
		const before = (control: Control) => {
			control.happen({type: 'failed', task: 'crm', failure: 'duplicate-entry'});
		};
		for (const waitFor of ['paused', 'running'] as const) {
			const {code, said} = await waited({task: 'crm', options: {waitFor}, before, interruptAfter: 3});
			expect(code).toBe(130);
			expect(said).toMatch(
				new RegExp(`^dmtop: interrupted: crm is not ${waitFor} yet: 0 of 1 sources; mysql-replica-02: it `),
			);
		}
	});

	test('the time is over', async () => {
		const clock = createTestClock();
		const simulator = await startSimulator({
			listen: {host: '127.0.0.1', port: 0},
			scenario: 'healthy',
			now: clock.now,
		});
		opened.push(simulator.close);
		const stderr = listener();
		const options = {
			...nothingGiven,
			argument: 'crm',
			masters: [simulator.url],
			waitFor: 'paused',
			timeoutMs: 5_000,
		} as const;
		const {signal} = new AbortController();
		const code = await clock.during(wait(options, {stderr: stderr.stream, terminal: false, signal, clock}));
		expect(code).toBe(4);
		expect(stderr.text()).toBe(
			'dmtop: timed out after 5s: crm is not paused yet: 0 of 1 sources; mysql-replica-02: it is Running\n',
		);
	});
});

describe('progress', () => {
	test('is one line on a terminal, written over, no wider than it, and goes at the end', async () => {
		const after = {2: (control: Control) => control.happen({type: 'paused', task: 'orders_merge'})};
		const {said} = await waited({options: {waitFor: 'paused'}, after, terminal: true, columns: 40});
		const [first = '', ...rest] = said.split('\r').slice(1);
		expect(first).toBe('orders_merge is not paused yet: 0 of ..\u001B[K');
		expect(rest).toEqual(['\u001B[Kdmtop: orders_merge is paused, after 5s\n']);
	});

	test('says since when nobody answers', async () => {
		const after = {1: (control: Control) => control.down(), 3: (control: Control) => control.up()};
		const {code, said} = await waited({
			options: {waitFor: 'paused'},
			after: {...after, 5: control => control.happen({type: 'paused', task: 'orders_merge'})},
			terminal: true,
			columns: 200,
		});
		expect(code).toBe(0);
		expect(said).toMatch(/\rorders_merge is not paused yet; no answer: GET .*: connection refused\u001B\[K/);
	});
});
