import {describe, expect, test} from 'vitest';
import type {TargetOutcome} from '../../../src/domain/operation/operation.ts';
import {keyEvent} from '../../../src/tui/find/input.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {topics, update} from '../../../src/tui/update.ts';
import type {LinkReply} from '../../../src/wire/link.ts';
import {
	afterEvents,
	ago,
	heartbeat,
	link,
	modelOf,
	nowMs,
	overview,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {allowWriting, paste, press} from '../../support/press.ts';
import {answer, writable, writing, written} from '../../support/writable.ts';

const view = (name: string, ...sources: readonly string[]) =>
	taskView(
		taskRow(name),
		sources.map(source => subtaskRow(source)),
	);
const billing = view('billing', 'b-1', 'b-2');
const crm = view('crm', 'c-1');
const paused = taskView(taskRow('audit', {word: 'paused'}), [
	subtaskRow('a-1', {stage: 'Paused', situation: 'paused'}),
]);
const rows = overview([billing.row, crm.row, paused.row]);
const list = modelOf(120, 40, [...writing(rows), ...taskEvents([billing])]);
const all = taskEvents([billing, crm, paused]);

const open = (keys: string, ...events: readonly Event[]) => written(afterEvents(press(list, keys), events));
const phase = (model: Model) => model.dialog?.phase.type ?? 'closed';
const alone = {alone: true, atMs: nowMs + 300};

describe('what confirms', () => {
	const check = (keys: string, answerKey: string, how: {alone: boolean; atMs: number}, expected: string) =>
		expect(phase(answer(open(keys, ...all), answerKey, how)[0])).toBe(expected);

	test.each([
		['the key alone, 300 ms after the frame', 'p', 'y', alone, 'sending'],
		['a millisecond too early', 'p', 'y', {alone: true, atMs: nowMs + 299}, 'asking'],
		['before the frame', 'p', 'y', {alone: true, atMs: nowMs - 1000}, 'asking'],
		['in a burst', 'p', 'y', {alone: false, atMs: nowMs + 5000}, 'asking'],
		['a clock that is broken', 'p', 'y', {alone: true, atMs: Number.NaN}, 'asking'],
		['another key', 'p', 'x', alone, 'asking'],
		['a capital', 'p', 'Y', alone, 'asking'],
		['Enter, which is on Cancel', 'p', 'enter', alone, 'closed'],
		['n', 'p', 'n', alone, 'closed'],
		['q', 'p', 'q', alone, 'closed'],
		['Esc', 'p', 'esc', alone, 'closed'],
		['the key that opened it', 'p', 'p', alone, 'asking'],
		['resume of one row', 'jjr', 'y', alone, 'sending'],
		['Enter at a resume', 'jjr', 'enter', alone, 'asking'],
		['y at a stop is text', 'X', 'y', alone, 'asking'],
		['Enter without the name', 'X', 'enter', alone, 'asking'],
		['Esc at a stop', 'X', 'esc', alone, 'closed'],
	] as const)('%s', (_, keys, key, how, expected) => check(keys, key, how, expected));

	test('a key of which it is not known how it came does not', () => {
		const event = keyEvent(open('p', ...all), 'y');
		expect(event).toMatchObject({type: 'operate', change: {type: 'remark'}});
	});

	test('a frame that was never written does not', () => {
		expect(phase(answer(afterEvents(press(list, 'p'), all), 'y')[0])).toBe('asking');
	});

	test('after another size the frame must be written anew', () => {
		const resized = afterEvents(open('p', ...all), [{type: 'resize', size: {columns: 100, rows: 30}}]);
		expect(phase(answer(resized, 'y')[0])).toBe('asking');
		expect(phase(answer(written(resized), 'y')[0])).toBe('sending');
	});

	test.each([
		['typed', (model: Model) => press(model, 'billing'), 'sending'],
		['pasted', (model: Model) => paste(model, 'billing'), 'sending'],
		['pasted with blanks and a line end around it', (model: Model) => paste(model, ' billing\r\n'), 'sending'],
		['too short', (model: Model) => press(model, 'billin'), 'asking'],
		['too long', (model: Model) => press(model, 'billingg'), 'asking'],
		['in another case', (model: Model) => press(model, 'Billing'), 'asking'],
		['with a blank', (model: Model) => press(model, 'billing '), 'asking'],
		['corrected', (model: Model) => press(model, 'billinx<backspace>g'), 'sending'],
		['begun anew', (model: Model) => press(model, 'crm<ctrl-u>billing'), 'sending'],
		['of another task', (model: Model) => press(model, 'crm'), 'asking'],
		['with the focus on Cancel', (model: Model) => press(model, 'billing<tab>'), 'closed'],
		['with the focus gone and back', (model: Model) => press(model, 'billing<tab><shift-tab>'), 'sending'],
	] as const)('the name for a stop, %s', (_, typed, expected) => {
		expect(phase(answer(typed(open('X', ...all)), 'enter')[0])).toBe(expected);
	});

	test('Pause instead asks for a pause, with 300 ms of its own', () => {
		const [model, ...commands] = answer(press(open('X', ...all), '<tab><tab>'), 'enter');
		expect(commands).toEqual([]);
		expect(model.dialog).toMatchObject({operation: 'pause', tier: 2, phase: {type: 'asking', shownAtMs: null}});
		expect(phase(answer(model, 'y')[0])).toBe('asking');
	});

	test('a terminal on which the name has no room cannot', () => {
		const long = view('n'.repeat(60), 's');
		const small = modelOf(20, 3, [...writing(overview([long.row])), ...taskEvents([long])]);
		const model = written(afterEvents(press(small, 'p'), taskEvents([long])));
		expect(model.dialog?.phase.type).toBe('asking');
		const [after, ...commands] = answer(model, 'y');
		expect(commands).toEqual([]);
		expect(after.dialog?.remark).toMatch(/too small/);
	});

	test('targets that do not fit must have been scrolled through, without leaving any out', () => {
		const many = Array.from({length: 30}, (_, index) => view(`task-${index}`, 's'));
		const start = modelOf(80, 12, [...writing(overview(many.map(({row}) => row)))]);
		let model = written(afterEvents(press(start, '*p'), taskEvents(many)));
		expect(phase(answer(model, 'y')[0])).toBe('asking');
		// Pages that were skipped have not been seen.
		expect(phase(answer(written(press(model, '<pgdn><pgdn><pgdn><pgdn>')), 'y')[0])).toBe('asking');
		// Their names, and then the commands.
		for (let page = 0; page < 8; page++) model = written(press(model, '<pgdn>'));
		expect(phase(answer(model, 'y')[0])).toBe('asking');
		model = written(press(model, '<pgdn>'));
		expect(phase(answer(model, 'y')[0])).toBe('sending');
	});
});

describe('what is sent', () => {
	test('the target of the key press with what was seen, whatever comes later', () => {
		const opened = open('p', ...all);
		const later = afterEvents(opened, [
			link({type: 'topic', topic: 'overview', value: overview([crm.row, paused.row, billing.row])}),
			{type: 'step', step: 'bottom'},
			...taskEvents([{...billing, subtasks: billing.subtasks.map(row => ({...row, lagSeconds: 99}))}]),
		]);
		const [model, ...commands] = answer(later, 'y');
		const seen = ['b-1', 'b-2'].map(source => ({
			source,
			worker: 'worker1',
			stage: 'Running',
			unit: 'Sync',
			situation: 'running',
		}));
		expect(commands).toEqual([
			{type: 'operate', id: 1, instance: 'g1', operation: 'pause', targets: [{task: 'billing', sources: null, seen}]},
		]);
		expect(model.underWay).toMatchObject([{id: 1, operation: 'pause', sinceMs: nowMs}]);
	});

	test('of a source without an answer nothing is claimed', () => {
		const silent = {type: 'silent', sinceMs: ago(9), message: null} as const;
		const half = {
			...billing,
			subtasks: billing.subtasks.map((row, at) => (at === 0 ? {...row, presence: silent} : row)),
		};
		const [, command] = answer(written(press(afterEvents(list, taskEvents([half])), 'p')), 'y');
		expect(command).toMatchObject({
			targets: [{seen: [{source: 'b-1', worker: null, stage: null, unit: null, situation: 'silent'}, {source: 'b-2'}]}],
		});
	});

	test('nothing twice', () => {
		const [sending] = answer(open('p', ...all), 'y');
		expect(answer(sending, 'y')).toHaveLength(1);
		// Where no dialog is open, the key copies.
		const [, ...commands] = answer(press(sending, '<esc>p'), 'y');
		expect(commands).toEqual([{type: 'copy', text: expect.any(String)}]);
	});

	test.each<[string, readonly Event[], RegExp]>([
		[
			'the link is lost',
			[link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs + 500})],
			/^Nothing was sent: the link was lost meanwhile$/,
		],
		['the data is too old', [{type: 'tick', nowMs: nowMs + 30_000}], /the data is too old: 31s/],
		[
			'the cluster does not answer',
			[link(heartbeat({trouble: {sinceMs: nowMs, message: 'refused', tries: 1, nextTryAtMs: null}}))],
			/^Nothing was sent: DM could not be asked meanwhile$/,
		],
		['the link was lost for a moment', [link({type: 'link-open', hello: writable})], /the link was lost meanwhile/],
		[
			'a source has been added',
			taskEvents([{...billing, subtasks: [...billing.subtasks, subtaskRow('b-3')]}]),
			/changed meanwhile: billing: b-3 has a part of the task now/,
		],
		[
			'the worker is another one',
			taskEvents([{...billing, subtasks: billing.subtasks.map(row => ({...row, worker: 'worker9'}))}]),
			/b-1 moved from worker1 to worker9/,
		],
		[
			'the task is gone',
			[link({type: 'topic', topic: 'task/billing', value: {name: 'billing', task: null}})],
			/DM no longer lists billing/,
		],
	])('nothing when %s', (_, events, expected) => {
		const [model, ...commands] = answer(afterEvents(open('p', ...all), events), 'y', {
			alone: true,
			atMs: nowMs + 60_000,
		});
		expect(commands).toEqual([]);
		expect(model.dialog?.remark).toMatch(expected);
	});

	test('nothing once the ten minutes are over', () => {
		const start = modelOf(120, 40, [
			link({type: 'link-open', hello: {...writable, startsWriting: false}}),
			...writing(rows).slice(1),
			...taskEvents([billing]),
		]);
		const writes = allowWriting(start);
		const opened = written(afterEvents(press(writes, 'p'), all));
		const later = [
			{type: 'tick', nowMs: nowMs + 600_001} as const,
			link(heartbeat({nowMs: nowMs + 600_001, lastGoodAtMs: nowMs + 600_000}), nowMs + 600_001),
		];
		const [model, ...commands] = answer(afterEvents(opened, later), 'y', {alone: true, atMs: nowMs + 600_001});
		expect(commands).toEqual([]);
		expect(model.dialog?.remark).toMatch(/^Nothing was sent: writing is not allowed any more: Esc, then W$/);
	});
});

