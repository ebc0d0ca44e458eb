import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {noCursor} from '../../../src/tui/cursor.ts';
import type {Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {update} from '../../../src/tui/update.ts';
import {ago, link, modelOf, nowMs, overview, shown, taskRow} from '../../support/builder.ts';

const event = (task: string, to: string, secondsAgo: number, other: Partial<ClusterEvent> = {}): ClusterEvent => ({
	atMs: ago(secondsAgo),
	firstAtMs: ago(secondsAgo),
	type: 'task-status',
	task,
	source: null,
	from: 'running',
	to,
	text: `${task}: Running -> ${to}`,
	count: 1,
	...other,
});

const events: readonly ClusterEvent[] = [
	event('stock', 'running', 30, {count: 3}),
	event('risk_ctl', 'unknown', 60),
	event('risk_ctl', 'Paused', 60, {type: 'subtask-stage', source: 'replica-01', text: 'risk_ctl/replica-01: Paused'}),
	...Array.from({length: 30}, (_, index) => event(`task-${index}`, 'error', 3000 + index)),
];

const value = overview([taskRow('risk_ctl')]);
const listed = (columns: number, rows: number, away: Partial<Model>): Model => {
	const model = modelOf(columns, rows, [
		...shown(value),
		{type: 'open', view: {type: 'events', task: null, cursor: noCursor}},
		link({type: 'topic', topic: 'events', value: {events}}),
	]);
	return update({...model, ...away}, {type: 'step', step: 'top'})[0];
};
const isRule = (line: string) => /^─ (since you looked|before)/.test(line);

test('what came while nobody looked stands under a rule of its own', () => {
	const lines = screenLines(listed(80, 24, {awaySinceMs: nowMs - 600_000}));
	const from = lines.findIndex(isRule);
	expect(lines.slice(from, from + 5)).toEqual([
		`─ since you looked  2 changes (H reports) ${'─'.repeat(15)} your last key: 13:52 ─`,
		'>.  14:01:41  stock     Running -> running (3 times)                            ',
		' ?  14:01:11  risk_ctl  Running -> unknown',
		`─ before ${'─'.repeat(71)}`,
		' X  13:12:11  task-0    Running -> error',
	]);
});

test('without anybody away there are no parts', () => {
	expect(screenLines(listed(80, 24, {})).filter(isRule)).toEqual([]);
});

test('one line tells of a task and a moment, and below the list stands all that was seen of it', () => {
	const [model] = update(listed(80, 24, {}), {type: 'step', step: 'down'});
	const lines = screenLines(model);
	expect(lines.filter(line => /14:01:11/.test(line))).toHaveLength(2);
	expect(lines.join('\n')).toContain('\n risk_ctl/replica-01: Paused');
});

test('every row can be reached, under the rule of its part', () => {
	const seen = new Set<string>();
	let model = listed(80, 16, {awaySinceMs: nowMs - 600_000});
	for (let step = 0; step < 32; step++) {
		const selected = screenLines(model).filter(line => line.startsWith('>'));
		expect(selected).toHaveLength(1);
		seen.add(selected[0] ?? '');
		[model] = update(model, {type: 'step', step: 'down'});
	}
	expect(seen.size).toBe(32);
	expect(screenLines(model).filter(isRule)).toEqual([`─ before ${'─'.repeat(71)}`]);
});
