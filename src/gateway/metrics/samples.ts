import {knownUnit} from '../../domain/cluster.ts';
import {byText} from '../../domain/order.ts';
import {relayWord, servesAnother} from '../../domain/relay/relay.ts';
import {severity, subtaskStatus} from '../../domain/status.ts';
import {type StatusWord, statusWords} from '../../domain/status-word.ts';
import {cleanText} from '../../domain/text.ts';
import type {SourceRow, TaskRow} from '../../wire/topics.ts';
import {paceOf} from '../ask/pace.ts';
import type {KnownTask} from '../memory/known-task.ts';
import type {Memory} from '../memory/memory.ts';
import {sourcesValue} from '../views/view-sources.ts';
import {taskRow} from '../views/view-task.ts';
import type {GaugeName} from './figures.ts';
import {isYoung} from './readiness.ts';

/** One number of a figure. */
export type Sample = {
	readonly name: GaugeName;
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
};

/** How many tasks, and how many sources, have series of their own: names come from the wire, and may be any number. */
export type SampleLimits = {readonly tasks: number; readonly sources: number};

export const sampleLimits: SampleLimits = {tasks: 1000, sources: 2000};

/**
 * What a gateway's memory tells at a time, as samples. What is not known has none. Once the newest answer is too old,
 * figures that move by themselves (lag, gap, rates, silence) are not known any more; statuses stay, with their age.
 */
export function samplesOf(memory: Memory, nowMs: number, limits: SampleLimits = sampleLimits): readonly Sample[] {
	const all = [
		...ofCluster(memory, nowMs),
		...ofTasks(memory, nowMs, limits.tasks),
		...ofSources(memory, nowMs, limits.sources),
	];
	return isYoung(memory, nowMs) ? all : all.filter(({name}) => !moving.has(name));
}

/** They are as they were only at the moment of the answer. */
const moving: ReadonlySet<GaugeName> = new Set<GaugeName>([
	'dmtop_task_lag_seconds',
	'dmtop_task_lag_unknown',
	'dmtop_task_blocked_seconds',
	'dmtop_task_gap_bytes',
	'dmtop_task_gap_files',
	'dmtop_task_rows_per_second',
	'dmtop_task_bytes_per_second',
	'dmtop_source_answering',
	'dmtop_source_silence_seconds',
	'dmtop_source_relay_gap_bytes',
	'dmtop_source_relay_behind_seconds',
]);

function ofCluster(memory: Memory, nowMs: number): readonly Sample[] {
	return [
		...known('dmtop_answer_age_seconds', secondsSince(memory.lastGood?.atMs ?? null, nowMs)),
		sample('dmtop_poll_interval_seconds', paceOf(memory) / 1000),
	];
}

function ofTasks(memory: Memory, nowMs: number, most: number): readonly Sample[] {
	const rows = [...memory.tasks.values()].map(task => ({known: task, row: taskRow(task, memory)}));
	// Where there is no room for all, those that need somebody are told.
	rows.sort((a, b) => severity(a.row.word) - severity(b.row.word) || byText(a.row.name, b.row.name));
	const {named, leftOut} = bounded(rows, ({row}) => row.name, most);
	const counts = new Map<StatusWord, number>(statusWords.map(word => [word, 0]));
	for (const {row} of rows) counts.set(row.word, (counts.get(row.word) ?? 0) + 1);
	return [
		// Before the first answer nobody knows how many there are.
		...(memory.lastGood === null ? [] : [...counts].map(([status, count]) => sample('dmtop_tasks', count, {status}))),
		sample('dmtop_series_left_out', leftOut, {of: 'tasks'}),
		...named.flatMap(({name, item}) => ofTask(name, item.row, item.known, memory, nowMs)),
	];
}

function ofTask(
	task: string,
	row: TaskRow,
	{task: known_, locks}: KnownTask,
	memory: Memory,
	nowMs: number,
): readonly Sample[] {
	const labels = {task};
	const status = sample('dmtop_task_status', 1, {task, status: row.word, finding: row.kind});
	if (row.goneAtMs !== null) return [status];
	const {gap} = row;
	const lockSinceMs = locks.flatMap(({seenSinceMs}) => seenSinceMs ?? []);
	return [
		status,
		// What a lock holds up has no lag of its own: DM's figure stands still, and the time that it has been held up counts.
		...known('dmtop_task_lag_seconds', row.blockedSinceMs === null ? row.lagSeconds : null, labels),
		...known('dmtop_task_blocked_seconds', secondsSince(row.blockedSinceMs, nowMs), labels),
		sample('dmtop_task_lag_unknown', row.lagUnknown ? 1 : 0, labels),
		...known('dmtop_task_gap_bytes', gap?.type === 'bytes' ? gap.bytes : null, labels),
		...known('dmtop_task_gap_files', gap?.type === 'files' ? gap.files : null, labels),
		...known('dmtop_task_rows_per_second', row.rowsPerSecond, labels),
		...known('dmtop_task_bytes_per_second', row.bytesPerSecond, labels),
		...subtasksOf(task, known_, memory.lastGood?.atMs ?? nowMs),
		...known('dmtop_task_answer_age_seconds', answerAge(row, known_, memory, nowMs), labels),
		sample('dmtop_task_locks', locks.length, labels),
		...known('dmtop_task_lock_age_seconds', secondsSince(least(lockSinceMs), nowMs), labels),
	];
}

