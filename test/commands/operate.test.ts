import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {systemClock} from '../../src/clock.ts';
import type {Options} from '../../src/commands/args/usage.ts';
import {UsageError} from '../../src/commands/exit.ts';
import {operate} from '../../src/commands/operate.ts';
import type {Operation} from '../../src/domain/operation/operation.ts';
import {refusedPath} from '../../src/gateway/operate/audit.ts';
import {type Control, type SimulatorOptions, startSimulator} from '../../src/simulator/server.ts';
import type {DmVersion} from '../../src/simulator/world/model.ts';
import {keyboard, listener, nothingGiven} from '../support/commands.ts';
import {changes} from '../support/requests.ts';

const opened: (() => unknown)[] = [];

afterEach(async () => {
	for (const close of opened.splice(0).reverse()) await close();
});

type Setting = {
	readonly operation?: Operation;
	readonly task?: string;
	readonly options?: Partial<Options>;
	readonly simulated?: Partial<SimulatorOptions>;
	readonly before?: (control: Control) => unknown;
	/** Happens once the question has been asked. */
	readonly asked?: (control: Control) => unknown;
	/** What is typed to the question; left out, nobody is there. Null = the input ends. */
	readonly types?: string | null;
	/** How long after the question it is typed. */
	readonly afterMs?: number;
	/** The input ends once the question is asked again. */
	readonly thenEnds?: boolean;
	readonly interrupt?: (interrupt: () => void, control: Control) => void;
	readonly auditPath?: string;
};

/** Runs the command against a simulated cluster. */
async function operated({operation = 'pause', task = 'orders_merge', options = {}, ...setting}: Setting) {
	let nowMs = 1_000_000;
	const now = () => nowMs;
	const simulator = await startSimulator({
		listen: {host: '127.0.0.1', port: 0},
		now,
		scenario: 'healthy',
		wait: async () => {},
		...setting.simulated,
	});
	opened.push(simulator.close);
	const {control} = simulator;
	await setting.before?.(control);
	const home = mkdtempSync(path.join(tmpdir(), 'dmtop-'));
	opened.push(() => rmSync(home, {recursive: true}));
	const auditPath = setting.auditPath ?? path.join(home, 'state', 'audit.jsonl');
	const [stdin, stdout, stderr] = [keyboard(), listener(), listener()];
	const interrupting = new AbortController();
	setting.interrupt?.(() => interrupting.abort(), control);
	const {types} = setting;
	const running = operate(
		operation,
		{...nothingGiven, argument: task, masters: [simulator.url], ...options},
		{
			stdin,
			stdout: stdout.stream,
			stderr: stderr.stream,
			env: {SSH_CLIENT: '10.0.0.9 51712 22'},
			terminal: types !== undefined,
			signal: interrupting.signal,
			auditPath,
			clock: {...systemClock(), now},
		},
	);
	running.catch(() => {});
	if (types !== undefined) {
		await Promise.race([stderr.until(' alone: '), running.catch(() => {})]);
		nowMs += setting.afterMs ?? 300;
		await setting.asked?.(control);
		if (types === null) stdin.end();
		else stdin.write(types);
		if (setting.thenEnds) {
			await stderr.until('it was ignored.');
			stdin.end();
		}
	}
	const code = await running;
	return {
		code,
		stdout: stdout.text(),
		stderr: stderr.text(),
		sent: control.requests().filter(changes),
		stages: control
			.world()
			.tasks.find(({name}) => name === task)
			?.subtasks.map(({stage}) => stage),
		audit: () => linesOf(auditPath),
		refusals: () => linesOf(refusedPath(auditPath)),
	};
}

function linesOf(file: string) {
	return readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
}

describe('with --dry-run', () => {
	const dryRun = {dryRun: true} as const;

	test.each(['1.0', '2.0', '6.5'] as const)('tells what would be done, and sends and asks nothing, DM %s', async dm => {
		const told = await operated({options: dryRun, simulated: {dm}});
		expect(told).toMatchObject({code: 0, stderr: '', sent: [], stages: ['Running', 'Running', 'Running']});
		expect(told.stdout).toContain('pause the whole task orders_merge, on mysql-replica-01');
		expect(told.stdout).toMatch(/\n {2}dmctl --master-addr .* pause-task orders_merge\n/);
		expect(told.stdout).toMatch(/\nNothing was sent \(--dry-run\)\.\n$/);
	});

	test('with --json it is JSON', async () => {
		const told = await operated({options: {...dryRun, json: true, sources: ['mysql-replica-02']}});
		expect([told.code, told.sent]).toEqual([0, []]);
		expect(JSON.parse(told.stdout)).toEqual({
			operation: 'pause',
			task: 'orders_merge',
			sources: ['mysql-replica-02'],
			whole: false,
			refused: null,
		});
	});

	test('what cannot be done is told with its reason', async () => {
		const before = (control: Control) => control.happen({type: 'paused', task: 'orders_merge'});
		const told = await operated({options: dryRun, before});
		expect(told).toMatchObject({code: 1, stdout: '', sent: []});
		expect(told.stderr).toMatch(/^dmtop: pause orders_merge: .*paused.*; nothing was sent\n$/);
	});
});

