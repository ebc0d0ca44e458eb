import {toggleFreeze} from '../find/freeze.ts';
import {clusterName} from '../pages/cluster-words.ts';
import type {Arming, Model} from '../state.ts';

import {labelOf} from './cluster-label.ts';
import {armedNow, neverWrites} from './writing.ts';

/** Disarmed at once; where it is not armed, the question whether it shall be. */
export function askedToArm(model: Model): Model {
	if (model.armed !== null) return {...model, armed: null};
	// What is allowed must be seen on what goes on.
	const live = model.finding.frozen === null ? model : toggleFreeze(model);
	if (live.hello === null) return live;
	const dialog: Arming = {
		type: 'arming',
		id: live.lastId + 1,
		origin: {instance: live.hello.instance, cluster: clusterName(live), label: labelOf(live)},
		spoilt: null,
		top: 0,
		phase: {type: 'arming', shownAtMs: null, seenLines: 0},
		remark: null,
	};
	return {...live, lastId: dialog.id, dialog};
}

/** Writing is armed, where nothing has come between. */
export function confirmedArming(model: Model, dialog: Arming): Model {
	const against = againstArming(model, dialog);
	if (against !== null) return {...model, dialog: {...dialog, remark: `Writing is not allowed: ${against}`}};
	return {...model, dialog: null, armed: armedNow(model)};
}

/** Why it cannot be allowed any more, in a few words; null while it can. */
export function againstArming(model: Model, {spoilt}: Arming): string | null {
	return spoilt ?? neverWrites(model) ?? null;
}
