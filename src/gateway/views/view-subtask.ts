import {nextTryBy} from '../../domain/failure/next-try.ts';
import {failureOf, resume} from '../../domain/failure/resume.ts';
import {isLagUnknown} from '../../domain/lag/lag.ts';
import type {PositionHistory} from '../../domain/lag/position-history.ts';
import {seenPartOf} from '../../domain/operation/operation.ts';
import {type Gap, gapBetween} from '../../domain/position.ts';
import {syncGap} from '../../domain/progress.ts';
import {subtaskStatus} from '../../domain/status.ts';
import type {Task, TaskSubtask} from '../../domain/task.ts';
import type {ResumeView, SubtaskRow} from '../../wire/topics.ts';
import {condensed, type History} from '../memory/history.ts';
import {actUnderWay} from '../memory/known-act.ts';
import {underWayOn} from '../memory/known-operation.ts';
import type {KnownSource} from '../memory/known-source.ts';
import type {KnownTask} from '../memory/known-task.ts';
import type {Memory} from '../memory/memory.ts';
import {etaOf, ratesOf} from '../memory/track.ts';
import {untimed} from './untimed.ts';
import {isUpstreamUnknown} from './view-task.ts';

/** One source's part of a task, with all that DM tells of it. */
export function subtaskRow(
	{task, tracks, verdicts}: KnownTask,
	it: TaskSubtask,
	{lastGood, operations, acts, sources}: Pick<Memory, 'lastGood' | 'operations' | 'acts' | 'sources'>,
): SubtaskRow {
	const {subtask} = it;
	const {version} = task;
	const track = tracks.get(it.source);
	const status = subtaskStatus(task, it, lastGood?.atMs ?? 0);
	const found = verdicts.get(it.source);
	const here = it.presence.type === 'here';
	const work = subtask?.work ?? null;
	return {
		source: it.source,
		worker: it.worker,
		presence: it.presence,
		lastSeenAtMs: here ? null : it.lastSeenAtMs,
		word: status.word,
		kind: status.kind,
		label: status.label,
		reason: status.reason,
		outlook: status.outlook,
		stage: subtask?.stage ?? null,
		work,
		result: subtask?.result ?? null,
		lockId: subtask?.lockId ?? null,
		message: subtask?.message ?? null,
		validation: subtask?.validation ?? null,
		sourceErrors: it.sourceErrors,
		sourceMessage: saidBy(sources.get(it.source)),
		relay: it.relay,
		verdict: verdictOf(task, it),
		lagSeconds: here ? it.lag.seconds : null,
		lagFrom: here ? it.lag.from : null,
		lagBounds: here ? it.lag.bounds : null,
		lagUnknown: task.goneAtMs === null && isLagUnknown(it, true),
		slow: here && status.kind === 'lag' ? untimed(it.slow) : null,
		blockedSinceMs: it.blockedSinceMs,
		upstreamUnknown: isUpstreamUnknown(it),
		gap: here && work?.type === 'Sync' ? syncGap(work) : null,
		gapSinceMs: it.gapSinceMs,
		writtenSinceDump: here ? writtenSinceDump(it, sources.get(it.source)?.positions ?? []) : null,
		busySinceMs: it.busySinceMs,
		rates: here ? ratesOf(track) : {now: null, fiveMinutes: null, sinceStart: null},
		eta: here && subtask !== null ? etaOf(track, subtask) : null,
		sinceMs: found === undefined ? it.sinceMs : found.sinceMs,
		seenSinceMs: found?.seenSinceMs ?? it.seenSinceMs,
		changedAtMs: Math.max(it.changedAtMs ?? 0, found?.changedAtMs ?? 0) || null,
		situation: seenPartOf(it, version).situation,
		operation:
			underWayOn(operations, it.task, it.source) ??
			actUnderWay(acts, target => target.task === it.task && target.source === it.source),
		samples: track === undefined ? [] : samplesOf(track.history),
	};
}

/** A history takes a sample each 10 s, and is shown at each poll: until then its points are the same objects. */
function samplesOf(history: History): SubtaskRow['samples'] {
	const known = shownSamples.get(history);
	if (known !== undefined) return known;
	const samples = condensed(history, pointsShown).map(({atMs, lagSeconds, gapBytes, rate}) => ({
		atMs,
		lagSeconds,
		gapBytes,
		rate,
	}));
	shownSamples.set(history, samples);
	return samples;
}

const shownSamples = new WeakMap<History, SubtaskRow['samples']>();

/** The dump's own position where the load tells it; else where the upstream was last seen before the dump was. */
function writtenSinceDump({subtask, seenSinceMs}: TaskSubtask, positions: PositionHistory): Gap | null {
	const work = subtask?.work;
	const newest = positions.at(-1)?.position ?? null;
	if (work?.type === 'Load') return gapBetween(newest, work.metaBinlog);
	if (work?.type !== 'Dump') return null;
	return gapBetween(newest, positions.findLast(({atMs}) => atMs <= seenSinceMs)?.position ?? null);
}

/** How many points of a subtask's history its viewers get. */
const pointsShown = 60;

/** A silent source's message is told as the reason of its silence. */
function saidBy(source: KnownSource | undefined): string | null {
	return source?.answered ? source.message : null;
}

function verdictOf({version, goneAtMs}: Task, {subtask, relay, retry, checker}: TaskSubtask): ResumeView | null {
	if (goneAtMs !== null) return null;
	const history = {
		failingSinceMs: retry?.sinceMs ?? null,
		cameBack: retry?.cameBack ?? 0,
		fromBeginning: retry?.fromBeginning ?? false,
		tries: retry?.tries ?? 0,
		lastTryMs: retry?.lastTryMs ?? null,
		nextTryByMs: retry === null || retry.runningSinceMs !== null ? null : nextTryBy(retry, checker),
		checker,
	};
	const own = subtask?.stage === 'Paused' ? failureOf(subtask.result) : null;
	if (own !== null) return {...resume(own, 'subtask', version, checker), of: 'subtask', ...history};
	const ofRelay = relay?.stage === 'Paused' ? failureOf(relay.result) : null;
	return ofRelay === null ? null : {...resume(ofRelay, 'relay', version, checker), of: 'relay', ...history};
}
