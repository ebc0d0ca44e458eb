import {translateMembers} from '../../src/dm/answer/members.ts';
import {type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {overview, topicValue} from '../../src/gateway/views/views.ts';
import type {Event, Model, View} from '../../src/tui/state.ts';
import type {EventsValue} from '../../src/wire/topics.ts';

import {afterEvents, ago, link, modelOf, shown} from './builder.ts';
import {locksIn, sourcesOf, taskOf} from './recorded.ts';
import {fixture} from './recordings.ts';

/** The memory, once the members have been read too. */
export function withMembers(memory: Memory, file: string): Memory {
	const members = translateMembers(fixture(file));
	return remember(memory, {type: 'members', ok: true, atMs: ago(1), members, note: null});
}

/** A viewer of this memory who has opened these views, and reads whatever they need. */
export function viewer(memory: Memory, columns: number, rows: number, ...views: readonly View[]): Model {
	const opens = views.map(view => ({type: 'open', view}) as const);
	return afterEvents(modelOf(columns, rows), [...shown(overview(memory)), ...opens, ...values(memory)]);
}

/** All topics of a memory; what no screen reads is not kept. */
export function values(memory: Memory): readonly Event[] {
	return [
		link({type: 'topic', topic: 'sources', value: sourcesOf(memory)}),
		link({type: 'topic', topic: 'locks', value: locksIn(memory)}),
		link({type: 'topic', topic: 'events', value: topicValue(memory, 'events') as EventsValue}),
		...[...memory.tasks.keys()].map(name =>
			link({type: 'topic', topic: `task/${name}`, value: {name, task: taskOf(memory, name)}}),
		),
	];
}
