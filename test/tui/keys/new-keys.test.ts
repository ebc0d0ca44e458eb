import {expect, test} from 'vitest';
import {newKeys} from '../../../src/tui/keys/new-keys.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {initialModel} from '../../../src/tui/update.ts';
import {afterEvents, nowMs, shown} from '../../support/builder.ts';
import {press} from '../../support/press.ts';
import {showcase} from '../../support/showcase.ts';
import {writing} from '../../support/writable.ts';

const none = () => '';
const change = (id: string, ...keys: readonly string[]) => ({id, keys, place: 'f:1:1'});

test('what does the like by the same keys goes along', () => {
	const {hotkeys, problems} = newKeys(
		[change('why', 'e', 'F2'), change('freeze', 'Ctrl-f'), change('mark', 'Insert')],
		none,
	);
	expect(problems).toEqual(['f:1:1: mark: received "Insert", expected a key such as e, F2 or Ctrl-x']);
	const keysOf = (id: string) => hotkeys.find(hotkey => hotkey.id === id)?.keys;
	expect([keysOf('why'), keysOf('freeze'), keysOf('go-on'), keysOf('raw')]).toEqual([
		['e', 'f2'],
		['ctrl-f'],
		['ctrl-f'],
		['i'],
	]);
});

test.each([
	['two that want the same', [change('why', 'i')], 'f:1:1: i is for why and for raw: give one of them another key'],
	['two that change places', [change('why', 'i'), change('raw', 'e')], null],
	[
		'a small letter for a stop',
		[change('stop', 'x')],
		'f:1:1: stop: x is a small letter, and none of them stops a task',
	],
	[
		'a control key for an operation',
		[change('pause', 'Ctrl-p')],
		'f:1:1: pause: Ctrl-p acts on the cluster, and no Ctrl key does',
	],
	['what is taken elsewhere', [change('why', 'Ctrl-b')], 'f:1:1: why: Ctrl-b is taken by terminals, tmux or screen'],
	['what ends everything', [change('quit', 'Q')], 'f:1:1: quit has its key for good'],
	['Esc', [change('why', 'Esc')], 'f:1:1: why: Esc is left as it is'],
	['Space for another', [change('mark', 'm')], null],
])('%s', (_, changes, problem) => {
	expect(newKeys(changes, none).problems).toEqual(problem === null ? [] : [problem]);
});

test('nothing changes where nobody asks for it', () => {
	expect(newKeys([], none).problems).toEqual([]);
});

test('footer, help and sentences name the keys as they are', () => {
	const {hotkeys} = newKeys(
		[change('why', 'F2'), change('allow-writing', 'A'), change('resume', 'U'), change('filter', 'F3')],
		none,
	);
	const start = initialModel({size: {columns: 120, rows: 40}, colours: false, title: null, nowMs, hotkeys});
	const model = afterEvents(start, shown(showcase));
	const text = (of: typeof model) => screenLines(of).join('\n');
	expect(text(model)).toContain('F2 why');
	expect(text(model)).not.toMatch(/\(e: steps\)|, then r\b/);
	expect(text(press(model, '?'))).toMatch(/F2 why .*\n.*F3 filter, find/);
	expect(press(model, 'p').notice).toBe('pause: read-only: this gateway writes for nobody');
	expect(press(model, 'e').notice).toBe('e: no such key, ? help');
	expect(press(model, '<f2>').views.at(-1)).toMatchObject({type: 'why'});
	expect(press(model, '/').notice).toBe('/: no such key, ? help');
	const writes = afterEvents(start, writing(showcase));
	expect(press(press(writes, 'A'), 'p').notice).toBe('pause: read-only: A allows writing for 10 minutes');
});
