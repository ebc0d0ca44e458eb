import {toggleFreeze} from '../find/freeze.ts';
import {clusterName} from '../pages/cluster-words.ts';
import type {Allowing, Model} from '../state.ts';

import {labelOf} from './cluster-label.ts';
import {neverWrites, writesFromNow} from './writing.ts';

/** Writing is over at once; where it is not allowed, the question whether it shall be. */
export function askedToArm(model: Model): Model {
	if (model.writes !== null) return {...model, writes: null};
	// What is allowed must be seen on what goes on.
	const live = model.finding.frozen === null ? model : toggleFreeze(model);
	if (live.hello === null) return live;
	const dialog: Allowing = {
		type: 'allowing',
		id: live.lastId + 1,
		origin: {instance: live.hello.instance, cluster: clusterName(live), label: labelOf(live)},
		spoilt: null,
		top: 0,
		phase: {type: 'allowing', shownAtMs: null, seenLines: 0},
		remark: null,
	};
	return {...live, lastId: dialog.id, dialog};
}

/** Writing is allowed, where nothing has come between. */
export function confirmedAllowing(model: Model, dialog: Allowing): Model {
	const why = whyNotAllow(model, dialog);
	if (why !== null) return {...model, dialog: {...dialog, remark: `Writing is not allowed: ${why}`}};
	return {...model, dialog: null, writes: writesFromNow(model)};
}

/** Why it cannot be allowed any more, in a few words; null while it can. */
export function whyNotAllow(model: Model, {spoilt}: Allowing): string | null {
	return spoilt ?? neverWrites(model) ?? null;
}
