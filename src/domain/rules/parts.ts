import type {ProcessError} from '../cluster.ts';
import {knownUnit} from '../cluster.ts';
import {failureOf} from '../failure/resume.ts';
import {sentenceOf} from '../failure/sentence.ts';
import type {TaskSubtask} from '../task.ts';

/** The code of an error and the sentence that matters. */
export function headline(error: ProcessError): string {
	return [error.code, sentenceOf(error)].filter(part => part !== null).join(' ');
}

export function runningSync(it: TaskSubtask) {
	const {subtask} = it;
	return subtask?.stage === 'Running' && subtask.work.type === 'Sync' ? subtask.work : null;
}

/** The relay that a running Sync reads from; a subtask that reads its upstream directly does not depend on one. */
export function underRelay(it: TaskSubtask) {
	const sync = runningSync(it);
	return sync === null || sync.binlogType === 'remote' ? null : it.relay;
}

export function relayErrors(it: TaskSubtask) {
	const relay = underRelay(it);
	const result = relay?.stage === 'Paused' ? failureOf(relay.result) : null;
	const first = result?.errors[0];
	return result === null || first === undefined ? null : {result, first};
}

export function place({source, worker, subtask}: TaskSubtask): string {
	const unit = subtask === null ? null : knownUnit(subtask.work);
	return `${source}${worker === null ? '' : `/${worker}`}${unit === null ? '' : ` ${unit}`}`;
}

export function stale(it: TaskSubtask): string {
	return it.presence.type === 'here' ? '' : ' (last known; its source is silent now)';
}
