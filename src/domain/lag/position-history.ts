import type {Position} from '../cluster.ts';
import {comparePositions} from '../position.ts';

/** Where an upstream was seen to be, when first and when last; oldest first. */
export type PositionHistory = readonly {
	readonly atMs: number;
	readonly lastAtMs: number;
	readonly position: Position;
}[];

const positionsKept = 240;

/** The positions with one more reading; the same position again only lasts longer. */
export function withPosition(positions: PositionHistory, position: Position | null, atMs: number): PositionHistory {
	if (position === null) return positions;
	const last = positions.at(-1);
	if (last !== undefined && last.position.file === position.file && last.position.offset === position.offset)
		return [...positions.slice(0, -1), {...last, lastAtMs: atMs}];
	const next = [...positions, {atMs, lastAtMs: atMs, position}];
	return next.length > positionsKept ? thinned(next) : next;
}

/**
 * When the upstream was first seen at or past a checkpoint: what the checkpoint holds is at most that old.
 * Null when it is not behind, or when it was already past before anyone looked.
 */
export function firstSeenPast(positions: PositionHistory, checkpoint: Position | null): number | null {
	const newest = positions.at(-1);
	if (checkpoint === null || newest === undefined) return null;
	const behind = comparePositions(newest.position, checkpoint);
	if (behind === null || behind <= 0) return null;
	// From the newest on: most are not far behind.
	let index = positions.length - 1;
	for (; index > 0; index--) {
		const earlier = positions[index - 1];
		if (earlier === undefined || (comparePositions(earlier.position, checkpoint) ?? -1) < 0) break;
	}
	const found = positions[index];
	if (found === undefined) return null;
	const exact = comparePositions(found.position, checkpoint) === 0;
	return index === 0 && !exact ? null : exact ? found.lastAtMs : found.atMs;
}

/** When something was written: not before `fromMs`, not after `toMs`, and where both are in one file most likely at `atMs`. */
export type Written = {readonly fromMs: number; readonly atMs: number; readonly toMs: number};

/** When that was written which comes right behind a place; null where nothing has come there, or before anyone looked. */
export function writtenBehind(positions: PositionHistory, place: Position): Written | null {
	// From the newest on: most are not far behind.
	let index = positions.length;
	for (; index > 0; index--) {
		const last = positions[index - 1];
		if (last === undefined || (comparePositions(last.position, place) ?? 1) <= 0) break;
	}
	const [before, after] = [positions[index - 1], positions[index]];
	if (before === undefined || after === undefined) return null;
	const [fromMs, toMs] = [before.lastAtMs, after.atMs];
	const behind = comparePositions(place, before.position);
	if (behind === null || behind < 0) return null;
	const isOne = before.position.file === after.position.file;
	const share = isOne ? behind / (after.position.offset - before.position.offset) : behind === 0 ? 0 : 1;
	return {fromMs, atMs: fromMs + share * (toMs - fromMs), toMs};
}

/** Every second point of the older half goes; the one that stays takes the earlier time, so that ages only grow. */
function thinned(positions: PositionHistory): PositionHistory {
	const half = positions.length >> 1;
	const older = positions.slice(0, half).flatMap((point, index, all) => {
		const before = all[index - 1];
		return index % 2 === 0 || before === undefined
			? []
			: [{atMs: before.atMs, lastAtMs: point.lastAtMs, position: point.position}];
	});
	return [...older, ...positions.slice(half)];
}
