import {awayWords, lacksOf} from '../../domain/caught-up.ts';
import {unitOf} from '../../domain/cluster.ts';
import {failureOf} from '../../domain/failure/resume.ts';
import {syncs} from '../../domain/mode.ts';
import {seenPart} from '../../domain/operation/operation.ts';
import {underRelay} from '../../domain/rules/parts.ts';
import type {Task, TaskSubtask} from '../../domain/task.ts';
import type {WaitState} from '../args/usage.ts';

/** How far a task is from the state that is waited for. */
export type Judgement =
	| {readonly type: 'reached'}
	/** `arrived` of its parts are in the state; `missing` is what the first of the others lacks. */
	| {readonly type: 'not-yet'; readonly arrived: number; readonly missing: string}
	/** It cannot come to be so any more, and why. */
	| {readonly type: 'never'; readonly why: string};

/** Judges a task as the newest answer tells of it. */
export function judge(state: WaitState, task: Task): Judgement {
	const {impossible, lack, needs} = rules[state];
	if (task.goneAtMs !== null) return state === 'stopped' ? {type: 'reached'} : {type: 'never', why: 'it was stopped'};
	const why = impossible(task);
	if (why !== null) return {type: 'never', why};
	const judged = task.subtasks.map(it => ({it, lack: lack(it, task)}));
	const first = judged.find(one => one.lack !== null);
	const arrived = judged.filter(one => one.lack === null).length;
	if (first !== undefined) return {type: 'not-yet', arrived, missing: `${first.it.source}: ${first.lack}`};
	if (arrived === 0) return {type: 'not-yet', arrived, missing: 'it is on no source'};
	if (needs !== null && !task.subtasks.some(it => it.subtask?.stage === needs)) {
		return {type: 'not-yet', arrived, missing: `no part of it is ${needs}`};
	}
	return {type: 'reached'};
}

type Rule = {
	/** Why the state can never be reached. */
	readonly impossible: (task: Task) => string | null;
	/** What a part lacks to be in the state. */
	readonly lack: (it: TaskSubtask, task: Task) => string | null;
	/** A stage in which at least one part has to be. */
	readonly needs: 'Running' | 'Paused' | null;
};

const rules = {
	'caught-up': {impossible: neverSyncs, lack: lacksOf, needs: null},
	running: {impossible: hasFinished, lack: lacksToRun, needs: 'Running'},
	paused: {impossible: hasFinished, lack: lacksToBePaused, needs: 'Paused'},
	finished: {impossible: neverFinishes, lack: it => awayOf(it) ?? stageOther(it, ['Finished']), needs: null},
	stopped: {impossible: () => null, lack: it => awayOf(it) ?? stageOther(it, ['Stopped']), needs: null},
} as const satisfies Record<WaitState, Rule>;

/** A part that has finished stays so: where others go on, the task is what they are. */
function lacksToRun(it: TaskSubtask): string | null {
	const told = awayOf(it) ?? stageOther(it, ['Running', 'Finished']);
	if (told !== null) return told;
	if (it.sourceErrors.length > 0) return 'its source reports an error';
	const relay = underRelay(it);
	return relay === null || relay.stage === 'Running' ? null : `its relay is ${relay.stage}`;
}

/** Paused by a person, also after a failure: what DM would resume by itself is not paused. */
function lacksToBePaused(it: TaskSubtask, {version}: Task): string | null {
	const away = awayOf(it);
	if (away !== null || it.subtask === null) return away;
	const {situation} = seenPart(it.source, {worker: it.worker, ...it.subtask}, version);
	if (situation === 'paused' || situation === 'finished') return null;
	if (situation === 'retrying') return 'it failed, and DM resumes it by itself';
	if (situation === 'failed') return 'it failed; nobody has paused it';
	return `it is ${it.subtask.stage}`;
}

function awayOf({presence, subtask}: TaskSubtask): string | null {
	return awayWords[presence.type] ?? (subtask === null ? 'no answer tells of it' : null);
}

function stageOther({subtask}: TaskSubtask, wanted: readonly string[]): string | null {
	if (subtask === null || wanted.includes(subtask.stage)) return null;
	const failed = subtask.stage === 'Paused' && failureOf(subtask.result) !== null;
	return `it is ${subtask.stage}${failed ? ' with an error' : ''}`;
}

function hasFinished({subtasks}: Task): string | null {
	return subtasks.length > 0 && subtasks.every(isFinished) ? 'it has finished' : null;
}

function neverSyncs({subtasks, config}: Task): string | null {
	if (syncs(config?.mode ?? null) === false) return `its mode is ${config?.mode}: it never comes to Sync`;
	const done = subtasks.find(isFinished);
	return done === undefined ? null : `${done.source} has finished without Sync`;
}

function neverFinishes({subtasks, config}: Task): string | null {
	if (syncs(config?.mode ?? null) === true) return `its mode is ${config?.mode}: it syncs until somebody stops it`;
	const syncing = subtasks.find(({subtask}) => subtask !== null && unitOf(subtask.work) === 'Sync');
	return syncing === undefined ? null : `${syncing.source} is in Sync, which never finishes`;
}

/** By the newest answer, or the last one that told of it: what has finished stays so. */
function isFinished({subtask}: TaskSubtask): boolean {
	return subtask?.stage === 'Finished';
}
