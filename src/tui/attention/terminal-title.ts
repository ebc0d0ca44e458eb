import {cleanText} from '../../domain/text.ts';
import {textOfCell} from '../../words/columns.ts';
import {eachCluster, isAbove} from '../clusters/cluster-state.ts';
import {freshness} from '../freshness.ts';
import {clusterName} from '../pages/cluster-words.ts';
import {counts} from '../pages/counts.ts';
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
	const letters = counts(tasks, 0).map(textOfCell).join('');
	const whose = isAbove(model) ? `${model.clusters?.names.length ?? 0} clusters` : clusterName(model);
	const told = [type === 'lost' ? 'LOST' : '', letters, whose, 'dmtop'].filter(text => text !== '');
	return cleanText(told.join(' '), {limit: mostCharacters});
}

/** No tab shows more. */
const mostCharacters = 100;
