import {parseObject, parseWith, unexpected} from './answer.ts';
import {line, lines, word} from './read.ts';
import {operateSchema} from './schema.ts';

/** What a dm-master answered to an operation. It is not the outcome: the next status tells that. */
export type OperateAnswer = {
	/** DM's word for what it was asked, or the number of an operation that it does not know. */
	readonly op: string | null;
	/** DM's `result` of the whole; true says nothing of the targets. */
	readonly accepted: boolean;
	/** DM's `msg` of the whole. */
	readonly message: string | null;
	readonly targets: readonly OperateTarget[];
};

/** What it answered for one source (from 2.0 on) or one worker (1.0, where the source is not told). */
export type OperateTarget = {
	readonly source: string | null;
	readonly worker: string | null;
	readonly done: boolean;
	/** Why not; where it is done, a warning. */
	readonly message: string | null;
};

/** Takes an operation's answer apart, for every version. Throws an AnswerError where it is another answer. */
export function translateOperate(body: unknown): OperateAnswer {
	const answer = parseObject(body, expected);
	if (!('op' in answer)) throw unexpected(answer, expected);
	const {op, result, msg, workers, sources} = parseWith(operateSchema, answer);
	const fromWorkers = (workers ?? []).map(({meta}) => ({source: null, ...meta}));
	return {
		op: word(op),
		accepted: result === true,
		message: lines(msg),
		targets: [...fromWorkers, ...(sources ?? [])].map(target => ({
			source: line(target.source),
			worker: line(target.worker ?? null),
			done: target.result === true,
			message: lines(target.msg ?? null),
		})),
	};
}

/** The same of an answer to the start of a task, which names no operation. 1.0 tells of each worker in one piece. */
export function translateStart(body: unknown): OperateAnswer {
	const answer = parseObject(body, started);
	if (!('result' in answer || 'msg' in answer)) throw unexpected(answer, started);
	const {workers, ...rest} = answer;
	const wrapped = Array.isArray(workers) ? {workers: workers.map((meta: unknown) => ({meta, op: null}))} : {};
	return {...translateOperate({...rest, ...wrapped, op: null}), op: null};
}

const started = 'the answer to the start of a task ("result")';

const expected = 'the answer to an operation ("op")';
