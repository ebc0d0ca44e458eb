import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {told, viewerOf} from '../../scripts/pictures/demo.ts';
import {shownMoment} from '../../scripts/pictures/screens.ts';
import type {ActProposal} from '../../src/domain/act/act.ts';
import type {TargetOutcome} from '../../src/domain/operation/operation.ts';
import {toldReport} from '../../src/domain/report/told-report.ts';
import {overview as overviewOf} from '../../src/gateway/views/views.ts';
import type {Event, Model} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {initialModel, update} from '../../src/tui/update.ts';
import type {LinkEvent} from '../../src/wire/link.ts';
import {width} from '../../src/words/width.ts';
import {afterEvents, heartbeat, hello, link} from '../support/builder.ts';
import {shareOf} from '../support/long.ts';
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

const proposal: ActProposal = {
	act: 'pause-relay',
	target: {task: null, source: 'logistics-01', lock: null},
	tier: 2,
	name: 'logistics-01',
	times: 1,
	facts: [],
	now: ['Running at mysql-bin.000006:7760993', 'a long fact of it, '.repeat(12)],
	costs: ['search_idx, crm and 2 more read from it. '.repeat(5)],
	undo: ['resume it again'],
	dmctl: ['dmctl --master-addr m:8261 pause-relay -s logistics-01'],
	request: {method: 'gRPC', path: '/pb.Master/OperateWorkerRelayTask', body: '{}'},
	refused: null,
};

/** The dialog about a relay once the gateway has answered, refused, or told how it ended. */
function act(told: Partial<ActProposal>, ended?: TargetOutcome['outcome']): Model {
	const asked = after('2jp');
	const id = asked.dialog?.id ?? 0;
	const reply = {type: 'answered', value: {...proposal, ...told}} as const;
	const chosen = afterEvents(asked, [{type: 'operate', change: {type: 'proposed', id, reply}}]);
	if (ended === undefined) return chosen;
	const value = {...outcome, outcome: ended, task: undefined, sources: undefined};
	return afterEvents(answer(written(chosen), 'y')[0], [
		{type: 'operate', change: {type: 'ended', id, reply: {type: 'answered', value}}},
	]);
}

const report = toldReport(
	{
		fromMs: moment.atMs - 28_800_000,
		untilMs: moment.atMs,
		needed: [
			{task: 'billing', text: 'a long text, '.repeat(20), fromMs: moment.atMs - 9000, untilMs: null, lastedMs: 9000},
		],
		silent: [],
		healed: [{task: 'stock', times: 3, totalMs: 90_000}],
		lags: [{task: '会员积分', source: 'users-01', seconds: 340, atMs: moment.atMs - 5000}],
		operations: [{atMs: moment.atMs - 600, task: 'billing', text: 'resume of billing asked for by ops@bastion2'}],
		amounts: [{task: 'crm', rows: 123_456, bytes: null}],
		unwatched: [],
		events: 17,
	},
	['a note that is told with it'],
);

/** The page of two clusters, the demo and one that is not reached. */
function clusters(): Model {
	const names = ['sh-main', '会员'].map(name => ({
		name,
		label: name === 'sh-main' ? 'prod' : null,
		gatewayAt: 'inside',
	}));
	const start = initialModel({size: list.size, colours: false, title: null, nowMs: moment.atMs, clusters: names});
	const at = (event: LinkEvent): Event => ({
		type: 'at',
		cluster: 'sh-main',
		event: {type: 'link', atMs: moment.atMs, event},
	});
	return afterEvents(start, [
		at({type: 'link-open', hello: {...hello, nowMs: moment.atMs}}),
		at(heartbeat({nowMs: moment.atMs, lastGoodAtMs: moment.atMs})),
		at({type: 'topic', topic: 'overview', value: overviewOf(moment.memory)}),
	]);
}

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
	'raw JSON': replied('i', () => ({
		type: 'raw',
		of: {type: 'task', task: 'billing'},
		reply: {type: 'answered', value: JSON.stringify({name: '会员积分', msg: 'x'.repeat(400), list: [1, {a: null}]})},
	})),
	'a report': (() => {
		const asked = after('H');
		const view = asked.views.at(-1);
		const sinceMs = view?.type === 'report' ? view.sinceMs : 0;
		return update(asked, {type: 'report', sinceMs, reply: {type: 'answered', value: report}})[0];
	})(),
	'a relay that may be paused': act({}),
	'a relay that cannot be paused': act({refused: 'its relay is off'}),
	'a relay, how it ended': act({}, 'done'),
	'the clusters': clusters(),
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

test.each(
	Object.entries(pages).map(([name, model], turn) => [name, model, turn] as const),
)('%s, at every size, in UTF-8 and ASCII, with colours and without', (name, model, turn) => {
	// The suite has every other size, and for the next page the others.
	for (const size of shareOf(sizes, it => (sizes.indexOf(it) + turn) % 2 === 0)) {
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
