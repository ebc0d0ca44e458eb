import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import {changesLine, changesSince} from '../../../src/tui/pages/changes.ts';
import {reportView} from '../../../src/tui/pages/report/report-answer.ts';
import type {Model} from '../../../src/tui/state.ts';
import {lineText} from '../../../src/tui/ui/line.ts';
import {update} from '../../../src/tui/update.ts';
import {homeView} from '../../../src/tui/views.ts';
import {ago, modelOf, nowMs, overview, shown, taskRow} from '../../support/builder.ts';

const status = (task: string, to: string, secondsAgo: number, other: Partial<ClusterEvent> = {}): ClusterEvent => ({
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
	status('stock', 'running', 30),
	status('risk_ctl', 'unknown', 60),
	status('risk_ctl', 'Paused', 60, {type: 'subtask-stage', source: 'replica-01'}),
	status('stock', 'retrying', 90),
	status('billing', 'error', 120),
	status('audit', 'paused', 3000),
];

const value = {...overview([taskRow('billing')]), events};
const idle = (minutes: number): Model => ({
	...modelOf(80, 24, shown(value)),
	nowMs,
	lastKeyAtMs: nowMs - minutes * 60_000,
});

test.each([
	['nobody was away', 9, null],
	['ten idle minutes', 10, ' 4 changes since 13:52 (H):  X billing  ? risk_ctl  . stock'],
	['an hour', 60, ' 5 changes since 13:02 (H):  X billing  ? risk_ctl  = audit  . stock'],
])('after %s', (_, minutes, expected) => {
	const line = changesLine(idle(minutes), 80);
	expect(line === null ? null : lineText(line)).toBe(expected);
});

test('nothing is told where nothing has changed', () => {
	expect(changesSince({...idle(11), overview: {...value, events: events.slice(-1)}})).toBeNull();
});

test('what does not fit is left out, and that is seen', () => {
	expect(lineText(changesLine(idle(60), 58) ?? '')).toBe(' 5 changes since 13:02 (H):  X billing  ? risk_ctl  ..');
});

test('more than the newest events are not counted as if they were all', () => {
	const many = Array.from({length: 50}, (_, index) => status(`task-${index}`, 'error', index + 1));
	expect(changesSince({...idle(11), overview: {...value, events: many}})).toMatchObject({count: 50, hasMore: true});
});

test('the first key does not hide it, ten minutes or opening what happened do', () => {
	const [back] = update(idle(60), {type: 'pressed', atMs: nowMs});
	expect(changesSince(back)).toMatchObject({count: 5, sinceMs: nowMs - 3_600_000});
	const [again] = update(back, {type: 'pressed', atMs: nowMs + 1000});
	expect(again).toMatchObject({lastKeyAtMs: nowMs + 1000, awaySinceMs: nowMs - 3_600_000});
	expect(changesSince(again)).toMatchObject({count: 5});
	const later = status('crm', 'error', -2);
	expect(changesSince({...again, overview: {...value, events: [later, ...events]}})).toMatchObject({count: 5});
	const [busy] = update(again, {type: 'pressed', atMs: nowMs + 599_000});
	expect(changesSince({...busy, nowMs: nowMs + 600_000})).toBeNull();
	const [seen, command] = update(again, {type: 'open', view: reportView(again)});
	expect(command).toEqual({type: 'report', sinceMs: nowMs - 3_600_000});
	expect(changesSince(seen)).toBeNull();
	expect(seen.awaySinceMs).toBe(nowMs - 3_600_000);
	expect(changesSince(update(again, {type: 'open', view: homeView})[0])).not.toBeNull();
});
