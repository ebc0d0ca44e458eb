import type {ProcessResult, Relay, Subtask} from '../../../domain/cluster.ts';
import {errorKey} from '../../../domain/failure/error-key.ts';
import {failureOf, importFailed, resume} from '../../../domain/failure/resume.ts';
import {gapBetween} from '../../../domain/position.ts';
import {headline} from '../../../domain/rules/parts.ts';
import type {Retry, TaskSubtask} from '../../../domain/task.ts';
import type {DmVersion} from '../../../domain/version.ts';
import type {KnownSource} from '../known-source.ts';
import {counterOf} from '../track.ts';

/** How long ago it may last have been seen for its present state to have a beginning that anyone saw, in ms. */
export const unwatchedAfterMs = 30_000;

/** What is remembered of DM's tries to resume a subtask, after one more answer that holds it. */
export function retriesOf(
	known: TaskSubtask | undefined,
	subtask: Subtask,
	source: Pick<KnownSource, 'relay' | 'checker'>,
	{atMs, version}: {readonly atMs: number; readonly version: DmVersion},
): Pick<TaskSubtask, 'retry' | 'triedAtMs' | 'importFailedAtMs'> {
	const sinceSeenMs = known?.lastSeenAtMs == null ? null : atMs - known.lastSeenAtMs;
	const retry = retryOf({
		known: known?.retry ?? null,
		before: known?.subtask ?? null,
		subtask,
		failing: failingWith(subtask, source, version),
		// What nobody watched is not counted.
		watchedMs: sinceSeenMs === null || sinceSeenMs > unwatchedAfterMs ? null : Math.max(0, sinceSeenMs),
		isQuiet: known?.triedAtMs == null || atMs - known.triedAtMs > backOffMs,
		atMs,
	});
	return {
		retry,
		triedAtMs: retry?.lastTryMs ?? known?.triedAtMs ?? null,
		importFailedAtMs: importFailedAt(known, subtask, atMs),
	};
}

const recoveredAfterMs = 30_000;
/** DM itself takes a step back in its back-off after 5 minutes without a pause. */
const surelyRecoveredAfterMs = 5 * 60_000;
/** The longest pause between two tries, as DM's configuration is by default, and a little more. */
const backOffMs = 6 * 60_000;

type Now = {
	readonly known: Retry | null;
	readonly before: Subtask | null;
	readonly subtask: Subtask;
	readonly failing: Failing | null;
	/** Since the answer before; null where too long ago. */
	readonly watchedMs: number | null;
	/** No try of an earlier failure was seen lately: the next one comes within seconds. */
	readonly isQuiet: boolean;
	readonly atMs: number;
};

function retryOf({known, before, subtask, failing, watchedMs, isQuiet, atMs}: Now): Retry | null {
	const counter = counterOf(subtask);
	if (failing !== null) {
		const {key, text, counts} = failing;
		const another = known !== null && known.errorKey !== key;
		const counted = counts && before !== null && (counter ?? 0) > (counterOf(before) ?? 0);
		// One that was seen running has been counted then.
		const tried = known !== null && known.runningSinceMs === null && (another || counted);
		const began = known === null || known.runningSinceMs !== null;
		return {
			sinceMs: known?.sinceMs ?? atMs,
			fromBeginning: known === null ? before !== null && watchedMs !== null : known.fromBeginning,
			fromQuiet: known?.fromQuiet ?? isQuiet,
			watchedMs: began || tried ? 0 : known.watchedMs + (watchedMs ?? 0),
			allTries: allTriesOf(known, tried, {isFirst: before !== null && isQuiet, counts, watchedMs}),
			tries: another ? 0 : (known?.tries ?? 0) + (tried ? 1 : 0),
			lastTryMs: tried ? atMs : (known?.lastTryMs ?? null),
			cameBack: known?.cameBack ?? 0,
			runningSinceMs: null,
			counterAtResume: null,
			errorKey: key,
			error: text,
		};
	}
	if (subtask.stage === 'Resuming') return known;
	if (known === null || subtask.stage !== 'Running') return null;
	if (known.runningSinceMs === null) {
		const {tries, cameBack} = known;
		return {
			...known,
			watchedMs: 0,
			tries: tries + 1,
			allTries: known.allTries === null ? null : known.allTries + 1,
			lastTryMs: atMs,
			cameBack: cameBack + 1,
			runningSinceMs: atMs,
			counterAtResume: counter,
		};
	}
	const ranMs = atMs - known.runningSinceMs;
	const recovered = ranMs >= recoveredAfterMs && progressed(known, subtask, counter);
	return recovered || ranMs >= surelyRecoveredAfterMs ? null : known;
}

/** None can have been missed where its beginning was seen, each shows in a counter, and somebody watched all the time. */
function allTriesOf(
	known: Retry | null,
	tried: boolean,
	now: {readonly isFirst: boolean; readonly counts: boolean; readonly watchedMs: number | null},
): number | null {
	if (!now.counts || now.watchedMs === null) return null;
	if (known === null) return now.isFirst ? 0 : null;
	return known.allTries === null ? null : known.allTries + (tried ? 1 : 0);
}

/** What it fails with. `counts`: a try of it shows in the counter of the subtask. */
type Failing = {readonly key: string; readonly text: string; readonly counts: boolean};

/** As DM would resume it by itself; null when it does not fail, or needs a person. */
function failingWith(
	subtask: Subtask,
	{relay, checker}: Pick<KnownSource, 'relay' | 'checker'>,
	version: DmVersion,
): Failing | null {
	const own = subtask.stage === 'Paused' ? failureOf(subtask.result) : null;
	if (own !== null) {
		if (!resume(own, 'subtask', version, checker).resumes) return null;
		return {key: errorKey(own), text: textOf(own), counts: subtask.work.type === 'Sync'};
	}
	const of = readsFailedRelay(subtask, relay) ? failureOf(relay?.result ?? null) : null;
	if (of === null || !resume(of, 'relay', version, checker).resumes) return null;
	return {key: `relay ${errorKey(of)}`, text: `relay: ${textOf(of)}`, counts: false};
}

function readsFailedRelay({stage, work}: Subtask, relay: Relay | null): boolean {
	return stage === 'Running' && work.type === 'Sync' && work.binlogType !== 'remote' && relay?.stage === 'Paused';
}

function textOf({errors: [error]}: ProcessResult): string {
	return error === undefined ? '' : headline(error);
}

/** It moved on since it runs again, or there is nothing left to do. */
function progressed(retry: Retry, subtask: Subtask, counter: number | null): boolean {
	if (counter !== null && counter !== retry.counterAtResume) return true;
	if (subtask.work.type !== 'Sync') return false;
	const gap = gapBetween(subtask.work.upstream, subtask.work.checkpoint);
	return gap?.type === 'bytes' && gap.bytes === 0;
}

/** Kept while the same load goes on, and for the answer at which it has ended. */
function importFailedAt(known: TaskSubtask | undefined, {stage, work, result}: Subtask, atMs: number): number | null {
	// A worker that is busy tells no unit.
	if (work.type === 'Other') return known?.importFailedAtMs ?? null;
	if (work.type !== 'Load') return null;
	if (stage === 'Paused' && result?.errors.some(({code}) => code === importFailed)) return atMs;
	return stage === 'Finished' ? null : (known?.importFailedAtMs ?? null);
}
