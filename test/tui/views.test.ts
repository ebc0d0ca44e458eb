import {describe, expect, test} from 'vitest';
import {eventFor, hotkeys} from '../../src/tui/keys/hotkeys.ts';
import {keyTitle} from '../../src/tui/keys/key-title.ts';
import {rowIds, subjectOf} from '../../src/tui/shown.ts';
import type {Model, View} from '../../src/tui/state.ts';
import {footerLine} from '../../src/tui/ui/footer.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {topics, update} from '../../src/tui/update.ts';
import {topView} from '../../src/tui/views.ts';
import {textOfCell} from '../../src/words/columns.ts';
import {afterEvents, link} from '../support/builder.ts';
import {press} from '../support/press.ts';
import {recordedMemory} from '../support/recorded.ts';
import {screenText} from '../support/screens.ts';
import {values, viewer} from '../support/viewer.ts';

const memory = recordedMemory({
	version: 'v6.5.0',
	answers: [
		[90, '6.5.0/sync/running.json'],
		[40, '6.5.0/worker-dead/just-died.json'],
		[2, '6.5.0/shard-pessimistic/two-and-a-half.json'],
	],
	configs: {orders_merge: '6.5.0/sync/task-config.json'},
});
const start = viewer(memory, 80, 24);
const source = 'mysql-replica-01';

/** Presses keys; what each screen then reads has come before the next key. */
function go(keys: string, model: Model = start): Model {
	return (keys.match(/<[a-z-]+>|[\s\S]/gu) ?? []).reduce(
		(last, key) => afterEvents(press(last, key), values(memory)),
		model,
	);
}

const shownBy = (keys: string) => topView(go(keys));

