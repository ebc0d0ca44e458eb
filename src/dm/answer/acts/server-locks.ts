import * as v from 'valibot';
import type {ServerLock} from '../../../domain/act/server-lock.ts';
import {AnswerError} from '../../ask/error.ts';
import type {Generation} from '../../grpc/methods.ts';
import {parseWith} from '../answer.ts';
import {eachLine, line} from '../read.ts';

const texts = v.array(v.string());
const schema = v.object({
	result: v.boolean(),
	msg: v.string(),
	locks: v.array(
		v.object({
			ID: v.string(),
			task: v.string(),
			mode: v.exactOptional(v.string()),
			owner: v.string(),
			DDLs: texts,
			synced: texts,
			unsynced: texts,
		}),
	),
});

/**
 * The DDL locks as a master holds them. Throws an AnswerError where it refused, and where the answer is not what the
 * generation makes of it: the other one's numbers read as well, and mean something else.
 */
export function translateServerLocks(values: unknown, generation: Generation): readonly ServerLock[] {
	const {result, msg, locks} = parseWith(schema, values);
	if (!result) throw new AnswerError('result-false', `refused: ${line(msg) ?? 'without a reason'}`);
	return locks.map(({ID: id, task, mode = null, owner, DDLs: ddls, synced, unsynced}) => {
		const isForm = mode === 'optimistic' || [...synced, ...unsynced].includes(owner);
		if (task === '' || !id.startsWith(`${task}-`) || !isForm || (mode !== null && !modes.includes(mode))) {
			throw new AnswerError(
				'unexpected',
				`received a lock of another form, expected one of DM ${generation === 'workers' ? '1.0' : '2.0 or later'}`,
			);
		}
		return {
			id: line(id) ?? '',
			task: line(task) ?? '',
			mode: mode === 'optimistic' ? 'optimistic' : 'pessimistic',
			owner: line(owner),
			ddls: eachLine(ddls),
			synced: eachLine(synced),
			unsynced: eachLine(unsynced),
		};
	});
}

const modes: readonly string[] = ['pessimistic', 'optimistic', ''];
