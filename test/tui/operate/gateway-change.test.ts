import {describe, expect, test} from 'vitest';
import type {TargetOutcome} from '../../../src/domain/operation/operation.ts';
import type {Event, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {topics} from '../../../src/tui/update.ts';
import {
	afterEvents,
	heartbeat,
	link,
	modelOf,
	nowMs,
	overview,
	subtaskRow,
	taskEvents,
	taskRow,
	taskView,
} from '../../support/builder.ts';
import {allowWriting, paste, press} from '../../support/press.ts';
import {answer, writable, writing, written} from '../../support/writable.ts';

const billing = taskView(taskRow('billing'), [subtaskRow('b-1'), subtaskRow('b-2')]);
const crm = taskView(taskRow('crm'), [subtaskRow('c-1')]);
const rows = overview([billing.row, crm.row]);
const pages = taskEvents([billing, crm]);
const list = modelOf(120, 40, [...writing(rows), ...pages]);
/** A cluster with twins of all tasks, behind another gateway. */
const twins = overview([billing.row, crm.row], {cluster: {...rows.cluster, masters: ['10.9.9.9:8261']}});

const lost = link({type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs + 500});
const again = (instance = 'g1') => link({type: 'link-open', hello: {...writable, instance}});
const trouble = heartbeat({trouble: {sinceMs: nowMs, message: 'refused', tries: 1, nextTryAtMs: null}});
const live = (value = rows): readonly Event[] => [
	link(heartbeat()),
	link({type: 'topic', topic: 'overview', value}),
	...pages,
];
const swapped = [lost, again('g2'), ...live(twins)];

const text = (model: Model) => screenLines(model).join('\n');
const lastLine = (model: Model) => screenLines(model).at(-1);

describe('a dialog of which not all was seen without a gap', () => {
	test.each<[string, readonly Event[], string]>([
		['the link lost', [lost], 'the link was lost meanwhile'],
		['the link lost and back', [lost, again(), ...live()], 'the link was lost meanwhile'],
		['a hello without a loss', [again(), ...live()], 'the link was lost meanwhile'],
		['another gateway', swapped, 'the link was lost meanwhile'],
		['another gateway at once', [again('g2'), ...live(twins)], 'another gateway answers now'],
		['DM away and back', [link(trouble), ...live()], 'DM could not be asked meanwhile'],
	])('%s: can never be answered any more', (_, events, why) => {
		for (const [keys, typed, key] of [
			['p', '', 'y'],
			['X', 'billing', 'enter'],
		] as const) {
			const opened = written(press(list, keys));
			const half = written(paste(opened, typed.slice(0, 4)));
			const after = written(press(press(afterEvents(half, events), 'W'), typed.slice(4)), nowMs);
			expect(after.dialog?.spoilt).toBe(why);
			expect(text(after)).toContain(`! ${why}. Esc and look again.`);
			expect(lastLine(after)).toBe(' Esc close, and look again');
			const [model, ...commands] = answer(after, key, {alone: true, atMs: nowMs + 60_000});
			expect(commands).toEqual([]);
			expect(model.dialog?.remark).toBe(`Nothing was sent: ${why}`);
			expect(press(model, '<esc>').dialog).toBeNull();
		}
	});

	test('keeps the name of the cluster that it was opened on', () => {
		const model = afterEvents(written(press(list, 'p')), swapped);
		expect(text(model)).toContain('PAUSE billing  on  10.0.3.1:8261 ');
		expect(screenLines(model)[0]).toContain('10.9.9.9:8261  › ');
	});

	test('also one that had not been read yet, which reads nothing more', () => {
		const reading = press(list, 'jp');
		const unread = {...reading, tasks: new Map(), dialog: press(modelOf(120, 40, writing(rows)), 'jp').dialog};
		expect(unread.dialog?.phase.type).toBe('reading');
		const model = afterEvents(unread, [lost, again('g2'), ...live(twins)]);
		expect(model.dialog).toMatchObject({phase: {type: 'reading'}, spoilt: 'the link was lost meanwhile'});
		expect(text(model)).toContain('! the link was lost meanwhile. Esc and look again.');
		expect(topics(model)).toContain('task/crm');
	});

	test('a stop does not lead to a pause at another gateway', () => {
		const opened = written(press(list, 'X<tab><tab>'));
		const [model, ...commands] = answer(afterEvents(opened, swapped), 'enter');
		expect(commands).toEqual([]);
		expect(model.dialog).toMatchObject({operation: 'stop'});
	});

	test('what is sent names the gateway of the key press', () => {
		const [, command] = answer(written(press(list, 'p')), 'y');
		expect(command).toMatchObject({type: 'operate', instance: 'g1'});
		const other = afterEvents(modelOf(120, 40, writing(rows)), [again('g2'), ...live(twins)]);
		const [, second] = answer(written(press(allowWriting(other), 'p')), 'y');
		expect(second).toMatchObject({type: 'operate', instance: 'g2'});
	});
});

describe('what was done at another gateway', () => {
	const [sending] = answer(written(press(list, 'p')), 'y');

	test('is unknown, and nobody watches it', () => {
		const model = afterEvents(sending, [again('g2'), ...live(twins)]);
		expect(model.underWay).toEqual([]);
		expect(text(model)).toContain(
			'pause billing: unknown, nobody is watching: look at the rows (another gateway answers now)',
		);
	});

	test('is under way still where the same one answers', () => {
		const model = afterEvents(sending, [lost, again(), ...live()]);
		expect(model.underWay).toHaveLength(1);
	});

	test('marks are forgotten, and what a frozen screen had held back', () => {
		const marked = press(list, '*z');
		const held = afterEvents(marked, live());
		expect(held.finding.frozen?.held.size).toBeGreaterThan(0);
		const model = afterEvents(held, [again('g2')]);
		expect([model.marks.size, model.finding.frozen?.held.size]).toEqual([0, 0]);
	});

	test('a reply that comes afterwards changes nothing', () => {
		const model = afterEvents(sending, [again('g2'), ...live(twins)]);
		const outcome: TargetOutcome = {task: 'billing', sources: null, outcome: 'done', message: null, parts: []};
		const reply = {type: 'answered', value: [outcome]} as const;
		expect(afterEvents(model, [{type: 'operate', change: {type: 'answer', id: 1, reply}}])).toEqual(model);
	});
});
