import type {Event, Model} from '../../src/tui/state.ts';
import {screenLines} from '../../src/tui/ui/screen-regions.ts';
import {afterEvents, heartbeat, hello, link, modelOf, nowMs, overview, shown, taskEvents} from './builder.ts';
import {coupon, crm, orders, risk, showcase} from './showcase.ts';

/** What a screen is made of, but for the names of the cluster. */
export const screenText = /^[\x20-\x7e─━¦›✓\u2800-\u28ff\n]*$/;

/** The sizes at which every screen is held against a file. */
export const sizes = [
	[20, 3],
	[40, 10],
	[60, 20],
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

const gone = 'the gateway ws://127.0.0.1:8271 closed the connection without a word, and nobody answers there any more';
const refused = 'GET /apis/v1alpha1/status/ of 10.0.3.1:8261: connection refused';

/** What a gateway tells before the first answer of a master. */
const nothingYet = overview([], {
	cluster: {
		masters: ['10.0.4.1:8261'],
		master: null,
		dmVersion: '?',
		shape: null,
		everyMs: 3000,
		firstAnswerAtMs: null,
	},
});

/** Every screen, by the name of its files, as the events that lead to it. */
export const screens: Readonly<Record<string, readonly Event[]>> = {
	list: [...shown(showcase), ...taskEvents([orders])],
	'list-scrolled': [...shown(showcase), {type: 'step', step: 'bottom'}],
	'list-empty': shown(overview([], {notes: ['worker 10.0.3.4:8262 does not answer: its tasks are not shown']})),
	'task-error': [...shown(showcase), openTask('orders_merge'), ...taskEvents([orders])],
	'task-silent': [...shown(showcase), openTask('risk_ctl'), ...taskEvents([risk])],
	'task-reading': [...shown(showcase), openTask('crm')],
	'task-gone': [
		...shown(showcase),
		openTask('crm'),
		link({type: 'topic', topic: 'task/crm', value: {name: 'crm', task: null}}),
	],
	'why-error': [...shown(showcase), openWhy('orders_merge', null), ...taskEvents([orders])],
	'why-error-unfolded': [
		...shown(showcase),
		openWhy('orders_merge', 'sh-orders-07'),
		...taskEvents([orders]),
		{type: 'toggle', option: 'wrap'},
	],
	'why-silent': [...shown(showcase), openWhy('risk_ctl', 'sh-risk-02'), ...taskEvents([risk])],
	'why-locked': [...shown(showcase), openWhy('coupon_opt', null), ...taskEvents([coupon])],
	'why-well': [...shown(showcase), openWhy('crm', null), ...taskEvents([crm])],
	help: [...shown(showcase), {type: 'open', view: {type: 'help', top: 0}}],
	lost: [
		...shown(showcase),
		link({type: 'link-lost', message: gone, sinceMs: nowMs, retryAtMs: nowMs + 50_000}),
		{type: 'tick', nowMs: nowMs + 47_000},
	],
	'master-lost': [
		...shown(showcase),
		link(heartbeat({trouble: {sinceMs: nowMs, message: refused, tries: 4, nextTryAtMs: nowMs + 20_000}})),
		{type: 'tick', nowMs: nowMs + 12_000},
	],
	old: [...shown(showcase), link(heartbeat({asking: {sinceMs: nowMs}})), {type: 'tick', nowMs: nowMs + 22_000}],
	connecting: [{type: 'tick', nowMs: nowMs + 4000}],
	asking: [
		link({type: 'link-open', hello: {...hello, allowOperate: true}}),
		link(heartbeat({lastGoodAtMs: null, asking: {sinceMs: nowMs}})),
		link({type: 'topic', topic: 'overview', value: nothingYet}),
		{type: 'tick', nowMs: nowMs + 4000},
	],
	'no-answer': [
		link({type: 'link-open', hello}),
		link(
			heartbeat({lastGoodAtMs: null, trouble: {sinceMs: nowMs, message: refused, tries: 3, nextTryAtMs: nowMs + 3000}}),
		),
		{type: 'tick', nowMs: nowMs + 2000},
	],
	notice: [...shown(showcase), {type: 'notice', text: 'back: nothing is open (q quits)'}],
	'clock-times': [...shown(showcase), {type: 'toggle', option: 'absoluteTimes'}],
	'no-preview': [...shown(showcase), {type: 'toggle', option: 'preview'}],
	'dm-1.0': shown(
		overview(
			showcase.tasks.map(row => ({
				...row,
				lagSeconds: null,
				gap: row.gap === null ? null : {type: 'bytes', bytes: 12_700_000},
			})),
			{cluster: {...showcase.cluster, dmVersion: 'v1.0.7', shape: 'workers'}},
		),
	),
};

/** A screen at a size. */
export function screenAt(events: readonly Event[], columns: number, rows: number): readonly string[] {
	return screenLines(modelAt(events, columns, rows));
}

/** The model of a screen at a size. */
export function modelAt(events: readonly Event[], columns: number, rows: number): Model {
	return afterEvents(modelOf(columns, rows), events);
}

function openTask(task: string): Event {
	return {type: 'open', view: {type: 'task', task, cursor: {id: null, index: 0, top: 0}}};
}

function openWhy(task: string, source: string | null): Event {
	return {type: 'open', view: {type: 'why', task, source, top: 0}};
}
