import * as v from 'valibot';
import {slowParts} from '../domain/slow/slow.ts';
import {
	checker,
	eta,
	event,
	findingKind,
	gap,
	lock,
	members,
	operationUnderWay,
	position,
	presence,
	processError,
	processResult,
	rates,
	relay,
	relayWord,
	situation,
	slow,
	statusWord,
	taskConfig,
	validation,
	work,
} from './domain-schema.ts';
import {number, numberOrNull, text, textOrNull, texts, type Wire, yesNo} from './schema.ts';

const shape = v.nullable(v.picklist(['workers', 'sources']));

const clusterViewSchema = v.object({
	/** As given on the command line. */
	masters: texts,
	/** The one that answered last; null before the first answer. */
	master: textOrNull,
	/** Such as `v6.5.0`, or `2.x?` where the master does not say; `?` before the first answer. */
	dmVersion: text,
	/** Null before the first answer. */
	shape,
	/** The pace of the polls. */
	everyMs: number,
	/** What has been so since then was so before, and nobody saw it begin. */
	firstAnswerAtMs: numberOrNull,
});

const away = v.fallback(v.nullable(v.picklist(['silent', 'unbound', 'absent', 'missing'])), 'silent');

const phaseSchema = v.object({
	check: number,
	dump: number,
	load: number,
	sync: number,
	paused: number,
	error: number,
	silent: number,
});

/** How many subtasks are in which unit, and how many are paused, in error, silent. */
export type Phase = Wire<typeof phaseSchema>;

const blamedSchema = v.object({
	worker: textOrNull,
	/** DM's word, such as `Sync`; null where none is known. */
	unit: textOrNull,
	/** DM's word, such as `Paused`; null where it was never seen. */
	stage: textOrNull,
	/** Why no fresh answer tells of it; null where one does. */
	away,
	/** DM's code; null where nothing fails, or without one. */
	code: numberOrNull,
	/** `upstream`, `downstream` or another of DM's words for where it fails; null where nothing fails, or DM does not say. */
	scope: textOrNull,
	/** Message and cause of the error, each on a line of its own and at most 160 characters; null where nothing fails. */
	text: textOrNull,
});

/** The part of a task that its reason speaks of, and what fails it. */
export type Blamed = Wire<typeof blamedSchema>;

const taskRowSchema = v.object({
	name: text,
	word: statusWord,
	/** What was found; it tells apart what has one word. */
	kind: findingKind,
	/** The STATUS column, such as `Error: subtask 1/16`. */
	label: text,
	/** Why, in a sentence; null for a healthy task. */
	reason: textOrNull,
	/** What will happen: whether DM resumes it by itself, what keeps running; null where there is nothing to say. */
	outlook: textOrNull,
	/** The source that the reason speaks of. */
	reasonSource: textOrNull,
	/** What the reason speaks of, apart; null where it speaks of no source. */
	blamed: v.fallback(v.nullable(blamedSchema), null),
	/** How many parts more have the finding of the one that the reason speaks of. */
	more: number,
	/** dmctl's own word; null for a task that DM no longer lists. */
	dmStatus: textOrNull,
	/** Running or Finished subtasks, and expected ones. */
	good: number,
	expected: number,
	phase: phaseSchema,
	/** The largest lag; null = none, or not known. Where it flaps it is the last minute's peak. */
	lagSeconds: numberOrNull,
	/** A part of it should have a lag, and nobody knows it. */
	lagUnknown: yesNo,
	/** Who holds up the part that lags, by its worker's metrics; null where they do not tell it, or nothing lags. */
	slow: v.fallback(v.nullable(v.picklist(slowParts)), null),
	/** Since when a lock has been blocking; shown in place of the lag. Null also while nothing is known of a part, or of its upstream. */
	blockedSinceMs: numberOrNull,
	/**
	 * The sources that a DDL lock waits for, those that are known to hold it up first, each with how many of its tables have
	 * not met the DDL; null = no lock, or nobody knows.
	 */
	heldUpBy: v.nullable(v.array(v.object({source: text, tables: numberOrNull}))),
	/** An upstream of the task does not answer. */
	upstreamUnknown: yesNo,
	/** The largest gap; null = none, or not known. */
	gap: v.nullable(gap),
	/** A part of it should have a gap, and nobody knows it. */
	gapUnknown: yesNo,
	gapSinceMs: numberOrNull,
	/** Rows (events) per second of all Sync subtasks, dmtop's own; null in Dump and Load. */
	rowsPerSecond: numberOrNull,
	bytesPerSecond: numberOrNull,
	eta: v.nullable(eta),
	/** How much of its dump, or else of its load, is done, by bytes; null in Sync, or where it is not known of a part. */
	done: v.nullable(
		v.object({
			unit: v.picklist(['Dump', 'Load']),
			/** From 0 to 1, of all parts that are in this unit. */
			fraction: number,
			/** The source that will be the last of several; null where that is not known. */
			last: textOrNull,
		}),
	),
	/** How many of the checks before the start are through, and of how many; null outside of them, or where DM does not say. */
	checks: v.nullable(v.object({total: number, successful: number})),
	/** The worst relay of its sources. */
	relay: relayWord,
	sinceMs: numberOrNull,
	seenSinceMs: number,
	/** When status, stage, unit, worker or error last changed before the gateway's eyes. */
	changedAtMs: numberOrNull,
	/** When its oldest subtask was last seen, where it is older than the rest; null = all are fresh. */
	staleSinceMs: numberOrNull,
	goneAtMs: numberOrNull,
	/** Lag (or gap in 1.0) of the last 10 minutes in 12 steps, oldest first; null = unknown. */
	history: v.array(numberOrNull),
	/** What was asked for and the cluster does not show yet, of the task or of a part of it; null = nothing. */
	operation: v.nullable(operationUnderWay),
});

