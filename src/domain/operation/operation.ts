import {type ProcessResult, unitOf, type Work} from '../cluster.ts';
import {resume} from '../failure/resume.ts';
import type {TaskSubtask} from '../task.ts';
import type {DmVersion} from '../version.ts';

/** What a person can have done to a task, or to its part on some sources. */
export const operations = ['pause', 'resume', 'stop'] as const;

export type Operation = (typeof operations)[number];

/** What an operation is to be done to. */
export type OperationTarget = {
	readonly task: string;
	/** Null = the whole task. */
	readonly sources: readonly string[] | null;
};

/** One source's part of a task as somebody saw it, as far as it matters to an operation. */
export type SeenPart = {
	readonly source: string;
	/** Null where no answer tells of the part now, or DM does not name the worker. */
	readonly worker: string | null;
	/** DM's word; null where no answer tells of the part now. */
	readonly stage: string | null;
	/** DM's word; null where no answer tells of the part now. */
	readonly unit: string | null;
	readonly situation: Situation;
};

/** What decides what an operation does to a part of a task. */
export const situations = [
	'new',
	'running',
	/** Paused by errors that DM resumes by itself. */
	'retrying',
	/** Paused by errors that need a person. */
	'failed',
	/** Paused by a person, also after it had failed. */
	'paused',
	'finished',
	/** Its source does not answer, has no worker, or does not list it. */
	'silent',
	/** A stage of which nothing is known here. */
	'other',
] as const;

export type Situation = (typeof situations)[number];

/** What an operation did to one target. `done` is DM's answer, not the outcome: the next status tells that. */
export type TargetOutcome = OperationTarget & {
	readonly outcome: 'done' | 'refused' | 'failed' | 'unknown' | 'not-tried';
	/** A sentence; null where there is nothing to say. */
	readonly message: string | null;
	/** What DM answered for each source; empty where nothing was sent. */
	readonly parts: readonly PartOutcome[];
	/** Why the audit log does not hold how it ended, in a sentence; left out where it does. */
	readonly unwritten?: string;
};

export type PartOutcome = {
	readonly source: string | null;
	readonly worker: string | null;
	readonly outcome: 'done' | 'failed' | 'unknown' | 'not-tried';
	/** DM's text, also where it is done: then a warning. */
	readonly message: string | null;
};

/** The part as an operation sees it; without `here` no answer tells of it now, whatever was known before. */
export function seenPart(
	source: string,
	here: {
		readonly worker: string | null;
		readonly stage: string;
		readonly work: Work;
		readonly result: ProcessResult | null;
	} | null,
	version: DmVersion,
): SeenPart {
	if (here === null) return silentPart(source);
	const {worker, stage, work} = here;
	return {source, worker, stage, unit: unitOf(work), situation: situationOf(here, version)};
}

/** How it ended for a target of which no part tells anything. */
export function wholeOutcome(
	{task, sources}: OperationTarget,
	outcome: TargetOutcome['outcome'],
	message: string,
): TargetOutcome {
	return {task, sources, outcome, message, parts: []};
}

/** A part of which no answer tells now: whatever was known before, nothing is said. */
export function silentPart(source: string): SeenPart {
	return {source, worker: null, stage: null, unit: null, situation: 'silent'};
}

/** A known part as an operation sees it. */
export function seenPartOf({source, worker, subtask, presence}: TaskSubtask, version: DmVersion): SeenPart {
	return seenPart(source, presence.type === 'here' && subtask !== null ? {...subtask, worker} : null, version);
}

function situationOf(
	{stage, result}: {readonly stage: string; readonly result: ProcessResult | null},
	version: DmVersion,
): Situation {
	if (stage !== 'Paused') return stages[stage] ?? 'other';
	if (result === null || result.errors.length === 0 || result.isCanceled === true) return 'paused';
	return resume(result, 'subtask', version).resumes ? 'retrying' : 'failed';
}

const stages: Readonly<Record<string, Situation>> = {New: 'new', Running: 'running', Finished: 'finished'};
