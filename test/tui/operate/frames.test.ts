import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {TargetOutcome} from '../../../src/domain/operation/operation.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import type {TaskView} from '../../../src/wire/topics.ts';
import {
	afterEvents,
	link,
	modelOf,
	nowMs,
	shown,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {paste, press, pressAlone} from '../../support/press.ts';
import {screenText, sizes} from '../../support/screens.ts';
import {coupon, crm, orders, risk, showcase} from '../../support/showcase.ts';
import {checkManySizes} from '../../support/sizes.ts';
import {answer, writable, writing, written} from '../../support/writable.ts';

type Step = string | readonly Event[] | ((model: Model) => Model);

const billing = taskView(taskRow('billing', {label: 'Running (lagging)', lagSeconds: 580, good: 2, expected: 2}), [
	subtaskRow('billing-01', {lagSeconds: 580}),
	subtaskRow('billing-02'),
]);
const silent = {type: 'silent', sinceMs: nowMs - 9000, message: null} as const;
const old = taskView(
	billing.row,
	[
		subtaskRow('billing-01', {worker: '10.0.4.11:8262'}),
		subtaskRow('billing-02', {worker: '10.0.4.12:8262', presence: silent}),
	],
	{shape: 'workers'},
);
const nameless: TaskView = {
	...old,
	namelessWorkers: ['10.0.4.13:8262'],
	unheard: [{who: 'worker 10.0.4.13:8262', trouble: 'does not answer'}],
};
const pages = taskEvents([orders, coupon, crm, risk, billing]);
const [open, down] = ['<enter>', 'j'];

const confirm = (key: string) => (model: Model) => answer(written(model), key)[0];

function answered(outcomes: readonly TargetOutcome[]): readonly Event[] {
	return [{type: 'operate', change: {type: 'answer', id: 1, reply: {type: 'answered', value: outcomes}}}];
}

const failed: TargetOutcome = {
	task: 'orders_merge',
	sources: null,
	outcome: 'failed',
	message: null,
	parts: [
		{source: 'sh-orders-12', worker: 'w3', outcome: 'done', message: null},
		{
			source: 'sh-orders-07',
			worker: 'w7',
			outcome: 'failed',
			message: '[code=38045:class=dm-master:scope=internal:level=medium], Message: fail to get expected result',
		},
	],
};

const markAll = `${down}${down}${down}  ${down}${down} `;

/** What is done on a terminal that shows the task list: keys, and what comes between them. */
const screens: Readonly<Record<string, readonly Step[]>> = {
	'resume-task': [pages, 'r', pages],
	'resume-source': [open, pages, 'r'],
	'pause-task': [pages, 'p', pages],
	'pause-source': [open, pages, 'jp'],
	'pause-marked': [markAll, 'p', pages],
	'pause-marked-hidden': [markAll, '/!billing<enter>p', pages],
	'pause-of-1.0': [taskEvents([old]), 'jjjjpp', taskEvents([old])],
	reading: [`${down}${down}  p`],
	'stop-task': [pages, 'X', pages],
	'stop-typed': ['X', pages, model => paste(model, 'orders_me')],
	'stop-other-button': ['X', pages, '<tab><tab>'],
	'stop-wrong-name': ['X', pages, 'orders', confirm('enter')],
	'too-fast': ['p', pages, model => answer(written(model), 'y', {alone: true, atMs: nowMs + 10})[0]],
	burst: ['p', pages, model => answer(written(model), 'y', {alone: false, atMs: nowMs + 1000})[0]],
	'changed-meanwhile': [
		'p',
		pages,
		taskEvents([{...orders, subtasks: [...orders.subtasks, subtaskRow('sh-orders-99')]}]),
	],
	'nothing-to-do': [
		'p',
		[link({type: 'topic', topic: 'task/orders_merge', value: {name: 'orders_merge', task: null}})],
	],
	sending: ['p', pages, confirm('y')],
	failed: ['p', pages, confirm('y'), answered([failed, {...failed, task: 'crm', outcome: 'not-tried', parts: []}])],
	lost: [
		'p',
		pages,
		confirm('y'),
		[{type: 'operate', change: {type: 'answer', id: 1, reply: {type: 'lost', message: 'the link was closed'}}}],
	],
	done: ['p', pages, confirm('y'), answered([{...failed, outcome: 'done', parts: failed.parts.slice(0, 1)}])],
	'done-logged': [
		[
			link({type: 'link-open', hello: {...writable, viewer: 'alice', auditPath: '/var/lib/dmtop/audit.jsonl'}}),
			...shown(showcase, [orders]).slice(1),
		],
		'p',
		pages,
		confirm('y'),
		answered([{...failed, outcome: 'done', parts: failed.parts.slice(0, 1)}]),
	],
	'link-lost': [
		'X',
		pages,
		'orders',
		[link({type: 'link-lost', message: 'nothing listens there', sinceMs: nowMs, retryAtMs: nowMs + 500})],
	],
	'too-old': ['p', pages, [{type: 'tick', nowMs: nowMs + 9000}]],
	'sending-marked': [markAll, 'p', pages, confirm('y')],
	'allow-writing': ['W', model => pressAlone(model, 'W')],
	'allow-writing-burst': ['W', model => pressAlone(model, 'W'), 'yy'],
	'allow-writing-link-lost': [
		'W',
		model => pressAlone(model, 'W'),
		[link({type: 'link-lost', message: 'nothing listens there', sinceMs: nowMs, retryAtMs: nowMs + 500})],
	],
	quitting: ['p', pages, confirm('y'), '<esc><ctrl-c>'],
	'nameless-1.0': [taskEvents([nameless]), 'jjjjpp', taskEvents([nameless])],
	'long-name': [
		taskEvents([]),
		[link({type: 'topic', topic: 'overview', value: {...showcase, tasks: [taskRow('x'.repeat(120))]}})],
		'p',
		taskEvents([taskView(taskRow('x'.repeat(120)), [subtaskRow('s')])]),
	],
};

function modelAt(steps: readonly Step[], columns: number, rows: number): Model {
	return steps.reduce<Model>(
		(model, step) => {
			if (typeof step === 'string') return press(model, step);
			return typeof step === 'function' ? step(model) : afterEvents(model, step);
		},
		modelOf(columns, rows, writing(showcase)),
	);
}

describe.each(Object.entries(screens))('%s', (name, steps) => {
	test.each(sizes)('at %ix%i', async (columns, rows) => {
		const text = `${screenLines(modelAt(steps, columns, rows)).join('\n')}\n`;
		await expect(text).toMatchFileSnapshot(`frames/${name}-${columns}x${rows}.txt`);
	});

	test('has exactly the lines and never more than the columns, at any size', () => {
		checkManySizes(name, modelAt(steps, 80, 24));
	});

	test('says the same without colours as with them, in ASCII', () => {
		for (const [columns, rows] of sizes) {
			const model = modelAt(steps, columns, rows);
			const bare = screenLines(model).map(line => line.trimEnd());
			const coloured = screenLines({...model, colours: true});
			expect(coloured.map(line => stripVTControlCharacters(line).trimEnd())).toEqual(bare);
			const text = bare.join('\n');
			expect(text.replaceAll(/[订单合并任务华东]/g, '')).toMatch(screenText);
			expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
		}
	});
});
