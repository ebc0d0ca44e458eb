import {noCursor} from '../cursor.ts';
import {wallTime} from '../freshness.ts';
import {pageOf} from '../pages/pages.ts';
import {taskTabs} from '../pages/tabs/tab-line.ts';
import {validationView} from '../pages/validation/validation-answer.ts';
import type {Event, FindChange, Look, Model, TaskTab, View} from '../state.ts';
import {homeView, topView} from '../views.ts';
import {lookOf} from './finding.ts';

/**
 * Where somebody is, as text that a colleague can give to `--goto`: `task/orders_merge/why`, `tasks?filter=lag%3E60&sort=lag`.
 * Names are percent-encoded, so that no shell reads anything in them. Null for a view that is only there for a moment.
 */
export function placeOf(model: Model): string | null {
	const view = topView(model);
	const words = pageOf(view).place?.(view);
	if (words === undefined) return null;
	const {filter, sort}: Look = lookOf(model, view);
	const asked = [
		...(filter === null ? [] : [`filter=${encoded(filter.text)}`]),
		...(sort === 'severity' ? [] : [`sort=${encoded(sort)}`]),
		...(model.past === null ? [] : [`at=${new Date(wallTime(model, model.nowMs)).toISOString()}`]),
	];
	return words.map(encoded).join('/') + (asked.length === 0 ? '' : `?${asked.join('&')}`);
}

/** What leads there from the list of tasks; or in a sentence why it is no place. */
export function eventsTo(place: string): readonly Event[] | string {
	const [way = '', query = ''] = place.split(/\?(.*)/s);
	const words = way.split('/').map(decoded);
	const view = words.includes(null) ? null : viewOf(words as readonly string[]);
	if (view === null) return `received "${place}", expected a place such as ${examples}`;
	const looks: Event[] = [];
	for (const asked of query === '' ? [] : query.split('&')) {
		const [name = '', value = ''] = asked.split(/=(.*)/s);
		const text = decoded(value);
		if (name === 'at') {
			const wallMs = Date.parse(text ?? '');
			if (!Number.isFinite(wallMs)) return `received "${asked}" in "${place}", expected at=TIME, as Ctrl-g copies it`;
			looks.push({type: 'past', change: {type: 'start', wallMs}});
			continue;
		}
		if (text === null || text === '' || !Object.hasOwn(changes, name)) {
			return `received "${asked}" in "${place}", expected filter=TEXT or sort=COLUMN`;
		}
		looks.push(...changes[name as keyof typeof changes](text).map((change): Event => ({type: 'find', change})));
	}
	return [...(view === homeView ? [] : [{type: 'open', view} as const]), ...looks];
}

const examples = 'tasks, task/NAME, task/NAME/why, task/NAME/SOURCE, task/NAME/SOURCE/why, sources, events?filter=TEXT';

const changes = {
	filter: (text: string): readonly FindChange[] => [
		{type: 'ask', prompt: 'filter'},
		{type: 'type', text},
		{type: 'keep'},
	],
	sort: (key: string): readonly FindChange[] => [{type: 'sort', key}],
} as const;

/** The view at the end of a way; null where it leads nowhere. */
function viewOf([first = '', ...rest]: readonly string[]): View | null {
	const [name = '', second, third] = rest;
	if (rest.includes('') || rest.length > (first === 'task' ? 3 : 2)) return null;
	switch (first) {
		case 'tasks':
			return rest.length === 0 ? homeView : null;
		case 'sources':
		case 'locks':
		case 'workers':
			return rest.length === 0 ? {type: first, cursor: noCursor} : null;
		case 'help':
			return rest.length === 0 ? {type: 'help', top: 0} : null;
		case 'events':
			return rest.length < 2 ? {type: 'events', task: name === '' ? null : name, cursor: noCursor} : null;
		case 'source':
			return name !== '' && second === undefined ? {type: 'source', source: name, top: 0} : null;
		case 'lock':
			return second === undefined ? null : {type: 'lock', task: name, target: second, top: 0};
		case 'task':
			return name === '' ? null : taskViewOf(name, second, third);
		default:
			return null;
	}
}

function taskViewOf(task: string, second: string | undefined, third: string | undefined): View | null {
	if (second === undefined) return {type: 'task', task, cursor: noCursor};
	if (third === 'validation') return validationView(task, second);
	if (third === 'why') return {type: 'why', task, source: second, top: 0};
	if (third !== undefined) return null;
	if (second === 'why') return {type: 'why', task, source: null, top: 0};
	if (second === 'validation') return validationView(task, null);
	if (second === 'cutover') return {type: 'cutover', task, top: 0};
	if (isTab(second)) return {type: 'tab', task, tab: second, top: 0};
	return {type: 'subtask', task, source: second, top: 0};
}

function isTab(word: string): word is Exclude<TaskTab, 'subtasks'> {
	return word !== 'subtasks' && taskTabs.some(tab => tab === word);
}

/** What URLs leave as it is but shells do not goes too. */
function encoded(text: string): string {
	return encodeURIComponent(text).replace(/[!'()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}
