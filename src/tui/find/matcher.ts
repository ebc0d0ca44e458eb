import {compileRegex} from './regex.ts';
import {PatternError} from './regexSyntax.ts';

/** What is looked for, ready to test texts. */
export type Matcher = {
	/** As typed. */
	readonly text: string;
	readonly matches: (text: string) => boolean;
};

/** The longest text that can be typed into a prompt, in characters. */
export const promptLimit = 100;

/** So much of a text is tested by a regular expression. */
const testedLimit = 300;

/**
 * A list's filter: words that all must be there, `!word` that must not, or one `/regex/` (or `!/regex/`); null for a
 * text that asks for nothing. Case never matters. Says in a sentence what is wrong with a bad regular expression.
 */
export function filterMatcher(text: string): Matcher | null | {readonly problem: string} {
	const asked = text.trim();
	if (/^!?\//.test(asked)) return regexMatcher(text, asked);
	const words = asked
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '' && word !== '!');
	if (words.length === 0) return null;
	const wanted = words.filter(word => !word.startsWith('!'));
	const unwanted = words.filter(word => word.startsWith('!')).map(word => word.slice(1));
	return {
		text,
		matches: tested => {
			const lower = tested.toLowerCase();
			return wanted.every(word => lower.includes(word)) && !unwanted.some(word => lower.includes(word));
		},
	};
}

/** What is searched in a text: the very characters, or a `/regex/`; case never matters. */
export function searchMatcher(text: string): Matcher | null | {readonly problem: string} {
	if (text.startsWith('/')) return regexMatcher(text, text);
	if (text === '') return null;
	const lower = text.toLowerCase();
	return {text, matches: tested => tested.toLowerCase().includes(lower)};
}

function regexMatcher(text: string, asked: string): Matcher | null | {readonly problem: string} {
	const negated = asked.startsWith('!');
	const pattern = asked.slice(negated ? 2 : 1).replace(/(?<!\\)\/$/, '');
	if (pattern === '') return null;
	try {
		const found = compileRegex(pattern);
		return {text, matches: tested => found(tested.slice(0, testedLimit)) !== negated};
	} catch (error) {
		if (!(error instanceof PatternError)) throw error;
		return {problem: `bad regex: ${error.message}`};
	}
}
