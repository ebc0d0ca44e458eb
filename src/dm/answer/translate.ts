import type {Cluster, Relay, SourceAnswer, Subtask} from '../../domain/cluster.ts';
import {parseStatus} from './answer.ts';
import {absent, line, lines, position, type Shape, stageWord} from './read.ts';
import {translateErrors, translateResult} from './result.ts';
import type {ReadRelay, ReadSubtask, SourceEntry, WorkerEntry} from './schema.ts';
import {translateValidation} from './validation.ts';
import {translateWork} from './work.ts';

/**
 * What a dm-master's status answer, parsed from JSON, says of the cluster, for every version.
 * Throws an AnswerError where DM refused the question or the answer is not a master's.
 */
export function translateStatus(body: unknown): Cluster {
	const status = parseStatus(body);
	const sources =
		status.shape === 'workers' ? status.entries.map(fromWorkerEntry) : status.entries.map(fromSourceEntry);
	return {
		shape: status.shape,
		sources,
		tellsValidation: status.entries.some(entry =>
			entry.subTaskStatus?.some(subtask => subtask.validation !== undefined),
		),
	};
}

/** DM 1.0: an entry for each worker. One that does not answer has no source. */
function fromWorkerEntry(entry: WorkerEntry): SourceAnswer {
	return {
		source: line(entry.sourceID) ?? line(entry.relayStatus?.sourceID ?? null),
		worker: line(entry.worker),
		answered: entry.result === true,
		message: messageOf(entry.msg),
		unbound: false,
		errors: [],
		relay: translateRelay(entry.relayStatus, 'workers'),
		subtasks: translateSubtasks(entry.subTaskStatus, 'workers'),
	};
}

/** From 2.0 on: an entry for each source. */
function fromSourceEntry(entry: SourceEntry): SourceAnswer {
	const status = entry.sourceStatus;
	const worker = line(status?.worker ?? null);
	const message = messageOf(entry.msg);
	return {
		source: line(status?.source ?? null),
		worker: worker === notBound ? null : worker,
		answered: entry.result === true,
		message,
		unbound: worker === notBound || (message?.includes(noClient) ?? false),
		errors: translateErrors(status?.result ?? null),
		relay: translateRelay(status?.relayStatus ?? null, 'sources'),
		subtasks: translateSubtasks(entry.subTaskStatus, 'sources'),
	};
}

/** DM's own limit is far below; more would only be there to do harm. */
const nameLimit = 256;

function translateSubtasks(subtasks: readonly ReadSubtask[] | null, shape: Shape): readonly Subtask[] {
	// A name that is empty cannot be asked for, opened or operated; DM itself never makes one.
	const named = (subtasks ?? []).flatMap(subtask => {
		const task = line(subtask.name) ?? '';
		return task === '' ? [] : [{subtask, task: task.slice(0, nameLimit)}];
	});
	return named.map(({subtask, task}) => ({
		task,
		stage: stageWord(subtask.stage),
		work: translateWork(subtask, shape),
		result: translateResult(subtask.result),
		lockId: line(subtask.unresolvedDDLLockID),
		validation: subtask.validation ? translateValidation(subtask.validation) : null,
		message: lines(subtask.msg),
	}));
}

function translateRelay(relay: ReadRelay | null, shape: Shape): Relay | null {
	if (relay === null) return null;
	return {
		stage: stageWord(relay.stage),
		upstream: position(relay.masterBinlog),
		upstreamGtid: line(relay.masterBinlogGtid),
		position: position(relay.relayBinlog),
		gtid: line(relay.relayBinlogGtid),
		directory: line(relay.relaySubDir),
		caughtUp: relay.relayCatchUpMaster ?? absent[shape].flag,
		result: translateResult(relay.result),
	};
}

function messageOf(text: string | null): string | null {
	return text === harmless ? null : lines(text);
}

/** What an answering worker without subtasks says. */
const harmless = 'no sub task started';
/** What 6.5 says in the place of the worker of a source that has none. */
const notBound = 'source not bound';
/** What a master says of such a source from 2.0 on, where the task is asked for by name. */
const noClient = 'relevant worker-client not found';
