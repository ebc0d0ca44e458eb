import {expect, test} from 'vitest';
import {systemClock} from '../../src/clock.ts';
import type {Options} from '../../src/commands/args/usage.ts';
import {contract} from '../../src/commands/contract.ts';
import {judge} from '../../src/commands/waiting/wait-state.ts';
import {advance, begin} from '../../src/commands/waiting/waiting.ts';
import {translateConfig} from '../../src/dm/answer/config.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {createDmClient} from '../../src/dm/ask/client.ts';
import {createReader} from '../../src/gateway/ask/reader.ts';
import {emptyMemory, remember} from '../../src/gateway/memory/memory.ts';
import {allLocks} from '../../src/gateway/views/view-locks.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {caseMemory, caseOf, caseStartMs, startCaseMaster} from '../support/cases.ts';
import {recordedMemory} from '../support/recorded.ts';
import {checkRow} from './check.ts';

checkRow('validator-died', 'crm', {
	word: 'warning',
	label: 'Validator stopped',
	reason: '43003 invalid connection',
	outlook: 'not checked until somebody starts the validator',
	never: 'rows that differ',
});
checkRow('validator-far-behind', 'crm', {word: 'running'}, {polls: 200});
checkRow(
	'validator-far-behind',
	'crm',
	{
		word: 'warning',
		label: 'Validator behind',
		reason: 'the validator is 35 binlog files behind the checkpoint, and has not come nearer',
	},
	{polls: 202},
);

checkRow('real/validator-stopped-says-invalid-rows', 'validated', {
	word: 'warning',
	label: 'Validator stopped',
	reason: '36053 dial tcp 127.0.0.1:3307: connect: connection refused',
	never: 'rows that differ',
});
checkRow('new-stages', 'a', {word: 'warning', label: 'Pausing', reason: 'DM is pausing it', outlook: 'Paused once'});
checkRow('new-stages', 'b', {word: 'warning', label: 'Resuming', reason: 'DM is resuming it'});
checkRow('new-stages', 'c', {word: 'warning', label: 'Stopping', reason: 'DM is stopping it'});
checkRow('new-stages', 'd', {word: 'warning', label: 'Stage 9', reason: 'Stage 9'});
checkRow('new-stages', 'e', {word: 'running'});
checkRow('new-stages', 'f', {word: 'running'});
checkRow('new-stages', 'g', {word: 'warning', label: 'InvalidStage'});
checkRow('busy-worker-snapshot', 'crm', {
	word: 'warning',
	label: 'Pausing',
	reason: 'mysql-01/worker-1 Sync: DM is pausing it; the worker is busy',
});
checkRow('busy-worker-snapshot', 'ledger', {word: 'running', label: 'Running', reason: 'Sync: the worker is busy'});
checkRow('null-everything', 'crm', {word: 'paused'});

test('busy-worker-snapshot: the last known unit stays without figures, and no event tells of a change of it', () => {
	const memory = caseMemory('busy-worker-snapshot');
	const [crm, ledger] = ['crm', 'ledger'].map(name => taskValue(memory, name).task?.subtasks[0]);
	const busySinceMs = caseStartMs + 6 * 3000;
	expect(ledger).toMatchObject({
		stage: 'Running',
		work: {type: 'Sync', totalEvents: null, upstream: null, checkpoint: null, secondsBehindMaster: null},
		busySinceMs,
		lagSeconds: null,
		gap: null,
		sinceMs: null,
	});
	expect(crm).toMatchObject({stage: 'Pausing', work: {type: 'Sync'}, busySinceMs, sinceMs: busySinceMs});
	expect(memory.events.map(({type, text}) => [type, text])).toEqual([
		['task-status', 'crm: Running -> Pausing: mysql-01'],
		['subtask-stage', 'crm/mysql-01: Running -> Pausing'],
	]);
	const task = memory.tasks.get('ledger')?.task;
	expect(task && judge('caught-up', task)).toMatchObject({type: 'not-yet', missing: expect.stringContaining('busy')});
});

test('busy-worker-snapshot: where the unit was never told, that the worker is busy is said all the same', () => {
	const {version, answerAt} = caseOf('busy-worker-snapshot');
	const cluster = translateStatus(answerAt(6));
	const memory = remember(emptyMemory(['m:8261'], 3000), {
		type: 'status',
		ok: true,
		atMs: caseStartMs,
		tookMs: 12,
		master: 'm:8261',
		version,
		cluster,
	});
	const ledger = overview(memory).tasks.find(({name}) => name === 'ledger');
	expect(ledger).toMatchObject({word: 'running', reason: expect.stringContaining('the worker is busy')});
});

test.each([
	['onlyload', 'its mode is load: it never comes to Sync'],
	['doneload', 'its mode is load: it never comes to Sync'],
	['onlydump', 'its mode is dump: it never comes to Sync'],
])('new-modes: a wait for %s to catch up ends at once', (name, why) => {
	const memory = caseMemory('new-modes');
	const task = memory.tasks.get(name)?.task;
	expect(task && judge('caught-up', task)).toEqual({type: 'never', why});
	const waiting = begin({argument: name, waitFor: 'caught-up', stableMs: null} as Options, 0);
	expect(advance(waiting, {type: 'memory', memory}, 1).verdict).toEqual({
		code: 1,
		sentence: `${name} can no longer be caught up: ${why}`,
	});
});

test('null-everything: what names no source is a line each', () => {
	expect(overview(caseMemory('null-everything')).notes).toEqual([
		'an entry of the answer names no source: x',
		'an entry of the answer names no source: what it tells of ghost is not shown',
	]);
});

