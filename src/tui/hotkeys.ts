import type {Step} from './cursor.ts';
import type {Event, Model} from './model.ts';
import {selected, topView, type View} from './views.ts';

/** One thing that keys do. The table feeds the handler, the footer, the help and the documentation. */
export type Hotkey = {
	readonly id: string;
	/** Names of keys.ts; the first ones are shown. */
	readonly keys: readonly string[];
	/** In the footer, in a word or two. */
	readonly label: string;
	/** In the help, in a few words. */
	readonly help: string;
	readonly group: HotkeyGroup;
	/** Whether the key belongs to what is on the screen. */
	readonly where: (model: Model) => boolean;
	/** Why it cannot act now, in a few words; undefined when it can. */
	readonly whyNot: (model: Model) => string | undefined;
	readonly event: (model: Model) => Event;
	/** Its place in the footer, the lowest first; absent = it is not in the footer. */
	readonly footer?: number;
};

export type HotkeyGroup = 'this screen' | 'move' | 'look' | 'everywhere';

/** All keys that work now. */
export const hotkeys: readonly Hotkey[] = [
	{
		id: 'open',
		keys: ['enter', 'l', 'right'],
		label: 'open',
		help: 'open',
		group: 'this screen',
		where: on('tasks', 'task'),
		whyNot: needsRow,
		event: model => ({type: 'open', view: below(model)}),
		footer: 1,
	},
	{
		id: 'why',
		keys: ['e'],
		label: 'why',
		help: 'why is it like this',
		group: 'this screen',
		where: on('tasks', 'task'),
		whyNot: needsRow,
		event: model => {
			const row = selected(model);
			return row === null ? nothing : {type: 'open', view: {type: 'why', ...row, top: 0}};
		},
		footer: 2,
	},
	move('down', ['j', 'down'], 'down'),
	move('up', ['k', 'up'], 'up'),
	move('top', ['g', 'home'], 'top'),
	move('bottom', ['G', 'end'], 'bottom'),
	move('page-down', ['pgdn'], 'page down'),
	move('page-up', ['pgup'], 'page up'),
	move('half-down', ['ctrl-d'], 'half a page down'),
	move('half-up', ['ctrl-u'], 'half a page up'),
	{
		id: 'back',
		keys: ['esc', 'h', 'left'],
		label: 'back',
		help: 'back',
		group: 'move',
		where: always,
		whyNot: model => (model.views.length > 1 ? undefined : 'nothing is open (q quits)'),
		event: () => ({type: 'back'}),
		footer: 3,
	},
	{
		id: 'tasks',
		keys: ['1'],
		label: 'tasks',
		help: 'the list of tasks',
		group: 'move',
		where: always,
		whyNot: nothingAgainst,
		event: () => ({type: 'home'}),
	},
	{
		id: 'wrap',
		keys: ['w'],
		label: 'wrap',
		help: 'wrap and fold, or not',
		group: 'look',
		where: on('why'),
		whyNot: nothingAgainst,
		event: () => ({type: 'toggle', option: 'wrap'}),
		footer: 4,
	},
	{
		id: 'preview',
		keys: ['v'],
		label: 'preview',
		help: 'preview on, off',
		group: 'look',
		where: on('tasks', 'task'),
		whyNot: nothingAgainst,
		event: () => ({type: 'toggle', option: 'preview'}),
		footer: 8,
	},
	{
		id: 'times',
		keys: ['t'],
		label: 'times',
		help: 'ages, or clock times',
		group: 'look',
		where: always,
		whyNot: nothingAgainst,
		event: () => ({type: 'toggle', option: 'absoluteTimes'}),
		footer: 7,
	},
	{
		id: 'refresh',
		keys: ['ctrl-r'],
		label: 'ask again',
		help: 'ask the cluster again',
		group: 'everywhere',
		where: always,
		whyNot: model => (model.link.type === 'connecting' ? 'the gateway is being connected' : undefined),
		event: () => ({type: 'refresh'}),
		footer: 9,
	},
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this help',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: model => (topView(model).type === 'help' ? {type: 'back'} : {type: 'open', view: {type: 'help', top: 0}}),
		footer: 5,
	},
	{
		id: 'leave',
		keys: ['q'],
		label: 'quit',
		help: 'back, quit at the top',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: model => ({type: model.views.length > 1 ? 'back' : 'quit'}),
		footer: 6,
	},
	{
		id: 'quit',
		keys: ['ctrl-c'],
		label: 'quit',
		help: 'quit',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: () => ({type: 'quit'}),
	},
];

/** What a key does now: its event, a notice that says why it cannot act, or null for a key that means nothing here. */
export function eventFor(model: Model, keyName: string): Event | null {
	const hotkey = hotkeys.find(candidate => candidate.keys.includes(keyName) && candidate.where(model));
	if (hotkey === undefined) return null;
	const reason = hotkey.whyNot(model);
	return reason === undefined ? hotkey.event(model) : {type: 'notice', text: `${hotkey.label}: ${reason}`};
}

/** A key's name as people write it: `Enter`, `Ctrl-d`, `j`. */
export function keyTitle(name: string): string {
	return name.length === 1 ? name : (keyTitles[name] ?? name.replace(/^ctrl-/, 'Ctrl-'));
}

const keyTitles: Readonly<Record<string, string>> = {
	enter: 'Enter',
	esc: 'Esc',
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	home: 'Home',
	end: 'End',
	pgup: 'PgUp',
	pgdn: 'PgDn',
};

const nothing: Event = {type: 'notice', text: 'nothing is selected'};

function move(step: Step, keys: readonly string[], help: string): Hotkey {
	return {
		id: step,
		keys,
		label: help,
		help,
		group: 'move',
		where: always,
		whyNot: nothingAgainst,
		event: () => ({type: 'step', step}),
	};
}

function below(model: Model): View {
	const view = topView(model);
	const row = selected(model);
	if (view.type === 'tasks' && row !== null)
		return {type: 'task', task: row.task, cursor: {id: null, index: 0, top: 0}};
	if (view.type === 'task') return {type: 'why', task: view.task, source: row?.source ?? null, top: 0};
	return {type: 'help', top: 0};
}

function needsRow(model: Model): string | undefined {
	const row = selected(model);
	if (topView(model).type === 'task') return row?.source == null ? 'there is no subtask to select' : undefined;
	return row === null ? 'there is no task to select' : undefined;
}

function on(...types: readonly View['type'][]): (model: Model) => boolean {
	return model => types.includes(topView(model).type);
}

function always(): boolean {
	return true;
}

function nothingAgainst(): undefined {
	return undefined;
}
