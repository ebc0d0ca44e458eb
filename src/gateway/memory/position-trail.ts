import type {Position} from '../../domain/cluster.ts';
import {comparePositions} from '../../domain/position.ts';

/** Where an upstream was seen to be, and since when; oldest first. */
export type Trail = readonly {readonly atMs: number; readonly position: Position}[];

const trailLength = 240;

/** The trail with one more reading; only a new position adds to it. */
export function extend(trail: Trail, position: Position | null, atMs: number): Trail {
	if (position === null) return trail;
	const last = trail.at(-1);
	if (last !== undefined && last.position.file === position.file && last.position.offset === position.offset)
		return trail;
	const next = [...trail, {atMs, position}];
	return next.length > trailLength ? thinned(next) : next;
}

/**
 * When the upstream was first seen at or past a checkpoint: what the checkpoint holds is at most that old.
 * Null when it is not behind, or when it was already past before anyone looked.
 */
export function firstSeenPast(trail: Trail, checkpoint: Position | null): number | null {
	const newest = trail.at(-1);
	if (checkpoint === null || newest === undefined) return null;
	const behind = comparePositions(newest.position, checkpoint);
	if (behind === null || behind <= 0) return null;
	const index = trail.findIndex(({position}) => (comparePositions(position, checkpoint) ?? -1) >= 0);
	const found = trail[index];
	if (found === undefined) return null;
	const exact = comparePositions(found.position, checkpoint) === 0;
	return index === 0 && !exact ? null : found.atMs;
}

/** Every second point of the older half goes; the one that stays takes the earlier time, so that ages only grow. */
function thinned(trail: Trail): Trail {
	const half = trail.length >> 1;
	const older = trail.slice(0, half).flatMap((point, index, all) => {
		const before = all[index - 1];
		return index % 2 === 0 || before === undefined ? [] : [{atMs: before.atMs, position: point.position}];
	});
	return [...older, ...trail.slice(half)];
}
