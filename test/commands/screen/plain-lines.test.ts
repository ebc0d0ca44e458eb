import {expect, test} from 'vitest';
import {nothingPrinted, plainLines} from '../../../src/commands/screen/plain-lines.ts';
import type {ClusterEvent} from '../../../src/domain/event.ts';
import type {LinkEvent} from '../../../src/wire/link.ts';
import {heartbeat, nowMs, overview, taskRow} from '../../support/builder.ts';

/** What is printed for each of these. */
function check(told: readonly LinkEvent[], expected: readonly (readonly (string | RegExp)[])[]) {
	let printed = nothingPrinted;
	const all = told.map(event => {
		const [next, lines] = plainLines(printed, event, {wallMs: nowMs, columns: null, connection: null});
		printed = next;
		return lines;
	});
	expect(all.map(({length}) => length)).toEqual(expected.map(({length}) => length));
	for (const [index, lines] of all.entries()) {
		for (const [at, line] of lines.entries()) {
			const wanted = expected[index]?.[at] ?? '';
			if (typeof wanted === 'string') expect(line).toBe(wanted);
			else expect(line).toMatch(wanted);
		}
	}
}

const events = (...list: readonly (Partial<ClusterEvent> & {readonly text: string})[]): LinkEvent => ({
	type: 'topic',
	topic: 'events',
	value: {
		events: list.map(event => ({
			atMs: nowMs,
			firstAtMs: nowMs,
			type: 'task-status',
			task: 'crm',
			source: null,
			from: null,
			to: 'error',
			count: 1,
			...event,
		})),
	},
});

const list: LinkEvent = {type: 'topic', topic: 'overview', value: overview([taskRow('crm')])};

test('the list once, and then each event once, the oldest first, however often it is counted up', () => {
	const old = {text: 'crm: Running', to: 'running', firstAtMs: nowMs - 5000, atMs: nowMs - 5000};
	const failed = {text: 'crm: Running -> Error', firstAtMs: nowMs, atMs: nowMs};
	const later = {text: 'crm: Error -> Running', to: 'running', firstAtMs: nowMs + 1000, atMs: nowMs + 1000};
	check(
		[
			list,
			events(old),
			events(failed, old),
			list,
			events({...failed, count: 2, atMs: nowMs + 9}, old),
			events(later, failed, old),
		],
		[
			[/ DM /, /1 well/, /TASK/, /crm/],
			[],
			['14:02:11 X crm: Running -> Error'],
			[],
			[],
			['14:02:12 . crm: Error -> Running'],
		],
	);
});

test('when it is not live, why, once; and when it is again', () => {
	const trouble = {sinceMs: nowMs, message: 'refused', tries: 1, nextTryAtMs: null};
	check(
		[
			heartbeat(),
			heartbeat({trouble}),
			heartbeat({trouble: {...trouble, tries: 2}}),
			{type: 'link-lost', message: 'gone', sinceMs: nowMs, retryAtMs: nowMs},
			heartbeat(),
		],
		[[], ['14:02:11 NOT LIVE: refused'], [], ['14:02:11 NOT LIVE: gone'], ['14:02:11 LIVE again']],
	);
});

test('nothing that a name holds reaches a terminal or a log', () => {
	check([events(), events({text: 'a\u001B[2Jb\nc', task: 'a\u001B[2Jb\nc'})], [[], ['14:02:11 X a?b c: a?b c']]);
});
