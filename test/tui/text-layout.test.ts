import {describe, expect, test} from 'vitest';
import {textLines} from '../../src/tui/shown.ts';
import type {Event, Model} from '../../src/tui/state.ts';
import {lineAgain} from '../../src/tui/text-layout.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {isText, topView} from '../../src/tui/views.ts';
import {afterEvents, modelOf, shown, taskEvents} from '../support/builder.ts';
import {press} from '../support/press.ts';
import {orders, showcase} from '../support/showcase.ts';

const list = modelOf(80, 14, shown(showcase));
const why = afterEvents(press(list, 'e'), taskEvents([orders]));
const json = Array.from({length: 80}, (_, index) => [
	'  {',
	'    "stage": "Running",',
	`    "index": ${index},`,
	`    "message": "${`${index} is a long text `.repeat(12)}"`,
	'  },',
])
	.flat()
	.join('\n');
const raw = afterEvents(press(list, 'i'), [
	{type: 'raw', of: {type: 'task', task: 'orders_merge'}, reply: {type: 'answered', value: json}},
]);

const size = (columns: number): Event => ({type: 'resize', size: {columns, rows: 14}});
const wrap: Event = {type: 'toggle', option: 'wrap'};
const down = (model: Model, steps: number): Model => press(model, 'j'.repeat(steps));

/** The first line of the text that is shown, without its blanks. */
function first(model: Model): string {
	const view = topView(model);
	if (!isText(view)) throw new Error('no text');
	return (textLines(model, view)[view.top] ?? '').replace(/\s/g, '');
}

/** Whether the last line of the text is on the screen. */
function isAtEnd(model: Model): boolean {
	return topView(press(model, 'j')) === topView(model) || first(press(model, 'j')) === first(model);
}

function shownText(model: Model): string {
	return screenLines(model).join('').replace(/\s/g, '');
}

describe('what was on top of a text stays there', () => {
	test.each<[string, Model, readonly Event[]]>([
		['what DM answered, w', raw, [wrap]],
		['what DM answered, w twice', raw, [wrap, wrap]],
		['what DM answered, narrower', raw, [size(61)]],
		['what DM answered, wider', raw, [size(200)]],
		['what DM answered, w and wider', raw, [wrap, size(200)]],
		['why, wider', why, [size(130)]],
		['why, narrower', why, [size(60)]],
	])('%s', (_, model, events) => {
		for (const steps of [3, 4, 20, 41]) {
			const at = down(model, steps);
			const before = first(at);
			if (/^[─-]*$/.test(before)) continue;
			const next = afterEvents(at, events);
			// What is near the end cannot be on top of a longer screen.
			const after = isAtEnd(next) ? shownText(next) : first(next);
			// Where lines are joined or split, one begins with the other, or holds it.
			const told = before.slice(0, 16);
			expect(`${steps}: ${after}`).toContain(after.length < told.length ? told.slice(0, after.length) : told);
		}
	});

	test('the place among many lines that are the same is kept', () => {
		const at = down(raw, 123);
		const shownIndex = (model: Model) => /"index": (\d+)/.exec(screenLines(model).join('\n'))?.[1];
		expect(shownIndex(at)).toBeDefined();
		expect(shownIndex(afterEvents(at, [wrap]))).toBe(shownIndex(at));
		expect(shownIndex(afterEvents(at, [size(150)]))).toBe(shownIndex(at));
	});

	test('also of a page below the one that is shown', () => {
		const at = down(raw, 30);
		const covered = afterEvents(press(at, '?'), [size(150)]);
		expect(first(press(covered, '<esc>')).slice(0, 12)).toBe(first(at).slice(0, 12));
	});

	test('the beginning stays the beginning', () => {
		expect(topView(afterEvents(raw, [wrap, size(50)]))).toMatchObject({top: 0});
	});
});

test.each<[readonly string[], number, readonly string[], number | null]>([
	[['one two', 'three four'], 1, ['one', 'two', 'three', 'four'], 2],
	[['one', 'two', 'three', 'four'], 3, ['one two', 'three four'], 1],
	[['a', 'stack 1', 'stack 2', 'b'], 2, ['a', '2 folded', 'b'], 0],
	[['same', 'same', 'same'], 2, ['same', 'same', 'same'], 2],
	[['x'], 0, ['y'], null],
	[[], 0, ['y'], null],
])('of %j line %i is in %j', (before, line, after, expected) => {
	expect(lineAgain(before, line, after)).toBe(expected);
});
