import {keyTitle} from '../../tui/keys/key-title.ts';
import {hasKeysForGood} from '../../tui/keys/new-keys.ts';
import type {Hotkey, HotkeyGroup} from '../../tui/state.ts';
import {keyMeanings} from './key-meanings.ts';

/** A key, what it does, and by which name other keys are given for it; null where it has its keys for good. */
export type KeyWords = {readonly keys: string; readonly name: string | null; readonly text: string};

/** What stands above them. */
export const keyLines = [
	'Each key acts on what is selected, or on the page that is open; ? shows there which act now, and why the others do not.',
	'The word behind a key is its name: by that, other keys are given for it in the file of settings (dmtop help config), such as keys: {why: [e, F2]}. What has no name keeps its keys.',
] as const;

/** What all keys of the full screen do, group by group, from the table that the screen itself has. */
export function keyWords(
	hotkeys: readonly Hotkey[],
): readonly {readonly title: string; readonly rows: readonly KeyWords[]}[] {
	return Object.entries(groupTitles).map(([group, title]) => ({
		title,
		rows: hotkeys
			.filter(hotkey => hotkey.group === group)
			.map(hotkey => ({
				keys: hotkey.keys.map(keyTitle).join(', '),
				name: hasKeysForGood(hotkey) ? null : hotkey.id,
				text: keyMeanings[hotkey.id] ?? hotkey.help,
			})),
	}));
}

const groupTitles = {
	move: 'Moving',
	views: 'Views',
	see: 'Seeing',
	do: 'Doing',
} as const satisfies Record<HotkeyGroup, string>;
