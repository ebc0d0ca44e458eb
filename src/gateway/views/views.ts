import {byText} from '../../domain/order.ts';
import {severity} from '../../domain/status.ts';
import type {EventsValue, Overview, TaskValue, Topic} from '../../wire/topics.ts';
import {paceOf} from '../ask/pace.ts';
import type {KnownSource} from '../memory/known-source.ts';
import type {Memory} from '../memory/memory.ts';
import {isUnheard, mayHavePart, troubleOf} from '../memory/unheard.ts';
import {locksValue} from './view-locks.ts';
import {sourcesValue} from './view-sources.ts';
import {subtaskRow} from './view-subtask.ts';
import {taskRow} from './view-task.ts';

/** The full current value of a topic: all that its readers may see of the memory, and nothing that ages by itself. */
export function topicValue(memory: Memory, topic: Topic): unknown {
	switch (topic) {
		case 'overview':
			return overview(memory);
		case 'sources':
			return sourcesValue(memory);
		case 'locks':
			return locksValue(memory);
		case 'events':
			return events(memory);
		default:
			return taskValue(memory, topic.slice('task/'.length));
	}
}

/** As many as a large screen has room for below its list; on a smaller one the newest of them. */
const overviewEvents = 50;
const taskEvents = 100;
const allEvents = 300;

/** What the task list needs; worst first, ties by name. */
export function overview(memory: Memory): Overview {
	const tasks = [...memory.tasks.values()].map(known => taskRow(known, memory));
	tasks.sort((a, b) => severity(a.word) - severity(b.word) || byText(a.name, b.name));
	return {
		cluster: {
			masters: memory.masters,
			master: memory.lastGood?.master ?? null,
			dmVersion: memory.version.label,
			shape: memory.shape,
			everyMs: paceOf(memory),
			firstAnswerAtMs: memory.firstGoodAtMs,
		},
		tasks,
		events: memory.events.slice(-overviewEvents).reverse(),
		notes: notes(memory),
		remarks: remarks(memory),
	};
}

/** What the list cannot show: the tasks of those who never answered, or answer with an error and list nothing. */
function notes(memory: Memory): readonly string[] {
	const offline = workersOffline(memory);
	return [
		...(offline === null ? [] : [offline]),
		...memory.sourceless,
		...memory.namelessWorkers.map(({worker}) => `worker ${worker} does not answer: its tasks are not shown`),
		...hidingSources(memory).map(
			source => `source ${source.source} ${troubleOf(source)}: tasks that are on it alone are not shown`,
		),
	];
}

/** Sources that may have tasks which nobody has told of: that others name them proves nothing of the rest. */
function hidingSources({sources, tasks}: Memory): readonly KnownSource[] {
	const named = new Set([...tasks.values()].flatMap(({task}) => task.subtasks.map(({source}) => source)));
	return [...sources.values()].filter(source => {
		if (source.leftSinceMs !== null) return false;
		if (source.answered) return isUnheard(source);
		return source.lastSeenAtMs === null || !named.has(source.source);
	});
}

/** How the cluster is asked, where that is not in one question by this gateway alone; and that nothing is saved. */
function remarks({asking, gateways, sources, stateNote}: Memory): readonly string[] {
	const {parts, apart, given} = asking;
	const worst =
		apart.length > 3 ? `${apart.length} sources are` : `${apart.join(', ')} ${apart.length === 1 ? 'is' : 'are'}`;
	return [
		...(parts === null
			? []
			: [
					`The cluster is asked in ${parts} ${parts === 1 ? 'part' : 'parts'}, by its sources: one answer for all would be too large.`,
				]),
		...(given === null ? [] : [`Tasks on none of the ${given} workers that --worker names are not shown.`]),
		...(apart.length === 0
			? []
			: [`${worst} asked apart: the others need not wait for what answers late or not at all.`]),
		...(gateways === 1 || sources.size === 0
			? []
			: [`${gateways} dmtop on this host share what the cluster may be asked.`]),
		...(stateNote === null ? [] : [stateNote]),
	];
}

/** That every worker is offline: DM 2.0 leaves a source without a worker out of its answer, and its tasks with it. */
function workersOffline({members, sources}: Memory): string | null {
	const workers = members?.workers ?? [];
	if (workers.length === 0 || workers.some(({stage}) => stage !== 'offline')) return null;
	if ([...sources.values()].some(({answered}) => answered)) return null;
	const all = `${workers.length} of ${plural(workers.length)} offline`;
	return `${all}: there may be tasks that no answer tells of (4 shows the workers)`;
}

function plural(workers: number): string {
	return workers === 1 ? '1 worker is' : `${workers} workers are`;
}

/** What the pages of one task need. */
export function taskValue(memory: Memory, name: string): TaskValue {
	const known = memory.tasks.get(name);
	if (known === undefined) return {name, task: null};
	const {task} = known;
	const subtasks = task.subtasks.map(subtask => subtaskRow(known, subtask, memory));
	subtasks.sort((a, b) => severity(a.word) - severity(b.word) || byText(a.source, b.source));
	return {
		name,
		task: {
			row: taskRow(known, memory),
			shape: memory.shape,
			config: task.config,
			configNote: known.configNote,
			subtasks,
			namelessWorkers: task.goneAtMs === null ? memory.namelessWorkers.map(({worker}) => worker) : [],
			unheard: task.goneAtMs === null ? mayHavePart(memory, name) : [],
			locks: known.locks,
			events: memory.events
				.filter(event => event.task === name)
				.slice(-taskEvents)
				.reverse(),
		},
	};
}

function events(memory: Memory): EventsValue {
	return {events: memory.events.slice(-allEvents).reverse()};
}