/** One line of the task list. */
export type TaskRow = Wire<typeof taskRowSchema>;

const resumeViewSchema = v.object({
	resumes: yesNo,
	/** False where DM resumes it in vain. */
	heals: yesNo,
	rule: text,
	of: v.picklist(['subtask', 'relay']),
	/** Since when it has been failing, and how often it was seen to come back. */
	failingSinceMs: numberOrNull,
	cameBack: number,
	/** Its beginning was seen; else it has been failing for at least so long. */
	fromBeginning: yesNo,
	/** How many tries of the same error were seen, and when the last one was. */
	tries: number,
	lastTryMs: numberOrNull,
	/** Until when DM will have tried again, if its checker runs; null where it does not resume it, or runs again. */
	nextTryByMs: v.fallback(numberOrNull, null),
	/** What the source's configuration says of its checker; null where it is not known. */
	checker: v.nullable(checker),
});

/** Will DM resume it by itself? `rule` is the rule that says so, in words. */
export type ResumeView = Wire<typeof resumeViewSchema>;

const subtaskRowSchema = v.object({
	source: text,
	worker: textOrNull,
	presence,
	/** When an answer last held it; null = in the newest answer, or never (see `presence` and `stage`). */
	lastSeenAtMs: numberOrNull,
	word: statusWord,
	/** What was found; it tells apart what has one word. */
	kind: findingKind,
	label: text,
	reason: textOrNull,
	outlook: textOrNull,
	/** Null when it was never seen. */
	stage: textOrNull,
	work: v.nullable(work),
	result: v.nullable(processResult),
	lockId: textOrNull,
	message: textOrNull,
	validation: v.nullable(validation),
	sourceErrors: v.array(processError),
	/** What its source says beside its subtasks, such as that the upstream does not answer; null = nothing, or silent. */
	sourceMessage: textOrNull,
	relay: v.nullable(relay),
	/** Whether DM resumes its errors (or its relay's) by itself; null when it has none. */
	verdict: v.nullable(resumeViewSchema),
	/** Where it can be true; where it flaps the last minute's peak. */
	lagSeconds: numberOrNull,
	/** It should have a lag, and nobody knows it, or DM's is not believed. */
	lagUnknown: yesNo,
	/** Whose figure that is: DM's own, or that by the positions of its upstream; null where there is none. */
	lagFrom: v.fallback(v.nullable(v.picklist(['dm', 'positions'])), null),
	/** What it cannot be less than, by DM where DM is believed, and, by positions, since when what is missing was written at most. */
	lagBounds: v.fallback(v.nullable(v.object({lowerSeconds: numberOrNull, upperSinceMs: numberOrNull})), null),
	/** Who holds it up, by its worker's metrics, with the figures that decided; null where they do not tell it. */
	slow: v.fallback(v.nullable(slow), null),
	blockedSinceMs: numberOrNull,
	upstreamUnknown: yesNo,
	gap: v.nullable(gap),
	gapSinceMs: numberOrNull,
	/** While it dumps or loads: what its upstream has written since the dump began, as far as that was seen; null where nobody knows. */
	writtenSinceDump: v.fallback(v.nullable(gap), null),
	/** Since when its busy worker has told its stage alone; what is told of its unit is the last known, without figures. */
	busySinceMs: numberOrNull,
	rates,
	eta: v.nullable(eta),
	/** When `word` began, for what makes it so; null when it was so at the first reading. */
	sinceMs: numberOrNull,
	seenSinceMs: number,
	changedAtMs: numberOrNull,
	/** What an operation would meet; it holds only while `presence` is `here`. */
	situation,
	/** What was asked for and the cluster does not show yet; null = nothing. */
	operation: v.nullable(operationUnderWay),
	/** Up to 60 points, newest last: of 10 s each, or of up to a minute once somebody has watched for long. */
	samples: v.array(v.object({atMs: number, lagSeconds: numberOrNull, gapBytes: numberOrNull, rate: numberOrNull})),
});

/** One source's part of a task, with all that DM tells of it. */
export type SubtaskRow = Wire<typeof subtaskRowSchema>;

