import type {Position, Sync} from '../cluster.ts';
import {comparePositions, samePosition} from '../position.ts';
import {type PositionHistory, type Written, writtenBehind} from './position-history.ts';

/** What is known of how a Sync moves its checkpoint, from poll to poll. */
export type LagTrail = {
	/** The newest poll, and what it told. */
	readonly atMs: number;
	readonly checkpoint: Position;
	/** The first poll that told this checkpoint, and the events that had been counted then. */
	readonly stood: {readonly sinceMs: number; readonly events: number};
	readonly events: number;
	/** When its count of events was last seen to grow. */
	readonly movedAtMs: number;
	/** The last flush of the checkpoint that was seen; null before one was. */
	readonly flush: Flush | null;
	/** Events of the task, in halves, and the bytes of its upstream's binlog in which they were, of late: what is older weighs less. */
	readonly read: {readonly events: number; readonly bytes: number};
	/** How long it was from one flush to the next, at most; DM's default before two were seen. */
	readonly flushEveryMs: number;
};

/** When the checkpoint was written, about, how many events had been counted, and how far behind it was then. */
type Flush = {readonly atMs: number; readonly events: number; readonly behindMs: number | null};

/** DM writes a checkpoint each 30 s, unless it is configured otherwise. */
const usualFlushMs = 30_000;

/** Polls further apart than this have left out what happens between two flushes. */
const longestPauseMs = 20_000;

/** The trail with one more poll; null where the Sync tells no checkpoint or no count. */
export function trailAfter(
	before: LagTrail | null,
	{checkpoint, totalEvents: events}: Sync,
	positions: PositionHistory,
	atMs: number,
): LagTrail | null {
	if (checkpoint === null || events === null) return null;
	if (before === null || atMs <= before.atMs || atMs - before.atMs > longestPauseMs)
		return begun(checkpoint, events, atMs);
	const by = comparePositions(checkpoint, before.checkpoint);
	if (events < before.events || by === null || by < 0) return begun(checkpoint, events, atMs);
	const movedAtMs = events > before.events ? atMs : before.movedAtMs;
	const stands = by === 0;
	const stood = stands ? before.stood : {sinceMs: atMs, events};
	const {flush, read, flushEveryMs} = stands ? before : flushed(before, {atMs, checkpoint, events}, positions);
	return {atMs, checkpoint, stood, events, movedAtMs, flush, read, flushEveryMs};
}

function begun(checkpoint: Position, events: number, atMs: number): LagTrail {
	return {
		atMs,
		checkpoint,
		stood: {sinceMs: atMs, events},
		events,
		movedAtMs: atMs,
		flush: null,
		read: nothingRead,
		flushEveryMs: usualFlushMs,
	};
}

const nothingRead = {events: 0, bytes: 0} as const;

/** It was flushed at some time between the two polls. */
function flushed(
	before: LagTrail,
	{atMs, checkpoint, events}: Pick<LagTrail, 'atMs' | 'checkpoint' | 'events'>,
	positions: PositionHistory,
): Pick<LagTrail, 'flush' | 'read' | 'flushEveryMs'> {
	const aboutMs = (before.atMs + atMs) / 2;
	const written = writtenBehind(positions, checkpoint);
	const newest = positions.at(-1);
	const isThere = newest !== undefined && samePosition(newest.position, checkpoint);
	const isKnown = written !== null && !isVague(written, atMs);
	const behindMs = isThere ? 0 : isKnown ? Math.max(0, Math.round(aboutMs - written.atMs)) : null;
	// More of them before it than after it: rather a second too much lag than too little.
	const flush = {atMs: aboutMs, events: Math.round(events - ((events - before.events) * 3) / 8), behindMs};
	const last = before.flush;
	if (last === null) return {flush, read: nothingRead, flushEveryMs: before.flushEveryMs};
	const bytes = checkpoint.file === before.checkpoint.file ? checkpoint.offset - before.checkpoint.offset : 0;
	// Where a new file was begun, how much was read of the old one is not known.
	const read =
		bytes === 0
			? before.read
			: {
					events: Math.round((before.read.events / 2 + flush.events - last.events) * 2) / 2,
					bytes: Math.round(before.read.bytes / 2) + bytes,
				};
	return {flush, read, flushEveryMs: Math.max(1000, Math.min(usualFlushMs, aboutMs - last.atMs))};
}

