import type {Json} from '../answers/json.ts';
import {texts} from '../answers/texts.ts';
import {fileNumber} from '../world/binlog.ts';
import {draftOf} from '../world/draft.ts';
import {failures} from '../world/failures.ts';
import {findSource, findTask, serviceOf} from '../world/find.ts';
import type {Draft, SimSubtask, World} from '../world/model.ts';
import {relapseSoon, resume} from './stages.ts';

/** PUT /apis/v1alpha1/errors: the number of what is to be done to the DDL at which subtasks fail, and sources. */
export type ErrorsRequest = {readonly op: number; readonly task: string; readonly only: readonly string[]};

/** What a master of 2.0 or later answers to it, and the world after. */
export function handleErrors(
	world: World,
	{op, task: name, only}: ErrorsRequest,
): {readonly world: World; readonly answer: Json} {
	const draft = draftOf(world);
	const task = findTask(draft, name);
	if (task === undefined) {
		return {world, answer: {result: false, msg: texts.unknownTaskToOperate(world.dm, name), sources: []}};
	}
	const ids = only.length === 0 ? task.subtasks.map(({source}) => source) : only;
	const sources = ids.map(id => {
		const subtask = task.subtasks.find(({source}) => source === id);
		const source = findSource(draft, id);
		if (subtask === undefined || source === undefined || serviceOf(draft, source) !== 'served')
			return {result: false, msg: `source ${id} relevant worker-client not found`, source: id, worker: ''};
		if (subtask.stage !== 'Paused' || subtask.failure === null)
			return {result: false, msg: `source '${id}' has no error`, source: id, worker: ''};
		// 2.0 does not know 4 and 5, and obeys them all the same.
		if (!isDdl(subtask) || (op !== 1 && draft.dm !== '2.0'))
			return {result: false, msg: onlyDdl, source: id, worker: ''};
		skip(draft, subtask);
		return {result: true, msg: '', source: id, worker: source.worker ?? ''};
	});
	return {world: draft, answer: {result: true, msg: '', sources}};
}

function isDdl({failure}: SimSubtask): boolean {
	return failure !== null && failures[failure.name].isDdl();
}

/** The subtask is resumed; where its checkpoint lies in an earlier file the skip is lost, and it fails again at once. */
function skip(draft: Draft, subtask: SimSubtask): void {
	const source = findSource(draft, subtask.source);
	const {failure} = subtask;
	if (source === undefined || failure === null) return;
	const isLost = fileNumber(subtask.checkpoint) < fileNumber(failure.at);
	if (!isLost) failure.repairedAtMs = draft.nowMs;
	resume(draft, subtask);
	if (isLost) relapseSoon(draft, source, subtask);
}

const onlyDdl =
	'only support to handle ddl error currently, see https://docs.pingcap.com/tidb-data-migration/stable/error-handling for other errors';
