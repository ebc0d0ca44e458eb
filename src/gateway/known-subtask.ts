import type {ProcessResult, Relay, Subtask} from '../domain/cluster.ts';
import {unitOf} from '../domain/cluster.ts';
import {gapBetween} from '../domain/position.ts';
import {resume} from '../domain/resume.ts';
import {headline} from '../domain/rules/parts.ts';
import type {Presence, Retry, TaskSubtask} from '../domain/task.ts';
import type {DmVersion} from '../domain/version.ts';
import {blockedOf} from './blocked.ts';
import type {KnownSource} from './known-source.ts';
import {counterOf} from './track.ts';
import {firstSeenPast} from './trail.ts';

/** What one reading means for a subtask. */
export type Moment = {
	readonly atMs: number;
	/** The first reading: what is so now has no beginning. */
	readonly first: boolean;
	readonly version: DmVersion;
	/** Tasks whose pages somebody reads: of these a longer history is kept. */
	readonly watched: ReadonlySet<string>;
};

/** A subtask that the newest answer holds. */
export function present(
	known: TaskSubtask | undefined,
	subtask: Subtask,
	source: KnownSource,
	{atMs, first, version}: Moment,
): TaskSubtask {
	const before = known?.subtask ?? null;
	const same = before !== null && stateKey(before) === stateKey(subtask);
	const worker = source.worker;
	const changed = known !== undefined && (!same || known.worker !== worker || known.presence.type !== 'here');
	const work = subtask.work;
	return {
		task: subtask.task,
		source: source.source,
		worker,
		subtask,
		presence: {type: 'here'},
		lastSeenAtMs: atMs,
		sinceMs: same ? (known?.sinceMs ?? null) : first || unseen(known, atMs) ? null : atMs,
		seenSinceMs: same ? (known?.seenSinceMs ?? atMs) : atMs,
		changedAtMs: changed ? atMs : (known?.changedAtMs ?? null),
		sourceErrors: source.errors,
		relay: source.relay,
		relayBehindSinceMs: source.relayBehindSinceMs,
		retry: retryOf(known?.retry ?? null, before, subtask, source.relay, version, atMs),
		...blockedOf(known, subtask, atMs),
		gapSinceMs: work.type === 'Sync' ? firstSeenPast(source.trail, work.checkpoint) : null,
	};
}

/** A subtask that is expected and that the newest answer does not hold; its last known state stays. */
export function away(
	known: TaskSubtask | undefined,
	task: string,
	name: string,
	source: KnownSource | undefined,
	{atMs}: Moment,
): TaskSubtask {
	const presence = presenceOf(source, known?.presence, atMs);
	const changed = known !== undefined && known.presence.type !== presence.type;
	return {
		task,
		source: name,
		worker: source?.worker ?? known?.worker ?? null,
		subtask: known?.subtask ?? null,
		presence,
		lastSeenAtMs: known?.lastSeenAtMs ?? null,
		sinceMs: known?.sinceMs ?? null,
		seenSinceMs: known?.seenSinceMs ?? atMs,
		changedAtMs: changed ? atMs : (known?.changedAtMs ?? null),
		sourceErrors: source?.errors ?? [],
		relay: source?.relay ?? null,
		relayBehindSinceMs: source?.relayBehindSinceMs ?? null,
		retry: known?.retry ?? null,
		blockedSinceMs: known?.blockedSinceMs ?? null,
		lockSinceMs: known?.lockSinceMs ?? null,
		gapSinceMs: null,
	};
}

function presenceOf(source: KnownSource | undefined, before: Presence | undefined, atMs: number): Presence {
	const since = (type: Presence['type']) => (before?.type === type && 'sinceMs' in before ? before.sinceMs : atMs);
	if (source === undefined || source.absent) return {type: 'absent', sinceMs: source?.silentSinceMs ?? since('absent')};
	if (source.answered) return {type: 'missing', sinceMs: since('missing')};
	const sinceMs = source.silentSinceMs ?? atMs;
	return {type: source.unbound ? 'unbound' : 'silent', sinceMs, message: source.message};
}

/** How long ago it may last have been seen for its present state to have a beginning that anyone saw. */
const blindMs = 30_000;

function unseen(known: TaskSubtask | undefined, atMs: number): boolean {
	return known?.lastSeenAtMs != null && atMs - known.lastSeenAtMs > blindMs;
}

function stateKey({stage, work, result}: Subtask): string {
	return `${stage}|${unitOf(work)}|${result?.errors.map(error => error.code).join(',') ?? ''}`;
}

const recoveredAfterMs = 30_000;
/** DM itself takes a step back in its back-off after 5 minutes without a pause. */
const surelyRecoveredAfterMs = 5 * 60_000;

function retryOf(
	known: Retry | null,
	before: Subtask | null,
	subtask: Subtask,
	relay: Relay | null,
	version: DmVersion,
	atMs: number,
): Retry | null {
	const failing = failingWith(subtask, relay, version);
	const counter = counterOf(subtask);
	if (failing !== null) {
		const tried =
			known !== null &&
			(known.runningSinceMs !== null ||
				known.errorKey !== failing ||
				(before !== null && counterOf(before) !== counter));
		return {
			sinceMs: known?.sinceMs ?? atMs,
			lastTryMs: known === null || tried ? atMs : known.lastTryMs,
			cameBack: known?.cameBack ?? 0,
			runningSinceMs: null,
			counterAtResume: null,
			errorKey: failing,
		};
	}
	if (known === null || subtask.stage !== 'Running') return null;
	if (known.runningSinceMs === null) {
		return {...known, cameBack: known.cameBack + 1, runningSinceMs: atMs, counterAtResume: counter, lastTryMs: atMs};
	}
	const ranMs = atMs - known.runningSinceMs;
	const recovered = ranMs >= recoveredAfterMs && progressed(known, subtask, counter);
	return recovered || ranMs >= surelyRecoveredAfterMs ? null : known;
}

/** What it fails with, as DM would resume it by itself; null when it does not fail, or needs a person. */
function failingWith(subtask: Subtask, relay: Relay | null, version: DmVersion): string | null {
	const own = subtask.stage === 'Paused' ? subtask.result : null;
	if (hasErrors(own)) return resume(own, 'subtask', version).resumes ? headlineOf(own) : null;
	const {work} = subtask;
	const readsRelay = subtask.stage === 'Running' && work.type === 'Sync' && work.binlogType !== 'remote';
	const of = readsRelay && relay?.stage === 'Paused' ? relay.result : null;
	return hasErrors(of) && resume(of, 'relay', version).resumes ? `relay: ${headlineOf(of)}` : null;
}

function hasErrors(result: ProcessResult | null): result is ProcessResult {
	return result !== null && result.errors.length > 0;
}

function headlineOf({errors: [error]}: ProcessResult): string {
	return error === undefined ? '' : headline(error);
}

/** It moved on since it runs again, or there is nothing left to do. */
function progressed(retry: Retry, subtask: Subtask, counter: number | null): boolean {
	if (counter !== null && counter !== retry.counterAtResume) return true;
	if (subtask.work.type !== 'Sync') return false;
	const gap = gapBetween(subtask.work.upstream, subtask.work.checkpoint);
	return gap?.type === 'bytes' && gap.bytes === 0;
}
