import type {Position} from '../cluster.ts';
import {upstreamError} from '../failure/source-error.ts';
import type {Limits} from '../limits.ts';
import {binlogFiles, gapBetween, samePosition} from '../position.ts';
import {sourceOfEvents} from '../progress.ts';
import {isNearlyFull, type RelaySpace} from '../relay/relay-space.ts';
import type {SlowPart} from '../slow/slow.ts';
import type {TaskSubtask} from '../task.ts';
import type {DmVersion} from '../version.ts';
import {headline, place, runningSync, underRelay} from './parts.ts';
import type {Found} from './rule.ts';

/** A relay that has not caught up for this long is a warning. */
export const relayBehindLimitMs = 60_000;

export function upstreamUnknown(it: TaskSubtask): Found | null {
	const work = it.subtask?.work;
	const error = upstreamError(it.sourceErrors);
	const reads = work?.type === 'Sync' || (work?.type === 'Dump' && it.subtask?.stage === 'Running');
	if (!reads || (error === null && (it.busySinceMs !== null || work.type !== 'Sync' || work.upstream !== null)))
		return null;
	const why = error === null ? 'it may be down.' : headline(error);
	return {
		kind: 'upstream',
		label: 'Upstream silent',
		counted: true,
		reason: `${place(it)}: the upstream does not tell its position${error === null ? '; ' : ': '}${why}`,
		outlook: `DM goes on saying ${it.subtask?.stage}; ${error === null ? '' : 'it asks again by itself; '}lag and gap are unknown, not zero.`,
	};
}

export function relayHalted(it: TaskSubtask): Found | null {
	const relay = underRelay(it);
	if (relay === null || (relay.stage !== 'Paused' && relay.stage !== 'Stopped')) return null;
	return {
		kind: 'relay-halted',
		label: `Relay ${relay.stage.toLowerCase()}`,
		counted: true,
		reason: `${place(it)}: its relay is ${relay.stage} without an error; nothing new arrives.`,
		outlook: 'It was stopped by a person and stays so until the relay is resumed.',
	};
}

export function pastUpstream(it: TaskSubtask): Found | null {
	const work = it.subtask?.work;
	if (work?.type !== 'Sync' || !it.pastUpstream) return null;
	return {
		kind: 'past-upstream',
		label: 'Past its upstream',
		counted: true,
		reason: `${place(it)}: the checkpoint is past the upstream (another server, or a position that wrapped): ${placed(work.checkpoint)}, the upstream is at ${placed(work.upstream)}.`,
		outlook: 'The gap is unknown, and nothing proves that the target has what the upstream wrote.',
	};
}

function placed(position: Position | null): string {
	return position === null ? '?' : `${position.file}:${position.offset}`;
}

export function lagging(it: TaskSubtask, _: DmVersion, __: number, {lagSeconds: limit}: Limits): Found | null {
	const {seconds, isPeak, isHigh} = it.lag;
	if (runningSync(it) === null || !isHigh || seconds === null) return null;
	const under = `${(limit * 3) / 4} s`;
	const behind =
		seconds <= limit
			? `${seconds} s behind its upstream now, and more than the limit of ${limit} s a moment ago`
			: isPeak
				? `up to ${seconds} s behind its upstream in the last minute, the limit is ${limit} s`
				: `${seconds} s behind its upstream, the limit is ${limit} s`;
	const why = it.slow === null ? undefined : slowWords[it.slow.part];
	const label = why === undefined ? lags : `Lagging: ${why.word}`;
	return {
		kind: 'lag',
		label,
		of: (same, count) => (same === 1 ? label : lags) + count,
		reason: `${place(it)}: ${behind}${why === undefined ? '' : `; ${why.because}`}.`,
		...(isPeak && {
			outlook: `DM's lag may drop to 0 between two batches: this holds until it has been under ${under} for a minute.`,
		}),
	};
}

const lags = 'Running (lagging)';

