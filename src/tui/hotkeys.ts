import {noCursor, type Step} from './cursor.ts';
import {isList, listingOf} from './find/rows.ts';
import {canUndo, lookOf, type Prompt} from './find/state.ts';
import {hasData} from './freshness.ts';
import type {Event, Model} from './model.ts';
import {isTab, needsTask, openEvent, openReason, openTab, rawAim, rawReason, relayReason} from './opening.ts';
import {isAsking, rawView} from './raw.ts';
import {taskTabs} from './screens/tabs/tabs.ts';
import {aimOf, topView, type View} from './views.ts';

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
		where: inList,
		whyNot: model => openReason(model),
		event: model => openEvent(model),
		footer: 1,
	},
	{
		id: 'why',
		keys: ['e'],
		label: 'why',
		help: 'why is it like this',
		group: 'this screen',
		where: notOn('help', 'why'),
		whyNot: model => needsTask(model),
		event: model => {
			const {task, source} = aimOf(model, topView(model));
			return task === null ? nothing : {type: 'open', view: {type: 'why', task, source, top: 0}};
		},
		footer: 2,
	},
	tabKey('next-tab', 'tab', 1, ['task', 'tab'], 'next tab', 2.5),
	tabKey('previous-tab', 'shift-tab', -1, ['task', 'tab'], 'previous tab'),
	tabKey('second-tab', 'tab', 1, ['tasks'], "the task's second tab"),
	tabKey('last-tab', 'shift-tab', -1, ['tasks'], "the task's last tab"),
	{
		id: 'sharding',
		keys: ['d'],
		label: 'sharding',
		help: "the task's sharding groups",
		group: 'this screen',
		where: notOn('help'),
		whyNot: model => (isTab(model, 'sharding') ? 'these are the sharding groups' : needsTask(model)),
		event: model => openTab(model, 'sharding'),
		footer: 7.1,
	},
	{
		id: 'relay',
		keys: ['b'],
		label: 'relay',
		help: 'the relay (binlog)',
		group: 'this screen',
		where: notOn('help'),
		whyNot: relayReason,
		event: model => {
			const {source} = aimOf(model, topView(model));
			return source === null ? openTab(model, 'relay') : {type: 'open', view: {type: 'source', source, top: 0}};
		},
		footer: 7.2,
	},
	{
		id: 'raw',
		keys: ['i'],
		label: 'raw',
		help: 'what DM answered, as JSON',
		group: 'this screen',
		where: notOn('help', 'raw'),
		whyNot: model => (hasData(model) ? rawReason(model) : 'DM has not answered yet'),
		event: model => ({type: 'open', view: rawView(rawAim(model))}),
		footer: 7.3,
	},
	{
		id: 'raw-again',
		keys: ['i'],
		label: 'newer',
		help: 'ask for the newest answer',
		group: 'this screen',
		where: on('raw'),
		whyNot: model => {
			const view = topView(model);
			return view.type === 'raw' && isAsking(view) ? 'it is being asked for' : undefined;
		},
		event: model => {
			const view = topView(model);
			return view.type === 'raw' ? {type: 'turn', view: {...view, answer: {type: 'asking'}}} : nothing;
		},
		footer: 2,
	},
	{
		id: 'filter',
		keys: ['/'],
		label: 'filter',
		help: 'filter: x, !x, /re/',
		group: 'this screen',
		where: inList,
		whyNot: needsRows,
		event: () => ask('filter'),
		footer: 4.1,
	},
	{
		id: 'problems',
		keys: ['!'],
		label: 'problems',
		help: 'problems only, or all',
		group: 'this screen',
		where: inList,
		whyNot: model =>
			listingOf(model, topView(model))?.hasProblems ? undefined : 'these rows have no status of their own',
		event: () => ({type: 'find', change: {type: 'problems'}}),
		footer: 4.2,
	},
	{
		id: 'sort',
		keys: ['s'],
		label: 'sort',
		help: 'sort by',
		group: 'this screen',
		where: inList,
		whyNot: model =>
			(listingOf(model, topView(model))?.sorts.length ?? 0) > 1 ? undefined : 'these rows have one order only',
		event: () => ask('sort'),
		footer: 6.1,
	},
	{
		id: 'reverse',
		keys: ['S'],
		label: 'reverse',
		help: 'reverse the order',
		group: 'this screen',
		where: inList,
		whyNot: nothingAgainst,
		event: () => ({type: 'find', change: {type: 'reverse'}}),
	},
	{
		id: 'search',
		keys: ['/'],
		label: 'search',
		help: 'search: x, /re/',
		group: 'this screen',
		where: inText,
		whyNot: nothingAgainst,
		event: () => ask('search'),
		footer: 4.1,
	},
	{
		id: 'next-match',
		keys: ['n'],
		label: 'next',
		help: 'next match',
		group: 'this screen',
		where: inText,
		whyNot: needsSearch,
		event: () => ({type: 'find', change: {type: 'match', by: 1}}),
		footer: 4.2,
	},
	{
		id: 'previous-match',
		keys: ['N'],
		label: 'previous',
		help: 'previous match',
		group: 'this screen',
		where: inText,
		whyNot: needsSearch,
		event: () => ({type: 'find', change: {type: 'match', by: -1}}),
		footer: 4.3,
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
		whyNot: model =>
			model.views.length > 1 || canUndo(model, topView(model)) ? undefined : 'nothing is open (q quits)',
		event: model => (canUndo(model, topView(model)) ? {type: 'find', change: {type: 'undo'}} : {type: 'back'}),
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
	listKey('sources', '2', 'sources and their relays'),
	listKey('locks', '3', 'shard DDL locks'),
	listKey('workers', '4', 'workers and masters'),
	{
		id: 'events',
		keys: ['5'],
		label: 'events',
		help: 'what has changed; of one task',
		group: 'move',
		where: always,
		whyNot: model => {
			const view = topView(model);
			if (view.type !== 'events' || view.task !== null) return undefined;
			return aimOf(model, view).task === null ? 'the selected event is of no task, and all are shown' : undefined;
		},
		event: model => {
			const view = topView(model);
			if (view.type !== 'events') return {type: 'open', view: {type: 'events', task: null, cursor: noCursor}};
			const task = view.task === null ? aimOf(model, view).task : null;
			return {type: 'turn', view: {type: 'events', task, cursor: view.cursor}};
		},
		footer: 7.4,
	},
	{
		id: 'wrap',
		keys: ['w'],
		label: 'wrap',
		help: 'wrap and fold, or not',
		group: 'look',
		where: wraps,
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
		where: inList,
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
		id: 'freeze',
		keys: ['z'],
		label: 'freeze',
		help: 'freeze, or go on',
		group: 'look',
		where: always,
		whyNot: model => (hasData(model) ? undefined : 'there is no data yet'),
		event: () => ({type: 'find', change: {type: 'freeze'}}),
		footer: 8.1,
	},
	{
		id: 'palette',
		keys: [':'],
		label: 'go to',
		help: 'go to task, command',
		group: 'everywhere',
		where: always,
		whyNot: nothingAgainst,
		event: () => ask('palette'),
		footer: 4.9,
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
	return hotkey === undefined ? null : actOf(model, hotkey);
}

/** What a key of the table does now: its event, or the notice that says why it cannot act. */
export function actOf(model: Model, hotkey: Hotkey): Event {
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
	tab: 'Tab',
	'shift-tab': 'Shift-Tab',
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

/** A key that opens a list of the whole cluster. */
function listKey(type: 'sources' | 'locks' | 'workers', key: string, help: string): Hotkey {
	return {
		id: type,
		keys: [key],
		label: type,
		help,
		group: 'move',
		where: always,
		whyNot: model => (topView(model).type === type ? 'this is it' : undefined),
		event: () => ({type: 'open', view: {type, cursor: noCursor}}),
		footer: 7.4,
	};
}

/** Tab and Shift-Tab turn the page of a task; from the list of tasks they open it. */
function tabKey(
	id: string,
	key: string,
	by: 1 | -1,
	where: readonly View['type'][],
	help: string,
	footer?: number,
): Hotkey {
	return {
		id,
		keys: [key],
		label: by === 1 ? 'next tab' : 'previous tab',
		help,
		group: 'this screen',
		where: on(...where),
		whyNot: needsTask,
		event: model => {
			const view = topView(model);
			const open = taskTabs.indexOf(view.type === 'tab' ? view.tab : 'subtasks');
			return openTab(model, taskTabs.at((open + by) % taskTabs.length) ?? 'subtasks');
		},
		...(footer === undefined ? {} : {footer}),
	};
}

/** Whether the text has long lines of DM's, which can be shown as they are. */
function wraps(model: Model): boolean {
	const view = topView(model);
	return view.type === 'tab'
		? view.tab !== 'sharding' && view.tab !== 'events'
		: view.type === 'why' || view.type === 'raw';
}

function inList(model: Model): boolean {
	return isList(topView(model));
}

function inText(model: Model): boolean {
	return !isList(topView(model));
}

function needsRows(model: Model): string | undefined {
	return (listingOf(model, topView(model))?.all ?? 0) > 0 ? undefined : 'there is no row yet';
}

function needsSearch(model: Model): string | undefined {
	return lookOf(model, topView(model)).search === null ? 'nothing is searched (/ searches)' : undefined;
}

function ask(prompt: Prompt['type']): Event {
	return {type: 'find', change: {type: 'ask', prompt}};
}

function on(...types: readonly View['type'][]): (model: Model) => boolean {
	return model => types.includes(topView(model).type);
}

function notOn(...types: readonly View['type'][]): (model: Model) => boolean {
	return model => !types.includes(topView(model).type);
}

function always(): boolean {
	return true;
}

function nothingAgainst(): undefined {
	return undefined;
}