describe('keys open', () => {
	test.each<[string, Partial<View> & {readonly type: View['type']}]>([
		['<enter>', {type: 'task', task: 'orders_merge'}],
		['<enter><enter>', {type: 'subtask', task: 'orders_merge', source}],
		['<enter><enter>e', {type: 'why', task: 'orders_merge', source}],
		['<enter><tab>', {type: 'tab', task: 'orders_merge', tab: 'sharding'}],
		['<enter><tab><tab>', {type: 'tab', tab: 'relay'}],
		['<enter><tab><tab><tab>', {type: 'tab', tab: 'errors'}],
		['<enter><tab><tab><tab><tab>', {type: 'tab', tab: 'events'}],
		['<enter><shift-tab>', {type: 'tab', tab: 'config'}],
		['<enter><tab><shift-tab>', {type: 'task', task: 'orders_merge'}],
		['<enter><shift-tab><tab>', {type: 'task', task: 'orders_merge'}],
		['<enter>jj<tab><tab><shift-tab><shift-tab>', {type: 'task', cursor: {id: 'mysql-replica-03', index: 2, top: 0}}],
		['<enter><tab><esc>', {type: 'tasks'}],
		['<tab>', {type: 'tab', task: 'orders_merge', tab: 'sharding'}],
		['<shift-tab>', {type: 'tab', task: 'orders_merge', tab: 'config'}],
		['d', {type: 'tab', task: 'orders_merge', tab: 'sharding'}],
		['d<esc>', {type: 'tasks'}],
		['b', {type: 'tab', task: 'orders_merge', tab: 'relay'}],
		['<enter>b', {type: 'source', source}],
		['<enter>b<esc>', {type: 'task'}],
		['<enter><enter>b', {type: 'source', source}],
		['2', {type: 'sources'}],
		['2<enter>', {type: 'source', source}],
		['2<enter>e', {type: 'why', source}],
		['3', {type: 'locks'}],
		['3<enter>', {type: 'lock', task: 'orders_merge', target: '`shop`.`orders`'}],
		['3e', {type: 'why', task: 'orders_merge', source: null}],
		['3d', {type: 'tab', task: 'orders_merge', tab: 'sharding'}],
		['4', {type: 'workers'}],
		['4<enter>', {type: 'source', source}],
		['5', {type: 'events', task: null}],
		['5i', {type: 'raw'}],
		['<enter>51', {type: 'tasks'}],
		['<enter>2<esc>', {type: 'task'}],
		['2323<esc>', {type: 'sources'}],
		['2323<esc><esc>', {type: 'tasks'}],
		['i', {type: 'raw', of: {type: 'task', task: 'orders_merge'}}],
		['<enter>i', {type: 'raw', of: {type: 'task', task: 'orders_merge'}, source}],
		['2i', {type: 'raw', of: {type: 'source', source}}],
		['4i', {type: 'raw', of: {type: 'source', source}}],
		['3i', {type: 'raw', of: {type: 'task', task: 'orders_merge'}}],
		['?', {type: 'help'}],
		['<tab><tab><tab><tab><enter>', {type: 'events', task: 'orders_merge'}],
		['<tab><tab><enter>', {type: 'source', source: 'mysql-replica-02'}],
	])('%s', (keys, expected) => expect(shownBy(keys)).toMatchObject(expected));

	test('an event leads to what it is about', () => {
		const reached = new Set<string>();
		let model = go('5');
		for (let row = 0; row < 20; row++) {
			const subject = subjectOf(model, topView(model));
			const view = topView(go('<enter>', model));
			if (view.type !== 'events') reached.add(view.type);
			if ('task' in view && view.type !== 'events') expect(view.task).toBe(subject.task);
			model = go('j', model);
		}
		expect([...reached]).toEqual(expect.arrayContaining(['task', 'source']));
	});

	test('5 on an event shows those of its task alone, and again all', () => {
		const all = go('5');
		const rows = (model: Model) => rowIds(model, topView(model))?.length ?? 0;
		const taskEvent = [...'jjjjjjjjjj'].reduce(
			(model, key) => (subjectOf(model, topView(model)).task === null ? go(key, model) : model),
			all,
		);
		const one = go('5', taskEvent);
		expect(topView(one)).toMatchObject({type: 'events', task: expect.any(String)});
		expect(subjectOf(one, topView(one))).toEqual(subjectOf(taskEvent, topView(taskEvent)));
		expect(topView(go('5', one))).toMatchObject({type: 'events', task: null});
		expect(rows(one)).toBeGreaterThan(0);
		expect(rows(one)).toBeLessThan(rows(all));
	});
});

test('every kind of screen for the selected object is at most three keys away', () => {
	const keys = hotkeys
		.flatMap(hotkey => hotkey.keys.slice(0, 1))
		.filter(key => !['q', 'ctrl-c', '/', ':', 's', 'z', 'ctrl-r'].includes(key));
	const reached = new Set<string>();
	let front = [start];
	for (let depth = 0; depth < 3; depth++) {
		const next = new Map<string, Model>();
		for (const model of front) {
			for (const key of new Set(keys)) {
				const event = eventFor(model, key);
				if (event?.type !== 'open' && event?.type !== 'turn') continue;
				const opened = afterEvents(update(model, event)[0], values(memory));
				const view = topView(opened);
				reached.add(view.type === 'tab' ? `tab ${view.tab}` : view.type);
				next.set(JSON.stringify({...view, cursor: null}), opened);
			}
		}
		front = [...next.values()];
	}
	expect([...reached].sort()).toEqual(
		[
			...['task', 'tab sharding', 'tab relay', 'tab errors', 'tab events', 'tab config'],
			...[
				'subtask',
				'why',
				'cutover',
				'raw',
				'report',
				'validation',
				'source',
				'sources',
				'lock',
				'locks',
				'workers',
				'events',
				'help',
			],
		].sort(),
	);
});

const places = [
	'',
	'<enter>',
	'<enter><enter>',
	'<tab>',
	'<tab><tab>',
	'<tab><tab><tab>',
	'<tab><tab><tab><tab>',
	'e',
	'2',
	'2<enter>',
	'3',
	'3<enter>',
	'4',
	'5',
	'C',
	'i',
	'?',
];

