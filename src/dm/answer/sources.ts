import type {ListedSource} from '../../domain/cluster.ts';
import {parseObject, parseWith, refuse, unexpected} from './answer.ts';
import {line, lines} from './read.ts';
import {operateSchema} from './schema.ts';

/**
 * Every source of the cluster as DM lists them, from 2.0 on: also one without a worker, of which 2.0's status answer has
 * nothing. Throws an AnswerError where DM refused or the answer is another.
 */
export function translateSources(body: unknown): readonly ListedSource[] {
	const answer = parseObject(body, expected);
	const {result, msg, sources} = parseWith(operateSchema, answer);
	if (result !== true) refuse(msg);
	if (sources === null) throw unexpected(answer, expected);
	return sources.flatMap(({source: name, worker, msg: message}) => {
		const source = line(name);
		return source === null ? [] : [{source, worker: line(worker), message: lines(message)}];
	});
}

const expected = 'the list of sources ("sources")';
