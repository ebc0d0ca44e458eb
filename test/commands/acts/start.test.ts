import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import type {Simulator} from '../../../src/simulator/server.ts';
import {ran, simulated} from '../../support/acting.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

const password = 'correct-horse';

/** Writes the file of a task; gives its path. */
function fileOf(name: string, sources: readonly string[], {secret = password, more = ''} = {}): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'dmtop-start-'));
	folders.push(folder);
	const file = path.join(folder, 'task.yaml');
	const instances = sources.map(id => `  - source-id: ${id}\n`).join('');
	const target = `target-database: {host: db, port: 4000, user: root, password: "${secret}"}`;
	writeFileSync(file, `name: ${name}\ntask-mode: all\n${target}\nmysql-instances:\n${instances}${more}`);
	return file;
}

const yes = {options: {yes: true}};
const dms = ['1.0', '2.0', '6.5'] as const;

function partsOf({control}: Simulator, task: string): readonly string[] {
	const found = control.world().tasks.find(({name}) => name === task);
	return (found?.subtasks ?? []).map(({source, stage}) => `${source} ${stage}`);
}

function posts({control}: Simulator) {
	return control.requests().filter(({method}) => method === 'POST');
}

describe('a task that was stopped', () => {
	test.for(dms)('is checked and started from its file on %s, and the status decides', async dm => {
		const simulator = await simulated(dm);
		simulator.control.happen({type: 'stopped', task: 'payments'});
		const file = fileOf('payments', ['orders-01', 'orders-02']);
		const {code, stdout, stderr, audit} = await ran(simulator, `start ${file}`, yes);
		expect([code, stdout]).toEqual([
			0,
			expect.stringContaining('done: it is Running at orders-01, Running at orders-02'),
		]);
		expect(partsOf(simulator, 'payments')).toEqual(['orders-01 Running', 'orders-02 Running']);
		expect(simulator.control.calls()).toEqual(['/pb.Master/CheckTask']);
		expect(posts(simulator).map(({url}) => url)).toEqual(['/apis/v1alpha1/tasks']);
		expect(audit.map(({operation, outcome, task, sources}) => [operation, outcome, task, sources])).toEqual([
			['start-task', 'sending', 'payments', null],
			['start-task', 'done', 'payments', null],
		]);
		expect(audit[0]?.['request']).toMatchObject({
			method: 'POST',
			body: expect.stringContaining('the file of payments'),
		});
		expect(JSON.stringify([stdout, stderr, audit])).not.toContain(password);
	});

	test.for(['2.0', '6.5'] as const)('is started at one of its sources on %s', async dm => {
		const simulator = await simulated(dm);
		simulator.control.happen({type: 'stopped', task: 'payments'});
		const file = fileOf('payments', ['orders-01', 'orders-02']);
		const {code} = await ran(simulator, `start ${file}`, {options: {yes: true, sources: ['orders-02']}});
		expect([code, partsOf(simulator, 'payments')]).toEqual([0, ['orders-02 Running']]);
	});

	test('is not started in part on 1.0, where nobody has seen that', async () => {
		const simulator = await simulated('1.0');
		simulator.control.happen({type: 'stopped', task: 'payments'});
		const file = fileOf('payments', ['orders-01', 'orders-02']);
		const {code, stdout} = await ran(simulator, `start ${file}`, {options: {yes: true, sources: ['orders-02']}});
		expect([code, stdout, posts(simulator)]).toEqual([1, expect.stringContaining('leave out --source'), []]);
	});

	test.for([
		'2.0',
		'6.5',
	] as const)('true at the top with a source false on %s is started and failed, each source told', async dm => {
		const simulator = await simulated(dm);
		simulator.control.happen({type: 'stopped', task: 'payments'});
		simulator.control.happen({type: 'worker-dies', source: 'orders-02'});
		// Else another one takes the source over while it is watched.
		for (const {name, listed} of simulator.control.world().workers)
			if (listed === 'free') simulator.control.happen({type: 'worker-dies', worker: name});
		const file = fileOf('payments', ['orders-01', 'orders-02']);
		const {code, stdout, audit} = await ran(simulator, `start ${file}`, yes);
		expect([code, stdout]).toEqual([1, expect.stringContaining('start payments: failed: [code=38032')]);
		expect(stdout).toMatch(/orders-01 {2}\S+ {2}done/);
		expect(stdout).toMatch(/orders-02 {2}failed: /);
		expect(audit.at(-1)).toMatchObject({outcome: 'failed', answer: {accepted: true}});
		expect(partsOf(simulator, 'payments')).toEqual(['orders-01 Running']);
	});

	test('a dry run checks, shows the plan, and sends nothing', async () => {
		const simulator = await simulated('6.5');
		simulator.control.happen({type: 'stopped', task: 'payments'});
		const file = fileOf('payments', ['orders-01']);
		const {code, stdout, audit} = await ran(simulator, `start ${file}`, {options: {dryRun: true}});
		expect(stdout).toContain("DM's check: passed, with 1 warning");
		expect(stdout).toContain('warn mysql_version: Migrating from MariaDB is still experimental.');
		expect(stdout).toContain('request: POST /apis/v1alpha1/tasks {"task":"(the file of payments, ');
		expect(stdout).toMatch(/dmctl --master-addr \S+ start-task \S+task\.yaml/);
		expect([code, posts(simulator), audit, stdout.includes(password)]).toEqual([0, [], [], false]);
		const asJson = await ran(simulator, `start ${file}`, {options: {dryRun: true, json: true}});
		expect(JSON.parse(asJson.stdout)).toMatchObject({act: 'start-task', target: {task: 'payments'}, refused: null});
		expect(asJson.stdout).not.toContain(password);
	});

	test('asks on a terminal', async () => {
		const simulator = await simulated('6.5');
		simulator.control.happen({type: 'stopped', task: 'payments'});
		const file = fileOf('payments', ['orders-01']);
		const left = await ran(simulator, `start ${file}`, {types: ['n']});
		expect([left.code, posts(simulator)]).toEqual([1, []]);
		await expect(ran(simulator, `start ${file}`)).rejects.toThrow('it needs --yes');
		const sure = await ran(simulator, `start ${file}`, {types: ['y']});
		expect([sure.code, partsOf(simulator, 'payments')]).toEqual([0, ['orders-01 Running']]);
	});
});

