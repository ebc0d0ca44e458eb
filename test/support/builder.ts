import type {ProcessError, Sync} from '../../src/domain/cluster.ts';
import type {FindingKind} from '../../src/domain/rules/finding-kind.ts';
import type {StatusWord} from '../../src/domain/status-word.ts';
import type {Event, Model} from '../../src/tui/state.ts';
import {initialModel, update} from '../../src/tui/update.ts';
import type {LinkEvent} from '../../src/wire/link.ts';
import {type Heartbeat, type Hello, protocolVersion} from '../../src/wire/messages.ts';
import type {Overview, SubtaskRow, TaskRow, TaskView} from '../../src/wire/topics.ts';

/** The moment of all built worlds: 14:02:11 UTC. */
export const nowMs = Date.UTC(2026, 10, 20, 14, 2, 11);

/** So many seconds before that moment. */
export function ago(seconds: number): number {
	return nowMs - seconds * 1000;
}

const usualKinds = {
	error: 'subtask',
	unknown: 'silent',
	retrying: 'retry-subtask',
	locked: 'lock',
	warning: 'lag',
	paused: 'paused',
	running: 'running',
	new: 'new',
	finished: 'finished',
	stopped: 'stopped',
} as const satisfies Record<StatusWord, FindingKind>;

/** A healthy task of one source, but for what is told otherwise. */
export function taskRow(name: string, other: Partial<TaskRow> = {}): TaskRow {
	return {
		name,
		word: 'running',
		kind: usualKinds[other.word ?? 'running'],
		label: 'Running',
		reason: null,
		outlook: null,
		reasonSource: null,
		blamed: null,
		more: 0,
		heldUpBy: null,
		done: null,
		checks: null,
		dmStatus: 'Running',
		good: 1,
		expected: 1,
		phase: {check: 0, dump: 0, load: 0, sync: 1, paused: 0, error: 0, silent: 0},
		lagSeconds: 0,
		lagUnknown: false,
		slow: null,
		blockedSinceMs: null,
		upstreamUnknown: false,
		gap: {type: 'bytes', bytes: 0},
		gapUnknown: false,
		gapSinceMs: null,
		rowsPerSecond: 95,
		bytesPerSecond: null,
		eta: null,
		relay: 'off',
		sinceMs: ago(7400),
		seenSinceMs: ago(7400),
		changedAtMs: ago(7400),
		staleSinceMs: null,
		goneAtMs: null,
		history: Array.from({length: 12}, () => 0),
		operation: null,
		...other,
	};
}

/** A Sync unit that is caught up, but for what is told otherwise. */
export function sync(other: Partial<Sync> = {}): Sync {
	return {
		type: 'Sync',
		totalEvents: 13_235,
		totalTps: 1,
		recentTps: 1,
		upstream: {file: 'mysql-bin.000001', offset: 2_305_741},
		upstreamGtid: '0-101-81',
		checkpoint: {file: 'mysql-bin.000001', offset: 2_305_741},
		checkpointGtid: '0-101-81',
		blockingDdls: [],
		groups: [],
		synced: true,
		binlogType: 'remote',
		secondsBehindMaster: 0,
		blockDdlOwner: null,
		conflictMessage: null,
		totalRows: null,
		totalRps: null,
		recentRps: null,
		ioTotalBytes: null,
		dumpIoTotalBytes: null,
		...other,
	};
}

/** A healthy subtask in Sync, but for what is told otherwise. */
export function subtaskRow(source: string, other: Partial<SubtaskRow> = {}): SubtaskRow {
	return {
		source,
		worker: 'worker1',
		presence: {type: 'here'},
		lastSeenAtMs: null,
		word: 'running',
		kind: usualKinds[other.word ?? 'running'],
		label: 'Running',
		reason: null,
		outlook: null,
		stage: 'Running',
		work: sync(),
		result: null,
		lockId: null,
		message: null,
		validation: null,
		sourceErrors: [],
		sourceMessage: null,
		relay: null,
		verdict: null,
		lagSeconds: 0,
		lagUnknown: false,
		lagFrom: 'dm',
		lagBounds: null,
		slow: null,
		blockedSinceMs: null,
		upstreamUnknown: false,
		gap: {type: 'bytes', bytes: 0},
		gapSinceMs: null,
		writtenSinceDump: null,
		busySinceMs: null,
		rates: {now: 95, fiveMinutes: 90, sinceStart: 80},
		eta: null,
		sinceMs: ago(7400),
		seenSinceMs: ago(7400),
		changedAtMs: ago(7400),
		situation: 'running',
		operation: null,
		samples: [],
		...other,
	};
}