/** The keys of the footer that act now; the others are quiet. */
function acting(model: Model): string {
	const footer = footerLine(model);
	const cells = typeof footer === 'string' ? [footer] : footer;
	return cells.map(cell => (typeof cell !== 'string' && cell.tone === 'quiet' ? '|' : textOfCell(cell))).join('');
}

describe.each(places)('after %j', keys => {
	const model = go(keys);

	test('no key means two things', () => {
		const bound = hotkeys.filter(hotkey => hotkey.where(model)).flatMap(hotkey => hotkey.keys);
		expect(new Set(bound).size).toBe(bound.length);
	});

	test.each([80, 300])('every key that the footer shows at %i columns does something', columns => {
		const wide = afterEvents(model, [{type: 'resize', size: {columns, rows: 40}}]);
		const footer = acting(wide);
		const named = hotkeys.filter(
			hotkey => hotkey.where(wide) && footer.includes(`${keyTitle(hotkey.keys[0] ?? '')} ${hotkey.label}`),
		);
		expect(named.length).toBeGreaterThan(1);
		for (const hotkey of named) {
			const event = eventFor(wide, hotkey.keys[0] ?? '');
			expect(event).not.toBeNull();
			expect(event?.type, hotkey.id).not.toBe('notice');
			if (event === null || event.type === 'quit' || event.type === 'refresh') continue;
			const [after, ...commands] = update(wide, event);
			expect(after !== wide || commands.length > 0, hotkey.id).toBe(true);
		}
	});

	test('every key of the table does something or says why not, and another one that it is none', () => {
		for (const key of new Set(hotkeys.flatMap(hotkey => hotkey.keys))) {
			const event = eventFor(model, key);
			if (event === null) expect.fail(`${key} is silent`);
			if (event.type === 'notice') expect(event.text, key).toMatch(/^[a-z0-9 ]+: .{8,}$/);
		}
		expect(eventFor(model, 'ctrl-x')).toEqual({type: 'notice', text: 'Ctrl-x: no such key, ? help'});
		for (const key of ['x', 'Z', '$', '会']) {
			expect(eventFor(model, key)).toEqual({type: 'notice', text: `${key}: no such key, ? help`});
		}
	});

	test.each([false, true])('the footer of 80 columns names the help, writes: %s', writes => {
		const {link: open, hello} = model;
		if (hello === null) throw new Error('no hello');
		const writer: Model = {
			...model,
			link: open,
			hello: {...hello, allowOperate: true},
			writes: writes ? {untilMs: null} : null,
		};
		// On the help itself it would say nothing new.
		if (writer.views.at(-1)?.type === 'help') return;
		expect(screenLines(writer).at(-1)).toContain('? help');
		const wide = {...writer, size: {columns: 400, rows: 24}};
		expect(screenLines(wide).at(-1)).toContain(writes ? 'W read only' : 'W allow');
	});

	test('every key that cannot act says why', () => {
		for (const hotkey of hotkeys.filter(candidate => candidate.where(model) && candidate.whyNot(model) !== undefined)) {
			expect(eventFor(model, hotkey.keys[0] ?? '')).toEqual({
				type: 'notice',
				text: expect.stringMatching(/^[a-z0-9 ]+: .{8,}$/),
			});
		}
	});
});

describe('topics', () => {
	test.each<[string, readonly string[]]>([
		['', []],
		['2', ['sources']],
		['4', ['sources']],
		['3', ['locks']],
		['3<enter>', ['locks', 'task/orders_merge']],
		['5', ['events']],
		['<enter><tab>', ['task/orders_merge']],
		['2<enter><esc><esc>', []],
		['2341', []],
	])('after %j: %j', (keys, expected) => {
		expect([...topics(go(keys))].sort()).toEqual(['overview', ...expected].sort());
	});

	test('what no screen reads any more is not kept', () => {
		expect(go('2').sources).not.toBeNull();
		expect(go('2<esc>').sources).toBeNull();
		expect(go('3<esc>').locks).toBeNull();
		expect(go('5<esc>').events).toBeNull();
	});
});