describe('nothing is started', () => {
	test.for(dms)('where the task is there already on %s', async dm => {
		const simulator = await simulated(dm);
		const {code, stdout, refusals} = await ran(simulator, `start ${fileOf('payments', ['orders-01'])}`, yes);
		expect([code, stdout]).toEqual([1, expect.stringContaining('it is there already: Running at orders-01')]);
		expect([posts(simulator), refusals.length]).toEqual([[], 1]);
	});

	test.for(dms)('where the check fails on %s, which --check-only tells with the exit code', async dm => {
		const simulator = await simulated(dm);
		const file = fileOf('fresh', ['orders-01', 'nope']);
		const {code, stdout} = await ran(simulator, `start ${file}`, yes);
		expect([code, stdout]).toEqual([1, expect.stringContaining("DM's check of the file has failed: [code=38031")]);
		const only = await ran(simulator, `start ${file}`, {options: {checkOnly: true}});
		expect([only.code, only.stdout]).toEqual([1, expect.stringContaining("DM's check: failed: [code=38031")]);
		expect([posts(simulator), only.audit]).toEqual([[], []]);
	});

	test('with --check-only, whatever it finds', async () => {
		const simulator = await simulated('2.0');
		const file = fileOf('fresh', ['orders-01']);
		const {code, stdout} = await ran(simulator, `start ${file}`, {options: {checkOnly: true, json: true}});
		expect([code, JSON.parse(stdout)]).toMatchObject([0, {task: 'fresh', check: {passed: true, findings: []}}]);
		expect([posts(simulator), partsOf(simulator, 'fresh')]).toEqual([[], []]);
	});

	test.for([
		['masked', {secret: '******'}, 'its passwords are masked'],
		['no YAML', {more: `"${password}: [`}, 'it cannot be read as YAML'],
	] as const)('from a file that is %s, and no dm-master is asked', async ([, how, why]) => {
		const simulator = await simulated('6.5');
		const started = ran(simulator, `start ${fileOf('fresh', ['orders-01'], how)}`, yes);
		await expect(started).rejects.toThrow(why);
		await expect(started).rejects.not.toThrow(password);
		expect(simulator.control.requests()).toEqual([]);
	});

	test('from a file that is not there, for a source that it does not have, or for two of them', async () => {
		const simulator = await simulated('6.5');
		await expect(ran(simulator, 'start /nowhere/task.yaml', yes)).rejects.toThrow('cannot be read (ENOENT)');
		const file = fileOf('fresh', ['orders-01', 'orders-02']);
		const at = (sources: readonly string[]) => ran(simulator, `start ${file}`, {options: {yes: true, sources}});
		await expect(at(['crm-01'])).rejects.toThrow('the file has no source crm-01; it has orders-01, orders-02');
		await expect(at(['orders-01', 'orders-02'])).rejects.toThrow('one --source at most');
	});

	test('where gRPC does not get through: nobody has checked it', async () => {
		const simulator = await simulated('6.5', {grpc: false});
		const {code, stderr} = await ran(simulator, `start ${fileOf('fresh', ['orders-01'])}`, yes);
		expect([code, stderr]).toEqual([1, expect.stringContaining('could not be asked to check the file')]);
		expect([posts(simulator), stderr.includes(password)]).toEqual([[], false]);
	});
});
