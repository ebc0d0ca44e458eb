import {describe, expect, test} from 'vitest';
import {overview, topicValue} from '../../../src/gateway/views/views.ts';
import {rowIds} from '../../../src/tui/shown.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {topView} from '../../../src/tui/views.ts';
import type {EventsValue} from '../../../src/wire/topics.ts';
import {afterEvents, link, modelOf, shown} from '../../support/builder.ts';
import {press} from '../../support/press.ts';
import {locksIn, type Recorded, recordedMemory, sourcesOf, taskOf} from '../../support/recorded.ts';

/** A viewer's model of a recorded cluster after these keys; the topics come at the end and at each `<wait>`. */
function modelFrom(recorded: Recorded, keys: string): Model {
	const memory = recordedMemory(recorded);
	const start = modelOf(100, 30, shown(overview(memory)));
	const topics: readonly Event[] = [
		...[...memory.tasks.keys()].map(task =>
			link({type: 'topic', topic: `task/${task}`, value: {name: task, task: taskOf(memory, task)}}),
		),
		link({type: 'topic', topic: 'sources', value: sourcesOf(memory)}),
		link({type: 'topic', topic: 'locks', value: locksIn(memory)}),
		link({type: 'topic', topic: 'events', value: topicValue(memory, 'events') as EventsValue}),
	];
	return keys.split('<wait>').reduce((model, step) => afterEvents(press(model, step), topics), start);
}

const visible = (model: Model) => (rowIds(model, topView(model)) ?? []).map(id => id.replaceAll('\n', ' '));
const header = (model: Model) => screenLines(model)[0] ?? '';

const dead: Recorded = {
	version: 'v6.5.0',
	answers: [
		[600, '6.5.0/sync/running.json'],
		[60, '6.5.0/worker-dead/source-not-bound.json'],
	],
};
const named: Recorded = {
	version: 'v26.3.3',
	answers: [
		[600, '26.3.3-head/sync/running.json'],
		[60, '26.3.3-head/worker-dead/just-died.json'],
	],
};
const locked: Recorded = {
	version: 'v6.5.0',
	answers: [
		[600, '6.5.0/shard-pessimistic/one-table.json'],
		[60, '6.5.0/shard-pessimistic/two-and-a-half.json'],
	],
};

describe.each([
	['a dead worker', dead],
	['a dead worker that keeps its name', named],
	['a lock', locked],
])('on a recorded cluster with %s', (_, recorded) => {
	test.each([
		['1', 'tasks'],
		['2', 'sources'],
		['3', 'locks'],
		['4', 'workers'],
		['5', 'events'],
	])('the keys that find things work on view %s', (key, type) => {
		const model = modelFrom(recorded, key);
		expect(topView(model).type).toBe(type);
		const all = visible(model);
		if (all.length === 0) {
			expect(press(model, '/').notice).toBe('filter: there is no row yet');
			return;
		}
		const first = all[0] ?? '';
		// The name of an event begins with its type, which its row does not say.
		const word = first.split(' ')[type === 'events' ? 1 : 0] ?? '';
		const filtered = press(model, `/${word}<enter>`);
		expect(visible(filtered)).toContain(first);
		expect(screenLines(filtered).slice(0, 2).join(' ')).toContain(`${visible(filtered).length} of ${all.length} shown`);
		expect(visible(press(filtered, '<esc>'))).toEqual(all);
		expect(visible(press(model, '/!e !a !o !i !u !1<enter>'))).toEqual([]);
		expect(screenLines(press(model, '/!e !a !o !i !u !1<enter>')).join('\n')).toContain('Esc takes the filter off');
		expect(visible(press(model, 'S'))).toEqual(all.toReversed());
		const problems = press(model, '!');
		expect(all).toEqual(expect.arrayContaining(visible(problems)));
	});
});

test('the palette goes to a source', () => {
	const model = modelFrom(dead, ':<wait>');
	const [first] = sourcesOf(recordedMemory(dead)).sources;
	const source = first?.source ?? '';
	expect(source).not.toBe('');
	const gone = press(model, `${source}<enter>`);
	expect(topView(gone)).toMatchObject({type: 'source', source});
	expect(header(gone)).toContain(source);
});

test('the texts of a source can be searched', () => {
	const model = modelFrom(dead, '2<wait><enter>');
	expect(topView(model).type).toBe('source');
	const text = screenLines(press(model, '/relay<enter>')).join('\n');
	expect(text).toMatch(/match 1\/\d+/);
	expect(text).toMatch(/^>.*relay/im);
});

test("a filter on a task's subtasks is there again after its other tabs were looked at", () => {
	const model = press(modelFrom(locked, '<enter>'), '/02<enter>');
	const before = visible(model);
	expect(before.length).toBe(1);
	const round = press(model, '<tab><shift-tab>');
	expect(topView(round).type).toBe('task');
	expect(visible(round)).toEqual(before);
});

test('a frozen list of sources stands still', () => {
	const model = press(modelFrom(dead, '2'), 'z');
	const other = link({type: 'topic', topic: 'sources', value: {sources: [], members: null, membersNote: null}});
	const held = afterEvents(model, [other]);
	expect(visible(held)).toEqual(visible(model));
	expect(screenLines(held)[1]).toContain('1 update held back');
	expect(visible(press(held, 'z'))).toEqual([]);
});