describe('a set', () => {
	test('is read first, and cannot be confirmed before', () => {
		const reading = open(' j p');
		expect(phase(reading)).toBe('reading');
		expect(topics(reading)).toEqual(expect.arrayContaining(['task/billing', 'task/audit']));
		expect(phase(answer(reading, 'y')[0])).toBe('reading');
		const asking = written(afterEvents(reading, all));
		const [, command] = answer(asking, 'y');
		expect(command).toMatchObject({targets: [{task: 'billing'}]});
	});

	test('has at most 50 targets', () => {
		const many = overview(Array.from({length: 51}, (_, index) => taskRow(`task-${index}`)));
		const model = press(modelOf(120, 40, writing(many)), '*p');
		expect(model.dialog).toBeNull();
		expect(model.notice).toBe('pause: at most 50 at once: 51 are marked');
	});

	test('loses the marks of what is gone', () => {
		const marked = press(list, '*');
		const [first] = [...marked.marks.values()];
		expect([...(first ?? [])]).toEqual(['billing', 'crm', 'audit']);
		const fewer = afterEvents(marked, [link({type: 'topic', topic: 'overview', value: overview([crm.row])})]);
		expect([...fewer.marks.values()].map(marks => [...marks])).toEqual([['crm']]);
		expect(press(press(marked, '*'), '').marks.size).toBe(0);
	});

	test('Esc takes the filter off, then the marks, then goes back', () => {
		let model = press(press(list, '<enter>'), '<esc> /crm<enter>');
		expect(model.marks.size).toBe(1);
		model = press(model, '<esc>');
		expect([model.marks.size, model.finding.looks.size]).toEqual([1, 0]);
		model = press(model, '<esc>');
		expect(model.marks.size).toBe(0);
		expect(press(model, '<esc>').notice).toMatch(/nothing is open/);
	});
});

