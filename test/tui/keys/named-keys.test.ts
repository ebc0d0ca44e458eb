import {expect, test} from 'vitest';
import {hotkeys} from '../../../src/tui/keys/hotkeys.ts';
import {hasKeysForGood} from '../../../src/tui/keys/new-keys.ts';
import type {Event, Hotkey, Model} from '../../../src/tui/state.ts';
import {screenLines} from '../../../src/tui/ui/screen-regions.ts';
import {initialModel} from '../../../src/tui/update.ts';
import {afterEvents, nowMs} from '../../support/builder.ts';
import {screens} from '../../support/screens.ts';
import {showcase} from '../../support/showcase.ts';
import {writing} from '../../support/writable.ts';

/** Each key that can be given anew is another one, which no sentence can know: F101 and so on. */
const strange: readonly Hotkey[] = (() => {
	const names = [...new Set(hotkeys.flatMap(({keys}) => keys))];
	return hotkeys.map(hotkey =>
		hasKeysForGood(hotkey) ? hotkey : {...hotkey, keys: hotkey.keys.map(key => `f${101 + names.indexOf(key)}`)},
	);
})();

const verbs = 'shows?|asks|has|goes|allows|resumes?|pauses?|removes?|opens?|makes|lets|reads|copies|takes';

/** A key as a sentence names it: `e shows why`, `(w shows them)`, `(e: steps)`, `P and R are for the whole task`. */
const named = [
	new RegExp(`(?<![\\w'./-])(?!F1|a |I |b has)([A-Za-z!*]|Enter|Tab|Space) (?:${verbs})\\b`),
	new RegExp(`\\((?!F1)([A-Za-z!*]|Enter|Tab|Space)(?:\\)|: | (?:${verbs}) )`),
	/(?<![\w'./-])(?!F1)([A-Z]|[b-z]) and ([A-Z]|[b-z]) (?:are|do)\b/,
	/Tab \/ Shift-Tab/,
];

function refuseNamed(text: string) {
	for (const pattern of named) expect(pattern.exec(text)?.[0] ?? null, text).toBe(null);
}

function begun(columns: number, rows: number): Model {
	return initialModel({size: {columns, rows}, colours: false, title: null, nowMs, hotkeys: strange});
}

const cases: readonly (readonly [string, readonly Event[]])[] = Object.entries({
	...screens,
	'the list, where one may write': writing(showcase),
});

test.each(cases)('%s names the keys as they are', (_, events) => {
	for (const [columns, rows] of [
		[120, 40],
		[200, 60],
	] as const) {
		const model = afterEvents(begun(columns, rows), events);
		for (const line of screenLines(model)) refuseNamed(line);
		for (const {whyNot, elsewhere, title} of strange) {
			for (const text of [whyNot(model), elsewhere?.(model), title?.(model)]) refuseNamed(text ?? '');
		}
	}
});
