import {expect, test} from 'vitest';
import type {Position, Subtask} from '../../../../src/domain/cluster.ts';
import type {TaskSubtask} from '../../../../src/domain/task.ts';
import {validatorBehindOf} from '../../../../src/gateway/memory/subtask/validator-behind.ts';
import {sync} from '../../../support/builder.ts';

const at = (offset: number, file = 'mysql-bin.000010'): Position => ({file, offset});

function told(position: Position | null, checkpoint = at(9000), stage = 'Running'): Subtask {
	return {stage: 'Running', work: sync({checkpoint}), validation: {stage, position}} as unknown as Subtask;
}

/** Since when it does not come nearer, after answers a minute apart. */
function sinceMinute(...answers: readonly Subtask[]): number | null {
	let known: TaskSubtask | undefined;
	for (const [minute, answer] of answers.entries()) {
		const validatorBehind = validatorBehindOf(known, answer, minute * 60_000, false);
		known = {validatorBehind} as TaskSubtask;
	}
	return known?.validatorBehind == null ? null : known.validatorBehind.sinceMs / 60_000;
}

test.for<readonly [string, number | null, readonly Subtask[]]>([
	['at the checkpoint', null, [told(at(9000))]],
	['behind since the first answer', 0, [told(at(5000)), told(at(5000)), told(at(5000))]],
	['nearer in between', 1, [told(at(5000)), told(at(6000)), told(at(6000))]],
	['by whole files, then by bytes', 1, [told(at(5, 'mysql-bin.000008')), told(at(5)), told(at(5))]],
	['by bytes, then by files', 0, [told(at(5)), told(at(5), at(9000, 'mysql-bin.000011'))]],
	['no position is told', null, [told(at(5)), told(null)]],
	['it is stopped', null, [told(at(5)), told(at(5), at(9000), 'Stopped')]],
	['past the checkpoint', null, [told(at(9500))]],
])('a validator %s', ([, since, answers]) => {
	expect(sinceMinute(...answers)).toBe(since);
});

test('minutes that nobody watched do not count', () => {
	const known = {validatorBehind: validatorBehindOf(undefined, told(at(5)), 0, false)} as TaskSubtask;
	expect(validatorBehindOf(known, told(at(5)), 3_600_000, true)?.sinceMs).toBe(3_600_000);
});