describe('Enter on a tab that is a text', () => {
	test('is in the footer, and says where it leads', () => {
		expect(screenLines(go('<tab><tab><tab><tab>')).at(-1)).toContain('Enter list');
		expect(screenLines(go('<tab><tab>')).at(-1)).toContain('Enter relay');
		expect(screenLines(go('<tab>')).at(-1)).not.toContain('Enter');
	});

	test('the worst relay is that of the relays, not of the subtasks', () => {
		const relays = recordedMemory({
			version: 'v6.5.0',
			answers: [
				[120, '6.5.0/relay/running.json'],
				[30, '6.5.0/relay/paused.json'],
			],
		});
		const list = viewer(relays, 80, 24);
		const tab = ['<tab>', '<tab>'].reduce((model, key) => afterEvents(press(model, key), values(relays)), list);
		expect(topView(press(tab, '<enter>'))).toMatchObject({type: 'source', source: 'mysql-replica-02'});
		// A subtask that fails does not make its relay fail.
		const task = tab.tasks.get('orders_merge')?.task;
		if (!task) throw new Error('no task');
		const failing = task.subtasks.map(row => (row.source === source ? ({...row, word: 'error'} as const) : row));
		const worse = afterEvents(tab, [
			link({
				type: 'topic',
				topic: 'task/orders_merge',
				value: {name: 'orders_merge', task: {...task, subtasks: failing}},
			}),
		]);
		expect(topView(press(worse, '<enter>'))).toMatchObject({source: 'mysql-replica-02'});
		expect(screenLines(worse)).toEqual(expect.arrayContaining([expect.stringMatching(/^ {2}mysql-replica-01/)]));
	});
});

describe('raw', () => {
	const asked = update(start, eventFor(start, 'i') ?? {type: 'quit'});
	const of = {type: 'task', task: 'orders_merge'} as const;
	const answered = (value: unknown) => ({type: 'raw', of, reply: {type: 'answered', value}}) as const;
	const text = (model: Model) => screenLines(model).join('\n');

	test('is asked for once, and said to be awaited', () => {
		expect(asked.slice(1)).toEqual([{type: 'raw', of}]);
		expect(text(asked[0])).toContain('Asking the gateway for what DM answered of orders_merge');
	});

	test('shows the answer, and keeps it while data comes and pages are opened', () => {
		const model = afterEvents(asked[0], [answered('{\n  "name": "orders_merge"\n}'), ...values(memory)]);
		expect(text(model)).toContain('"name": "orders_merge"');
		expect(text(press(press(model, '?'), '<esc>'))).toContain('"name": "orders_merge"');
	});

	test('an answer about something else does not take its place', () => {
		const other = {...answered('x'), of: {type: 'task', task: 'other'}} as const;
		expect(text(afterEvents(asked[0], [other]))).toContain('Asking the gateway');
	});

	test('i asks again', () => {
		const model = afterEvents(asked[0], [answered('{}')]);
		const again = update(model, eventFor(model, 'i') ?? {type: 'quit'});
		expect(again.slice(1)).toEqual([{type: 'raw', of}]);
		expect(text(afterEvents(again[0], [answered('[17]')]))).toContain('[17]');
	});

	test.each([
		[{type: 'refused', message: 'no answer of a dm-master has come yet'}, 'no answer of a dm-master has come yet'],
		[{type: 'lost', message: 'the link was closed'}, 'the link was closed'],
		[{type: 'answered', value: 17}, 'answered with a number'],
	] as const)('a failure is said: %o', (reply, expected) => {
		expect(text(afterEvents(asked[0], [{type: 'raw', of, reply}]))).toContain(expected);
	});

	test('an answer without a line break is wrapped, and w shows it as it is', () => {
		const model = afterEvents(asked[0], [answered('x'.repeat(200))]);
		expect(screenLines(model).filter(line => line.includes('xxx'))).toHaveLength(3);
		expect(screenLines(press(model, 'w')).filter(line => line.includes('xxx'))).toHaveLength(1);
	});

	test('opens where the source stands, also where lines before it are wrapped', () => {
		const task = go('<enter>');
		const [asking] = update(task, eventFor(task, 'i') ?? {type: 'quit'});
		const lines = ['[', ' {', `  "x": "${'long '.repeat(40)}"`, ' },', ' {', `  "source": "${source}",`];
		const more = Array.from({length: 60}, (_, index) => `  "line": ${index}`);
		for (const columns of [40, 80, 300]) {
			const sized = afterEvents(asking, [{type: 'resize', size: {columns, rows: 24}}]);
			const model = afterEvents(sized, [answered([...lines, ...more].join('\n'))]);
			const body = screenLines(model).slice(2);
			expect(body.slice(0, 2)).toEqual([' {', `  "source": "${source}",`]);
		}
	});

	test('escapes in it never reach the terminal', () => {
		expect(text(afterEvents(asked[0], [answered('a\u001B[31mb\u0007c\n\td')]))).toMatch(screenText);
	});
});

