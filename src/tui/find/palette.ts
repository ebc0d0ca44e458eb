import {plural} from '../../words/format.ts';
import {statusText} from '../../words/headline.ts';
import {verdicts} from '../../words/theme.ts';
import {clusterRows} from '../clusters/cluster-rows.ts';
import {noCursor} from '../cursor.ts';
import {actOf} from '../keys/hotkeys.ts';
import {keyTitle} from '../keys/key-title.ts';
import {sourceId} from '../row-ids.ts';
import type {Event, HotkeyGroup, Model} from '../state.ts';
import {fuzzyScore, wholeScore} from './fuzzy.ts';

/** Something that the palette can do. */
export type PaletteItem = {
	readonly id: string;
	readonly kind: 'task' | 'cluster' | 'view' | 'source' | 'do' | 'see' | 'go';
	readonly title: string;
	/** What stands beside it: the status of a task, why a command cannot act. */
	readonly detail: string;
	/** The key that does the same; empty where none does. */
	readonly key: string;
	readonly acts: boolean;
	readonly event: Event;
};

/** What fits the typed characters, best first, and how much there is in all. */
export type PaletteItems = {readonly items: readonly PaletteItem[]; readonly all: number};

/**
 * What fits the typed characters: what holds them in one piece before what holds them apart; among those tasks, views and
 * sources before commands, and what cannot act now last.
 */
export function paletteItems(model: Model, typed: string): PaletteItems {
	const candidates = [
		...taskItems(model),
		...clusterItems(model),
		...viewItems(model),
		...sourceItems(model),
		...commandItems(model),
	];
	const scored = candidates.flatMap((item, at) => {
		const score = fuzzyScore(typed, item.title);
		if (score === null) return [];
		const isWhole = typed.trim() === '' || score >= wholeScore;
		return [{item, order: [isWhole ? 0 : 1, item.acts ? 0 : 1, ranks[item.kind], -score, at]}];
	});
	const sorted = scored.sort((a, b) => compare(a.order, b.order)).map(({item}) => item);
	return {items: sorted, all: candidates.length};
}

/** The item that Enter takes, by its place among the items. */
export function chosenIndex(items: readonly PaletteItem[], chosen: string | null): number {
	return Math.max(
		0,
		items.findIndex(item => item.id === chosen),
	);
}

const ranks = {task: 0, cluster: 1, view: 1, source: 2, do: 3, see: 3, go: 3} as const satisfies Record<
	PaletteItem['kind'],
	number
>;

function compare(a: readonly number[], b: readonly number[]): number {
	const at = a.findIndex((value, index) => value !== b[index]);
	return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function taskItems(model: Model): readonly PaletteItem[] {
	return (model.overview?.tasks ?? []).map(row => ({
		id: `task ${row.name}`,
		kind: 'task',
		title: row.name,
		detail: statusText(row, 0),
		key: '',
		acts: true,
		event: {type: 'open', view: {type: 'task', task: row.name, cursor: noCursor}},
	}));
}

/** The others of several clusters, the worst first. */
function clusterItems(model: Model): readonly PaletteItem[] {
	if (model.clusters === null) return [];
	return clusterRows(model)
		.filter(({name}) => name !== model.clusters?.open)
		.map(({name, label, word}) => ({
			id: `cluster ${name}`,
			kind: 'cluster',
			title: name,
			detail: `cluster, ${verdicts[word].meaning}${label === null ? '' : `, ${label}`}`,
			key: '',
			acts: true,
			event: {type: 'enter', cluster: name},
		}));
}

function sourceItems(model: Model): readonly PaletteItem[] {
	return (model.sources?.sources ?? []).map(row => ({
		id: `source ${sourceId(row)}`,
		kind: 'source',
		title: sourceId(row),
		detail: `${row.worker ?? 'no worker'}, ${plural(row.tasks.length, 'task')}`,
		key: '',
		acts: true,
		event: {type: 'open', view: {type: 'source', source: sourceId(row), top: 0}},
	}));
}

function viewItems(model: Model): readonly PaletteItem[] {
	return keyItems(model).filter(({kind}) => kind === 'view');
}

function commandItems(model: Model): readonly PaletteItem[] {
	return keyItems(model).filter(({kind}) => kind !== 'view');
}

/** The keys of the table that belong to the page; moving by a row is none of them. */
function keyItems(model: Model): readonly PaletteItem[] {
	return model.hotkeys
		.filter(hotkey => hotkey.where(model) && !silent.has(hotkey.id))
		.flatMap((hotkey): readonly PaletteItem[] => {
			const event = actOf(model, hotkey);
			if (event.type === 'step') return [];
			const {id, group, keys, help, title} = hotkey;
			const reason = hotkey.whyNot(model);
			const asks = event.type === 'operate' && event.change.type === 'ask' ? 'asks first' : '';
			return [
				{
					id: `command ${id}`,
					kind: kinds[group],
					title: title?.(model) ?? help,
					detail: reason === undefined ? asks : `not now: ${reason}`,
					key: keyTitle(keys[0] ?? ''),
					acts: reason === undefined,
					event,
				},
			];
		});
}

const kinds = {views: 'view', do: 'do', see: 'see', move: 'go'} as const satisfies Record<
	HotkeyGroup,
	PaletteItem['kind']
>;

/** What makes no sense from here. */
const silent: ReadonlySet<string> = new Set(['palette', 'back']);
