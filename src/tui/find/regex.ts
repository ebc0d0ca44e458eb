/**
 * Makes the language's own expression of a pattern, without regard to case; a `.` stands for any character. Says in a few
 * words why it cannot be made.
 */
export function compileRegex(pattern: string): RegExp | {readonly problem: string} {
	if (repetitions(pattern) > mostRepetitions) return {problem: 'it repeats too much'};
	try {
		return withFlags(pattern);
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		// `Invalid regular expression: /a(/is: Unterminated group`
		const said = error.message.slice(error.message.lastIndexOf(': ') + 2);
		return {problem: problems[said] ?? `${said.charAt(0).toLowerCase()}${said.slice(1)}`};
	}
}

/**
 * The most that the counts in a pattern may come to when one stands in the other: writing it out, and going through it
 * without ever going back, cannot be broken off by a deadline.
 */
const mostRepetitions = 10_000;

/** As much as the counts come to, wherever they stand: `(a{20}b){3,5}` has 100. */
function repetitions(pattern: string): number {
	const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)];
	return counts.reduce((all, [, least, most]) => all * Math.max(1, Number(least), Number(most ?? 0)), 1);
}

/** Character by character where the pattern is strict enough for it, else by halves of the rare ones. */
function withFlags(pattern: string): RegExp {
	try {
		return new RegExp(pattern, 'isu');
	} catch {
		return new RegExp(pattern, 'is');
	}
}

/** What the language says of a pattern, in words for whoever types it. */
const problems: Readonly<Record<string, string>> = {
	'Unterminated group': 'a ( without its )',
	"Unmatched ')'": 'a ) without its (',
	'Unterminated character class': 'a [ without its ]',
	'Nothing to repeat': 'nothing to repeat',
	'\\ at end of pattern': 'a \\ at the end',
	'numbers out of order in {} quantifier': 'a {} ends before it begins',
	'Range out of order in character class': 'a range in [] ends before it begins',
	'Invalid group': 'a (? that is not known',
};
