import {describe, expect, test} from 'vitest';
import type {Memory} from '../../src/gateway/memory/memory.ts';
import {overview} from '../../src/gateway/views/views.ts';
import {subtaskPageLines} from '../../src/tui/pages/subtask/subtask-page.ts';
import {whyLines} from '../../src/tui/pages/why.ts';
import {textOf} from '../../src/tui/ui/line.ts';
import {caseMemory} from '../support/cases.ts';
import {recordedMemory, recordedModel, taskOf} from '../support/recorded.ts';

const [one, two] = ['mysql-replica-01', 'mysql-replica-02'] as const;

/** The page of a task's subtask on that source, as text. */
function pageOf(memory: Memory, task: string, source: string): string {
	const view = taskOf(memory, task);
	const row = view.subtasks.find(it => it.source === source);
	if (row === undefined) throw new Error(`${task} has no ${source}`);
	return textOf(subtaskPageLines(recordedModel(memory, task, 120, 60), view, row)).join('\n');
}

describe('every figure of the newest versions has its place on a page', () => {
	const check = (memory: Memory, task: string, source: string, texts: readonly string[]) => {
		const page = pageOf(memory, task, source);
		for (const text of texts) expect(page).toContain(text);
	};
	const reported = caseMemory('fields-85');
	const newest = (file: string) => recordedMemory({version: 'v26.3.3', answers: [[1, `26.3.3-head/${file}.json`]]});

	test.for<readonly [string, ...string[]]>([
		['crm', 'ioTotalBytes', 'dumpIOTotalBytes 942 MiB', 'cutover    mysql-bin.000041:99   GTID a1:1-3'],
		['crm', 'insert 120   update 3   delete 1', 'totalRps 12', 'recentRps 9'],
		['d', '3 of 10', '5,000 of about 10,000', 'bps 777 B/s', '50.00 %'],
		['l', 'a.000001', 'a1:1-5', 'bps 888 B/s'],
		['chk', '12 checks', '9 successful', '2 warnings', '1 failed', '{"a":1}'],
		['opt', 'schema conflict', 'mysql-01-`s`.`t`'],
	])('fields-85: %s', ([task, ...texts]) => check(reported, task, 'mysql-01', texts));

	test('the version of a build with a name of its own', () => {
		expect(overview(reported).cluster.dmVersion).toBe('v8.5.4-nextgen.202510.1');
	});

	test('26.3.3, recorded: a Sync, and a validator that was not cut over', () => {
		check(newest('sync/running'), 'billing', one, ['bytes     ioTotalBytes 14.4 KiB   dumpIOTotalBytes 2.9 KiB']);
		check(newest('validated/later'), 'validated', two, ['cutover    none   GTID -']);
	});

	test('26.3.3, recorded: a worker that does not answer keeps its name', () => {
		const memory = newest('worker-dead/just-died');
		const [row] = overview(memory).notes;
		expect(row).toContain('mysql-replica-03');
		const before = recordedMemory({
			version: 'v26.3.3',
			answers: [
				[60, '26.3.3-head/sync/running.json'],
				[1, '26.3.3-head/worker-dead/just-died.json'],
			],
		});
		const found = overview(before).tasks.find(({name}) => name === 'orders_merge');
		expect(found).toMatchObject({word: 'unknown', label: 'silent: worker3'});
	});
});

test.each([
	['8.5.7', '8.5.7/error/sync-table-missing.json', `44019 Error 1146 (42S02): Table 'billing.accounts' doesn't exist`],
	['6.5.0', '6.5.0/error/sync-table-missing.json', `44019 Error 1146: Table 'billing.accounts' doesn't exist`],
])('%s: the cause of an error, with its SQLSTATE where it has one', (version, file, says) => {
	const memory = recordedMemory({version: `v${version}`, answers: [[1, file]]});
	const lines = textOf(whyLines(recordedModel(memory, 'billing', 80, 24), taskOf(memory, 'billing'), null));
	expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain(says);
	for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});
