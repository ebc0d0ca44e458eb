import type {Press} from '../operate/dialog-keys.ts';
import type {Event, Hotkey, Model} from '../state.ts';
import {actKeys} from './act-keys.ts';
import {clusterKeys, ofOneCluster} from './cluster-keys.ts';
import {copyKeys} from './copy-keys.ts';
import {findKeys} from './find-keys.ts';
import {keyTitle} from './key-title.ts';
import {lookKeys} from './look-keys.ts';
import {moveKeys} from './move-keys.ts';
import {objectKeys} from './object-keys.ts';
import {operateKeys} from './operate-keys.ts';
import {pastKeys} from './past-keys.ts';
import {programKeys} from './program-keys.ts';

/** All keys, as they are unless somebody has given others: one table for the handler, the footer, the help and the documentation. */
export const hotkeys: readonly Hotkey[] = [
	...moveKeys,
	...clusterKeys,
	...objectKeys,
	...findKeys,
	...lookKeys,
	...pastKeys,
	...programKeys,
	...copyKeys,
	...operateKeys,
	...actKeys,
].map(ofOneCluster);

/**
 * What a key does now: its event, or a notice that says why it cannot act, or that there is no such key.
 */
export function eventFor(model: Model, keyName: string, {alone}: Pick<Press, 'alone'> = {alone: false}): Event {
	const meant = model.hotkeys.filter(({keys}) => keys.includes(keyName));
	const here = meant.find(hotkey => hotkey.where(model));
	if (here !== undefined) {
		const isBurst = here.alone === true && !alone && here.whyNot(model) === undefined;
		return isBurst
			? {type: 'notice', text: `${here.label}: it came in a burst of keys: press it alone`}
			: actOf(model, here);
	}
	const [other] = meant;
	if (other === undefined) return {type: 'notice', text: `${keyTitle(keyName)}: no such key, ? help`};
	return {type: 'notice', text: `${other.label}: ${other.elsewhere?.(model) ?? 'not on this page'}`};
}

/** What a key of the table does now: its event, or the notice that says why it cannot act. */
export function actOf(model: Model, hotkey: Hotkey): Event {
	const reason = hotkey.whyNot(model);
	return reason === undefined ? hotkey.event(model) : {type: 'notice', text: `${hotkey.label}: ${reason}`};
}
