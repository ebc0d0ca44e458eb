import {failingDdl, skipFacts, skipWhyNot, willBeLost} from '../../domain/act/skip-act.ts';
import type {SourceAnswer, Subtask} from '../../domain/cluster.ts';
import {commandLine, dmctlLine, quoted} from '../../domain/operation/words.ts';
import {placeText} from '../format.ts';
import type {ActContext, Told} from './proposing.ts';

/** What there is to know before the DDL is skipped at which a subtask fails. */
export function skipTold(entry: SourceAnswer, subtask: Subtask, {isOld, target, version, master}: ActContext): Told {
	const failing = failingDdl(subtask);
	const flag = ` -s ${quoted(target.source ?? '?')}`;
	const line =
		version.oldest >= 600
			? commandLine('binlog skip', subtask.task, flag)
			: commandLine('handle-error', subtask.task, flag, ' skip');
	return {
		tier: 3,
		name: subtask.task,
		facts: skipFacts(entry, subtask),
		now:
			failing === null
				? [`${subtask.task} at ${target.source}: ${subtask.stage}`]
				: [`fails with ${failing.code} at ${placeText(failing.at)}`, `the DDL: ${failing.ddl}`],
		costs: [
			'The DDL is never run in the target, and the task is resumed behind it.',
			"DM's own picture of the table will lack it: rows that need it may fail with 36027 then, which cannot be skipped.",
			...(failing !== null && willBeLost(failing)
				? [
						`The checkpoint (${placeText(failing.checkpoint)}) lies in an earlier binlog file: such a skip was lost each time it was tried. The way out is to stop, to add a binlog filter rule, and to start again.`,
					]
				: []),
		],
		undo: ['nothing undoes it once the task has passed the DDL; it is watched whether the skip holds'],
		dmctl: [dmctlLine(master, line)],
		refused: skipWhyNot(entry, subtask, isOld),
	};
}
