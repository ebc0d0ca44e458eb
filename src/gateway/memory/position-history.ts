import type {Position} from '../../domain/cluster.ts';
import {comparePositions} from '../../domain/position.ts';

/** Where an upstream was seen to be, and since when; oldest first. */
export type PositionHistory = readonly {readonly atMs: number; readonly position: Position}[];

const positionsKept = 240;

/** The positions with one more reading; only a new position adds to it. */
export function withPosition(positions: PositionHistory, position: Position | null, atMs: number): PositionHistory {
	if (position === null) return positions;
	const last = positions.at(-1);
	if (last !== undefined && last.position.file === position.file && last.position.offset === position.offset)
		return positions;
	const next = [...positions, {atMs, position}];
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
	const index = positions.findIndex(({position}) => (comparePositions(position, checkpoint) ?? -1) >= 0);
	const found = positions[index];
	if (found === undefined) return null;
	const exact = comparePositions(found.position, checkpoint) === 0;
	return index === 0 && !exact ? null : found.atMs;
}

/** Every second point of the older half goes; the one that stays takes the earlier time, so that ages only grow. */
function thinned(positions: PositionHistory): PositionHistory {
	const half = positions.length >> 1;
	const older = positions.slice(0, half).flatMap((point, index, all) => {
		const before = all[index - 1];
		return index % 2 === 0 || before === undefined ? [] : [{atMs: before.atMs, position: point.position}];
	});
	return [...older, ...positions.slice(half)];
}
