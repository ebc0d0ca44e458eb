import {expect, test} from 'vitest';
import {overview} from '../../../src/gateway/views/views.ts';
import {absenceText} from '../../../src/tui/pages/pieces/verdict.ts';
import {modelOf} from '../../support/builder.ts';
import {answer, at, error, relay, running, subtasksOf} from '../../support/cluster.ts';
import {recordedMemory, sourcesOf, taskOf} from '../../support/recorded.ts';
import {remembered} from '../../support/remembered.ts';

const strange = recordedMemory({
	version: 'v2.0.7',
	answers: [
		[90, '2.0.7-relay-off/upstream-down/recovered.json'],
		[60, '2.0.7-relay-off/worker-dead/just-died.json'],
		[30, '2.0.7-relay-off/worker-dead/failed-over.json'],
	],
});
const three = 'mysql-replica-03';

test('2.0.7: the relay that a worker tells of while it serves another source is not that of this one', () => {
	const row = sourcesOf(strange).sources.find(({source}) => source === three);
	expect(row).toMatchObject({
		word: 'error',
		answered: true,
		relay: null,
		relaySinceMs: null,
		gap: null,
		reason: expect.stringMatching(/^The worker answers for another source: 40071 .* source mysql-replica-02, /),
	});
	expect(strange.sources.get(three)?.positions.some(({position}) => position.file === 'mysql-bin.000005')).toBe(false);
	const subtask = taskOf(strange, 'orders_merge').subtasks.find(({source}) => source === three);
	expect(subtask).toMatchObject({word: 'error', relay: null, verdict: null});
	expect(overview(strange).tasks.find(({name}) => name === 'orders_merge')?.relay).toBe('unknown');
});

test('2.0.7: no such source is said to answer well', () => {
	const subtask = taskOf(strange, 'orders_merge').subtasks.find(({source}) => source === three);
	expect(subtask === undefined ? null : absenceText(subtask, modelOf(80, 24))).toMatch(
		/answers with an error of its own, and /,
	);
});

test('a relay of which nobody tells has not gone from one stage to another, and has no beginning', () => {
	const subtasks = subtasksOf({orders: running()});
	const told = answer({r1: {relay: relay(), subtasks}});
	const ofAnother = answer({r1: {relay: relay({stage: 'Paused'}), errors: [error(40071)]}});
	const memory = remembered([
		[0, told],
		[9, ofAnother],
		[12, answer({r1: {relay: null, subtasks}})],
	]);
	expect(memory.events.filter(({type}) => type === 'relay-stage')).toEqual([]);
	const before = remembered([
		[0, told],
		[9, ofAnother],
	]);
	expect(sourcesOf(before).sources[0]).toMatchObject({relay: null, relaySinceMs: null});
});

test.each(['2.0.7', '6.5.0', '8.5.7'])('%s: a relay whose upstream is silent is not behind, and not caught up', dm => {
	const answers = [60, 30].map(seconds => [seconds, `${dm}/upstream-down/later.json`] as const);
	const memory = recordedMemory({version: `v${dm}`, answers});
	const row = sourcesOf(memory).sources.find(({source}) => source === 'mysql-replica-02');
	expect(row).toMatchObject({word: 'warning', relayBehindSinceMs: null, relay: {upstream: null}});
	expect(overview(memory).tasks.find(({name}) => name === 'orders_merge')?.relay).toBe('unknown');
});

test('the time a relay is behind begins anew once its upstream is known again', () => {
	const told = (upstream: null | undefined) =>
		answer({
			r1: {
				relay: relay({caughtUp: false, position: at(900), ...(upstream === null ? {upstream} : {})}),
				subtasks: subtasksOf({orders: running()}),
			},
		});
	const memory = remembered([
		[0, told(undefined)],
		[30, told(null)],
		[40, told(undefined)],
		[70, told(undefined)],
	]);
	expect(sourcesOf(memory).sources[0]).toMatchObject({word: 'running', relayBehindSinceMs: 40_000});
});
