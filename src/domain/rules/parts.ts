import type {ProcessError} from '../cluster.ts';
import {knownUnit} from '../cluster.ts';
import {failureOf} from '../resume.ts';
import type {TaskSubtask} from '../task.ts';

/** The code and the first line of what went wrong: the cause where DM names one, else the message. */
export function headline(error: ProcessError): string {
	const text = error.rawCause ?? error.message ?? 'DM gives no text';
	return [error.code, firstLine(text).replace(locations, '')].filter(part => part !== null).join(' ');
}

/** A text of DM's own form, `[code=…], Message: …, RawCause: …, Workaround: …`, down to what went wrong; any other as it is. */
export function essence(text: string): string {
	const [, code, message, cause] = printed.exec(text) ?? [];
	return code === undefined ? text : `${code} ${cause || message || ''}`.trim();
}

const printed = /\[code=(\d+)(?::[^\]]*)?\](?:, Message: (.*?))?(?:, RawCause: (.*?))?(?:, Workaround: .*)?$/s;

const locations =
	/^(startLocation: \[[^\]]*\], endLocation: \[[^\]]*\](, origin SQL: \[[^\]]*\])?: |current pos \([^)]*\): )/;

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

export function firstLine(text: string): string {
	const line = text.split('\n', 1)[0] ?? '';
	return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}
