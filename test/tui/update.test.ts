import {describe, expect, test} from 'vitest';
import type {Event, Model} from '../../src/tui/state.ts';
import {topics, update} from '../../src/tui/update.ts';
import {topView} from '../../src/tui/views.ts';
import type {TaskRow} from '../../src/wire/topics.ts';
import {
	afterEvents,
	heartbeat,
	hello,
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
import {crm, showcase} from '../support/showcase.ts';

const named = (...names: readonly string[]): readonly TaskRow[] => names.map(name => taskRow(name));
const list = (names: readonly string[], rows = 24): Model => modelOf(80, rows, shown(overview(named(...names))));
const step = (by: Extract<Event, {type: 'step'}>['step']): Event => ({type: 'step', step: by});
const newList = (...names: readonly string[]): Event =>
	link({type: 'topic', topic: 'overview', value: overview(named(...names))});
const openTask = (task: string): Event => ({
	type: 'open',
	view: {type: 'task', task, cursor: {id: null, index: 0, top: 0}},
});
const openWhy = (task: string): Event => ({type: 'open', view: {type: 'why', task, source: null, top: 0}});

function cursor(model: Model) {
	const view = topView(model);
	return 'cursor' in view ? view.cursor : null;
}

describe('the cursor', () => {
	const check = (start: readonly string[], events: readonly Event[], expected: string) =>
		expect(cursor(afterEvents(list(start), events))?.id).toBe(expected);

	test.each<[string, readonly string[], readonly Event[], string]>([
		['is on the worst at first', ['a', 'b', 'c'], [], 'a'],
		['goes down', ['a', 'b', 'c'], [step('down')], 'b'],
		['stops at the end', ['a', 'b', 'c'], [step('down'), step('down'), step('down')], 'c'],
		['goes to the bottom and back to the top', ['a', 'b', 'c'], [step('bottom'), step('top')], 'a'],
		['stays with its task when rows move', ['a', 'b', 'c'], [step('down'), newList('x', 'c', 'a', 'b')], 'b'],
		['goes to a neighbour when its task is gone', ['a', 'b', 'c'], [step('down'), newList('a', 'c')], 'c'],
		['goes to the last when its task was the last', ['a', 'b', 'c'], [step('bottom'), newList('a', 'b')], 'b'],
		[
			'waits for its task while the list is empty',
			['a', 'b', 'c'],
			[step('down'), newList(), newList('c', 'b', 'a')],
			'b',
		],
	])('%s', (_, start, events, expected) => check(start, events, expected));

	test('the window follows it in a long list, and its task stays in the window when rows move', () => {
		const names = Array.from({length: 200}, (_, index) => `task-${String(index).padStart(3, '0')}`);
		let model = afterEvents(
			list(names),
			Array.from({length: 60}, () => step('down')),
		);
		const at = cursor(model);
		expect(at?.id).toBe('task-060');
		expect((at?.index ?? 0) - (at?.top ?? 0)).toBeLessThan(24);
		model = afterEvents(model, [newList(...names.toReversed())]);
		expect(cursor(model)?.id).toBe('task-060');
		expect(cursor(model)?.index).toBe(139);
		expect(cursor(model)?.top).toBeLessThanOrEqual(139);
	});
});

describe('views', () => {
	test('back undoes the newest thing only, and never quits', () => {
		let model = afterEvents(list(['crm', 'b']), [
			step('down'),
			openTask('crm'),
			openWhy('crm'),
			{type: 'open', view: {type: 'help', top: 0}},
		]);
		const types = [topView(model).type];
		for (let i = 0; i < 5; i++) {
			const [next, ...commands] = update(model, {type: 'back'});
			expect(commands).toEqual([]);
			model = next;
			types.push(topView(model).type);
		}
		expect(types).toEqual(['help', 'why', 'task', 'tasks', 'tasks', 'tasks']);
		expect(cursor(model)?.id).toBe('b');
	});

	test('a text cannot be scrolled beyond its end, also when the terminal grows', () => {
		let model = afterEvents(modelOf(80, 12, shown(showcase)), [
			{type: 'open', view: {type: 'help', top: 0}},
			step('bottom'),
		]);
		const bottom = topView(model);
		expect(bottom.type === 'help' && bottom.top).toBeGreaterThan(0);
		model = afterEvents(model, [{type: 'resize', size: {columns: 80, rows: 100}}]);
		expect(topView(model)).toMatchObject({type: 'help', top: 0});
	});
});

describe('what is read', () => {
	const check = (model: Model, expected: readonly string[]) => expect(topics(model)).toEqual(expected);
	test('the list reads the overview', () => check(list(['a']), ['overview']));
	test('a big list reads its selected task too', () =>
		check(modelOf(120, 40, shown(overview(named('a', 'b')))), ['overview', 'task/a']));
	test('and not without its preview', () =>
		check(afterEvents(modelOf(120, 40, shown(overview(named('a')))), [{type: 'toggle', option: 'preview'}]), [
			'overview',
		]));
	test('open pages are read, also those below', () =>
		check(afterEvents(list(['a']), [openTask('a'), openWhy('b')]), ['overview', 'task/a', 'task/b']));

	test('what is not read any more is forgotten', () => {
		const page = taskView(taskRow('crm'), [subtaskRow('s')]);
		const open = afterEvents(list(['crm']), [openTask('crm'), ...taskEvents([page])]);
		expect(open.tasks.has('crm')).toBe(true);
		expect(afterEvents(open, [{type: 'back'}]).tasks.size).toBe(0);
	});
});

describe('commands', () => {
	const check = (model: Model, event: Event, expected: unknown) => {
		const [, ...commands] = update(model, event);
		expect(commands).toEqual(expected);
	};
	const lost = afterEvents(list(['a']), [
		link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs + 1000}),
	]);
	test('asking again asks the gateway', () =>
		check(list(['a']), {type: 'refresh'}, [{type: 'refresh'}, {type: 'repaint'}]));
	test('asking again without a link tries to connect', () =>
		check(lost, {type: 'refresh'}, [{type: 'retry'}, {type: 'repaint'}]));
	test('asking again is told until the answer comes, the link is lost, or a key is pressed', () => {
		const asked = afterEvents(list(['a']), [{type: 'refresh'}]);
		expect(asked.notice).toBe('asking the cluster...');
		const same = afterEvents(asked, [link(heartbeat({asking: {sinceMs: nowMs}})), {type: 'tick', nowMs: nowMs + 2000}]);
		expect(same.notice).toBe('asking the cluster...');
		expect(afterEvents(same, [link(heartbeat({lastGoodAtMs: nowMs + 1}))]).notice).toBeNull();
		const trouble = {sinceMs: nowMs, message: 'refused', tries: 1, nextTryAtMs: null};
		expect(afterEvents(same, [link(heartbeat({trouble}))]).notice).toBeNull();
		expect(afterEvents(same, [step('down')]).notice).toBeNull();
		const trying = afterEvents(lost, [{type: 'refresh'}]);
		expect(trying.notice).toBe('trying to reach the gateway...');
		expect(afterEvents(trying, [link({type: 'link-open', hello})]).notice).toBeNull();
	});
	test('quitting quits', () => check(list(['a']), {type: 'quit'}, [{type: 'quit'}]));
});

