import {keysLeftAlone} from '../find/input.ts';
import type {Hotkey} from '../state.ts';
import {hotkeys as usual} from './hotkeys.ts';
import {keyOfTitle, keyTitle} from './key-title.ts';

/** Other keys for what a key does, by its ID; `place` is where somebody wrote that. */
export type NewKeys = {readonly id: string; readonly keys: readonly string[]; readonly place: string};

/**
 * The table of keys with other keys in it, and what is wrong with them, each in a sentence that begins with the place;
 * `meantInstead` is what to say of a name that is not known.
 */
export function newKeys(
	changes: readonly NewKeys[],
	meantInstead: (id: string, known: readonly string[]) => string,
): {
	readonly hotkeys: readonly Hotkey[];
	readonly problems: readonly string[];
} {
	if (changes.length === 0) return {hotkeys: usual, problems: []};
	const read = changes.map(change => ({...change, names: change.keys.map(keyOfTitle)}));
	const hotkeys = usual.map(hotkey => {
		// What does the like on other pages, by the same keys, goes along.
		const change =
			read.find(({id}) => id === hotkey.id) ??
			read.find(({id}) => usual.some(it => it.id === id && sameKeys(it, hotkey)));
		return change === undefined ? hotkey : {...hotkey, keys: change.names.filter(name => name !== null)};
	});
	const ids = [...new Set(usual.map(it => it.id))];
	const wrong = read.flatMap(({id, keys, names, place}) => {
		const known = usual.find(it => it.id === id);
		const problem = (says: string) => ({id, says: `${place}: ${says}`});
		if (known === undefined)
			return [problem(`received the key of "${id}"${meantInstead(id, ids)}, expected one of ${ids.join(', ')}`)];
		if (hasKeysForGood(known)) return [problem(`${id} has its key for good`)];
		return names.flatMap((name, at) => {
			if (name === null) return [problem(`${id}: received "${keys[at]}", expected a key such as e, F2 or Ctrl-x`)];
			const why = whyNot(known, name);
			return why === null ? [] : [problem(`${id}: ${keyTitle(name)} ${why}`)];
		});
	});
	const isWrong = new Set(wrong.map(({id}) => id));
	const told = conflicts(hotkeys, changes).filter(({ids}) => !ids.some(id => isWrong.has(id)));
	return {hotkeys, problems: [...wrong, ...told].map(({says}) => says)};
}

/** Whether no other keys can be given for it. */
export function hasKeysForGood({keys}: Hotkey): boolean {
	return keys.some(key => fixed.has(key));
}

/** They work while anything is open, also where no other key does. */
const fixed: ReadonlySet<string> = new Set([...keysLeftAlone, 'ctrl-r', 'esc']);

/** Why a key is not taken for that, in a few words; null where it is. */
function whyNot({id, group}: Hotkey, name: string): string | null {
	if (fixed.has(name)) return 'is left as it is';
	if (others.has(name)) return 'is taken by terminals, tmux or screen';
	if (group === 'do' && name.startsWith('ctrl-')) return 'acts on the cluster, and no Ctrl key does';
	if (id === 'stop' && /^\p{Ll}$/u.test(name)) return 'is a small letter, and none of them stops a task';
	return null;
}

const others: ReadonlySet<string> = new Set([
	'ctrl-a',
	'ctrl-b',
	'ctrl-h',
	'ctrl-j',
	'ctrl-k',
	'ctrl-m',
	'ctrl-i',
	'ctrl-s',
	'ctrl-q',
]);

/** Keys that two things have now, and had not before. */
function conflicts(
	hotkeys: readonly Hotkey[],
	changes: readonly NewKeys[],
): readonly {readonly ids: readonly [string, string]; readonly says: string}[] {
	const isShared = (a: string, b: string) => {
		const [one, other] = [usual.find(({id}) => id === a), usual.find(({id}) => id === b)];
		return one?.keys.some(key => other?.keys.includes(key) === true) === true;
	};
	const told = new Set<string>();
	return hotkeys.flatMap((hotkey, at) =>
		hotkeys.slice(at + 1).flatMap(other => {
			const key = hotkey.keys.find(it => other.keys.includes(it));
			if (key === undefined || hotkey.id === other.id || isShared(hotkey.id, other.id) || told.has(key)) return [];
			told.add(key);
			const place = changes.find(({id}) => id === hotkey.id || id === other.id)?.place ?? changes[0]?.place ?? '';
			const says = `${place}: ${keyTitle(key)} is for ${hotkey.id} and for ${other.id}: give one of them another key`;
			return [{ids: [hotkey.id, other.id], says}];
		}),
	);
}

function sameKeys(a: Hotkey, b: Hotkey): boolean {
	return a.keys.length === b.keys.length && a.keys.every((key, at) => key === b.keys[at]);
}