/** Null where a part of it was never heard of: its answer has no age. */
function answerAge(
	{staleSinceMs}: TaskRow,
	{subtasks}: KnownTask['task'],
	memory: Memory,
	nowMs: number,
): number | null {
	if (subtasks.some(({presence, lastSeenAtMs}) => presence.type !== 'here' && lastSeenAtMs === null)) return null;
	return secondsSince(staleSinceMs ?? memory.lastGood?.atMs ?? null, nowMs);
}

function subtasksOf(name: string, task: KnownTask['task'], atMs: number): readonly Sample[] {
	const counts = new Map<string, {readonly unit: string; readonly status: StatusWord; count: number}>();
	for (const it of task.subtasks) {
		const {word} = subtaskStatus(task, it, atMs);
		// DM's word for it; one that is not known here is from the wire, and could be any.
		const unit = units.find(unit => unit === (it.subtask === null ? null : knownUnit(it.subtask.work))) ?? 'unknown';
		const key = `${unit} ${word}`;
		const counted = counts.get(key) ?? {unit, status: word, count: 0};
		counted.count += 1;
		counts.set(key, counted);
	}
	return [...counts.values()].map(({unit, status, count}) =>
		sample('dmtop_task_subtasks', count, {task: name, unit: unit.toLowerCase(), status}),
	);
}

const units = ['Check', 'Dump', 'Load', 'Sync'] as const;

function ofSources(memory: Memory, nowMs: number, most: number): readonly Sample[] {
	// A worker of 1.0 that never told its source is told apart by its address.
	const rows = sourcesValue(memory).sources;
	const {named, leftOut} = bounded(rows, ({source, worker}) => source ?? `worker ${worker}`, most);
	const answering = rows.filter(({answered}) => answered).length;
	return [
		...(memory.lastGood === null
			? []
			: [
					sample('dmtop_sources', answering, {answering: 'yes'}),
					sample('dmtop_sources', rows.length - answering, {answering: 'no'}),
				]),
		sample('dmtop_series_left_out', leftOut, {of: 'sources'}),
		...named.flatMap(({name, item}) => ofSource(name, item, nowMs)),
	];
}

function ofSource(source: string, row: SourceRow, nowMs: number): readonly Sample[] {
	const labels = {source};
	const {answered, relay, gap} = row;
	const relayIs = relayWord(relay, answered && !servesAnother(row.errors));
	const isRelayKnown = relayIs !== 'off' && relayIs !== 'unknown';
	const behind = relayIs === 'ok' ? 0 : secondsSince(row.relayBehindSinceMs, nowMs);
	return [
		sample('dmtop_source_status', 1, {source, status: row.word}),
		sample('dmtop_source_answering', answered ? 1 : 0, labels),
		...known('dmtop_source_silence_seconds', answered ? 0 : secondsSince(row.silentSinceMs, nowMs), labels),
		...(relayIs === 'off' ? [] : [sample('dmtop_source_relay', 1, {source, relay: relayIs})]),
		...known('dmtop_source_relay_gap_bytes', gap?.type === 'bytes' ? gap.bytes : null, labels),
		...known('dmtop_source_relay_behind_seconds', isRelayKnown ? behind : null, labels),
	];
}

/** As many as there is room for, each under a name that none before it has; how many are left out. */
function bounded<Item>(items: readonly Item[], nameOf: (item: Item) => string, most: number) {
	const named = new Map<string, Item>();
	for (const item of items) {
		if (named.size >= most) break;
		const name = cleanText(nameOf(item), {limit: longestLabel});
		if (!named.has(name)) named.set(name, item);
	}
	return {
		named: [...named].map(([name, item]) => ({name, item})),
		leftOut: items.length - named.size,
	};
}

/** A name that is longer is cut, and says so. */
const longestLabel = 200;

function sample(name: GaugeName, value: number, labels: Sample['labels'] = {}): Sample {
	return {name, labels, value};
}

/** The sample of a figure; none where it is not known. */
function known(name: GaugeName, value: number | null, labels: Sample['labels'] = {}): readonly Sample[] {
	return value === null ? [] : [sample(name, value, labels)];
}

function secondsSince(sinceMs: number | null, nowMs: number): number | null {
	return sinceMs === null ? null : Math.max(0, nowMs - sinceMs) / 1000;
}

function least(values: readonly number[]): number | null {
	return values.length === 0 ? null : Math.min(...values);
}
