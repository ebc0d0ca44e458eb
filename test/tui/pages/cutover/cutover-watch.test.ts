import {describe, expect, test} from 'vitest';
import type {Model} from '../../../../src/tui/state.ts';
import {screenLines} from '../../../../src/tui/ui/screen-regions.ts';
import {topics, update} from '../../../../src/tui/update.ts';
import type {TaskView} from '../../../../src/wire/topics.ts';
import {
	afterEvents,
	heartbeat,
	link,
	modelOf,
	nowMs,
	overview,
	shown,
	subtaskRow,
	sync,
	taskEvents,
	taskRow,
	taskView,
} from '../../../support/builder.ts';
import {press} from '../../../support/press.ts';

function orders(upstream = 1000, checkpoint = upstream): TaskView {
	const file = 'mysql-bin.000003';
	const work = sync({upstream: {file, offset: upstream}, checkpoint: {file, offset: checkpoint}});
	return taskView(taskRow('orders'), [subtaskRow('replica-01', {work})]);
}

/** The page of a cut-over, opened by its key. */
function opened(columns = 100, rows = 30): Model {
	return press(modelOf(columns, rows, [...shown(overview([taskRow('orders')]), [orders()])]), 'C');
}

/** The same after a poll of each three seconds, from one to another. */
function polled(model: Model, from: number, to: number, task: TaskView = orders()): Model {
	let now = model;
	for (let seconds = from; seconds <= to; seconds += 3) {
		const atMs = nowMs + seconds * 1000;
		now = update({...now, nowMs: atMs}, taskEvents([task])[0] ?? {type: 'home'})[0];
		now = update(now, link(heartbeat({nowMs: atMs, lastGoodAtMs: atMs}), atMs))[0];
	}
	return now;
}

function screen(model: Model): string {
	return screenLines(model).map(String).join('\n');
}

describe('the page', () => {
	test('says what is missing, then since when all is green', () => {
		const soon = polled(opened(), 0, 30);
		expect(screen(soon)).toContain('orders: 7 of 9 green, do not cut over');
		expect(screen(soon)).toMatch(/\.\. +the checkpoint stays there +at every poll +30s of 60s, since 14:02:11/);
		expect(screen(polled(opened(), 0, 63))).toMatch(/orders: ALL GREEN since 14:03:11/);
	});

	test('knows nothing while nobody answers', () => {
		const green = polled(opened(), 0, 63);
		const trouble = {sinceMs: nowMs, message: 'connection refused', tries: 1, nextTryAtMs: null};
		const atMs = nowMs + 66_000;
		const failed = update(green, link(heartbeat({nowMs: atMs, lastGoodAtMs: nowMs + 63_000, trouble}), atMs))[0];
		expect(screen(failed)).toMatch(/\? +every source answers +no answer: connection refused/);
		const lost = {type: 'link-lost', message: 'it is gone', sinceMs: atMs, retryAtMs: atMs} as const;
		expect(screen(update(green, link(lost, atMs))[0])).toMatch(/\? +every source answers +no answer: it is gone/);
		// Nothing was told, and nothing comes any more.
		const later = update(green, {type: 'tick', nowMs: nowMs + 120_000})[0];
		expect(screen(later)).toContain('0 of 9 green');
		expect(screen(later)).toContain('no answer since 14:03:14');
	});
});

test('goes on watching when the page is left, and says loudly on any page that somebody writes again', () => {
	const left = press(polled(opened(), 0, 63), '<esc>');
	expect(topics(left)).toContain('task/orders');
	const written = polled(left, 66, 66, orders(1200, 1000));
	expect(written.notice).toBe(
		'orders: NO LONGER GREEN to cut over: the upstream of replica-01 moved from mysql-bin.000003:1000 to mysql-bin.000003:1200',
	);
	expect(screen(press(written, 'C'))).toContain('the time began anew at 14:03:17'.replace('the', 'The'));
});

test('a frozen screen goes on watching by what is held back', () => {
	const frozen = press(polled(opened(), 0, 30), 'z');
	expect(polled(frozen, 33, 63).cutovers.get('orders')?.greenSinceMs).not.toBeNull();
	expect(polled(frozen, 33, 63, orders(1300)).cutovers.get('orders')?.greenSinceMs).toBeNull();
});

test('another gateway is not taken for the same watch', () => {
	const green = polled(opened(), 0, 63);
	const hello = {...(green.hello ?? []), instance: 'g2'} as NonNullable<Model['hello']>;
	const other = afterEvents(green, [link({type: 'link-open', hello}, nowMs + 65_000)]);
	expect(other.cutovers.get('orders')?.greenSinceMs).toBeNull();
});
