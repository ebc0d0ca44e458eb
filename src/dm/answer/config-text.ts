import {cleanText} from '../../domain/text.ts';
import {AnswerError} from '../ask/error.ts';
import {parseObject, parseWith, refuse, unexpected} from './answer.ts';
import {configSchema} from './schema.ts';

/**
 * The configuration in an answer, as DM prints it. Throws an AnswerError where DM refused, or the answer is another than
 * `expected`.
 */
export function configText(body: unknown, expected: string): string {
	const answer = parseObject(body, expected);
	const {result, msg, cfg} = parseWith(configSchema, answer);
	if (result === false || (cfg === '' && msg)) refuse(msg);
	if (cfg === null) throw unexpected(answer, expected);
	return cfg;
}

/** Throws an AnswerError where it is the configuration of another task or source than was asked for. */
export function expectConfigOf(kind: 'task' | 'source', asked: string, name: string | null): void {
	if (name === null || name === asked) return;
	throw new AnswerError(
		'unexpected',
		`received the configuration of ${kind} "${cleanText(name)}", expected that of "${cleanText(asked)}"`,
	);
}
