import {describe, expect, test} from 'vitest';
import {noCursor} from '../../../src/tui/cursor.ts';
import {mouseEvents} from '../../../src/tui/keys/mouse.ts';
import type {Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {topView} from '../../../src/tui/views.ts';
import {afterEvents, modelOf, shown, taskEvents} from '../../support/builder.ts';
import {isLong} from '../../support/long.ts';
import {press} from '../../support/press.ts';
import {orders, showcase} from '../../support/showcase.ts';

const list = (columns = 120, rows = 40) => modelOf(columns, rows, [...shown(showcase), ...taskEvents([orders])]);
const task = (columns = 120, rows = 40) =>
	afterEvents(list(columns, rows), [
		{type: 'open', view: {type: 'task', task: 'orders_merge', cursor: noCursor}},
		...taskEvents([orders]),
	]);

/** The model after a click on the first place of the screen that shows this. */
function click(model: Model, text: string): Model {
	const lines = screenLines(model);
	const row = lines.findIndex(line => line.includes(text));
	if (row < 0) throw new Error(`${text} is not on the screen:\n${lines.join('\n')}`);
	return at(model, lines[row]?.indexOf(text) ?? 0, row);
}

function at(model: Model, column: number, row: number, what: 'press' | 'wheel-up' | 'wheel-down' = 'press'): Model {
	return afterEvents(model, mouseEvents(model, {type: 'mouse', what, column, row}));
}

const selected = (model: Model) => {
	const view = topView(model);
	return 'cursor' in view ? view.cursor.id : null;
};

describe.each([
	[80, 24],
	[120, 40],
	[200, 60],
	[50, 10],
])('at %ix%i', (columns, rows) => {
	test('a click selects the row that it is on, and a second one opens it', () => {
		const once = click(list(columns, rows), 'coupon_opt');
		expect(selected(once)).toBe('coupon_opt');
		expect(topView(once).type).toBe('tasks');
		const row = screenLines(once).findIndex(line => /^[>›].*coupon_opt/.test(line));
		expect(topView(at(once, 5, row))).toMatchObject({type: 'task', task: 'coupon_opt'});
	});

	test.runIf(isLong || columns < 120)('no place of the screen does what no key does', () => {
		const model = list(columns, rows);
		for (let row = 0; row < rows; row++) {
			for (let column = 0; column < columns; column += 19) {
				for (const event of mouseEvents(model, {type: 'mouse', what: 'press', column, row})) {
					expect(['turn', 'open', 'notice', 'find', 'operate', 'toggle']).toContain(event.type);
				}
			}
		}
	});
});

test('the wheel moves the cursor by a row, and a text by three lines', () => {
	const first = selected(list());
	const down = at(list(), 0, 9, 'wheel-down');
	expect(selected(down)).not.toBe(first);
	expect(selected(at(down, 0, 9, 'wheel-up'))).toBe(first);
	const help = at(press(list(80, 12), '?'), 0, 0, 'wheel-down');
	expect(topView(help)).toMatchObject({type: 'help', top: 3});
});

test('a click on a tab turns to it', () => {
	expect(topView(click(task(), 'Config'))).toMatchObject({type: 'tab', tab: 'config'});
	expect(topView(click(click(task(), 'Errors'), 'Subtasks'))).toMatchObject({type: 'task'});
});

test('a click on a key of the footer does what it does, or says why it cannot', () => {
	expect(topView(click(list(), '? help'))).toMatchObject({type: 'help'});
	expect(topView(click(list(), 'e why'))).toMatchObject({type: 'why'});
	expect(click(list(), 'p pause').notice).toMatch(/^pause: /);
});

test('while something is typed or asked a click does nothing', () => {
	const typing = press(list(), '/');
	expect(at(typing, 5, 8)).toBe(typing);
	const palette = press(list(), ':');
	expect(at(palette, 5, 8)).toBe(palette);
});
