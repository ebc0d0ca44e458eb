import type {Lock} from '../domain/lock.ts';
import type {SourceRow} from '../wire/topics.ts';

/** What a cursor calls a source's row. Where DM 1.0 names only the worker it is that. */
export function sourceId({source, worker}: Pick<SourceRow, 'source' | 'worker'>): string {
	return source ?? `worker ${worker ?? '?'}`;
}

/** What a cursor calls a lock's row. */
export function lockId({task, target}: Pick<Lock, 'task' | 'target'>): string {
	return `${task}\n${target}`;
}
