import {describe, expect, test} from 'vitest';
import {eventFor, hotkeys} from '../../../src/tui/keys/hotkeys.ts';
import {keyTitle} from '../../../src/tui/keys/key-title.ts';
import type {Model} from '../../../src/tui/state.ts';
import {footerLine} from '../../../src/tui/ui/footer.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {afterEvents, modelOf, overview, shown, taskEvents} from '../../support/builder.ts';
import {crm, showcase} from '../../support/showcase.ts';

const list = modelOf(80, 24, shown(showcase));
const task = afterEvents(list, [
	{type: 'open', view: {type: 'task', task: 'crm', cursor: {id: null, index: 0, top: 0}}},
	...taskEvents([crm]),
]);
const why = afterEvents(task, [{type: 'open', view: {type: 'why', task: 'crm', source: null, top: 0}}]);
const help = afterEvents(list, [{type: 'open', view: {type: 'help', top: 0}}]);
const empty = modelOf(80, 24, shown(overview([])));
const connecting = modelOf(80, 24);
const models = {list, task, why, help, empty, connecting};

const check = (model: Model, key: string, expected: unknown) => expect(eventFor(model, key)).toEqual(expected);

test.each([
	['list', 'j', {type: 'step', step: 'down'}],
	['list', 'ctrl-u', {type: 'step', step: 'half-up'}],
	['list', 'enter', {type: 'open', view: {type: 'task', task: 'orders_merge', cursor: {id: null, index: 0, top: 0}}}],
	['list', 'l', {type: 'open', view: {type: 'task', task: 'orders_merge', cursor: {id: null, index: 0, top: 0}}}],
	['list', 'e', {type: 'open', view: {type: 'why', task: 'orders_merge', source: null, top: 0}}],
	['list', 'q', {type: 'quit'}],
	['list', 'esc', {type: 'notice', text: 'back: nothing is open (q quits)'}],
	['list', 'w', {type: 'notice', text: expect.stringMatching(/^wrap: nothing here is wrapped/)}],
	['list', 'n', {type: 'notice', text: expect.stringMatching(/^next: this page is a list/)}],
	['list', 'x', {type: 'notice', text: 'x: no such key, ? help'}],
	['list', 'ctrl-x', null],
	['list', 'ctrl-c', {type: 'quit'}],
	['list', 'ctrl-l', {type: 'repaint'}],
	['task', 'q', {type: 'back'}],
	['task', 'enter', {type: 'open', view: {type: 'subtask', task: 'crm', source: 'sh-crm-01', top: 0}}],
	['why', 'w', {type: 'toggle', option: 'wrap'}],
	['why', 'enter', {type: 'notice', text: 'open: there are no rows to open on this page'}],
	['why', 's', {type: 'notice', text: 'sort: this page is a text: it is for lists'}],
	['help', 'e', {type: 'notice', text: 'why: leave the help first (?)'}],
	['empty', 's', {type: 'notice', text: 'sort: there is no row yet'}],
	['help', '?', {type: 'back'}],
	['empty', 'enter', {type: 'notice', text: 'open: there is no task to select'}],
	['empty', 'e', {type: 'notice', text: 'why: there is no task to select'}],
	['connecting', 'ctrl-r', {type: 'notice', text: 'ask again: the gateway is being connected'}],
])('on %s, %s', (name, key, expected) => check(models[name as keyof typeof models], key, expected));

describe('the table', () => {
	test('each id is there once', () => {
		expect(new Set(hotkeys.map(hotkey => hotkey.id)).size).toBe(hotkeys.length);
	});

	test.each(Object.entries(models))('on %s no key means two things', (_, model) => {
		const keys = hotkeys.filter(hotkey => hotkey.where(model)).flatMap(hotkey => hotkey.keys);
		expect(new Set(keys).size).toBe(keys.length);
	});

	test('nothing is bound to what terminals and shells need', () => {
		const never = ['a', 'b', 'h', 'j', 'k', 's', 'q', '\\'].map(letter => `ctrl-${letter}`);
		expect(hotkeys.flatMap(hotkey => hotkey.keys).filter(key => never.includes(key))).toEqual([]);
	});

	test.each(
		Object.entries(models),
	)('on %s the keys of the footer that act are bright, the others quiet', (_, model) => {
		const cells = [...footerLine(model)];
		const bright = cells.flatMap(cell => (typeof cell !== 'string' && cell.tone === 'strong' ? [cell.text] : []));
		const here = hotkeys.filter(hotkey => hotkey.where(model));
		expect(bright.length).toBeGreaterThan(0);
		for (const title of bright) {
			expect(here.find(({keys}) => keyTitle(keys[0] ?? '') === title)?.whyNot(model)).toBeUndefined();
		}
		const quiet = cells.flatMap(cell => (typeof cell !== 'string' && cell.tone === 'quiet' ? [cell.text] : []));
		for (const text of quiet) {
			const hotkey = here.find(({keys}) => text.startsWith(`${keyTitle(keys[0] ?? '')} `));
			expect(hotkey?.whyNot(model), text).not.toBe(undefined);
		}
	});

	test.each([list, task, why])('a key has one place on all pages', model => {
		const footer = screenLines(model).at(-1) ?? '';
		expect([footer.indexOf('p pause'), footer.indexOf('r resume'), footer.indexOf('? help')]).toEqual([23, 33, 73]);
	});

	test('the help names every key', () => {
		const text = screenLines(
			afterEvents(modelOf(120, 60, shown(showcase)), [{type: 'open', view: {type: 'help', top: 0}}]),
		).join('\n');
		for (const hotkey of hotkeys) expect(text).toContain(hotkey.help);
	});
});
