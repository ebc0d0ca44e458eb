import {texts} from '../answers/texts.ts';
import {draftOf} from '../world/draft.ts';
import {findSource} from '../world/find.ts';
import type {Happening, World} from '../world/model.ts';
import {happenings, type Operation} from './legality.ts';
import {type Obeyed, type OperateRequest, obey, operationOf, opNameOf, refused} from './obey.ts';
import {relapseSoon} from './stages.ts';
import type {OperationTrouble, Trouble} from './trouble.ts';

export type Troubled = Obeyed & {
	/** The connection is cut in place of an answer. */
	readonly isCut: boolean;
};

/** Does what a master with these troubles would do; where none concerns the request, what it always does. */
export function obeyTroubled(world: World, request: OperateRequest, all: readonly Trouble[]): Troubled {
	const {dm} = world;
	const troubles = all.filter(
		trouble => trouble.type !== 'hangs' && (trouble.task === request.task || trouble.task === '*'),
	) as readonly OperationTrouble[];
	const has = (type: OperationTrouble['type']) => troubles.some(trouble => trouble.type === type);
	const longestMs = (type: 'slow' | 'late') =>
		Math.max(0, ...troubles.map(trouble => (trouble.type === type ? trouble.ms : 0)));
	const slowed = (obeyed: Obeyed, isCut: boolean): Troubled => ({
		...obeyed,
		afterMs: Math.max(obeyed.afterMs, longestMs('slow')),
		isCut,
	});
	if (has('cut-before')) return slowed({...obey(world, request), world}, true);
	if (has('invalid-op')) return slowed(refused(world, request, texts.invalidOp(opNameOf(dm, request.op))), false);
	if (has('in-use')) return slowed(refused(world, request, texts.inUse(request.task)), false);

	const refusing = troubles.flatMap(trouble => (trouble.type === 'refuses' ? [trouble.source] : []));
	const obeyed = obey(world, request, refusing);
	const operation = operationOf(dm, request.op);
	let after = obeyed.world;
	if (operation === 'resume' && has('relapses')) after = withRelapse(world, after, request.task);
	if (operation !== null && has('late'))
		after = withLateEffect(world, after, request.task, operation, longestMs('late'));
	return slowed({...obeyed, world: after}, has('cut-after'));
}

/** What was paused and runs now fails again a moment later. */
function withRelapse(before: World, after: World, task: string): World {
	const draft = draftOf(after);
	const resumed = changedBetween(before, after, task);
	const subtasks = draft.tasks.find(({name}) => name === task)?.subtasks ?? [];
	for (const subtask of subtasks.filter(({source}) => resumed.includes(source))) {
		const source = findSource(draft, subtask.source);
		if (source) relapseSoon(draft, source, subtask);
	}
	return draft;
}

/** The world as it was, to which what the operation did will happen later. */
function withLateEffect(before: World, after: World, task: string, operation: Operation, lateMs: number): World {
	const sources = changedBetween(before, after, task);
	const happening: Happening = {type: happenings[operation], task, sources};
	return {...before, logId: after.logId, due: [...before.due, {atMs: before.nowMs + lateMs, happening}]};
}

/** The sources on which the task's stage is another, or whose part is gone. */
function changedBetween(before: World, after: World, task: string): readonly string[] {
	const stages = (world: World) =>
		new Map(world.tasks.find(({name}) => name === task)?.subtasks.map(({source, stage}) => [source, stage]));
	const now = stages(after);
	return [...stages(before)].filter(([source, stage]) => now.get(source) !== stage).map(([source]) => source);
}
