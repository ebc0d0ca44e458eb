import {describe, expect, test} from 'vitest';
import {contract} from '../../src/commands/contract.ts';
import {columnsOf} from '../../src/commands/status.ts';
import {listTable, taskTable} from '../../src/commands/table.ts';
import {overview, taskValue} from '../../src/gateway/views/views.ts';
import {width} from '../../src/words/width.ts';
import {caseMemory, caseStartMs} from '../support/cases.ts';

const memories = [
	'real/36027-message',
	'real/optimistic-conflict-6.5.0',
	'validator-died',
	'new-modes',
	'null-everything',
] as const;

describe.each(memories)('%s', name => {
	const memory = caseMemory(name);
	const texts = (columns: number | null) => [
		listTable(overview(memory), caseStartMs, columns),
		...[...memory.tasks.keys()].map(task =>
			taskTable(taskValue(memory, task), {nowMs: caseStartMs, firstAnswerAtMs: null}, {columns}),
		),
	];

	test.each([40, 60, 80, 100, 120])('fits a terminal of %d columns', columns => {
		for (const text of texts(columns)) {
			expect(text.split('\n').filter(line => width(line) > columns)).toEqual([]);
		}
	});

	test('holds each name and status at 80 columns', () => {
		const [list = ''] = texts(80);
		for (const row of overview(memory).tasks) expect(list).toContain(row.name);
	});

	test('is as wide as it needs to be where no terminal shows it', () => {
		for (const row of overview(memory).tasks) {
			if (row.reason !== null && row.word !== 'running') expect(texts(null)[0]).toContain(row.reason);
		}
	});
});

test('of a narrow terminal TASK, STATUS, LAG and SINCE are kept, and RELAY leaves first', () => {
	const head = (columns: number | null) =>
		listTable(overview(caseMemory('real/36027-message')), caseStartMs, columns)
			.split('\n')[2]
			?.trim()
			.split(/ +/);
	expect(head(null)).toEqual(['TASK', 'STATUS', 'SUB', 'LAG', 'GAP', 'ROW/S', 'LEFT', 'RELAY', 'SINCE']);
	expect(head(120)).toEqual(head(null));
	expect(head(80)).toEqual(head(null)?.filter(title => title !== 'RELAY'));
	expect(head(70)).toEqual(head(null)?.filter(title => title !== 'RELAY' && title !== 'ROW/S'));
	expect(head(40)).toEqual(['TASK', 'STATUS', 'LAG', 'SINCE']);
});

test.each([
	[{isTTY: true, columns: 80}, 80],
	[{isTTY: true, columns: 0}, null],
	[{isTTY: true}, null],
	[{columns: 80}, null],
	[{}, null],
])('the width of %j is %j', (stream, columns) => {
	expect(columnsOf(stream as Parameters<typeof columnsOf>[0])).toBe(columns);
});

test('whatever has advice says in one line what to do, on the list and in JSON', () => {
	for (const name of [...memories, 'lag-stuck-high', 'relay-gtid-behind', 'lock-id-leftover'] as const) {
		const memory = caseMemory(name);
		const lines = listTable(overview(memory), caseStartMs, 80).split('\n');
		const rows = contract(memory, null).tasks;
		expect(lines.filter(line => line.startsWith('   Now: ')).length).toBeGreaterThanOrEqual(
			rows.filter(({now, status, reason}) => now !== null && reason !== null && !['running', 'new'].includes(status))
				.length,
		);
		for (const {now} of rows) expect(now ?? '').not.toMatch(/^nothing|\([a-zA-Z]\)/);
	}
	const died = caseMemory('validator-died');
	const row = contract(died, null).tasks.find(({status}) => status === 'warning');
	expect(row?.now).toEqual(expect.any(String));
	expect(listTable(overview(died), caseStartMs, 80)).toContain(`\n   Now: ${row?.now}\n`);
});
