import type {Subtask} from '../../../domain/cluster.ts';
import {type Gap, gapBetween, isSmaller} from '../../../domain/position.ts';
import type {TaskSubtask, ValidatorBehind} from '../../../domain/task.ts';

/** Since when the validator has been behind the checkpoint without coming nearer; null while it is at it, or does not run. */
export function validatorBehindOf(
	known: TaskSubtask | undefined,
	subtask: Subtask,
	atMs: number,
	unseen: boolean,
): ValidatorBehind | null {
	const gap = gapOf(subtask);
	if (gap === null || (gap.type === 'bytes' && gap.bytes === 0)) return null;
	const before = known?.validatorBehind ?? null;
	if (before === null || unseen || isSmaller(gap, before.from)) return {sinceMs: atMs, from: gap};
	return before;
}

function gapOf({stage, work, validation}: Subtask): Gap | null {
	if (stage !== 'Running' || work.type !== 'Sync' || validation?.stage !== 'Running') return null;
	return gapBetween(work.checkpoint, validation.position);
}