/** An error as DM 6.5 tells it. */
export function dmError(other: Partial<ProcessError> = {}): ProcessError {
	return {
		code: 10006,
		class: 'database',
		scope: 'downstream',
		level: 'high',
		message: 'execute statement failed: INSERT INTO `shop`.`orders` VALUES (?,?)',
		rawCause: "Error 1062: Duplicate entry '1155173304420532225' for key 'PRIMARY'",
		workaround: null,
		...other,
	};
}

/** The page of a task. */
export function taskView(row: TaskRow, subtasks: readonly SubtaskRow[], other: Partial<TaskView> = {}): TaskView {
	return {
		row,
		shape: 'sources',
		config: {
			mode: 'all',
			shardMode: 'pessimistic',
			target: '10.0.3.9:4000',
			sources: subtasks.map(it => it.source),
			yaml: '',
		},
		subtasks,
		configNote: null,
		namelessWorkers: [],
		unheard: [],
		locks: [],
		events: [],
		...other,
	};
}

/** An answered overview of a 6.5 cluster. */
export function overview(tasks: readonly TaskRow[], other: Partial<Overview> = {}): Overview {
	return {
		cluster: {
			masters: ['10.0.3.1:8261'],
			master: '10.0.3.1:8261',
			dmVersion: 'v6.5.0',
			shape: 'sources',
			everyMs: 3000,
			firstAnswerAtMs: null,
		},
		tasks,
		events: [],
		notes: [],
		remarks: [],
		...other,
	};
}

/** A gateway that lets nobody write. */
export const hello: Hello = {
	type: 'hello',
	protocol: protocolVersion,
	gateway: 'dmtop 0.1.0',
	instance: 'g1',
	nowMs,
	allowOperate: false,
	startsWriting: false,
	readOnlyReason: null,
	everyMs: 3000,
};

/** A heartbeat after a good answer. */
export function heartbeat(other: Partial<Heartbeat> = {}): Heartbeat {
	return {
		type: 'heartbeat',
		nowMs,
		lastGoodAtMs: ago(1),
		lastTookMs: 12,
		asking: null,
		trouble: null,
		...other,
	};
}

/** What comes over the link, as an event of the model. */
export function link(event: LinkEvent, atMs = nowMs): Event {
	return {type: 'link', atMs, event};
}

/** The model after these events, from the start on a terminal of that size. */
export function modelOf(columns: number, rows: number, events: readonly Event[] = []): Model {
	const start = initialModel({size: {columns, rows}, colours: false, title: null, nowMs});
	return afterEvents(start, events);
}

/** The model after more events. */
export function afterEvents(model: Model, events: readonly Event[]): Model {
	return events.reduce((last, event) => update(last, event)[0], model);
}

/** The events after which a screen shows this overview, and these tasks where they are read. */
export function shown(value: Overview, tasks: readonly TaskView[] = []): readonly Event[] {
	return [
		link({type: 'link-open', hello}),
		link(heartbeat()),
		link({type: 'topic', topic: 'overview', value}),
		...taskEvents(tasks),
	];
}

/** The task topics of these pages. */
export function taskEvents(tasks: readonly TaskView[]): readonly Event[] {
	return tasks.map(task => link({type: 'topic', topic: `task/${task.row.name}`, value: {name: task.row.name, task}}));
}

/** All statuses, worst first. */
export const words: readonly StatusWord[] = [
	'error',
	'unknown',
	'retrying',
	'locked',
	'warning',
	'paused',
	'running',
	'new',
	'finished',
	'stopped',
];
