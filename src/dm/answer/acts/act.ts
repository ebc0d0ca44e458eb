import * as v from 'valibot';
import {AnswerError} from '../../ask/error.ts';
import type {Values} from '../../grpc/protobuf.ts';
import {parseWith} from '../answer.ts';
import type {OperateAnswer} from '../operate.ts';
import {line, lines} from '../read.ts';

const part = v.object({
	result: v.boolean(),
	msg: v.string(),
	source: v.exactOptional(v.string()),
	worker: v.exactOptional(v.string()),
});

const schema = v.object({
	result: v.boolean(),
	msg: v.string(),
	op: v.exactOptional(v.number()),
	sources: v.exactOptional(v.array(part)),
	workers: v.exactOptional(v.array(part)),
});

/**
 * What a master answered to an act over gRPC. The `result` of the whole says nothing of the parts, true or false. Throws
 * an AnswerError where it is another answer: one that was read by the other generation's numbers has its texts elsewhere.
 */
export function translateAct(values: Values): OperateAnswer {
	const {result, msg, sources, workers} = parseWith(schema, values);
	const targets = [...(sources ?? []), ...(workers ?? [])].map(target => ({
		source: line(target.source ?? null),
		worker: line(target.worker ?? null),
		done: target.result,
		message: lines(target.msg),
	}));
	if (targets.some(({source, worker}) => source === null && worker === null)) {
		throw new AnswerError(
			'unexpected',
			'received an answer that names neither source nor worker, expected one of them',
		);
	}
	return {op: null, accepted: result, message: lines(msg), targets};
}