describe('the answer', () => {
	const outcome = (other: Partial<TargetOutcome> = {}): TargetOutcome => ({
		task: 'billing',
		sources: null,
		outcome: 'done',
		message: null,
		parts: [
			{source: 'b-1', worker: 'worker1', outcome: 'done', message: null},
			{source: 'b-2', worker: 'worker2', outcome: 'done', message: null},
		],
		...other,
	});
	const replied = (reply: LinkReply): Event => ({type: 'operate', change: {type: 'answer', id: 1, reply}});
	const told = (...outcomes: readonly TargetOutcome[]) => replied({type: 'answered', value: outcomes});
	const [sending] = answer(open('p', ...all), 'y');
	const warning = outcome({parts: [{source: 'b-1', worker: 'w', outcome: 'done', message: 'the old error'}]});

	test.each<[string, Event, string, RegExp | null]>([
		['all done stays with its sources until Esc', told(outcome()), 'answered', null],
		['done with a text stays', told(warning), 'answered', null],
		['failed stays', told(outcome({outcome: 'failed', message: 'no'})), 'answered', null],
		['refused stays', told(outcome({outcome: 'refused', parts: []})), 'answered', null],
		['unknown stays', replied({type: 'lost', message: 'gone'}), 'answered', null],
		['a refusal of the gateway stays', replied({type: 'refused', message: 'no'}), 'answered', null],
		['something else stays', replied({type: 'answered', value: 'yes'}), 'answered', null],
	])('%s', (_, event, expected, notice) => {
		const model = afterEvents(sending, [event]);
		expect(phase(model)).toBe(expected);
		expect(model.underWay).toEqual([]);
		if (notice === null) expect(model.notice).toBeNull();
		else expect(model.notice).toMatch(notice);
	});

	test('of an older operation leaves another dialog alone', () => {
		const next = press(sending, '<esc>jp');
		expect(next.dialog?.id).toBe(2);
		const model = afterEvents(next, [told(outcome())]);
		expect(model.dialog?.id).toBe(2);
		expect(model.notice).toMatch(/DM answered done/);
	});
});

