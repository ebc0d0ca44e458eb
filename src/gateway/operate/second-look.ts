import type {DmClient} from '../../dm/ask/client.ts';
import {DmError} from '../../dm/ask/error.ts';
import type {Cluster, SourceAnswer, Subtask} from '../../domain/cluster.ts';
import {type SeenPart, seenPart} from '../../domain/operation/operation.ts';
import {thrownText} from '../../domain/text.ts';
import {namesOf} from '../memory/known-source.ts';
import type {Memory} from '../memory/memory.ts';

/** A task as DM tells of it just before an operation is sent, or why the operation cannot be sent. */
export type SecondLook =
	| {
			readonly type: 'parts';
			readonly shape: Cluster['shape'];
			/** All parts of the task, those that DM does not tell of among them. */
			readonly parts: readonly SeenPart[];
			/** Who has a part of the task and cannot be named: 1.0 workers that never answered. */
			readonly nameless: readonly string[];
			/** What DM tells of the parts that answer, by source. */
			readonly subtasks: ReadonlyMap<string, Subtask>;
	  }
	/** `why` is a sentence; `gone` where DM knows no task of that name any more. */
	| {readonly type: 'refused'; readonly why: string; readonly gone?: true};

/** Asks DM for this one task, which is quick on a large cluster too. Never throws. */
export async function secondLook(
	task: string,
	{client, memory}: {readonly client: Pick<DmClient, 'readTask'>; readonly memory: () => Memory},
): Promise<SecondLook> {
	let cluster: Cluster;
	try {
		cluster = (await client.readTask(task, {urgent: true})).value;
	} catch (error) {
		if (isGone(error)) return {type: 'refused', why: 'changed: DM no longer lists the task', gone: true};
		return {type: 'refused', why: whyOf(error)};
	}
	const stranger = cluster.sources.flatMap(({subtasks}) => subtasks).find(subtask => subtask.task !== task);
	if (stranger !== undefined) {
		return {type: 'refused', why: `DM told of the task "${stranger.task}" when it was asked for "${task}"`};
	}
	const named = cluster.sources.some(({subtasks}) => subtasks.length > 0);
	if (!named && doubtful.test(task)) {
		return {type: 'refused', why: 'no source names the task, and DM may read such a name as another'};
	}
	return partsOf(task, cluster, memory());
}

/** What HTTP routers give a meaning of their own, also where it is encoded. */
const doubtful = /[%/:]/;

function partsOf(task: string, cluster: Cluster, memory: Memory): SecondLook {
	const names = namesOf(cluster, memory.sources);
	const subtasksBySource = new Map<string, {readonly worker: string | null} & Subtask>();
	const sources = new Set<string>();
	for (const entry of cluster.sources) {
		const source = names.get(entry) ?? null;
		if (source === null) continue;
		sources.add(source);
		const subtask = listed(entry);
		if (subtask === null) continue;
		subtasksBySource.set(source, {...subtask, worker: entry.worker ?? memory.sources.get(source)?.worker ?? null});
	}
	const known = memory.tasks.get(task)?.task;
	for (const {source} of known?.goneAtMs === null ? known.subtasks : []) sources.add(source);
	return {
		type: 'parts',
		shape: cluster.shape,
		parts: [...sources].map(source => seenPart(source, subtasksBySource.get(source) ?? null, memory.version)),
		subtasks: subtasksBySource,
		nameless: [...names].flatMap(([{worker}, source]) => (source === null && worker !== null ? [worker] : [])),
	};
}

/** The task's part on a source, where the source was reached and has one. */
function listed({answered, subtasks}: SourceAnswer): Subtask | null {
	const [subtask] = subtasks;
	if (!answered || subtask === undefined) return null;
	// A worker that is asked for a task that it does not have answers so, with a sentence.
	return subtask.stage === 'InvalidStage' && subtask.message !== null ? null : subtask;
}

/** That DM knows no task of the name that it was asked for. */
export function isGone(error: unknown): boolean {
	return error instanceof DmError && error.kind === 'result-false' && /not exist/i.test(error.message);
}

function whyOf(error: unknown): string {
	if (!(error instanceof DmError)) return `the task could not be read again: ${thrownText(error)}`;
	if (error.kind === 'usage') return error.message;
	return `the task could not be read again just before sending: ${error.message}`;
}
