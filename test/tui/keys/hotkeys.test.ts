import {describe, expect, test} from 'vitest';
import {eventFor, hotkeys} from '../../../src/tui/keys/hotkeys.ts';
import {keyTitle} from '../../../src/tui/keys/key-title.ts';
import type {Model} from '../../../src/tui/state.ts';
import {footerLine} from '../../../src/tui/ui/footer.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../src/tui/update.ts';
import {afterEvents, modelOf, overview, shown, taskEvents, taskRow} from '../../support/builder.ts';
import {coupon, crm, risk, showcase} from '../../support/showcase.ts';

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
	['list', 'ctrl-x', {type: 'notice', text: 'Ctrl-x: no such key, ? help'}],
	['why', 'f5', {type: 'notice', text: 'F5: no such key, ? help'}],
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

	test.each([
		[80, 24],
		[120, 40],
	])('the help names every key on one page, at %ix%i', (columns, rows) => {
		const model = afterEvents(modelOf(columns, rows, shown(showcase)), [{type: 'open', view: {type: 'help', top: 0}}]);
		const words = screenLines(model).join(' ').split(/\s+/);
		for (const {keys, help} of hotkeys.filter(({hidden}) => hidden?.(model) !== true))
			expect(words, help).toContain(keyTitle(keys[0] ?? ''));
		expect(screenLines(model).join('\n')).not.toContain('lines 1-');
	});

	test('what stands beside a key in the help does so of a key that is there', () => {
		const ids = hotkeys.filter(({beside}) => beside === undefined).map(({id}) => id);
		expect(ids).toEqual(expect.arrayContaining(hotkeys.flatMap(({beside}) => beside ?? [])));
	});
});

describe('the clipboard', () => {
	const copied = (model: Model, key: string) => {
		const event = eventFor(model, key);
		return event?.type === 'copy' ? event.text : event;
	};

	test.each([
		['list', 'y', 'orders_merge'],
		['list', 'Y', 'dmctl --master-addr 10.0.3.1:8261 query-status orders_merge'],
		['task', 'y', 'sh-crm-01'],
		['task', 'Y', 'dmctl --master-addr 10.0.3.1:8261 query-status crm'],
		['why', 'y', 'crm'],
		['empty', 'y', {type: 'notice', text: 'copy: there is nothing to copy'}],
		['empty', 'Y', {type: 'notice', text: 'copy dmctl: no line of dmctl is known for it'}],
		['connecting', 'y', {type: 'notice', text: 'copy: DM has not answered yet'}],
		['help', 'y', {type: 'notice', text: 'copy: leave the help first (?)'}],
	])('on %s, %s', (name, key, expected) => {
		expect(copied(models[name as keyof typeof models], key)).toEqual(expected);
	});

	test('gets the line of dmctl for what to do now, whole, and no other line', () => {
		const silent = afterEvents(list, [
			{type: 'open', view: {type: 'why', task: 'risk_ctl', source: 'sh-risk-02', top: 0}},
			...taskEvents([risk]),
		]);
		expect(copied(silent, 'Y')).toBe('dmctl --master-addr 10.0.3.1:8261 list-member --worker');
		const locked = afterEvents(list, [
			{type: 'open', view: {type: 'task', task: 'coupon_opt', cursor: {id: null, index: 0, top: 0}}},
			...taskEvents([coupon]),
		]);
		expect(copied(locked, 'Y')).toBe('dmctl --master-addr 10.0.3.1:8261 shard-ddl-lock coupon_opt');
	});

	test('gets a text without what a terminal would act on, and no more than it takes', () => {
		const name = `a\u001B[2Jb${'c'.repeat(20_000)}`;
		const text = copied(modelOf(80, 24, shown(overview([taskRow(name)]))), 'y');
		expect(text).toMatch(/^a\?bc+… \(\d+ more characters\)$/);
		expect(String(text).length).toBeLessThan(8300);
	});

	test('is said to have it, and by whom it may not be', () => {
		const [next, command] = update(list, {type: 'copy', text: 'orders'});
		expect(next.notice).toBe('copied, unless the terminal refuses: orders');
		expect(command).toEqual({type: 'copy', text: 'orders'});
	});
});
