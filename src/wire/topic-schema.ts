import * as v from 'valibot';
import {type ClusterEvent, eventTypes} from '../domain/event.ts';
import type {Checker} from '../domain/failure/checker.ts';
import type {Lock, LockState} from '../domain/lock.ts';
import {type OperationUnderWay, operations, situations} from '../domain/operation/operation.ts';
import type {Eta} from '../domain/progress.ts';
import type {RelayWord} from '../domain/relay.ts';
import {statusWords} from '../domain/status-word.ts';
import type {Presence, Rates} from '../domain/task.ts';
import {
	gap,
	members,
	number,
	numberOrNull,
	position,
	processError,
	processResult,
	relay,
	text,
	textOrNull,
	texts,
	validation,
	work,
	yesNo,
} from './cluster-schema.ts';
import type {TopicMessage} from './messages.ts';
import type {
	ClusterView,
	Overview,
	Phase,
	ResumeView,
	SourceRow,
	SourcesValue,
	SubtaskRow,
	TaskRow,
	TaskValue,
	TaskView,
} from './topics.ts';

// A word that a newer gateway has added is shown as the nearest one of ours: its label or text still says it in full.
const statusWord = v.fallback(v.picklist(statusWords), 'warning');
const eventType = v.fallback(v.picklist(eventTypes), 'task-status');
const relayWord = v.fallback(
	v.picklist(['off', 'ok', 'behind', 'paused', 'stopped', 'error', 'unknown'] as const satisfies readonly RelayWord[]),
	'unknown',
);
const lockState = v.fallback(
	v.picklist([
		'waiting',
		'executing',
		'failed',
		'partly',
		'not-met',
		'unknown',
		'named',
		'conflict',
	] as const satisfies readonly LockState[]),
	'unknown',
);
const shape = v.nullable(v.picklist(['workers', 'sources']));

const eta = v.nullable(
	v.object({minSeconds: number, maxSeconds: number, steady: yesNo}) satisfies v.GenericSchema<unknown, Eta>,
);

const operation = v.nullable(
	v.object({operation: v.picklist(operations), sinceMs: number, answered: yesNo}) satisfies v.GenericSchema<
		unknown,
		OperationUnderWay
	>,
);

const situation = v.fallback(v.picklist(situations), 'other');

const events = v.array(
	v.object({
		atMs: number,
		firstAtMs: number,
		type: eventType,
		task: textOrNull,
		source: textOrNull,
		from: textOrNull,
		to: textOrNull,
		text,
		count: number,
	}) satisfies v.GenericSchema<unknown, ClusterEvent>,
);

const locks = v.array(
	v.object({
		task: text,
		target: text,
		mode: v.picklist(['pessimistic', 'optimistic']),
		id: textOrNull,
		ddls: texts,
		exists: yesNo,
		isNamedOnly: yesNo,
		conflict: textOrNull,
		owner: textOrNull,
		seenSinceMs: numberOrNull,
		sources: v.array(
			v.object({
				source: text,
				worker: textOrNull,
				state: lockState,
				synced: texts,
				unsynced: texts,
				first: v.nullable(position),
				gapBytes: numberOrNull,
				lagSeconds: numberOrNull,
			}),
		),
	}) satisfies v.GenericSchema<unknown, Lock>,
);

const clusterView = v.object({
	masters: texts,
	master: textOrNull,
	dmVersion: text,
	shape,
	everyMs: number,
	firstAnswerAtMs: numberOrNull,
}) satisfies v.GenericSchema<unknown, ClusterView>;

const phase = v.object({
	check: number,
	dump: number,
	load: number,
	sync: number,
	paused: number,
	error: number,
	silent: number,
}) satisfies v.GenericSchema<unknown, Phase>;

const taskRow = v.object({
	name: text,
	word: statusWord,
	label: text,
	reason: textOrNull,
	outlook: textOrNull,
	reasonSource: textOrNull,
	dmStatus: textOrNull,
	good: number,
	expected: number,
	phase,
	lagSeconds: numberOrNull,
	lagUnknown: yesNo,
	blockedSinceMs: numberOrNull,
	upstreamUnknown: yesNo,
	gap: v.nullable(gap),
	gapUnknown: yesNo,
	gapSinceMs: numberOrNull,
	rowsPerSecond: numberOrNull,
	bytesPerSecond: numberOrNull,
	eta,
	relay: relayWord,
	sinceMs: numberOrNull,
	seenSinceMs: number,
	changedAtMs: numberOrNull,
	staleSinceMs: numberOrNull,
	goneAtMs: numberOrNull,
	history: v.array(numberOrNull),
	operation,
}) satisfies v.GenericSchema<unknown, TaskRow>;

const presence = v.variant('type', [
	v.object({type: v.literal('here')}),
	v.object({type: v.literal('silent'), sinceMs: number, message: textOrNull}),
	v.object({type: v.literal('unbound'), sinceMs: number, message: textOrNull}),
	v.object({type: v.literal('absent'), sinceMs: number}),
	v.object({type: v.literal('missing'), sinceMs: number}),
]) satisfies v.GenericSchema<unknown, Presence>;

