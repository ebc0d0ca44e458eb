import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {told, viewerOf} from '../../scripts/pictures/demo.ts';
import {shownMoment} from '../../scripts/pictures/screens.ts';
import type {Event, Model} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {update} from '../../src/tui/update.ts';
import {width} from '../../src/words/width.ts';
import {afterEvents, link} from '../support/builder.ts';
import {press, pressAlone} from '../support/press.ts';
import {screens} from '../support/screens.ts';
import {answer, written} from '../support/writable.ts';

/** The sizes of the look. */
const sizes = [
	[20, 3],
	[40, 10],
	[60, 12],
	[80, 24],
	[120, 40],
	[160, 45],
	[200, 60],
] as const;

const moment = shownMoment();
const list = viewerOf(moment, [120, 40], [], {colours: false});

/** The model of the demo after these keys, with what each of them has the screen read. */
function after(keys: string, from = list): Model {
	const names = keys.match(/<[a-z0-9-]+>|[\s\S]/gu) ?? [];
	return names.reduce((model, name) => told(press(model, name), moment.memory), from);
}

/** The same, and then the answer of a gateway to what the last key has asked. */
function replied(keys: string, event: (id: number) => Event): Model {
	const asked = after(keys);
	return told(update(asked, event(asked.lastId))[0], moment.memory);
}

function confirmed(keys: string): Model {
	return told(answer(written(after(keys)), 'y')[0], moment.memory);
}

const outcome = {
	task: 'payments',
	sources: null,
	outcome: 'failed',
	message: 'a long text of DM, '.repeat(20),
	parts: [
		{source: 'users-01', worker: 'worker6', outcome: 'done', message: null},
		{source: 'billing-01', worker: 'worker1', outcome: 'failed', message: 'it failed, '.repeat(30)},
	],
} as const;

/** Every page and every dialog, by what leads there. */
const pages: Readonly<Record<string, Model>> = {
	list,
	'without a preview': after('v'),
	'problems only': after('!'),
	'a filter that is typed': after('/lag>1 sou'),
	'a filter that is kept': after('/e<enter>'),
	'a filter that cannot be read': after('/lag>>'),
	'a filter that hides all': after('/nothing-of-it<enter>'),
	'an order that is chosen': after('s'),
	'the palette': after(':'),
	'the palette, typed': after(':pay'),
	help: after('?'),
	'clock times': after('t'),
	frozen: after('z'),
	marked: after(' jj '),
	'a task': after('jj<enter>'),
	sharding: after('jj<enter><tab>'),
	'relays of a task': after('jj<enter><tab><tab>'),
	'errors of a task': after('<enter><tab><tab><tab>'),
	'events of a task': after('<enter><tab><tab><tab><tab>'),
	'the configuration of a task': after('<enter><tab><tab><tab><tab><tab>'),
	'a subtask that fails': after('<enter><enter>'),
	'a subtask that loads': after('/inventory<enter><enter><enter>'),
	'a subtask that lags': after('/payments<enter><enter><enter>'),
	why: after('e'),
	'why, unfolded': after('ew'),
	'why, searched': after('e/Error<enter>'),
	'cut-over': after('jjC'),
	'raw JSON that is asked for': after('i'),
	'a report that is asked for': after('H'),
	sources: after('2'),
	'a source': after('2<enter>'),
	locks: after('3'),
	'a lock': after('3<enter>'),
	workers: after('4'),
	events: after('5'),
	'allow writing': pressAlone(after('W'), 'W'),
	'pause asks': after('/payments<enter>p'),
	'pause of marked ones asks': after(' jj p'),
	'resume asks': after('r'),
	'stop wants a name': after('/payments<enter>X'),
	'stop, half a name': after('/payments<enter>Xpaym'),
	'pause is sent': confirmed('/payments<enter>p'),
	'how it ended': update(confirmed('/payments<enter>p'), {
		type: 'operate',
		change: {type: 'answer', id: 1, reply: {type: 'answered', value: [outcome]}},
	})[0],
	'quitting while it is under way': press(confirmed('/payments<enter>p'), '<esc><ctrl-c>'),
	'all tasks of a source': after('2P'),
	'a relay is looked at': after('2jp'),
	'a lock is looked at': after('3jU'),
	'DDL is looked at': after('eK'),
	'raw JSON that failed': replied('i', () => ({
		type: 'raw',
		of: {type: 'task', task: 'billing'},
		reply: {type: 'refused', message: 'no such object'},
	})),
	'the link is lost': afterEvents(list, [
		link(
			{type: 'link-lost', message: 'nothing listens there', sinceMs: moment.atMs, retryAtMs: moment.atMs + 500},
			moment.atMs,
		),
	]),
	...Object.fromEntries(
		Object.entries(screens).map(([name, events]) => [`made up: ${name}`, afterEvents(base(), events)]),
	),
};

function base(): Model {
	return {...viewerOf(moment, [120, 40], [], {colours: false}), title: null};
}

function exact(lines: readonly string[], [columns, rows]: readonly [number, number], what: string) {
	if (lines.length !== rows) expect.fail(`${what}: ${lines.length} lines at ${columns}x${rows}`);
	const wide = lines.find(line => width(line) > columns);
	if (wide !== undefined) expect.fail(`${what}: ${width(wide)} columns at ${columns}x${rows}: ${wide}`);
}

test.each(Object.entries(pages))('%s, at every size, in UTF-8 and ASCII, with colours and without', (name, model) => {
	for (const size of sizes) {
		const [columns, rows] = size;
		for (const ascii of [false, true]) {
			const bare = screenLines(update({...model, ascii}, {type: 'resize', size: {columns, rows}})[0]);
			const what = `${name}${ascii ? ', ASCII' : ''}`;
			exact(bare, size, what);
			const text = bare.join('\n');
			expect(text, what).not.toMatch(/undefined|NaN|\[object|Infinity|[\x00-\x09\x0b-\x1f\x7f]/);
			if (ascii) expect(text, what).toMatch(/^[\x20-\x7e\n]*$/);
			const coloured = screenLines(
				update({...model, ascii, colours: 'auto'}, {type: 'resize', size: {columns, rows}})[0],
			);
			expect(
				coloured.map(line => stripVTControlCharacters(line).trimEnd()),
				what,
			).toEqual(bare.map(line => line.trimEnd()));
			// What is wrong anywhere, or else with what is open, is told by its letter.
			if (!name.startsWith('made up') && columns >= 80)
				expect(text, what).toMatch(/\bX1\b|^[> ]{1,2}[X?~L!=.][ *] *\S/m);
		}
	}
});