const slowWords: Readonly<Partial<Record<SlowPart, {readonly word: string; readonly because: string}>>> = {
	target: {word: 'target is slow', because: 'its transactions in the target take the time'},
	'one-row': {word: 'one hot row', because: 'changes of one row, or of rows that depend on it, wait for one another'},
	upstream: {word: 'upstream is slow', because: 'it waits for binlog of its upstream, or of the network to it'},
	'relay-disk': {word: 'relay is slow', because: 'it waits for binlog of its own relay, which has all of it'},
} satisfies Partial<Record<SlowPart, unknown>>;

export function stalled(it: TaskSubtask, version: DmVersion, nowMs: number, {stallMs}: Limits): Found | null {
	const sync = runningSync(it);
	const leftBehindSinceMs = it.still?.leftBehindSinceMs ?? null;
	if (sync === null || it.still === null || leftBehindSinceMs === null || nowMs - leftBehindSinceMs < stallMs)
		return null;
	const read = sourceOfEvents(sync, it.relay);
	const written = gapBetween(read.position, it.still.from);
	if (written === null) return null;
	const idleStandsStill = version.oldest < movesWhenIdleSince;
	if (idleStandsStill && written.type === 'bytes' && written.bytes < littleBytes) return null;
	const amount = written.type === 'files' ? binlogFiles(written.files) : mebibytes(written.bytes);
	const wrote = read.of === 'relay' ? `its relay went on by ${amount}` : `the upstream wrote ${amount}`;
	const harmless = idleStandsStill
		? 'one large transaction can do that, and before DM 6.5 so does a task whose tables nobody writes'
		: 'one large transaction can do that';
	return {
		kind: 'stalled',
		label: 'Running (not moving)',
		counted: true,
		reason: `${place(it)}: has not moved since ${moment(it.still.sinceMs, nowMs)} while ${wrote}; ${harmless}.`,
		outlook: 'DM says Running without an error. Its checkpoint and its count of events stay the same.',
	};
}

/**
 * DM 6.5 and newer move the count of an idle task every 30 s while its upstream is written (recorded of 6.5.0, 8.5.7 and
 * 26.3); 1.0.7 and 2.0.7 do not, and of those in between nothing is known.
 */
const movesWhenIdleSince = 605;

/** Where an idle task stands still too, so little tells nothing. */
const littleBytes = 1024 * 1024;

