import {expect, test} from 'vitest';
import {createShownTeller} from '../../../src/tui/operate/dialog-shown.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {update} from '../../../src/tui/update.ts';
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
import {answer, writing} from '../../support/writable.ts';

const billing = taskView(taskRow('billing'), [subtaskRow('b-1'), subtaskRow('b-2')]);
const list = modelOf(80, 9, [...writing(overview([billing.row])), ...taskEvents([billing])]);
const start = afterEvents(press(list, 'p'), taskEvents([billing]));
const tooEarly = (model: Model) => answer(model, 'y', {alone: true, atMs: nowMs})[0];

/** When a dialog counts as shown that was drawn so, where this happens before the writer has got round to say it. */
function check(drawn: Model, happens: (model: Model) => Model, expected: number | null) {
	let model = drawn;
	const waiting: (() => void)[] = [];
	const tell = createShownTeller({
		read: () => model,
		send: (event: Event) => {
			model = update(model, event)[0];
		},
		later: work => waiting.push(work),
		now: () => nowMs + 7,
	});
	tell(drawn);
	model = happens(model);
	for (const work of waiting) work();
	expect(model.dialog?.phase).toMatchObject({shownAtMs: expected});
}

const remarked = tooEarly(start);

test.each<[string, Model, (model: Model) => Model, number | null]>([
	['nothing happens', start, model => model, nowMs + 7],
	['a key came too early', start, tooEarly, nowMs + 7],
	['another key came too early, which says the same', remarked, tooEarly, nowMs + 7],
	[
		'a letter of the name is typed',
		afterEvents(press(list, 'X'), taskEvents([billing])),
		model => press(model, 'b'),
		nowMs + 7,
	],
	['it is scrolled', start, model => press(model, '<down>'), null],
	[
		'the terminal has another size',
		start,
		model => afterEvents(model, [{type: 'resize', size: {columns: 80, rows: 11}}]),
		null,
	],
	[
		'another dialog is open',
		start,
		model => afterEvents(press(press(model, '<esc>'), 'p'), taskEvents([billing])),
		null,
	],
	['what it says has changed', start, model => afterEvents(model, taskEvents([{...billing, subtasks: []}])), null],
])('%s', (_, drawn, happens, expected) => check(drawn, happens, expected));

test('after two keys that were too early the same dialog is answered by the third', () => {
	let model = tooEarly(start);
	const later: (() => void)[] = [];
	const tell = createShownTeller({
		read: () => model,
		send: event => {
			model = update(model, event)[0];
		},
		later: work => later.push(work),
		now: () => nowMs,
	});
	tell(model);
	const before = model.dialog;
	model = tooEarly(model);
	expect(model.dialog).not.toBe(before);
	for (const work of later) work();
	expect(answer(model, 'y', {alone: true, atMs: nowMs + 300})).toHaveLength(2);
});
