import * as v from 'valibot';
import type {Validated} from '../../../domain/act/validated.ts';
import type {Values} from '../../grpc/protobuf.ts';
import {parseWith} from '../answer.ts';
import {line, lines} from '../read.ts';

const text = v.string();
const statuses = v.object({
	result: v.boolean(),
	msg: text,
	tableStatuses: v.array(v.object({source: text, srcTable: text, dstTable: text, stage: v.number(), message: text})),
});
const errors = v.object({
	result: v.boolean(),
	msg: text,
	error: v.array(
		v.object({
			...{id: text, source: text, srcTable: text, dstTable: text},
			...{errorType: text, status: v.number(), time: text, message: text},
		}),
	),
});

/** What a master told of the validators of a task, and of the rows that differ. Throws an AnswerError where it is neither. */
export function translateValidated(told: Values, listed: Values): Validated {
	const {result, msg, tableStatuses} = parseWith(statuses, told);
	const {result: isListed, msg: why, error} = parseWith(errors, listed);
	const word = (value: string) => line(value) ?? '';
	return {
		tables: tableStatuses.map(({source, srcTable, dstTable, stage, message}) => ({
			...{source: word(source), table: word(srcTable), target: word(dstTable)},
			stage: stages[stage] ?? `stage ${stage}`,
			message: lines(message),
		})),
		errors: error.map(({id, source, srcTable, dstTable, errorType, status, time, message}) => ({
			...{id: word(id), source: word(source), table: word(srcTable), target: word(dstTable), kind: word(errorType)},
			...{state: states[status] ?? 'unknown', time: word(time), message: lines(message)},
		})),
		note: result && isListed ? null : (line(result ? why : msg) ?? 'DM refused without a reason'),
	};
}

/** By DM's numbers. */
const stages = ['InvalidStage', 'New', 'Running', 'Paused', 'Stopped', 'Finished', 'Pausing', 'Resuming', 'Stopping'];
const states = ['unknown', 'new', 'ignored', 'resolved'] as const;
