import {describe, expect, test} from 'vitest';
import {eventFor, hotkeys} from '../../../src/tui/keys/hotkeys.ts';
import {rowIds} from '../../../src/tui/shown.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {topView} from '../../../src/tui/views.ts';
import type {TaskRow} from '../../../src/wire/topics.ts';
import {width} from '../../../src/words/width.ts';
import {
	afterEvents,
	ago,
	dmError,
	link,
	modelOf,
	nowMs,
	overview,
	shown,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {paste, press} from '../../support/press.ts';
import {orders, showcase} from '../../support/showcase.ts';

const rows: readonly TaskRow[] = [
	taskRow('orders', {word: 'error', label: 'Error: subtask 1/4', reason: 'w7: 1062 Duplicate entry', lagSeconds: null}),
	taskRow('old_orders', {
		word: 'unknown',
		label: 'Unknown',
		lagSeconds: null,
		lagUnknown: true,
		gap: null,
		sinceMs: ago(9),
	}),
	taskRow('billing', {word: 'warning', label: 'Running (lagging)', lagSeconds: 90, rowsPerSecond: 5, sinceMs: ago(60)}),
	taskRow('crm', {lagSeconds: 2, rowsPerSecond: 900}),
	taskRow('audit', {word: 'paused', label: 'Paused', lagSeconds: null, gap: null, rowsPerSecond: null}),
];
const list = modelOf(80, 24, shown(overview(rows)));
const newRows = (...tasks: readonly TaskRow[]): Event =>
	link({type: 'topic', topic: 'overview', value: overview(tasks)});

function visible(model: Model): string {
	return (rowIds(model, topView(model)) ?? []).join(' ');
}

function cursor(model: Model): string | null {
	const view = topView(model);
	return 'cursor' in view ? view.cursor.id : null;
}

const footer = (model: Model) => screenLines(model).at(-1) ?? '';
const text = (model: Model) => screenLines(model).join('\n');

test.each([
	['', 'orders old_orders billing crm audit'],
	['/ord', 'orders old_orders'],
	['/ORD', 'orders old_orders'],
	['/ord<enter>', 'orders old_orders'],
	['/ord<esc>', 'orders old_orders billing crm audit'],
	['/ord<enter><esc>', 'orders old_orders billing crm audit'],
	['/!ord', 'billing crm audit'],
	['/ord !old', 'orders'],
	['/no answer', 'old_orders'],
	['/unknown', 'old_orders'],
	['/error', 'orders'],
	['/lag>60', 'billing'],
	['/lag<60', 'crm'],
	['/!lag>60 !paused', 'orders crm'],
	['/rows>=100 !old', 'crm'],
	['/or<backspace><backspace>bil', 'billing'],
	['/ord<ctrl-u>crm', 'crm'],
	['/ord<enter>/<ctrl-u>crm<enter>', 'crm'],
	['/ord<enter>/<ctrl-u>crm<esc>', 'orders old_orders'],
	['/q!zs?:', ''],
	['//^(orders|crm)<enter>', 'orders crm'],
	['//^(orders|crm)/<enter>', 'orders crm'],
	['/!/ord/', 'billing crm audit'],
	['//ord(', 'orders old_orders billing crm audit'],
	['/old //ord(<enter>', 'old_orders'],
	['/   ', 'orders old_orders billing crm audit'],
	['!', 'orders old_orders billing'],
	['!!', 'orders old_orders billing crm audit'],
	['!<esc>', 'orders old_orders billing crm audit'],
	['!/ord<enter>', 'orders old_orders'],
	['!/ord<enter><esc>', 'orders old_orders billing'],
	['/ord<enter>!<esc>', 'orders old_orders'],
	['/ord<enter>!<esc><esc>', 'orders old_orders billing crm audit'],
	['!/bil<enter>', 'billing'],
	['ss', 'audit billing crm old_orders orders'],
	['ss<enter>', 'audit billing crm old_orders orders'],
	['ss<esc>', 'orders old_orders billing crm audit'],
	['sss<enter>', 'billing crm orders old_orders audit'],
	['ssss<enter>', 'crm orders old_orders billing audit'],
	['s<left><enter>', 'old_orders billing orders crm audit'],
	['S', 'audit crm billing old_orders orders'],
	['SS', 'orders old_orders billing crm audit'],
	['ss<enter>S', 'orders old_orders crm billing audit'],
	['sssS<enter>', 'orders crm billing old_orders audit'],
	['sss<enter>!', 'billing orders old_orders'],
])('after %s the list shows %s', (keys, expected) => {
	expect(visible(press(list, keys))).toBe(expected);
});

describe('a filter', () => {
	test('that is typed stands in the footer with what it finds', () => {
		expect(footer(press(list, '/ord'))).toContain(' filter: ord_   2/5');
	});

	test('that holds stands on the second line with what it hides', () => {
		const [, held] = screenLines(press(list, '/ord<enter>'));
		expect(held?.trimEnd()).toBe(`  / ord   2 of 5 shown   hidden: !1 =1 .1${' '.repeat(28)}Esc ends it`);
		expect(screenLines(press(list, '!'))[1]).toContain(' ! problems only   3 of 5 shown   hidden: =1 .1 ');
		expect(screenLines(press(list, '/lag>60<enter>'))[1]).toContain('1 of 5 shown   hidden: X1 ?1 =1 .1   (1 unknown)');
		expect(screenLines(press(list, 'sss<enter>'))[1]).toContain('sort:lag');
		expect(screenLines(press(list, 'sss<enter>S'))[1]).toContain('sort:lag rev');
	});

	test('with a bad regex says so, while typing and after', () => {
		expect(footer(press(list, '//ord('))).toContain('bad regex: a ( without its )');
		expect(footer(press(list, '//ord(<enter>'))).toContain('bad regex');
	});

	test('that takes too long hides nothing, and says so in its place', () => {
		const told = 'the pattern takes too long: 200 ms were not enough';
		const hurried = {...list, within: () => false};
		const typed = press(hurried, '//(o+)+$/');
		expect(footer(typed)).toBe(` filter: /(o+)+$/_   ${told}`);
		expect(visible(typed)).toBe(visible(list));
		const kept = press(typed, '<enter>');
		expect(visible(kept)).toBe(visible(list));
		expect(text(kept)).toContain('the pattern takes too long');
		expect(screenLines({...kept, size: {columns: 140, rows: 24}})[1]).toContain(told);
		expect(text(press(kept, '!'))).toContain('3 of 5 shown  the pattern takes too long');
		expect(text(press(kept, '<esc>'))).not.toContain('too long');
		for (const columns of [20, 40, 60, 200]) {
			const lines = screenLines({...kept, size: {columns, rows: 24}});
			expect(lines.filter(line => width(line) > columns)).toEqual([]);
			expect(lines.join('\n')).toContain('pattern');
		}
		const well = {...modelOf(80, 24, shown(overview([taskRow('a'), taskRow('b')]))), within: () => false};
		expect(text(press(well, '//x/<enter>!'))).toContain('All 2 rows are well. ! shows them again.');
	});

	test('that nothing matches says how to take it off', () => {
		expect(text(press(list, '/nothing<enter>'))).toContain('No row matches "nothing". Esc takes the filter off.');
		expect(text(press(press(list, '/crm<enter>'), '!'))).toContain('No problem matches "crm"');
		const well = modelOf(80, 24, shown(overview([taskRow('a'), taskRow('b')])));
		expect(text(press(well, '!'))).toContain('All 2 rows are well. ! shows them again.');
		expect(text(press(well, '/x<enter>'))).not.toContain('lists none');
	});

	test('cannot be longer than its limit', () => {
		const {prompt} = press(list, `/${'x'.repeat(300)}`).finding;
		expect(prompt).toMatchObject({text: 'x'.repeat(100)});
	});

	test('cannot open on a list without rows, and says so', () => {
		expect(press(modelOf(80, 24, shown(overview([]))), '/').notice).toBe('filter: there is no row yet');
	});

	test('stays while data comes, and finds new rows', () => {
		const model = afterEvents(press(list, '/ord<enter>'), [newRows(taskRow('x'), taskRow('new_orders'))]);
		expect(visible(model)).toBe('new_orders');
	});

	test('of a page is gone when the page is opened again', () => {
		const page = taskView(taskRow('crm'), [subtaskRow('s1'), subtaskRow('s2')]);
		const open = afterEvents(press(list, 'jjj<enter>'), taskEvents([page]));
		expect(visible(press(open, '/s2<enter>'))).toBe('s2');
		const left = press(press(open, '/s2<enter>'), 'q');
		expect(topView(left).type).toBe('tasks');
		expect(left.finding.looks.size).toBe(0);
	});

	test('of the list stays while a page is open above it', () => {
		const model = press(press(press(list, '/ord<enter>'), '<enter>'), '<esc>');
		expect(visible(model)).toBe('orders old_orders');
	});
});

describe('the cursor', () => {
	test('stays with its row while a filter comes and goes', () => {
		const model = press(list, 'j/ord<enter>');
		expect(cursor(model)).toBe('old_orders');
		expect(cursor(press(model, '<esc>'))).toBe('old_orders');
	});

	test('comes back to its row when a filter is given up', () => {
		expect(cursor(press(list, 'jjj/ord'))).not.toBe('crm');
		expect(cursor(press(list, 'jjj/ord<esc>'))).toBe('crm');
	});

	test('stays with its row when the order changes, and when data moves the rows', () => {
		const sorted = press(list, 'jjjsss<enter>');
		expect(cursor(sorted)).toBe('crm');
		const moved = afterEvents(sorted, [
			newRows(...rows.map(row => ({...row, lagSeconds: row.name === 'crm' ? 999 : 1}))),
		]);
		expect(visible(moved).startsWith('crm')).toBe(true);
		expect(cursor(moved)).toBe('crm');
	});

	test('moves with the arrows while a filter is typed', () => {
		expect(cursor(press(list, '/ord<down>'))).toBe('old_orders');
	});

	test('on a list without a shown row nothing can be opened', () => {
		const model = press(list, '/nothing<enter>');
		expect(eventFor(model, 'enter')).toEqual({type: 'notice', text: 'open: there is no task to select'});
	});
});

test('without lags (1.0) the order by lag is that of the gaps, and a lock comes first', () => {
	const gap = (name: string, bytes: number) => taskRow(name, {lagSeconds: null, gap: {type: 'bytes', bytes}});
	const model = modelOf(80, 24, [
		...shown(
			overview([
				gap('none', 0),
				gap('little', 700),
				taskRow('files', {lagSeconds: null, gap: {type: 'files', files: 2, atLeastBytes: 9}}),
				gap('much', 900_000_000),
				taskRow('lagging', {lagSeconds: 3}),
				taskRow('later', {lagSeconds: null, blockedSinceMs: ago(5)}),
				taskRow('earlier', {lagSeconds: null, blockedSinceMs: ago(500)}),
			]),
		),
	]);
	expect(visible(press(model, 'sss<enter>'))).toBe('earlier later lagging files much little none');
});

test('rows move only for a change of severity, not for a counter', () => {
	const before = visible(list);
	const counted = afterEvents(list, [newRows(...rows.map(row => ({...row, rowsPerSecond: row.name.length * 100})))]);
	expect(visible(counted)).toBe(before);
});

describe('keys while a prompt is open', () => {
	test.each(hotkeys.flatMap(hotkey => hotkey.keys).filter(key => key.length === 1))('%s is text', key => {
		const model = press(press(list, '/'), key);
		expect(model.finding.prompt).toMatchObject({type: 'filter', text: key});
		expect(model.views).toHaveLength(1);
	});

	test('Ctrl-c quits all the same', () => {
		expect(eventFor(press(list, '/'), 'ctrl-c')).toEqual({type: 'quit'});
	});

	test('backspace on an empty prompt closes it', () => {
		expect(press(list, '/a<backspace><backspace>').finding.prompt).toBeNull();
	});
});

describe('a paste', () => {
	test('goes into the prompt on one line, cleaned and cut', () => {
		const model = paste(press(list, '/'), ' or\u001B[31md\u0007\r\nx\n');
		expect(model.finding.prompt).toMatchObject({type: 'filter', text: 'or?d? x'});
		expect(paste(press(list, '/'), 'y'.repeat(1e6)).finding.prompt).toMatchObject({text: 'y'.repeat(100)});
	});

	test('without a prompt does nothing', () => {
		expect(paste(list, 'q')).toBe(list);
		expect(paste(press(list, 's'), 'q').finding.prompt?.type).toBe('sort');
	});
});

describe('a search', () => {
	const why = afterEvents(press(modelOf(80, 14, shown(showcase)), 'e'), taskEvents([orders]));
	const top = (model: Model) => {
		const view = topView(model);
		return 'top' in view ? view.top : -1;
	};
	const marked = (model: Model) => screenLines(model).filter(line => line.startsWith('>'));

	test('goes to the first match, also where it is off screen, and marks it', () => {
		const model = press(why, '/goroutine');
		const found = press(why, '/Duplicate entry');
		expect(marked(found)[0]).toContain('Duplicate entry');
		expect(footer(model)).toContain('no match');
	});

	test('n and N go on and back, and around', () => {
		const first = press(why, '/duplicate<enter>');
		const lines = [first, press(first, 'n'), press(first, 'nn'), press(first, 'nnN')].map(
			model => /match (\d+)\/\d+/.exec(text(model))?.[1],
		);
		expect(lines).toEqual(['1', '2', '3', '2']);
		const [, , all] = /match (\d+)\/(\d+)/.exec(text(first)) ?? [];
		const around = press(first, 'n'.repeat(Number(all)));
		expect(text(around)).toContain(`match 1/${all}`);
		expect(around.notice).toBe('from the top again');
		expect(press(first, 'N').notice).toBe('from the end again');
		for (const model of [first, around, press(first, 'nn')])
			expect(marked(model)[0]?.toLowerCase()).toContain('duplicate');
	});

	test('Esc goes back to where it began; after Enter it takes the mark off first', () => {
		const down = press(why, 'jj');
		expect(top(press(down, '/what was<esc>'))).toBe(2);
		const kept = press(down, '/duplicate<enter>');
		expect(marked(press(kept, '<esc>'))).toEqual([]);
		expect(topView(press(kept, '<esc>')).type).toBe('why');
		expect(topView(press(kept, '<esc><esc>')).type).toBe('tasks');
	});

	test('that finds nothing says so, and n too', () => {
		const model = press(why, '/nowhere<enter>');
		expect(model.notice).toBe('nothing matches nowhere');
		expect(text(press(why, '/nowhere'))).toContain('no match');
		expect(press(why, 'n').notice).toBe('next: nothing is looked for (/ finds)');
	});

	test('that takes too long says so, and leaves the text as it is', () => {
		const hurried = {...why, within: () => false};
		const typed = press(hurried, '//(o+)+$/');
		expect(footer(typed)).toContain('the pattern takes too long: 200 ms were not enough');
		expect(marked(typed)).toEqual([]);
		const kept = press(typed, '<enter>');
		expect(kept.notice).toBe('the pattern takes too long: 200 ms were not enough');
		expect(top(kept)).toBe(top(why));
		expect(press(kept, 'n').notice).toBe('next: nothing is looked for (/ finds)');
	});

	test('takes a regex', () => {
		expect(marked(press(why, '//code \\d+/<enter>'))[0]).toContain('code 10006');
	});
});

describe('a search in a text that is folded', () => {
	const stack = Array.from({length: 9}, (_, index) => `\tgithub.com/pingcap/dm/file${index}.go:${index + 10}`);
	const statement = Array.from({length: 30}, (_, index) => `(${index},'row-${index}'),`);
	const failed = subtaskRow('s1', {
		word: 'error',
		stage: 'Paused',
		reason: 'it failed',
		result: {
			isCanceled: false,
			detail: null,
			errors: [dmError({message: ['execute failed', ...stack, ...statement].join('\n')})],
		},
	});
	const view = taskView(taskRow('crm', {word: 'error', reason: 'it failed'}), [failed]);
	const pages = (keys: string) => afterEvents(press(press(list, 'jjj'), keys), taskEvents([view]));
	const why = pages('e');

	test.each([
		['the why page, a stack', why, 'file7'],
		['the why page, a long statement', why, 'row-17'],
		['the errors tab', press(pages('<tab>'), '<tab><tab>'), 'file7'],
	])('%s: unfolds what holds it', (_, page, sought) => {
		expect(screenLines(afterEvents(page, [{type: 'resize', size: {columns: 80, rows: 200}}])).join('\n')).toContain(
			'folded (wrap off shows them)',
		);
		const model = press(page, `/${sought}<enter>`);
		expect(text(model)).toMatch(/match 1\/\d/);
		expect(screenLines(model).find(line => line.startsWith('>'))).toContain(sought);
		expect(model.wrap).toBe(true);
		expect(text(press(model, '<esc>'))).not.toContain(sought);
	});

	test('leaves folded what does not', () => {
		expect(text(press(why, '/execute failed<enter>'))).toContain('9 stack lines folded');
		expect(press(why, '/nowhere<enter>').notice).toBe('nothing matches nowhere');
	});
});

describe('Esc takes off the newest first', () => {
	const left = (model: Model) => {
		const look = model.finding.looks.get('tasks');
		return [look?.filter && 'filter', look?.problemsOnly && 'problems', model.marks.size > 0 && 'marks']
			.filter(Boolean)
			.join(' ');
	};

	test.each([
		['/o<enter>! ', ['filter problems', 'filter', '']],
		['!/o<enter> ', ['filter problems', 'problems', '']],
		[' !/o<enter>', ['problems marks', 'marks', '']],
		['/o<enter> !', ['filter marks', 'filter', '']],
		[' /o<enter>! ', ['filter problems', 'filter', '']],
		['!/o<enter>*', ['filter problems', 'problems', '']],
		[' ', ['']],
	])('%j', (keys, expected) => {
		let model = press(list, keys);
		for (const rest of expected) {
			model = press(model, '<esc>');
			expect(left(model)).toBe(rest);
		}
	});
});

describe('the palette', () => {
	test.each([
		['crm', 'task crm'],
		['odr', 'task orders'],
		['quit', 'go quit'],
		['freeze', 'see freeze'],
		['sources', 'view sources'],
	])('typing %s offers %s first', (typed, expected) => {
		const model = press(list, `:${typed}`);
		const chosen = screenLines(model).findLast(line => line.startsWith(' > ')) ?? '';
		expect(chosen.slice(3).replace(/ +/, ' ')).toMatch(new RegExp(`^${expected}`));
	});

	test('offers tasks, views and sources before commands, and last what cannot act now', () => {
		const kinds = (typed: string) => {
			const lines = screenLines({...press(list, `:${typed}`), size: {columns: 80, rows: 60}});
			const from = lines.findIndex(line => line.startsWith('━ go to'));
			return lines
				.slice(from + 1, -2)
				.map(line => `${line.slice(3, 11).trim()}${line.includes('not now') ? ' not now' : ''}`);
		};
		expect(
			kinds('a')
				.filter((kind, at, all) => kind !== all[at - 1])
				.slice(0, 3),
		).toEqual(['task', 'view', 'see']);
		expect(kinds('re')).toContain('do not now');
		expect(kinds('pause')).toEqual(['do not now']);
		expect(text(press(list, ':ord'))).toContain(' go to  6 of ');
	});

	test('Enter goes there, and Esc comes back', () => {
		const model = press(list, ':crm<enter>');
		expect(topView(model)).toMatchObject({type: 'task', task: 'crm'});
		expect(model.finding.prompt).toBeNull();
		expect(topView(press(model, '<esc>')).type).toBe('tasks');
	});

	test('Enter on a command does it, and on one that cannot act says why', () => {
		expect(press(list, ':problems<enter>').finding.looks.size).toBe(1);
		const empty = modelOf(80, 24, shown(overview([])));
		expect(press(empty, ':why it<enter>').notice).toContain('there is no task to select');
		expect(text({...press(empty, ':why it'), size: {columns: 120, rows: 24}})).toContain(
			'not now: there is no task to select',
		);
	});

	test('its cursor moves, and stays with its item when tasks come and go', () => {
		const second = press(list, ':ord<down>');
		expect(topView(press(second, '<enter>'))).toMatchObject({task: 'old_orders'});
		expect(topView(press(second, '<up><enter>'))).toMatchObject({task: 'orders'});
		expect(topView(press(press(list, ':ord'), '<ctrl-n><ctrl-p><ctrl-n><enter>'))).toMatchObject({task: 'old_orders'});
		const more = afterEvents(second, [newRows(taskRow('ord'), ...rows)]);
		expect(topView(press(more, '<enter>'))).toMatchObject({task: 'old_orders'});
	});

	test('Esc closes it, and so does Enter where nothing fits', () => {
		expect(press(list, ':zzz<esc>').finding.prompt).toBeNull();
		expect(text(press(list, ':zzz'))).toContain('Nothing is called like "zzz".');
		expect(press(list, ':zzz<enter>').views).toHaveLength(1);
	});
});

describe('a frozen screen', () => {
	const frozen = press(list, 'z');
	const late = (seconds: number): Event => ({type: 'tick', nowMs: nowMs + seconds * 1000});

	test('holds data back, counts it, and shows the newest when it goes on', () => {
		const held = afterEvents(frozen, [newRows(taskRow('b')), newRows(taskRow('c'))]);
		expect(visible(held)).toBe(visible(list));
		expect(screenLines(held)[1]).toContain('FROZEN 14:02:11, 2 updates held back (z goes on)');
		expect(screenLines(held)[0]).not.toContain('LIVE');
		expect(visible(press(held, 'z'))).toBe('c');
		expect(screenLines(press(held, 'z'))[1]).not.toContain('FROZEN');
	});

	test('keys still work, and a page that is opened shows its first value', () => {
		const open = afterEvents(press(frozen, 'jjj<enter>'), taskEvents([taskView(taskRow('crm'), [subtaskRow('s1')])]));
		expect(visible(open)).toBe('s1');
		const held = afterEvents(open, taskEvents([taskView(taskRow('crm'), [subtaskRow('s2')])]));
		expect(visible(held)).toBe('s1');
		expect(visible(press(held, 'z'))).toBe('s2');
	});

	test('a page that was left and opened again does not go back to what was held before', () => {
		const open = afterEvents(press(frozen, 'jjj<enter>'), taskEvents([taskView(taskRow('crm'), [subtaskRow('s1')])]));
		const held = afterEvents(open, taskEvents([taskView(taskRow('crm'), [subtaskRow('s2')])]));
		const again = afterEvents(press(held, '<esc><enter>'), taskEvents([taskView(taskRow('crm'), [subtaskRow('s3')])]));
		expect(visible(press(again, 'z'))).toBe('s3');
	});

	test('ages and the marks of change stand still too', () => {
		const changed = modelOf(80, 24, shown(overview([taskRow('a', {changedAtMs: ago(3), sinceMs: ago(3)})])));
		const marked = (model: Model) => screenLines(model).some(line => line.startsWith('>.* a'));
		expect(marked(changed)).toBe(true);
		expect(marked(afterEvents(changed, [late(9)]))).toBe(false);
		const later = afterEvents(press(changed, 'z'), [late(9)]);
		expect(marked(later)).toBe(true);
		expect(screenLines(later).slice(2)).toEqual(screenLines(press(changed, 'z')).slice(2));
		expect(marked(press(later, 'z'))).toBe(false);
	});

	test('says beside it that the link is lost', () => {
		const lost = afterEvents(frozen, [
			link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs + 9000}),
		]);
		expect(screenLines(lost)[0]).toContain('LOST');
		expect(screenLines(lost)[1]).toContain('FROZEN');
		expect(screenLines(lost)[1]).toContain('NOT LIVE: gone');
	});

	test('needs data', () => {
		expect(press(modelOf(80, 24), 'z').notice).toBe('freeze: there is no data yet');
	});
});
