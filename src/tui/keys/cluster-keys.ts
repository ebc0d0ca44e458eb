import {isAbove} from '../clusters/cluster-state.ts';
import type {Hotkey, Model} from '../state.ts';

/** The key of the page of several clusters; where there is one only, nobody is told of it. */
export const clusterKeys: readonly Hotkey[] = [
	{
		id: 'clusters',
		keys: ['0'],
		label: 'clusters',
		help: 'clusters',
		group: 'views',
		where: hasSeveral,
		elsewhere: model => (hasSeveral(model) ? undefined : onlyOne),
		hidden: model => !hasSeveral(model),
		whyNot: model => (isAbove(model) ? 'these are the clusters' : undefined),
		event: () => ({type: 'enter', cluster: null}),
	},
];

function hasSeveral({clusters}: Model): boolean {
	return clusters !== null;
}

const onlyOne = 'only one is open; config.yaml names several (dmtop help config)';

/** A key as it is on the page of several clusters too: what is of one cluster says there that one has to be opened. */
export function ofOneCluster(hotkey: Hotkey): Hotkey {
	if (alsoAbove.has(hotkey.id)) return hotkey;
	const {where, elsewhere} = hotkey;
	return {
		...hotkey,
		where: model => !isAbove(model) && where(model),
		elsewhere: (model: Model) => (isAbove(model) ? 'open a cluster first (Enter)' : elsewhere?.(model)),
	};
}

const alsoAbove: ReadonlySet<string> = new Set([
	...['down', 'up', 'top', 'bottom', 'half-down', 'half-up', 'page-down', 'page-up', 'back', 'clusters', 'open'],
	...['filter', 'problems', 'sort', 'reverse', 'search', 'next-match', 'previous-match', 'preview', 'times', 'copy'],
	...['palette', 'refresh', 'repaint', 'help', 'leave', 'quit', 'suspend'],
]);
