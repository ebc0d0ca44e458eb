import {statusWords} from '../../domain/status-word.ts';
import {cleanText} from '../../domain/text.ts';
import {verdicts} from '../../words/theme.ts';
import {freshness} from '../freshness.ts';
import {clusterName} from '../pages/cluster-words.ts';
import type {Model} from '../state.ts';

/**
 * What the terminal's window or tab is called: how many tasks there are of each letter, worst first, as tabs show the
 * beginning, and of which cluster, such as `X2 !1 .12 sh-main dmtop`. Clean: the names are of the cluster.
 */
export function terminalTitle(model: Model): string {
	const {type} = freshness(model);
	const tasks = model.overview?.tasks ?? [];
	const counts = statusWords.flatMap(word => {
		const count = tasks.filter(row => row.word === word).length;
		return count === 0 ? [] : [`${verdicts[word].letter}${count}`];
	});
	const state = type === 'lost' ? ['LOST'] : [];
	return cleanText([...state, ...counts, clusterName(model), 'dmtop'].join(' '), {limit: mostCharacters});
}

/** No tab shows more. */
const mostCharacters = 100;