function mebibytes(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
	const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
	const value = bytes / 1024 ** unit;
	return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Local time, `14:02`; with its day, `11-26 14:02`, where it is long ago. */
function moment(atMs: number, nowMs: number): string {
	const date = new Date(atMs);
	const pair = (a: number, b: number, between: string) =>
		[a, b].map(part => String(part).padStart(2, '0')).join(between);
	const time = pair(date.getHours(), date.getMinutes(), ':');
	return nowMs - atMs < 20 * 3_600_000 ? time : `${pair(date.getMonth() + 1, date.getDate(), '-')} ${time}`;
}

/** DM writes a checkpoint each 30 s, unless it is configured otherwise. */
const flushLimitMs = 300_000;

/** Fewer a second are no work: an idle task counts one each 30 s beside a checkpoint that stands (recorded of 6.5.0). */
const leastEventsPerSecond = 1;

/** It works, and its checkpoint stays: all since then is done again after a failure. */
export function unflushed(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
	const {trail} = it.lag;
	const sync = runningSync(it);
	if (sync === null || trail === null || samePosition(sync.checkpoint, sync.upstream)) return null;
	const stoodMs = trail.atMs - trail.stood.sinceMs;
	const events = trail.events - trail.stood.events;
	if (stoodMs < flushLimitMs || (events * 1000) / stoodMs < leastEventsPerSecond) return null;
	return {
		kind: 'unflushed',
		label: 'Running (checkpoint stands)',
		counted: true,
		reason: `${place(it)}: has counted ${events} events since ${moment(trail.stood.sinceMs, nowMs)}, and its checkpoint has stood at ${placed(sync.checkpoint)} all that time.`,
		outlook:
			'DM writes a checkpoint each 30 s unless it is configured otherwise, and not within a transaction: after a failure it begins again there.',
	};
}

/** A validator that has not come nearer for so long is a warning. */
const validatorLimitMs = 600_000;

export function validatorBehind(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
	const sync = runningSync(it);
	const {validatorBehind: behind} = it;
	if (sync === null || behind === null || nowMs - behind.sinceMs < validatorLimitMs) return null;
	const gap = gapBetween(sync.checkpoint, it.subtask?.validation?.position ?? null);
	if (gap === null || (gap.type === 'bytes' && gap.bytes < littleBytes)) return null;
	const amount = gap.type === 'files' ? binlogFiles(gap.files) : mebibytes(gap.bytes);
	return {
		kind: 'validator-behind',
		label: 'Validator behind',
		counted: true,
		reason: `${place(it)}: the validator is ${amount} behind the checkpoint, and has not come nearer since ${moment(behind.sinceMs, nowMs)}.`,
		outlook: 'The task goes on; what it has written since is not checked yet.',
	};
}

export function relayBehind(it: TaskSubtask, _: DmVersion, nowMs: number): Found | null {
	const relay = underRelay(it);
	const checkpoint = runningSync(it)?.checkpoint ?? null;
	// All that the upstream has written is in the target: whatever DM says of its relay, nothing is outstanding.
	if (relay === null || it.relayBehindSinceMs === null || samePosition(checkpoint, relay.upstream)) return null;
	if (nowMs - it.relayBehindSinceMs < relayBehindLimitMs) return null;
	return {
		kind: 'relay-behind',
		label: 'Relay behind',
		counted: true,
		reason: `${place(it)}: its relay has not caught up with the upstream for over a minute.`,
	};
}

/** A relay that has no room stops, and all that read it with it. */
export function relayDisk(it: TaskSubtask): Found | null {
	const relay = underRelay(it);
	if (relay === null || it.relaySpace === null || !isNearlyFull(it.relaySpace)) return null;
	return {
		kind: 'relay-disk',
		label: 'Relay disk nearly full',
		counted: true,
		reason: `${place(it)}: ${spaceWords(it.relaySpace)} are left on the disk of its relay.`,
		outlook: 'The relay goes on until there is no room; then it fails, and what reads it waits.',
	};
}

/** `3.1 GiB of 252 GiB`. */
export function spaceWords({
	availableBytes,
	capacityBytes,
}: Pick<RelaySpace, 'availableBytes' | 'capacityBytes'>): string {
	return `${mebibytes(availableBytes)} of ${mebibytes(capacityBytes)}`;
}

/** Rows that differ come before a validator that fails: those are found, and a fact. */
export function invalidRows(it: TaskSubtask): Found | null {
	const rows = it.subtask?.validation?.errorRows?.new ?? 0;
	if (rows === 0) return null;
	return {
		kind: 'invalid-rows',
		label: 'Invalid rows',
		counted: true,
		reason: `${place(it)}: the validator reports ${rows === 1 ? '1 row that differs' : `${rows} rows that differ`}.`,
		...(failureOf(it) !== null && {outlook: `${failureOf(it)} ${unchecked}`}),
	};
}

export function validatorFailed(it: TaskSubtask): Found | null {
	const stage = it.subtask?.validation?.stage;
	const failure = failureOf(it);
	if (stage === undefined || failure === null) return null;
	return {
		kind: 'validator',
		label: stage === 'Running' ? 'Validator error' : `Validator ${stage.toLowerCase()}`,
		counted: true,
		reason: `${place(it)}: ${failure}`,
		...(stage !== 'Running' && {outlook: unchecked}),
	};
}

function failureOf({subtask}: TaskSubtask): string | null {
	const validation = subtask?.validation;
	const error = validation?.result?.errors[0];
	if (validation == null || error === undefined) return null;
	const does = validation.stage === 'Running' ? 'reports an error' : `is ${validation.stage}`;
	return `the validator ${does}: ${headline(error)}.`;
}

const unchecked = 'The task goes on; its rows are not checked until somebody starts the validator again.';
