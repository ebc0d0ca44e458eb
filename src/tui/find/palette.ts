import {statusText} from '../../words/headline.ts';
import {verdicts} from '../../words/theme.ts';
import {noCursor} from '../cursor.ts';
import {actOf, hotkeys} from '../keys/hotkeys.ts';
import {keyTitle} from '../keys/key-title.ts';

import {sourceId} from '../row-ids.ts';
import type {Event, Model} from '../state.ts';
import {fuzzyScore} from './fuzzy.ts';

/** Something that the palette can do. */
export type PaletteItem = {
	readonly id: string;
	readonly kind: 'command' | 'task' | 'source';
	readonly title: string;
	/** What stands beside it: the key of a command or why it cannot act, the status of a task. */
	readonly detail: string;
	readonly event: Event;
};

/** What fits the typed characters, best first, never more than `mostItems`. */
export function paletteItems(model: Model, typed: string): readonly PaletteItem[] {
	const candidates = [...commandItems(model), ...taskItems(model), ...sourceItems(model)];
	if (typed.trim() === '') return candidates.slice(0, mostItems);
	return candidates
		.flatMap(item => {
			const score = fuzzyScore(typed, item.title);
			return score === null ? [] : [{item, score}];
		})
		.sort((a, b) => b.score - a.score)
		.slice(0, mostItems)
		.map(({item}) => item);
}

/** The item that Enter takes, by its place among the items. */
export function chosenIndex(items: readonly PaletteItem[], chosen: string | null): number {
	return Math.max(
		0,
		items.findIndex(item => item.id === chosen),
	);
}

/** More than that nobody looks through: one more letter is faster. */
const mostItems = 200;

function commandItems(model: Model): readonly PaletteItem[] {
	return hotkeys
		.filter(hotkey => hotkey.where(model) && !silent.has(hotkey.id))
		.flatMap(hotkey => {
			const event = actOf(model, hotkey);
			if (event.type === 'step') return [];
			const key = keyTitle(hotkey.keys[0] ?? '');
			const reason = hotkey.whyNot(model);
			const detail = reason === undefined ? key : `cannot: ${reason}`;
			return [{id: `command ${hotkey.id}`, kind: 'command', title: hotkey.help, detail, event} as const];
		});
}

/** What makes no sense from here. */
const silent: ReadonlySet<string> = new Set(['palette', 'back']);

function taskItems(model: Model): readonly PaletteItem[] {
	return (model.overview?.tasks ?? []).map(row => ({
		id: `task ${row.name}`,
		kind: 'task',
		title: row.name,
		detail: `${verdicts[row.word].letter} ${statusText(row, 0)}`,
		event: {type: 'open', view: {type: 'task', task: row.name, cursor: noCursor}},
	}));
}

function sourceItems(model: Model): readonly PaletteItem[] {
	return (model.sources?.sources ?? []).map(row => ({
		id: `source ${sourceId(row)}`,
		kind: 'source',
		title: sourceId(row),
		detail: `${verdicts[row.word].letter} ${row.worker ?? 'no worker'}`,
		event: {type: 'open', view: {type: 'source', source: sourceId(row), top: 0}},
	}));
}
