import {describe, expect, test} from 'vitest';
import type {ActOutcome, ActProposal, ActTarget} from '../../../src/domain/act/act.ts';
import {noCursor} from '../../../src/tui/cursor.ts';
import {unseenIds} from '../../../src/tui/operate/answer.ts';
import {greeted} from '../../../src/tui/operate/gateway-change.ts';
import type {Command, Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../src/tui/update.ts';
import {afterEvents, modelOf, overview, subtaskRow, taskEvents, taskRow, taskView} from '../../support/builder.ts';
import {paste, press} from '../../support/press.ts';
import {answer, writable, writing, written} from '../../support/writable.ts';

const target: ActTarget = {task: 'orders_merge', source: null, lock: 'orders_merge-`shop`.`orders`'};

const proposal: ActProposal = {
	act: 'unlock',
	target,
	tier: 3,
	name: 'orders_merge',
	times: 2,
	facts: [{what: 'the owner', is: 'orders-01'}],
	now: ['waiting: ALTER TABLE `shop`.`orders` ADD COLUMN `x` INT', 'met by orders-01; not met by orders-02'],
	costs: ['orders-01 executes the DDL in the target.', 'orders-02 is forgotten and may still read towards the DDL.'],
	undo: ['nothing undoes it'],
	dmctl: ['dmctl --master-addr m:8261 shard-ddl-lock unlock x'],
	request: {method: 'gRPC', path: '/pb.Master/UnlockDDLLock', body: '{}'},
	refused: null,
};

const start = afterEvents(modelOf(100, 30, []), writing(overview([taskRow('orders_merge')])));

function asked(model: Model = start, act: ActProposal['act'] = 'unlock'): readonly [Model, ...Command[]] {
	return update(model, {type: 'operate', change: {type: 'ask-act', act, target}});
}

function proposed(told: ActProposal | string, model: Model = start): Model {
	const [open] = asked(model);
	const reply = typeof told === 'string' ? {type: 'refused', message: told} : {type: 'answered', value: told};
	const id = open.dialog?.id ?? 0;
	return written(afterEvents(open, [{type: 'operate', change: {type: 'proposed', id, reply} as never}]));
}

const text = (model: Model) => screenLines(model).join('\n');

describe('the dialog of an act', () => {
	test('asks the gateway first, and says so', () => {
		const [open, ...commands] = asked();
		expect(commands).toEqual([{type: 'propose', id: open.dialog?.id, act: 'unlock', target}]);
		expect(text(open)).toContain('reading the state ...');
		expect(answer(written(open), 'y').slice(1)).toEqual([]);
	});

	test('shows who executes, who is forgotten and the line of dmctl', () => {
		const shown = text(proposed(proposal));
		expect(shown).toContain('orders-01 executes the DDL in the target.');
		expect(shown).toContain('orders-02 is forgotten');
		expect(shown).toContain('--master-addr m:8261 shard-ddl-lock unlock x');
		expect(shown).toContain('Type orders_merge (twice):');
	});

	test('no y sends what asks for a name; the name has to be typed twice, each time in full', () => {
		const open = proposed(proposal);
		expect(answer(open, 'y').slice(1)).toEqual([]);
		expect(answer(open, 'enter').slice(1)).toEqual([]);
		const [once, ...nothing] = answer(written(paste(open, 'orders_merge')), 'enter');
		expect(nothing).toEqual([]);
		expect(text(once)).toContain('Once more');
		expect(answer(written(once), 'enter').slice(1)).toEqual([]);
		const [twice, ...sent] = answer(written(paste(written(once), 'orders_merge')), 'enter');
		expect(sent).toEqual([
			{
				...{type: 'act', id: open.dialog?.id, instance: writable.instance, act: 'unlock', target},
				seen: proposal.facts,
				typed: 2,
			},
		]);
		expect(twice.dialog?.phase.type).toBe('acting');
	});

	test('a y confirms what asks for no name, and once only', () => {
		const open = proposed({...proposal, tier: 2, times: 1});
		const [acting, ...sent] = answer(open, 'y');
		expect(sent).toMatchObject([{type: 'act', typed: 0}]);
		expect(answer(acting, 'y').slice(1)).toEqual([]);
	});

	test('Enter is Cancel where a list is asked', () => {
		const [closed, ...sent] = answer(proposed({...proposal, tier: 2, times: 1}), 'enter');
		expect([closed.dialog, sent]).toEqual([null, []]);
	});

	test('what cannot be done says why, and no key sends it', () => {
		const open = proposed({...proposal, request: null, refused: 'its relay is off'});
		expect(text(open)).toContain('its relay is off');
		for (const key of ['y', 'enter']) expect(answer(open, key).slice(1)).toEqual([]);
	});

	test('a gateway that refuses is told', () => {
		expect(text(proposed('read-only: it only watches'))).toContain('read-only: it only watches');
	});

	test('a proposal that is none is refused', () => {
		const [open] = asked();
		const reply = {type: 'answered', value: {act: 'dance'}} as const;
		const id = open.dialog?.id ?? 0;
		const after = afterEvents(open, [{type: 'operate', change: {type: 'proposed', id, reply}}]);
		expect(text(after)).toContain('something else than a');
	});

	test('a key in a burst, or too soon, sends nothing', () => {
		const soft = {...proposal, tier: 2, times: 1} as const;
		const open = proposed(soft);
		expect(press(open, 'yy').dialog?.phase.type).toBe('choosing');
		const [unseen] = asked();
		const id = unseen.dialog?.id ?? 0;
		const at = afterEvents(unseen, [
			{type: 'operate', change: {type: 'proposed', id, reply: {type: 'answered', value: soft}}},
		]);
		expect(answer(at, 'y').slice(1)).toEqual([]);
	});

	test('another gateway spoils it for good', () => {
		const open = proposed({...proposal, tier: 2, times: 1});
		const other = greeted(open, {...writable, instance: 'another'});
		expect(answer(other, 'y').slice(1)).toEqual([]);
	});

	test('the outcome is shown, and opens again where the dialog was closed meanwhile', () => {
		const [acting] = answer(proposed({...proposal, tier: 2, times: 1}), 'y');
		const outcome: ActOutcome = {outcome: 'failed', message: 'the owner has not done the operation', parts: []};
		const id = acting.dialog?.id ?? 0;
		const ended: Event = {type: 'operate', change: {type: 'ended', id, reply: {type: 'answered', value: outcome}}};
		for (const before of [acting, press(acting, '<esc>')]) {
			expect(text(afterEvents(before, [ended]))).toContain('failed: the owner has not done the operation');
		}
		const lost: Event = {type: 'operate', change: {type: 'ended', id, reply: {type: 'lost', message: 'the link went'}}};
		expect(text(afterEvents(acting, [lost]))).toContain('unknown: the link went');
	});

	test('quitting while it is under way asks once', () => {
		const [acting] = answer(proposed({...proposal, tier: 2, times: 1}), 'y');
		const [first, ...commands] = update(press(acting, '<esc>'), {type: 'quit'});
		expect([first.leaving, commands]).toEqual([true, []]);
	});

	test('how it ended is printed when the screen is left, unless it has been seen there', () => {
		const [acting] = answer(proposed({...proposal, tier: 2, times: 1}), 'y');
		const id = acting.dialog?.id ?? 0;
		const value = {outcome: 'done', message: null, parts: []};
		const ended = afterEvents(acting, [
			{type: 'operate', change: {type: 'ended', id, reply: {type: 'answered', value}}},
		]);
		expect([acting, ended, written(ended)].map(it => [...unseenIds(it)])).toEqual([[id], [id], []]);
	});

	test('in production one tier more is asked', () => {
		const prod = {...start, label: 'prod'};
		const [open] = asked(prod, 'pause-relay');
		const id = open.dialog?.id ?? 0;
		const reply = {type: 'answered', value: {...proposal, tier: 2, times: 1, name: 'orders-01'}} as const;
		const shown = written(afterEvents(open, [{type: 'operate', change: {type: 'proposed', id, reply}}]));
		expect(text(shown)).toContain('Production: type orders-01:');
		expect(answer(shown, 'y').slice(1)).toEqual([]);
	});

	test.each([
		[80, 24],
		[120, 40],
		[60, 20],
		[40, 12],
	])('fits a screen of %ix%i, and what matters is read before it is answered', (columns, rows) => {
		const open = proposed(proposal, update(start, {type: 'resize', size: {columns, rows}})[0]);
		const lines = screenLines(open);
		expect(lines).toHaveLength(rows);
	});
});

describe('the keys', () => {
	const at = (view: Extract<Event, {type: 'open'}>['view']) => update(start, {type: 'open', view})[0];

	test('of a relay are on the relays of a task too, where it has one source only', () => {
		const open = (sources: readonly string[]) => {
			const view = {type: 'tab', task: 'orders', tab: 'relay', top: 0} as const;
			const task = taskView(
				taskRow('orders'),
				sources.map(source => subtaskRow(source)),
			);
			return afterEvents(start, [{type: 'open', view}, ...taskEvents([task])]);
		};
		expect(press(open(['a']), 'p').dialog).toMatchObject({type: 'act', act: 'pause-relay', target: {source: 'a'}});
		expect(press(open(['a']), 'r').dialog).toMatchObject({type: 'act', act: 'resume-relay', target: {source: 'a'}});
		const several = press(open(['a', 'b']), 'p');
		expect([several.dialog, several.notice]).toEqual([null, expect.stringContaining('2 shows the sources')]);
	});

	test('of a relay are on the sources, that of a lock on the locks, that of a DDL on the why page', () => {
		expect(press(at({type: 'sources', cursor: noCursor}), 'p').notice).toContain('there is no source to select');
		expect(press(at({type: 'locks', cursor: noCursor}), 'U').notice).toContain('there is no lock to select');
		expect(press(start, 'U').notice).toContain('3 shows the locks');
		expect(press(start, 'K').notice).toContain('e shows why');
	});
});
