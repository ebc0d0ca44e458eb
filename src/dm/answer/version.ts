import {cleanText} from '../../domain/text.ts';
import {AnswerError} from '../ask/error.ts';

/**
 * The version in what `/status` answers as plain text, such as `v6.5.0`; null where the build does not know it ("None").
 * Throws an AnswerError where the text is not a dm-master's.
 */
export function translateVersion(text: string): string | null {
	const told = /^Release Version:[ \t]*(.*)$/m.exec(text)?.[1]?.trim();
	if (told === undefined) {
		const start = cleanText(text, {limit: 60});
		throw new AnswerError('unexpected', `received "${start}", expected a line with "Release Version:"`);
	}
	return told === '' || told === 'None' ? null : cleanText(told, {limit: 60});
}
