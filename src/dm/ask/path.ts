import {unaddressable} from '../../domain/operation/task-name.ts';
import {DmError} from './error.ts';
import type {Operation} from './ops.ts';
import {taskOps} from './ops.ts';

/** Where dm-master's HTTP routes are. */
export const api = '/apis/v1alpha1';

/** A request as it goes over the wire; `body` is JSON. */
export type OperationRequest = {readonly method: 'PUT'; readonly path: string; readonly body: string};

/**
 * Has DM list its sources. The route changes them too, by other numbers; this one, 4, only shows, and no other is ever
 * sent to it.
 */
export const showSources = {method: 'PUT', path: `${api}/sources`, body: JSON.stringify({op: 4})} as const;

/** What is sent for an operation. Throws a DmError of kind `usage` where no path can hold the task's name. */
export function operationRequest({task, op, shape, targets}: Operation): OperationRequest {
	const body = JSON.stringify({op: taskOps[op].number, [shape]: targets});
	return {method: 'PUT', path: taskPath('PUT', 'tasks', task), body};
}

/** Some sources of a cluster, or from a `workers` cluster the workers' addresses. */
export type Only = {readonly shape: 'workers' | 'sources'; readonly names: readonly string[]};

/** The path of the status of all sources, or of some. */
export function statusPath(only: Only | null): string {
	const query = only === null ? [] : only.names.map(name => `${only.shape}=${encodeURIComponent(name)}`);
	return `${api}/status/${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/**
 * The path of one task. Throws a DmError of kind `usage` where no path can hold its name. A colon would end the name and
 * begin a verb of the route, unless one more stands behind it (recorded: `/status/a%3Ab:`).
 */
export function taskPath(method: string, room: 'status' | 'tasks', task: string): string {
	const problem = unaddressable(task);
	if (problem !== null) throw new DmError(method, `${api}/${room}/`, {kind: 'usage', problem});
	return `${api}/${room}/${encodeURIComponent(task)}${task.includes(':') ? ':' : ''}`;
}
