import {keyTitle} from '../../tui/keys/key-title.ts';
import type {Hotkey, HotkeyGroup} from '../../tui/state.ts';

/** Keys that do the same, and what that is. */
export type KeyWords = {readonly keys: string; readonly text: string};

/** What all keys of the full screen do, group by group, from the table that the screen itself has. */
export function keyWords(
	hotkeys: readonly Hotkey[],
): readonly {readonly title: string; readonly rows: readonly KeyWords[]}[] {
	return Object.entries(groupTitles).map(([group, title]) => ({
		title,
		rows: rowsOf(hotkeys.filter(hotkey => hotkey.group === group)),
	}));
}

const groupTitles = {
	move: 'Moving',
	views: 'Views',
	see: 'Seeing',
	do: 'Doing',
} as const satisfies Record<HotkeyGroup, string>;

/** A key that does the like on several pages is one row. */
function rowsOf(hotkeys: readonly Hotkey[]): readonly KeyWords[] {
	const texts = new Map<string, string[]>();
	for (const hotkey of hotkeys) {
		const keys = hotkey.keys.map(keyTitle).join(', ');
		const known = texts.get(keys) ?? [];
		if (!known.includes(hotkey.help)) texts.set(keys, [...known, hotkey.help]);
	}
	return [...texts].map(([keys, text]) => ({keys, text: text.join('; ')}));
}
