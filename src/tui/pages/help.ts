import {statusWords} from '../../domain/status-word.ts';
import {verdicts} from '../../words/theme.ts';
import {pad, wrap} from '../../words/width.ts';
import {keyTitle} from '../keys/key-title.ts';
import type {Hotkey, HotkeyGroup, Model, TextView} from '../state.ts';
import type {PageLine} from '../ui/line.ts';
import {rule} from '../ui/rules.ts';
import type {TextPage} from './page.ts';

/** What the keys do. */
export const helpPage: TextPage<Extract<TextView, {type: 'help'}>> = {
	kind: 'text',
	crumbs: () => ['help'],
	topics: () => [],
	aim: () => ({task: null, source: null}),
	headerRows: () => 2,
	lines: model => helpLines(model),
};

/** The keys, from the key table, as they are for the view below the help; what cannot act now says why. */
function helpLines(model: Model): readonly PageLine[] {
	const {columns} = model.size;
	const {hotkeys} = model;
	const below: Model = {...model, views: model.views.slice(0, -1)};
	const here = hotkeys.filter(hotkey => hotkey.where(below));
	const disabled = here.flatMap(hotkey => {
		const reason = hotkey.whyNot(below);
		return reason === undefined ? [] : [`${keyTitle(hotkey.keys[0] ?? '')} ${hotkey.label}: ${reason}`];
	});
	const elsewhere = hotkeys.filter(hotkey => !hotkey.where(below));
	return [
		...groups.flatMap(group =>
			section(
				titles[group],
				here.filter(hotkey => hotkey.group === group),
				columns,
			),
		),
		...section('on other screens', elsewhere, columns),
		...(disabled.length === 0
			? []
			: [rule(columns, 'cannot act now'), ...disabled.flatMap(text => indented(text, columns))]),
		rule(columns, 'status letters, worst first'),
		...grid(
			statusWords.map(word => `${verdicts[word].letter} ${verdicts[word].meaning}`),
			columns,
			26,
		),
		rule(columns, 'how to read the list'),
		...reading.flatMap(text => indented(text, columns)),
	];
}

const groups: readonly HotkeyGroup[] = ['this screen', 'move', 'look', 'everywhere'];

const titles = {
	'this screen': 'this screen',
	move: 'move',
	look: 'look',
	everywhere: 'everywhere',
} as const satisfies Record<HotkeyGroup, string>;

const reading = [
	'SUB: running or finished subtasks / expected ones.  PHASE: C check, D dump, L load, S sync, = paused, x in error, ? silent.',
	'LAG: as DM tells it, only where it can be true; the time that a lock blocks; ? upstream unknown; - none. GAP: bytes still to read.',
	'ROWS/S: counted by dmtop over 10 s.  ETA: a range while it is not steady.  SINCE: > means that it was so at the first reading.',
	'* after the letter: it changed in the last 5 s, + somebody marked it.  > before it: the selected row.',
	'RO: the keys that write do nothing.  RW: they open a dialog; 9m: for so long.  pausing...: asked for, not yet so.',
];

function section(title: string, keys: readonly Hotkey[], columns: number): readonly PageLine[] {
	if (keys.length === 0) return [];
	const entries = keys.map(hotkey => `${pad(hotkey.keys.map(keyTitle).join(' '), 13)} ${hotkey.help}`);
	return [rule(columns, title), ...grid(entries, columns, 37)];
}

/** Short texts side by side, in as many columns as there is room for. */
function grid(entries: readonly string[], columns: number, least: number): readonly string[] {
	const across = Math.max(1, Math.floor((columns - 1) / least));
	const longest = Math.max(least, ...entries.map(entry => entry.length + 2));
	const beside = Math.max(1, Math.min(across, Math.floor((columns - 1) / longest)));
	const width = Math.floor((columns - 1) / beside);
	const down = Math.ceil(entries.length / beside);
	return Array.from({length: down}, (_, row) => {
		const cells = Array.from({length: beside}, (_, column) => entries[column * down + row] ?? '');
		return ` ${cells.map(cell => pad(cell, width)).join('')}`.trimEnd();
	});
}

function indented(text: string, columns: number): readonly string[] {
	return wrap(text, columns - 2, '  ').map(line => ` ${line}`);
}
