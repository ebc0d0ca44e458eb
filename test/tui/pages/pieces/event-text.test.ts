import {expect, test} from 'vitest';
import type {ClusterEvent} from '../../../../src/domain/event.ts';
import {momentsOf} from '../../../../src/tui/event-rows.ts';
import {objectOf, whatText} from '../../../../src/tui/pages/pieces/event-text.ts';
import {ago} from '../../../support/builder.ts';

function event(type: ClusterEvent['type'], text: string, other: Partial<ClusterEvent> = {}): ClusterEvent {
	const atMs = other.atMs ?? ago(60);
	return {atMs, firstAtMs: atMs, type, task: 'promo', source: null, from: null, to: null, text, count: 1, ...other};
}

const told = (events: readonly ClusterEvent[]) =>
	momentsOf(events).map(row => `${objectOf(row.event)}: ${whatText(row)}`);

test.each<[string, readonly ClusterEvent[], readonly string[]]>([
	[
		'sources that go on to their next unit together are counted',
		['a', 'b'].map(source =>
			event('subtask-unit', `promo/${source}: Dumping -> Loading`, {source, from: 'Dump', to: 'Load'}),
		),
		['promo: Dumping -> Loading, 2 sources'],
	],
	[
		'one of them is named',
		[event('subtask-unit', 'promo/a: Dumping -> Loading', {source: 'a', from: 'Dump', to: 'Load', count: 2})],
		['promo: Dumping -> Loading at a (2 times)'],
	],
	[
		'what failed follows the name of its source',
		[event('subtask-stage', 'promo/a: Running -> Paused: 10006 x', {source: 'a', from: 'Running', to: 'Paused'})],
		['promo: a: Running -> Paused: 10006 x'],
	],
	[
		'a source is its own object',
		[event('source-back', 'a answers again', {task: null, source: 'a'})],
		['a: answers again'],
	],
	[
		'the status of a task says more than what came with it',
		[
			event('lock-created', 'promo: a DDL lock on `t`', {to: '`t`'}),
			event('task-status', 'promo: Running -> DDL lock: a holds it up', {from: 'running', to: 'locked'}),
		],
		['promo: Running -> DDL lock: a holds it up'],
	],
	[
		'of one moment the worst goes first, and a newer moment before it',
		[
			event('task-status', 'y: New -> Running', {task: 'y', to: 'running', atMs: ago(5)}),
			event('task-status', 'promo: New -> Running', {to: 'running'}),
			event('task-status', 'x: Running -> Error 1062', {task: 'x', to: 'error'}),
		],
		['y: New -> Running', 'x: Running -> Error 1062', 'promo: New -> Running'],
	],
])('%s', (_, events, expected) => {
	expect(told(events)).toEqual(expected);
});
