import {statusWords} from '../../domain/status-word.ts';
import {cleanText} from '../../domain/text.ts';
import {verdicts} from '../../words/theme.ts';
import {eachCluster, isAbove} from '../clusters/cluster-state.ts';
import {freshness} from '../freshness.ts';
import {clusterName} from '../pages/cluster-words.ts';
import type {Model} from '../state.ts';

/**
 * What the terminal's window or tab is called: how many tasks there are of each letter, worst first, as tabs show the
 * beginning, and of which cluster, such as `X2 !1 .12 sh-main dmtop`. Clean: the names are of the cluster.
 */
export function terminalTitle(model: Model): string {
	const {type} = freshness(model);
	const tasks = isAbove(model)
		? [...eachCluster(model).values()].flatMap(({overview}) => overview?.tasks ?? [])
		: (model.overview?.tasks ?? []);
	const counts = statusWords.flatMap(word => {
		const count = tasks.filter(row => row.word === word).length;
		return count === 0 ? [] : [`${verdicts[word].letter}${count}`];
	});
	const state = type === 'lost' ? ['LOST'] : [];
	const whose = isAbove(model) ? `${model.clusters?.names.length ?? 0} clusters` : clusterName(model);
	return cleanText([...state, ...counts, whose, 'dmtop'].join(' '), {limit: mostCharacters});
}

/** No tab shows more. */
const mostCharacters = 100;
