import {render, renderToString} from 'ink';
import {afterEach, describe, expect, test} from 'vitest';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {topicValue} from '../../src/gateway/views/views.ts';
import type {Model, View} from '../../src/tui/state.ts';
import {App} from '../../src/tui/ui/app.tsx';
import {BoundedTable} from '../../src/tui/ui/bounded-table.tsx';
import {createFrames} from '../../src/tui/ui/frame.ts';
import type {PageLine} from '../../src/tui/ui/line.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {type Table, tableText} from '../../src/tui/ui/table.ts';
import {textWindow} from '../../src/tui/ui/text-window.ts';
import {topics} from '../../src/tui/update.ts';
import type {Topic, TopicMessage} from '../../src/wire/topics.ts';

import {afterEvents, ago, heartbeat, hello, link, modelOf, nowMs} from '../support/builder.ts';
import {type Recorded, recordedMemory, statusReading} from '../support/recorded.ts';
import {fixture} from '../support/recordings.ts';
import {type FakeTerminal, fakeTerminal} from '../support/terminal.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const close of opened.splice(0)) await close();
});

const cluster = (version: string, ...answers: Recorded['answers']): Memory => recordedMemory({version, answers});
const [one, two, three] = ['mysql-replica-01', 'mysql-replica-02', 'mysql-replica-03'];

const locked = cluster(
	'v6.5.0',
	[300, '6.5.0/shard-pessimistic/one-source.json'],
	[5, '6.5.0/shard-pessimistic/two-and-a-half.json'],
);
const paused = cluster('v6.5.0', [120, '6.5.0/relay/running.json'], [30, '6.5.0/relay/paused.json']);
const loading = remember(emptyMemory(['10.0.3.1:8261'], 3000), statusReading(onTwoSources(), ago(2), 'v6.5.0'));

/** A load that was recorded on one source, as if another one had the same. */
function onTwoSources(): unknown {
	const body = structuredClone(fixture('6.5.0/dump/running-load-26.json')) as {sources: {subTaskStatus: unknown[]}[]};
	const [first, , third] = body.sources;
	if (first !== undefined && third !== undefined) first.subTaskStatus = third.subTaskStatus;
	return body;
}

type Page = {readonly name: string; readonly memory: Memory; readonly view: View; readonly tables: number};

/** Pages with tables, and how many of them are on a screen of 120x40. */
const pages: readonly Page[] = [
	{name: 'positions of a Sync', memory: locked, view: subtask('orders_merge', one), tables: 1},
	{name: 'bars of a load', memory: loading, view: subtask('archive_full', three), tables: 1},
	{name: 'a source', memory: paused, view: {type: 'source', source: two, top: 0}, tables: 1},
	{name: 'the relay tab', memory: paused, view: {type: 'tab', task: 'orders_merge', tab: 'relay', top: 0}, tables: 2},
];

function subtask(task: string, source: string): View {
	return {type: 'subtask', task, source, top: 0};
}

/** The model of a viewer of that page to which all topics have come. */
function modelAt(page: Page, columns: number, rows: number): Model {
	const before = modelOf(columns, rows, [
		link({type: 'link-open', hello}),
		link(heartbeat()),
		link(topicOf(page.memory, 'overview')),
		{type: 'open', view: page.view},
	]);
	return afterEvents(
		before,
		topics(before).map(topic => link(topicOf(page.memory, topic))),
	);
}

function topicOf(memory: Memory, topic: Topic): TopicMessage {
	return {type: 'topic', topic, value: topicValue(memory, topic)} as TopicMessage;
}

