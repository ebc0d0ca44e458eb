import {knownUnit, type ProcessError, unitOf} from '../../domain/cluster.ts';
import {blamedError} from '../../domain/failure/blamed-error.ts';
import {failureOf} from '../../domain/failure/resume.ts';
import {sentenceOf} from '../../domain/failure/sentence.ts';
import {isLagUnknown} from '../../domain/lag/lag.ts';
import {holdersOf} from '../../domain/lock.ts';
import type {Gap} from '../../domain/position.ts';
import {type Eta, syncGap} from '../../domain/progress.ts';
import {type RelayWord, relayWordOf, relayWords} from '../../domain/relay/relay.ts';
import type {Status} from '../../domain/status.ts';
import type {Task, TaskSubtask} from '../../domain/task.ts';
import type {Blamed, Phase, TaskRow} from '../../wire/topics.ts';
import {figureAt, newestAtMs} from '../memory/history.ts';
import {actUnderWay, type KnownActs} from '../memory/known-act.ts';
import {type KnownOperations, underWayIn} from '../memory/known-operation.ts';
import type {KnownTask} from '../memory/known-task.ts';
import {etaOf, rateNow, type Track} from '../memory/track.ts';
import {progressOf} from './progress-of.ts';

/** What was asked for and is not seen yet. */
type UnderWay = {readonly operations: KnownOperations; readonly acts: KnownActs};

/** One line of the task list. */
export function taskRow(known: KnownTask, {operations, acts}: UnderWay): TaskRow {
	const {task, status, tracks} = known;
	const gone = task.goneAtMs !== null;
	const here = gone ? [] : task.subtasks.filter(({presence}) => presence.type === 'here');
	const measured = here.map(it => ({it, track: tracks.get(it.source)}));
	const stale = task.subtasks.filter(({presence}) => presence.type !== 'here').map(({lastSeenAtMs}) => lastSeenAtMs);
	// What is the largest or the last of all cannot be told while a part of them is not known.
	const away = !gone && here.length < task.subtasks.length;
	const gapUnknown = away || here.some(isGapUnknown);
	const {gap, gapSinceMs} = gapUnknown ? noGap : largestGap(here);
	const lagSeconds = largest(here.map(({lag}) => lag.seconds));
	const upstreamUnknown = here.some(isUpstreamUnknown);
	const lagUnknown = away || here.some(it => isLagUnknown(it, lagSeconds === null));
	return {
		name: task.name,
		word: status.word,
		kind: status.kind,
		label: status.label,
		reason: status.reason,
		outlook: status.outlook,
		reasonSource: status.source,
		blamed: blamedOf(task, status),
		more: status.more,
		dmStatus: known.dmStatus,
		good: here.filter(({subtask}) => subtask?.stage === 'Running' || subtask?.stage === 'Finished').length,
		expected: task.subtasks.length,
		phase: phaseOf(task.subtasks, gone),
		lagSeconds: lagUnknown ? null : lagSeconds,
		lagUnknown,
		slow:
			status.kind === 'lag' ? (task.subtasks.find(({source}) => source === status.source)?.slow?.part ?? null) : null,
		// Another part may be older than the lock.
		blockedSinceMs: away || upstreamUnknown ? null : smallest(here.map(({blockedSinceMs}) => blockedSinceMs)),
		heldUpBy: heldUpBy(known),
		upstreamUnknown,
		gap,
		gapUnknown,
		gapSinceMs,
		rowsPerSecond: told(sum(measured.filter(({it}) => unit(it) === 'Sync').map(rateOf))),
		bytesPerSecond: told(sum(measured.filter(({it}) => unit(it) === 'Load' || unit(it) === 'Dump').map(rateOf))),
		...progressOf(gone || away ? [] : measured),
		eta: away ? null : slowest(measured.map(({it, track}) => (it.subtask === null ? null : etaOf(track, it.subtask)))),
		relay: worstRelay(task.subtasks),
		sinceMs: known.sinceMs,
		seenSinceMs: known.seenSinceMs,
		changedAtMs: known.changedAtMs,
		staleSinceMs: gone ? null : smallest(stale),
		goneAtMs: task.goneAtMs,
		operation: underWayIn(operations, task.name) ?? actUnderWay(acts, it => it.task === task.name && it.lock === null),
		history: recently(measured, task.version.newest < 200 ? 'gapBytes' : 'lagSeconds'),
	};
}

function isGapUnknown({subtask}: TaskSubtask): boolean {
	return subtask?.work.type === 'Sync' && syncGap(subtask.work) === null;
}

export function isUpstreamUnknown({subtask}: TaskSubtask): boolean {
	return subtask?.work.type === 'Sync' && subtask.work.upstream === null;
}

/** The word of the RELAY column for one source's part. */
function worstRelay(subtasks: readonly TaskSubtask[]): RelayWord {
	const words = new Set(subtasks.map(relayWordOf));
	return relayWords.find(word => words.has(word)) ?? 'off';
}

function unit({subtask}: TaskSubtask): string | null {
	return subtask === null ? null : unitOf(subtask.work);
}

function rateOf({track, it}: {readonly it: TaskSubtask; readonly track: Track | undefined}): number | null {
	return it.subtask?.stage === 'Running' && track !== undefined ? rateNow(track.recent) : null;
}

