import type {TopicMessage} from '../../protocol/messages.ts';
import type {Topic} from '../../protocol/topics.ts';
import type {Model} from '../model.ts';
import type {View} from '../views.ts';
import type {Matcher} from './matcher.ts';

/** All that has to do with finding things: what each list leaves out, what is being typed, and a frozen screen. */
export type Finding = {
	/** How each open view is looked at, by `viewKey`; a view that is not in it is looked at as `asItIs`. */
	readonly looks: ReadonlyMap<string, Look>;
	readonly prompt: Prompt | null;
	readonly frozen: Frozen | null;
};

/** How one view is looked at. */
export type Look = {
	readonly filter: Matcher | null;
	readonly problemsOnly: boolean;
	/** What was put on the rows, the newest first: it goes first. */
	readonly newest: readonly Layer[];
	readonly sort: SortKey;
	readonly reversed: boolean;
	/** What is searched in a text, and the line on which it was found last. */
	readonly search: {readonly matcher: Matcher; readonly line: number} | null;
};

/** What can be put on the rows of a list, and taken off again. */
export type Layer = 'filter' | 'problems' | 'marks';

/** How a view is looked at once this has been put on its rows. */
export function putOn(look: Look, layer: Layer): Look {
	return {...look, newest: [layer, ...look.newest.filter(it => it !== layer)]};
}

/** By what a list can be sorted; the first is as the gateway gives it, worst first. */
export const sortKeys = ['severity', 'name', 'lag', 'rate', 'since'] as const;

export type SortKey = (typeof sortKeys)[number];

/** What the keys go into while it is open. */
export type Prompt =
	| {
			readonly type: 'filter' | 'search';
			readonly text: string;
			readonly problem: string | null;
			readonly before: Before;
	  }
	| {readonly type: 'sort'; readonly before: Before}
	/** `chosen` is the ID of an item; null = the first. */
	| {readonly type: 'palette'; readonly text: string; readonly chosen: string | null};

/** How it was before the prompt was opened. */
export type Before = {readonly view: View; readonly look: Look};

/** A screen that stands still: data that comes is held back, the newest of each topic. */
export type Frozen = {
	/** The viewer's clock. */
	readonly sinceMs: number;
	readonly count: number;
	readonly held: ReadonlyMap<Topic, TopicMessage>;
};

/** Nothing is looked for. */
export const nothingFound: Finding = {looks: new Map(), prompt: null, frozen: null};

/** All rows, worst first. */
export const asItIs: Look = {
	filter: null,
	problemsOnly: false,
	newest: [],
	sort: 'severity',
	reversed: false,
	search: null,
};

/** How a view is looked at. */
export function lookOf(model: Model, view: View): Look {
	const {looks} = model.finding;
	return looks.size === 0 ? asItIs : (looks.get(viewKey(view)) ?? asItIs);
}

/** Whether something hides rows or marks lines on the shown view, so that there is something to undo. */
export function canUndo(model: Model, view: View): boolean {
	const {filter, problemsOnly, search} = lookOf(model, view);
	return filter !== null || problemsOnly || search !== null;
}

/** What a view shows, without where in it one is. */
export function viewKey(view: View): string {
	return Object.values(view)
		.filter(value => typeof value === 'string')
		.join('\n');
}
