import {describe, expect, test} from 'vitest';
import {status} from '../../src/commands/status.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {emptyMemory, remember} from '../../src/gateway/memory/memory.ts';
import {sourcesValue} from '../../src/gateway/views/view-sources.ts';
import {overview} from '../../src/gateway/views/views.ts';
import {startCaseMaster} from '../support/cases.ts';
import {listener, nothingGiven} from '../support/commands.ts';
import {fixture, fixtureText} from '../support/recordings.ts';
import {checkRow} from './check.ts';

describe('an upstream that cannot be asked', () => {
	const silent = {word: 'warning', label: 'Upstream silent', never: 'does not retry'} as const;
	checkRow('upstream-gone-85', 'crm', {...silent, reason: '10001 context deadline exceeded'});
	checkRow('upstream-gone-85', 'ledger', silent);
	checkRow('upstream-gone-85', 'archive', {word: 'running', label: 'Running'});
	checkRow('upstream-gone-85', 'stock', {word: 'running'});

	test.each(['early', 'later'])('recorded on 26.3.3, %s', name => {
		const memory = read(fixture(`26.3.3-head/upstream-down/${name}.json`), 'v26.3.3');
		const words = overview(memory).tasks.map(({name: task, word, reason}) => ({task, word, reason}));
		expect(words.find(({task}) => task === 'orders_merge')).toMatchObject({
			word: 'warning',
			reason: expect.stringContaining('connect: connection refused'),
		});
		expect(words.some(({word}) => word === 'error')).toBe(false);
		expect(sourcesValue(memory).sources.find(({source}) => source === 'mysql-replica-02')).toMatchObject({
			word: 'warning',
			reason: expect.stringContaining('connection refused'),
		});
	});

	test('recorded on 26.3.3, hanging: no answer makes it an error', () => {
		const answers = fixtureText('26.3.3-head/upstream-hangs/stream.jsonl').trim().split('\n');
		const told = answers.flatMap(line => {
			const memory = read((JSON.parse(line) as {body: unknown}).body, 'v26.3.3');
			return [...overview(memory).tasks, ...sourcesValue(memory).sources];
		});
		expect(told.some(({word, reason}) => word === 'warning' && reason?.includes('deadline exceeded'))).toBe(true);
		expect(told.some(({word}) => word === 'error')).toBe(false);
	});
});

describe('an import that failed', () => {
	checkRow('lightning-import-mode', 'big', {word: 'retrying', never: 'Needs you'});
	checkRow('lightning-import-mode', 'big2', {word: 'retrying', never: 'Needs you'});
});

describe('a pause that left something behind', () => {
	const plain = {word: 'paused', label: 'Paused (operator)', never: 'Needs you'} as const;
	checkRow('paused-with-connection-error', 'crm', {...plain, reason: 'sql: connection is already closed'});
	checkRow('paused-with-connection-error', 'big', {...plain, reason: 'context canceled'});
});

describe('what DM retries for ever and cannot heal', () => {
	checkRow('real/ddl-36067-says-retrying', 'billing', {
		word: 'error',
		reason: 'alter table billing.accounts add column place point',
		outlook: 'Needs you',
	});
	checkRow('real/finished-full-task-after-failover', 'inventory_full', {
		word: 'error',
		outlook: 'its dump files are not on this worker',
	});
});

test('the oldest shape of an error is looked up by its message', () => {
	const memory = read(fixture('docs-1.0/detail.json'), null);
	const worst = overview(memory).tasks.find(({reason}) => reason?.includes('Error 1062'));
	expect(worst).toMatchObject({word: 'error', outlook: expect.stringContaining('"Error 1062" is on DM\'s list')});
});

describe('the configuration of a source, asked for once', () => {
	test.each([
		[false, /^ X {2}big .*^X big {2}.*Needs you: DM's checker is off for this source: nobody retries\.$/ms],
		[true, /^ ~ {2}big .*^~ big {2}.*DM resumes this kind of error by itself\.$/ms],
	])('its checker is on: %s', async (enabled, text) => {
		const master = await startCaseMaster('lightning-import-mode', ({url = ''}, response) => {
			if (!url.endsWith('/tasks/mysql-01?type=4')) return false;
			const cfg = `source-id: mysql-01\nfrom:\n  password: hunter2\nchecker:\n  check-enable: ${enabled}\n`;
			response.writeHead(200, {'content-type': 'application/json'});
			response.end(JSON.stringify({result: true, msg: '', cfg}));
			return true;
		});
		const [stdout, stderr] = [listener(), listener()];
		const io = {stdout: stdout.stream, stderr: stderr.stream, signal: new AbortController().signal};
		expect(await status({...nothingGiven, masters: [master.address]}, io)).toBe(1);
		expect(stdout.text()).toMatch(text);
		expect(stdout.text()).not.toContain('hunter2');
		expect(master.requests.filter(request => request.includes('type=4'))).toHaveLength(1);
		expect(master.requests.some(request => request.includes('/subtasks/'))).toBe(false);
		await master.close();
	});

	test('not for sources that do not fail', async () => {
		const master = await startCaseMaster('upstream-gone-85');
		const [stdout, stderr] = [listener(), listener()];
		const io = {stdout: stdout.stream, stderr: stderr.stream, signal: new AbortController().signal};
		await status({...nothingGiven, masters: [master.address]}, io);
		expect(master.requests.filter(request => request.includes('type=4'))).toEqual([]);
		await master.close();
	});
});

function read(body: unknown, version: string | null) {
	const cluster = translateStatus(body);
	const reading = {type: 'status', ok: true, atMs: 0, tookMs: 5, master: 'm:8261', version, cluster} as const;
	return remember(emptyMemory(['m:8261'], 3000), reading);
}
