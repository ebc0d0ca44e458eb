import type {Validation} from '../../domain/cluster.ts';
import {line, position, stageWord, word} from './read.ts';
import {translateResult} from './result.ts';
import type {ReadValidation} from './schema.ts';

/** The state of a subtask's validator, from 6.2 on. */
export function translateValidation(validation: ReadValidation): Validation {
	const processed = counters(validation.processedRowsStatus, 'insert/update/delete');
	const pending = counters(validation.pendingRowsStatus, 'insert/update/delete');
	const errors = counters(validation.errorRowsStatus, 'new/ignored/resolved');
	return {
		mode: word(validation.mode),
		stage: stageWord(validation.stage),
		position: position(validation.validatorBinlog),
		gtid: line(validation.validatorBinlogGtid),
		cutoverPosition: position(validation.cutoverBinlogPos),
		cutoverGtid: line(validation.cutoverBinlogGtid),
		result: translateResult(validation.result),
		processedRows: processed && {insert: processed[0], update: processed[1], delete: processed[2]},
		pendingRows: pending && {insert: pending[0], update: pending[1], delete: pending[2]},
		errorRows: errors && {new: errors[0], ignored: errors[1], resolved: errors[2]},
		said: {
			processed: processed === null ? line(validation.processedRowsStatus) : null,
			pending: pending === null ? line(validation.pendingRowsStatus) : null,
			errors: errors === null ? line(validation.errorRowsStatus) : null,
		},
	};
}

/** The three numbers of a text such as `insert/update/delete: 12/0/3`; null when it is another, or DM adds a remark to them. */
function counters(text: string | null, names: string): readonly [number, number, number] | null {
	const match = /^([a-z/]+): *(\d+)\/(\d+)\/(\d+)$/.exec(text ?? '');
	return match?.[1] === names ? [Number(match[2]), Number(match[3]), Number(match[4])] : null;
}
