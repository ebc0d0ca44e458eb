import type {Key} from '../../domain/advice/entry.ts';
import type {Model} from '../state.ts';
import {keyTitle} from './key-title.ts';

/** What the first key is called that does this now, by its ID in the table of keys. */
export function keyOf({hotkeys}: Pick<Model, 'hotkeys'>, id: string): string {
	return keyTitle(hotkeys.find(hotkey => hotkey.id === id)?.keys[0] ?? '?');
}

/** The same for a key that an advice names as it is unless somebody has given another. */
export function adviceKey(model: Pick<Model, 'hotkeys'>, key: Key): string {
	return keyOf(model, ids[key]);
}

const ids = {
	p: 'pause',
	r: 'resume',
	X: 'stop',
	U: 'unlock',
	e: 'why',
	d: 'sharding',
	b: 'relay',
	2: 'sources',
	3: 'locks',
	4: 'workers',
} as const satisfies Record<Key, string>;
