import {describe, expect, test} from 'vitest';
import type {TargetOutcome} from '../../../src/domain/operation/operation.ts';
import {unseenIds} from '../../../src/tui/operate/answer.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import type {LinkReply} from '../../../src/wire/link.ts';
import {
	afterEvents,
	modelOf,
	nowMs,
	overview,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {press} from '../../support/press.ts';
import {answer, writing, written} from '../../support/writable.ts';

const names = ['billing', 'crm', 'audit'] as const;
const views = names.map(name => taskView(taskRow(name), [subtaskRow(`${name}-1`), subtaskRow(`${name}-2`)]));
const pages = taskEvents(views);
const list = modelOf(120, 40, [...writing(overview(views.map(({row}) => row))), ...pages]);

const outcome = (task: string, other: Partial<TargetOutcome> = {}): TargetOutcome => ({
	task,
	sources: null,
	outcome: 'done',
	message: null,
	parts: [],
	...other,
});
const replied = (id: number, reply: LinkReply): Event => ({type: 'operate', change: {type: 'answer', id, reply}});
const told = (id: number, ...outcomes: readonly TargetOutcome[]) => replied(id, {type: 'answered', value: outcomes});
const failed = told(1, outcome('billing', {outcome: 'failed', message: 'no'}));

/** The model once the dialog that these keys open has sent, and is closed. */
function sent(model: Model, keys: string): Model {
	const [next] = answer(written(afterEvents(press(model, keys), pages)), 'y');
	expect(next.dialog?.phase.type).toBe('sending');
	return press(next, '<esc>');
}

const closed = sent(list, 'p');
/** Another dialog, which asks for a name. */
const stopping = afterEvents(press(closed, 'jX'), pages);

const text = (model: Model) => screenLines(model).join('\n');
const lastLine = (model: Model) => screenLines(model).at(-1) ?? '';
const close = (model: Model, key = 'esc') => answer(written(model), key)[0];

describe('an answer that did not go well, after its dialog was closed', () => {
	test.each<[string, Event, string]>([
		['failed', failed, 'pause billing: failed: no'],
		['refused', told(1, outcome('billing', {outcome: 'refused', message: 'changed: x'})), 'changed: x'],
		['not tried', told(1, outcome('billing', {outcome: 'not-tried', message: 'since'})), 'not tried: since'],
		[
			'unknown',
			told(1, outcome('billing', {outcome: 'unknown', message: 'no answer'})),
			'unknown, watching: no answer',
		],
		['lost', replied(1, {type: 'lost', message: 'gone'}), 'unknown, nobody is watching: look at the rows (gone)'],
		['a refusal of the gateway', replied(1, {type: 'refused', message: 'no'}), 'pause: nothing was done: no'],
		['done with a text', told(1, outcome('billing', {message: 'the old error'})), 'the old error'],
	])('%s: is shown at once where nothing else is open', (_, event, expected) => {
		const model = afterEvents(closed, [event]);
		expect(model.dialog).toMatchObject({id: 1, phase: {type: 'answered'}});
		expect(text(model)).toContain(expected);
		expect(lastLine(model)).toContain('Esc close');
		expect(close(model).dialog).toBeNull();
	});

	test('waits while another dialog is open, and leaves its name field alone', () => {
		const stop = stopping;
		const typed = press(afterEvents(stop, [failed]), 'cr');
		expect(typed.dialog).toMatchObject({id: 2, phase: {typed: 'cr'}});
		expect(text(typed)).toContain("Type the task's name to stop it:  cr_");
		const model = press(typed, '<esc>');
		expect(text(model)).toContain('pause billing: failed: no');
	});

	test('waits while a filter is typed', () => {
		const model = afterEvents(press(closed, '/cr'), [failed]);
		expect(model.dialog).toBeNull();
		expect(press(model, 'm').finding.prompt).toMatchObject({text: 'crm'});
		expect(press(model, '<enter>').dialog).toMatchObject({id: 1});
	});

	test('several are shown one after another, the oldest first', () => {
		const two = sent(closed, 'jp');
		const both = afterEvents(press(two, 'jp'), [
			told(2, outcome('crm', {outcome: 'failed', message: 'second'})),
			failed,
		]);
		expect(both.dialog?.id).toBe(3);
		const first = press(both, '<esc>');
		expect(text(first)).toContain('pause crm: failed: second');
		const second = close(first, 'enter');
		expect(text(second)).toContain('pause billing: failed: no');
		expect(close(second, 'q').dialog).toBeNull();
	});

	test('is not closed by a key that was meant for what was there before', () => {
		const model = afterEvents(closed, [failed]);
		for (const key of ['enter', 'esc', 'q']) {
			expect(answer(model, key)[0].dialog?.remark).toMatch(/only just come/);
			expect(answer(written(model), key, {alone: true, atMs: nowMs + 299})[0].dialog).not.toBeNull();
			expect(answer(written(model), key, {alone: true, atMs: nowMs + 300})[0].dialog).toBeNull();
		}
	});

	test('is printed at the end where nobody has seen it', () => {
		const prompted = afterEvents(press(closed, '/'), [failed]);
		expect([...unseenIds(closed)]).toEqual([1]);
		expect([...unseenIds(prompted)]).toEqual([1]);
		const open = press(prompted, '<esc>');
		expect([...unseenIds(open)]).toEqual([1]);
		expect([...unseenIds(written(open))]).toEqual([]);
	});
});

describe('a notice', () => {
	const done = told(1, outcome('billing'));

	test('waits for the end of a dialog, whatever is typed there', () => {
		const stop = press(afterEvents(stopping, [done]), 'c');
		expect(text(stop)).toContain("Type the task's name to stop it:  c_");
		expect(lastLine(press(stop, '<esc>'))).toContain('pause billing: DM answered done');
		expect(press(stop, '<esc>j').notice).toBeNull();
	});

	test('waits for the end of a filter', () => {
		const filter = press(afterEvents(press(closed, '/'), [done]), 'cr');
		expect(lastLine(filter)).toContain('filter: cr_');
		expect(lastLine(press(filter, '<enter>'))).toContain('pause billing: DM answered done');
	});

	test('about quitting is shown over a dialog and a prompt, and goes with the next key', () => {
		for (const open of [stopping, press(closed, '/')]) {
			const asked = press(open, '<ctrl-c>');
			expect(lastLine(asked)).toContain('Ctrl-c again quits and prints its outcome');
			expect(text(press(asked, 'c'))).toMatch(/(name to stop it: {2}|filter: )c_/);
		}
	});
});

describe('what loses its mark', () => {
	const marks = (model: Model) => [...model.marks.values()].flatMap(rows => [...rows]);
	const three = sent(list, '*p');

	test('nothing while it is under way', () => expect(marks(three)).toEqual([...names]));

	test('only what is done', () => {
		const outcomes = [
			outcome('billing'),
			outcome('crm', {outcome: 'failed', message: 'no'}),
			outcome('audit', {outcome: 'not-tried', message: 'since crm was not done'}),
		];
		expect(marks(afterEvents(three, [told(1, ...outcomes)]))).toEqual(['crm', 'audit']);
	});

	test.each<[string, LinkReply]>([
		['lost', {type: 'lost', message: 'gone'}],
		['refused', {type: 'refused', message: 'no'}],
	])('nothing where it is %s', (_, reply) => {
		expect(marks(afterEvents(three, [replied(1, reply)]))).toEqual([...names]);
	});

	test('also when another page is open by then', () => {
		const elsewhere = afterEvents(press(three, '2'), [told(1, ...names.map(name => outcome(name)))]);
		expect(marks(elsewhere)).toEqual([]);
	});

	test('of several sources those that are done', () => {
		const page = afterEvents(press(list, '<enter>'), pages);
		const model = sent(page, '*p');
		const parts = [
			{source: 'billing-1', worker: null, outcome: 'done', message: null},
			{source: 'billing-2', worker: null, outcome: 'failed', message: 'no'},
		] as const;
		const sources = ['billing-1', 'billing-2'];
		const after = afterEvents(model, [told(1, outcome('billing', {sources, outcome: 'failed', parts}))]);
		expect(marks(after)).toEqual(['billing-2']);
	});
});
