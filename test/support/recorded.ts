import {translateConfig} from '../../src/dm/answer/config.ts';
import {translateStatus} from '../../src/dm/answer/translate.ts';
import {emptyMemory, type Memory, remember} from '../../src/gateway/memory/memory.ts';
import {overview, taskValue, topicValue} from '../../src/gateway/views/views.ts';
import type {Model} from '../../src/tui/state.ts';
import type {LocksValue, SourcesValue, TaskView} from '../../src/wire/topics.ts';

import {ago, modelOf, shown} from './builder.ts';
import {fixture} from './recordings.ts';

/** Recorded answers of one cluster, as the gateway would have read them: seconds before now, and the fixture. */
export type Recorded = {
	/** What `/status` said. */
	readonly version: string | null;
	readonly answers: readonly (readonly [secondsAgo: number, fixture: string])[];
	/** Tasks whose configuration was read, with the fixture of it. */
	readonly configs?: Readonly<Record<string, string>>;
};

/** The gateway's memory after these answers. */
export function recordedMemory({version, answers, configs = {}}: Recorded): Memory {
	const told = Object.entries(configs);
	return answers.reduce(
		(memory, [secondsAgo, name]) => {
			const after = forgotten(
				remember(memory, statusReading(fixture(name), ago(secondsAgo), version)),
				ago(secondsAgo),
			);
			return told.reduce(
				(known, [task, file]) =>
					remember(known, {
						type: 'config',
						ok: true,
						atMs: ago(secondsAgo),
						task,
						config: translateConfig(fixture(file), task),
					}),
				after,
			);
		},
		emptyMemory(['10.0.3.1:8261'], 3000),
	);
}

/** In no recording DM knows a task by name that no source lists. */
function forgotten(memory: Memory, atMs: number): Memory {
	const names = [...memory.tasks.values()].filter(({task}) => task.unlisted !== null).map(({task}) => task.name);
	return names.reduce(
		(known, task) => remember(known, {type: 'by-name', ok: true, atMs, task, answer: 'unknown'}),
		memory,
	);
}

/** What the gateway makes of a master's answer. */
export function statusReading(body: unknown, atMs: number, version: string | null) {
	const cluster = translateStatus(body);
	return {type: 'status', ok: true, atMs, tookMs: 12, master: '10.0.3.1:8261', version, cluster} as const;
}

/** The model of a viewer that reads the task. */
export function recordedModel(memory: Memory, task: string, columns: number, rows: number): Model {
	const view = taskValue(memory, task).task;
	return modelOf(columns, rows, shown(overview(memory), view === null ? [] : [view]));
}

/** The page of a task; fails where the answers hold no such task. */
export function taskOf(memory: Memory, task: string): TaskView {
	const view = taskValue(memory, task).task;
	if (view === null) throw new Error(`the answers hold no task ${task}, but ${[...memory.tasks.keys()].join(', ')}`);
	return view;
}

export function sourcesOf(memory: Memory): SourcesValue {
	return topicValue(memory, 'sources') as SourcesValue;
}

export function locksIn(memory: Memory): LocksValue {
	return topicValue(memory, 'locks') as LocksValue;
}
