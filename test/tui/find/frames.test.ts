import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../src/tui/update.ts';
import {afterEvents, link, modelOf, nowMs, overview, shown, taskEvents} from '../../support/builder.ts';
import {cpuMs} from '../../support/cpu.ts';
import {press} from '../../support/press.ts';
import {screenText, sizes} from '../../support/screens.ts';
import {orders, showcase} from '../../support/showcase.ts';
import {checkManySizes} from '../../support/sizes.ts';

const lost = link({type: 'link-lost', message: 'nobody answers', sinceMs: nowMs, retryAtMs: nowMs + 9000});
const fewer = link({type: 'topic', topic: 'overview', value: overview(showcase.tasks.slice(3))});
const page: readonly Event[] = taskEvents([orders]);

/** What is done on a terminal that shows the task list: keys, and what comes between them. */
const screens: Readonly<Record<string, readonly (string | readonly Event[])[]>> = {
	'filter-typing': ['/o!'],
	'filter-kept': ['/err<enter>'],
	'filter-figures': ['/lag>60 !problem<enter>'],
	'filter-bad-term': ['/err lag>5x'],
	'filter-nothing': ['!/crm<enter>'],
	'filter-bad-regex': ['/er<enter>/<ctrl-u>/er('],
	'filter-long': [`/${'long '.repeat(30)}`],
	'filter-of-page': ['<enter>', page, '/s-0<enter>'],
	'problems-sorted': ['!sss<enter>S'],
	'sort-picker': ['sss'],
	'palette-open': [':'],
	'palette-typed': [':or'],
	'palette-last': [`:${'<pgdn>'.repeat(12)}`],
	'palette-nothing': [':qqqq'],
	'search-typing': ['e', page, '/duplicate'],
	'search-next': ['e', page, '/duplicate<enter>nn'],
	'search-nothing': ['e', page, '/qqqq<enter>'],
	frozen: ['z', [fewer, fewer]],
	'frozen-lost': ['z', [fewer, lost]],
	'frozen-filtered': ['/er<enter>z', [fewer]],
};

function modelAt(steps: readonly (string | readonly Event[])[], columns: number, rows: number): Model {
	return steps.reduce<Model>(
		(model, step) => (typeof step === 'string' ? press(model, step) : afterEvents(model, step)),
		modelOf(columns, rows, shown(showcase)),
	);
}

/** What is drawn for these sizes, too. */
const drawn: Readonly<Record<string, readonly (string | readonly Event[])[]>> = {
	'filter-kept': ['/err<enter>'],
	'palette-typed': [':or'],
	'help-here': ['?'],
};

describe.each(Object.entries(drawn))('%s', (name, steps) => {
	test.each([
		[60, 12],
		[160, 45],
	])('at %ix%i', async (columns, rows) => {
		const text = `${screenLines(modelAt(steps, columns, rows)).join('\n')}\n`;
		await expect(text).toMatchFileSnapshot(`frames/${name}-${columns}x${rows}.txt`);
	});
});

describe.each(Object.entries(screens))('%s', (name, steps) => {
	test.each(sizes)('at %ix%i', async (columns, rows) => {
		const text = `${screenLines(modelAt(steps, columns, rows)).join('\n')}\n`;
		await expect(text).toMatchFileSnapshot(`frames/${name}-${columns}x${rows}.txt`);
	});

	test('has exactly the lines and never more than the columns, at any size', () => {
		checkManySizes(name, modelAt(steps, 80, 24));
	});

	test('says the same without colours as with them, in ASCII', () => {
		for (const [columns, rows] of sizes) {
			const model = modelAt(steps, columns, rows);
			const bare = screenLines(model).map(line => line.trimEnd());
			const coloured = screenLines({...model, colours: true});
			expect(coloured.map(line => stripVTControlCharacters(line).trimEnd())).toEqual(bare);
			const text = bare.join('\n');
			expect(text.replaceAll(/[订单合并任务华东]/g, '')).toMatch(screenText);
			expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
		}
	});
});

test('an update with a filter on many tasks stays fast', () => {
	const tasks = Array.from({length: 5000}, (_, index) => ({
		...(showcase.tasks[index % showcase.tasks.length] ?? orders.row),
		name: `task-${index}`,
	}));
	let model = press(modelOf(120, 40, shown(overview(tasks))), '/task-1<enter>!sss<enter>');
	const ms = cpuMs(() => {
		for (let round = 0; round < 20; round++) {
			model = update(model, link({type: 'topic', topic: 'overview', value: overview([...tasks])}))[0];
			screenLines(model);
		}
	});
	expect(ms / 20).toBeLessThan(120);
});
