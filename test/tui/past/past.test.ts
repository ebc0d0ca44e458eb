import {describe, expect, test} from 'vitest';
import {eventsTo, placeOf} from '../../../src/tui/find/place.ts';
import type {Command, Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../src/tui/update.ts';
import type {MomentTold} from '../../../src/wire/looking-back.ts';
import type {EventsValue} from '../../../src/wire/topics.ts';
import {
	afterEvents,
	ago,
	heartbeat,
	hello,
	link,
	modelOf,
	nowMs,
	overview,
	shown,
	taskRow,
} from '../../support/builder.ts';
import {press, pressAlone} from '../../support/press.ts';
import {screenText} from '../../support/screens.ts';
import {showcase} from '../../support/showcase.ts';
import {checkManySizes} from '../../support/sizes.ts';
import {writable} from '../../support/writable.ts';

type Told = Extract<MomentTold, {type: 'moment'}>;

/** Somebody who looks at the showcase now, and may write. */
function live(columns = 80, rows = 24): Model {
	return afterEvents(modelOf(columns, rows), [...shown(showcase), link({type: 'link-open', hello: writable})]);
}

/** What a gateway tells of five hours ago, when all was well. */
function then(other: Partial<Told> = {}): Told {
	const wasWell = overview([taskRow('orders', {sinceMs: ago(18_600)}), taskRow('users')]);
	return {
		type: 'moment',
		atMs: ago(18_000),
		aheadMs: 0,
		lastGoodAtMs: ago(18_001),
		lastTookMs: 12,
		trouble: null,
		values: [{type: 'topic', topic: 'overview', seq: undefined, value: wasWell}],
		remark: null,
		...other,
	};
}

/** The model after an event, with what it wants done. */
function next(model: Model, event: Event): readonly [Model, readonly Command[]] {
	const [changed, ...commands] = update(model, event);
	return [changed, commands];
}

function asked(commands: readonly Command[]) {
	return commands.flatMap(it => (it.type === 'moment' ? [it] : []));
}

/** Answers what was asked for last. */
function answered(model: Model, value: MomentTold): Model {
	return update(model, {type: 'moment', id: model.asksPast ?? 0, reply: {type: 'answered', value}})[0];
}

/** Five hours ago. */
function past(columns = 80, rows = 24, other: Partial<Told> = {}): Model {
	return answered(press(live(columns, rows), '['), then(other));
}

const title = (model: Model) => screenLines(model)[0] ?? '';
const footer = (model: Model) => screenLines(model).at(-1) ?? '';

describe('a moment', () => {
	test('is drawn in the place of now, under when it was', () => {
		const model = past();
		expect(title(model)).toMatch(/THEN 09:02:11, 5h ago +RO {2}14:02$/);
		expect(screenLines(model).some(line => /orders +Running/.test(line))).toBe(true);
		expect(footer(model)).toMatch(/^ Esc now .*\[ earlier .*\] later/);
	});

	test.each([
		[20, 3],
		[40, 10],
		[60, 12],
		[60, 20],
		[80, 24],
		[120, 40],
		[200, 60],
	])('fits %ix%i', (columns, rows) => {
		const lines = screenLines(past(columns, rows));
		expect(lines).toHaveLength(rows);
		expect(lines.join('\n')).toMatch(screenText);
	});

	checkManySizes('the past', past());

	test('is told with its day where that is not today', () => {
		expect(title(past(120, 40, {atMs: ago(86_400)}))).toMatch(/THEN 2026-11-19 14:02:11, 1d ago/);
	});

	test('of another run has the times of that', () => {
		const model = past(80, 24, {atMs: ago(18_000) - 7000, aheadMs: 7000});
		expect(title(model)).toContain('THEN 09:02:11, 5h ago');
	});

	test('tells the trouble that there was, and not the one that there is', () => {
		const trouble = {sinceMs: ago(18_030), message: 'nobody answers', tries: 3, nextTryAtMs: ago(17_995)};
		const model = past(80, 24, {trouble, lastGoodAtMs: ago(18_030)});
		expect(screenLines(model)[1]).toMatch(/^ NOT LIVE: state of 09:01:41\. {2}retry in 5s/);
		const lost = afterEvents(past(), [
			link({type: 'link-lost', message: 'the link broke', sinceMs: nowMs, retryAtMs: nowMs + 1000}),
		]);
		expect(screenLines(lost).join('\n')).not.toContain('the link broke');
		expect(screenLines(press(lost, '<esc>')).join('\n')).toContain('the link broke');
	});

	test('stays as it is while now goes on', () => {
		const model = past();
		const later = afterEvents(model, [
			{type: 'tick', nowMs: nowMs + 60_000},
			link({type: 'topic', topic: 'overview', value: overview([taskRow('another')])}, nowMs + 60_000),
			link(heartbeat({nowMs: nowMs + 60_000, lastGoodAtMs: nowMs + 60_000}), nowMs + 60_000),
		]);
		expect(screenLines(later).slice(1)).toEqual(screenLines(model).slice(1));
		expect(title(later)).toMatch(/THEN 09:02:11, 5h01m ago +RO {2}14:03$/);
		const now = press(later, '<esc>');
		expect(title(now)).toContain('LIVE');
		expect(screenLines(now).some(line => line.includes('another'))).toBe(true);
	});

	test('is left where another gateway answers', () => {
		const model = afterEvents(past(), [
			link({type: 'link-open', hello: {...hello, instance: 'another'}}),
			...shown(overview([taskRow('elsewhere')])),
		]);
		expect(model.past).toBeNull();
		expect(title(model)).not.toContain('THEN');
	});
});

describe('keys', () => {
	test('ask for the change before, or after, and for ten minutes', () => {
		const press1 = (model: Model, change: Extract<Event, {type: 'past'}>['change']) =>
			asked(next(model, {type: 'past', change})[1])[0]?.find;
		expect(press1(live(), {type: 'step', by: -1})).toEqual({type: 'step', fromMs: nowMs, by: -1});
		expect(press1(live(), {type: 'by', ms: -600_000})).toEqual({type: 'at', atMs: ago(600)});
		expect(press1(past(), {type: 'step', by: 1})).toEqual({type: 'step', fromMs: ago(18_000), by: 1});
		expect(press1(past(), {type: 'by', ms: 600_000})).toEqual({type: 'at', atMs: ago(17_400)});
	});

	test('go on from a moment of another run by the clock of now', () => {
		const model = past(80, 24, {atMs: ago(18_000) - 7000, aheadMs: 7000});
		const [, commands] = next(model, {type: 'past', change: {type: 'step', by: -1}});
		expect(asked(commands)[0]?.find).toEqual({type: 'step', fromMs: ago(18_000), by: -1});
	});

	test('beyond the last moment come back to now', () => {
		const model = past(80, 24, {atMs: ago(60)});
		const now = press(model, '}');
		expect(now.past).toBeNull();
		expect(footer(now)).toContain('this is now again');
		expect(footer(press(live(), ']'))).toContain('later: this is now');
	});

	test('wait for the answer before', () => {
		const once = press(live(), '[');
		expect(next(once, {type: 'past', change: {type: 'step', by: -1}})[1]).toEqual([]);
	});

	test.each([
		['p', 'pause: nothing can be operated in the past; Esc comes back to now'],
		['r', 'resume: nothing can be operated in the past; Esc comes back to now'],
		['X', 'stop: nothing can be operated in the past; Esc comes back to now'],
		['W', 'allow writing: nothing can be operated in the past; Esc comes back to now'],
		['C', 'cutover: it is watched as it happens; Esc comes back to now'],
		['i', 'raw: of then the words of DM are not kept; Esc comes back to now'],
		['H', 'report: it is of the time until now; Esc comes back to now'],
		['z', 'freeze: the past stands still; Esc comes back to now'],
		['<ctrl-r>', 'ask again: the past does not change; Esc comes back to now'],
	])('%s is quiet, and says why', (key, why) => {
		const name = key.length > 1 ? key.slice(1, -1) : key;
		expect(footer(pressAlone(past(), name))).toContain(why);
	});

	test('every key that acts on the cluster is quiet, on every page', () => {
		for (const page of ['', '2', '3', '4', '<enter>']) {
			const model = press(past(), page);
			for (const hotkey of model.hotkeys.filter(({group, id}) => group === 'do' && !/^(mark|end-writing)/.test(id))) {
				if (hotkey.where(model)) expect(hotkey.whyNot(model), `${page} ${hotkey.id}`).toBeDefined();
			}
		}
	});

	test('writing that was allowed is so again, where its time is not over', () => {
		const writes = pressAlone(pressAlone(live(), 'W'), 'y');
		expect(title(writes)).toContain('RW 10m');
		const model = answered(press(writes, '['), then());
		expect(title(model)).toContain('RO');
		expect(title(press(model, '<esc>'))).toContain('RW 10m');
		const late = afterEvents(model, [{type: 'tick', nowMs: nowMs + 700_000}]);
		expect(title(press(late, '<esc>'))).toContain('RO');
	});

	test('a page that is opened in the past is asked for as it was then', () => {
		const [model, commands] = next(past(), {
			type: 'open',
			view: {type: 'sources', cursor: {id: null, index: 0, top: 0}},
		});
		expect(asked(commands)).toEqual([
			{type: 'moment', id: model.lastId, find: {type: 'at', atMs: ago(18_000)}, topics: ['sources']},
		]);
		const value = {sources: [], members: null, membersNote: null};
		const told = then({values: [{type: 'topic', topic: 'sources', seq: undefined, value}]});
		const reply = {type: 'answered', value: told} as const;
		expect(update(model, {type: 'moment', id: model.lastId, reply})[0].sources).toEqual(value);
		// One of another moment is not mixed with it.
		const other = {type: 'answered', value: {...told, atMs: ago(3)}} as const;
		expect(update(model, {type: 'moment', id: model.lastId, reply: other})[0].sources).toBeNull();
	});
});

describe('what is said', () => {
	test.each([
		['no-change-before', 'nothing changed before this, as far back as is kept'],
		['no-change-after', 'nothing has changed since; Esc comes back to now'],
		['nothing-yet', 'nothing is kept yet to look back at'],
		['not-kept', 'this gateway keeps nothing to look back at'],
		['unreadable', 'what was kept of that moment cannot be read'],
	] as const)('%s', (why, sentence) => {
		const model = answered(press(past(), '['), {type: 'none', why});
		expect(footer(model)).toContain(sentence);
		expect(title(model)).toContain('THEN 09:02:11');
	});

	test('nobody watched', () => {
		const remark = {type: 'unwatched', fromMs: ago(18_000), untilMs: ago(14_400)} as const;
		expect(footer(past(120, 40, {remark}))).toContain(
			'nobody watched from 09:02:11 to 10:02:11: what was in between is not known',
		);
		const yesterday = {...remark, fromMs: ago(90_000)};
		expect(footer(past(120, 40, {remark: yesterday}))).toContain('from 2026-11-19 13:02:11 to 10:02:11');
	});

	test('nothing older is kept', () => {
		expect(footer(past(80, 24, {remark: {type: 'oldest'}}))).toContain('this is the oldest moment that is kept');
	});

	test('a gateway that cannot tell says why', () => {
		const model = press(live(), '[');
		const reply = {type: 'refused', message: 'request: ask.type: received "moment"'} as const;
		expect(footer(update(model, {type: 'moment', id: model.asksPast ?? 0, reply})[0])).toContain('the past: request');
	});
});

describe('a beginning', () => {
	test('is asked for once the gateway is known', () => {
		const wallMs = ago(18_000);
		const [waiting, nothing] = next(modelOf(80, 24), {type: 'past', change: {type: 'start', wallMs}});
		expect(nothing).toEqual([]);
		const [model, commands] = next(waiting, link({type: 'link-open', hello}));
		expect(asked(commands)[0]?.find).toEqual({type: 'at', atMs: wallMs});
		expect(asked(next(model, link({type: 'link-open', hello}))[1])).toEqual([]);
	});

	test('goes with the place that is copied', () => {
		const place = placeOf(past());
		expect(place).toBe('tasks?at=2026-11-20T09:02:11.000Z');
		expect(eventsTo(place ?? '')).toEqual([{type: 'past', change: {type: 'start', wallMs: ago(18_000)}}]);
		expect(eventsTo('tasks?at=noon')).toBe(
			'received "at=noon" in "tasks?at=noon", expected at=TIME, as Ctrl-g copies it',
		);
	});
});

test('Enter on an event goes to its moment, with the page of what it is about', () => {
	const event = {
		...{atMs: ago(3600), firstAtMs: ago(3600), type: 'task-status' as const, task: 'orders', source: null, count: 1},
		...{from: 'running', to: 'error', text: 'orders: Running -> Error'},
	} as const satisfies EventsValue['events'][number];
	const events = link({type: 'topic', topic: 'events', value: {events: [event]}});
	const list = afterEvents(press(live(), '5'), [events]);
	const key = list.hotkeys.find(({id}) => id === 'open');
	const [model, commands] = next(list, key?.event(list) ?? {type: 'back'});
	expect(asked(commands)[0]?.find).toEqual({type: 'change', atMs: ago(3600)});
	expect(asked(commands)[0]?.topics).toContain('task/orders');
	expect(model.views.at(-1)).toMatchObject({type: 'task', task: 'orders'});
});
