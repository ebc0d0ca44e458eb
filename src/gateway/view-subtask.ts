import type {ProcessResult} from '../domain/cluster.ts';
import {seenPart} from '../domain/operation.ts';
import {syncGap} from '../domain/progress.ts';
import {resume} from '../domain/resume.ts';
import {subtaskStatus} from '../domain/status.ts';
import type {TaskSubtask} from '../domain/task.ts';
import type {DmVersion} from '../domain/version.ts';
import type {ResumeView, SubtaskRow} from '../protocol/topics.ts';
import {condensed} from './history.ts';
import {underWayOn} from './known-operation.ts';
import type {Memory} from './memory.ts';
import {etaOf, ratesOf, type Track} from './track.ts';
import {isUpstreamUnknown, lagOf} from './view-task.ts';

/** One source's part of a task, with all that DM tells of it. */
export function subtaskRow(
	it: TaskSubtask,
	track: Track | undefined,
	version: DmVersion,
	{lastGood, operations}: Pick<Memory, 'lastGood' | 'operations'>,
): SubtaskRow {
	const {subtask} = it;
	const status = subtaskStatus(it, version, lastGood?.atMs ?? 0);
	const here = it.presence.type === 'here';
	const work = subtask?.work ?? null;
	return {
		source: it.source,
		worker: it.worker,
		presence: it.presence,
		lastSeenAtMs: here ? null : it.lastSeenAtMs,
		word: status.word,
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
		relay: it.relay,
		verdict: verdictOf(it, version),
		lagSeconds: here ? lagOf(it) : null,
		blockedSinceMs: it.blockedSinceMs,
		upstreamUnknown: isUpstreamUnknown(it),
		gap: here && work?.type === 'Sync' ? syncGap(work) : null,
		gapSinceMs: it.gapSinceMs,
		rates: here ? ratesOf(track) : {now: null, fiveMinutes: null, sinceStart: null},
		eta: here && subtask !== null ? etaOf(track, subtask) : null,
		sinceMs: it.sinceMs,
		seenSinceMs: it.seenSinceMs,
		changedAtMs: it.changedAtMs,
		situation: seenPart(it.source, here && subtask !== null ? {worker: it.worker, ...subtask} : null, version)
			.situation,
		operation: underWayOn(operations, it.task, it.source),
		samples:
			track === undefined
				? []
				: condensed(track.history, pointsShown).map(({atMs, lagSeconds, gapBytes, rate}) => ({
						atMs,
						lagSeconds,
						gapBytes,
						rate,
					})),
	};
}

/** How many points of a subtask's history its viewers get. */
const pointsShown = 60;

function verdictOf({subtask, relay, retry}: TaskSubtask, version: DmVersion): ResumeView | null {
	const history = {failingSinceMs: retry?.sinceMs ?? null, cameBack: retry?.cameBack ?? 0};
	const own = subtask?.stage === 'Paused' ? subtask.result : null;
	if (hasErrors(own)) return {...resume(own, 'subtask', version), of: 'subtask', ...history};
	const ofRelay = relay?.stage === 'Paused' ? relay.result : null;
	return hasErrors(ofRelay) ? {...resume(ofRelay, 'relay', version), of: 'relay', ...history} : null;
}

function hasErrors(result: ProcessResult | null): result is ProcessResult {
	return result !== null && result.errors.length > 0;
}