checkRow('lock-id-leftover', 'crm', {
	word: 'locked',
	label: 'DDL lock ? 2/2',
	reason: 'a DDL lock of unknown state: DM names crm-`shop`.`orders` and no DDL that waits',
	outlook: 'left over',
	never: 'waits for',
});

test('lock-id-leftover: on the board both stand under the ID that DM names, and nobody is said to wait', () => {
	const memory = caseMemory('lock-id-leftover');
	const found = allLocks(memory).map(({id, exists, isNamedOnly, sources}) => ({
		id,
		exists,
		isNamedOnly,
		sources: sources.map(({source, state}) => [source, state]),
	}));
	const named = {exists: false, isNamedOnly: true};
	expect(found).toEqual([
		{id: 'crm-`shop`.`orders`', ...named, sources: [['mysql-01', 'named']]},
		{id: 'oldtask-`shop`.`orders`', ...named, sources: [['mysql-02', 'named']]},
	]);
	// It blocks nothing as far as anybody knows, and is no proof that all is done.
	const [first] = memory.tasks.get('crm')?.task.subtasks ?? [];
	expect(first?.blockedSinceMs).toBe(null);
	const task = memory.tasks.get('crm')?.task;
	expect(task && judge('caught-up', task)).toMatchObject({
		type: 'not-yet',
		missing: expect.stringContaining('unknown'),
	});
	expect(contract(memory, null)).toMatchObject({
		locks: [],
		tasks: [{subtasks: [{lockId: 'crm-`shop`.`orders`'}, {lockId: 'oldtask-`shop`.`orders`'}]}],
	});
});

checkRow('fields-85', 'opt', {
	word: 'locked',
	label: 'DDL conflict',
	reason: 'optimistic shard DDL conflict on `s`.`t`: schema conflict',
});
checkRow('real/optimistic-conflict-6.5.0', 'orders_opt', {
	word: 'locked',
	label: 'DDL conflict 1/3',
	reason:
		"optimistic shard DDL conflict on `shop`.`orders`: ALTER TABLE `shop`.`orders` ADD COLUMN `price` VARCHAR(20) NOT NULL DEFAULT 'x'",
});

test('fields-85: a conflict that names no table is told by the one whose DDL blocks, and its lock ID is not made up', () => {
	expect(allLocks(caseMemory('fields-85'))).toMatchObject([
		{target: '`s`.`t`', mode: 'optimistic', id: null, owner: 'mysql-01-`s`.`t`', ddls: [], conflict: 'schema conflict'},
	]);
});

test('real/optimistic-conflict-6.5.0: the DDL is that of the conflict, and of whom DM says nothing is unknown', () => {
	expect(contract(caseMemory('real/optimistic-conflict-6.5.0'), null).locks).toEqual([
		{
			task: 'orders_opt',
			target: '`shop`.`orders`',
			mode: 'optimistic',
			ddls: ["ALTER TABLE `shop`.`orders` ADD COLUMN `price` VARCHAR(20) NOT NULL DEFAULT 'x'"],
			synced: [],
			unsynced: ['mysql-replica-02'],
			unknown: ['mysql-replica-01', 'mysql-replica-03'],
		},
	]);
});

test.each(['2.0.7', '6.5.0', '8.5.7'])('%s: a recorded conflict has its table, its DDL and its ID', dm => {
	const memory = recordedMemory({version: `v${dm}`, answers: [[1, `${dm}/shard-optimistic/conflict.json`]]});
	expect(allLocks(memory)).toMatchObject([
		{
			target: '`shop`.`orders`',
			id: 'orders_opt-`shop`.`orders`',
			ddls: [
				expect.stringMatching(/^ALTER TABLE `shop`\.`orders` ADD COLUMN `price` VARCHAR\(20\) NOT NULL DEFAULT \S*$/),
			],
		},
	]);
});

test.each([
	['20240101', {mode: 'all', sources: ['mysql-01']}],
	['on', {mode: 'all', sources: ['mysql-01']}],
	['c1', {mode: 'all', shardMode: 'pessimistic', target: '10.0.0.7:4000', sources: ['mysql-01', 'mysql-02']}],
	['c2', {mode: 'full', target: '[::1]:4000', sources: ['mysql-01']}],
	['c3', {mode: 'incremental', target: null, sources: ['mysql-01', '42']}],
])('config-forms: the configuration of %s is read', (task, expected) => {
	const config = translateConfig({result: true, msg: '', cfg: caseOf('config-forms').configOf(task)}, task);
	expect(config).toMatchObject(expected);
	expect(config.yaml).not.toMatch(/secret-pw|KEYKEY/);
});

test('config-forms: a source ID that only a merge key brings, and nothing at all', () => {
	const cfg = 'name: m\nmysql-instances:\n- &a {source-id: 007}\n- {<<: *a}\n- ~\n';
	expect(translateConfig({result: true, msg: '', cfg}, 'm').sources).toEqual(['007', '007']);
});

test('config-forms: of one that cannot be read the page of the task says so, and the others are read', async () => {
	const master = await startCaseMaster('config-forms');
	try {
		const clock = systemClock();
		const client = createDmClient({masters: [master.address], tls: null, now: clock.now});
		const reader = createReader(client, clock);
		const {signal} = new AbortController();
		let memory = remember(emptyMemory([master.address], 3000), await reader.status(signal));
		for await (const reading of reader.configs(memory, signal)) memory = remember(memory, reading);
		expect(taskValue(memory, 'c1').task).toMatchObject({configNote: null, config: {mode: 'all'}});
		const {config, configNote} = taskValue(memory, 'c4').task ?? {};
		expect(config).toBeNull();
		expect(configNote).toContain('a configuration that cannot be read (Tabs are not allowed as indentation)');
		client.close();
	} finally {
		await master.close();
	}
});