describe('with --yes', () => {
	const yes = {yes: true} as const;

	test.for<{dm: DmVersion; who: string}>([
		{dm: '1.0', who: '10.0.4.11:8262'},
		{dm: '2.0', who: 'worker1'},
		{dm: '6.5', who: 'worker1'},
		{dm: '26.3', who: 'worker1'},
	])('pauses and resumes a whole task of DM $dm', async ({dm, who}) => {
		const paused = await operated({options: yes, simulated: {dm}});
		expect(paused).toMatchObject({code: 0, stderr: '', stages: ['Paused', 'Paused', 'Paused']});
		const lines = paused.stdout.split('\n');
		expect(lines.slice(0, 2)).toEqual([
			'pause orders_merge: DM answered done at 3 of 3 sources',
			`  mysql-replica-01  ${who}  done`,
		]);
		expect(lines[4]).toMatch(
			/^Whether it is so: dmtop wait orders_merge --for paused --master http:\/\/127\.0\.0\.1:\d+$/,
		);
		const before = (control: Control) => control.happen({type: 'paused', task: 'orders_merge'});
		const resumed = await operated({operation: 'resume', options: yes, simulated: {dm}, before});
		expect(resumed).toMatchObject({code: 0, stages: ['Running', 'Running', 'Running']});
	});

	test('stops a task, and says how it comes back', async () => {
		const {code, stdout, stages, sent} = await operated({operation: 'stop', task: 'crm', options: yes});
		expect({code, stages}).toEqual({code: 0, stages: undefined});
		expect(sent.map(({body}) => JSON.parse(body))).toEqual([{op: 7, sources: []}]);
		expect(stdout).toMatch(/^stop crm: DM answered done at 1 of 1 source\n/);
		expect(stdout).toContain('dmtop start FILE starts it again.');
	});

	test('on one source of three', async () => {
		const {code, sent, stages} = await operated({options: {...yes, sources: ['mysql-replica-02']}});
		expect({code, stages}).toEqual({code: 0, stages: ['Running', 'Paused', 'Running']});
		expect(sent.map(({body}) => JSON.parse(body))).toEqual([{op: 2, sources: ['mysql-replica-02']}]);
	});

	test('what is paused already is left alone, and the rest is addressed by name', async () => {
		const before = (control: Control) =>
			control.happen({type: 'paused', task: 'orders_merge', sources: ['mysql-replica-01']});
		const {code, stdout, sent} = await operated({options: yes, before});
		expect(code).toBe(0);
		expect(sent.map(({body}) => JSON.parse(body).sources)).toEqual([['mysql-replica-02', 'mysql-replica-03']]);
		expect(stdout).toContain('done at 2 of 2 sources');
		expect(stdout).toMatch(/^ {2}mysql-replica-01 .* left alone: already paused$/m);
	});

	test('nothing to do is a refusal, and stands in the audit log', async () => {
		const before = (control: Control) => control.happen({type: 'paused', task: 'orders_merge'});
		const {code, stdout, sent, refusals} = await operated({options: yes, before});
		expect({code, sent}).toEqual({code: 1, sent: []});
		expect(stdout).toBe('pause orders_merge: refused, nothing was sent: already paused\n');
		expect(refusals()).toMatchObject([{outcome: 'refused', message: 'already paused'}]);
	});

	test("a source that fails is exit code 1, with DM's text", async () => {
		const before = (control: Control) =>
			control.trouble({type: 'refuses', task: 'orders_merge', source: 'mysql-replica-02'});
		const {code, stdout} = await operated({options: yes, before});
		expect(code).toBe(1);
		expect(stdout).toMatch(/^pause orders_merge: failed, done at 2 of 3 sources\n/);
		expect(stdout).toMatch(/^ {2}mysql-replica-02 {2}worker2 {2}failed: \[code=/m);
	});

	test('a connection that is cut after sending leaves the outcome unknown: exit code 4, and it is not sent again', async () => {
		const before = (control: Control) => control.trouble({type: 'cut-after', task: 'crm'});
		const {code, stdout, sent} = await operated({task: 'crm', options: yes, before});
		expect(code).toBe(4);
		expect(sent).toHaveLength(1);
		expect(stdout).toMatch(/^pause crm: unknown: PUT .*\n/);
		expect(stdout).toContain('Whether it is so: dmtop status crm');
	});

	test('as JSON', async () => {
		const {code, stdout} = await operated({task: 'crm', options: {...yes, json: true}});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toStrictEqual({
			operation: 'pause',
			outcomes: [
				{
					task: 'crm',
					sources: null,
					outcome: 'done',
					message: null,
					parts: [{source: 'mysql-replica-02', worker: 'worker2', outcome: 'done', message: null}],
				},
			],
		});
	});

	test('who asked stands in the audit log, before sending and after', async () => {
		const {audit} = await operated({task: 'crm', options: yes});
		const line = {
			viewer: 'dmtop pause',
			sshClient: '10.0.0.9 51712 22',
			operation: 'pause',
			task: 'crm',
			sources: null,
		};
		expect(audit()).toMatchObject([
			{...line, outcome: 'sending', user: expect.any(String)},
			{...line, outcome: 'done'},
		]);
	});

	test('without an audit log nothing is sent', async () => {
		const {code, stdout, sent} = await operated({task: 'crm', options: yes, auditPath: '/dev/null/audit.jsonl'});
		expect({code, sent}).toEqual({code: 1, sent: []});
		expect(stdout).toMatch(/^pause crm: refused, nothing was sent: .*\/dev\/null\/audit\.jsonl.*\n$/);
	});
});

describe('nothing is sent', () => {
	test.for<Setting & {readonly says: RegExp}>([
		{says: /^pause asks before it acts, and here is nobody to ask: it needs --yes; nothing was sent$/},
		{
			task: 'nope',
			options: {yes: true},
			says: /^the cluster lists no task "nope"; it lists audit_log.*nothing was sent$/,
		},
		{
			task: 'audit_lgo',
			options: {yes: true},
			says: /^the cluster lists no task "audit_lgo" \(did you mean "audit_log"\?\); it lists audit_log.*nothing was sent$/,
		},
		{
			options: {yes: true, sources: ['mysql-relpica-02']},
			says: /^orders_merge has no part on "mysql-relpica-02" \(did you mean "mysql-replica-02"\?\); it is on /,
		},
		{
			options: {yes: true, sources: ['mysql-replica-02', 'nope']},
			says: /^orders_merge has no part on "nope"; it is on mysql-replica-01, mysql-replica-02, mysql-replica-03; /,
		},
	])('$says', async ({says, ...setting}) => {
		const running = operated(setting);
		await expect(running).rejects.toThrow(UsageError);
		await expect(running).rejects.toThrow(says);
	});

	test('nobody answers: exit code 3', async () => {
		const before = (control: Control) => control.down();
		const {code, stderr} = await operated({options: {yes: true}, before});
		expect(code).toBe(3);
		expect(stderr).toMatch(/^dmtop: GET .*: connection refused; nothing was sent\n$/);
	});

	test.for<Setting & {readonly what: string}>([
		{what: 'only Enter', types: '\n'},
		{what: 'n', types: 'n\n'},
		{what: 'yy', types: 'yy\n'},
		{what: 'the input ends', types: null},
		{what: 'y for a stop', operation: 'stop', types: 'y\n'},
		{what: 'another name for a stop', operation: 'stop', types: 'orders\n'},
	])('to the question: $what', async setting => {
		const {code, stderr, sent} = await operated(setting);
		expect({code, sent}).toEqual({code: 1, sent: []});
		expect(stderr).toMatch(/dmtop: not confirmed; nothing was sent\n$/);
	});

	test('what was typed before the question could be read answers nothing', async () => {
		const {code, stderr, sent} = await operated({types: 'y\n', afterMs: 299, thenEnds: true});
		expect({code, sent}).toEqual({code: 1, sent: []});
		expect(stderr).toContain('That was typed before the question could be read; it was ignored.');
	});

	test('nobody answers the second look: exit code 3', async () => {
		const {code, stdout, sent} = await operated({task: 'crm', types: 'y\n', asked: control => control.down()});
		expect({code, sent}).toEqual({code: 3, sent: []});
		expect(stdout).toMatch(
			/^pause crm: refused, nothing was sent: the task could not be read again .*: connection ref/,
		);
	});

	test('interrupted at the question: exit code 130', async () => {
		let interrupt = () => {};
		const {code, stderr, sent} = await operated({
			types: '',
			interrupt: end => {
				interrupt = end;
			},
			asked: () => interrupt(),
		});
		expect({code, sent}).toEqual({code: 130, sent: []});
		expect(stderr).toMatch(/dmtop: interrupted; nothing was sent\n$/);
	});

	test('the cluster changed while the question stood', async () => {
		const asked = (control: Control) =>
			control.happen({type: 'failed', task: 'orders_merge', failure: 'duplicate-entry', sources: ['mysql-replica-01']});
		const {code, stdout, sent} = await operated({types: 'y\n', asked});
		expect({code, sent}).toEqual({code: 1, sent: []});
		expect(stdout).toMatch(
			/^pause orders_merge: refused, nothing was sent: changed: mysql-replica-01 was Running in Sync/,
		);
	});
});

test('interrupted after sending: exit code 4, and the audit log has a line for it', async () => {
	const {code, sent, audit, stdout} = await operated({
		task: 'crm',
		options: {yes: true},
		// The answer never comes.
		simulated: {wait: (_, signal) => new Promise(resolve => signal.addEventListener('abort', resolve))},
		before: control => control.trouble({type: 'slow', task: 'crm', ms: 60_000}),
		interrupt(interrupt, control) {
			const looking = setInterval(() => {
				if (control.requests().some(changes)) interrupt();
			}, 5);
			opened.push(() => clearInterval(looking));
		},
	});
	expect(code).toBe(4);
	expect(sent).toHaveLength(1);
	expect(stdout).toMatch(/^pause crm: unknown: /);
	expect(audit()).toMatchObject([{outcome: 'sending'}, {outcome: 'unknown'}]);
});

describe('the question', () => {
	test('says what will be done to what, what it costs, and the dmctl command; y confirms', async () => {
		const before = (control: Control) =>
			control.happen({type: 'paused', task: 'orders_merge', sources: ['mysql-replica-03']});
		const {code, stderr, stages} = await operated({types: 'y\n', before});
		expect({code, stages}).toEqual({code: 0, stages: ['Paused', 'Paused', 'Paused']});
		expect(stderr).toMatch(
			/^! orders_merge {2}Running 2 of 3: [\w-]+ paused {2}\(all, pessimistic, -> 10\.0\.5\.20:4000\)\nDM says: Paused\n/,
		);
		expect(stderr).toMatch(/^\. mysql-replica-01 +worker1 +Running +Sync /m);
		expect(stderr).toContain('\npause orders_merge on mysql-replica-01, mysql-replica-02\n');
		expect(stderr).toContain('\n  mysql-replica-03 is left alone: already paused\n');
		expect(stderr).toMatch(/^ {2}! While it is paused the upstream must keep its binlog from mysql-bin\.\d+/m);
		expect(stderr).toMatch(
			/\n {2}dmctl --master-addr \S+ pause-task orders_merge -s mysql-replica-01 -s mysql-replica-02\n/,
		);
		expect(stderr).toMatch(/\nType y and Enter to pause it, or only Enter to leave it alone: $/);
	});

	test("a stop asks for the task's name, and says what is lost", async () => {
		const {code, stderr, stages} = await operated({operation: 'stop', task: 'crm', types: 'crm\n'});
		expect({code, stages}).toEqual({code: 0, stages: undefined});
		expect(stderr).toContain('query-status will no longer show this task');
		expect(stderr).toMatch(/\n {2}dmctl --master-addr \S+ stop-task crm\n/);
	});

	test('a worker of DM 1.0 that has never answered is not asked, and that is said before and after', async () => {
		const before = (control: Control) => control.happen({type: 'worker-dies', source: 'mysql-replica-03'});
		const {code, stdout, stderr, sent, stages} = await operated({types: 'y\n', before, simulated: {dm: '1.0'}});
		expect({code, stages}).toEqual({code: 0, stages: ['Paused', 'Paused', 'Running']});
		expect(sent.map(({body}) => JSON.parse(body).workers)).toEqual([['10.0.4.11:8262', '10.0.4.12:8262']]);
		expect(stderr).toContain('\npause orders_merge on mysql-replica-01, mysql-replica-02\n');
		expect(stderr).toContain('\n  ! 10.0.4.13:8262 does not answer and is not asked: it may have a part\n');
		expect(stderr).toMatch(/ pause-task orders_merge -w 10\.0\.4\.11:8262 -w 10\.0\.4\.12:8262\n/);
		expect(stdout).toMatch(/^pause orders_merge: DM answered done at 2 of 2 sources\n/);
		expect(stdout).toMatch(/^ {2}10\.0\.4\.13:8262 {2}left alone: it does not answer.*: it was not asked$/m);
	});

	test('DM 1.0 goes by workers', async () => {
		const options = {sources: ['mysql-replica-02']};
		const {code, stderr} = await operated({types: 'y\n', options, simulated: {dm: '1.0'}});
		expect(code).toBe(0);
		expect(stderr).toMatch(/ pause-task orders_merge -w 10\.0\.4\.12:8262\n/);
	});
});