describe('quitting', () => {
	const [sending] = answer(open('p', ...all), 'y');

	test('asks once while something is under way', () => {
		const closed = press(sending, '<esc>');
		const [asked, ...none] = update(closed, {type: 'quit'});
		expect(none).toEqual([]);
		expect(asked.notice).toBe('1 operation is under way: q again quits and prints its outcome');
		expect(update(asked, {type: 'quit'})[1]).toEqual({type: 'quit'});
		const other = afterEvents(asked, [{type: 'step', step: 'down'}]);
		expect(update(other, {type: 'quit'})).toHaveLength(1);
	});

	test('Ctrl-c asks as well while a dialog is open', () => {
		expect(press(sending, '<ctrl-c>').notice).toMatch(/Ctrl-c again quits/);
	});

	test('does not ask while nothing is', () => {
		expect(update(open('p', ...all), {type: 'quit'})[1]).toEqual({type: 'quit'});
	});
});

test('opening a dialog ends a freeze, and takes what had been held back', () => {
	const frozen = afterEvents(press(list, 'z'), taskEvents([{...billing, subtasks: billing.subtasks.slice(0, 1)}]));
	expect(frozen.tasks.get('billing')?.task?.subtasks).toHaveLength(2);
	const model = press(frozen, 'p');
	expect(model.finding.frozen).toBeNull();
	expect(model.dialog?.phase).toMatchObject({type: 'asking', targets: [{seen: [{source: 'b-1'}]}]});
});