/** How far behind its upstream a Sync is, by positions: about, and at most. Null where it cannot be told. */
export type Behind = {
	readonly aboutSeconds: number | null;
	readonly atMostSeconds: number;
	/** What is not in the target yet was not written before; null where all is there. */
	readonly writtenSinceMs: number | null;
};

/** So few events in an interval tell nothing of what lies between. */
const tellingEvents = 5;

/**
 * How far behind it is now. The checkpoint is what the upstream was at some moment, which is an upper bound; between two
 * flushes the events that were counted since tell how far it has come meanwhile.
 */
export function behindBy(trail: LagTrail, positions: PositionHistory): Behind | null {
	const newest = positions.at(-1);
	if (newest === undefined) return null;
	const {checkpoint, atMs} = trail;
	if (samePosition(newest.position, checkpoint)) return {aboutSeconds: 0, atMostSeconds: 0, writtenSinceMs: null};
	const written = writtenBehind(positions, checkpoint);
	if (written === null) return null;
	const atMostSeconds = (atMs - written.fromMs) / 1000;
	const about = aboutMs(trail, positions, newest.position);
	const aboutSeconds = about === null ? null : Math.min(about / 1000, atMostSeconds);
	return {aboutSeconds, atMostSeconds, writtenSinceMs: written.fromMs};
}

function aboutMs(trail: LagTrail, positions: PositionHistory, upstream: Position): number | null {
	const {flush, read, checkpoint, events, atMs, movedAtMs, flushEveryMs} = trail;
	const eventsPerByte = read.bytes > 0 && read.events > 0 ? read.events / read.bytes : null;
	if (flush === null) return null;
	// While nothing lay behind the checkpoint there was nothing to write down.
	const sinceMs = Math.max(flush.atMs, writtenBehind(positions, checkpoint)?.toMs ?? 0);
	const outstanding = upstream.file === checkpoint.file ? upstream.offset - checkpoint.offset : null;
	const isCoarse = eventsPerByte === null || outstanding === null || outstanding * eventsPerByte < tellingEvents;
	if (!isCoarse) {
		const bytes = (events - flush.events) / eventsPerByte;
		const applied = {file: checkpoint.file, offset: checkpoint.offset + Math.max(0, bytes)};
		if ((comparePositions(applied, upstream) ?? 0) >= 0) return 0;
		const written = writtenBehind(positions, applied);
		return written === null || isVague(written, atMs) ? null : Math.max(0, atMs - written.atMs);
	}
	if (flush.behindMs === null) return null;
	// Nothing tells how far it has come: as far behind as at the flush, until it stands still or the next flush is late.
	if (eventsPerByte === null) return flush.behindMs + (atMs - Math.max(movedAtMs, sinceMs));
	return flush.behindMs + Math.max(0, atMs - sinceMs - flushEveryMs * 1.25);
}

/** Nobody watched when it was written. */
function isVague({fromMs, toMs}: Written, atMs: number): boolean {
	return toMs - fromMs > Math.max(longestPauseMs, (atMs - fromMs) / 5);
}

/** Which of the two figures a row uses: DM's, or the one by positions. */
export type LagFrom = 'dm' | 'positions';

/** `isMeasured`: the positions tell it too, so that it needs no smoothing. */
export type ChosenLag = {readonly seconds: number; readonly from: LagFrom; readonly isMeasured: boolean};

/**
 * The figure that a row shows. DM's is a lower bound, and exact while events come: it is used as long as the positions do
 * not say clearly more.
 */
export function chosenLag(dmSeconds: number, behind: Behind | null, trail: LagTrail | null): ChosenLag {
	if (behind === null || behind.aboutSeconds === null || trail?.flush == null)
		return {seconds: dmSeconds, from: 'dm', isMeasured: false};
	const dm = {seconds: dmSeconds, from: 'dm', isMeasured: true} as const;
	// Rather a second too much than too little.
	const seconds = Math.ceil(Math.min(behind.atMostSeconds, behind.aboutSeconds + 1));
	const positions = {seconds, from: 'positions', isMeasured: true} as const;
	const blurred = Math.min(mostBlurredSeconds, slackSeconds + (0.15 * (trail.atMs - trail.flush.atMs)) / 1000);
	return behind.aboutSeconds > dmSeconds + blurred ? positions : dm;
}

const slackSeconds = 1.5;
const mostBlurredSeconds = 2;