const units = {Check: 'check', Dump: 'dump', Load: 'load', Sync: 'sync'} as const;

function phaseOf(subtasks: readonly TaskSubtask[], gone: boolean): Phase {
	const phase = {check: 0, dump: 0, load: 0, sync: 0, paused: 0, error: 0, silent: 0};
	if (gone) return phase;
	for (const {presence, subtask} of subtasks) {
		const work = subtask?.work.type ?? 'Other';
		if (presence.type !== 'here' || subtask === null) phase.silent++;
		else if (subtask.stage === 'Paused') phase[failureOf(subtask.result) === null ? 'paused' : 'error']++;
		else if (work !== 'Other' && (subtask.stage === 'Running' || subtask.stage === 'New')) phase[units[work]]++;
	}
	return phase;
}

const noGap: {readonly gap: Gap | null; readonly gapSinceMs: number | null} = {gap: null, gapSinceMs: null};

function largestGap(subtasks: readonly TaskSubtask[]): typeof noGap {
	let worst = noGap;
	for (const {subtask, gapSinceMs} of subtasks) {
		const gap = subtask?.work.type === 'Sync' ? syncGap(subtask.work) : null;
		if (gap !== null && sizeOf(gap) > sizeOf(worst.gap)) worst = {gap, gapSinceMs};
	}
	return worst;
}

/** Any file is more than any number of bytes. */
function sizeOf(gap: Gap | null): number {
	if (gap === null) return -1;
	return gap.type === 'bytes' ? gap.bytes : gap.files * Number.MAX_SAFE_INTEGER + gap.atLeastBytes;
}

const historySteps = 12;

/** The largest lag (1.0 has none: gap) of the subtasks in each of 12 steps of 50 s, oldest first. */
function recently(
	measured: readonly {readonly track: Track | undefined}[],
	figure: 'lagSeconds' | 'gapBytes',
): readonly (number | null)[] {
	const newest = measured.reduce(
		(latest, {track}) => Math.max(latest, (track && newestAtMs(track.history)) ?? latest),
		Number.NEGATIVE_INFINITY,
	);
	if (!Number.isFinite(newest)) return [];
	const steps: (number | null)[] = Array.from({length: historySteps}, () => null);
	for (const {track} of measured) {
		for (let index = (track?.history.size ?? 0) - 1; track !== undefined && index >= 0; index--) {
			const atMs = figureAt(track.history, index, 'atMs');
			const step = historySteps - 1 - Math.floor((newest - (atMs ?? 0)) / 50_000);
			if (atMs === null || step < 0) break;
			const value = figureAt(track.history, index, figure);
			if (value !== null) steps[step] = Math.max(steps[step] ?? 0, value);
		}
	}
	return steps;
}

function known(values: readonly (number | null)[]): readonly number[] {
	return values.filter(value => value !== null);
}

function largest(values: readonly (number | null)[]): number | null {
	const numbers = known(values);
	return numbers.length === 0 ? null : numbers.reduce((most, value) => Math.max(most, value));
}

function smallest(values: readonly (number | null)[]): number | null {
	const numbers = known(values);
	return numbers.length === 0 ? null : numbers.reduce((least, value) => Math.min(least, value));
}

function sum(values: readonly (number | null)[]): number | null {
	const numbers = known(values);
	return numbers.length === 0 ? null : numbers.reduce((total, value) => total + value, 0);
}

function slowest(etas: readonly (Eta | null)[]): Eta | null {
	return etas.reduce((worst, eta) => (eta !== null && eta.maxSeconds > (worst?.maxSeconds ?? -1) ? eta : worst), null);
}

/** What the reason of a task speaks of: the part on its source, and the error there. */
function blamedOf({subtasks}: Task, {source, kind}: Status): Blamed | null {
	const it = source === null ? undefined : subtasks.find(subtask => subtask.source === source);
	if (it === undefined) return null;
	const {subtask, relay, sourceErrors} = it;
	const error = blamedError(kind, {
		result: subtask?.result ?? null,
		validation: subtask?.validation ?? null,
		relay,
		sourceErrors,
	});
	return {
		worker: it.worker,
		unit: subtask === null ? null : knownUnit(subtask.work),
		stage: subtask?.stage ?? null,
		away: it.presence.type === 'here' ? null : it.presence.type,
		code: error?.code ?? null,
		scope: error?.scope ?? null,
		text: error === null ? null : briefly(error),
	};
}

/** Whom the first of its locks waits for; null where there is none, or nothing is known of it. */
function heldUpBy({locks}: KnownTask): TaskRow['heldUpBy'] {
	const lock = locks.find(({isNamedOnly}) => !isNamedOnly);
	if (lock === undefined) return null;
	return holdersOf(lock).map(({source, state, unsynced}) => ({
		source,
		tables: state === 'partly' ? unsynced.length : null,
	}));
}

/** Message and cause, each without what stands before its sentence. */
function briefly({message, rawCause}: ProcessError): string {
	const sentences = [message, rawCause].filter(text => text !== null && text.trim() !== '');
	return sentences.map(text => sentenceOf({message: text, rawCause: null})).join('\n');
}

/** A rate to four digits: it is measured from one poll to the next, and no more than that is known. */
function told(rate: number | null): number | null {
	return rate === null ? null : Number(rate.toPrecision(4));
}
