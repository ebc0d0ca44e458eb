import type {StatusWord} from '../../domain/status-word.ts';
import {cleanText} from '../../domain/text.ts';
import type {Overview} from '../../wire/topics.ts';
import {verdicts} from '../../words/theme.ts';

/** A task that needs somebody, or of which nobody knows how it is, and did not before. */
export type Trouble = {readonly task: string; readonly word: StatusWord};

/** Which tasks have come to need somebody between two lists; none where there was no list before. */
export function newTroubles(before: Overview | null, after: Overview | null): readonly Trouble[] {
	if (before === null || after === null || before === after) return [];
	const words = new Map(before.tasks.map(({name, word}) => [name, word]));
	return after.tasks.flatMap(({name, word}) =>
		calling.has(word) && words.get(name) !== word ? [{task: name, word}] : [],
	);
}

const calling: ReadonlySet<StatusWord> = new Set(['error', 'unknown']);

/** What is told of them in one line, such as `X orders_merge needs you, and 2 more`; clean, as the names are of the cluster. */
export function troublesText(cluster: string, troubles: readonly Trouble[]): string {
	const [first] = troubles;
	if (first === undefined) return '';
	const {letter, short} = verdicts[first.word];
	const more = troubles.length === 1 ? '' : `, and ${troubles.length - 1} more`;
	return cleanText(`${letter} ${first.task} ${short}${more} (${cluster})`, {limit: mostCharacters});
}

/** More stands in no bubble. */
const mostCharacters = 200;