const checker = v.nullable(
	v.object({
		enabled: yesNo,
		everyMs: numberOrNull,
		leastMs: numberOrNull,
		mostMs: numberOrNull,
		factor: numberOrNull,
	}) satisfies v.GenericSchema<unknown, Checker>,
);

const resumeView = v.object({
	resumes: yesNo,
	heals: yesNo,
	rule: text,
	of: v.picklist(['subtask', 'relay']),
	failingSinceMs: numberOrNull,
	cameBack: number,
	fromBeginning: yesNo,
	tries: number,
	lastTryMs: numberOrNull,
	checker,
}) satisfies v.GenericSchema<unknown, ResumeView>;

const rates = v.object({
	now: numberOrNull,
	fiveMinutes: numberOrNull,
	sinceStart: numberOrNull,
}) satisfies v.GenericSchema<unknown, Rates>;

const subtaskRow = v.object({
	source: text,
	worker: textOrNull,
	presence,
	lastSeenAtMs: numberOrNull,
	word: statusWord,
	label: text,
	reason: textOrNull,
	outlook: textOrNull,
	stage: textOrNull,
	work: v.nullable(work),
	result: v.nullable(processResult),
	lockId: textOrNull,
	message: textOrNull,
	validation: v.nullable(validation),
	sourceErrors: v.array(processError),
	sourceMessage: textOrNull,
	relay: v.nullable(relay),
	verdict: v.nullable(resumeView),
	lagSeconds: numberOrNull,
	lagUnknown: yesNo,
	blockedSinceMs: numberOrNull,
	upstreamUnknown: yesNo,
	gap: v.nullable(gap),
	gapSinceMs: numberOrNull,
	busySinceMs: numberOrNull,
	rates,
	eta,
	sinceMs: numberOrNull,
	seenSinceMs: number,
	changedAtMs: numberOrNull,
	situation,
	operation,
	samples: v.array(v.object({atMs: number, lagSeconds: numberOrNull, gapBytes: numberOrNull, rate: numberOrNull})),
}) satisfies v.GenericSchema<unknown, SubtaskRow>;

const taskView = v.object({
	row: taskRow,
	shape,
	config: v.nullable(
		v.object({mode: textOrNull, shardMode: textOrNull, target: textOrNull, sources: texts, yaml: text}),
	),
	configNote: textOrNull,
	subtasks: v.array(subtaskRow),
	namelessWorkers: texts,
	locks,
	events,
}) satisfies v.GenericSchema<unknown, TaskView>;

const sourceRow = v.object({
	source: textOrNull,
	worker: textOrNull,
	word: statusWord,
	reason: textOrNull,
	answered: yesNo,
	absent: yesNo,
	unbound: yesNo,
	message: textOrNull,
	errors: v.array(processError),
	silentSinceMs: numberOrNull,
	lastSeenAtMs: numberOrNull,
	relay: v.nullable(relay),
	relaySinceMs: numberOrNull,
	relayBehindSinceMs: numberOrNull,
	relayVerdict: v.nullable(v.object({resumes: yesNo, rule: text})),
	gap: v.nullable(gap),
	changedAtMs: numberOrNull,
	tasks: v.array(
		v.object({
			task: text,
			word: statusWord,
			label: text,
			stage: textOrNull,
			unit: textOrNull,
			binlogType: textOrNull,
			checkpoint: v.nullable(position),
		}),
	),
}) satisfies v.GenericSchema<unknown, SourceRow>;

const overview = v.object({
	cluster: clusterView,
	tasks: v.array(taskRow),
	events,
	notes: texts,
	// Gateways that do not know of them send none.
	remarks: v.optional(texts, []),
}) satisfies v.GenericSchema<unknown, Overview>;

const sources = v.object({
	sources: v.array(sourceRow),
	members: v.nullable(members),
	membersNote: textOrNull,
}) satisfies v.GenericSchema<unknown, SourcesValue>;

const task = v.object({name: text, task: v.nullable(taskView)}) satisfies v.GenericSchema<unknown, TaskValue>;

const type = v.literal('topic');
const taskTopic = v.custom<`task/${string}`>(value => typeof value === 'string' && value.startsWith('task/'));

/** The schema of each topic's message; `task` is that of every `task/…` topic. */
export const topicSchemas = {
	overview: v.object({type, topic: v.literal('overview'), value: overview}),
	sources: v.object({type, topic: v.literal('sources'), value: sources}),
	locks: v.object({type, topic: v.literal('locks'), value: v.object({locks})}),
	events: v.object({type, topic: v.literal('events'), value: v.object({events})}),
	task: v.object({type, topic: taskTopic, value: task}),
} as const satisfies Record<string, v.GenericSchema<unknown, TopicMessage>>;