describe.each(pages.map(page => [page.name, page] as const))('%s', (_, page) => {
	test('holds tables, drawn by ink-table as their own text', () => {
		const tables = tablesOf(modelAt(page, 120, 100));
		expect(tables.length).toBeGreaterThan(0);
		for (const table of tables) expect(drawn(table, 120)).toEqual(tableText(table));
	});

	test('gives the tables that are wholly on the screen to ink-table, and the lines around them stay', () => {
		const model = modelAt(page, 120, 40);
		const lines = screenLines(model);
		expect(tablesOf(model)).toHaveLength(page.tables);
		const {rows, regions} = createFrames()(model);
		const height = regions.flatMap(({blocks}) => blocks.flatMap(it => (it.type === 'table' ? it.lines : ['']))).length;
		expect(height).toBe(lines.length);
		expect(rows).toBe(40);
	});

	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	] as const)('the app draws the lines of the screen at %ix%i, also after a step', async (columns, rows) => {
		const first = modelAt(page, columns, rows);
		const show = start(first);
		for (const model of [first, ...steps(first)]) {
			const wanted = screenLines(model).map(text => text.trimEnd());
			const terminal = show(model);
			await terminal.until(screen => screen.join('\n') === wanted.join('\n'));
			// What was drawn while the table was still loading is drawn again once it has been.
			await terminal.quiet();
			expect(terminal.screen()).toEqual(wanted);
		}
	});
});

const windowed = (lines: readonly PageLine[], top: number, height: number, current: number | null = null) =>
	textWindow(lines, {
		top,
		height,
		columns: 80,
		matches: current === null ? null : {lines: [current], current, isTooSlow: false},
	}).map(block => (block.type === 'table' ? 'table' : block.line));

test('a table with wide characters stays lines: ink-table counts characters, not columns', () => {
	expect(windowed([{heading: null, rows: [['订单 ', 'x']]}, ''], 0, 10)).toEqual(['订单  x', '']);
});

test('a large table stays lines: each cell would be a text of its own', () => {
	const rows = Array.from({length: 33}, (_, index) => [String(index).padStart(2), 'x']);
	expect(windowed([{heading: null, rows}], 0, 40)).toHaveLength(33);
});

test('a table that is partly on the screen, or holds the match, stays lines', () => {
	const table: Table = {
		heading: ['A', 'B'],
		rows: [
			['1', '2'],
			['3', '4'],
		],
	};
	expect(windowed(['top', table, 'end'], 0, 5)).toEqual(['top', 'table', 'end']);
	expect(windowed(['top', table, 'end'], 0, 3)).toEqual(['top', 'A B', '1 2']);
	expect(windowed(['top', table, 'end'], 2, 9)).toEqual(['1 2', '3 4', 'end']);
	expect(windowed(['top', table, 'end'], 0, 5, 2)).toEqual(['top', 'A B', '>1 2', '3 4', 'end']);
	expect(windowed(['top', table, 'end'], 0, 5, 4)).toEqual(['top', 'table', '>end']);
});

function tablesOf(model: Model): readonly Table[] {
	const blocks = createFrames()(model).regions.flatMap(region => region.blocks);
	return blocks.flatMap(block => (block.type === 'table' ? [block.table] : []));
}

/** The lines that ink-table makes of a table, on a terminal of so many columns. */
function drawn(table: Table, columns: number): readonly string[] {
	return renderToString(<BoundedTable table={table} />, {columns})
		.split('\n')
		.map(text => text.trimEnd());
}

function steps(model: Model): readonly Model[] {
	const down = afterEvents(model, [{type: 'step', step: 'down'}]);
	const later = afterEvents(down, [{type: 'tick', nowMs: nowMs + 90_000}]);
	return [down, later, afterEvents(later, [{type: 'step', step: 'bottom'}])];
}

/** The skin on a terminal in memory; the function it returns shows another model. */
function start(first: Model): (model: Model) => FakeTerminal {
	const {columns, rows} = first.size;
	const terminal = fakeTerminal(columns, rows);
	const frame = createFrames();
	const listeners = new Set<() => void>();
	let model = first;
	const subscribe = (listener: () => void) => {
		listeners.add(listener);
		return () => void listeners.delete(listener);
	};
	const {stdin, stdout} = terminal;
	const instance = render(<App subscribe={subscribe} frame={() => frame(model)} />, {
		stdin,
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		interactive: true,
		patchConsole: false,
	});
	opened.push(async () => {
		instance.unmount();
		await instance.waitUntilExit();
		terminal.dispose();
	});
	return next => {
		model = next;
		for (const listener of listeners) listener();
		return terminal;
	};
}
