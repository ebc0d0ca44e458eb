import type {Matcher, Within} from '../state.ts';
import {compileRegex} from './regex.ts';

/** Has no deadline. */
export const unhurried: Within = (_, work) => {
	work();
	return true;
};

/** The longest text that can be typed into a prompt, in characters. */
export const promptLimit = 100;

/** So much of a text is tested by a regular expression. */
const testedLimit = 300;

/** How long a regular expression may take for the rows of a list, or for so many lines of a text. */
const deadlineMs = 200;
const atOnce = 10_000;

/** What stands in a pattern's place that was broken off. */
export const tooSlowText = `the pattern takes too long: ${deadlineMs} ms were not enough`;

/** What is searched in a text: the very characters, or a `/regex/`; case never matters. */
export function searchMatcher(text: string, within: Within): Matcher | null | {readonly problem: string} {
	if (text.startsWith('/')) return regexMatcher(text, text, within);
	if (text === '') return null;
	const lower = text.toLowerCase();
	return {text, matching: texts => texts.map(tested => tested.toLowerCase().includes(lower))};
}

/**
 * The matcher of what is typed as `/regex/`, of which the last `/` may still be missing; null for one that asks for
 * nothing. Says in a sentence what is wrong with a bad one. `text` is what it is called.
 */
export function regexMatcher(text: string, asked: string, within: Within): Matcher | null | {readonly problem: string} {
	const pattern = asked.slice(1).replace(/(?<!\\)\/$/, '');
	if (pattern === '') return null;
	const regex = compileRegex(pattern);
	if ('problem' in regex) return {problem: `bad regex: ${regex.problem}`};
	// What took too long once is not tried again at every poll: the rows would come and go with the load of the machine.
	let isTooSlow = false;
	return {
		text,
		matching(texts) {
			const found: boolean[] = [];
			while (found.length < texts.length && !isTooSlow) {
				const part = texts.slice(found.length, found.length + atOnce).map(tested => tested.slice(0, testedLimit));
				isTooSlow = !within(deadlineMs, () => {
					for (const tested of part) found.push(regex.test(tested));
				});
			}
			return isTooSlow ? null : found;
		},
	};
}