describe('the selection is an identity', () => {
	test('of an event, which stays selected when newer ones come, when it happens again, and when the oldest is forgotten', () => {
		const event = (type: 'source-silent' | 'source-back', atMs: number, count = 1, firstAtMs = atMs) =>
			({
				atMs,
				firstAtMs,
				type,
				task: null,
				source: 's1',
				from: 'a',
				to: 'b',
				text: `${type} at ${atMs}`,
				count,
			}) as const;
		const tell = (...events: readonly ReturnType<typeof event>[]) =>
			link({type: 'topic', topic: 'events', value: {events}});
		const open = afterEvents(press(start, '5'), [tell(event('source-back', 2000), event('source-silent', 1000))]);
		const selected = press(open, 'j');
		const line = (model: Model) => screenLines(model).find(text => text.startsWith('>'));
		expect(line(selected)).toContain('source-silent at 1000');
		const newer = afterEvents(selected, [
			tell(event('source-back', 90_000), event('source-back', 2000), event('source-silent', 1000)),
		]);
		expect(line(newer)).toContain('source-silent at 1000');
		const again = afterEvents(newer, [
			tell(event('source-silent', 91_000, 2, 1000), event('source-back', 90_000), event('source-back', 2000)),
		]);
		expect(line(again)).toContain('source-silent at 91000');
		const onNewest = press(again, 'j');
		expect(line(onNewest)).toContain('source-back at 90000');
		const forgotten = afterEvents(onNewest, [
			tell(event('source-silent', 91_000, 2, 1000), event('source-back', 90_000)),
		]);
		expect(line(forgotten)).toContain('source-back at 90000');
	});

	test('of a source, a lock and a worker, when the rows turn round', () => {
		const sources = go('2j');
		const name = subjectOf(sources, topView(sources)).source;
		const value = sources.sources;
		if (value === null) throw new Error('no sources');
		const turned = link({type: 'topic', topic: 'sources', value: {...value, sources: value.sources.toReversed()}});
		const after = afterEvents(sources, [turned]);
		expect(subjectOf(after, topView(after)).source).toBe(name);
	});
});

test('a stack of pages does not grow without end', () => {
	let model = start;
	for (let round = 0; round < 100; round++) model = go('2<enter>e345', model);
	expect(model.views.length).toBeLessThan(25);
	expect(topics(model).length).toBeLessThan(64);
	expect(model.views[0]?.type).toBe('tasks');
});
