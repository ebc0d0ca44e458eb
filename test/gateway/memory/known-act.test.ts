import {describe, expect, test} from 'vitest';
import type {Act, ActTarget} from '../../../src/domain/act/act.ts';
import type {ServerLock} from '../../../src/domain/act/server-lock.ts';
import {emptyMemory, type Memory, remember} from '../../../src/gateway/memory/memory.ts';
import type {OperationReading, Reading} from '../../../src/gateway/memory/reading.ts';
import {topicValue} from '../../../src/gateway/views/views.ts';
import {noCursor} from '../../../src/tui/cursor.ts';
import type {View} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {topics, update} from '../../../src/tui/update.ts';
import type {TopicMessage} from '../../../src/wire/topics.ts';
import {afterEvents, link, modelOf, nowMs} from '../../support/builder.ts';
import {answer, relay, running} from '../../support/cluster.ts';
import {somebody} from '../../support/counter.ts';

const none: ActTarget = {task: null, source: null, lock: null};
const id = 'orders-`shop`.`orders`';

function begun(): Memory {
	const cluster = answer({
		'orders-01': {
			relay: relay(),
			subtasks: [
				{...running(), task: 'orders'},
				{...running(), task: 'billing'},
			],
		},
		'orders-02': {relay: relay(), subtasks: [{...running(), task: 'orders'}]},
	});
	const lock: ServerLock = {
		...{id, task: 'orders', mode: 'pessimistic', owner: 'orders-01', ddls: ['ALTER']},
		...{synced: ['orders-01'], unsynced: ['orders-02']},
	};
	const readings: readonly Reading[] = [
		{type: 'status', ok: true, atMs: nowMs - 3000, tookMs: 1, master: 'm', version: 'v6.5.0', cluster},
		{type: 'server-locks', ok: true, atMs: nowMs - 3000, note: null, locks: [lock]},
	];
	return readings.reduce(remember, emptyMemory(['m'], 1000));
}

function asked(act: Act, target: ActTarget, memory = begun()): Memory {
	return remember(memory, {type: 'act', ok: true, atMs: nowMs - 2000, step: 'asked', act, target, by: 'ops@bastion2'});
}

function ended(act: Act, target: ActTarget, memory: Memory): Memory {
	return remember(memory, {
		...{type: 'act', ok: true, atMs: nowMs, step: 'answered', act, target},
		outcome: 'done',
		message: null,
	});
}

/** The lines of a page that name it, as a viewer sees them. */
function rows(memory: Memory, view: View, name: string): string {
	let model = update(modelOf(120, 30, []), {type: 'open', view})[0];
	for (const topic of topics(model))
		model = afterEvents(model, [link({type: 'topic', topic, value: topicValue(memory, topic)} as TopicMessage)]);
	return screenLines(model)
		.filter(line => line.includes(name))
		.join('\n');
}

const sources = {type: 'sources', cursor: noCursor} as const;
const cases = [
	['pause-relay', {...none, source: 'orders-02'}, sources, 'orders-02', 'pausing...'],
	['resume-relay', {...none, source: 'orders-02'}, sources, 'orders-02', 'resuming...'],
	['start-relay', {...none, source: 'orders-01'}, sources, 'orders-01', 'starting...'],
	['unlock', {...none, task: 'orders', lock: id}, {type: 'locks', cursor: noCursor}, '`shop`.`orders`', 'unlocking...'],
	[
		'skip-ddl',
		{...none, task: 'orders', source: 'orders-01'},
		{type: 'tasks', cursor: noCursor},
		'orders',
		'skipping...',
	],
	[
		'skip-ddl',
		{...none, task: 'orders', source: 'orders-02'},
		{type: 'task', task: 'orders', cursor: noCursor},
		'orders-02',
		'skipping...',
	],
	[
		'stop-validation',
		{...none, task: 'billing', source: 'orders-01'},
		{type: 'tasks', cursor: noCursor},
		'billing',
		'stopping...',
	],
] as const satisfies readonly (readonly [Act, ActTarget, View, string, string])[];

describe('a row shows what is under way until it is known how it ended', () => {
	test.for(cases)('%s', ([act, target, view, name, text]) => {
		expect(rows(begun(), view, name)).not.toContain(text);
		const memory = asked(act, target);
		expect(rows(memory, view, name)).toContain(text);
		expect(rows(ended(act, target, memory), view, name)).not.toContain(text);
	});

	test('and no other row does', () => {
		const memory = asked('pause-relay', {...none, source: 'orders-02'});
		expect(rows(memory, sources, 'orders-01')).not.toContain('...');
		expect(rows(memory, {type: 'tasks', cursor: noCursor}, 'orders')).not.toContain('pausing');
	});

	test('two at once are told apart', () => {
		const [one, two] = [
			{...none, source: 'orders-01'},
			{...none, source: 'orders-02'},
		];
		const memory = ended('pause-relay', one, asked('resume-relay', two, asked('pause-relay', one)));
		expect(memory.acts).toMatchObject([{act: 'resume-relay', target: two}]);
	});

	test('what all tasks of a source are asked for is on each of them, on the page of the source as well', () => {
		const target = {task: 'orders', sources: ['orders-01']};
		const news: OperationReading = {
			...{type: 'operation', ok: true, atMs: nowMs, step: 'asked', operation: 'pause', target},
			...{addressed: ['orders-01'], by: somebody.user},
		};
		const memory = remember(begun(), news);
		expect(rows(memory, {type: 'tasks', cursor: noCursor}, 'orders')).toContain('pausing...');
		expect(rows(memory, {type: 'source', source: 'orders-01', top: 0}, ' orders ')).toContain('pausing...');
		expect(rows(memory, {type: 'source', source: 'orders-01', top: 0}, 'billing')).not.toContain('pausing...');
	});
});
