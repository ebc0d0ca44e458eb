import {cleanText} from '../../domain/text.ts';
import {unreachable} from '../../domain/unreachable.ts';
import {eventFor} from '../keys/hotkeys.ts';
import {dialogEvent, dialogPaste, type Press} from '../operate/dialog-keys.ts';
import {listingOf} from '../shown.ts';
import type {Event, FindChange, Model, Prompt, Step} from '../state.ts';
import {topView} from '../views.ts';
import {lookOf} from './finding.ts';
import {promptLimit} from './matcher.ts';
import {chosenIndex, paletteItems} from './palette.ts';

/** What a key does now: it goes to the dialog or into the prompt that is open, or is looked up in the key table. */
export function keyEvent(model: Model, keyName: string, press: Press = unsure): Event | null {
	const {prompt} = model.finding;
	if (keysLeftAlone.has(keyName)) return eventFor(model, keyName, press);
	if (model.dialog !== null) return dialogEvent(model, model.dialog, keyName, press);
	return prompt === null ? eventFor(model, keyName, press) : promptEvent(model, prompt, keyName);
}

/** What these keys do has nothing to do with what is open. */
export const keysLeftAlone: ReadonlySet<string> = new Set(['ctrl-c', 'ctrl-l', 'ctrl-z']);

/** A key of which it is not known how it came confirms nothing. */
const unsure: Press = {alone: false, atMs: 0};

/** What a paste does: it goes into an open prompt, on one line; else nothing, as it must not act as keys. */
export function pasteEvent(model: Model, text: string): Event | null {
	const {prompt} = model.finding;
	if (model.dialog !== null) return dialogPaste(model.dialog, text);
	if (prompt === null || prompt.type === 'sort') return null;
	// Cut before it is cleaned: a paste may be of any size.
	const clean = cleanText(text.slice(0, 10 * promptLimit).trim());
	return clean === '' ? null : find({type: 'type', text: clean});
}

function promptEvent(model: Model, prompt: Prompt, key: string): Event | null {
	if (key === 'esc') return find({type: 'cancel'});
	switch (prompt.type) {
		case 'sort':
			return sortEvent(model, key);
		case 'palette':
			return paletteEvent(model, prompt, key) ?? textEvent(prompt, key);
		case 'filter':
		case 'search':
			if (key === 'enter') return find({type: 'keep'});
			return stepEvent(key) ?? textEvent(prompt, key);
		default:
			return unreachable(prompt);
	}
}

function textEvent(prompt: Exclude<Prompt, {type: 'sort'}>, key: string): Event | null {
	if (key === 'ctrl-u') return find({type: 'erase', all: true});
	if (key === 'backspace' || key === 'delete') {
		return find(prompt.text === '' ? {type: 'cancel'} : {type: 'erase', all: false});
	}
	return [...key].length === 1 ? find({type: 'type', text: key}) : null;
}

/** While a filter is typed the arrows still move. */
function stepEvent(key: string): Event | null {
	const step = steps[key];
	return step === undefined ? null : {type: 'step', step};
}

const steps: Readonly<Record<string, Step>> = {up: 'up', down: 'down', pgup: 'page-up', pgdn: 'page-down'};

function sortEvent(model: Model, key: string): Event | null {
	const view = topView(model);
	const sorts = listingOf(model, view)?.sorts ?? [];
	const now = sorts.indexOf(lookOf(model, view).sort);
	const is = (id: string) => model.hotkeys.some(hotkey => hotkey.id === id && hotkey.keys.includes(key));
	const by = sortSteps[key] ?? (is('sort') ? 1 : undefined);
	if (by !== undefined) {
		const next = sorts[(now + by + sorts.length) % sorts.length];
		return next === undefined ? null : find({type: 'sort', key: next});
	}
	if (is('reverse')) return find({type: 'reverse'});
	return key === 'enter' ? find({type: 'keep'}) : null;
}

const sortSteps: Readonly<Record<string, number>> = {
	right: 1,
	down: 1,
	l: 1,
	j: 1,
	tab: 1,
	left: -1,
	up: -1,
	h: -1,
	k: -1,
	'shift-tab': -1,
};

function paletteEvent(model: Model, prompt: Extract<Prompt, {type: 'palette'}>, key: string): Event | null {
	const by = paletteSteps[key];
	if (key !== 'enter' && by === undefined) return null;
	const {items} = paletteItems(closed(model), prompt.text);
	const index = chosenIndex(items, prompt.chosen);
	if (by !== undefined) {
		const item = items[Math.max(0, Math.min(items.length - 1, index + by))];
		return item === undefined ? null : find({type: 'choose', id: item.id});
	}
	const item = items[index];
	return find(item === undefined ? {type: 'cancel'} : {type: 'run', event: item.event});
}

const paletteSteps: Readonly<Record<string, number>> = {
	down: 1,
	'ctrl-n': 1,
	up: -1,
	'ctrl-p': -1,
	pgdn: 8,
	pgup: -8,
};

/** The commands are those of the screen under the palette. */
function closed(model: Model): Model {
	return {...model, finding: {...model.finding, prompt: null}};
}

function find(change: FindChange): Event {
	return {type: 'find', change};
}
