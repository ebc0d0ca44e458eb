import {describe, expect, test} from 'vitest';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {verdicts} from '../../src/words/theme.ts';
import {width} from '../../src/words/width.ts';
import {
	afterEvents,
	link,
	modelOf,
	nowMs,
	overview,
	shown,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../support/builder.ts';
import {modelAt, screenAt, screens, screenText, sizes} from '../support/screens.ts';
import {showcase} from '../support/showcase.ts';
import {checkManySizes} from '../support/sizes.ts';

const all = Object.entries(screens);

describe.each(all)('%s', (name, events) => {
	test.each(sizes)('at %ix%i', async (columns, rows) => {
		const text = `${screenAt(events, columns, rows).join('\n')}\n`;
		await expect(text).toMatchFileSnapshot(`frames/${name}-${columns}x${rows}.txt`);
	});

	test('has exactly the lines and never more than the columns, at any size', () => {
		checkManySizes(name, modelAt(events, 80, 24));
	});

	test('is never empty, and holds only ASCII but for names of the cluster', () => {
		for (const [columns, rows] of sizes) {
			const text = screenAt(events, columns, rows).join('\n');
			expect(text.trim().length).toBeGreaterThan(8);
			expect(text.replaceAll(/[订单合并任务华东]/g, '')).toMatch(screenText);
			expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
		}
	});
});

function checkSize(lines: readonly string[], columns: number, rows: number) {
	if (lines.length !== rows) expect.fail(`${lines.length} lines at ${columns}x${rows}`);
	const wide = lines.find(line => width(line) > columns);
	if (wide !== undefined) expect.fail(`${width(wide)} columns at ${columns}x${rows}: ${wide}`);
}

test.each(sizes)('every verdict is readable by its letter, at %ix%i', (columns, rows) => {
	const lines = screenAt(shown(showcase), columns, rows);
	const shownRows = showcase.tasks.filter(row => lines.some(line => isRowOf(line, row.name)));
	expect(shownRows.length).toBeGreaterThan(1);
	for (const row of shownRows) {
		const line = lines.find(candidate => isRowOf(candidate, row.name)) ?? '';
		expect(line[1]).toBe(verdicts[row.word].letter);
	}
});

function isRowOf(line: string, name: string): boolean {
	return /^[> ]\S[* ]/.test(line) && line.slice(3).trimStart().startsWith(name.slice(0, 5));
}

test.each([20, 60, 80, 120, 200, 300])('at %i columns the figures stay in their columns whatever they are', columns => {
	const small = screenAt(shown(overview([taskRow('a', {lagSeconds: 1, rowsPerSecond: 1})])), columns, 24);
	const large = screenAt(shown(overview([taskRow('a', {lagSeconds: 12_345, rowsPerSecond: 98_765})])), columns, 24);
	expect(large[2]).toBe(small[2]);
	expect(large[4]?.length).toBe(small[4]?.length);
});

test.each([
	['why-well', 'crm why X1'],
	['why-error', 'orders_merge why X1'],
	['task-reading', 'crm X1 ?1'],
	['help', 'help X1 ?1'],
])('the only line of a header names the page: %s', (name, expected) => {
	expect(screenAt(screens[name] ?? [], 20, 3)[0]?.startsWith(expected)).toBe(true);
});

describe('a column is cut where it tells least', () => {
	const workers = ['10.17.130.141:8262', '10.17.130.142:8262'];
	const rows = workers.map((worker, index) => subtaskRow(`mysql-replica-very-long-0${index}`, {worker}));
	const page = (shape: 'sources' | 'workers', columns: number) => {
		const view = taskView(taskRow('crm'), rows);
		const cluster = {...showcase.cluster, shape};
		const open = {type: 'open', view: {type: 'task', task: 'crm', cursor: {id: null, index: 0, top: 0}}} as const;
		return screenAt([...shown(overview([view.row], {cluster})), open, ...taskEvents([view])], columns, 24).join('\n');
	};

	test('names that differ in their end only keep it, addresses their port', () => {
		const text = page('workers', 80);
		expect(text).toMatch(/\.\.\S*-long-00 \S*141:8262 /);
		expect(text).toMatch(/\.\.\S*-long-01 \S*142:8262 /);
	});

	test('the worker stays when the relay has left, and an empty lag takes no room in 1.0', () => {
		for (let columns = 60; columns <= 120; columns++) {
			const text = page('sources', columns);
			if (text.includes(' RELAY ')) expect(text).toContain(' WORKER');
		}
		expect(page('workers', 120)).not.toMatch(/ LAG /);
		expect(page('sources', 120)).toMatch(/ LAG /);
		expect(page('sources', 80)).toContain(' WORKER');
	});
});

describe('an empty list proves nothing', () => {
	const note = '4 of 4 workers are offline: there may be tasks that no answer tells of (4 shows the workers)';
	const empty = shown(overview([], {notes: [note]}));
	const sources = [
		...empty,
		{type: 'open', view: {type: 'sources', cursor: {id: null, index: 0, top: 0}}} as const,
		link({type: 'topic', topic: 'sources', value: {sources: [], members: null, membersNote: null}}),
	];

	test.each([
		['tasks', empty, 80, 24],
		['tasks', empty, 40, 12],
		['sources', sources, 120, 24],
		['sources', sources, 120, 40],
	] as const)('where something does not answer: %s', (_, events, columns, rows) => {
		const text = screenAt(events, columns, rows).join(' ').replace(/\s+/g, ' ');
		expect(text).toContain(note.slice(0, 70));
		expect(text).not.toContain('answers well');
		expect(text).not.toContain('DM lists none');
	});

	test('where all answers it says so', () => {
		expect(screenAt(shown(overview([])), 80, 24).join('\n')).toContain('answers well and lists none');
	});
});

describe('while nothing changes', () => {
	test('the list of a minute is drawn at most six times', () => {
		const start = afterEvents(modelOf(120, 40, shown(showcase)), [{type: 'tick', nowMs: nowMs + 120_000}]);
		const frames = Array.from({length: 60}, (_, second) => {
			const at = nowMs + 120_000 + second * 1000;
			const beat = link(
				{type: 'heartbeat', nowMs: at, lastGoodAtMs: at - 1000, lastTookMs: 9, asking: null, trouble: null},
				at,
			);
			return screenLines(afterEvents(start, [beat])).join('\n');
		});
		const drawn = frames.filter((frame, index) => index > 0 && frame !== frames[index - 1]).length;
		expect(drawn).toBeLessThanOrEqual(6);
	});
});

test('hostile names stay on their line', () => {
	const name = 'a\nb\u001B[31mc\td';
	const hostile = taskRow(name, {label: 'x\ny', reason: 'one\ntwo\rthree'});
	const events = [
		...shown(overview([hostile], {notes: ['n\nn']})),
		...taskEvents([taskView(hostile, [subtaskRow('s\ns')])]),
	];
	for (const [columns, rows] of sizes) {
		for (const line of screenAt(events, columns, rows)) expect(line).not.toMatch(/[\x00-\x1f\x7f]/);
	}
});

test('thousands of tasks are drawn as a window that holds the cursor', () => {
	const tasks = Array.from({length: 5000}, (_, index) => taskRow(`task-${index}`));
	const events = [
		...shown(overview(tasks)),
		...Array.from({length: 100}, () => ({type: 'step', step: 'page-down'}) as const),
	];
	for (const [columns, rows] of sizes) {
		const lines = screenAt(events, columns, rows);
		checkSize(lines, columns, rows);
		expect(lines.filter(line => line.startsWith('>'))).toHaveLength(1);
	}
});