const taskViewSchema = v.object({
	row: taskRowSchema,
	shape,
	/** Null in 1.0, or until it has been asked. */
	config: v.nullable(taskConfig),
	/** Why the configuration could not be read when it was last asked for; null where it could, or was not asked for. */
	configNote: textOrNull,
	/** Worst first, then by source. */
	subtasks: v.array(subtaskRowSchema),
	/** 1.0 workers that do not answer and never did: nobody knows whether they have a part of the task. */
	namelessWorkers: texts,
	/** Who tells nothing of the task and may have a part, these workers too: such as `source replica-03`, `has no worker`. */
	unheard: v.array(v.object({who: text, trouble: text})),
	locks: v.array(lock),
	events: v.array(event),
});

export type TaskView = Wire<typeof taskViewSchema>;

const sourceRowSchema = v.object({
	/** Null where DM 1.0 names only a worker and it was never seen before. */
	source: textOrNull,
	worker: textOrNull,
	word: statusWord,
	reason: textOrNull,
	answered: yesNo,
	/** The source is missing from the newest answer. */
	absent: yesNo,
	unbound: yesNo,
	message: textOrNull,
	errors: v.array(processError),
	silentSinceMs: numberOrNull,
	lastSeenAtMs: numberOrNull,
	relay: v.nullable(relay),
	relaySinceMs: numberOrNull,
	relayBehindSinceMs: numberOrNull,
	/** The disk that holds its relay, in bytes, by its worker's metrics; null where they do not tell it. */
	relaySpace: v.fallback(v.nullable(v.object({availableBytes: number, capacityBytes: number})), null),
	relayVerdict: v.nullable(v.object({resumes: yesNo, rule: text})),
	gap: v.nullable(gap),
	changedAtMs: numberOrNull,
	/** What depends on it. */
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
	/** The tasks that were paused with all others of it and are paused still; left out where there are none. */
	pausedHere: v.exactOptional(texts),
	/** What was asked of its relay and is watched still; left out where nothing is. */
	operation: v.exactOptional(operationUnderWay),
});

export type SourceRow = Wire<typeof sourceRowSchema>;

const overviewSchema = v.object({
	cluster: clusterViewSchema,
	/** Worst first: by severity, then by name. */
	tasks: v.array(taskRowSchema),
	/** The newest events, newest first. */
	events: v.array(event),
	/** Sentences about what the list cannot show, such as a 1.0 worker that does not answer. */
	notes: texts,
	/** Sentences about how the cluster is asked, such as in parts; none of them is trouble. */
	remarks: texts,
});

/** What the task list needs. */
export type Overview = Wire<typeof overviewSchema>;

const sourcesValueSchema = v.object({
	/** Worst first, then by source. */
	sources: v.array(sourceRowSchema),
	/** Null in 1.0, or where the master refuses. */
	members: v.nullable(members),
	/** Why there are none, in a sentence. */
	membersNote: textOrNull,
});

/** Sources, relays and workers. */
export type SourcesValue = Wire<typeof sourcesValueSchema>;

const taskValueSchema = v.object({
	name: text,
	/** Null when the gateway knows no such task (any more). */
	task: v.nullable(taskViewSchema),
});

/** What the pages of one task need. */
export type TaskValue = Wire<typeof taskValueSchema>;

const locksValueSchema = v.object({
	locks: v.array(lock),
	/** Why the master could not be asked for the locks that it holds, in a sentence; null where it was; left out before. */
	heldNote: v.exactOptional(textOrNull),
});

export type LocksValue = Wire<typeof locksValueSchema>;

const eventsValueSchema = v.object({events: v.array(event)});

/** Newest first. */
export type EventsValue = Wire<typeof eventsValueSchema>;

const type = v.literal('topic');
/** Which value it is; the next one may come as what has changed since. */
const seq = v.optional(number);
const taskTopic = v.custom<`task/${string}`>(value => typeof value === 'string' && value.startsWith('task/'));

/**
 * The schema of each topic's message; `task` is that of every `task/…` topic. Every message is the full current value of
 * its topic. No value holds the time of the observation, so that an unchanged cluster gives an unchanged value: ages are
 * the reader's, from `…SinceMs` and the heartbeat's clock.
 */
export const topicSchemas = {
	overview: v.object({type, topic: v.literal('overview'), seq, value: overviewSchema}),
	sources: v.object({type, topic: v.literal('sources'), seq, value: sourcesValueSchema}),
	locks: v.object({type, topic: v.literal('locks'), seq, value: locksValueSchema}),
	events: v.object({type, topic: v.literal('events'), seq, value: eventsValueSchema}),
	task: v.object({type, topic: taskTopic, seq, value: taskValueSchema}),
} as const;

/** The full current value of one topic; the newest replaces all before it. */
export type TopicMessage = Wire<(typeof topicSchemas)[keyof typeof topicSchemas]>;

/** What a viewer can read. */
export type Topic = TopicMessage['topic'];

/** Whether it is the name of a topic, of whatever length. */
export function isTopic(value: unknown): value is Topic {
	if (typeof value !== 'string') return false;
	return plainTopics.includes(value) || (value.startsWith('task/') && value.length > 'task/'.length);
}

const plainTopics: readonly string[] = ['overview', 'sources', 'locks', 'events'] satisfies Topic[];
