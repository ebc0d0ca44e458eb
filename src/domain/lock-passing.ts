import {holdsUp, type Lock, type LockSource} from './lock.ts';
import {comparePositions} from './position.ts';
import type {Task} from './task.ts';

/**
 * The lock with where the upstream of each source was when the lock was first seen, and with who has read past that
 * without meeting its DDL. `before` is the lock as it was at the answer before; a source that it did not have is first
 * seen now.
 */
export function withPassing(lock: Lock, before: Lock | undefined, {subtasks}: Task): Lock {
	if (lock.mode === 'optimistic' || lock.isNamedOnly) return lock;
	const known = new Map(before?.sources.map(it => [it.source, it]));
	const parts = new Map(subtasks.map(it => [it.source, it.subtask?.work ?? null]));
	return {
		...lock,
		sources: lock.sources.map(source => {
			const work = parts.get(source.source);
			const sync = work?.type === 'Sync' ? work : null;
			const upstreamThen = known.get(source.source)?.upstreamThen ?? sync?.upstream ?? null;
			if (!holdsUp(source) || upstreamThen === null) return source;
			const {checkpoint = null} = sync ?? {};
			// With some of its tables past the DDL its checkpoint stays before it, and tells nothing of the others.
			const hasPassed =
				source.state === 'not-met' && checkpoint !== null && (comparePositions(checkpoint, upstreamThen) ?? -1) >= 0;
			return {...source, upstreamThen, ...(hasPassed && {hasPassed})} satisfies LockSource;
		}),
	};
}