describe('what the gateway says', () => {
	test('data stays when the link is lost, and when it comes back', () => {
		const lost = afterEvents(list(['a', 'b']), [
			link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs + 1000}),
		]);
		expect(lost.overview?.tasks).toHaveLength(2);
		expect(afterEvents(lost, [link({type: 'link-open', hello})]).overview?.tasks).toHaveLength(2);
	});

	test("the gateway's clock is taken over, but not its trembling", () => {
		const model = modelOf(80, 24, [link({type: 'link-open', hello: {...hello, nowMs: nowMs + 90_000}})]);
		expect(model.clockOffsetMs).toBe(90_000);
		expect(afterEvents(model, [link(heartbeat({nowMs: nowMs + 90_200}))]).clockOffsetMs).toBe(90_000);
		expect(afterEvents(model, [link(heartbeat({nowMs: nowMs + 95_000}))]).clockOffsetMs).toBe(95_000);
	});

	test('a notice lasts until the next key, not until the next answer', () => {
		const model = afterEvents(list(['a']), [{type: 'notice', text: 'no'}, {type: 'tick', nowMs}, newList('a', 'b')]);
		expect(model.notice).toBe('no');
		expect(afterEvents(model, [step('down')]).notice).toBeNull();
	});

	test.each([
		['no', 3120],
		['stop: writing is not allowed here, W allows it for ten minutes', 6720],
	])('a notice leaves by itself once it could be read: %s', (text, readMs) => {
		const at = (ms: number) => ({type: 'tick', nowMs: nowMs + ms}) as const;
		const model = afterEvents(list(['a']), [at(0), {type: 'notice', text}]);
		expect(afterEvents(model, [at(readMs - 1)]).notice).toBe(text);
		expect(afterEvents(model, [at(readMs)]).notice).toBeNull();
		// Said again it is to be read again, and behind a dialog or a prompt nobody reads it.
		const again = afterEvents(model, [at(readMs - 1), {type: 'notice', text}]);
		expect(afterEvents(again, [at(readMs)]).notice).toBe(text);
		const {finding} = afterEvents(model, [{type: 'find', change: {type: 'ask', prompt: 'filter'}}]);
		expect(afterEvents({...model, finding}, [at(60_000)]).notice).toBe(text);
	});

	test('a page of a task that is gone stays open, and says so', () => {
		const model = afterEvents(modelOf(80, 24, shown(showcase)), [openTask('crm'), ...taskEvents([crm])]);
		const gone = afterEvents(model, [link({type: 'topic', topic: 'task/crm', value: {name: 'crm', task: null}})]);
		expect(topView(gone).type).toBe('task');
	});

	test('a tick moves the clock, but not right after an answer has', () => {
		const model = list(['a']);
		expect(update(model, {type: 'tick', nowMs: nowMs + 500})[0]).toBe(model);
		expect(update(model, {type: 'tick', nowMs: nowMs + 1000})[0].nowMs).toBe(nowMs + 1000);
	});
});
