import type {Cluster, Relay, Subtask} from './cluster.ts';
import {unitOf} from './cluster.ts';

/**
 * The status that dmctl prints of each task, without its "Please run …" tail, in the order of their first appearance.
 * dmctl folds the subtasks in the order of the answer, and the first matching rule counts
 * (dm/ctl/master/query_status.go, wrapTaskResult; the same in all versions).
 */
export function dmStatuses(cluster: Cluster): ReadonlyMap<string, string> {
	const words = new Map<string, string>();
	for (const {relay, subtasks} of cluster.sources) {
		for (const subtask of subtasks) {
			words.set(subtask.task, next(words.get(subtask.task) ?? '', subtask, relay));
		}
	}
	return words;
}

function next(current: string, subtask: Subtask, relay: Relay | null): string {
	const {stage, result, work} = subtask;
	if (current.startsWith('Error')) return current;
	if (stage === 'Paused' && hasErrors(result)) return 'Error - Some error occurred in subtask';
	const relayHalts = relay !== null && (relay.stage === 'Paused' || relay.stage === 'Stopped');
	if (unitOf(work) === 'Sync' && stage === 'Running' && relayHalts) {
		return `Error - Relay status is ${hasErrors(relay.result) ? 'Error' : relay.stage}`;
	}
	if (current === 'Paused') return current;
	if (current === '' || stage === 'Paused') return stage;
	return stage === current ? current : 'Running';
}

function hasErrors(result: {readonly errors: readonly unknown[]} | null): boolean {
	return result !== null && result.errors.length > 0;
}
